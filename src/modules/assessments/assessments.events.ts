/** A quiz was created together with its activity. It has no questions yet. */
export class QuizCreated {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
    readonly title: string,
    /** Learners do not see it before it is published (`ContentPublished`). */
    readonly isHidden: boolean,
  ) {}
}

/** The sum of the points of a quiz's questions has changed. Only while no learner has attempted the quiz. */
export class QuizPointsChanged {
  constructor(
    readonly activityId: string,
    /** A decimal number, at least 0. */
    readonly pointsPossible: string,
  ) {}
}

/** The data of a submitted attempt. Points are decimal numbers with at most 4 decimals. */
export interface SubmittedAttempt {
  attemptId: string;
  activityId: string;
  courseId: string;
  userId: string;
  /** Null while a question waits for a person's mark. */
  score: string | null;
  maxScore: string;
  /**
   * The learner's grade in the quiz by its grading policy, over all submitted attempts, of its points possible; null while what
   * decides it waits for marks.
   */
  gradeScore: string | null;
  /** Whether this attempt reached the pass mark; true where the quiz has none, null while that cannot be told. */
  passed: boolean | null;
  submittedAt: Date;
  /** Of the course: an IANA name. */
  timeZone: string;
  /** Whether no other attempt of the learner at the quiz counts. */
  isFirst: boolean;
  /** Whether something else completes the quiz than what completes one usually. */
  hasCompletionRule: boolean;
}

/** An attempt was submitted, and graded unless it waits for marks. Published again for one that is graded anew, since answers that count arrived after its end. */
export class AttemptSubmitted implements SubmittedAttempt {
  readonly attemptId: string;
  readonly activityId: string;
  readonly courseId: string;
  readonly userId: string;
  readonly score: string | null;
  readonly maxScore: string;
  readonly gradeScore: string | null;
  readonly passed: boolean | null;
  readonly submittedAt: Date;
  readonly timeZone: string;
  readonly isFirst: boolean;
  readonly hasCompletionRule: boolean;

  constructor(attempt: SubmittedAttempt) {
    this.attemptId = attempt.attemptId;
    this.activityId = attempt.activityId;
    this.courseId = attempt.courseId;
    this.userId = attempt.userId;
    this.score = attempt.score;
    this.maxScore = attempt.maxScore;
    this.gradeScore = attempt.gradeScore;
    this.passed = attempt.passed;
    this.submittedAt = attempt.submittedAt;
    this.timeZone = attempt.timeZone;
    this.isFirst = attempt.isFirst;
    this.hasCompletionRule = attempt.hasCompletionRule;
  }
}

/**
 * A person's mark has given a submitted attempt its score, changed it or taken it back. Published in the transaction of the mark.
 */
export class AttemptMarked {
  constructor(
    readonly attempt: {
      attemptId: string;
      activityId: string;
      courseId: string;
      userId: string;
      markedBy: string;
      markedAt: Date;
    },
  ) {}
}

/** The dates, limits or rules of a quiz have changed. Published in the transaction of the change, which has locked the quiz. */
export class QuizPolicyChanged {
  constructor(
    readonly activityId: string,
    /** Null where no person did it. */
    readonly changedBy: string | null,
  ) {}
}

/**
 * Somebody was granted other terms in a quiz, or these were taken back. Published in the transaction of the change.
 */
export class QuizExceptionChanged {
  constructor(
    readonly activityId: string,
    readonly userId: string,
    readonly changedBy: string | null,
  ) {}
}

/** Staff have paused, resumed, extended or ended open attempts at a quiz, or opened one again. Published in the transaction of the change. */
export class AttemptClocksChanged {
  constructor(readonly activityId: string) {}
}

/** A submitted attempt counts no more: staff have reopened or deleted it. Published in the transaction of the change. */
export class AttemptTakenBack {
  constructor(
    readonly attempt: {
      activityId: string;
      courseId: string;
      userId: string;
      takenBackBy: string;
      takenBackAt: Date;
    },
  ) {}
}

/** What an attempt earned; the score is null while it waits for marks. */
export interface RegradedScore {
  score: string | null;
  maxScore: string;
}

/**
 * Submitted attempts at a quiz earn something else, because a key was corrected, or a correction taken back. Each attempt is named
 * once, a learner perhaps several times. Published in the transaction that grades them, for some hundred at once.
 */
export class AttemptsRegraded {
  constructor(
    readonly regrade: {
      activityId: string;
      courseId: string;
      operationId: string;
      by: string | null;
      at: Date;
      attempts: { attemptId: string; userId: string; before: RegradedScore; after: RegradedScore }[];
    },
  ) {}
}
