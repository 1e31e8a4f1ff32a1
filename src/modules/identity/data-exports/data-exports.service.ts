import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import type { PartCounts } from '../../../shared/operations/operation';
import { OperationInputs } from '../../../shared/operations/operation-inputs';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../shared/operations/operation.entity';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import { inEnglish } from '../../../shared/sentences/say';
import { UserNotFoundError } from '../identity.errors';
import { UsersRepository } from '../users/users.repository';
import { DataExportGoneError, DataExportNotFoundError, DataExportNotReadyError } from './data-exports.errors';
import { DataExportsRepository } from './data-exports.repository';
import { sentences } from './data-exports.sentences';
import { archiveOf } from './export-archive';
import { PersonalArchive } from './personal-archive';

export const DATA_EXPORT = 'data_export';
const KEPT_MILLISECONDS = 7 * 86_400_000;

interface ExportInput {
  userId: string;
}

/** Writes all that is held about a person into an archive: operations, whose file can be fetched for a week. */
@Injectable()
export class DataExportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = true;

  constructor(
    private readonly archive: PersonalArchive,
    private readonly exports: DataExportsRepository,
    private readonly users: UsersRepository,
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly inputs: OperationInputs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(DATA_EXPORT, this);
  }

  /** One at a time for each person. */
  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return `de:${(input as ExportInput).userId}`;
  }

  /** Throws UserNotFoundError, OperationRunningError. */
  async start(caller: Caller, userId: string): Promise<Operation> {
    if (userId !== caller.userId && !(await this.users.find(userId))) throw new UserNotFoundError();
    const input: ExportInput = { userId };
    return this.transactions.run(async () => {
      const operation = await this.runner.start({
        ...{ kind: DATA_EXPORT, subject: `users/${userId}`, requestedBy: caller.userId, input },
        ...{ isDryRun: false, isConfirmed: false },
      });
      const asked = { id: operation.id, userId, askedBy: caller.userId, askedAt: this.clock.now() };
      await this.exports.insert(asked);
      return operation;
    });
  }

  /** An attempt after a crash writes the file anew: nothing in the store changes until it is complete. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    const { id, checkpoint, summary: earlier, input } = task.operation;
    const { userId } = input as ExportInput;
    // The one before has noted the file, and was stopped before it could end.
    if (checkpoint) {
      task.summary = earlier ?? [];
      return 'done';
    }
    const data = await this.archive.collect(userId, task.operation.createdAt);
    const total = data.tables.length;
    const summary: PartCounts[] = [];
    const onTable = async (table: string, rows: number): Promise<void> => {
      addTo(summary, table, rows);
      await task.report({ phase: inEnglish(sentences.writing({ table })), done: summary.length, total });
    };
    const resultId = newId();
    const stored = await this.inputs.store(resultId, archiveOf(data, onTable));
    try {
      await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.writingFiles()), done: total, total });
        if (!(await this.exports.lock(id))) throw new DataExportGoneError();
        task.summary = summary;
        await task.save({ done: total, total, summary, checkpoint: {} });
        const until = new Date(this.clock.now().getTime() + KEPT_MILLISECONDS);
        await this.inputs.keep(id, { resultId, ...stored }, until);
      });
    } catch (error) {
      await this.inputs.remove(resultId);
      throw error;
    }
    await this.removeOthers({ id, userId });
    return 'done';
  }

  /**
   * The file that the operation has made. For the person and for administrators.
   *
   * @throws DataExportNotFoundError, DataExportNotReadyError, DataExportGoneError
   */
  async open(caller: Caller, id: string): Promise<AsyncIterable<Buffer>> {
    const found = await this.exports.find(id);
    const isTheirs = found?.userId === caller.userId || may(caller, 'accounts.manage').granted;
    if (!found || !isTheirs) throw new DataExportNotFoundError();
    const resultId = await this.inputs.resultOf(id);
    if (resultId === undefined) throw await this.whyNot(id);
    const pieces = this.inputs.read(resultId)[Symbol.asyncIterator]();
    // Before the answer begins, so that what is gone can be said.
    const first = await pieces.next();
    if (first.done) throw new DataExportGoneError();
    await this.exports.noteFetch(id, caller.userId, this.clock.now());
    return continued(first.value, pieces);
  }

  private async whyNot(id: string): Promise<DataExportNotReadyError | DataExportGoneError> {
    const operation = await this.operations.find(id);
    return !operation || operation.status === 'succeeded'
      ? new DataExportGoneError()
      : new DataExportNotReadyError();
  }

  /** A newer archive takes the place of those before: so nobody fills the storage with them. */
  private async removeOthers(made: { id: string; userId: string }): Promise<void> {
    for (const other of await this.exports.others(made)) {
      const resultId = await this.inputs.resultOf(other);
      if (resultId !== undefined) await this.inputs.remove(resultId);
    }
  }
}

function addTo(summary: PartCounts[], table: string, rows: number): void {
  const part = summary.find((one) => one.part === table);
  if (part) {
    part.read += rows;
    part.unchanged += rows;
  } else
    summary.push({
      ...{ part: table, read: rows, added: 0, changed: 0, ended: 0, unchanged: rows, refused: 0 },
    });
}

async function* continued(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
