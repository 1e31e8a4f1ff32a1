import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { completionRuleOf, CourseAccess } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { LearnerNotFoundError, NothingToCompleteError } from '../progress.errors';
import { CompletionStandingsRepository } from './completion-standings.repository';
import { CompletionStates } from './completion-states';
import { CompletionsRepository } from './completions.repository';
import type { DecideCompletionDto } from './dto/completion.dto';
import type { CompletionResponse } from './dto/completion.response';

/** Staff say that a learner has completed an activity, or that they have not. Each time is kept, with who and why. */
@Injectable()
export class CompletionDecisions {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly standings: CompletionStandingsRepository,
    private readonly states: CompletionStates,
    private readonly enrollments: EnrollmentsFacade,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws LearnerNotFoundError, NothingToCompleteError. */
  async decide(
    caller: Caller,
    activityId: string,
    userId: string,
    { isCompleted, reason }: DecideCompletionDto,
  ): Promise<CompletionResponse> {
    const { courseId, activity, published } = await this.access.activityOfLearner(
      caller,
      { activityId, learnerId: userId },
      'progress.decide',
    );
    if (!(await this.enrollments.isOrWasLearner(courseId, userId))) throw new LearnerNotFoundError();
    if (!completionRuleOf(activity.type, published?.completionRule ?? null))
      throw new NothingToCompleteError();
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.standings.hold(courseId, [activityId], [userId]);
      if (isCompleted) {
        await this.standings.keepMarks(activityId, [userId]);
        await this.completions.set({ userId, activityId, courseId, completedAt: now });
      } else {
        await this.standings.lift({ userId, activityId, courseId }, now);
        await this.completions.lift(userId, activityId, now);
      }
      const decidedBy = caller.userId;
      await this.standings.addDecision({
        activityId,
        userId,
        isCompleted,
        reason,
        decidedBy,
        decidedAt: now,
      });
    });
    return this.states.ofLearner(caller, activityId, userId);
  }
}
