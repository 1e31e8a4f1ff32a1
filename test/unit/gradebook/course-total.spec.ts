import { Rational } from '../../../src/shared/decimals/rational';
import { AGGREGATIONS, type Aggregation } from '../../../src/modules/gradebook/totals/aggregations';
import {
  courseTotal,
  fourTotals,
  totalWithCategories,
} from '../../../src/modules/gradebook/totals/course-total';
import type { ItemStanding } from '../../../src/modules/gradebook/totals/standing';
import type { TotalKind } from '../../../src/modules/gradebook/totals/total-kind';
import { periodOf } from '../../../src/modules/gradebook/totals/periods';
import { droppedBy } from '../../../src/modules/gradebook/totals/drops';
import { explained } from '../../../src/modules/gradebook/totals/explanation';
import type { GradeRules } from '../../../src/modules/gradebook/totals/grade-rules';
import { seededRandom } from '../seeded-random';
import { itemScore } from '../../../src/modules/gradebook/lateness/item-lateness';
import { withGraceTokens } from '../../../src/modules/gradebook/lateness/grace-tokens';
import {
  type GraceTokens,
  type LatePolicy,
  toLatePolicy,
} from '../../../src/modules/gradebook/lateness/late-policy';
import { latePolicyFor } from '../../../src/modules/gradebook/rules/stored-rules';
import {
  afterSlowTokens,
  evaluated,
  slowTokens,
  type SlowTokens,
  slowTotal,
  type SlowItem,
  type SlowLate,
  slowPeriod,
  type SlowPeriod,
  type SlowRules,
} from './slow-gradebook';

const KINDS: TotalKind[] = (['current', 'final'] as const).flatMap((moment) =>
  (['posted', 'all'] as const).map((scores) => ({ moment, scores })),
);
const BOOKS = 10_000;
const RANKED = ['median', 'lowest', 'highest', 'mode'];

const item = (
  id: string,
  score: string | null,
  possible: string,
  more: Partial<ItemStanding> = {},
): ItemStanding => ({
  id,
  categoryId: null,
  periodId: null,
  possible: Rational.of(possible),
  weight: Rational.ONE,
  fixedWeight: null,
  isExtra: false,
  neverDropped: false,
  isOmitted: false,
  score: score === null ? null : Rational.of(score),
  lateness: null,
  isExcused: false,
  isMissing: false,
  awaitsMarks: false,
  isPosted: true,
  ...more,
});

const category = (id: string, more: Partial<GradeRules['categories'][number]> = {}) => ({
  id,
  title: id,
  weight: Rational.of(0),
  aggregation: 'points' as Aggregation,
  dropLowest: 0,
  dropHighest: 0,
  keepHighest: null,
  ignoresLateness: false,
  ...more,
});

const rules = (more: Partial<GradeRules> = {}): GradeRules => ({
  ...{ parts: 'items', aggregation: 'mean', missing: 'left_out', categories: [], periods: [] },
  ...more,
});

const CURRENT: TotalKind = { moment: 'current', scores: 'posted' };
const percent = (by: GradeRules, items: ItemStanding[], kind = CURRENT): string | undefined =>
  courseTotal(by, items, kind).share?.toPercent(2);

type Random = ReturnType<typeof seededRandom>;
type Pick = Random['pick'];

const dayOf = (index: number): string => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);

/** Up to three within 60 days, with gaps or without, in any order. */
function randomPeriods({ below, pick }: Random): SlowPeriod[] {
  const count = pick([0, 0, 1, 2, 3]);
  const isWeighted = below(2) === 1;
  const periods = Array.from({ length: count }, (_, index): SlowPeriod => ({
    id: `p${index}`,
    first: dayOf(index * 20 + below(4)),
    last: dayOf(index * 20 + 10 + below(10)),
    weight: isWeighted ? BigInt(pick([0, 20, 30, 50, 100])) : null,
  }));
  return below(2) === 1 ? periods.reverse() : periods;
}

const randomRate = (pick: Pick): SlowLate => ({
  every: BigInt(pick([3600, 86_400])),
  percent: BigInt(pick([0, 1, 10, 25, 100])),
  floor: BigInt(pick([0, 0, 40, 50, 100])),
});

const randomSteps = (pick: Pick): SlowLate => ({
  upTo: [
    { seconds: 3600n, percent: BigInt(pick([0, 5])) },
    { seconds: 86_400n, percent: BigInt(pick([5, 20])) },
    { seconds: null, percent: BigInt(pick([20, 50, 100])) },
  ],
  floor: BigInt(pick([0, 30])),
});

const randomTokens = ({ below, pick }: Random): SlowTokens => ({
  count: 1 + below(3),
  seconds: BigInt(pick([3600, 86_400, 172_800])),
  grace: BigInt(pick([0, 0, 900, 3600])),
  most: pick([null, 1, 2]),
  isByStaff: below(4) === 0,
});

/** The same, as a course has it. */
function policyOf({ late, tokens: own }: SlowRules): LatePolicy | null {
  if (late === null) return null;
  const floorPercent = String(late.floor);
  const tokens: GraceTokens | undefined = own
    ? {
        ...{ count: own.count, hours: Number(own.seconds) / 3600, mostPerItem: own.most },
        spending: own.isByStaff ? 'by_staff' : 'automatic',
      }
    : undefined;
  return toLatePolicy(
    'every' in late
      ? {
          kind: 'rate',
          terms: { percent: String(late.percent), interval: late.every === 3600n ? 'hour' : 'day' },
          ...{ floorPercent, tokens },
        }
      : {
          kind: 'steps',
          terms: {
            steps: late.upTo.map(({ seconds, percent: taken }) => ({
              untilHours: seconds === null ? null : Number(seconds) / 3600,
              percent: String(taken),
            })),
          },
          ...{ floorPercent, tokens },
        },
  );
}

/** A gradebook of up to four categories with up to nine items in all, with everything that can be true of them. */
function randomBook(random: Random): { items: SlowItem[]; rules: SlowRules } {
  const { below, pick } = random;
  const often = (share: number): boolean => below(100) < share * 100;
  const parts = pick(['items', 'categories'] as const);
  const categories = Array.from({ length: below(4) }, (_, index) => ({
    id: `c${index}`,
    weight: BigInt(pick([0, 10, 25, 40, 100])),
    aggregation: pick(AGGREGATIONS),
    dropLowest: pick([0, 0, 1, 2, 5]),
    dropHighest: pick([0, 0, 1, 2]),
    keepHighest: often(0.2) ? pick([1, 2, 3]) : null,
    ignoresLateness: often(0.2),
  }));
  const aggregation =
    parts === 'items'
      ? pick(['points', 'mean', 'natural'])
      : pick(AGGREGATIONS.filter((name) => name !== 'points' && name !== 'natural'));
  const periods = randomPeriods(random);
  const items = Array.from({ length: below(9) }, (_, index): SlowItem => {
    const possible = BigInt(pick([0, 1, 3, 10, 20, 100])) * 10_000n;
    const categoryId = pick([null, ...categories.map(({ id }) => id)]);
    const name =
      parts === 'items' ? aggregation : categories.find(({ id }) => id === categoryId)?.aggregation;
    const score = (possible * BigInt(below(13))) / 10n + BigInt(pick([0, 0, 0, 3333, -5000]));
    return {
      ...{ id: `i${index}`, categoryId, possible },
      score: often(0.75) ? score : null,
      weight: BigInt(pick([0, 1, 1, 2, 5])),
      fixedWeight: often(0.4) ? BigInt(pick([0, 10, 25, 50, 80])) : null,
      isExtra: name !== undefined && !RANKED.includes(name) && often(0.15),
      ...{ neverDropped: often(0.15), isOmitted: often(0.05), isExcused: often(0.1) },
      ...{ isMissing: often(0.3), awaitsMarks: often(0.1), isPosted: often(0.8) },
      lateSeconds: BigInt(pick([0, 0, 1, 3600, 3601, 86_400, 86_401, 200_000, 2_000_000])),
      isWaived: often(0.1),
      cameAt: pick([null, 1, 2, 2, 3]),
      saidTokens: often(0.2) ? below(4) : null,
      named: often(0.1) && periods.length > 0 ? pick(periods).id : null,
      dueDay: often(0.2) ? null : dayOf(below(60)),
    };
  });
  const missing = pick(['left_out', 'zero', 'deducted'] as const);
  const missingDeduction = BigInt(pick([0, 30, 50, 100]));
  const late = pick([null, randomRate(pick), randomSteps(pick)]);
  const tokens = pick([null, randomTokens(random)]);
  const lateness = { missing, missingDeduction, late, tokens };
  return { items, rules: { parts, aggregation, ...lateness, categories, periods } };
}

/** Of homework, laboratories and a midterm examination, each of which is so much of 1. */
const EDX_SHARES = ['0.11/1', '0.9226190476/1', '0.505/1'];

describe('totals of a course', () => {
  it(`equal a slow computation with fractions of its own, to the last digit, and so do their explanations, in ${BOOKS} random gradebooks`, () => {
    const random = seededRandom(20_261_129);
    let [compared, spent] = [0, 0];
    const different: unknown[] = [];
    for (let book = 0; book < BOOKS; book += 1) {
      const { items: slow, rules: slowRules } = randomBook(random);
      const latePolicy = policyOf(slowRules);
      const graceSeconds = Number(slowRules.tokens?.grace ?? 0n);
      const categories = slowRules.categories.map((one) => ({
        ...one,
        title: one.id,
        aggregation: one.aggregation as Aggregation,
        weight: Rational.fraction(one.weight, 1n),
      }));
      const periods = slowRules.periods
        .map(({ id, first, last, weight }) => ({
          ...{ id, title: id, startDate: first, endDate: last },
          weight: weight === null ? null : Rational.fraction(weight, 1n),
        }))
        .sort((one, other) => (one.startDate < other.startDate ? -1 : 1));
      const withoutTokens = slow.map(({ lateSeconds, isWaived, cameAt, saidTokens, score, ...one }) => {
        const possible = Rational.fraction(one.possible, 10_000n);
        const entered = score === null ? null : Rational.fraction(score, 10_000n);
        const status = lateSeconds > 0n ? ('late' as const) : ('none' as const);
        const timeliness = {
          ...{ status, isByHand: false, lateSeconds: Number(lateSeconds), isWaived, saidTokens },
          cameAt: cameAt === null ? null : new Date(cameAt),
        };
        const policy = latePolicyFor({ graceSeconds, latePolicy, categories }, one.categoryId);
        return {
          ...one,
          periodId: periodOf(periods, one),
          possible,
          weight: Rational.fraction(one.weight, 1n),
          fixedWeight: one.fixedWeight === null ? null : Rational.fraction(one.fixedWeight, 1n),
          ...itemScore(entered, possible, timeliness, policy),
        };
      });
      const items = withGraceTokens(withoutTokens, { graceSeconds, latePolicy, categories });
      for (const [place, tokens] of slowTokens(slowRules, slow).entries()) {
        if ((items[place]!.lateness?.tokens ?? 0) !== tokens) different.push({ book, place, tokens });
        spent += tokens;
      }
      const lowered = afterSlowTokens(slowRules, slow);
      const own = {
        ...slowRules,
        missingDeduction: Rational.fraction(slowRules.missingDeduction, 1n),
        aggregation: slowRules.aggregation as Aggregation,
        ...{ categories, periods },
      };
      for (const [index, one] of slow.entries())
        if (items[index]!.periodId !== slowPeriod(slowRules, one)) different.push({ book, index });
      for (const period of [null, ...periods.map(({ id }) => id)]) {
        const four = fourTotals(own, items, period);
        for (const { moment, scores } of KINDS) {
          const expected = slowTotal(slowRules, lowered, moment, scores, period ?? undefined);
          const { share } = courseTotal(own, items, { moment, scores }, period);
          const [current, final] =
            scores === 'posted' ? [four.current, four.final] : [four.currentOfAll, four.finalOfAll];
          const ofFour = moment === 'current' ? current : final;
          const whole = totalWithCategories(own, items, { moment, scores }, period);
          const tree = evaluated(explained(own, whole));
          const areSame = [share, ofFour.share, whole.share].every((one) => isSame(one, expected));
          if (!areSame || !isSame(share, tree.share) || !tree.areNodesRight)
            different.push({ book, moment, scores, period });
          if (expected) compared += 1;
        }
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(BOOKS);
    expect(spent).toBeGreaterThan(BOOKS / 10);
  });

  it.each([
    [
      'weights of 100 that are not',
      ['12', '10', '15', '21', '21', '21'],
      ['11.8/12', '82/82', '89.5/100', '85/100', '85/100', '83/100'],
      '88.36',
    ],
    ['weights of 33, scaled up', ['9.9', '23.1'], ['75/100', '53.75/100'], '60.13'],
    ['weights over 100, which stay', ['100', '20'], ['90/100', '10/10'], '110'],
    // Open edX, `xmodule/tests/test_graders.py`: 0.5106547619 and 0.7688095238.
    ['a quarter, a quarter and a half', ['25', '25', '50'], EDX_SHARES, '51.07'],
    ['three halves', ['50', '50', '50'], EDX_SHARES, '76.88'],
  ])('weigh categories: %s', (_, weights, shares, expected) => {
    const categories = weights.map((weight, index) => category(`c${index}`, { weight: Rational.of(weight) }));
    const items = shares.map((share, index) => {
      const [score = '', possible = ''] = share.split('/');
      return item(`i${index}`, score, possible, { categoryId: `c${index}` });
    });
    expect(percent(rules({ parts: 'categories', aggregation: 'weighted_mean', categories }), items)).toBe(
      expected,
    );
  });

  it.each([
    ['by points', [null, null], ['10/10', '0/30'], '25'],
    [
      'with one of 40 %, of which the others share the rest',
      ['40', null, null],
      ['10/10', '10/10', '0/20'],
      '60',
    ],
    [
      'with fixed ones of more than 100 % together, scaled',
      ['90', '60', null],
      ['10/10', '0/10', '10/10'],
      '60',
    ],
    ['with fixed ones alone, scaled', ['20', '30'], ['10/10', '0/10'], '40'],
    [
      'of what counts alone: what is fixed keeps its measure',
      ['50', null, null],
      ['0/10', '10/10', '-/10'],
      '33.33',
    ],
    ['of nothing, where all weigh 0', ['0'], ['10/10'], undefined],
  ])('weigh items naturally, %s', (_, weights, scores, expected) => {
    const items = scores.map((text, index) => {
      const [score = '', possible = ''] = text.split('/');
      const fixed = weights[index] ?? null;
      const fixedWeight = fixed === null ? null : Rational.of(fixed);
      return item(`i${index}`, score === '-' ? null : score, possible, { fixedWeight });
    });
    expect(percent(rules({ aggregation: 'natural' }), items)).toBe(expected);
  });

  it('give extra credit its part of all points, on top, where items are weighed naturally', () => {
    const items = [item('a', '5', '10'), item('b', '5', '10'), item('c', '4', '8', { isExtra: true })];
    // 0.5 · 50 % + 0.5 · 50 % + 8/20 · 50 %.
    expect(percent(rules({ aggregation: 'natural' }), items)).toBe('70');
  });

  it('drop what helps most where points are pooled, which is not always the lowest percentage', () => {
    const drop = (...scores: [string, string][]): string[] =>
      droppedBy(
        scores.map(([score, possible], index) => {
          const { possible: points, score: earned } = item(`i${index}`, score, possible);
          return {
            id: `i${index}`,
            earned: earned!,
            possible: points,
            weight: Rational.ONE,
            isExtra: false,
            neverDropped: false,
          };
        }),
        { dropLowest: 1, dropHighest: 0, keepHighest: null },
        'points',
      ).map(({ element }) => element.id);
    expect(drop(['80', '100'], ['20', '20'], ['1', '20'])).toEqual(['i2']);
    expect(drop(['100', '100'], ['20', '100'], ['1', '20'])).toEqual(['i1']);
  });

  it('leave a muted score out of posted totals, of the final one too, so that nobody can infer it', () => {
    const muted = (score: string): ItemStanding[] => [
      item('a', '5', '10'),
      item('b', score, '10', { isPosted: false }),
    ];
    for (const moment of ['current', 'final'] as const)
      expect(percent(rules(), muted('0'), { moment, scores: 'posted' })).toBe(
        percent(rules(), muted('10'), { moment, scores: 'posted' }),
      );
    expect(percent(rules(), muted('10'), { moment: 'current', scores: 'all' })).toBe('75');
  });

  it('say of each item why it counts or does not', () => {
    const { categories } = courseTotal(
      rules({ categories: [category('c', { dropLowest: 1 })], missing: 'zero' }),
      [
        item('a', '9', '10', { categoryId: 'c' }),
        item('b', '2', '10', { categoryId: 'c' }),
        item('c', null, '10', { isMissing: true }),
        item('d', null, '10'),
        item('e', '3', '10', { isExcused: true }),
        item('f', '3', '10', { isOmitted: true }),
        item('g', '3', '10', { isPosted: false }),
        item('h', '3', '10', { awaitsMarks: true }),
        item('i', '3', '0'),
      ],
      CURRENT,
    );
    const outcomes = categories.flatMap(({ items }) => items.map((part) => [part.item.id, part.outcome]));
    expect(Object.fromEntries(outcomes)).toEqual({
      a: 'counts',
      b: 'dropped_lowest',
      c: 'missing_counts_zero',
      d: 'not_graded',
      e: 'excused',
      f: 'omitted',
      g: 'not_posted',
      h: 'awaits_marks',
      i: 'nothing_to_reach',
    });
  });

  it('choose among 200 items in bounded time, as choosing greedily one after another does', () => {
    const { below } = seededRandom(200);
    const elements = Array.from({ length: 200 }, (_, index) => ({
      id: `i${String(index).padStart(3, '0')}`,
      earned: Rational.of(below(1000)),
      possible: Rational.of(1000),
      weight: Rational.ONE,
      isExtra: false,
      neverDropped: false,
    }));
    const dropped = droppedBy(elements, { dropLowest: 50, dropHighest: 50, keepHighest: null }, 'points');
    // With the same points everywhere, the best choice is the plain one.
    const sorted = [...elements].sort(
      (one, other) => one.earned.compare(other.earned) || (one.id < other.id ? 1 : -1),
    );
    expect(
      new Set(dropped.filter(({ reason }) => reason === 'lowest').map(({ element }) => element.id)),
    ).toEqual(new Set(sorted.slice(0, 50).map(({ id }) => id)));
    expect(dropped).toHaveLength(100);
  });
});

function isSame(share: Rational | null, expected: readonly [bigint, bigint] | null): boolean {
  if (share === null || expected === null) return share === expected;
  return share.numerator * expected[1] === expected[0] * share.denominator;
}
