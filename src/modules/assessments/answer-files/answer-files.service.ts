import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { FieldError } from '../../../shared/errors/domain-error';
import { OnEvent } from '../../../shared/events/domain-events';
import { CourseAccess, CourseDeleted } from '../../courses';
import { type FileOwner, FileOwners, type FileResponse, FilesFacade } from '../../files';
import { InvalidResponseError } from '../assessments.errors';
import type { AttemptRecord } from '../attempts/attempt-records';
import type { QuestionDefinition } from '../question-types/registry';
import { filesOfResponse, responseFileFaults } from '../question-types/responses';
import { AnswerFilesRepository } from './answer-files.repository';

/** An answer as it is sent, or kept. */
export interface AnswerWithFiles {
  questionId: string;
  /** Undefined for a question that is not asked. */
  definition: QuestionDefinition | undefined;
  response: unknown;
  /** Where the request has it. */
  field?: string;
}

/** The files that learners hand in as answers. Answers that name none, which most are, cost nothing here. */
@Injectable()
export class AnswerFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: AnswerFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * What is wrong with each of the answers for the files that it names. To be called in the transaction that writes them: none of the
   * files can be removed until it ends. Two statements for all of them.
   */
  async faultsOf(userId: string, answers: readonly AnswerWithFiles[]): Promise<FieldError[][]> {
    const named = namedIn(answers);
    if (named.length === 0) return answers.map(() => []);
    const own = await this.files.lockOwn(userId, 'answer', [...new Set(named.map(({ fileId }) => fileId))]);
    return answers.map(({ definition, response, field }) =>
      definition && namesFiles(definition, response)
        ? responseFileFaults(definition, response, own, field)
        : [],
    );
  }

  /** To be called in the transaction that writes the answers, none of which has faults, when their attempt is there. */
  async hold(attemptId: string, answers: readonly AnswerWithFiles[]): Promise<void> {
    await this.references.insert(namedIn(answers).map((named) => ({ attemptId, ...named })));
  }

  /**
   * As `faultsOf` and `hold`, for the responses of one request by question id.
   *
   * @throws InvalidResponseError, and holds nothing then
   */
  async holdAll(
    { id, userId }: Pick<AttemptRecord, 'id' | 'userId'>,
    questions: readonly { id: string; definition: QuestionDefinition }[],
    responses: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const answers = questions.flatMap(({ id: questionId, definition }) =>
      Object.hasOwn(responses, questionId)
        ? [{ questionId, definition, response: responses[questionId], field: `answers.${questionId}` }]
        : [],
    );
    const faults = (await this.faultsOf(userId, answers)).flat();
    if (faults.length > 0) throw new InvalidResponseError(faults);
    await this.hold(id, answers);
  }

  /** With links, those of the files that these answers of the attempt name. Two statements, and none where they name none. */
  async describe(attemptId: string, answers: readonly AnswerWithFiles[]): Promise<FileResponse[]> {
    const named = new Set(namedIn(answers).map(({ fileId }) => fileId));
    if (named.size === 0) return [];
    const held = await this.references.ofAttempt(attemptId);
    return this.files.describe(held.filter((fileId) => named.has(fileId)));
  }

  /** Those that the caller may read as staff of the course in which they were handed in. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const places = await this.references.places(fileIds);
    if (places.length === 0) return [];
    const may = await this.access.inCourses(caller);
    return places.filter((place) => may('attempts.read', place)).map(({ fileId }) => fileId);
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }

  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    await this.files.release(await this.references.filesOfCourse(courseId));
  }
}

/** Whether saving an answer begins to hold files. */
export function namesFiles(definition: QuestionDefinition, response: unknown): boolean {
  return filesOfResponse(definition, response).length > 0;
}

function namedIn(answers: readonly AnswerWithFiles[]): { questionId: string; fileId: string }[] {
  return answers.flatMap(({ questionId, definition, response }) =>
    definition ? filesOfResponse(definition, response).map((fileId) => ({ questionId, fileId })) : [],
  );
}
