import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { inEnglish } from '../../../shared/sentences/say';
import type { EarlierRow } from './bulk-facts';
import type { JudgedRow, RowOutcome } from './bulk-rows';
import { EnrollmentChangeRow } from './enrollment-change-row.entity';

const NEW_ROW = insertOf(EnrollmentChangeRow, [
  ...(['operationId', 'number', 'line', 'named', 'action', 'userId', 'subject', 'wish', 'outcome'] as const),
  ...(['code', 'message', 'before', 'after'] as const),
]);
const ROW = columnsOf(EnrollmentChangeRow, 'r', [
  ...([
    'number',
    'line',
    'named',
    'action',
    'userId',
    'outcome',
    'code',
    'message',
    'before',
    'after',
  ] as const),
]);
const EARLIER = columnsOf(EnrollmentChangeRow, 'r', [
  'number',
  'userId',
  'subject',
  'wish',
  'after',
  'outcome',
]);

export type ChangeRowRecord = RowOf<typeof ROW>;

/** What became of the rows of bulk changes. */
@Injectable()
export class BulkRowsRepository {
  constructor(private readonly database: Database) {}

  /** One statement. */
  async add(operationId: string, rows: readonly JudgedRow[]): Promise<void> {
    await this.database.insert(
      NEW_ROW,
      rows.map(({ fault, named, ...row }) => ({
        ...{ ...row, operationId, named: named.slice(0, 255), code: fault?.code ?? null },
        message: fault ? inEnglish(fault.message).slice(0, 500) : null,
      })),
    );
  }

  /** What rows of the operation have asked for these people, but for those that contradict others. One statement. */
  async earlier(
    operationId: string,
    userIds: readonly string[],
  ): Promise<(EarlierRow & { outcome: RowOutcome })[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${EARLIER.sql} FROM enrollment_change_rows r FORCE INDEX (ix_enrollment_change_rows_person)
       WHERE r.user_id IN (?) AND r.operation_id = ? AND r.subject IS NOT NULL ORDER BY r.number`,
      [userIds.map(toBinary), toBinary(operationId)],
      EARLIER,
    );
    return rows.filter(isKnown);
  }

  /** In the order of the rows, after the given one. */
  async page(
    operationId: string,
    outcome: RowOutcome | undefined,
    { after, limit }: { after: number; limit: number },
  ): Promise<ChangeRowRecord[]> {
    const chosen = chosenBy(operationId, outcome).add('r.number > ?', after);
    return this.database.rows(
      `SELECT ${ROW.sql} FROM enrollment_change_rows r FORCE INDEX (${indexFor(outcome)})
       WHERE ${chosen.sql} ORDER BY r.number LIMIT ?`,
      [...chosen.params, limit + 1],
      ROW,
    );
  }

  async count(operationId: string, outcome: RowOutcome | undefined, most: number): Promise<number> {
    const { sql, params } = chosenBy(operationId, outcome);
    return countUpTo(
      this.database,
      most,
      `SELECT r.number FROM enrollment_change_rows r WHERE ${sql}`,
      params,
    );
  }
}

function chosenBy(operationId: string, outcome: RowOutcome | undefined): Conditions {
  const chosen = new Conditions().add('r.operation_id = ?', toBinary(operationId));
  return outcome === undefined ? chosen : chosen.add('r.outcome = ?', outcome);
}

function indexFor(outcome: RowOutcome | undefined): string {
  return outcome === undefined ? 'PRIMARY' : 'ix_enrollment_change_rows_outcome';
}

function isKnown<Row extends { userId: string | null; subject: string | null }>(
  row: Row,
): row is Row & { userId: string; subject: string } {
  return row.userId !== null && row.subject !== null;
}
