import type { CompletionCondition, CompletionKindName } from '../../../courses';

/** A condition of a completion rule, and the activity that it is about. */
export interface AskedCondition {
  activityId: string;
  condition: CompletionCondition;
}

/** That a learner meets a condition. */
export interface Evidence {
  activityId: string;
  userId: string;
  /** Since when. */
  firstAt: Date;
  /** When they last did what the condition asks. */
  lastAt: Date;
}

/** Of whom evidence is asked: some learners, or all. */
export type AskedLearners = readonly string[] | 'all';

/** Knows who meets the conditions of one kind. */
export interface EvidenceSource {
  readonly kind: CompletionKindName;

  /**
   * All evidence there is now. The conditions are of this kind, at most one for each activity. One statement, or a few, however
   * many activities and learners there are.
   */
  of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]>;
}
