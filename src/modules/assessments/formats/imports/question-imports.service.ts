import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { InputSpool } from '../../../../shared/operations/input-spool';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../../shared/operations/operation.entity';
import { CourseAccess } from '../../../courses';
import { QUESTION_IMPORT, type QuestionImportInput } from './import-input';
import { QuestionImport } from './question-import';
import type { QuestionUpload } from './question-uploads';

/** Starts and runs imports of questions as operations: one at a time in a course, and in a process. */
@Injectable()
export class QuestionImportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;
  private before: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runner: OperationRunner,
    private readonly questionImport: QuestionImport,
    private readonly access: CourseAccess,
    private readonly spool: InputSpool,
  ) {}

  onModuleInit(): void {
    this.runner.register(QUESTION_IMPORT, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return `qi:${(input as QuestionImportInput).courseId}`;
  }

  /** Throws what CourseAccess.course throws. */
  async mayImport(caller: Caller, courseId: string): Promise<void> {
    await this.access.course(caller, courseId, 'quizzes.change');
  }

  /** Starts the import of an upload. If that fails, the caller removes the upload. Throws OperationRunningError. */
  async start(courseId: string, upload: QuestionUpload & { requestedBy: string }): Promise<Operation> {
    const { operationId, bytes, sha256, name, requestedBy, dryRun, confirmed, format, encoding } = upload;
    const input: QuestionImportInput = { courseId, format, bytes, sha256, ...(encoding && { encoding }) };
    const what = { kind: QUESTION_IMPORT, subject: name, requestedBy, input };
    return this.runner.start(
      { ...what, isDryRun: dryRun, isConfirmed: confirmed },
      { operationId, bytes, sha256 },
    );
  }

  /** One after another, since each keeps its text in memory. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    const turn = this.before.then(() => this.runAlone(task));
    this.before = turn.catch(() => undefined);
    return turn;
  }

  private async runAlone(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as QuestionImportInput;
    const file = await this.spool.open(task.operation.id, input);
    try {
      return await this.questionImport.run(task, input, await readFile(file.path));
    } finally {
      await file.close();
    }
  }
}
