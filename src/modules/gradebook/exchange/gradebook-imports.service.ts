import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { InputSpool } from '../../../shared/operations/input-spool';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../shared/operations/operation.entity';
import { CourseAccess } from '../../courses';
import { GradesClosedError } from '../gradebook.errors';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { GRADEBOOK_IMPORT, type GradebookImportInput } from './gradebook-import-input';
import { GradebookImportRun } from './gradebook-import-run';
import type { SheetUpload } from './sheet-uploads';

/** Starts and runs imports of scores as operations: one at a time for a course. */
@Injectable()
export class GradebookImportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly runner: OperationRunner,
    private readonly importRun: GradebookImportRun,
    private readonly closings: GradeClosingsRepository,
    private readonly access: CourseAccess,
    private readonly spool: InputSpool,
  ) {}

  onModuleInit(): void {
    this.runner.register(GRADEBOOK_IMPORT, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return `gi:${(input as GradebookImportInput).courseId}`;
  }

  /** The present day in the course. Throws GradesClosedError. */
  async mayImport(caller: Caller, courseId: string): Promise<string> {
    const { today } = await this.access.course(caller, courseId, 'grades.record');
    if (await this.closings.present({ courseId, periodId: null })) throw new GradesClosedError();
    return today;
  }

  /** Starts the import of an upload. If that fails, the caller removes the upload. Throws OperationRunningError. */
  async start(
    upload: SheetUpload & Pick<GradebookImportInput, 'courseId' | 'requestedBy' | 'today'>,
  ): Promise<Operation> {
    const { operationId, bytes, sha256, name, dryRun, confirmed, encoding } = upload;
    const { courseId, requestedBy, today, overwrite, overrideQuizzes } = upload;
    const file = { bytes, sha256, ...(encoding && { encoding }) };
    const input: GradebookImportInput = { courseId, ...file, overwrite, overrideQuizzes, requestedBy, today };
    const what = { kind: GRADEBOOK_IMPORT, subject: name, requestedBy, input };
    return this.runner.start(
      { ...what, isDryRun: dryRun, isConfirmed: confirmed },
      { operationId, bytes, sha256 },
    );
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as GradebookImportInput;
    const file = await this.spool.open(task.operation.id, input);
    try {
      return await this.importRun.run(task, input, await readFile(file.path));
    } finally {
      await file.close();
    }
  }
}
