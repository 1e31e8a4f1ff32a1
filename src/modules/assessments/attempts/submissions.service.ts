import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import {
  AttemptInProgressError,
  GradedOtherwiseError,
  InvalidResponseError,
  QuizHasNoQuestionsError,
  QuizNotFoundError,
} from '../assessments.errors';
import { AttemptSubmitted } from '../assessments.events';
import { gradeScore, passes } from '../grading/grading-policy';
import type { NewEntry } from './answer-log.repository';
import {
  answeredQuestions,
  differingResponses,
  gradedAnswers,
  type KeptResponses,
  keptResponses,
  nextAttempt,
  type Responses,
  withResponses,
} from './attempt-answers';
import type { Answer, AttemptRecord, ResultTerms } from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { AttemptsService } from './attempts.service';
import { type AttemptResponse, toAnswerRemarkResponses, toAttemptResponse } from './dto/attempt.response';
import type { Remark } from './kept-response';
import { requireLearner } from './learner-terms';
import type { PaperQuestion } from './paper';
import type { AskedQuestion } from './paper-records';
import { Receipts } from './receipts';
import { SubmissionsRepository } from './submissions.repository';

/** An attempt that was made already, for commands that fill a school. */
export interface PastAttempt {
  activityId: string;
  userId: string;
  startedAt: Date;
  /** Null: the attempt is still open, and the learner can continue it. */
  submittedAt: Date | null;
  /** By question id. */
  responses: Responses;
  /** When a response was saved, by question id. The default is the instant of the submission, or of the start for an open attempt. */
  savedAt?: Readonly<Record<string, Date>>;
}

type SubmittedRecord = AttemptRecord & { submittedAt: Date; score: string };

/** Submitting attempts, which grades them at once. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly submissions: SubmissionsRepository,
    private readonly repository: AttemptsRepository,
    private readonly attempts: AttemptsService,
    private readonly receipts: Receipts,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends an attempt and grades it, with these last responses in place of saved ones. Once only: a further or
   * parallel submission gets the result of the first. Throws GradedOtherwiseError if the responses of a further submission
   * differ from the graded ones.
   */
  async submit(caller: Caller, attemptId: string, sent: Responses): Promise<AttemptResponse> {
    return this.transactions.run(async () => {
      if (!(await this.submissions.claim(attemptId, caller.userId)))
        return this.resultOf(caller, attemptId, sent);
      const terms = await this.submissions.gradingTerms(attemptId, caller.userId);
      if (!terms) throw new QuizNotFoundError();
      const { attempt, questions, answers } = terms;
      requireLearner(caller, terms, this.clock.now());
      const { responses, remarks } = keptOrRefused(questions, sent);
      const now = notBefore(this.clock.now(), attempt.startedAt, ...answers.map(({ savedAt }) => savedAt));
      const graded = gradedAnswers(questions, withResponses(answers, responses, now));
      const submitted = { ...attempt, submittedAt: now, score: graded.score };
      await this.repository.insertEntries(attemptId, newEntries(graded.answers, responses));
      await this.submissions.close(attemptId, graded.answers, submitted.score, now);
      const grade = await this.tell(submitted, terms);
      const answered = answeredQuestions(questions, graded.answers);
      const receipt = this.receipts.ofSubmission(attemptId, now, answered);
      const seen = { viewer: 'learner', now } as const;
      return withRemarks(
        toAttemptResponse(submitted, terms, answered, grade, receipt, seen),
        remarks,
        caller,
      );
    });
  }

  /**
   * The result of an attempt that has been submitted before. Throws GradedOtherwiseError if the responses differ from the
   * graded ones, and for whose attempt it is not, AttemptNotFoundError or NotYourAttemptError.
   */
  private async resultOf(caller: Caller, attemptId: string, sent: Responses): Promise<AttemptResponse> {
    if ((await this.attempts.find(attemptId)).userId !== caller.userId)
      throw await this.attempts.refusalOf(caller, attemptId);
    const result = await this.attempts.read(caller, attemptId);
    if (Object.keys(sent).length === 0) return result;
    const graded = await this.repository.answers(attemptId);
    const { responses } = keptOrRefused(graded, sent);
    const differing = differingResponses(graded, responses);
    if (differing.length > 0) throw new GradedOtherwiseError(differing);
    return result;
  }

  /**
   * Stores an attempt of the past: graded and published like any other, but with its own instants, and without checking
   * whether the learner could have made it. Returns its id.
   *
   * Throws QuizNotFoundError, QuizHasNoQuestionsError, InvalidResponseError, and AttemptInProgressError where the
   * learner has an open attempt and this one would be open too.
   */
  async record({
    activityId,
    userId,
    startedAt,
    submittedAt,
    responses,
    savedAt = {},
  }: PastAttempt): Promise<string> {
    return this.transactions.run(async () => {
      const terms = await this.repository.startingTerms(activityId, userId);
      if (!terms) throw new QuizNotFoundError();
      if (terms.questions.length === 0) throw new QuizHasNoQuestionsError();
      const kept = keptOrRefused(terms.questions, responses).responses;
      const { attempt, seed, paper, answers: blank } = nextAttempt(activityId, userId, terms, startedAt);
      const answers = withResponses(blank, kept, submittedAt ?? startedAt).map((answer) => ({
        ...answer,
        savedAt: savedAt[answer.questionId] ?? answer.savedAt,
      }));
      if (submittedAt === null) {
        await this.add(attempt, seed, paper, answers);
      } else {
        const graded = gradedAnswers(terms.questions, answers);
        const submitted = { ...attempt, submittedAt, score: graded.score };
        await this.add(submitted, seed, paper, graded.answers);
        await this.submissions.noteGrading(attempt.id);
        await this.tell(submitted, terms);
      }
      return attempt.id;
    });
  }

  private async add(
    attempt: AttemptRecord,
    seed: number,
    paper: PaperQuestion[],
    answers: Answer[],
  ): Promise<void> {
    if (!(await this.repository.insert(attempt, seed))) throw new AttemptInProgressError();
    await this.repository.insertPaper(attempt.id, paper, answers);
    await this.repository.insertEntries(attempt.id, entriesOf(answers));
  }

  /** Computes the learner's grade after a submission, publishes it, and returns it. */
  private async tell(attempt: SubmittedRecord, terms: ResultTerms): Promise<string> {
    const { id, activityId, courseId, userId, number, score, maxScore, submittedAt } = attempt;
    // Most attempts are a learner's first, for which no other score is needed.
    const scores =
      number === 1 ? [{ number, score, maxScore }] : await this.repository.scores(activityId, userId);
    const grade = gradeScore(terms.grading, scores, maxScore);
    await this.events.publish(
      new AttemptSubmitted({
        attemptId: id,
        activityId,
        courseId,
        userId,
        score,
        maxScore,
        gradeScore: grade,
        passed: passes(score, maxScore, terms.passPercentage),
        submittedAt,
      }),
    );
    return grade;
  }
}

function keptOrRefused(questions: readonly AskedQuestion[], sent: Responses): KeptResponses {
  const kept = keptResponses(questions, sent);
  if (kept.faults.length > 0) throw new InvalidResponseError(kept.faults);
  return kept;
}

/** The entries of the answers that came with the submission. */
function newEntries(answers: readonly Answer[], responses: Responses): NewEntry[] {
  return entriesOf(answers.filter(({ questionId }) => Object.hasOwn(responses, questionId)));
}

function entriesOf(answers: readonly Answer[]): NewEntry[] {
  return answers.flatMap(({ questionId, response, sequence, savedAt }) =>
    sequence === null || savedAt === null
      ? []
      : [
          {
            ...{ questionId, response, sequence, savedAt, standing: 'on_time' },
            idempotencyKey: null,
            writtenAt: null,
          },
        ],
  );
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
