import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { type IssueRecord, type Lease, MOST_ISSUES, type NewIssue } from './operation';
import { IS_HELD } from './operation-leases.repository';

/** What operations have found. */
@Injectable()
export class OperationIssues {
  constructor(private readonly database: Database) {}

  /** Forgets what an earlier attempt found that saved nothing. False when the lease is lost. */
  async forget(lease: Lease): Promise<boolean> {
    if ((await this.lockCount(lease)) === undefined) return false;
    await this.database.run('DELETE FROM operation_issues WHERE operation_id = ?', [toBinary(lease.id)]);
    await this.database.run('UPDATE operations SET issue_count = 0 WHERE id = ?', [toBinary(lease.id)]);
    return true;
  }

  /**
   * Numbers the issues on, counts all of them and keeps them up to MOST_ISSUES. Call it in a transaction. False when
   * the lease is lost.
   */
  async add(lease: Lease, issues: NewIssue[]): Promise<boolean> {
    if (issues.length === 0) return true;
    const { id } = lease;
    const before = await this.lockCount(lease);
    if (before === undefined) return false;
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
    return true;
  }

  /** Undefined when the lease is lost. */
  private async lockCount({ id, fence }: Lease): Promise<number | undefined> {
    const row = await this.database.row<{ issueCount: number }>(
      `SELECT issue_count AS issueCount FROM operations WHERE ${IS_HELD} FOR UPDATE`,
      [toBinary(id), fence],
    );
    return row?.issueCount;
  }

  async list(id: string, after: number, limit: number): Promise<IssueRecord[]> {
    return this.database.rows<IssueRecord>(
      `SELECT seq, severity, file, line, column_name AS \`column\`, code, message, value
       FROM operation_issues WHERE operation_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
      [toBinary(id), after, limit],
    );
  }
}

/** By code points, as the store counts. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
