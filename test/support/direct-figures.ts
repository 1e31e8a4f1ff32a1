/**
 * The figures of a quiz, computed as their definitions read, in floating point. It knows nothing of the code that it checks.
 * Marks are in points: one list an attempt, one mark a question, undefined where it was not asked.
 */
type Marks = readonly (readonly (number | undefined)[])[];
type Figures = Record<string, number | null>;

const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);
const mean = (xs: readonly number[]): number => sum(xs) / xs.length;
/** What floating point leaves of a difference that is 0. */
const clean = (x: number): number => (Math.abs(x) < 1e-12 ? 0 : x);

function covarianceOf(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < 2) return null;
  const [mx, my] = [mean(xs), mean(ys)];
  return clean(sum(xs.map((x, i) => (x - mx) * ((ys[i] as number) - my))) / (xs.length - 1));
}

const totalOf = (attempt: readonly (number | undefined)[]): number =>
  sum(attempt.filter((x) => x !== undefined));
const mostOf = (attempt: readonly (number | undefined)[], most: readonly number[]): number =>
  sum(most.filter((_, i) => attempt[i] !== undefined));

export function directTest(marks: Marks, most: readonly number[]): Figures {
  const n = marks.length;
  const none = {
    skewness: null,
    kurtosis: null,
    internalConsistency: null,
    errorRatio: null,
    standardError: null,
  };
  if (n === 0)
    return { count: 0, maxScore: null, mean: null, median: null, standardDeviation: null, ...none };
  const totals = marks.map(totalOf);
  const sorted = [...totals].sort((a, b) => a - b);
  const average = mean(totals);
  const moment = (r: number): number => clean(sum(totals.map((x) => (x - average) ** r)) / n);
  const variance = covarianceOf(totals, totals);
  const [m2, m3, m4] = [moment(2), moment(3), moment(4)];
  const k2 = (n * m2) / (n - 1);
  const k3 = (n * n * m3) / ((n - 1) * (n - 2));
  const k4 = (n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2)) / ((n - 1) * (n - 2) * (n - 3));
  const p = most.filter((_, i) => marks.some((attempt) => attempt[i] !== undefined)).length;
  const isWhole = marks.every((attempt) => attempt.filter((x) => x !== undefined).length === p);
  const hasConsistency = isWhole && p > 1 && n > 2 && m2 !== 0;
  const columns = most.map((_, i) => marks.map((attempt) => attempt[i] ?? 0));
  const own = sum(columns.map((column) => covarianceOf(column, column) ?? 0));
  const consistency = hasConsistency ? ((100 * p) / (p - 1)) * (1 - own / k2) : null;
  const ratio = consistency === null ? null : 100 * Math.sqrt(1 - consistency / 100);
  return {
    count: n,
    maxScore: mean(marks.map((attempt) => mostOf(attempt, most))),
    mean: average,
    median: ((sorted[Math.floor((n - 1) / 2)] as number) + (sorted[Math.floor(n / 2)] as number)) / 2,
    standardDeviation: variance === null ? null : Math.sqrt(variance),
    skewness: n > 2 && m2 !== 0 ? k3 / k2 ** 1.5 : null,
    kurtosis: n > 3 && m2 !== 0 ? k4 / k2 ** 2 : null,
    internalConsistency: consistency,
    errorRatio: ratio,
    standardError: ratio === null ? null : (ratio * Math.sqrt(k2)) / 100,
  };
}

export function directQuestion(marks: Marks, most: readonly number[], at: number, drawn: number[]): Figures {
  const asked = marks.filter((attempt) => attempt[at] !== undefined);
  const x = asked.map((attempt) => attempt[at] as number);
  const totals = asked.map(totalOf);
  const rest = drawn.includes(at) ? totals : totals.map((total, i) => total - (x[i] as number));
  const [own, others, both] = [covarianceOf(x, x), covarianceOf(rest, rest), covarianceOf(x, rest)];
  const descending = (xs: readonly number[]): number[] => [...xs].sort((a, b) => b - a);
  const highest = covarianceOf(descending(x), descending(rest));
  const isDefined = own !== null && others !== null && both !== null && own * others !== 0;
  const max = most[at] as number;
  const averageMost = mean(marks.map((attempt) => mostOf(attempt, most)));
  const roots = most.map((_, i) => rootOf(marks, i, drawn));
  const allRoots = sum(roots.filter((root) => root !== null));
  const root = roots[at] ?? null;
  return {
    count: x.length,
    facility: max > 0 ? (100 * mean(x)) / max : null,
    standardDeviation: own === null || max === 0 ? null : (100 * Math.sqrt(own)) / max,
    intendedWeight: averageMost > 0 ? (100 * max) / averageMost : null,
    effectiveWeight: root === null || allRoots === 0 ? null : (100 * root) / allRoots,
    discriminationIndex: isDefined ? (100 * both) / Math.sqrt(own * others) : null,
    discriminativeEfficiency: isDefined && highest !== null && highest !== 0 ? (100 * both) / highest : null,
  };
}

function rootOf(marks: Marks, at: number, drawn: number[]): number | null {
  const asked = marks.filter((attempt) => attempt[at] !== undefined);
  const shared = covarianceOf(
    asked.map((attempt) => attempt[at] as number),
    asked.map(totalOf),
  );
  return drawn.includes(at) || shared === null || shared < 0 ? null : Math.sqrt(shared);
}
