import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { InvalidResponseError, QuestionNotFoundError, TakesNoChecksError } from '../assessments.errors';
import { AnswersService, type LoggedOutcome, type QuestionAnswer } from '../attempts/answers.service';
import type { AnsweredQuestion } from '../attempts/attempt-records';
import { AttemptsRepository } from '../attempts/attempts.repository';
import { AttemptsService } from '../attempts/attempts.service';
import { toSavedAnswerResponse } from '../attempts/dto/answer.response';
import { keptResponse } from '../attempts/kept-response';
import type { Behavior } from '../behaviors/behavior';
import { behaviorNamed } from '../behaviors/registry';
import { triedQuestion } from '../behaviors/tried-question';
import { isJudged } from '../question-types/responses';
import { QuestionMedia } from '../questions/files/question-media';
import type { CheckOutcome, CheckResponse } from './dto/check.response';
import { toTriesResponse } from './dto/tries.response';
import { TriesRepository, type TryRecord } from './tries.repository';

/** Checking an answer while the attempt goes on, where the behavior of the quiz judges it then. */
@Injectable()
export class TriesService {
  constructor(
    private readonly tries: TriesRepository,
    private readonly repository: AttemptsRepository,
    private readonly attempts: AttemptsService,
    private readonly answers: AnswersService,
    private readonly media: QuestionMedia,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Saves the answer and judges it, in one transaction that has the attempt locked. Sent again, it is answered as the first time. */
  async check(caller: Caller, attemptId: string, sent: QuestionAnswer): Promise<CheckResponse> {
    const { questionId } = sent;
    const terms = await this.answers.termsFor(caller, attemptId);
    const now = this.clock.now();
    const behavior = behaviorNamed((await this.attempts.find(attemptId)).inForce?.base.behavior);
    const question = await this.repository.answer(attemptId, questionId);
    if (!question) throw new QuestionNotFoundError();
    if (!behavior.takesChecks || !isJudged(question.definition)) throw new TakesNoChecksError();
    const { faults } = keptResponse(question.definition, sent.response);
    if (faults.length > 0) throw new InvalidResponseError(faults);
    const result = await this.transactions.run(async () => {
      const [saved] = await this.answers.saveWithLock(caller, attemptId, terms, [sent], now, true);
      if (!saved || 'refused' in saved) return saved?.refused ?? new QuestionNotFoundError();
      return { saved, ...(await this.judge(attemptId, question, behavior, saved, now)) };
    });
    // What was kept of a refused answer must stay, so this is thrown when it has been committed.
    if (result instanceof Error) throw result;
    const { saved, check, tries } = result;
    const standing = toTriesResponse(question, behavior, tries);
    const media = await this.media.ofStanding(question, standing);
    return { ...toSavedAnswerResponse(saved, caller), check, standing, media };
  }

  private async judge(
    attemptId: string,
    question: AnsweredQuestion,
    behavior: Behavior,
    { entry, outcome }: LoggedOutcome,
    now: Date,
  ): Promise<{ check: CheckOutcome; tries: TryRecord[] }> {
    const { id: questionId, definition, guidance } = question;
    const before = await this.tries.ofAttempt(attemptId, questionId);
    const known = before.findIndex(({ sequence }) => sequence === entry.sequence);
    if (known >= 0) return { check: 'judged', tries: before.slice(0, known + 1) };
    if (outcome !== 'counts') return { check: 'replaced', tries: before };
    const { response, certainty, sequence } = entry;
    const tries = [...before, { questionId, number: before.length + 1, sequence, response, certainty }];
    const history = { checks: tries, end: null };
    const { results, isClosed } = behavior.standingOf(triedQuestion(definition, guidance), history);
    const check = results.at(-1);
    if (check !== 'judged')
      return {
        check: check === 'closed' || check === 'not_offered' ? 'replaced' : (check ?? 'incomplete'),
        tries: before,
      };
    await this.tries.add(attemptId, questionId, tries.length, sequence, now);
    if (isClosed) await this.tries.close(attemptId, questionId, now);
    return { check, tries };
  }
}
