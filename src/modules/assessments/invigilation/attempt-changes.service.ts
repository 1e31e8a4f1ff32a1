import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess } from '../../courses';
import {
  AttemptDeletedError,
  AttemptInProgressError,
  AttemptNotFoundError,
  NoTimeLeftError,
} from '../assessments.errors';
import { AttemptClocksChanged, AttemptTakenBack } from '../assessments.events';
import { HandIns } from '../hand-marks/hand-ins';
import { AttemptEnds } from '../attempts/attempt-ends';
import type { AttemptRecord } from '../attempts/attempt-records';
import { AttemptsService } from '../attempts/attempts.service';
import type { AttemptResponse } from '../attempts/dto/attempt.response';
import { withoutRest } from '../rests/rests';
import { changesOfRules, endsByRules, rulesOfNow } from '../attempts/open-attempts-ends';
import { type OpenAttempt, OpenAttemptsEndsRepository } from '../attempts/open-attempts-ends.repository';
import type { ActionDetails, ActionKind } from './attempt-action';
import { AttemptActionsRepository } from './attempt-actions.repository';
import { AttemptChangesRepository } from './attempt-changes.repository';
import { hidingAttempt } from '../attempts/hidden-attempt';
import { MOST_EXTENDED_SECONDS } from './open-attempt-steps';

/** What staff do with single attempts, also with such as are over. */
@Injectable()
export class AttemptChangesService {
  constructor(
    private readonly changes: AttemptChangesRepository,
    private readonly actions: AttemptActionsRepository,
    private readonly openAttempts: OpenAttemptsEndsRepository,
    private readonly attempts: AttemptsService,
    private readonly ends: AttemptEnds,
    private readonly handIns: HandIns,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Submits for a learner what is saved: now, or as of its end an attempt that was abandoned. One that is submitted stays as it
   * is.
   */
  async submitFor(caller: Caller, attemptId: string, reason: string): Promise<AttemptResponse> {
    return this.change(caller, attemptId, 'attempts.invigilate', async () => {
      const attempt = await this.heldAndSettled(caller, attemptId);
      if (attempt.submittedAt !== null) return;
      const now = notBefore(this.clock.now(), attempt.startedAt);
      await this.ends.gradeSaved(attempt, { at: attempt.endedAt ?? now, reason: 'staff' });
      await this.note(attemptId, 'submitted_for', { by: caller.userId, at: now, reason });
      await this.events.publish(new AttemptClocksChanged(attempt.activityId));
    });
  }

  /**
   * Opens an attempt again that is over. It ends anew by the rules of now; with `minutes`, its learner has so long at least.
   * An open one stays as it is. Throws NoTimeLeftError where its end would have passed, and AttemptInProgressError.
   */
  async reopen(
    caller: Caller,
    attemptId: string,
    reason: string,
    minutes: number | undefined,
  ): Promise<AttemptResponse> {
    return this.change(caller, attemptId, 'attempts.correct', async () => {
      const attempt = await this.heldAndSettled(caller, attemptId);
      if (attempt.endedAt === null) return;
      const now = this.clock.now();
      const { before, after } = await this.openAnew(attemptId, attempt.endedAt, now, (minutes ?? 0) * 60);
      if (after.endsAt !== null && after.endsAt <= now) throw new NoTimeLeftError(after.endsAt);
      if (!(await this.changes.reopen(attemptId, after))) throw new AttemptInProgressError();
      const { endedAt, endReason, score, userId } = attempt;
      const endedBy = endReason === 'submitted' ? userId : null;
      const earlier = { endReason: endReason ?? 'submitted', score };
      await this.note(attemptId, 'ended', { by: endedBy, at: endedAt, reason: null }, earlier);
      const given = minutes === undefined ? {} : { minutes };
      await this.note(attemptId, 'reopened', { by: caller.userId, at: now, reason }, given);
      await this.actions.add(changesOfRules(before, after, { by: caller.userId, at: now }));
      await this.takeBack(attempt, caller, now);
      await this.events.publish(new AttemptClocksChanged(attempt.activityId));
    });
  }

  /** Takes an attempt out of all that is counted. What it holds stays, and staff can read it. */
  async delete(caller: Caller, attemptId: string, reason: string): Promise<AttemptResponse> {
    return this.change(caller, attemptId, 'attempts.correct', async () => {
      const attempt = await this.changes.lock(attemptId);
      if (!attempt) throw new AttemptNotFoundError();
      if (attempt.deletedAt !== null) return;
      await this.changes.hold(attempt, caller.userId);
      const now = this.clock.now();
      await this.changes.delete(attemptId, caller.userId, now);
      await this.note(attemptId, 'deleted', { by: caller.userId, at: now, reason });
      await this.takeBack(attempt, caller, now);
      await this.events.publish(new AttemptClocksChanged(attempt.activityId));
    });
  }

  private async change(
    caller: Caller,
    attemptId: string,
    action: CourseAction,
    work: () => Promise<void>,
  ): Promise<AttemptResponse> {
    const { courseId, userId: learnerId, isPreview } = await this.attempts.find(attemptId);
    if (isPreview) throw new AttemptNotFoundError();
    await hidingAttempt(this.access.learner(caller, { courseId, learnerId }, 'attempts.read'));
    await this.access.learner(caller, { courseId, learnerId }, action);
    await this.transactions.run(work);
    return (await this.attempts.view(await this.attempts.find(attemptId), 'staff')).response;
  }

  /** The attempt with all locks that changing it needs, and its end recorded where that has come. */
  private async heldAndSettled(caller: Caller, attemptId: string): Promise<AttemptRecord> {
    await this.changes.hold(await this.locked(attemptId), caller.userId);
    await this.ends.lockOpen(attemptId);
    return this.locked(attemptId);
  }

  private async locked(attemptId: string): Promise<AttemptRecord> {
    const attempt = await this.changes.lock(attemptId);
    if (!attempt) throw new AttemptNotFoundError();
    if (attempt.deletedAt !== null) throw new AttemptDeletedError();
    return attempt;
  }

  /** An attempt as it is open again, with so much more time that these seconds are left of it, where that is possible. */
  private async openAnew(
    attemptId: string,
    endedAt: Date,
    now: Date,
    seconds: number,
  ): Promise<Record<'before' | 'after', OpenAttempt>> {
    const [found] = await this.openAttempts.find([attemptId]);
    if (!found) throw new AttemptNotFoundError();
    const attempt = { ...found, ...withoutRest(found, endedAt), pausedAt: null };
    const { endsAt } = endsByRules(attempt, now);
    const lacking =
      endsAt === null || seconds === 0
        ? 0
        : Math.max(0, Math.ceil((now.getTime() - endsAt.getTime()) / 1000) + seconds);
    const extendedSeconds = Math.min(found.extendedSeconds + lacking, MOST_EXTENDED_SECONDS);
    const after = { ...attempt, extendedSeconds, inForce: rulesOfNow(found, now) };
    return { before: found, after: { ...after, ...endsByRules(after, now) } };
  }

  private async takeBack(attempt: AttemptRecord, caller: Caller, takenBackAt: Date): Promise<void> {
    if (attempt.submittedAt === null) return;
    const { id, activityId, courseId, userId } = attempt;
    await this.handIns.takeBack(id);
    const takenBackBy = caller.userId;
    await this.events.publish(
      new AttemptTakenBack({ activityId, courseId, userId, takenBackBy, takenBackAt }),
    );
  }

  private async note(
    attemptId: string,
    kind: ActionKind,
    { by: actedBy, at: actedAt, reason }: { by: string | null; at: Date; reason: string | null },
    details: ActionDetails = {},
  ): Promise<void> {
    await this.actions.add([{ attemptId, kind, actedBy, actedAt, reason, details }]);
  }
}
