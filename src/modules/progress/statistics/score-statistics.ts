import { Rational, type RationalInput } from '../../../shared/decimals/rational';

/** How many learners have a score. A score may occur in several entries, also written differently (`7.5`, `7.50`). */
export interface HistogramEntry<Score = string> {
  score: Score;
  count: number;
}

/** Decimals are text, rounded half-up to 6 places; null where it cannot be computed. */
export interface ScoreStatistics {
  /** How many learners have a score. */
  n: number;
  /** How many learners should have one but do not. No other number counts them. */
  missing: number;
  mean: string | null;
  median: string | null;
  /** Null for fewer than two scores. */
  standardDeviation: string | null;
  min: string | null;
  max: string | null;
}

/** `from` belongs to the bin and `to` to the next one, except in the last bin, to which both belong. */
export interface Bin {
  from: string;
  to: string;
  count: number;
}

export interface Distribution {
  bins: Bin[];
  /** Scores outside the range, which are in no bin: bonus points, or a range that was changed. */
  below: number;
  above: number;
}

const PLACES = 6;
const MOST_BINS = 1000;

/**
 * Number, mean, median, sample standard deviation, least and greatest of the scores. Exact until each
 * is rounded to its last place.
 *
 * Mean x̄ = Σx/n; the median of an even number of scores is the mean of the middle two (NIST/SEMATECH e-Handbook
 * of Statistical Methods, 1.3.5.1). The standard deviation is that of a sample, with n − 1 (ibid., 1.3.5.6), by
 * s² = (n·Σx² − (Σx)²) / (n·(n − 1)): a form that loses digits in floating point, but nothing when exact.
 *
 * @param missing learners without a score, at least 0. RangeError for counts that are no whole numbers from 0.
 */
export function scoreStatistics(
  histogram: readonly HistogramEntry<RationalInput>[],
  missing: number,
): ScoreStatistics {
  assertCount(missing);
  const entries = sortedEntries(histogram);
  const n = countOf(entries);
  const [least] = entries;
  const greatest = entries.at(-1);
  if (!least || !greatest) {
    return { n, missing, mean: null, median: null, standardDeviation: null, min: null, max: null };
  }

  const sum = total(entries, (score) => score);
  const middle = scoreAt(entries, Math.floor((n - 1) / 2)).plus(scoreAt(entries, Math.floor(n / 2)));
  return {
    n,
    missing,
    mean: sum.over(n).toDecimal(PLACES),
    median: middle.over(2).toDecimal(PLACES),
    standardDeviation: n < 2 ? null : variance(entries, n, sum).toSquareRoot(PLACES),
    min: least.score.toDecimal(PLACES),
    max: greatest.score.toDecimal(PLACES),
  };
}

/** Decimals as those of `ScoreStatistics`; null without scores. */
export interface Quartiles {
  lowerQuartile: string | null;
  upperQuartile: string | null;
}

/**
 * The value at h = (n − 1) · p of the sorted scores, counted from 0, for p = 1/4 and 3/4; between two of them on the line from one
 * to the other. It is type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996, which spreadsheets have as
 * QUARTILE.INC.
 */
export function quartiles(histogram: readonly HistogramEntry<RationalInput>[]): Quartiles {
  const entries = sortedEntries(histogram);
  const n = countOf(entries);
  if (n === 0) return { lowerQuartile: null, upperQuartile: null };
  const at = (quarters: number): string => {
    const place = Math.floor(((n - 1) * quarters) / 4);
    const [low, high] = [scoreAt(entries, place), scoreAt(entries, Math.min(place + 1, n - 1))];
    const rest = Rational.of((n - 1) * quarters - 4 * place).over(4);
    return low.plus(high.minus(low).times(rest)).toDecimal(PLACES);
  };
  return { lowerQuartile: at(1), upperQuartile: at(3) };
}

/**
 * The scores sorted into `bins` bins of equal width from `min` to `max`. Bins are assigned exactly; the edges are
 * rounded to 6 places only for showing. RangeError unless min < max and there are 1 to 1000 bins.
 */
export function distribution(
  histogram: readonly HistogramEntry<RationalInput>[],
  min: string,
  max: string,
  bins = 10,
): Distribution {
  const low = Rational.of(min);
  const high = Rational.of(max);
  const span = high.minus(low);
  if (!span.gt(0)) throw new RangeError('The range of scores must end above its beginning.');
  if (!Number.isInteger(bins) || bins < 1 || bins > MOST_BINS)
    throw new RangeError(`Not a number of bins: ${bins}.`);

  const edge = (index: number) => low.plus(span.times(index).over(bins)).toDecimal(PLACES);
  const result: Distribution = {
    bins: Array.from({ length: bins }, (_, index) => ({ from: edge(index), to: edge(index + 1), count: 0 })),
    below: 0,
    above: 0,
  };
  for (const { score, count } of sortedEntries(histogram)) {
    if (score.lt(low)) result.below += count;
    else if (score.gt(high)) result.above += count;
    else {
      const index = Number(score.minus(low).times(bins).over(span).floor());
      // The greatest possible score belongs to the last bin.
      (result.bins[Math.min(index, bins - 1)] as Bin).count += count;
    }
  }
  return result;
}

interface Entry {
  score: Rational;
  count: number;
}

function sortedEntries(histogram: readonly HistogramEntry<RationalInput>[]): Entry[] {
  return histogram
    .map(({ score, count }) => {
      assertCount(count);
      return { score: Rational.of(score), count };
    })
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.score.compare(other.score));
}

function countOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}

function total(entries: readonly Entry[], of: (score: Rational) => Rational): Rational {
  return entries.reduce((sum, { score, count }) => sum.plus(of(score).times(count)), Rational.ZERO);
}

function variance(entries: readonly Entry[], n: number, sum: Rational): Rational {
  const squares = total(entries, (score) => score.times(score));
  return squares
    .times(n)
    .minus(sum.times(sum))
    .over(Rational.of(n).times(n - 1));
}

/** The score at a position, counted from 0, in the sorted list of all scores. */
function scoreAt(entries: readonly Entry[], position: number): Rational {
  let passed = 0;
  for (const { score, count } of entries) {
    passed += count;
    if (position < passed) return score;
  }
  throw new RangeError(`There is no score at position ${position}.`);
}

function assertCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count: ${count}.`);
}
