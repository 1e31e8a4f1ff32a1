import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { LineItemChange } from './line-item-change.entity';

const CHANGE = columnsOf(LineItemChange, 'g', [
  ...(['id', 'lineItemId', 'oldItem', 'newItem', 'changedBy', 'changedAt'] as const),
]).andExpressions<{ givenName: string; familyName: string }>({
  givenName: 'u.given_name',
  familyName: 'u.family_name',
});
const NEW_CHANGE = insertOf(LineItemChange, [
  ...(['id', 'courseId', 'lineItemId', 'oldItem', 'newItem', 'changedBy', 'changedAt'] as const),
]);

/** A change with the name of who made it. */
export type LineItemChangeRecord = RowOf<typeof CHANGE>;

/** Which changes are asked for. */
export interface LineItemChangeFilter {
  courseId: string;
  lineItemId?: string;
}

/** The newest first. */
export const LINE_ITEM_CHANGE_ORDER = ListOrder.by<Pick<LineItemChange, 'changedAt' | 'id'>>(
  'ix_line_item_changes_order',
  { changedAt: 'instant', id: 'id' },
).reversed();

/** Who changed the line items of a course. */
@Injectable()
export class LineItemChangesRepository {
  constructor(private readonly database: Database) {}

  async add(change: Omit<LineItemChange, 'id'>): Promise<void> {
    await this.database.insert(NEW_CHANGE, [{ ...change, id: newId() }]);
  }

  /** In `LINE_ITEM_CHANGE_ORDER`; one more than `limit` if there are more. */
  async page(filter: LineItemChangeFilter, limit: number, after?: Place): Promise<LineItemChangeRecord[]> {
    const chosen = chosenBy(filter);
    if (after) LINE_ITEM_CHANGE_ORDER.behind('g', after, chosen);
    const index =
      filter.lineItemId === undefined ? LINE_ITEM_CHANGE_ORDER.index : 'ix_line_item_changes_item';
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM line_item_changes g FORCE INDEX (${index}) STRAIGHT_JOIN users u ON u.id = g.changed_by
       WHERE ${chosen.sql} ORDER BY ${LINE_ITEM_CHANGE_ORDER.sql('g')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  /** Counted up to `most`. */
  async count(filter: LineItemChangeFilter, most: number): Promise<number> {
    const chosen = chosenBy(filter);
    const sql = `SELECT g.id FROM line_item_changes g WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, sql, chosen.params);
  }
}

function chosenBy({ courseId, lineItemId }: LineItemChangeFilter): Conditions {
  const chosen = new Conditions().add('g.course_id = ?', toBinary(courseId));
  return lineItemId === undefined ? chosen : chosen.add('g.line_item_id = ?', toBinary(lineItemId));
}
