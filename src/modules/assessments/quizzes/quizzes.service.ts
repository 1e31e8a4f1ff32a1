import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { DomainEvents, OnEvent } from '../../../shared/events/domain-events';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { ActivityCreated, ActivityDeleted, ActivityRenamed, CourseAccess } from '../../courses';
import { InvalidSettingsError, QuizHasAttemptsError, QuizNotFoundError } from '../assessments.errors';
import { QuizCreated, QuizPolicyChanged } from '../assessments.events';
import { AttemptEnds } from '../attempts/attempt-ends';
import { OpenAttemptsEnds } from '../attempts/open-attempts-ends';
import { AttemptsRepository } from '../attempts/attempts.repository';
import { effectiveTerms } from '../exceptions/effective-terms';
import type { UpdateQuizSettingsDto } from './dto/update-quiz.dto';
import { type QuizResponse, toLearnersQuizResponse, toStaffQuizResponse } from './dto/quiz.response';
import { type PolicyChangeResponse, toPolicyChangeResponse } from './dto/policy-change.response';
import { POLICY_CHANGE_ORDER, PolicyChangesRepository } from './policy-changes.repository';
import {
  changedSettings,
  DEFAULT_SETTINGS,
  type QuizSettings,
  REVIEW_BY_FEEDBACK,
  type SettingsChange,
  settingsFaults,
} from './quiz-settings';
import { type QuizRecord, QuizzesRepository } from './quizzes.repository';

/** The settings of quizzes, from the creation of the activity to its deletion. */
@Injectable()
export class QuizzesService {
  constructor(
    private readonly quizzes: QuizzesRepository,
    private readonly ends: AttemptEnds,
    private readonly openAttempts: OpenAttemptsEnds,
    private readonly log: PolicyChangesRepository,
    private readonly attempts: AttemptsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  @OnEvent(ActivityCreated)
  async create({ activityId, courseId, type, title, isHidden }: ActivityCreated): Promise<void> {
    if (type !== 'quiz') return;
    await this.quizzes.insert(activityId, courseId, DEFAULT_SETTINGS, this.clock.now());
    await this.events.publish(new QuizCreated(activityId, courseId, title, isHidden));
  }

  /** A quiz shows its activity's title, so a new title makes a new version of the quiz. */
  @OnEvent(ActivityRenamed)
  async noteRename({ activityId }: ActivityRenamed): Promise<void> {
    await this.quizzes.touch(activityId, this.clock.now());
  }

  @OnEvent(ActivityDeleted)
  async delete({ activityId }: ActivityDeleted): Promise<void> {
    const quiz = await this.quizzes.lock(activityId);
    if (!quiz) return;
    if (await this.quizzes.hasAttempts(activityId)) throw new QuizHasAttemptsError('deletion');
    await this.quizzes.delete(activityId);
  }

  async read(caller: Caller, activityId: string): Promise<QuizResponse> {
    const standing = await this.access.activity(caller, activityId, 'quizzes.read');
    const { title } = standing.activity;
    const quiz = await this.quizzes.findFor(activityId, caller.userId);
    if (!quiz) throw new QuizNotFoundError();
    if (may(caller, 'quizzes.read_key', standing).granted) return toStaffQuizResponse(quiz, title);
    const now = this.clock.now();
    const policy = { ...quiz, timeZone: standing.timeZone };
    const { accommodations, exception } = quiz;
    const terms = effectiveTerms({ policy, accommodations, exception, since: now, at: now });
    const own = await this.attempts.startedBy(activityId, caller.userId);
    return toLearnersQuizResponse(quiz, title, terms, own);
  }

  /** Who changed which setting, from what to what, for staff. */
  async policyChanges(
    caller: Caller,
    activityId: string,
    query: CursorQuery,
  ): Promise<Page<PolicyChangeResponse>> {
    await this.access.activity(caller, activityId, 'quizzes.read_key');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const after = POLICY_CHANGE_ORDER.placeIn(query.cursor);
    const changes = await this.log.page(activityId, query.limit, after);
    const page = toPage(changes, query.limit, POLICY_CHANGE_ORDER.keysOf, toPolicyChangeResponse);
    return withTotal(page, query, (most) => this.log.count(activityId, most));
  }

  async change(
    caller: Caller,
    activityId: string,
    changes: UpdateQuizSettingsDto,
    version?: ExpectedVersion,
  ): Promise<QuizResponse> {
    const { activity } = await this.access.activity(caller, activityId, 'quizzes.change');
    const quiz = await this.apply(activityId, changes, caller.userId, version);
    return toStaffQuizResponse(quiz, activity.title);
  }

  /**
   * Changes settings without asking who does, and logs it. Errors as those of `change`.
   *
   * @param changedBy null where no person does
   */
  async apply(
    activityId: string,
    { feedback, ...changes }: SettingsChange,
    changedBy: string | null,
    version?: ExpectedVersion,
  ): Promise<QuizRecord> {
    return this.transactions.run(async () => {
      await this.openAttempts.hold(activityId);
      const quiz = await this.quizzes.lock(activityId);
      if (!quiz) throw new QuizNotFoundError();
      if (isStale(version, quiz.version)) throw new StaleVersionError('quiz');
      const review = feedback === undefined ? undefined : REVIEW_BY_FEEDBACK[feedback];
      const wanted = withoutMissing({ ...(review && { review }), ...changes });
      if (isEmptyChange(wanted)) return quiz;
      const merged = { ...quiz, ...wanted };
      const changed = { ...merged, passPercentage: nullablePlainDecimal(merged.passPercentage) };
      const faults = settingsFaults(changed);
      if (faults.length > 0) throw new InvalidSettingsError(faults);
      if (changesGrading(quiz, changed) && (await this.quizzes.hasAttempts(activityId)))
        throw new QuizHasAttemptsError('grading');
      const now = this.clock.now();
      if (quiz.atEnd !== changed.atEnd) await this.ends.settleAllOf(activityId);
      await this.quizzes.update(activityId, changed, now);
      const logged = changedSettings(quiz, changed).map((change) => ({ ...change, activityId }));
      await this.log.add(logged, { cause: 'settings', changedBy, now });
      await this.events.publish(new QuizPolicyChanged(activityId, changedBy));
      return { ...changed, version: quiz.version + 1 };
    });
  }
}

/** True if grades and completions that exist would come out differently by the new settings. */
function changesGrading(before: QuizSettings, after: QuizSettings): boolean {
  return before.grading !== after.grading || before.passPercentage !== after.passPercentage;
}
