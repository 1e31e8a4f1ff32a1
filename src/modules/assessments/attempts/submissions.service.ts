import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { earlier } from '../../../shared/time/earlier';
import { notBefore } from '../../../shared/time/not-before';
import { ConflictError } from '../../../shared/errors/domain-error';
import {
  AnsweringEndedError,
  AttemptAbandonedError,
  CertaintyNeededError,
  GradedOtherwiseError,
  QuizNotFoundError,
} from '../assessments.errors';
import type { Certainty } from '../behaviors/behavior';
import { behaviorNamed } from '../behaviors/registry';
import { isKept } from './answer-log';
import { AnswerFiles } from '../answer-files/answer-files.service';
import { AnswerLogRepository, type NewEntry } from './answer-log.repository';
import { answeredQuestions, differingResponses, type Responses, withResponses } from './attempt-answers';
import { AttemptEnds } from './attempt-ends';
import { needingCertainty } from './certainty-needed';
import { entriesOf, keptOrRefused } from './given-responses';
import { type Answer, type AnsweredQuestion, type AttemptRecord, standingIn } from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { AttemptsService } from './attempts.service';
import { toAnswerRemarkResponses } from './dto/attempt-question.response';
import { type AttemptResponse, toAttemptResponse } from './dto/attempt.response';
import type { Remark } from '../question-types/parts/answer-remarks';
import { inTurn, passedOnes, refusalInPause, uncounted, wasHandedInInTime } from './late-answers';
import { requireLearner } from './learner-terms';
import { type DueEnd, type EndReason, isInterrupted, isPaused } from './lifecycle';
import { currentPosition, reached } from './navigation';
import { OpenAttemptsEnds } from './open-attempts-ends';
import { Receipts } from './receipts';
import { QuestionMedia } from '../questions/files/question-media';
import { isResting } from '../rests/rests';
import { outdatedSince } from './rules-in-force';
import { type GradingTerms, type HeldAttempt, SubmissionsRepository } from './submissions.repository';

/** Submitting attempts, which grades at once whatever no person has to mark. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly submissions: SubmissionsRepository,
    private readonly repository: AttemptsRepository,
    private readonly log: AnswerLogRepository,
    private readonly attempts: AttemptsService,
    private readonly receipts: Receipts,
    private readonly transactions: Transactions,
    private readonly ends: AttemptEnds,
    private readonly rules: OpenAttemptsEnds,
    private readonly media: QuestionMedia,
    private readonly files: AnswerFiles,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends an attempt and grades it, with these last responses in place of saved ones. Once only: a further or
   * parallel submission gets the result of the first. Throws GradedOtherwiseError if the responses of a further submission
   * differ from the graded ones. Throws CertaintyNeededError where the behavior goes by certainty and none was said: the responses are
   * saved then, and the attempt goes on.
   *
   * When its time is up, the attempt ends as of that instant, and the responses are kept without counting. Throws
   * AttemptAbandonedError where it is abandoned then, and AnsweringEndedError where it was ended because its learner left or its
   * course was archived. Nor do they count in a pause or a rest: throws AttemptPausedError or AttemptRestingError.
   */
  async submit(
    caller: Caller,
    attemptId: string,
    sent: Responses,
    certainties: Readonly<Record<string, Certainty>> = {},
  ): Promise<AttemptResponse> {
    const result = await this.transactions.run(() => this.submitOrRead(caller, attemptId, sent, certainties));
    // What was recorded of the end, and what was kept, must stay, so this is thrown when it has been committed.
    if (result instanceof ConflictError) throw result;
    return result;
  }

  private async submitOrRead(
    caller: Caller,
    attemptId: string,
    sent: Responses,
    certainties: Readonly<Record<string, Certainty>>,
  ): Promise<AttemptResponse | ConflictError> {
    const held = await this.submissions.hold(attemptId);
    if (!held || held.attempt.userId !== caller.userId || !takesSubmission(held, this.clock.now()))
      return this.resultOf(caller, attemptId, sent);
    const terms = await this.gradingTerms(held);
    const { attempt, questions, answers } = terms;
    const isOver = isInterrupted(attempt, this.clock.now());
    const unrecorded = isOver ? null : endBeforeArchiving(terms, this.clock.now());
    if (unrecorded) {
      await this.ends.end(attempt, unrecorded);
      return this.resultOf(caller, attemptId, sent);
    }
    if (!isOver) requireLearner(caller, terms, this.clock.now());
    const current = currentPosition(attempt, terms);
    const kept = keptOrRefused(reached(questions, current), sent);
    await this.files.holdAll(attempt, questions, kept.responses);
    const { remarks } = kept;
    const now = notBefore(this.clock.now(), attempt.startedAt, ...answers.map(({ savedAt }) => savedAt));
    const { state, due } = standingIn(attempt, terms, now);
    const isInTime = state === 'in_progress';
    const responses = isInTime ? inTurn(answers, kept.responses, current) : kept.responses;
    if (isInTime) {
      await this.repository.keepEntries(attemptId, passedOnes(answers, kept.responses, current, now));
      const given = withResponses(answers, responses, now, certainties);
      await this.repository.insertEntries(attemptId, newEntries(given, responses));
      const behavior = behaviorNamed(terms.inForce?.base.behavior);
      const unsure = needingCertainty(behavior, questions, given, current);
      if (unsure.length > 0) return new CertaintyNeededError(unsure);
      return this.closed(caller, terms, given, { at: now, reason: 'submitted' }, now, remarks);
    }
    await this.repository.keepEntries(attemptId, uncounted(answers, responses, now));
    if (isOver && due) {
      await this.ends.end(attempt, due);
      return new AnsweringEndedError(due.at, attempt.endsBecause);
    }
    if (due?.by !== 'abandonment')
      return this.closed(caller, terms, answers, due ?? { at: now, reason: 'submitted' }, now, remarks);
    await this.ends.abandon(attemptId, due.at);
    return new AttemptAbandonedError(due.at);
  }

  /** By the rules that the attempt has gone by until now. */
  private async gradingTerms(held: HeldAttempt): Promise<GradingTerms> {
    const { attempt, inForce } = held;
    const now = this.clock.now();
    const isOutdated = outdatedSince(inForce, now) !== null;
    if (isOutdated) await this.rules.bringUpToDate(attempt.id, inForce, earlier(now, attempt.endsAt) ?? now);
    const current = isOutdated ? await this.submissions.hold(attempt.id) : held;
    const terms = current && (await this.submissions.gradingTerms(current));
    if (!terms) throw new QuizNotFoundError();
    return terms;
  }

  private async closed(
    caller: Caller,
    terms: GradingTerms,
    answers: readonly Answer[],
    end: { at: Date; reason: EndReason },
    now: Date,
    remarks: ReadonlyMap<string, Remark[]>,
  ): Promise<AttemptResponse> {
    const { submitted, answers: graded, grade } = await this.ends.close(terms, answers, end);
    const answered = answeredQuestions(terms.questions, graded);
    const receipt = this.receipts.ofSubmission(submitted.id, end.at, answered);
    const seen = { viewer: 'learner', now } as const;
    const response = toAttemptResponse(submitted, terms, answered, grade, receipt, seen);
    return withRemarks(await this.media.ofPaper(response, answered), remarks, caller);
  }

  /**
   * The result of an attempt that is over or paused. Throws GradedOtherwiseError if the responses differ from the
   * graded ones, and for whose attempt it is not, AttemptNotFoundError or NotYourAttemptError. Where time was up, and in a pause, they
   * cannot count, and are kept.
   */
  private async resultOf(
    caller: Caller,
    attemptId: string,
    sent: Responses,
  ): Promise<AttemptResponse | ConflictError> {
    const attempt = await this.attempts.find(attemptId);
    if (attempt.userId !== caller.userId) throw await this.attempts.refusalOf(caller, attemptId);
    const { endedAt, endReason, endsBecause } = attempt;
    if (endedAt === null) return this.refusedInPause(caller, attempt, sent);
    if (isInterrupted(attempt, this.clock.now())) {
      await this.keep(attempt, sent, endedAt);
      return new AnsweringEndedError(endedAt, endsBecause);
    }
    const { answers, response } = await this.attempts.look(caller, attempt);
    if (!wasHandedInInTime(attempt)) {
      await this.keep(attempt, sent, endedAt);
      return endReason === 'abandoned' ? new AttemptAbandonedError(endedAt) : response;
    }
    if (Object.keys(sent).length === 0) return response;
    // Those to questions that had been passed did not count the first time either.
    const { responses } = keptOrRefused(answers, sent);
    const counting = inTurn(onPaper(answers), responses, currentPosition(attempt, attempt));
    const differing = differingResponses(answers, counting);
    if (differing.length > 0) throw new GradedOtherwiseError(differing);
    return response;
  }

  private async refusedInPause(
    caller: Caller,
    attempt: AttemptRecord,
    sent: Responses,
  ): Promise<ConflictError> {
    const now = this.clock.now();
    const terms = await this.log.attemptTerms(caller, attempt.id);
    if (terms) requireLearner(caller, terms, now);
    if (Object.keys(sent).length > 0) await this.keep(attempt, sent, now);
    return refusalInPause({ isRest: isResting(attempt, now) });
  }

  /** Keeps responses that came when the attempt was over. */
  private async keep(attempt: AttemptRecord, sent: Responses, endedAt: Date): Promise<void> {
    const { id: attemptId } = attempt;
    const now = this.clock.now();
    if (Object.keys(sent).length === 0 || !isKept(endedAt, now)) return;
    await this.log.lock(attemptId);
    const paper = await this.log.paper(attemptId);
    const asked = paper.map(({ questionId, definition }) => ({ id: questionId, definition }));
    const { responses } = keptOrRefused(asked, sent);
    await this.files.holdAll(attempt, asked, responses);
    await this.repository.keepEntries(attemptId, uncounted(paper, responses, now));
  }
}

/** Neither in a pause nor in a rest; one whose time is up ends by it. */
function takesSubmission({ attempt, isOpen }: HeldAttempt, now: Date): boolean {
  return isOpen && !isPaused(attempt, now) && !isResting(attempt, now);
}

/** The end of an attempt whose time was up before its course was archived, where nobody has looked at it since. */
function endBeforeArchiving({ status, attempt, ...terms }: GradingTerms, now: Date): DueEnd | null {
  return status === 'archived' ? standingIn(attempt, terms, now).due : null;
}

/** The questions with their places. */
function onPaper(answers: readonly AnsweredQuestion[]): Parameters<typeof inTurn>[0] {
  return answers.map(({ id, closedAt }, index) => ({ questionId: id, position: index + 1, closedAt }));
}

/** The entries of the answers that came with the submission. */
function newEntries(answers: readonly Answer[], responses: Responses): NewEntry[] {
  return entriesOf(answers.filter(({ questionId }) => Object.hasOwn(responses, questionId)));
}

function withRemarks(
  attempt: AttemptResponse,
  remarks: ReadonlyMap<string, Remark[]>,
  learner: Caller,
): AttemptResponse {
  for (const question of attempt.questions) {
    const own = remarks.get(question.id);
    if (own) question.remarks = toAnswerRemarkResponses(own, learner);
  }
  return attempt;
}
