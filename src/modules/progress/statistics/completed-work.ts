import type { CompletionCause } from '../completions/activity-completion.entity';

/** What figures need of a completion. */
export interface CountedCompletion {
  userId: string;
  activityId: string;
  completedAt: Date;
  cause: CompletionCause;
}

/** What a learner has completed. */
export interface LearnerCompletions {
  /** Of the activities that count for the learner. */
  completed: number;
  /** When the learner last completed something by themselves; null if never. */
  lastCompletedAt: Date | null;
}

/** What staff decide is no sign of the learner. */
const BY_OTHERS: ReadonlySet<CompletionCause> = new Set(['override', 'staff']);

/** The quizzes from which somebody is exempt, by user id. */
export type Exemptions = (userId: string) => ReadonlySet<string> | undefined;

/**
 * Counts completions of the active learners of a course, by activity and by learner, from one reading. What nobody can do, and
 * what a learner is exempt from, counts in neither (`countsInProgress`).
 */
export class CompletedWork {
  private readonly byActivity: Map<string, number>;
  private readonly byLearner: Map<string, LearnerCompletions>;

  /** @param activityIds those that can be done */
  constructor(
    learners: readonly { userId: string }[],
    activityIds: readonly string[],
    private readonly exemptions: Exemptions,
  ) {
    this.byActivity = new Map(activityIds.map((activityId) => [activityId, 0]));
    this.byLearner = new Map(learners.map(({ userId }) => [userId, { completed: 0, lastCompletedAt: null }]));
  }

  add({ userId, activityId, completedAt, cause }: CountedCompletion): void {
    const learner = this.byLearner.get(userId);
    if (!learner) return;
    if (!BY_OTHERS.has(cause) && (learner.lastCompletedAt === null || completedAt > learner.lastCompletedAt))
      learner.lastCompletedAt = completedAt;
    const completed = this.byActivity.get(activityId);
    if (completed === undefined || this.exemptions(userId)?.has(activityId)) return;
    this.byActivity.set(activityId, completed + 1);
    learner.completed += 1;
  }

  ofActivity(activityId: string): number {
    return this.byActivity.get(activityId) ?? 0;
  }

  ofLearner(userId: string): LearnerCompletions {
    return this.byLearner.get(userId) ?? { completed: 0, lastCompletedAt: null };
  }
}
