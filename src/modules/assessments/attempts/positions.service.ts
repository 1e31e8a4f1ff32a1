import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { ConflictError } from '../../../shared/errors/domain-error';
import { AnsweringEndedError, AttemptSubmittedError, WrongPositionError } from '../assessments.errors';
import { AnswerLogRepository } from './answer-log.repository';
import { AttemptEnds } from './attempt-ends';
import { AttemptsRepository } from './attempts.repository';
import { AttemptsService } from './attempts.service';
import type { AttemptResponse } from './dto/attempt.response';
import { answeringEnd, refusalInPause } from './late-answers';
import { requireLearner } from './learner-terms';
import { isInterrupted } from './lifecycle';
import { currentPosition, stepTo } from './navigation';

/** Going on to the next question, where a quiz asks one after another. */
@Injectable()
export class PositionsService {
  constructor(
    private readonly log: AnswerLogRepository,
    private readonly repository: AttemptsRepository,
    private readonly attempts: AttemptsService,
    private readonly ends: AttemptEnds,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws WrongPositionError, and what saving an answer throws when the attempt takes none. */
  async goTo(caller: Caller, attemptId: string, position: number): Promise<AttemptResponse> {
    const terms = await this.log.attemptTerms(caller, attemptId);
    if (!terms) throw await this.attempts.refusalOf(caller, attemptId);
    const now = this.clock.now();
    if (!isInterrupted(terms, now)) requireLearner(caller, terms, now);
    const refused = await this.transactions.run(() => this.move(attemptId, position, now));
    // An end that was recorded must stay, so this is thrown when it has been committed.
    if (refused) throw refused;
    const { response } = await this.attempts.view(await this.attempts.find(attemptId), 'learner');
    return response;
  }

  /** With the attempt locked, so that no answer is saved meanwhile. */
  private async move(attemptId: string, wanted: number, now: Date): Promise<ConflictError | undefined> {
    const open = await this.ends.lockOpen(attemptId);
    const attempt = await this.attempts.find(attemptId);
    const end = answeringEnd(attempt, open ? undefined : attempt, now);
    if (end?.isPause) return refusalInPause(end);
    if (end)
      return end.isHandedIn ? new AttemptSubmittedError() : new AnsweringEndedError(end.at, end.because);
    const current = currentPosition(attempt, attempt);
    if (current === null) return new WrongPositionError(null);
    const count = await this.repository.countQuestions(attemptId);
    const step = stepTo(wanted, current, count);
    if (step === 'refused') return new WrongPositionError(current);
    if (step === 'next') await this.repository.goTo(attemptId, wanted);
    return undefined;
  }
}
