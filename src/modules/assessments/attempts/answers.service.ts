import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { ConflictError, FieldError } from '../../../shared/errors/domain-error';
import { notBefore } from '../../../shared/time/not-before';
import {
  AnsweringEndedError,
  AttemptNotFoundError,
  AttemptSubmittedError,
  InvalidResponseError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionPassedError,
  SequenceTakenError,
} from '../assessments.errors';
import {
  type AnsweringEnd,
  type AnswerOutcome,
  headOf,
  judge,
  type LogEntry,
  type SentAnswer,
  type Verdict,
} from './answer-log';
import {
  AnswerLogRepository,
  type LoggedQuestion,
  type NewEntry,
  type SavingTerms,
} from './answer-log.repository';
import { AnswerFiles, type AnswerWithFiles, namesFiles } from '../answer-files/answer-files.service';
import { AttemptEnds } from './attempt-ends';
import type { FoundAttempt } from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { answeringEnd, endOfPassed, keptEntry, refusalInPause } from './late-answers';
import { currentPosition, turnOf } from './navigation';
import { AttemptsService } from './attempts.service';
import {
  type SavedAnswerResponse,
  type SavedAnswersResponse,
  toRefusedAnswerResponse,
  toSavedAnswerResponse,
} from './dto/answer.response';
import { requireLearner } from './learner-terms';
import { keptResponse } from './kept-response';
import type { Remark } from '../question-types/parts/answer-remarks';
import { isInterrupted } from './lifecycle';
import { Receipts } from './receipts';
import { isResting } from '../rests/rests';

/** An answer of a request to one question. */
export type QuestionAnswer = SentAnswer & { questionId: string };

/** An answer that is in the log. */
export interface LoggedOutcome {
  questionId: string;
  entry: LogEntry;
  outcome: AnswerOutcome;
  remarks: Remark[];
  receipt: string;
}

/** What has become of one of many answers: it is in the log, or why not. */
export type SavedOrRefused =
  | LoggedOutcome
  | { questionId: string; refused: ConflictError | InvalidResponseError | QuestionNotFoundError };

/** Saving answers. An answer is durable when this returns. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly log: AnswerLogRepository,
    private readonly repository: AttemptsRepository,
    private readonly attempts: AttemptsService,
    private readonly ends: AttemptEnds,
    private readonly receipts: Receipts,
    private readonly files: AnswerFiles,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Saves the answer to one question; null takes it back. */
  async save(caller: Caller, attemptId: string, sent: QuestionAnswer): Promise<SavedAnswerResponse> {
    const { questionId } = sent;
    const terms = await this.log.questionTerms(caller, attemptId, questionId);
    if (!terms) throw await this.attempts.refusalOf(caller, attemptId);
    const { position } = terms;
    const current = currentPosition(terms, terms);
    if (!terms.definition || position === null || turnOf(position, current) === 'ahead')
      throw new QuestionNotFoundError();
    const now = this.clock.now();
    if (!isInterrupted(terms, now)) requireLearner(caller, terms, now);
    const { response, remarks, faults } = keptResponse(terms.definition, sent.response);
    if (faults.length > 0) throw new InvalidResponseError(faults);
    const { head, startedAt, endedAt, endsAt, pausedAt } = terms;
    const savedAt = notBefore(now, startedAt, head?.savedAt);
    const isRunning = endedAt === null && pausedAt === null && !isResting(terms, now);
    const isInTurn = terms.closedAt === null && turnOf(position, current) === 'current';
    const takesAnswers = isRunning && isInTurn;
    const isAlone = !namesFiles(terms.definition, response);
    if (takesAnswers && isAlone && (endsAt === null || savedAt < endsAt)) {
      // Most answers are new ones to an open attempt: one statement, which the store refuses where they are not.
      const facts = { now: savedAt, end: null, head, highest: head?.sequence ?? 0, known: [] };
      const verdict = judge({ ...sent, response }, facts);
      if (verdict.kind === 'append' && verdict.entry.standing === 'on_time') {
        const outcome = await this.log.append(attemptId, { ...verdict.entry, questionId }, current !== null);
        if (outcome === 'appended')
          return toSavedAnswerResponse(this.logged(attemptId, questionId, verdict, remarks), caller);
      }
    }
    const [saved] = await this.saveWithLock(caller, attemptId, terms, [sent], now, true);
    if (!saved || 'refused' in saved) throw saved?.refused ?? new QuestionNotFoundError();
    return toSavedAnswerResponse(saved, caller);
  }

  /** The terms of an attempt of the caller's, who takes part as a learner unless it was interrupted. Throws what `refusalOf` says. */
  async termsFor(caller: Caller, attemptId: string): Promise<SavingTerms> {
    const terms = await this.log.attemptTerms(caller, attemptId);
    if (!terms) throw await this.attempts.refusalOf(caller, attemptId);
    const now = this.clock.now();
    if (!isInterrupted(terms, now)) requireLearner(caller, terms, now);
    return terms;
  }

  /** Saves answers to several questions, each for itself: those that cannot be saved do not keep the others back. */
  async saveAll(
    caller: Caller,
    attemptId: string,
    sent: readonly QuestionAnswer[],
  ): Promise<SavedAnswersResponse> {
    const terms = await this.termsFor(caller, attemptId);
    const now = this.clock.now();
    const results = await this.saveWithLock(caller, attemptId, terms, sent, now);
    return {
      results: results.map((result) =>
        'refused' in result
          ? toRefusedAnswerResponse(result.questionId, result.refused, caller)
          : { status: 'saved', ...toSavedAnswerResponse(result, caller) },
      ),
    };
  }

  /**
   * Decides about answers with the attempt locked, so that nothing changes meanwhile, and adds them with one statement.
   *
   * @param isSecondTry another answer may have been saved since the request was taken up, which must not be replaced then
   */
  async saveWithLock(
    { userId }: Caller,
    attemptId: string,
    terms: SavingTerms,
    sent: readonly QuestionAnswer[],
    now: Date,
    isSecondTry = false,
  ): Promise<SavedOrRefused[]> {
    return this.transactions.run(async () => {
      const open = await this.ends.lockOpen(attemptId);
      const ended = open ? undefined : await this.lockEnded(attemptId);
      const end = answeringEnd(open ?? ended, ended, now);
      const asked = await this.log.paper(attemptId, [...new Set(sent.map(({ questionId }) => questionId))]);
      const paper = new Map(asked.map((logged) => [logged.questionId, logged]));
      const log = new LogBook(paper, await this.log.known(attemptId, sent), {
        ...{ end, startedAt: terms.startedAt, now, isSecondTry },
        current: currentPosition(open ?? ended ?? terms, terms),
      });
      const unfit = await this.files.faultsOf(userId, withDefinitions(sent, paper));
      const results = sent.map((answer, index) => this.decide(attemptId, answer, log, unfit[index]));
      await this.files.hold(attemptId, withDefinitions([...log.added, ...log.kept], paper));
      await this.repository.insertEntries(attemptId, log.added);
      await this.repository.keepEntries(attemptId, log.kept);
      const { submittedAt, endReason } = ended ?? {};
      if (ended && submittedAt && endReason && log.added.some(({ standing }) => standing === 'offline'))
        await this.ends.gradeSaved(ended, { at: submittedAt, reason: endReason });
      return results;
    });
  }

  private async lockEnded(attemptId: string): Promise<FoundAttempt | undefined> {
    await this.log.lock(attemptId);
    const ended = await this.repository.find(attemptId);
    if (ended && ended.deletedAt !== null) throw new AttemptNotFoundError();
    return ended;
  }

  private decide(
    attemptId: string,
    sent: QuestionAnswer,
    log: LogBook,
    unfit: readonly FieldError[] = [],
  ): SavedOrRefused {
    const { questionId } = sent;
    const question = log.question(questionId);
    if (!question) return { questionId, refused: new QuestionNotFoundError() };
    const kept = keptResponse(question.definition, sent.response);
    const { response, remarks } = kept;
    const faults = [...kept.faults, ...unfit];
    if (faults.length > 0) return { questionId, refused: new InvalidResponseError(faults) };
    const verdict = log.take({ ...sent, response });
    if (verdict.kind === 'ended') return { questionId, refused: log.refusalOf(question) };
    if (verdict.kind === 'taken')
      return { questionId, refused: new SequenceTakenError(log.nextSequence(questionId)) };
    return this.logged(attemptId, questionId, verdict, remarks);
  }

  private logged(
    attemptId: string,
    questionId: string,
    { entry, outcome }: Extract<Verdict, { entry: LogEntry }>,
    remarks: Remark[],
  ): LoggedOutcome {
    const receipt = this.receipts.ofAnswer(attemptId, entry.savedAt, { questionId, ...entry });
    return { questionId, entry, outcome, remarks, receipt };
  }
}

function withDefinitions(
  answers: readonly { questionId: string; response: unknown }[],
  paper: ReadonlyMap<string, LoggedQuestion>,
): AnswerWithFiles[] {
  return answers.map(({ questionId, response }) => ({
    ...{ questionId, response },
    definition: paper.get(questionId)?.definition,
  }));
}

/** The logs of an attempt while answers of one request are added to them, one after another. */
class LogBook {
  /** Entries of answers that are taken. */
  readonly added: NewEntry[] = [];
  /** Entries of answers that are refused. */
  readonly kept: NewEntry[] = [];

  constructor(
    private readonly paper: ReadonlyMap<string, LoggedQuestion>,
    private readonly known: readonly NewEntry[],
    private readonly times: {
      startedAt: Date;
      end: AnsweringEnd | null;
      now: Date;
      isSecondTry: boolean;
      /** Where the learner stands; null where the quiz lets them go as they like. */
      current: number | null;
    },
  ) {}

  /** Undefined for one that is not on the paper, or that the learner has not come to. */
  question(questionId: string): LoggedQuestion | undefined {
    const question = this.paper.get(questionId);
    return question && this.turnOf(question) !== 'ahead' ? question : undefined;
  }

  private turnOf({ position }: LoggedQuestion): ReturnType<typeof turnOf> {
    return turnOf(position, this.times.current);
  }

  /** Of what comes after the end, in a pause, or when its question has been passed. */
  refusalOf(question: LoggedQuestion): ConflictError {
    const { end } = this.times;
    if (!end && this.turnOf(question) === 'passed') return new QuestionPassedError();
    if (!end && question.closedAt !== null) return new QuestionClosedError();
    if (end?.isPause) return refusalInPause(end);
    return end && !end.isHandedIn
      ? new AnsweringEndedError(end.at, end.because)
      : new AttemptSubmittedError();
  }

  /** Higher than all that the log of a question has, counting or not. */
  nextSequence(questionId: string): number {
    const own = [...this.added, ...this.kept].filter((entry) => entry.questionId === questionId);
    return Math.max(this.paper.get(questionId)?.highest ?? 0, ...own.map(({ sequence }) => sequence)) + 1;
  }

  /** Judges an answer to a question of the paper by the log with what was added before, and adds it. */
  take(sent: QuestionAnswer): Verdict {
    const { questionId, sequence, idempotencyKey } = sent;
    const { now, startedAt, isSecondTry } = this.times;
    const question = this.paper.get(questionId);
    const isPassed =
      question !== undefined && (this.turnOf(question) === 'passed' || question.closedAt !== null);
    const end = isPassed ? endOfPassed(this.times.end, now) : this.times.end;
    const isOfQuestion = (entry: NewEntry): boolean => entry.questionId === questionId;
    const added = this.added.filter(isOfQuestion);
    const stored = question?.head ? [question.head] : [];
    const head = headOf([...stored, ...added]) ?? null;
    const verdict = judge(sent, {
      now: isSecondTry ? now : notBefore(now, startedAt, head?.savedAt),
      ...{ end, head },
      highest: this.nextSequence(questionId) - 1,
      known: [...this.known, ...added].filter(
        (entry) =>
          entry.questionId === questionId &&
          (entry.sequence === sequence ||
            (idempotencyKey !== undefined && entry.idempotencyKey === idempotencyKey)),
      ),
    });
    if (verdict.kind === 'append') this.added.push({ ...verdict.entry, questionId });
    if (verdict.kind === 'ended' && verdict.kept) this.kept.push(keptEntry(questionId, verdict.kept));
    return verdict;
  }
}
