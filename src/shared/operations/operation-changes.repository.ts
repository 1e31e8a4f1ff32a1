import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, type Repository } from 'typeorm';
import { countUpTo } from '../database/count-up-to';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { FINISHED_STATUSES } from './operation';
import { OperationChange } from './operation-change.entity';
import type { LoggedChange, NewChange } from './operation-changes';

/** A cluster replicates a transaction as a whole, so it must be short. */
const DELETED_AT_ONCE = 5_000;

/** The log of the rows that operations have changed, with their states before and after. */
@Injectable()
export class OperationChanges {
  constructor(
    @InjectRepository(OperationChange) private readonly changes: Repository<OperationChange>,
    private readonly database: Database,
  ) {}

  /**
   * Adds changes to the log of an operation, with one INSERT. Call it in the transaction that makes the changes, after
   * `OperationTask.report`, which lets one process at a time write for the operation. Named SQL, since imports change
   * thousands of rows in a second.
   */
  async add(operationId: string, changes: readonly NewChange[]): Promise<void> {
    if (changes.length === 0) return;
    const id = toBinary(operationId);
    const [last] = await this.database.rows<{ seq: number }>(
      'SELECT COALESCE(MAX(seq), 0) AS seq FROM operation_changes WHERE operation_id = ?',
      [id],
    );
    const before = Number(last?.seq ?? 0);
    await this.database.insertMany(
      'operation_changes',
      ['operation_id', 'seq', 'part', 'row_id', 'action', 'before_state', 'after_state'],
      changes.map((change, index) => [
        ...[id, before + index + 1, change.part, toBinary(change.rowId), change.action],
        ...[change.before && JSON.stringify(change.before), JSON.stringify(change.after)],
      ]),
    );
  }

  /** In the order in which they were made, after the given one. */
  async list(operationId: string, after: number, limit: number): Promise<LoggedChange[]> {
    return this.changes.find({
      where: { operationId, seq: MoreThan(after) },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  /** The last changes before the given one, the last first: all of them or only removals. */
  async backwards(
    operationId: string,
    before: number,
    limit: number,
    only: 'removals' | undefined,
  ): Promise<LoggedChange[]> {
    return this.changes.find({
      where: {
        operationId,
        seq: LessThan(before),
        ...(only === undefined ? {} : { action: 'removed' as const }),
      },
      order: { seq: 'DESC' },
      take: limit,
    });
  }

  async count(operationId: string, only: 'removals' | undefined): Promise<number> {
    return this.changes.countBy({
      operationId,
      ...(only === undefined ? {} : { action: 'removed' as const }),
    });
  }

  /** Counted up to `most`. */
  async countUpTo(operationId: string, most: number): Promise<number> {
    const sql = 'SELECT seq FROM operation_changes WHERE operation_id = ?';
    return countUpTo(this.database, most, sql, [toBinary(operationId)]);
  }

  /** Deletes the logs of operations that finished before the instant: they hold personal data. */
  async forgetFinishedBefore(instant: Date): Promise<void> {
    const old = await this.database.query<{ id: Buffer }>(
      `SELECT o.id FROM operations o WHERE o.status IN (?) AND o.finished_at < ?
         AND EXISTS (SELECT 1 FROM operation_changes c WHERE c.operation_id = o.id) LIMIT 20`,
      [[...FINISHED_STATUSES], instant],
    );
    for (const { id } of old) {
      for (let isMore = true; isMore;) {
        const { affectedRows } = await this.database.run(
          'DELETE FROM operation_changes WHERE operation_id = ? ORDER BY seq LIMIT ?',
          [id, DELETED_AT_ONCE],
        );
        isMore = affectedRows === DELETED_AT_ONCE;
      }
    }
  }
}
