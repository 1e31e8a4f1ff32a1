import { toldExplanation } from '../../../src/modules/gradebook/grades/told-explanation';
import type { CourseRules } from '../../../src/modules/gradebook/rules/stored-rules';
import { totalWithCategories } from '../../../src/modules/gradebook/totals/course-total';
import type { ItemLateness, ItemStanding } from '../../../src/modules/gradebook/totals/standing';
import type { TotalKind } from '../../../src/modules/gradebook/totals/total-kind';
import { toScheme } from '../../../src/modules/gradebook/schemes/grading-scheme';
import { Rational } from '../../../src/shared/decimals/rational';

type Item = Partial<Omit<ItemStanding, 'score'>> & { score?: string | null; of?: string; late?: Late };
type Late = Partial<Omit<ItemLateness, 'entered' | 'deducted'>> & { entered?: string; deducted?: string };
type Rules = Partial<Omit<CourseRules, 'categories'>> & { categories?: Category[] };
type Category = Partial<Omit<CourseRules['categories'][number], 'weight'>> & {
  title: string;
  weight?: string;
};

const LETTERS = toScheme({
  rows: [
    { name: 'A', from: '90' },
    { name: 'B', from: '80' },
    { name: 'F', from: '0' },
  ],
});
const FINAL = { moment: 'final', scores: 'all' } as const;

/** All sentences of an explanation: of the total, then of each category with its items. */
function told(
  rules: Rules,
  items: Record<string, Item>,
  kind: TotalKind = { moment: 'current', scores: 'posted' },
): string[] {
  const course: CourseRules = {
    ...{ parts: 'items', aggregation: 'mean', missing: 'left_out', scheme: null, late: null, periods: [] },
    ...rules,
    categories: (rules.categories ?? []).map(({ weight = '0', ...category }) => ({
      ...{ id: category.title, aggregation: 'points', dropLowest: 0, dropHighest: 0, keepHighest: null },
      ...{ ignoresLateness: false, weight: Rational.of(weight) },
      ...category,
    })),
  } as CourseRules;
  const standings = Object.entries(items).map(
    ([id, { score = null, of = '10', late, ...more }]): ItemStanding => ({
      ...{
        id,
        categoryId: null,
        periodId: null,
        possible: Rational.of(of),
        weight: Rational.ONE,
        fixedWeight: null,
        isExtra: false,
      },
      ...{ neverDropped: false, isOmitted: false, score: score === null ? null : Rational.of(score) },
      ...{ isExcused: false, isMissing: false, awaitsMarks: false, isPosted: true },
      lateness: late ? lateness(late) : null,
      ...more,
    }),
  );
  const titles = new Map(standings.map(({ id }) => [id, id]));
  const total = totalWithCategories(course, standings, kind);
  const { sentence, periods, categories } = toldExplanation(
    course,
    total,
    { titles, tokens: undefined },
    'en',
  );
  const within = (parts: typeof categories): string[] =>
    parts.flatMap((category) => [category.sentence, ...category.items.map((own) => own.sentence)]);
  return [
    sentence,
    ...periods.flatMap((period) => [period.sentence, ...within(period.categories)]),
    ...within(categories),
  ];
}

function lateness({ entered, deducted = '0', ...more }: Late): ItemLateness {
  return {
    ...{ status: 'late', isByHand: false, isWaived: false, isAtFloor: false, lateSeconds: 0 },
    ...{ cameAt: null, saidTokens: null, tokens: 0, countedSeconds: 0 },
    ...{ entered: entered === undefined ? null : Rational.of(entered), deducted: Rational.of(deducted) },
    ...more,
  };
}

const ALONE = 'Line items without a category. They count like all others.';
const one = (item: Item, rules: Rules = {}, kind?: TotalKind): string =>
  told(rules, { Essay: item, Other: { score: '5' } }, kind)[2]!;

/** Written by hand, from the rules. */
describe('what is said of totals', () => {
  it('says what the total is made of, and what it is called', () => {
    expect(told({}, {})).toEqual(['There is no total yet: nothing counts so far.']);
    expect(told({}, { Essay: { score: '7' }, Quiz: { score: '20', of: '20' } })).toEqual([
      'The total is 85 %, made of all line items: the mean, each the same.',
      ALONE,
      'Essay: 7 of 10 points (70 %).',
      'Quiz: 20 of 20 points (100 %).',
    ]);
    expect(
      told(
        { aggregation: 'points', scheme: LETTERS },
        { Essay: { score: '7' }, Quiz: { score: '20', of: '20' } },
      )[0],
    ).toBe('The total is 90 % (A), made of all line items: all points over all that can be reached.');
    expect(told({ scheme: LETTERS }, { Essay: { score: '2', of: '3' } })[0]).toBe(
      'The total is 66.67 % (F), made of all line items: the mean, each the same.',
    );
    // What is shown is rounded; the name goes by the exact share.
    expect(told({ scheme: LETTERS }, { Essay: { score: '89.999', of: '100' } })[0]).toBe(
      'The total is 90 % (B), made of all line items: the mean, each the same.',
    );
  });

  it('says how natural weights are made', () => {
    expect(
      told({ aggregation: 'natural' }, { Essay: { score: '7' }, Quiz: { score: '20', of: '20' } })[0],
    ).toBe(
      'The total is 90 %, made of all line items: each by its part of the points, or by the weight that is set for it.',
    );
  });

  it('says what a total is made of where periods weigh', () => {
    const periods = [
      { id: 'p1', title: 'First', startDate: '2026-01-01', endDate: '2026-01-31', weight: Rational.of(40) },
      { id: 'p2', title: 'Second', startDate: '2026-02-01', endDate: '2026-02-28', weight: Rational.of(60) },
    ];
    const both = { Essay: { score: '9', periodId: 'p1' }, Talk: { score: '5', periodId: 'p2' } };
    expect(told({ periods, scheme: LETTERS }, both)).toEqual([
      'The total is 66 % (F), made of the grading periods by their weights.',
      'First: 90 %, made of all its line items: the mean, each the same. It counts 40 % of the total.',
      ALONE,
      'Essay: 9 of 10 points (90 %).',
      'Second: 50 %, made of all its line items: the mean, each the same. It counts 60 % of the total.',
      ALONE,
      'Talk: 5 of 10 points (50 %).',
      'Line items without a category, over all periods. For information: the total is made of the periods.',
    ]);
    const one = { Essay: both.Essay, Stray: { score: '1' } };
    expect(told({ periods }, one)).toEqual([
      'The total is 90 %, made of the grading periods by their weights.',
      'First: 90 %, made of all its line items: the mean, each the same. It counts 100 % of the total: 40 %, scaled up because the weights that count are less than 100 % together.',
      ALONE,
      'Essay: 9 of 10 points (90 %).',
      'Second: nothing counts so far, so the period is left out.',
      'Line items that are due in no grading period. They do not count, because the total is made of periods.',
      ALONE,
      'Stray: due in no grading period, so it does not count.',
      'Line items without a category, over all periods. For information: the total is made of the periods.',
    ]);
    expect(told({ periods }, { Essay: both.Essay }, FINAL)).toContain(
      'Second: nothing has a score, so the period counts 0. It counts 60 % of the total.',
    );
  });

  it.each([
    ['median', 'The total is 60 %, made of the categories: the median.'],
    ['lowest', 'The total is 30 %, made of the categories: the lowest.'],
    ['highest', 'The total is 100 %, made of the categories: the highest.'],
    ['mode', 'The total is 100 %, made of the categories: the most frequent.'],
    ['mean', 'The total is 63.33 %, made of the categories: the mean, each the same.'],
  ] as const)('says how categories become one by %s', (aggregation, sentence) => {
    const categories = ['A', 'B', 'C'].map((title) => ({ title }));
    const items = {
      a: { score: '3', categoryId: 'A' },
      b: { score: '6', categoryId: 'B' },
      c: { score: '10', categoryId: 'C' },
    };
    expect(told({ parts: 'categories', aggregation, categories }, items)[0]).toBe(sentence);
  });

  it('says with what weight a category counts, and why with more than its own', () => {
    const rules: Rules = {
      ...{ parts: 'categories', aggregation: 'weighted_mean' },
      categories: [
        { title: 'Homework', weight: '40', aggregation: 'mean' },
        { title: 'Examinations', weight: '60' },
      ],
    };
    const both = {
      Essay: { score: '9', categoryId: 'Homework' },
      Final: { score: '70', of: '100', categoryId: 'Examinations' },
    };
    expect(told(rules, both)).toEqual([
      'The total is 78 %, made of the categories: the mean, weighted.',
      'Homework: 90 %, the mean, each the same. It counts 40 % of the total.',
      'Essay: 9 of 10 points (90 %).',
      'Examinations: 70 %, all points over all that can be reached. It counts 60 % of the total.',
      'Final: 70 of 100 points (70 %).',
    ]);
    expect(told(rules, { Essay: both.Essay, Stray: { score: '1' } })).toEqual([
      'The total is 90 %, made of the categories: the mean, weighted.',
      'Homework: 90 %, the mean, each the same. It counts 100 % of the total: 40 %, scaled up because the weights that count are less than 100 % together.',
      'Essay: 9 of 10 points (90 %).',
      'Examinations: nothing counts so far, so the category is left out.',
      'Line items without a category. They do not count, because the total is made of categories.',
      'Stray: in no category, so it does not count.',
    ]);
  });

  it('says of each item why it counts or does not', () => {
    expect(one({ score: '7.5', isExtra: true })).toBe('Essay: 7.5 of 10 points (75 %), as extra credit.');
    expect(one({})).toBe('Essay: no score yet, so it does not count.');
    expect(one({}, {}, FINAL)).toBe('Essay: no score, so it counts 0 of 10 points.');
    expect(one({ isMissing: true })).toBe('Essay: no score yet, so it does not count.');
    expect(one({ isMissing: true }, { missing: 'zero' })).toBe(
      'Essay: missing, so it counts 0 of 10 points.',
    );
    expect(one({ isMissing: true }, { missing: 'deducted', missingDeduction: Rational.of(40) })).toBe(
      'Essay: missing, so it counts 6 of 10 points.',
    );
    expect(one({ score: '7', isOmitted: true })).toBe('Essay: counts in no total.');
    expect(one({ score: '7', isExcused: true })).toBe('Essay: excused, so it does not count.');
    expect(one({ score: '7', isPosted: false })).toBe(
      'Essay: the score is not posted yet, so it does not count.',
    );
    expect(one({ score: '7', isPosted: false }, {}, FINAL)).toBe('Essay: 7 of 10 points (70 %).');
    expect(one({ score: '7', awaitsMarks: true })).toBe('Essay: waits for marks, so it does not count yet.');
    expect(one({ score: '7', of: '0' })).toBe('Essay: no points can be reached, so it does not count.');
    expect(one({ score: '7', of: '0' }, { aggregation: 'points' })).toBe(
      'Essay: 7 points, on top of all that can be reached.',
    );
  });

  it('says what was dropped, and why', () => {
    const drops = (more: Partial<Category>): string[] =>
      told(
        { categories: [{ title: 'Quizzes', ...more }] },
        Object.fromEntries(
          ['2', '9', '5'].map((score) => [`Quiz ${score}`, { score, categoryId: 'Quizzes' }]),
        ),
      ).slice(2);
    expect(drops({ dropLowest: 1 })).toEqual([
      'Quiz 2: 2 of 10 points, dropped: without it the result is the greatest.',
      'Quiz 9: 9 of 10 points (90 %).',
      'Quiz 5: 5 of 10 points (50 %).',
    ]);
    expect(drops({ dropHighest: 1 })[1]).toBe('Quiz 9: 9 of 10 points, dropped as one of the highest.');
    expect(drops({ keepHighest: 1 }).map((text) => text.includes('dropped'))).toEqual([true, false, true]);
  });

  it('says how late something came, and what that takes', () => {
    const late = (more: Late, score = '7'): string => one({ score, late: more });
    expect(late({ lateSeconds: 1, entered: '9', deducted: '2' })).toBe(
      'Essay: 7 of 10 points (70 %). 1 minute late: 2 of 9 points were taken.',
    );
    expect(late({ lateSeconds: 3_601, entered: '9', deducted: '2' })).toContain(
      '2 hours late: 2 of 9 points',
    );
    expect(late({ lateSeconds: 86_400, entered: '9', deducted: '2' })).toContain('1 day late:');
    expect(late({ lateSeconds: 90_000, entered: '9', deducted: '2' })).toContain('1 day and 1 hour late:');
    expect(late({ lateSeconds: 86_400 * 3, entered: '9', deducted: '2', isAtFloor: true })).toBe(
      'Essay: 7 of 10 points (70 %). 3 days late: 2 of 9 points were taken, and no more, because of the floor.',
    );
    expect(late({ lateSeconds: 60, entered: '7' })).toBe(
      'Essay: 7 of 10 points (70 %). 1 minute late, which takes nothing.',
    );
    expect(late({ lateSeconds: 7200, entered: '7', isWaived: true })).toBe(
      'Essay: 7 of 10 points (70 %). 2 hours late, which was waived.',
    );
    expect(late({ status: 'extended', isByHand: true })).toBe(
      'Essay: 7 of 10 points (70 %). An instructor gave more time.',
    );
    expect(late({ status: 'none', isByHand: true })).toBe(
      'Essay: 7 of 10 points (70 %). An instructor says that it is not late.',
    );
  });
});
