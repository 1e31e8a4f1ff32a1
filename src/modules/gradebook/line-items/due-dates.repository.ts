import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { LineItem } from './line-item.entity';

const DUE = columnsOf(LineItem, 'li', ['id', 'title', 'dueAt', 'dueTimeZone']);

/** A line item that has a due date of its own. */
export type DueLineItem = RowOf<typeof DUE> & { dueAt: Date };

/** The due dates of all line items of a course, archived ones too; without those of quizzes. */
@Injectable()
export class DueDatesRepository {
  constructor(private readonly database: Database) {}

  /** Locks the line items until the transaction ends. */
  async lock(courseId: string): Promise<DueLineItem[]> {
    const rows = await this.database.rows(
      `SELECT ${DUE.sql} FROM line_items li
       WHERE li.course_id = ? AND li.due_at IS NOT NULL ORDER BY li.id FOR UPDATE`,
      [toBinary(courseId)],
      DUE,
    );
    return rows as DueLineItem[];
  }

  /** Gives line items another due instant, with its day in the course's time zone, and a new version. One statement. */
  async move(moved: readonly { id: string; value: Date }[], now: Date): Promise<void> {
    if (moved.length === 0) return;
    const due = valuesById('id', 'due_at', moved);
    await this.database.execute(
      `UPDATE line_items SET due_at = ${due.sql}, due_time_zone = NULL, version = version + 1,
         updated_at = GREATEST(updated_at, ?) WHERE id IN (?)`,
      [...due.values, now, moved.map(({ id }) => toBinary(id))],
    );
  }

  /** Has the due days of these line items counted in this zone, unless they are counted in another one already. */
  async keepDays(ids: readonly string[], timeZone: string): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(
      'UPDATE line_items SET due_time_zone = ? WHERE id IN (?) AND due_time_zone IS NULL',
      [timeZone, ids.map(toBinary)],
    );
  }
}
