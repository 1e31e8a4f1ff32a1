import { Rational } from '../../../shared/decimals/rational';

/** Of OneRoster 1.1, section 4.13.5. */
export const SCORE_STATUSES = [
  'exempt',
  'fully graded',
  'not submitted',
  'partially graded',
  'submitted',
] as const;
export type ScoreStatus = (typeof SCORE_STATUSES)[number];

export const RESULT_SOURCES = ['quiz', 'import', 'instructor'] as const;
export type ResultSource = (typeof RESULT_SOURCES)[number];

export const CHANGE_CAUSES = [
  'attempt',
  'mark',
  'regrade',
  'instructor',
  'import',
  'override_lifted',
  'lateness',
] as const;
/** Why a result changed. */
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** The value of a result, and where it came from. */
export interface ResultValue {
  /** A decimal; null where there is none (yet). */
  score: string | null;
  scoreStatus: ScoreStatus;
  /** Of grading: `YYYY-MM-DD` in the course's time zone. */
  scoreDate: string;
  /** When the work came in; null where it did not, or nobody knows. Lateness goes by it. */
  submittedAt: Date | null;
  comment: string | null;
  source: ResultSource;
  attemptId: string | null;
  operationId: string | null;
  /** The instructor who gave it, or lifted the override before it; null for attempts and imports. */
  recordedBy: string | null;
}

/** What happens to a stored result when a new value arrives. */
export type Arrival = 'recorded' | 'unchanged' | 'superseded_by_override';

/** True while an instructor's value stands in the place of what a learner earned in the quiz of the line item. */
export function isOverride(isQuiz: boolean, value: Pick<ResultValue, 'source'> | undefined): boolean {
  return isQuiz && value?.source === 'instructor';
}

/**
 * An override of a quiz result stands until an instructor lifts it: later attempts do not change the result. Otherwise
 * a new value is recorded, and the same value changes nothing.
 */
export function arrivalOf(current: ResultValue | undefined, arriving: ResultValue): Arrival {
  if (!current) return 'recorded';
  if (isOverride(arriving.source === 'quiz', current)) return 'superseded_by_override';
  return saysTheSame(current, arriving) ? 'unchanged' : 'recorded';
}

/** The cause that the history shows for the value. */
export function causeOf({ source, recordedBy }: ResultValue): ChangeCause {
  if (source !== 'quiz') return source;
  return recordedBy === null ? 'attempt' : 'override_lifted';
}

/** True if both are the same for a learner, whoever recorded them and when. */
export function saysTheSame(one: ResultValue, other: ResultValue): boolean {
  if (!sameScore(one.score, other.score) || one.scoreStatus !== other.scoreStatus) return false;
  // Quizzes have no comment, and their grade keeps the instant at which it was first reached.
  if (one.source === 'quiz' && other.source === 'quiz') return true;
  if (one.submittedAt?.getTime() !== other.submittedAt?.getTime()) return false;
  return one.source === other.source && one.scoreDate === other.scoreDate && one.comment === other.comment;
}

/** `7.5` and `7.5000` are the same score. */
function sameScore(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return Rational.of(one).equals(other);
}
