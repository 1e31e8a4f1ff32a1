import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { InputSpool } from '../../../shared/operations/input-spool';
import type { LoggedChange } from '../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../shared/operations/operation-reversals.service';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../shared/operations/operation.entity';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../shared/operations/reversal';
import { CourseAccess } from '../../courses';
import { MarkReversal } from '../marks/mark-reversal';
import { MarkImportRun, PORTION } from './mark-import-run';
import { MARK_IMPORT, type MarkImportInput } from './mark-import-input';
import type { MarkUpload } from './mark-uploads';

/** Starts, runs and takes back imports of marks as operations: one at a time for a quiz. */
@Injectable()
export class MarkImportsService implements OperationHandler, Reverter, OnModuleInit {
  readonly isExclusive = false;
  readonly permission = 'marks.reverse';
  readonly exclusiveWith = null;

  constructor(
    private readonly runner: OperationRunner,
    private readonly reversals: OperationReversals,
    private readonly importRun: MarkImportRun,
    private readonly marks: MarkReversal,
    private readonly access: CourseAccess,
    private readonly spool: InputSpool,
  ) {}

  get changesAtOnce(): number {
    return PORTION.scripts;
  }

  onModuleInit(): void {
    this.runner.register(MARK_IMPORT, this);
    this.reversals.register(MARK_IMPORT, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return this.exclusiveKeyFor(input);
  }

  exclusiveKeyFor(input: object): string {
    return `mi:${(input as MarkImportInput).activityId}`;
  }

  /** The course of the quiz. */
  async mayImport(caller: Caller, activityId: string): Promise<string> {
    return (await this.access.activity(caller, activityId, 'marks.give')).courseId;
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as MarkImportInput).courseId, 'marks.give');
  }

  /** Starts the import of an upload. If that fails, the caller removes the upload. Throws OperationRunningError. */
  async start(
    upload: MarkUpload & Pick<MarkImportInput, 'courseId' | 'activityId'> & { requestedBy: string },
  ): Promise<Operation> {
    const { operationId, bytes, sha256, name, requestedBy, dryRun, confirmed, encoding, overwrite } = upload;
    const { courseId, activityId } = upload;
    const file = { bytes, sha256, ...(encoding && { encoding }) };
    const input: MarkImportInput = { courseId, activityId, ...file, overwrite, requestedBy };
    const what = { kind: MARK_IMPORT, subject: name, requestedBy, input };
    return this.runner.start(
      { ...what, isDryRun: dryRun, isConfirmed: confirmed },
      { operationId, bytes, sha256 },
    );
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as MarkImportInput;
    const file = await this.spool.open(task.operation.id, input);
    try {
      return await this.importRun.run(task, input, await readFile(file.path));
    } finally {
      await file.close();
    }
  }

  reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    return this.marks.reverse(changes, facts, ({ part }) => {
      throw new Error(`Imports of marks change no ${part}.`);
    });
  }
}
