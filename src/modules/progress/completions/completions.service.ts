import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { OnEvent } from '../../../shared/events/domain-events';
import { AttemptSubmitted } from '../../assessments';
import {
  ActivityDeleted,
  type ActivityStanding,
  CourseAccess,
  isCompletedByLearners,
  NEVER_COMPLETED,
} from '../../courses';
import { AttendanceRecorded } from '../../enrollments';
import { QuizDecided, QuizDecidedForMany } from '../../gradebook';
import {
  ActivityCompletedError,
  NothingToCompleteError,
  QuizCompletionError,
  SessionCompletionError,
} from '../progress.errors';
import { CompletionsRepository } from './completions.repository';

/**
 * Learners mark pages, videos, files and links as completed themselves; a label is completed by nobody. A quiz is completed by an attempt that passes, or by an
 * instructor's override that does; an override that fails the quiz reopens it. The register of a session says who completes that.
 */
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

  /** An attempt counts as passed where the quiz has no pass mark, also while it waits for marks. */
  @OnEvent(AttemptSubmitted)
  async onAttemptSubmitted({
    userId,
    activityId,
    courseId,
    passed,
    submittedAt,
  }: AttemptSubmitted): Promise<void> {
    if (!passed) return;
    await this.completions.addByAttempt({ userId, activityId, courseId, completedAt: submittedAt });
  }

  @OnEvent(QuizDecided)
  async onQuizDecided({ decision }: QuizDecided): Promise<void> {
    const { userId, activityId, courseId, passedAt, by, decidedAt } = decision;
    if (passedAt === null) return this.completions.reopen(userId, activityId, decidedAt);
    const completion = { userId, activityId, courseId, completedAt: passedAt };
    if (by === 'attempts') return this.completions.addEarned([completion]);
    await this.completions.add([{ ...completion, cause: 'override' }]);
  }

  @OnEvent(QuizDecidedForMany)
  async onQuizDecidedForMany({ decisions }: QuizDecidedForMany): Promise<void> {
    const { activityId, courseId, decidedAt, by, learners } = decisions;
    const passed = learners.flatMap(({ userId, passedAt }) =>
      passedAt === null ? [] : [{ userId, activityId, courseId, completedAt: passedAt }],
    );
    const failed = learners.filter(({ passedAt }) => passedAt === null).map(({ userId }) => userId);
    if (by === 'attempts') await this.completions.addEarned(passed);
    else await this.completions.add(passed.map((completion) => ({ ...completion, cause: 'override' })));
    await this.completions.reopenAll(failed, activityId, decidedAt);
  }

  /** Whoever was there has completed the session, and so has whoever is excused from it. */
  @OnEvent(AttendanceRecorded)
  async onAttendanceRecorded({
    activityId,
    courseId,
    learners,
    recordedAt,
  }: AttendanceRecorded): Promise<void> {
    const met = learners.filter(({ isMet }) => isMet).map(({ userId }) => userId);
    const others = learners.filter(({ isMet }) => !isMet).map(({ userId }) => userId);
    await this.completions.add(
      met.map((userId) => ({
        ...{ userId, activityId, courseId },
        ...{ completedAt: recordedAt, cause: 'attendance' as const },
      })),
    );
    await this.completions.reopenAll(others, activityId, recordedAt);
  }

  private async forLearner(caller: Caller, activityId: string): Promise<ActivityStanding> {
    const standing = await this.access.activity(caller, activityId, 'progress.record');
    if (NEVER_COMPLETED.includes(standing.activity.type)) throw new NothingToCompleteError();
    if (standing.activity.type === 'live_session') throw new SessionCompletionError();
    if (!isCompletedByLearners(standing.activity.type)) throw new QuizCompletionError();
    return standing;
  }
}
