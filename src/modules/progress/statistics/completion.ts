import { Rational } from '../../../shared/decimals/rational';

const ALL = '100.0';
const NEARLY_ALL = '99.9';

/**
 * How much of the total is completed, in percent with one decimal, half-up. `100.0` only if all is completed:
 * 9,999 of 10,000 are `99.9`. Never above 100, even where completed activities no longer count in the total.
 * `0.0` for a total of 0. RangeError for counts that are no whole numbers from 0.
 */
export function completedPercentage(completed: number, total: number): string {
  if (!isCount(completed) || !isCount(total)) throw new RangeError(`Not counts: ${completed} of ${total}.`);
  if (total === 0) return '0.0';
  if (completed >= total) return ALL;
  const percentage = Rational.of(completed).times(100).over(total).toFixed(1);
  return percentage === ALL ? NEARLY_ALL : percentage;
}

/** How many learners have completed this many of a course's activities. */
export interface CompletedCount {
  completed: number;
  learners: number;
}

/** Learners whose completed percentage is at least `from` and, unless both are 100, below `to`. */
export interface ProgressBand {
  from: number;
  to: number;
  learners: number;
}

const BANDS = 10;
const BAND_WIDTH = 100 / BANDS;

/**
 * Learners by completed percentage: ten bands of ten percent, and an eleventh for those who completed everything.
 */
export function progressBands(counts: readonly CompletedCount[], total: number): ProgressBand[] {
  const bands = Array.from({ length: BANDS + 1 }, (_, band) => ({
    from: band * BAND_WIDTH,
    to: Math.min((band + 1) * BAND_WIDTH, 100),
    learners: 0,
  }));
  for (const { completed, learners } of counts) {
    if (!isCount(completed) || !isCount(total)) throw new RangeError(`Not counts: ${completed} of ${total}.`);
    const band = total === 0 ? 0 : Math.min(BANDS, Math.floor((completed * BANDS) / total));
    (bands[band] as ProgressBand).learners += learners;
  }
  return bands;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
