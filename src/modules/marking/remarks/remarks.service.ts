import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import type { ExpectedVersion } from '../../../shared/http/etag';
import { isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { MarkedWorks } from '../marked-work';
import { NotHandedInError, ScriptNotFoundError } from '../marking.errors';
import { MarksRepository } from '../marks/marks.repository';
import type { LockedScript } from '../scripts/script-records';
import { ScriptsRepository } from '../scripts/scripts.repository';
import type { RemarkRequestsQuery } from './dto/remark.dto';
import {
  type RemarkRequestResponse,
  type RemarkThreadResponse,
  toRemarkRequestResponse,
  toRemarkThreadResponse,
} from './dto/remark.response';
import { RemarkMails } from './remark-mails';
import { type RemarkAction, type RemarkSide, type RemarkState, stateAfter, windowEnd } from './remark-states';
import {
  MOST_MESSAGES,
  NoMarkToSeeError,
  RemarkDecidedError,
  RemarkRequestNotFoundError,
  RemarkRequestOpenError,
  RemarkRequestOverError,
  RemarksNotOfferedError,
  RemarkWindowClosedError,
  TooManyMessagesError,
} from './remarks.errors';
import { OWN_REMARKS, QUEUE_OF_REMARKS, RemarksRepository, type RequestRecord } from './remarks.repository';

/** A request, and on whose side the caller is. */
export interface SeenRequest {
  request: RequestRecord;
  side: RemarkSide;
}

/** Requests of learners for another mark, and what is written about them. */
@Injectable()
export class RemarksService {
  constructor(
    private readonly remarks: RemarksRepository,
    private readonly scripts: ScriptsRepository,
    private readonly marks: MarksRepository,
    private readonly mails: RemarkMails,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks for another mark of an answer of the caller's own. Throws RemarksNotOfferedError, NoMarkToSeeError, RemarkWindowClosedError,
   * RemarkRequestOpenError and RemarkDecidedError.
   */
  async ask(
    caller: Caller,
    { attemptId: workId, questionId: itemId }: { attemptId: string; questionId: string },
    reason: string,
  ): Promise<RemarkThreadResponse> {
    const known = await this.scripts.ofWork(workId, itemId);
    if (known?.userId !== caller.userId) throw new ScriptNotFoundError();
    await this.access.course(caller, known.courseId, 'remarks.ask', () => new ScriptNotFoundError());
    const id = newId();
    await this.transactions.run(async () => {
      const isHandedIn = await this.works.work.hold(workId);
      const script = await this.scripts.lock(known.id);
      if (!script || !isHandedIn) throw new NoMarkToSeeError();
      const now = this.clock.now();
      const pointsBefore = await this.requireInWindow(script, now);
      const states = await this.remarks.statesOf(script.id, script.answerNumber);
      if (states.includes('open')) throw new RemarkRequestOpenError();
      if (states.some((state) => state !== 'withdrawn')) throw new RemarkDecidedError();
      const { courseId, activityId, userId, answerNumber, id: scriptId } = script;
      await this.remarks.add({
        ...{ id, courseId, activityId, scriptId, userId, answerNumber },
        ...{ state: 'open', pointsBefore, requestedAt: now },
      });
      await this.addMessage(id, { caller, side: 'learner', text: reason, now });
    });
    return this.show(id);
  }

  /** What staff are asked for in a course, the longest waiting first. */
  async queue(
    caller: Caller,
    courseId: string,
    query: RemarkRequestsQuery,
  ): Promise<Page<RemarkRequestResponse>> {
    const { limit, cursor, state } = query;
    const { scope } = await this.access.courseWithin(caller, courseId, 'marks.read');
    const of = { courseId, state, scope };
    const after = QUEUE_OF_REMARKS.placeIn(cursor);
    const rows = await this.remarks.ofCourse(of, { limit, after });
    const page = toPage(rows, limit, QUEUE_OF_REMARKS.keysOf, toRemarkRequestResponse);
    return withTotal(page, query, (most) => this.remarks.countOfCourse(of, most));
  }

  /** What the caller has asked for, in all courses. */
  async own(caller: Caller, query: CursorQuery): Promise<Page<RemarkRequestResponse>> {
    const { limit, cursor } = query;
    const after = OWN_REMARKS.placeIn(cursor);
    const rows = await this.remarks.ofLearner(caller.userId, { limit, after });
    const page = toPage(rows, limit, OWN_REMARKS.keysOf, toRemarkRequestResponse);
    return withTotal(page, query, (most) => this.remarks.countOfLearner(caller.userId, most));
  }

  async read(caller: Caller, id: string): Promise<RemarkThreadResponse> {
    await this.find(caller, id);
    return this.show(id);
  }

  /** Throws RemarkRequestOverError and TooManyMessagesError. */
  async write(caller: Caller, id: string, text: string): Promise<RemarkThreadResponse> {
    const { side, request } = await this.find(caller, id);
    await this.requireMay(caller, request, side);
    await this.transactions.run(async () => {
      const { state } = await this.lock(id, undefined);
      requireMove(state, 'write', side);
      if ((await this.remarks.countMessages(id, MOST_MESSAGES)) >= MOST_MESSAGES)
        throw new TooManyMessagesError();
      await this.addMessage(id, { caller, side, text, now: this.clock.now() });
      await this.remarks.move(id, { state });
      if (side === 'staff') await this.mails.enqueue({ requestId: id, what: 'written' });
    });
    return this.show(id);
  }

  /** The learner wants it no more. Throws RemarkRequestOverError. */
  async withdraw(caller: Caller, id: string): Promise<RemarkThreadResponse> {
    const { side, request } = await this.find(caller, id);
    if (side !== 'learner') throw new RemarkRequestNotFoundError();
    await this.requireMay(caller, request, side);
    await this.transactions.run(async () => {
      const { state } = await this.lock(id, undefined);
      if (state !== 'withdrawn') await this.remarks.move(id, { state: requireMove(state, 'withdraw', side) });
    });
    return this.show(id);
  }

  /** Locks a request. Throws StaleVersionError. */
  async lock(id: string, version: ExpectedVersion): Promise<{ state: RemarkState; version: number }> {
    const locked = await this.remarks.lock(id);
    if (!locked) throw new RemarkRequestNotFoundError();
    if (version !== undefined && isStale(version, locked.version))
      throw new StaleVersionError('remark_request');
    return locked;
  }

  async addMessage(
    requestId: string,
    { caller, side, text, now }: { caller: Caller; side: RemarkSide; text: string; now: Date },
  ): Promise<void> {
    const by = { authorId: caller.userId, isStaff: side === 'staff', sentAt: now };
    await this.remarks.addMessage({ id: newId(), requestId, text, ...by });
  }

  /** A request that the caller may see: their own, or one in a course of theirs. */
  async find(caller: Caller, id: string): Promise<SeenRequest> {
    const request = await this.remarks.find(id);
    if (!request) throw new RemarkRequestNotFoundError();
    const notFound = (): Error => new RemarkRequestNotFoundError();
    const standing = await this.access.course(caller, request.courseId, 'course.see', notFound);
    const isOwn = request.userId === caller.userId;
    const action = isOwn ? 'attempts.read_own' : 'marks.read';
    if (!(await this.access.mayForLearner(action, standing, request.userId))) throw notFound();
    return { request, side: isOwn ? 'learner' : 'staff' };
  }

  async show(id: string): Promise<RemarkThreadResponse> {
    const request = await this.remarks.find(id);
    if (!request) throw new RemarkRequestNotFoundError();
    return toRemarkThreadResponse(request, await this.remarks.messages(id));
  }

  /** Refuses in an archived course. */
  private async requireMay(
    caller: Caller,
    { courseId, userId: learnerId }: RequestRecord,
    side: RemarkSide,
  ): Promise<void> {
    const action = side === 'staff' ? 'marks.give' : 'remarks.ask';
    await this.access.learner(caller, { courseId, learnerId }, action);
  }

  /** The points of the mark that the learner asks about. */
  private async requireInWindow(script: LockedScript, now: Date): Promise<string> {
    const { id, workId, activityId, givenRevision } = script;
    const days = (await this.remarks.rule(activityId))?.days ?? null;
    if (days === null) throw new RemarksNotOfferedError();
    const mark =
      script.standing === 'marked' && givenRevision !== null
        ? await this.marks.find(id, givenRevision)
        : undefined;
    if (mark?.points === undefined || mark.points === null) throw new NoMarkToSeeError();
    const shownSince = await this.works.work.shownSince(workId, mark.markedAt, now);
    if (shownSince === null) throw new NoMarkToSeeError();
    const until = windowEnd(shownSince, days);
    if (now >= until) throw new RemarkWindowClosedError(until);
    return mark.points;
  }
}

/** The state that follows. Throws RemarkRequestOverError. */
export function requireMove(state: RemarkState, action: RemarkAction, side: RemarkSide): RemarkState {
  const next = stateAfter(state, action, side);
  if (next === null) throw new RemarkRequestOverError(state);
  return next;
}

export function requireHandedIn(
  isHandedIn: boolean,
  script: LockedScript | undefined,
): asserts script is LockedScript {
  if (!isHandedIn || script?.standing !== 'marked') throw new NotHandedInError();
}
