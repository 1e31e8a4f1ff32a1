/** What happened at the demo school before the seeding day, one record each. */
export type DemoHappening = DemoEnrollment | DemoWithdrawal | DemoCompletion | DemoAttempt | DemoGrade;

interface DemoHappeningBase {
  /** Before the seeding day began in UTC. For an attempt: when it started. */
  at: Date;
  courseKey: string;
  /** The learner concerned. */
  username: string;
}

export interface DemoEnrollment extends DemoHappeningBase {
  type: 'enrollment';
  /** `YYYY-MM-DD` in the course's time zone; the local day of `at`. */
  beginDay: string;
}

export interface DemoWithdrawal extends DemoHappeningBase {
  type: 'withdrawal';
  /** `YYYY-MM-DD`: from this day on they are no longer a member. */
  endDay: string;
}

/** A page or video marked as done. Quizzes complete themselves when an attempt is submitted. */
export interface DemoCompletion extends DemoHappeningBase {
  type: 'completion';
  activityKey: string;
}

export interface DemoAttempt extends DemoHappeningBase {
  type: 'attempt';
  activityKey: string;
  /** From 1, without gaps for each learner and quiz. */
  number: number;
  /** `null`: left in progress, and then it is their last attempt at this quiz. */
  submittedAt: Date | null;
  /** An attempt that was not handed in, and does not simply go on. */
  stopped?: { how: 'paused' | 'abandoned'; at: Date };
  /** In order of `savedAt`; a question without a response was left empty. */
  responses: { questionKey: string; savedAt: Date; response: DemoResponse }[];
}

/** What a learner answered: `value` is the bare JSON that the quiz engine takes for a question of the type. */
export type DemoResponse =
  | { type: 'single_choice'; value: string }
  | { type: 'multiple_choice'; value: string[] }
  | { type: 'true_false'; value: boolean }
  | { type: 'numeric'; value: string }
  | { type: 'short_text'; value: string };

/** An instructor's entry for an assignment. */
export interface DemoGrade extends DemoHappeningBase {
  type: 'grade';
  assignmentKey: string;
  /** Username of the instructor. */
  gradedBy: string;
  status: 'fully graded' | 'not submitted' | 'exempt';
  /** A decimal, at most the assignment's `maxScore`; `null` unless fully graded. */
  score: string | null;
  /** `YYYY-MM-DD`: the day on which the work was due; for late work the local day of `at`. */
  scoreDay: string;
  /** When the work came in; null where it did not. */
  submittedAt: Date | null;
  comment: string | null;
  /** Handed in after the due date. */
  late: boolean;
  /** Why what lateness takes was waived; null for most. */
  waiver: string | null;
}
