import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../database/database';
import { fromBinary, toBinary } from '../database/ids';
import type { Lease, OperationRecord, OperationSign, OperationStatus } from './operation';

/** What a running operation tells of itself. */
export interface OperationNews {
  phase: string;
  done: number;
  total: number | null;
  summary: OperationRecord['summary'];
}

/** How far an operation is for good: what the transaction that saves it has done belongs to it. */
export interface SavedProgress {
  done: number;
  total: number | null;
  summary: OperationRecord['summary'];
  checkpoint: unknown;
}

/** How an operation came to an end, or to a stop. */
export interface OperationEnding {
  status: Exclude<OperationStatus, 'queued' | 'running'>;
  summary: OperationRecord['summary'];
  confirmation: OperationRecord['confirmation'];
  error: { code: string; detail: string } | null;
}

type SignRow = Omit<OperationSign, 'id'> & { id: Buffer };

/** The operation is run by whoever has the lease. */
export const IS_HELD = `id = ? AND status = 'running' AND fence = ?`;

/**
 * Operations as those see them that run them. A lease carries a fence, which grows whenever a process takes the
 * operation; whoever holds an older one can write nothing any more. Which process lives is judged by whether the beats
 * go on, and never by comparing clocks.
 */
@Injectable()
export class OperationLeases {
  constructor(private readonly database: Database) {}

  /** Queued and running ones, the oldest first. */
  async unfinished(limit: number): Promise<OperationSign[]> {
    const rows = await this.database.rows<SignRow>(
      `SELECT id, kind, status, fence, beats FROM operations WHERE status IN ('queued', 'running') ORDER BY id LIMIT ?`,
      [limit],
    );
    return rows.map((row) => ({ ...row, id: fromBinary(row.id) }));
  }

  /** The one of an exclusive kind that is queued or running. */
  async holderOf(kind: string): Promise<OperationSign | undefined> {
    const row = await this.database.row<SignRow>(
      'SELECT id, kind, status, fence, beats FROM operations WHERE exclusive_key = ?',
      [kind],
    );
    return row && { ...row, id: fromBinary(row.id) };
  }

  /**
   * Takes an operation to run it, queued or left by a process that died: from now on only the new lease may write.
   * Undefined when it is not as it was seen any more, because somebody else has it or it moved.
   */
  async claim({ id, status, fence, beats }: OperationSign, now: Date): Promise<Lease | undefined> {
    const isTaken = await this.changes(
      `UPDATE operations SET status = 'running', fence = fence + 1, beats = beats + 1, attempts = attempts + 1,
              started_at = COALESCE(started_at, ?), heartbeat_at = ?
       WHERE id = ? AND status = ? AND fence = ? AND beats = ?`,
      [now, now, toBinary(id), status, fence, beats],
    );
    return isTaken ? { id, fence: fence + 1 } : undefined;
  }

  /**
   * Gives a running operation back, so that whoever comes first goes on with it.
   *
   * @param isAttempt whether the process tried and got no further, rather than had to end.
   */
  async release({ id, fence }: Lease, { isAttempt }: { isAttempt: boolean }): Promise<void> {
    await this.database.run(
      `UPDATE operations SET status = 'queued', phase = NULL, attempts = GREATEST(attempts - ?, 0) WHERE ${IS_HELD}`,
      [isAttempt ? 0 : 1, toBinary(id), fence],
    );
  }

  /** False when the lease is lost: whoever runs it must stop. */
  async report(
    { id, fence }: Lease,
    { phase, done, total, summary }: OperationNews,
    now: Date,
  ): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET phase = ?, progress_done = ?, progress_total = ?, summary = ?, beats = beats + 1,
              heartbeat_at = ? WHERE ${IS_HELD}`,
      [phase, done, total, JSON.stringify(summary), now, toBinary(id), fence],
    );
  }

  /** Saves where to go on, in the transaction that did what leads there. False when the lease is lost. */
  async save({ id, fence }: Lease, { done, total, summary, checkpoint }: SavedProgress): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET progress_done = ?, progress_total = ?, summary = ?, checkpoint = ?, attempts = 0,
              beats = beats + 1 WHERE ${IS_HELD}`,
      [done, total, JSON.stringify(summary), JSON.stringify(checkpoint), toBinary(id), fence],
    );
  }

  async beat({ id, fence }: Lease, now: Date): Promise<void> {
    await this.database.run(`UPDATE operations SET beats = beats + 1, heartbeat_at = ? WHERE ${IS_HELD}`, [
      now,
      toBinary(id),
      fence,
    ]);
  }

  /** False, and nothing done, when the lease is lost. */
  async end(
    { id, fence }: Lease,
    { status, summary, confirmation, error }: OperationEnding,
    now: Date,
  ): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET status = ?, exclusive_key = NULL, phase = NULL, summary = ?, confirmation = ?,
              error_code = ?, error_detail = ?, checkpoint = NULL, finished_at = ?, heartbeat_at = ? WHERE ${IS_HELD}`,
      [
        ...[status, JSON.stringify(summary), confirmation && JSON.stringify(confirmation)],
        ...[error?.code ?? null, error?.detail.slice(0, 2000) ?? null],
        ...[status === 'needs_confirmation' ? null : now, now, toBinary(id), fence],
      ],
    );
  }

  /** What was done until it was canceled. */
  async keepSummary({ id, fence }: Lease, summary: OperationRecord['summary']): Promise<void> {
    await this.database.run(
      `UPDATE operations SET summary = ? WHERE id = ? AND status = 'cancelled' AND fence = ?`,
      [JSON.stringify(summary), toBinary(id), fence],
    );
  }

  private async changes(sql: string, params: SqlValue[]): Promise<boolean> {
    return (await this.database.run(sql, params)).affectedRows === 1;
  }
}
