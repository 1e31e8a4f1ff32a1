import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import type { Rational } from '../../../shared/decimals/rational';
import { type ScoreRange, scorePercentage } from '../grades/grade';
import type { Due } from '../line-items/due';
import type { ItemStanding } from '../totals/standing';
import { type GradeRules, missingShare } from '../totals/grade-rules';
import type { TimelinessStatus } from './late-decision';
import { daysLate, type HandedIn, ON_TIME } from './timeliness';

/** What there is to say about when work came in; decimals. */
export interface ShownLateness {
  status: TimelinessStatus;
  isByHand: boolean;
  seconds: number;
  /** Points. */
  deducted: string;
  isAtFloor: boolean;
  isWaived: boolean;
  /** Grace tokens that were spent on it. */
  graceTokens: number;
  /** What they leave of `seconds`. */
  countedSeconds: number;
}

/** The score that counts, and why it is not the entered one. */
export interface CountedScore {
  /** A decimal, rounded to 4 places; null where nothing counts. */
  effectiveScore: string | null;
  late: boolean;
  /** As `daysLate` says. */
  daysLate: number | null;
  lateness: ShownLateness | null;
}

export interface ShownScore extends CountedScore {
  /** Of the effective score, as `scorePercentage` computes it. */
  percentage: string | null;
}

/** Of a result that its learner may not see yet: lateness would tell which attempt was best, and a floor, what it earned. */
export const KEPT_BACK: ShownScore = {
  ...{ effectiveScore: null, percentage: null, late: false, daysLate: null, lateness: null },
};

const PLACES = 4;
const PERCENT_PLACES = 2;

type Standing = Pick<ItemStanding, 'score' | 'possible' | 'lateness' | 'isMissing'>;

export function shownScore(
  rules: GradeRules,
  standing: Standing,
  result: HandedIn | undefined,
  due: Due | null,
  range: ScoreRange | undefined,
): ShownScore {
  const counted = countedIn(rules, standing);
  return {
    ...countedScore(rules, standing, result, due, range),
    percentage:
      standing.lateness === null
        ? scorePercentage(result?.score ?? null, range)
        : counted && range
          ? counted.over(range.width).toPercent(PERCENT_PLACES)
          : null,
  };
}

/** As `shownScore`, for pages that show no percentage. */
export function countedScore(
  rules: GradeRules,
  standing: Standing,
  result: HandedIn | undefined,
  due: Due | null,
  range: ScoreRange | undefined,
): CountedScore {
  const { lateness } = standing;
  if (lateness === null)
    return {
      effectiveScore: nullablePlainDecimal(result?.score ?? null),
      ...{ late: false, daysLate: daysLate(result, due, ON_TIME), lateness: null },
    };
  const counted = countedIn(rules, standing);
  const { status, isByHand, isWaived, isAtFloor, lateSeconds, deducted } = lateness;
  return {
    effectiveScore: counted && counted.plus(range?.least ?? 0).toDecimal(PLACES),
    late: status === 'late',
    daysLate: daysLate(result, due, lateness),
    lateness: {
      ...{ status, isByHand, isWaived, isAtFloor },
      seconds: lateSeconds,
      deducted: deducted.toDecimal(PLACES),
      graceTokens: lateness.tokens,
      countedSeconds: lateness.countedSeconds,
    },
  };
}

/** Above the least score. */
function countedIn(rules: GradeRules, { isMissing, possible, score }: Standing): Rational | null {
  return isMissing ? ofMissing(rules, possible) : score;
}

function ofMissing(rules: GradeRules, possible: Rational): Rational | null {
  const share = missingShare(rules);
  return share && possible.times(share);
}
