import { Rational } from '../../../shared/decimals/rational';
import { centralMoments, covariance, highestCovariance, sumOf } from './exact-sums';
import { type MarkSheet, type QuestionMarks, UNITS_PER_POINT } from './mark-sheet';

/**
 * Figures of a quiz and its questions as Moodle defines them (`mod/quiz/report/statistics/classes/calculator.php`,
 * `question/classes/statistics/questions/calculator.php` of Moodle 4.5). Exact until each is rounded half up to its last place, and
 * never cut to a range: a consistency can be below 0, and an error ratio above 100. Null where a figure is not defined.
 *
 * In the formulas, n attempts earned X₁…Xₙ in the whole quiz and x₁…xₙ in a question; R = X − x is what they earned in the rest. Variances
 * and covariances are those of samples, with n − 1.
 */
export interface TestFigures {
  /** n. */
  count: number;
  /** Points that an attempt could earn, on average. */
  maxScore: string | null;
  mean: string | null;
  median: string | null;
  standardDeviation: string | null;
  skewness: string | null;
  kurtosis: string | null;
  /** Percent. */
  internalConsistency: string | null;
  /** Percent. */
  errorRatio: string | null;
  standardError: string | null;
}

/** As `TestFigures`; all but `count` in percent. */
export interface QuestionFigures {
  count: number;
  facility: string | null;
  standardDeviation: string | null;
  intendedWeight: string | null;
  effectiveWeight: string | null;
  discriminationIndex: string | null;
  discriminativeEfficiency: string | null;
}

/** How many decimals a figure has. */
export const FIGURE_PLACES = 10;
/** Roots that go into further figures are taken to so many decimals. */
const ROOT_PLACES = 30;

/** The figures of the quiz as a whole. */
export function testFigures(sheet: MarkSheet): TestFigures {
  const { totals } = sheet;
  const n = totals.length;
  if (n === 0) return NO_FIGURES;
  const sorted = new Float64Array(totals).sort();
  const middle = (sorted[(n - 1) >> 1] as number) + (sorted[n >> 1] as number);
  const variance = covariance(totals, totals);
  const consistency = internalConsistency(sheet, variance);
  return {
    count: n,
    maxScore: points(Rational.of(sheet.most).over(n)),
    mean: points(meanOf(totals)),
    median: points(Rational.of(middle).over(2)),
    standardDeviation: variance && rootOf(variance.over(UNITS_PER_POINT ** 2)),
    ...shapeOf(totals),
    internalConsistency: consistency?.toDecimal(FIGURE_PLACES) ?? null,
    ...errorsOf(consistency, variance),
  };
}

/** The root of cov(x, X), which the weight of a question comes from; null where it has none. */
export function weightRoot({ marks, totals, isDrawn }: QuestionMarks): Rational | null {
  const shared = covariance(marks, totals);
  if (isDrawn || shared === null || shared.lt(0)) return null;
  return Rational.of(shared.toSquareRoot(ROOT_PLACES));
}

/**
 * The effective weights of questions, by their roots, which have the same order: √cov(x, X) as a share of the sum of these roots over all
 * questions. Null where the covariance is below 0; such questions are left out of the sum, and so are drawn ones, which take
 * turns in one place.
 */
export function effectiveWeights(roots: readonly (Rational | null)[]): (string | null)[] {
  const sum = Rational.sum(roots.filter((root) => root !== null));
  return roots.map((root) => (root && !sum.isZero() ? root.over(sum).toPercent(FIGURE_PLACES) : null));
}

/**
 * The figures of a question:
 *
 * - facility: 100 · Σx / Σ(points that could be earned)
 * - standard deviation: √var(x) as a share of the points of the question
 * - intended weight: the points of the question as a share of those of the quiz
 * - discrimination index: 100 · cov(x, R) / √(var(x) · var(R))
 * - discriminative efficiency: 100 · cov(x, R) / the highest covariance that these marks could have
 *
 * For a question that was drawn, X stands in the place of R: the rest is of other questions in each attempt.
 */
export function questionFigures(
  { marks, totals, most, isDrawn }: QuestionMarks,
  sheet: Pick<MarkSheet, 'totals' | 'most'>,
): Omit<QuestionFigures, 'effectiveWeight'> {
  const n = marks.length;
  const mean = Rational.of(most).over(n);
  const rest = isDrawn ? totals : totals.map((total, index) => total - (marks[index] ?? 0));
  const [own, others, both] = [covariance(marks, marks), covariance(rest, rest), covariance(marks, rest)];
  const isDefined = own && others && both && !own.isZero() && !others.isZero();
  return {
    count: n,
    facility: facilityOf(marks, most),
    standardDeviation: own && most > 0 ? rootOf(own.times(10_000).over(mean.times(mean))) : null,
    intendedWeight:
      sheet.most > 0
        ? mean.over(Rational.of(sheet.most).over(sheet.totals.length)).toPercent(FIGURE_PLACES)
        : null,
    discriminationIndex: isDefined
      ? signedRoot(both, both.times(both).over(own.times(others)).times(10_000))
      : null,
    discriminativeEfficiency: isDefined ? efficiencyOf(marks, rest, both) : null,
  };
}

/** What marks earned of what they could, in percent; null where that is nothing. */
export function facilityOf(marks: readonly number[], most: number): string | null {
  return most > 0 ? Rational.fraction(sumOf(marks), BigInt(most)).toPercent(FIGURE_PLACES) : null;
}

const NO_FIGURES: TestFigures = {
  count: 0,
  maxScore: null,
  mean: null,
  median: null,
  standardDeviation: null,
  skewness: null,
  kurtosis: null,
  internalConsistency: null,
  errorRatio: null,
  standardError: null,
};

/**
 * Skewness k₃ / k₂^1.5 and kurtosis k₄ / k₂², with Fisher's k-statistics of the moments m₂, m₃, m₄:
 * k₂ = n·m₂/(n−1), k₃ = n²·m₃/((n−1)(n−2)), k₄ = n²·((n+1)·m₄ − 3(n−1)·m₂²)/((n−1)(n−2)(n−3)).
 */
function shapeOf(totals: readonly number[]): Pick<TestFigures, 'skewness' | 'kurtosis'> {
  const n = totals.length;
  const { m2, m3, m4 } = centralMoments(totals);
  if (n < 3 || m2.isZero()) return { skewness: null, kurtosis: null };
  const k2 = m2.times(n).over(n - 1);
  const k3 = m3
    .times(n)
    .times(n)
    .over(n - 1)
    .over(n - 2);
  const skewness = signedRoot(k3, k3.times(k3).over(k2.times(k2).times(k2)));
  if (n < 4) return { skewness, kurtosis: null };
  const k4 = m4
    .times(n + 1)
    .minus(
      m2
        .times(m2)
        .times(3)
        .times(n - 1),
    )
    .times(n)
    .times(n)
    .over(n - 1)
    .over(n - 2)
    .over(n - 3);
  return { skewness, kurtosis: k4.over(k2.times(k2)).toDecimal(FIGURE_PLACES) };
}

/**
 * The coefficient of internal consistency, Cronbach's α in percent: 100 · p/(p−1) · (1 − Σvar(x)/var(X)) of p questions. Null where
 * not all attempts asked the same questions, for fewer than two questions or three attempts, and without variance.
 */
function internalConsistency({ totals, questions }: MarkSheet, variance: Rational | null): Rational | null {
  const p = questions.length;
  if (p < 2 || totals.length < 3 || variance === null || variance.isZero()) return null;
  if (questions.some(({ marks }) => marks.length !== totals.length)) return null;
  const own = Rational.sum(questions.map(({ marks }) => covariance(marks, marks) ?? Rational.ZERO));
  return Rational.of(100)
    .times(p)
    .over(p - 1)
    .times(Rational.of(1).minus(own.over(variance)));
}

/** Error ratio 100 · √(1 − consistency/100), and standard error: that share of the standard deviation. */
function errorsOf(
  consistency: Rational | null,
  variance: Rational | null,
): Pick<TestFigures, 'errorRatio' | 'standardError'> {
  if (consistency === null || variance === null) return { errorRatio: null, standardError: null };
  const error = Rational.of(1).minus(consistency.over(100));
  return {
    errorRatio: rootOf(error.times(10_000)),
    standardError: rootOf(error.times(variance).over(UNITS_PER_POINT ** 2)),
  };
}

function efficiencyOf(marks: readonly number[], rest: readonly number[], both: Rational): string | null {
  const highest = highestCovariance(marks, rest);
  return highest === null || highest.isZero() ? null : both.over(highest).toPercent(FIGURE_PLACES);
}

function meanOf(units: readonly number[]): Rational {
  return Rational.fraction(sumOf(units), BigInt(units.length));
}

function points(units: Rational): string {
  return units.over(UNITS_PER_POINT).toDecimal(FIGURE_PLACES);
}

function rootOf(square: Rational): string {
  return square.toSquareRoot(FIGURE_PLACES);
}

/** The root of a square, with the sign of `signed`. */
function signedRoot(signed: Rational, square: Rational): string {
  const root = rootOf(square);
  return signed.lt(0) && root !== '0' ? `-${root}` : root;
}
