import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { DomainEvents } from '../../../shared/events/domain-events';
import { type ActivityStanding, CourseAccess } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import {
  AttemptsUnlimitedError,
  EmptyExceptionError,
  ExceptionNotFoundError,
  InvalidSettingsError,
  MostAttemptsError,
  NotALearnerError,
  QuizClosedForPersonError,
  QuizNotFoundError,
} from '../assessments.errors';
import { QuizExceptionChanged } from '../assessments.events';
import { AttemptsRepository } from '../attempts/attempts.repository';
import { OpenAttemptsEnds } from '../attempts/open-attempts-ends';
import { MOST_ATTEMPTS, scheduleFaults } from '../quizzes/quiz-settings';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import type { PutExceptionDto } from './dto/exception.dto';
import {
  type ExceptionChangeResponse,
  type ExceptionResponse,
  toExceptionChangeResponse,
  toExceptionResponse,
} from './dto/exception.response';
import { type EffectiveTerms, effectiveTerms, type GrantedException } from './effective-terms';
import { grantedTerms } from './exception-records';
import {
  type ExceptionKey,
  type ExceptionRecord,
  ExceptionsRepository,
  LATEST_CHANGE_FIRST,
  NEWEST_EXCEPTION_FIRST,
  type ReasonedException,
} from './exceptions.repository';

/** Terms that are granted, and why. */
export type NewException = Partial<GrantedException> & { reason: string };

/** A change is version + 1, and so is granting again what was taken back: no two states share an ETag. */
const MOST_CHANGES = 1_000_000;

/** What single people are granted in a quiz. */
@Injectable()
export class ExceptionsService {
  constructor(
    private readonly exceptions: ExceptionsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly attempts: AttemptsRepository,
    private readonly openAttempts: OpenAttemptsEnds,
    private readonly enrollments: EnrollmentsFacade,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, activityId: string, query: CursorQuery): Promise<Page<ExceptionResponse>> {
    const standing = await this.access.activityWithin(caller, activityId, 'exceptions.read');
    const of = { activityId, scope: standing.scope };
    await this.requireQuiz(activityId);
    const { cursor, limit } = query;
    const rows = await this.exceptions.page(of, limit, NEWEST_EXCEPTION_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, NEWEST_EXCEPTION_FIRST.keysOf, (row) =>
      toExceptionResponse(row, seesReasons(caller, standing)),
    );
    return withTotal(page, query, (most) => this.exceptions.count(of, most));
  }

  /** For staff, and for the person themselves. */
  async read(caller: Caller, key: ExceptionKey): Promise<ExceptionResponse> {
    const isOwn = key.userId === caller.userId;
    const action = isOwn ? 'quizzes.read' : 'exceptions.read';
    const { activityId, userId: learnerId } = key;
    const standing = await this.access.activityOfLearner(caller, { activityId, learnerId }, action);
    await this.requireQuiz(key.activityId);
    const found = await this.exceptions.find(key);
    if (!found) throw new ExceptionNotFoundError();
    return toExceptionResponse(found, seesReasons(caller, standing));
  }

  /** Throws NotALearnerError, EmptyExceptionError, InvalidSettingsError, StaleVersionError. */
  async put(
    caller: Caller,
    key: ExceptionKey,
    dto: PutExceptionDto,
    version: ExpectedVersion,
  ): Promise<ExceptionResponse> {
    const { courseId } = await this.access.activity(caller, key.activityId, 'exceptions.change');
    await this.grant(caller.userId, courseId, key, dto, version);
    const found = await this.exceptions.find(key);
    if (!found) throw new ExceptionNotFoundError();
    return toExceptionResponse(found, true);
  }

  /** Grants without asking who does. Errors as those of `put`. */
  async grant(
    grantedBy: string,
    courseId: string,
    key: ExceptionKey,
    { passwordWaived = false, ...given }: NewException,
    version?: ExpectedVersion,
  ): Promise<void> {
    const wanted: ReasonedException = { ...given, passwordWaived };
    if (grantedTerms(wanted).length === 0 && !passwordWaived) throw new EmptyExceptionError();
    await this.transactions.run(async () => {
      await this.openAttempts.holdOfPerson(key.activityId, key.userId);
      await this.exceptions.holdPerson(key.userId);
      const quiz = await this.quizzes.lock(key.activityId);
      if (!quiz) throw new QuizNotFoundError();
      if (!(await this.enrollments.isOrWasLearner(courseId, key.userId))) throw new NotALearnerError();
      const { opensAt = quiz.opensAt, dueAt = quiz.dueAt, closesAt = quiz.closesAt } = wanted;
      const faults = scheduleFaults({ opensAt, dueAt, closesAt });
      if (faults.length > 0) throw new InvalidSettingsError(faults);
      const before = await this.exceptions.find(key);
      if (isStale(version, before?.version)) throw new StaleVersionError('exception');
      const now = this.clock.now();
      if (before) await this.exceptions.replace(key, wanted, before.version + 1, now);
      else await this.exceptions.insert(key, courseId, wanted, await this.nextVersion(key), now);
      await this.note(grantedBy, key, before, wanted, now);
    });
  }

  /**
   * Grants a person one attempt more than they have, or have used, with all else that they were granted before. Throws
   * AttemptsUnlimitedError, MostAttemptsError, QuizClosedForPersonError, and what `put` throws.
   */
  async giveAttempt(
    caller: Caller,
    key: ExceptionKey,
    reason: string,
    version: ExpectedVersion,
  ): Promise<ExceptionResponse> {
    const { courseId, timeZone } = await this.access.activity(caller, key.activityId, 'exceptions.change');
    await this.transactions.run(async () => {
      await this.openAttempts.holdOfPerson(key.activityId, key.userId);
      await this.exceptions.holdPerson(key.userId);
      await this.quizzes.lock(key.activityId);
      const quiz = await this.quizzes.findFor(key.activityId, key.userId);
      if (!quiz) throw new QuizNotFoundError();
      if (!(await this.enrollments.isOrWasLearner(courseId, key.userId))) throw new NotALearnerError();
      if (isStale(version, (await this.exceptions.find(key))?.version))
        throw new StaleVersionError('exception');
      const now = this.clock.now();
      const { accommodations, exception } = quiz;
      const policy = { ...quiz, timeZone };
      const terms = effectiveTerms({ policy, accommodations, exception, since: now, at: now });
      const { started } = await this.attempts.startedBy(key.activityId, key.userId);
      const granted = { ...exception, maxAttempts: oneMore(terms, started, now), reason };
      await this.grant(caller.userId, courseId, key, granted, version);
    });
    const found = await this.exceptions.find(key);
    if (!found) throw new ExceptionNotFoundError();
    return toExceptionResponse(found, true);
  }

  /** From now on the person has the terms of everybody. */
  async takeBack(caller: Caller, key: ExceptionKey, version: ExpectedVersion): Promise<void> {
    await this.access.activity(caller, key.activityId, 'exceptions.change');
    await this.transactions.run(async () => {
      await this.openAttempts.holdOfPerson(key.activityId, key.userId);
      if (!(await this.quizzes.lock(key.activityId))) throw new QuizNotFoundError();
      const before = await this.exceptions.find(key);
      if (!before) throw new ExceptionNotFoundError();
      if (isStale(version, before.version)) throw new StaleVersionError('exception');
      await this.exceptions.remove(key);
      await this.note(caller.userId, key, before, undefined, this.clock.now());
    });
  }

  /** For those who may grant. Also of what was taken back. */
  async history(
    caller: Caller,
    key: ExceptionKey,
    query: CursorQuery,
  ): Promise<Page<ExceptionChangeResponse>> {
    await this.access.activity(caller, key.activityId, 'exceptions.read_reasons');
    await this.requireQuiz(key.activityId);
    const { cursor, limit } = query;
    const rows = await this.exceptions.history(key, limit, LATEST_CHANGE_FIRST.placeIn(cursor));
    if (rows.length === 0 && cursor === undefined) throw new ExceptionNotFoundError();
    const page = toPage(rows, limit, LATEST_CHANGE_FIRST.keysOf, toExceptionChangeResponse);
    return withTotal(page, query, (most) => this.exceptions.countHistory(key, most));
  }

  private async note(
    by: string,
    key: ExceptionKey,
    before: ExceptionRecord | undefined,
    after: ReasonedException | undefined,
    now: Date,
  ): Promise<void> {
    await this.exceptions.addChange(key, { before, after }, { userId: by, at: now });
    await this.events.publish(new QuizExceptionChanged(key.activityId, key.userId, by));
  }

  private async nextVersion(key: ExceptionKey): Promise<number> {
    return (await this.exceptions.countHistory(key, MOST_CHANGES)) + 1;
  }

  private async requireQuiz(activityId: string): Promise<void> {
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
  }
}

/** How many attempts the person has with one more. */
function oneMore({ maxAttempts, closesAt }: EffectiveTerms, started: number, now: Date): number {
  if (maxAttempts.effective === null) throw new AttemptsUnlimitedError();
  if (closesAt.effective !== null && closesAt.effective <= now)
    throw new QuizClosedForPersonError(closesAt.effective);
  const most = Math.max(maxAttempts.effective, started) + 1;
  if (most > MOST_ATTEMPTS) throw new MostAttemptsError(MOST_ATTEMPTS);
  return most;
}

function seesReasons(caller: Caller, standing: ActivityStanding): boolean {
  return may(caller, 'exceptions.read_reasons', standing).granted;
}
