import { scorePercentage, type ScoreRange, scoreRange } from '../../../src/modules/gradebook/grades/grade';
import type { HandedIn } from '../../../src/modules/gradebook/lateness/timeliness';
import { STANDARD_RULES } from '../../../src/modules/gradebook/rules/stored-rules';
import { Rational } from '../../../src/shared/decimals/rational';
import { courseTotal } from '../../../src/modules/gradebook/totals/course-total';
import { itemStandings } from '../../../src/modules/gradebook/totals/item-standings';
import { percentageOf } from '../../../src/modules/gradebook/totals/totals-view';
import { seededRandom } from '../seeded-random';

interface GradedItem extends HandedIn {
  range: ScoreRange | undefined;
}

const graded = (
  score: string | null,
  max = '100',
  { min = '0', ...more }: Partial<GradedItem> & { min?: string } = {},
): GradedItem => ({
  score,
  scoreStatus: score === null ? 'submitted' : 'fully graded',
  ...{ submittedAt: null, lateDecision: null },
  range: scoreRange(min, max),
  ...more,
});

/** The current total of a course that has no rules of its own. */
function gradeTotal(items: readonly GradedItem[]): string | null {
  const counting = {
    ...{
      categoryId: null,
      weight: Rational.ONE,
      fixedWeight: null,
      isExtra: false,
      isOmitted: false,
      neverDropped: false,
    },
    ...{ expectsSubmission: false, namedPeriodId: null },
  };
  const standings = itemStandings(
    items.map(({ range, ...result }, index) => ({
      facts: { ...counting, id: String(index), range },
      ...{ result, due: null, isPosted: true },
    })),
    { now: new Date(0), rules: { latePolicy: null, graceSeconds: 0, categories: [], periods: [] } },
  );
  const rules = { ...STANDARD_RULES, categories: [], periods: [] };
  return percentageOf(courseTotal(rules, standings, { moment: 'current', scores: 'posted' }).share);
}

describe('the percentage of a score', () => {
  it.each([
    ['17.5000', '0.0000', '20.0000', '87.5'],
    ['0', '0', '20', '0'],
    ['1', '0', '3', '33.33'],
    ['2', '0', '3', '66.67'],
    // Halves go up: 0.625 of 100.
    ['0.625', '0', '100', '0.63'],
    ['0', '-5', '5', '50'],
    ['23', '0', '20', '115'],
    ['-1', '0', '20', '-5'],
  ])('the percentage of a score of %s in the range from %s to %s is %s', (score, min, max, percentage) => {
    expect(scorePercentage(score, scoreRange(min, max))).toBe(percentage);
  });

  it('the percentage of a score is null without a score or without a range', () => {
    expect(scorePercentage(null, scoreRange('0', '20'))).toBeNull();
    expect(scorePercentage('0', scoreRange('0', '0'))).toBeNull();
  });
});

describe('the total of a course', () => {
  it('the total of a course is the mean of the percentages, whatever the points', () => {
    expect(gradeTotal([graded('10', '20'), graded('100', '100')])).toBe('75');
    expect(gradeTotal([graded('0', '50', { min: '-50' }), graded('3', '3')])).toBe('75');
  });

  it('the total of a course leaves out items without a score, exempt ones, and those with an empty range', () => {
    const items = [
      graded('8', '10'),
      graded(null),
      graded('1', '10', { scoreStatus: 'exempt' }),
      graded('0', '0'),
    ];
    expect(gradeTotal(items)).toBe('80');
    expect(gradeTotal(items.slice(1))).toBeNull();
    expect(gradeTotal([])).toBeNull();
  });

  it('the total of a course rounds once, at the end, from exact fractions', () => {
    const nothing = (count: number): GradedItem[] => Array.from({ length: count }, () => graded('0', '7'));
    // A third and a sixth are a half, and 100 · 0.5 / 16 is exactly 3.125; in decimals cut anywhere it is less.
    expect(gradeTotal([graded('1', '3'), graded('1', '6'), ...nothing(14)])).toBe('3.13');
    // Two thirds of a hundredth are 0.01, three times over 0.02 and not 0.03.
    expect(gradeTotal([graded('0.02', '300'), graded('0.02', '300'), graded('0.02', '300')])).toBe('0.01');
  });
});

describe('the total of a course, computed anew with whole numbers', () => {
  it('the total of a course agrees with exact whole-number arithmetic for any scores and ranges', () => {
    const { below, pick } = seededRandom(22);
    const cents = (units: number): string => (units / 100).toFixed(2);
    for (let round = 0; round < 500; round += 1) {
      const items = Array.from({ length: below(40) }, () => {
        const [min, width] = [pick([0, 0, 0, -500]), 1 + below(pick([2_000, 100_000]))];
        return { min, max: min + width, score: min - 100 + below(width + 200) };
      });
      let [sum, common] = [0n, 1n];
      for (const { min, max, score } of items) {
        sum = sum * BigInt(max - min) + BigInt(score - min) * common;
        common *= BigInt(max - min);
      }
      const total = gradeTotal(
        items.map(({ min, max, score }) => graded(cents(score), cents(max), { min: cents(min) })),
      );
      if (items.length === 0) expect(total).toBeNull();
      else expect(hundredths(total)).toBe(halfUp(10_000n * sum, common * BigInt(items.length)));
    }
  });
});

function hundredths(decimal: string | null): bigint {
  const [whole = '', decimals = ''] = String(decimal).split('.');
  return BigInt(whole + decimals.padEnd(2, '0'));
}

/** The quotient rounded to a whole number, halves away from zero; the divisor is above 0. */
function halfUp(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}
