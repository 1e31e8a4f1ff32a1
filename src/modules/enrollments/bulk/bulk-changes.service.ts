import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { InputSpool } from '../../../shared/operations/input-spool';
import type { ReceivedInput } from '../../../shared/operations/operation-inputs';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../shared/operations/operation.entity';
import { OperationNotFoundError } from '../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import type { TextEncoding } from '../../../shared/text/encodings';
import { CourseAccess } from '../../courses';
import { BulkChangeRun } from './bulk-change-run';
import { type BulkInput, ENROLLMENT_CHANGES, exclusiveKeyOf } from './bulk-input';
import { BulkRowsRepository } from './bulk-rows.repository';
import type { SheetFormat } from './bulk-sheet';
import type { BulkOptions } from './bulk-uploads';
import {
  type EnrollmentChangeRowResponse,
  type EnrollmentChangeRowsQuery,
  toEnrollmentChangeRowResponse,
} from './dto/bulk-change.response';

/** A stored input, how it is to be read, and what is to be done with it. */
export interface NewBulkChange extends ReceivedInput, BulkOptions {
  courseId: string;
  format: SheetFormat;
  encoding?: TextEncoding;
  /** What the operation is called, such as the name of the file. */
  subject: string;
}

/** Starts, runs and shows changes of many enrollments, groups and tags of a course, as operations. */
@Injectable()
export class BulkChangesService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly changeRun: BulkChangeRun,
    private readonly results: BulkRowsRepository,
    private readonly access: CourseAccess,
    private readonly spool: InputSpool,
  ) {}

  onModuleInit(): void {
    this.runner.register(ENROLLMENT_CHANGES, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return exclusiveKeyOf(input as BulkInput);
  }

  /** Throws what CourseAccess.course throws. */
  async mayChange(caller: Caller, courseId: string): Promise<void> {
    await this.access.course(caller, courseId, 'roster.change');
  }

  /** If that fails, the caller removes the input. Throws OperationRunningError. */
  async start(caller: Caller, change: NewBulkChange): Promise<Operation> {
    const { operationId, bytes, sha256, courseId, format, encoding, subject } = change;
    const { dryRun, exceedsCapacity, reason } = change;
    const input: BulkInput = {
      ...{ courseId, format, bytes, sha256, requestedBy: caller.userId, role: caller.role },
      ...{ exceedsCapacity, ...(reason !== undefined && { reason }), ...(encoding && { encoding }) },
    };
    return this.runner.start(
      {
        ...{ kind: ENROLLMENT_CHANGES, subject, requestedBy: caller.userId, input },
        ...{ isDryRun: dryRun, isConfirmed: false },
      },
      { operationId, bytes, sha256 },
    );
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as BulkInput;
    const file = await this.spool.open(task.operation.id, input);
    try {
      return await this.changeRun.run(task, input, file.path);
    } finally {
      await file.close();
    }
  }

  /** What became of the rows of a change. For staff of the course, whoever started it. */
  async rows(
    caller: Caller,
    operationId: string,
    query: EnrollmentChangeRowsQuery,
  ): Promise<Page<EnrollmentChangeRowResponse>> {
    const operation = await this.operations.find(operationId);
    if (operation?.kind !== ENROLLMENT_CHANGES) throw new OperationNotFoundError();
    const { courseId } = operation.input as BulkInput;
    await this.access.course(caller, courseId, 'roster.read', () => new OperationNotFoundError());
    const { limit, cursor, outcome } = query;
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]);
    const found = await this.results.page(operationId, outcome, {
      ...{ after: Number.isSafeInteger(after) ? after : 0, limit },
    });
    const page = toPage(found, limit, ({ number }) => [number], toEnrollmentChangeRowResponse);
    return withTotal(page, query, (most) => this.results.count(operationId, outcome, most));
  }
}
