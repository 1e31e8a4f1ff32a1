import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { may } from '../../../../shared/auth/permissions';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { OperationInputs } from '../../../../shared/operations/operation-inputs';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { Operation } from '../../../../shared/operations/operation.entity';
import { OperationNotFoundError } from '../../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../../shared/operations/operations.repository';
import { inEnglish } from '../../../../shared/sentences/say';
import { FilesFacade } from '../../../files';
import { CourseAccess } from '../../access/course-access';
import { CourseExportGoneError, CourseExportNotReadyError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { toSummary } from '../copies/copy-run';
import { CourseCarrier } from '../course-carrier';
import type { CoursePackage } from '../course-package';
import { COURSE_PART, type CourseDocument } from '../parts/course.part';
import { zipped } from './package-writer';

export const COURSE_EXPORT = 'course_export';
const KEPT_MILLISECONDS = 7 * 86_400_000;

interface ExportInput {
  courseId: string;
}

/** Writes courses into files: operations, whose file can be fetched for a week. */
@Injectable()
export class CourseExportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly carrier: CourseCarrier,
    private readonly files: FilesFacade,
    private readonly access: CourseAccess,
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly inputs: OperationInputs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(COURSE_EXPORT, this);
  }

  /** Throws what CourseAccess.course throws. */
  async start(caller: Caller, courseId: string): Promise<Operation> {
    await this.access.course(caller, courseId, 'course.copy');
    const input: ExportInput = { courseId };
    const what = { kind: COURSE_EXPORT, subject: 'course.zip', requestedBy: caller.userId, input };
    return this.runner.start({ ...what, isDryRun: false, isConfirmed: false });
  }

  /** An attempt after a crash writes the file anew: nothing in the store changes until it is complete. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    // The one before has noted the file, and was stopped before it could end.
    if (task.operation.checkpoint) {
      task.summary = task.operation.summary ?? [];
      return 'done';
    }
    const { courseId } = task.operation.input as ExportInput;
    await task.report({ phase: inEnglish(sentences.writing()), done: 0, total: 1 });
    const course = await this.carrier.collect(courseId);
    const resultId = newId();
    const stored = await this.inputs.store(resultId, this.zip(course, task.operation.createdAt));
    try {
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.writing()), done: 0, total: 1 });
        task.summary = toSummary(this.carrier.counts(course));
        await task.save({ done: 1, total: 1, summary: task.summary, checkpoint: {} });
        const until = new Date(this.clock.now().getTime() + KEPT_MILLISECONDS);
        await this.inputs.keep(task.operation.id, { resultId, ...stored }, until);
      });
    } catch (error) {
      await this.inputs.remove(resultId);
      throw error;
    }
    return 'done';
  }

  /**
   * The file that the operation has made. For whoever asked for it and is staff of the course still, and for administrators.
   *
   * @throws OperationNotFoundError, CourseExportNotReadyError, CourseExportGoneError
   */
  async open(caller: Caller, operationId: string): Promise<AsyncIterable<Buffer>> {
    const operation = await this.operations.find(operationId);
    const isTheirs = operation?.requestedBy === caller.userId || may(caller, 'operations.see_all').granted;
    if (operation?.kind !== COURSE_EXPORT || !isTheirs) throw new OperationNotFoundError();
    const { courseId } = operation.input as ExportInput;
    await this.access.course(caller, courseId, 'course.copy');
    if (operation.status !== 'succeeded') throw new CourseExportNotReadyError();
    const resultId = await this.inputs.resultOf(operationId);
    if (resultId === undefined) throw new CourseExportGoneError();
    const pieces = this.inputs.read(resultId)[Symbol.asyncIterator]();
    // Before the answer begins, so that what is gone can be said.
    const first = await pieces.next();
    if (first.done) throw new CourseExportGoneError();
    return continued(first.value, pieces);
  }

  private zip(course: CoursePackage, at: Date): AsyncGenerator<Buffer> {
    const written = this.carrier.write(course);
    const ids = new Map(course.files.map(({ sha256, id }) => [sha256, id]));
    const open = async (sha256: string) => {
      const [file] = await this.files.open([ids.get(sha256) ?? '']);
      // Nobody holds it any more, and it is gone since it was read.
      if (!file) throw new CourseExportGoneError();
      return file.read();
    };
    return zipped(written, open, at);
  }
}

/** Of the course that an operation writes. */
export function titleOf({ documents }: CoursePackage): string {
  return (documents.get(COURSE_PART) as CourseDocument).title;
}

async function* continued(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
