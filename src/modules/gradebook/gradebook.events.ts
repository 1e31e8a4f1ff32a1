/**
 * An instructor has decided whether a learner counts as having passed a quiz: by an override of its result, or by lifting
 * one, after which the attempts decide again. Not published for attempts, nor for an override that exempts the learner.
 */
export class QuizDecided {
  constructor(
    readonly decision: {
      activityId: string;
      courseId: string;
      userId: string;
      /** Since when the learner has passed: now, or from the first attempt that passed. Null if they have not. */
      passedAt: Date | null;
      by: 'override' | 'attempts';
      decidedAt: Date;
    },
  ) {}
}

/**
 * Results have changed in the running transaction, of whatever line items. Not published for what an attempt earns when it is
 * submitted, which `AttemptSubmitted` tells.
 */
export class ResultsChanged {
  constructor(readonly results: readonly { lineItemId: string; userId: string }[]) {}
}

/**
 * By a regrade, learners have passed a quiz by their attempts that they had not passed before, or the other way round; or an
 * instructor has overridden the results of several at once.
 */
export class QuizDecidedForMany {
  constructor(
    readonly decisions: {
      activityId: string;
      courseId: string;
      decidedAt: Date;
      by: 'override' | 'attempts';
      /** Each learner once; null for those who have not passed. */
      learners: { userId: string; passedAt: Date | null }[];
    },
  ) {}
}
