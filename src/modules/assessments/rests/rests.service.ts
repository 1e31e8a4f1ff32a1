import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { ConflictError } from '../../../shared/errors/domain-error';
import { DomainEvents } from '../../../shared/events/domain-events';
import {
  AnsweringEndedError,
  AttemptNotFoundError,
  AttemptSubmittedError,
  NoRestLeftError,
} from '../assessments.errors';
import { AttemptClocksChanged } from '../assessments.events';
import { AnswerLogRepository } from '../attempts/answer-log.repository';
import { AttemptEnds } from '../attempts/attempt-ends';
import { AttemptsService } from '../attempts/attempts.service';
import type { AttemptResponse } from '../attempts/dto/attempt.response';
import { answeringEnd, refusalInPause } from '../attempts/late-answers';
import { requireLearner } from '../attempts/learner-terms';
import { isInterrupted } from '../attempts/lifecycle';
import { resolvedEnds, restAhead, restMinutesOf } from '../attempts/open-attempts-ends';
import { type OpenAttempt, OpenAttemptsEndsRepository } from '../attempts/open-attempts-ends.repository';
import type { ActionDetails, ActionKind } from '../invigilation/attempt-action';
import { AttemptActionsRepository } from '../invigilation/attempt-actions.repository';
import { isResting, type RestClock, withoutRest, withRest } from './rests';

/** Rest breaks that learners take. Nothing happens when one has lasted as long as it may: see `isResting`. */
@Injectable()
export class RestsService {
  constructor(
    private readonly log: AnswerLogRepository,
    private readonly attempts: AttemptsService,
    private readonly ends: AttemptEnds,
    private readonly openAttempts: OpenAttemptsEndsRepository,
    private readonly actions: AttemptActionsRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Stops the clock of an open attempt for as long as its learner may still rest in it; changes nothing while they rest. Throws
   * NoRestLeftError, AttemptPausedError, AttemptSubmittedError, AnsweringEndedError.
   */
  begin(caller: Caller, attemptId: string): Promise<AttemptResponse> {
    return this.change(caller, attemptId, async (now) => {
      const open = await this.ends.lockOpen(attemptId);
      const attempt = await this.attempts.find(attemptId);
      const end = answeringEnd(attempt, open ? undefined : attempt, now);
      if (end?.isRest) return undefined;
      if (end?.isPause) return refusalInPause(end);
      if (end)
        return end.isHandedIn ? new AttemptSubmittedError() : new AnsweringEndedError(end.at, end.because);
      const found = await this.found(attemptId);
      const allowed = restMinutesOf(found, now);
      const rest = withRest(found, allowed, now);
      if (!rest) return new NoRestLeftError(allowed);
      const clock = restAhead(found, rest, now);
      await this.set(caller, attempt.activityId, found, clock, now, 'rest_began');
      return undefined;
    });
  }

  /** Lets the clock of an attempt go on; changes nothing where its learner does not rest. */
  end(caller: Caller, attemptId: string): Promise<AttemptResponse> {
    return this.change(caller, attemptId, async (now) => {
      const open = await this.ends.lockOpen(attemptId);
      if (!open || !isResting(open, now)) return;
      const found = await this.found(attemptId);
      await this.set(caller, open.activityId, found, withoutRest(found, now), now, 'rest_ended');
    });
  }

  private async change(
    caller: Caller,
    attemptId: string,
    work: (now: Date) => Promise<ConflictError | undefined | void>,
  ): Promise<AttemptResponse> {
    const terms = await this.log.attemptTerms(caller, attemptId);
    if (!terms) throw await this.attempts.refusalOf(caller, attemptId);
    const now = this.clock.now();
    if (!isInterrupted(terms, now)) requireLearner(caller, terms, now);
    // An end that was recorded must stay, so what refuses is thrown when it has been committed.
    const refused = await this.transactions.run(() => work(now));
    if (refused) throw refused;
    return (await this.attempts.view(await this.attempts.find(attemptId), 'learner')).response;
  }

  private async found(attemptId: string): Promise<OpenAttempt> {
    const [found] = await this.openAttempts.find([attemptId]);
    if (!found) throw new AttemptNotFoundError();
    return found;
  }

  private async set(
    caller: Caller,
    activityId: string,
    attempt: OpenAttempt,
    clock: RestClock,
    now: Date,
    kind: ActionKind,
  ): Promise<void> {
    const after = { ...attempt, ...clock };
    await this.openAttempts.updateClocks([{ ...after, ...resolvedEnds(after, now) }]);
    const details: ActionDetails =
      kind === 'rest_began' && clock.restEndsAt ? { restsUntil: clock.restEndsAt.toISOString() } : {};
    const noted = { attemptId: attempt.id, kind, actedBy: caller.userId, actedAt: now };
    await this.actions.add([{ ...noted, reason: null, details }]);
    await this.events.publish(new AttemptClocksChanged(activityId));
  }
}
