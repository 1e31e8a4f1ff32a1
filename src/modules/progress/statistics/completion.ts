import { Rational } from '../../../shared/decimals/rational';
import { NEVER_COMPLETED } from '../../courses';
import { IS_EXEMPT } from '../../gradebook';

const ALL = '100';
const NEARLY_ALL = '99.9';

/**
 * How much of the total is completed, in percent with at most one decimal, half-up. `100` only if all is completed:
 * 9,999 of 10,000 are `99.9`. Never above 100, even where completed activities no longer count in the total.
 * `0` for a total of 0. RangeError for counts that are no whole numbers from 0.
 */
export function completedPercentage(completed: number, total: number): string {
  if (!isCount(completed) || !isCount(total)) throw new RangeError(`Not counts: ${completed} of ${total}.`);
  if (total === 0) return '0';
  if (completed >= total) return ALL;
  const percentage = Rational.of(completed).times(100).over(total).toDecimal(1);
  return percentage === ALL ? NEARLY_ALL : percentage;
}

/** What decides whether an activity counts in a learner's progress. */
export interface ActivityFacts {
  /** A quiz without questions, or what nobody completes, such as a label. */
  cannotBeDone: boolean;
  /** The learner is exempt from the quiz. */
  isExempt: boolean;
  /** It is optional, in a course where something is required. */
  isOptional: boolean;
}

/**
 * Whether an activity counts in a learner's progress, completed or not. What does not count is in neither side of the
 * percentage, nor the next activity.
 */
export function countsInProgress({ cannotBeDone, isExempt, isOptional }: ActivityFacts): boolean {
  return !cannotBeDone && !isExempt && !isOptional;
}

/** `ActivityFacts` and `countsInProgress` in SQL, of a published activity `a`; none is ever NULL. */
const HAS_QUESTIONS = '(q.activity_id IS NULL OR q.points_possible > 0)';
const NOBODYS = NEVER_COMPLETED.map((type) => `'${type}'`).join(', ');
export const HAS_WORK = `(${HAS_QUESTIONS} AND a.type NOT IN (${NOBODYS}))`;
/** Work that counts for everybody who is not exempt from it: nothing optional in a course where something is required. */
export const IS_ASKED_FOR = `(${HAS_WORK} AND a.is_counted)`;
/** Joins what `HAS_WORK` needs. */
export const JOIN_ACTIVITY_QUIZ = 'LEFT JOIN quizzes q ON q.activity_id = a.activity_id';
/** Joins the learner's result of the activity `a`, if it is a quiz; `IS_EXEMPT` says whether it is exempt. */
export const joinQuizResult = (userId: string): string =>
  `LEFT JOIN line_items li ON li.activity_id = a.activity_id
   LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = ${userId} AND r.deleted_at IS NULL`;
export const COUNTS_IN_PROGRESS = `(${IS_ASKED_FOR} AND NOT ${IS_EXEMPT})`;

/** Completions `p` in the course `?`, with what decides whether they count. */
export const COMPLETIONS_OF_COURSE = `FROM activity_completions p FORCE INDEX (ix_activity_completions_course)
  STRAIGHT_JOIN published_activities a ON a.activity_id = p.activity_id ${JOIN_ACTIVITY_QUIZ} ${joinQuizResult('p.user_id')}
  WHERE p.course_id = ?`;

/** Results `r` by which somebody is exempt from a quiz of the course `?` that would count. */
export const EXEMPTIONS_OF_COURSE = `FROM line_items li FORCE INDEX (ix_line_items_course)
  STRAIGHT_JOIN published_activities a ON a.activity_id = li.activity_id
  STRAIGHT_JOIN quizzes q ON q.activity_id = li.activity_id
  STRAIGHT_JOIN results r FORCE INDEX (uq_results_learner) ON r.line_item_id = li.id AND r.deleted_at IS NULL
  WHERE li.course_id = ? AND ${HAS_QUESTIONS} AND a.is_counted AND ${IS_EXEMPT}`;

/** How many learners have completed so many of the activities that count for them. */
export interface CompletedCount {
  completed: number;
  total: number;
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
export function progressBands(counts: readonly CompletedCount[]): ProgressBand[] {
  const bands = Array.from({ length: BANDS + 1 }, (_, band) => ({
    from: band * BAND_WIDTH,
    to: Math.min((band + 1) * BAND_WIDTH, 100),
    learners: 0,
  }));
  for (const { completed, total, learners } of counts) {
    if (!isCount(completed) || !isCount(total)) throw new RangeError(`Not counts: ${completed} of ${total}.`);
    const band = total === 0 ? 0 : Math.min(BANDS, Math.floor((completed * BANDS) / total));
    (bands[band] as ProgressBand).learners += learners;
  }
  return bands;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
