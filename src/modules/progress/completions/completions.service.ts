import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { OnEvent } from '../../../shared/events/domain-events';
import { AttemptSubmitted } from '../../assessments';
import { ActivityDeleted, type ActivityStanding, CourseAccess, isCompletedByLearners } from '../../courses';
import { ActivityCompletedError, QuizCompletionError } from '../progress.errors';
import { CompletionsRepository } from './completions.repository';

/** Learners mark pages and videos as completed themselves; a quiz is completed by an attempt that passes. */
@Injectable()
export class CompletionsService {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async complete(caller: Caller, activityId: string): Promise<void> {
    const { courseId } = await this.forLearner(caller, activityId);
    const { userId } = caller;
    const completedAt = this.clock.now();
    await this.completions.add([{ userId, activityId, courseId, completedAt, cause: 'manual' }]);
  }

  async reopen(caller: Caller, activityId: string): Promise<void> {
    await this.forLearner(caller, activityId);
    await this.transactions.run(() => this.completions.reopen(caller.userId, activityId, this.clock.now()));
  }

  /** Refuses if there are completions. The course's content is locked, so no completion can be added meanwhile. */
  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    const learners = await this.completions.countOf(activityId);
    if (learners > 0) throw new ActivityCompletedError(learners);
  }

  /** An attempt counts as passed where the quiz has no pass mark. */
  @OnEvent(AttemptSubmitted)
  async onAttemptSubmitted({
    userId,
    activityId,
    courseId,
    passed,
    submittedAt,
  }: AttemptSubmitted): Promise<void> {
    if (!passed) return;
    await this.completions.add([{ userId, activityId, courseId, completedAt: submittedAt, cause: 'quiz' }]);
  }

  private async forLearner(caller: Caller, activityId: string): Promise<ActivityStanding> {
    const standing = await this.access.activity(caller, activityId, 'progress.record');
    if (!isCompletedByLearners(standing.activity.type)) throw new QuizCompletionError();
    return standing;
  }
}
