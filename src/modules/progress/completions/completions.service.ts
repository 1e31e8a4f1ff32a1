import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { OnEvent } from '../../../shared/events/domain-events';
import { AttemptSubmitted } from '../../assessments';
import {
  ActivityDeleted,
  type ActivityStanding,
  CompletionRuleChanging,
  completionRuleOf,
  ContentPublished,
  CourseAccess,
  isMarkedDone,
} from '../../courses';
import { AttendanceRecorded } from '../../enrollments';
import { SurveySubmitted } from '../../surveys';
import { QuizDecided, QuizDecidedForMany, ResultsChanged } from '../../gradebook';
import {
  ActivityCompletedError,
  EarlierCompletionsError,
  NothingToCompleteError,
  QuizCompletionError,
  RuleCompletesError,
  SessionCompletionError,
} from '../progress.errors';
import { CompletionStandingsRepository } from './completion-standings.repository';
import { CompletionsRepository } from './completions.repository';
import { RuledCompletions } from './ruled-completions';

/**
 * What learners and the modules below do, as far as it completes activities. Without a completion rule of their own, pages, videos,
 * files and links are marked as completed by their learners; a quiz is completed by an attempt that passes, or by an instructor's
 * override that does, and reopened by one that fails it; the register of a session says who completes that. Where an activity has a
 * rule, `RuledCompletions` decides.
 */
@Injectable()
export class CompletionsService {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly standings: CompletionStandingsRepository,
    private readonly ruled: RuledCompletions,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async complete(caller: Caller, activityId: string): Promise<void> {
    const { courseId, published } = await this.forLearner(caller, activityId);
    const { userId } = caller;
    const completedAt = this.clock.now();
    if (published?.completionRule) return this.mark({ userId, activityId, courseId }, completedAt);
    await this.completions.add([{ userId, activityId, courseId, completedAt, cause: 'manual' }]);
  }

  async reopen(caller: Caller, activityId: string): Promise<void> {
    const { courseId, published } = await this.forLearner(caller, activityId);
    const { userId } = caller;
    if (published?.completionRule) return this.mark({ userId, activityId, courseId }, null);
    await this.transactions.run(() => this.completions.reopen(userId, activityId, this.clock.now()));
  }

  /** Where more may be asked for than the learner's word, the rule decides what follows from it. */
  private async mark(
    of: { userId: string; activityId: string; courseId: string },
    at: Date | null,
  ): Promise<void> {
    await this.transactions.run(async () => {
      await this.standings.mark(of, at);
      this.ruled.worked([of]);
    });
  }

  @OnEvent(CompletionRuleChanging)
  async onCompletionRuleChanging({ activityId }: CompletionRuleChanging): Promise<void> {
    const learners = await this.completions.countOf(activityId);
    if (learners > 0) throw new EarlierCompletionsError(learners);
  }

  @OnEvent(ContentPublished)
  async onContentPublished({ courseId, ruled }: ContentPublished): Promise<void> {
    await this.ruled.ruleChanged(courseId, ruled);
  }

  @OnEvent(ResultsChanged)
  async onResultsChanged({ results }: ResultsChanged): Promise<void> {
    this.ruled.worked(results);
  }

  /** Refuses if there are completions. The course's content is locked, so no completion can be added meanwhile. */
  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    const learners = await this.completions.countOf(activityId);
    if (learners > 0) throw new ActivityCompletedError(learners);
    await this.standings.forget(activityId);
  }

  /** An attempt counts as passed where the quiz has no pass mark, also while it waits for marks. */
  @OnEvent(AttemptSubmitted)
  async onAttemptSubmitted({
    hasCompletionRule,
    userId,
    activityId,
    courseId,
    passed,
    submittedAt,
  }: AttemptSubmitted): Promise<void> {
    if (hasCompletionRule) return this.ruled.worked([{ userId, activityId }]);
    if (!passed) return;
    await this.completions.addByAttempt({ userId, activityId, courseId, completedAt: submittedAt });
  }

  @OnEvent(QuizDecided)
  async onQuizDecided({ decision }: QuizDecided): Promise<void> {
    const { userId, activityId, courseId, passedAt, by, decidedAt } = decision;
    if (await this.standings.hasRule(activityId)) return this.ruled.worked([{ userId, activityId }]);
    if (passedAt === null) return this.completions.reopen(userId, activityId, decidedAt);
    const completion = { userId, activityId, courseId, completedAt: passedAt };
    if (by === 'attempts') return this.completions.addEarned([completion]);
    await this.completions.add([{ ...completion, cause: 'override' }]);
  }

  @OnEvent(QuizDecidedForMany)
  async onQuizDecidedForMany({ decisions }: QuizDecidedForMany): Promise<void> {
    const { activityId, courseId, decidedAt, by, learners } = decisions;
    if (await this.standings.hasRule(activityId))
      return this.ruled.worked(learners.map(({ userId }) => ({ userId, activityId })));
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
    if (await this.standings.hasRule(activityId))
      return this.ruled.worked(learners.map(({ userId }) => ({ userId, activityId })));
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

  /** A survey is completed by answering it, whoever knows which answer is whose. */
  @OnEvent(SurveySubmitted)
  async onSurveySubmitted({ courseId, activityId, userId, at }: SurveySubmitted): Promise<void> {
    if (await this.standings.hasRule(activityId)) return this.ruled.worked([{ userId, activityId }]);
    await this.completions.add([{ userId, activityId, courseId, completedAt: at, cause: 'rule' }]);
  }

  private async forLearner(caller: Caller, activityId: string): Promise<ActivityStanding> {
    const standing = await this.access.activity(caller, activityId, 'progress.record');
    const { type } = standing.activity;
    const own = standing.published?.completionRule ?? null;
    const rule = completionRuleOf(type, own);
    if (!rule) throw new NothingToCompleteError();
    if (isMarkedDone(rule)) return standing;
    if (own || type === 'survey') throw new RuleCompletesError(rule);
    throw type === 'live_session' ? new SessionCompletionError() : new QuizCompletionError();
  }
}
