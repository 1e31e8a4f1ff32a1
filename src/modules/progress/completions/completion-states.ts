import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { languageOf } from '../../../shared/sentences/languages';
import { type ActivityStanding, CompletionTermsReader, CourseAccess } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { CompletionStandingsRepository } from './completion-standings.repository';
import { CompletionsRepository } from './completions.repository';
import { type CompletionResponse, toConditionState } from './dto/completion.response';
import { LearnerNotFoundError } from '../progress.errors';
import { RuledCompletions } from './ruled-completions';

/** So many decisions are told; nobody decides more often about one activity of one learner. */
const MOST_DECISIONS = 50;

/** Where a learner stands with the completion of an activity, and why. */
@Injectable()
export class CompletionStates {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly standings: CompletionStandingsRepository,
    private readonly ruled: RuledCompletions,
    private readonly terms: CompletionTermsReader,
    private readonly enrollments: EnrollmentsFacade,
    private readonly access: CourseAccess,
  ) {}

  async own(caller: Caller, activityId: string): Promise<CompletionResponse> {
    const standing = await this.access.activity(caller, activityId, 'progress.read_own');
    return this.stateOf(standing, caller, caller.userId);
  }

  /** Throws LearnerNotFoundError. */
  async ofLearner(caller: Caller, activityId: string, userId: string): Promise<CompletionResponse> {
    const standing = await this.access.activityOfLearner(
      caller,
      { activityId, learnerId: userId },
      'progress.read',
    );
    if (!(await this.enrollments.isOrWasLearner(standing.courseId, userId))) throw new LearnerNotFoundError();
    const state = await this.stateOf(standing, caller, userId);
    const decisions = await this.standings.decisions(activityId, userId, MOST_DECISIONS);
    return { ...state, decisions };
  }

  private async stateOf(
    standing: ActivityStanding,
    { locale }: Caller,
    userId: string,
  ): Promise<CompletionResponse> {
    const { id: activityId } = standing.activity;
    const { rule, isCounted, expectedAt } = await this.terms.of(standing, userId);
    const completions = await this.completions.standing([activityId], [userId]);
    const [completion = null] = completions.get(activityId) ?? [];
    const metAt = await this.ruled.metAt({ activityId, rule }, userId);
    const language = languageOf(locale) ?? 'en';
    return {
      ...{ activityId, userId },
      ...{ completedAt: completion?.completedAt ?? null, cause: completion?.cause ?? null },
      match: rule?.match ?? 'all',
      conditions: (rule?.conditions ?? []).map((condition, index) =>
        toConditionState(condition, metAt[index] ?? null, language),
      ),
      ...{ isCounted, expectedAt },
    };
  }
}
