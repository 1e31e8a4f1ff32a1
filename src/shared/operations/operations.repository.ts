import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../database/database';
import { fromBinary, fromNullableBinary, toBinary, toNullableBinary } from '../database/ids';
import { isDuplicateKey } from '../database/constraint-errors';
import type { NewOperation, OperationRecord } from './operation';

type Row = Omit<
  OperationRecord,
  'id' | 'requestedBy' | 'isDryRun' | 'isConfirmed' | 'input' | 'summary' | 'confirmation' | 'checkpoint'
> & {
  id: Buffer;
  requestedBy: Buffer | null;
  isDryRun: number;
  isConfirmed: number;
  input: string;
  summary: string | null;
  confirmation: string | null;
  checkpoint: string | null;
};

const COLUMNS = `id, kind, status, subject, requested_by AS requestedBy, dry_run AS isDryRun, confirmed AS isConfirmed,
  input, phase, progress_done AS progressDone, progress_total AS progressTotal, summary, confirmation,
  error_code AS errorCode, error_detail AS errorDetail, issue_count AS issueCount, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt, fence, beats, attempts`;

@Injectable()
export class OperationsRepository {
  constructor(private readonly database: Database) {}

  /** False when another operation of the kind is queued or running. */
  async add(id: string, operation: NewOperation, isExclusive: boolean, now: Date): Promise<boolean> {
    const { kind, subject, requestedBy, isDryRun, isConfirmed, input } = operation;
    return unlessTaken(() =>
      this.database.run(
        `INSERT INTO operations (id, kind, status, exclusive_key, subject, requested_by, dry_run, confirmed, input,
                created_at, heartbeat_at) VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[toBinary(id), kind, isExclusive ? kind : null, subject.slice(0, 255)],
          ...[toNullableBinary(requestedBy), isDryRun, isConfirmed, JSON.stringify(input), now, now],
        ],
      ),
    );
  }

  async find(id: string): Promise<OperationRecord | undefined> {
    const row = await this.database.row<Row>(`SELECT ${COLUMNS}, checkpoint FROM operations WHERE id = ?`, [
      toBinary(id),
    ]);
    return row && toRecord(row);
  }

  /** The newest first, from before the given id; everybody's, or those that one person asked for. */
  async list(
    requestedBy: string | undefined,
    before: string | undefined,
    limit: number,
  ): Promise<OperationRecord[]> {
    const conditions = ['TRUE'];
    const params: SqlValue[] = [];
    if (requestedBy !== undefined) {
      conditions.push('requested_by = ?');
      params.push(toBinary(requestedBy));
    }
    if (before !== undefined) {
      conditions.push('id < ?');
      params.push(toBinary(before));
    }
    const rows = await this.database.rows<Row>(
      `SELECT ${COLUMNS} FROM operations WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`,
      [...params, limit],
    );
    return rows.map(toRecord);
  }

  /** Those of the kind that wait for a confirmation. */
  async waiting(kind: string): Promise<OperationRecord[]> {
    const rows = await this.database.rows<Row>(
      `SELECT ${COLUMNS} FROM operations WHERE kind = ? AND status = 'needs_confirmation'`,
      [kind],
    );
    return rows.map(toRecord);
  }

  /**
   * Queues a waiting operation again, now confirmed. `not_waiting` when it does not wait, `taken` when another
   * operation of the kind is running.
   */
  async confirm(id: string, isExclusive: boolean, now: Date): Promise<'queued' | 'not_waiting' | 'taken'> {
    let isChanged = false;
    const isFree = await unlessTaken(async () => {
      isChanged = await this.changes(
        `UPDATE operations SET status = 'queued', confirmed = 1, exclusive_key = IF(?, kind, NULL), attempts = 0,
                progress_done = 0, heartbeat_at = ? WHERE id = ? AND status = 'needs_confirmation'`,
        [isExclusive, now, toBinary(id)],
      );
    });
    if (!isFree) return 'taken';
    return isChanged ? 'queued' : 'not_waiting';
  }

  /** False when it has finished already. */
  async cancel(id: string, now: Date): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET status = 'cancelled', exclusive_key = NULL, phase = NULL, finished_at = ?
       WHERE id = ? AND status IN ('queued', 'running', 'needs_confirmation')`,
      [now, toBinary(id)],
    );
  }

  /** Ends those that have waited for a confirmation since before the instant; a few at a time. */
  async failWaitingSince(instant: Date, error: { code: string; detail: string }, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE operations SET status = 'failed', finished_at = ?, error_code = ?, error_detail = ?
       WHERE status = 'needs_confirmation' AND heartbeat_at < ? LIMIT 20`,
      [now, error.code, error.detail, instant],
    );
  }

  /** With their issues; a few at a time. */
  async deleteFinishedBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM operations WHERE finished_at < ? LIMIT 20', [instant]);
  }

  private async changes(sql: string, params: SqlValue[]): Promise<boolean> {
    return (await this.database.run(sql, params)).affectedRows === 1;
  }
}

/** False when the work met the unique key of exclusive operations. */
async function unlessTaken(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isDuplicateKey(error, 'uq_operations_exclusive')) return false;
    throw error;
  }
}

function toRecord(row: Row): OperationRecord {
  return {
    ...row,
    id: fromBinary(row.id),
    requestedBy: fromNullableBinary(row.requestedBy),
    isDryRun: row.isDryRun === 1,
    isConfirmed: row.isConfirmed === 1,
    input: JSON.parse(row.input) as unknown,
    summary: parsed<OperationRecord['summary']>(row.summary),
    confirmation: parsed<OperationRecord['confirmation']>(row.confirmation),
    // Lists leave it out.
    checkpoint: parsed<unknown>(row.checkpoint ?? null),
  };
}

function parsed<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}
