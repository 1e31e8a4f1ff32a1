import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import { CourseAccess } from '../../courses';
import {
  InvalidQuestionError,
  QuestionNotFoundError,
  QuestionOrderMismatchError,
  QuizHasAttemptsError,
  QuizNotFoundError,
  TooManyQuestionsError,
} from '../assessments.errors';
import { QuizPointsChanged } from '../assessments.events';
import { readDefinition } from '../question-types/definitions';
import type { QuestionType } from '../question-types/registry';
import { type QuizRecord, QuizzesRepository } from '../quizzes/quizzes.repository';
import type { CreateQuestionDto, UpdateQuestionDto } from './dto/question.dto';
import {
  type QuestionListResponse,
  type QuestionResponse,
  toQuestionResponse,
} from './dto/question.response';
import { MOST_QUESTIONS } from './most-questions';
import { type QuestionContent, type QuestionRecord, QuestionsRepository } from './questions.repository';

/** A question as an author sends it. */
export interface NewQuestion {
  type: QuestionType;
  /** Markdown. */
  prompt: string;
  /** Above 0, at most 9999, with at most 4 decimals. */
  points: string;
  /** See `QuestionDefinition`; its type may be left out. */
  definition: object;
  /** Markdown. */
  feedback?: string | null;
}

/**
 * The authors' side of a quiz. Whatever changes questions locks the quiz first: starting an attempt shares that
 * lock, so that a question cannot change once an attempt asks it.
 */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, activityId: string): Promise<QuestionListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.read_key');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const questions = await this.questions.ofQuiz(activityId);
    return { data: questions.map(toQuestionResponse), frozen: await this.quizzes.hasAttempts(activityId) };
  }

  async create(caller: Caller, activityId: string, question: CreateQuestionDto): Promise<QuestionResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    const [created] = await this.add(activityId, [question]);
    return toQuestionResponse(created as QuestionRecord);
  }

  /** Adds questions at the end of a quiz, without asking who does. Nothing is added when one of them is invalid. */
  async add(activityId: string, questions: NewQuestion[]): Promise<QuestionRecord[]> {
    const contents = questions.map(contentOf);
    return this.transactions.run(async () => {
      const quiz = await this.lockUnattempted(activityId);
      if (quiz.questionCount + contents.length > MOST_QUESTIONS)
        throw new TooManyQuestionsError(MOST_QUESTIONS);
      const records = contents.map((content) => ({ ...content, id: newId(), activityId, version: 1 }));
      await this.questions.append(activityId, records, this.clock.now());
      await this.updatePoints(quiz);
      return records;
    });
  }

  async change(
    caller: Caller,
    questionId: string,
    changes: UpdateQuestionDto,
    version?: ExpectedVersion,
  ): Promise<QuestionResponse> {
    const { activityId } = await this.findFor(caller, questionId);
    return this.transactions.run(async () => {
      const quiz = await this.lock(activityId);
      const before = await this.questions.find(questionId);
      if (!before) throw new QuestionNotFoundError();
      if (isStale(version, before.version)) throw new StaleVersionError('question');
      if (isEmptyChange(changes)) return toQuestionResponse(before);
      const after = contentOf({ ...before, ...withoutMissing(changes) });
      if (changesGrading(before, after) && (await this.quizzes.hasAttempts(activityId)))
        throw new QuizHasAttemptsError('questions');
      await this.questions.update(questionId, after, this.clock.now());
      if (before.points !== after.points) await this.updatePoints(quiz);
      return toQuestionResponse({ ...before, ...after, version: before.version + 1 });
    });
  }

  async remove(caller: Caller, questionId: string, version?: ExpectedVersion): Promise<void> {
    const { activityId } = await this.findFor(caller, questionId);
    await this.transactions.run(async () => {
      const quiz = await this.lockUnattempted(activityId);
      const question = await this.questions.find(questionId);
      if (!question) throw new QuestionNotFoundError();
      if (isStale(version, question.version)) throw new StaleVersionError('question');
      await this.questions.delete(questionId);
      await this.updatePoints(quiz);
    });
  }

  /** `version`: of the quiz, which the order is a part of. */
  async reorder(
    caller: Caller,
    activityId: string,
    questionIds: string[],
    version?: ExpectedVersion,
  ): Promise<QuestionListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    return this.transactions.run(async () => {
      const quiz = await this.lockUnattempted(activityId);
      if (isStale(version, quiz.version)) throw new StaleVersionError('quiz');
      const byId = new Map(
        (await this.questions.ofQuiz(activityId)).map((question) => [question.id, question]),
      );
      const ordered = questionIds.flatMap((id) => byId.get(id) ?? []);
      if (new Set(ordered).size !== byId.size || questionIds.length !== byId.size)
        throw new QuestionOrderMismatchError();
      const ids = ordered.map(({ id }) => id);
      if (ids.length > 0) await this.questions.reorder(activityId, ids);
      await this.quizzes.touch(activityId, this.clock.now());
      return { data: ordered.map(toQuestionResponse), frozen: false };
    });
  }

  /** A question that the author may change. QuestionNotFoundError for a caller who may not see its course. */
  private async findFor(caller: Caller, questionId: string): Promise<QuestionRecord> {
    const question = await this.questions.find(questionId);
    if (!question) throw new QuestionNotFoundError();
    const { activityId } = question;
    await this.access.activity(caller, activityId, 'quizzes.change', () => new QuestionNotFoundError());
    return question;
  }

  private async lock(activityId: string): Promise<QuizRecord> {
    const quiz = await this.quizzes.lock(activityId);
    if (!quiz) throw new QuizNotFoundError();
    return quiz;
  }

  private async lockUnattempted(activityId: string): Promise<QuizRecord> {
    const quiz = await this.lock(activityId);
    if (await this.quizzes.hasAttempts(activityId)) throw new QuizHasAttemptsError('questions');
    return quiz;
  }

  private async updatePoints({ activityId, pointsPossible }: QuizRecord): Promise<void> {
    const total = await this.questions.totalPoints(activityId);
    await this.quizzes.updatePoints(activityId, total, this.clock.now());
    if (total !== pointsPossible) await this.events.publish(new QuizPointsChanged(activityId, total));
  }
}

function contentOf({ type, prompt, points, definition, feedback }: NewQuestion): QuestionContent {
  const read = readDefinition(type, definition);
  if (!read.definition) throw new InvalidQuestionError(read.faults);
  const comment = feedback === undefined || feedback === '' ? null : feedback;
  return {
    type,
    prompt,
    promptHtml: renderMarkdown(prompt),
    points: plainDecimal(points),
    definition: read.definition,
    feedback: comment,
    feedbackHtml: comment === null ? null : renderMarkdown(comment),
  };
}

function changesGrading(before: QuestionContent, after: QuestionContent): boolean {
  return before.points !== after.points || !isDeepStrictEqual(before.definition, after.definition);
}

function withoutMissing<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
