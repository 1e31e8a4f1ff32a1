import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../database/database';
import { fromBinary, fromNullableBinary, toBinary, toNullableBinary } from '../database/ids';
import { isDuplicateKey } from '../database/retryable';
import {
  type IssueRecord,
  type NewIssue,
  type NewOperation,
  MOST_ISSUES,
  type OperationRecord,
  type OperationStatus,
} from './operation';

/** What a running operation tells of itself. */
export interface OperationNews {
  phase: string;
  done: number;
  total: number | null;
  summary: OperationRecord['summary'];
}

/** How an operation came to an end, or to a stop. */
export interface OperationEnding {
  status: Exclude<OperationStatus, 'queued' | 'running'>;
  summary: OperationRecord['summary'];
  confirmation: OperationRecord['confirmation'];
  error: { code: string; detail: string } | null;
}

type Row = Omit<
  OperationRecord,
  'id' | 'requestedBy' | 'isDryRun' | 'isConfirmed' | 'input' | 'summary' | 'confirmation'
> & {
  id: Buffer;
  requestedBy: Buffer | null;
  isDryRun: number;
  isConfirmed: number;
  input: string;
  summary: string | null;
  confirmation: string | null;
};

const COLUMNS = `id, kind, status, subject, requested_by AS requestedBy, dry_run AS isDryRun, confirmed AS isConfirmed,
  input, phase, progress_done AS progressDone, progress_total AS progressTotal, summary, confirmation,
  error_code AS errorCode, error_detail AS errorDetail, issue_count AS issueCount, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt, heartbeat_at AS heartbeatAt`;

const INTERRUPTED = {
  code: 'operations.interrupted',
  detail:
    'The process that ran this ended before the work was done. Run it again: what was done stays, and the rest is made up for.',
};

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
    const row = await this.database.row<Row>(`SELECT ${COLUMNS} FROM operations WHERE id = ?`, [
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

  /** Takes a queued operation to run it; false when it was cancelled or somebody else has it. */
  async begin(id: string, now: Date): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET status = 'running', started_at = COALESCE(started_at, ?), heartbeat_at = ?
       WHERE id = ? AND status = 'queued'`,
      [now, now, toBinary(id)],
    );
  }

  /** False when it is no longer running by the store: whoever runs it must stop. */
  async report(id: string, { phase, done, total, summary }: OperationNews, now: Date): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET phase = ?, progress_done = ?, progress_total = ?, summary = ?, heartbeat_at = ?
       WHERE id = ? AND status = 'running'`,
      [phase, done, total, JSON.stringify(summary), now, toBinary(id)],
    );
  }

  async beat(id: string, now: Date): Promise<void> {
    await this.database.run(`UPDATE operations SET heartbeat_at = ? WHERE id = ? AND status = 'running'`, [
      now,
      toBinary(id),
    ]);
  }

  /** Does nothing to an operation that is no longer running. */
  async end(id: string, { status, summary, confirmation, error }: OperationEnding, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE operations SET status = ?, exclusive_key = NULL, phase = NULL, summary = ?, confirmation = ?,
              error_code = ?, error_detail = ?, finished_at = ?, heartbeat_at = ?
       WHERE id = ? AND status = 'running'`,
      [
        ...[status, JSON.stringify(summary), confirmation && JSON.stringify(confirmation)],
        ...[error?.code ?? null, error?.detail.slice(0, 2000) ?? null],
        ...[status === 'needs_confirmation' ? null : now, now, toBinary(id)],
      ],
    );
  }

  /** What was done until it was stopped. */
  async keepSummary(id: string, summary: OperationRecord['summary']): Promise<void> {
    await this.database.run('UPDATE operations SET summary = ? WHERE id = ?', [
      JSON.stringify(summary),
      toBinary(id),
    ]);
  }

  /**
   * Queues a waiting operation again, now confirmed, without what it has found so far. `not_waiting` when it does
   * not wait, `taken` when another operation of the kind is running.
   */
  async confirm(id: string, isExclusive: boolean, now: Date): Promise<'queued' | 'not_waiting' | 'taken'> {
    let isChanged = false;
    const isFree = await unlessTaken(async () => {
      isChanged = await this.changes(
        `UPDATE operations SET status = 'queued', confirmed = 1, exclusive_key = IF(?, kind, NULL), issue_count = 0,
                progress_done = 0, heartbeat_at = ? WHERE id = ? AND status = 'needs_confirmation'`,
        [isExclusive, now, toBinary(id)],
      );
    });
    if (!isFree) return 'taken';
    if (!isChanged) return 'not_waiting';
    await this.database.run('DELETE FROM operation_issues WHERE operation_id = ?', [toBinary(id)]);
    return 'queued';
  }

  /** False when it has finished already. */
  async cancel(id: string, now: Date): Promise<boolean> {
    return this.changes(
      `UPDATE operations SET status = 'cancelled', exclusive_key = NULL, phase = NULL, finished_at = ?
       WHERE id = ? AND status IN ('queued', 'running', 'needs_confirmation')`,
      [now, toBinary(id)],
    );
  }

  /** Gives up operations whose runner has not been heard of since the instant: one, or all there are. */
  async failSilentSince(instant: Date, now: Date, id?: string): Promise<void> {
    await this.database.run(
      `UPDATE operations SET status = 'failed', exclusive_key = NULL, phase = NULL, finished_at = ?, error_code = ?,
              error_detail = ?
       WHERE status IN ('queued', 'running') AND heartbeat_at < ? ${id === undefined ? '' : 'AND id = ?'}`,
      [now, INTERRUPTED.code, INTERRUPTED.detail, instant, ...(id === undefined ? [] : [toBinary(id)])],
    );
  }

  /** An operation that this process was running when it was told to end. */
  async interrupt(id: string, summary: OperationRecord['summary'], now: Date): Promise<void> {
    await this.end(id, { status: 'failed', summary, confirmation: null, error: INTERRUPTED }, now);
  }

  /** With their issues; a few at a time. */
  async deleteFinishedBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM operations WHERE finished_at < ? LIMIT 20', [instant]);
  }

  /** Numbers the issues on, counts all of them and keeps them up to MOST_ISSUES. Call it in a transaction. */
  async addIssues(id: string, issues: NewIssue[]): Promise<void> {
    if (issues.length === 0) return;
    const row = await this.database.row<{ issueCount: number }>(
      'SELECT issue_count AS issueCount FROM operations WHERE id = ? FOR UPDATE',
      [toBinary(id)],
    );
    const before = row?.issueCount ?? 0;
    await this.database.insertMany(
      'operation_issues',
      ['operation_id', 'seq', 'severity', 'file', 'line', 'column_name', 'code', 'message', 'value'],
      issues
        .slice(0, Math.max(MOST_ISSUES - before, 0))
        .map(({ severity, file, line, column, code, message, value }, index) => [
          ...[toBinary(id), before + index + 1, severity, file, line, column, code],
          ...[cut(message, 1000), value === null ? null : cut(value, 255)],
        ]),
    );
    await this.database.run('UPDATE operations SET issue_count = ? WHERE id = ?', [
      before + issues.length,
      toBinary(id),
    ]);
  }

  async issues(id: string, after: number, limit: number): Promise<IssueRecord[]> {
    return this.database.rows<IssueRecord>(
      `SELECT seq, severity, file, line, column_name AS \`column\`, code, message, value
       FROM operation_issues WHERE operation_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
      [toBinary(id), after, limit],
    );
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

/** By code points, as the store counts. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
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
  };
}

function parsed<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}
