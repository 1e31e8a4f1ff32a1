import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { dayIn } from '../../../shared/time/zoned-time';
import { actingRole, requireGranted, strongestActive } from '../../courses';
import {
  AttemptInProgressError,
  AttemptNotFoundError,
  AttemptSubmittedError,
  GradedOtherwiseError,
  InvalidResponseError,
  QuestionNotFoundError,
  QuizHasNoQuestionsError,
  QuizNotFoundError,
} from '../assessments.errors';
import { AttemptSubmitted } from '../assessments.events';
import { gradeScore, passes } from '../grading/grading-policy';
import { responseFaultsOf } from '../question-types/responses';
import {
  answeredQuestions,
  differingResponses,
  gradedAnswers,
  nextAttempt,
  responseFaults,
  type Responses,
  withResponses,
} from './attempt-answers';
import type { Answer, AskedQuestion, AttemptRecord, ResultTerms } from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { AttemptsService } from './attempts.service';
import {
  type AttemptResponse,
  type SavedAnswerResponse,
  toAnswerRemarkResponses,
  toAttemptResponse,
} from './dto/attempt.response';
import { keptResponse, type Remark } from './kept-response';
import { type LearnerTerms, SubmissionsRepository } from './submissions.repository';

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

/** Saving answers, and submitting attempts, which grades them at once. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly submissions: SubmissionsRepository,
    private readonly repository: AttemptsRepository,
    private readonly attempts: AttemptsService,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Saves the answer to one question; null takes it back. It is durable when this returns. */
  async save(
    caller: Caller,
    attemptId: string,
    questionId: string,
    sent: unknown,
  ): Promise<SavedAnswerResponse> {
    const terms = await this.submissions.savingTerms(attemptId, questionId, caller.userId);
    if (!terms) throw await this.attempts.refusalOf(caller, attemptId);
    if (!terms.definition) throw new QuestionNotFoundError();
    this.requireLearner(caller, terms);
    const { response, remarks } = keptResponse(sent);
    const faults = responseFaultsOf(terms.definition, response);
    if (faults.length > 0) throw new InvalidResponseError(faults);
    const savedAt = notBefore(this.clock.now(), terms.startedAt, terms.savedAt);
    const isSaved = await this.submissions.save(attemptId, questionId, response, savedAt);
    // A later answer was saved at the same moment. That counts as saved and then replaced.
    if (!isSaved && !(await this.submissions.isOpen(attemptId, questionId)))
      throw new AttemptSubmittedError();
    return {
      questionId,
      response,
      savedAt,
      ...(remarks.length > 0 ? { remarks: toAnswerRemarkResponses(remarks, caller) } : {}),
    };
  }

  /**
   * Ends an attempt and grades it, with these last responses in place of saved ones. Once only: a further or
   * parallel submission gets the result of the first. Throws GradedOtherwiseError if the responses of a further submission
   * differ from the graded ones.
   */
  async submit(caller: Caller, attemptId: string, sent: Responses): Promise<AttemptResponse> {
    return this.transactions.run(async () => {
      const locked = await this.submissions.lock(attemptId, caller.userId);
      if (!locked) throw await this.attempts.refusalOf(caller, attemptId);
      const { attempt, answers } = locked;
      const { responses, remarks } = keptResponses(sent);
      if (attempt.submittedAt !== null) return this.resultOf(caller, attemptId, responses);
      const terms = await this.submissions.gradingTerms(attempt);
      if (!terms) throw new QuizNotFoundError();
      this.requireLearner(caller, terms);
      const { questions } = terms;
      refuseFaulty(questions, responses);
      const now = notBefore(this.clock.now(), attempt.startedAt, ...answers.map(({ savedAt }) => savedAt));
      const graded = gradedAnswers(questions, withResponses(answers, responses, now));
      const submitted = { ...attempt, submittedAt: now, score: graded.score };
      await this.repository.storeAnswers(attemptId, graded.answers);
      await this.submissions.close(attemptId, submitted.score, now);
      const grade = await this.tell(submitted, terms);
      const answered = answeredQuestions(questions, graded.answers);
      return withRemarks(toAttemptResponse(submitted, terms, answered, grade, 'learner'), remarks, caller);
    });
  }

  /** The result of a submitted attempt. Throws GradedOtherwiseError if the responses differ from the graded ones. */
  private async resultOf(caller: Caller, attemptId: string, responses: Responses): Promise<AttemptResponse> {
    const result = await this.attempts.read(caller, attemptId);
    if (Object.keys(responses).length === 0) return result;
    const graded = await this.repository.answers(attemptId);
    refuseFaulty(graded, responses);
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
      refuseFaulty(terms.questions, responses);
      const { attempt, seed, answers: blank } = nextAttempt(activityId, userId, terms, startedAt);
      const answers = withResponses(blank, responses, submittedAt ?? startedAt).map((answer) => ({
        ...answer,
        savedAt: savedAt[answer.questionId] ?? answer.savedAt,
      }));
      if (submittedAt === null) {
        await this.add(attempt, seed, answers);
      } else {
        const graded = gradedAnswers(terms.questions, answers);
        const submitted = { ...attempt, submittedAt, score: graded.score };
        await this.add(submitted, seed, graded.answers);
        await this.tell(submitted, terms);
      }
      return attempt.id;
    });
  }

  private async add(attempt: AttemptRecord, seed: number, answers: Answer[]): Promise<void> {
    if (!(await this.repository.insert(attempt, seed))) throw new AttemptInProgressError();
    await this.repository.storeAnswers(attempt.id, answers);
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

  /** As CourseAccess decides it, by what was read along with the attempt, which spares a query. */
  private requireLearner(caller: Caller, { status, timeZone, enrollments }: LearnerTerms): void {
    const enrolledAs = strongestActive(enrollments, dayIn(this.clock.now(), timeZone));
    const role = actingRole(caller.role, enrolledAs);
    requireGranted(may(caller, 'attempts.take', { status, role }), () => new AttemptNotFoundError());
  }
}

function keptResponses(sent: Responses): { responses: Responses; remarks: Map<string, Remark[]> } {
  const kept = Object.entries(sent).map(([id, response]) => ({ id, ...keptResponse(response) }));
  return {
    responses: Object.fromEntries(kept.map(({ id, response }) => [id, response])),
    remarks: new Map(
      kept.filter(({ remarks }) => remarks.length > 0).map(({ id, remarks }) => [id, remarks]),
    ),
  };
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

function refuseFaulty(questions: AskedQuestion[], responses: Responses): void {
  const faults = responseFaults(questions, responses);
  if (faults.length > 0) throw new InvalidResponseError(faults);
}
