import type { FieldError } from '../../../shared/errors/domain-error';
import { instantAfter, type ZoneChange } from '../../../shared/time/zone-change';
import { sentences } from '../assessments.sentences';
import type { GradingPolicy } from '../grading/grading-policy';

export const FEEDBACK_RULES = ['after_submission', 'never'] as const;
/** When learners see which of their answers were right, the key and the feedback. They always see their score. */
export type FeedbackRule = (typeof FEEDBACK_RULES)[number];

/** What an instructor sets about a quiz. */
export interface QuizSettings {
  /** 1 to 100; null: no limit. */
  maxAttempts: number | null;
  grading: GradingPolicy;
  /** Attempts can be started from `opensAt` on and before `closesAt`; open attempts can always be submitted. */
  opensAt: Date | null;
  /** When the quiz should be submitted by. Shown to learners; refuses nothing. */
  dueAt: Date | null;
  closesAt: Date | null;
  /** The share of the points that passes, in percent, 0 to 100 with 2 decimals; null: no pass mark. */
  passPercentage: string | null;
  /** Whether each attempt shows the questions in an order of its own. */
  shuffleQuestions: boolean;
  feedback: FeedbackRule;
}

/** What a new quiz starts with. */
export const DEFAULT_SETTINGS: QuizSettings = {
  maxAttempts: null,
  grading: 'highest',
  opensAt: null,
  dueAt: null,
  closesAt: null,
  passPercentage: null,
  shuffleQuestions: false,
  feedback: 'after_submission',
};

export const SCHEDULE_FIELDS = ['opensAt', 'dueAt', 'closesAt'] as const;
export type Schedule = Pick<QuizSettings, (typeof SCHEDULE_FIELDS)[number]>;

/** What is wrong with the order of the three instants, of which each may be missing. */
export function scheduleFaults({ opensAt, dueAt, closesAt }: Schedule): FieldError[] {
  const faults: FieldError[] = [];
  if (opensAt && dueAt && dueAt <= opensAt)
    faults.push({
      field: 'dueAt',
      rule: 'isAfter',
      message: sentences.mustBeAfter({ field: 'dueAt', other: 'opensAt' }),
    });
  if (opensAt && closesAt && closesAt <= opensAt)
    faults.push({
      field: 'closesAt',
      rule: 'isAfter',
      message: sentences.mustBeAfter({ field: 'closesAt', other: 'opensAt' }),
    });
  if (dueAt && closesAt && closesAt < dueAt)
    faults.push({
      field: 'closesAt',
      rule: 'isNotBefore',
      message: sentences.mustNotBeBefore({ field: 'closesAt', other: 'dueAt' }),
    });
  return faults;
}

/**
 * The dates of a quiz after its course got another time zone: each at the same local time of the same day, unless it has
 * passed or would have. The due date keeps the zone in which its day is counted. A quiz whose dates would be out of order
 * then, because some stay, keeps them all.
 */
export function scheduleAfter(
  { opensAt, dueAt, closesAt, dueTimeZone }: Schedule & { dueTimeZone: string | null },
  change: ZoneChange,
): Schedule {
  const moved = {
    opensAt: opensAt && instantAfter(opensAt, change),
    dueAt: dueAt && instantAfter(dueAt, { ...change, from: dueTimeZone ?? change.from }),
    closesAt: closesAt && instantAfter(closesAt, change),
  };
  return scheduleFaults(moved).length === 0 ? moved : { opensAt, dueAt, closesAt };
}

/** How many attempts a learner who has started so many may still start; null: as many as they like. */
export function attemptsLeft(maxAttempts: number | null, started: number): number | null {
  return maxAttempts === null ? null : Math.max(0, maxAttempts - started);
}
