import { Injectable } from '@nestjs/common';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { ResultChangeResponse } from '../results/dto/result.response';
import { BEGINNING, type HistoryRow, STEP, toEntry } from '../results/result-history.repository';
import type { ResultChange } from '../results/result-change.entity';

/** Which changes are asked for. */
export interface ResultLogFilter {
  courseId: string;
  userId?: string;
  lineItemId?: string;
  changedBy?: string;
  since?: Date;
}

/** A change of a result of a course. */
export interface LoggedResultChange extends ResultChangeResponse {
  id: string;
  lineItemId: string;
  title: string;
  learner: { userId: string; givenName: string; familyName: string };
}

interface LogRow extends HistoryRow {
  lineItemId: Buffer;
  title: string;
  userId: Buffer;
  learnerGivenName: string;
  learnerFamilyName: string;
}

/** The newest first: by instant, and then by the id of the step, or of the result whose first value it is. */
export const RESULT_LOG_ORDER = ListOrder.by<Pick<ResultChange, 'changedAt' | 'id'>>(
  'ix_result_changes_course',
  {
    ...{ changedAt: 'instant', id: 'id' },
  },
).reversed();
const RECORDED_ORDER = ListOrder.by<{ updatedAt: Date; id: string }>('ix_results_recorded', {
  ...{ updatedAt: 'instant', id: 'id' },
}).reversed();

const OF_WHOM = `r.line_item_id AS lineItemId, li.title, r.user_id AS userId, l.given_name AS learnerGivenName,
  l.family_name AS learnerFamilyName`;
const NO_STEPS =
  'r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM result_changes n WHERE n.result_id = r.id)';

/**
 * The changes of all results of a course. A result whose first value still stands has no step in the history: that value is found by the
 * instant at which it was recorded.
 */
@Injectable()
export class ResultLogRepository {
  constructor(private readonly database: Database) {}

  /** In `RESULT_LOG_ORDER`; one more than `limit` if there are more. Three statements. */
  async page(filter: ResultLogFilter, limit: number, after?: Place): Promise<LoggedResultChange[]> {
    const steps = await this.steps(filter, limit, after);
    // What is older than the page needs no look: whatever was recorded since the last step of it, and has other steps, is among these.
    const last = steps.length > limit ? steps.at(-1)?.changedAt : undefined;
    const beginnings = await this.beginnings(filter, limit, { after, since: last });
    return [...steps, ...beginnings].sort(byInstant).slice(0, limit + 1);
  }

  /** Counted up to `most`. */
  async count(filter: ResultLogFilter, most: number): Promise<number> {
    const { courseId, userId, lineItemId, changedBy, since } = filter;
    const [steps, firsts] = [new Conditions(), new Conditions()];
    steps.add('h.course_id = ?', toBinary(courseId));
    firsts.add('li.course_id = ?', toBinary(courseId)).add(NO_STEPS);
    for (const conditions of [steps, firsts]) {
      if (userId) conditions.add('r.user_id = ?', toBinary(userId));
      if (lineItemId) conditions.add('r.line_item_id = ?', toBinary(lineItemId));
    }
    if (changedBy) {
      steps.add('h.changed_by = ?', toBinary(changedBy));
      firsts.add('r.recorded_by = ?', toBinary(changedBy));
    }
    if (since) {
      steps.add('h.changed_at >= ?', since);
      firsts.add('r.updated_at >= ?', since);
    }
    return countUpTo(
      this.database,
      most,
      `SELECT h.id FROM result_changes h JOIN results r ON r.id = h.result_id WHERE ${steps.sql}
       UNION ALL
       SELECT r.id FROM line_items li JOIN results r ON r.line_item_id = li.id WHERE ${firsts.sql}`,
      [...steps.params, ...firsts.params],
    );
  }

  private async steps(filter: ResultLogFilter, limit: number, after?: Place): Promise<LoggedResultChange[]> {
    const { courseId, userId, lineItemId, changedBy, since } = filter;
    const chosen = new Conditions().add('h.course_id = ?', toBinary(courseId));
    if (after) RESULT_LOG_ORDER.behind('h', after, chosen);
    if (userId) chosen.add('r.user_id = ?', toBinary(userId));
    if (lineItemId) chosen.add('r.line_item_id = ?', toBinary(lineItemId));
    if (changedBy) chosen.add('h.changed_by = ?', toBinary(changedBy));
    if (since) chosen.add('h.changed_at >= ?', since);
    // Of one person or one line item there are few, which the order of the course would have to look for.
    const found = userId
      ? 'results r FORCE INDEX (ix_results_user) STRAIGHT_JOIN result_changes h FORCE INDEX (ix_result_changes_order) ON h.result_id = r.id'
      : lineItemId
        ? 'results r FORCE INDEX (uq_results_learner) STRAIGHT_JOIN result_changes h FORCE INDEX (ix_result_changes_order) ON h.result_id = r.id'
        : `result_changes h FORCE INDEX (${RESULT_LOG_ORDER.index}) STRAIGHT_JOIN results r ON r.id = h.result_id`;
    const rows = await this.database.rows<LogRow>(
      `SELECT ${STEP}, ${OF_WHOM} FROM ${found}
         STRAIGHT_JOIN line_items li ON li.id = r.line_item_id STRAIGHT_JOIN users l ON l.id = r.user_id
         LEFT JOIN users u ON u.id = h.changed_by
       WHERE ${chosen.sql} ORDER BY ${RESULT_LOG_ORDER.sql('h')} LIMIT ?`,
      [...chosen.params, limit + 1],
    );
    return rows.map(toLogged);
  }

  /** First values that still stand: the newest of each line item, and of these the newest. */
  private async beginnings(
    { courseId, userId, lineItemId, changedBy, since: asked }: ResultLogFilter,
    limit: number,
    { after, since }: { after: Place | undefined; since: Date | undefined },
  ): Promise<LoggedResultChange[]> {
    const items = await this.itemsOf(courseId, lineItemId);
    if (items.length === 0) return [];
    const params: SqlValue[] = [];
    const branches = items.map((item) => {
      const chosen = new Conditions().add('r.line_item_id = ?', item);
      if (after) RECORDED_ORDER.behind('r', after, chosen);
      if (userId) chosen.add('r.user_id = ?', toBinary(userId));
      if (changedBy) chosen.add('r.recorded_by = ?', toBinary(changedBy));
      for (const from of [asked, since]) if (from) chosen.add('r.updated_at >= ?', from);
      params.push(...chosen.params, limit + 1);
      const index = userId ? 'uq_results_learner' : RECORDED_ORDER.index;
      return `SELECT b.id, b.updated_at FROM (SELECT r.id, r.updated_at FROM results r FORCE INDEX (${index}) WHERE ${chosen.sql} AND ${NO_STEPS}
               ORDER BY ${RECORDED_ORDER.sql('r')} LIMIT ?) b`;
    });
    const rows = await this.database.query<LogRow>(
      `SELECT ${BEGINNING}, ${OF_WHOM}
       FROM (SELECT f.id FROM (${branches.join(' UNION ALL ')}) f ORDER BY f.updated_at DESC, f.id DESC LIMIT ?) p
       STRAIGHT_JOIN results r ON r.id = p.id STRAIGHT_JOIN line_items li ON li.id = r.line_item_id
       STRAIGHT_JOIN users l ON l.id = r.user_id LEFT JOIN users u ON u.id = r.recorded_by`,
      [...params, limit + 1],
    );
    return rows.map(toLogged);
  }

  private async itemsOf(courseId: string, lineItemId: string | undefined): Promise<Buffer[]> {
    const rows = await this.database.query<{ id: Buffer }>(
      `SELECT li.id FROM line_items li FORCE INDEX (ix_line_items_course) WHERE li.course_id = ?
         ${lineItemId === undefined ? '' : 'AND li.id = ?'}`,
      [toBinary(courseId), ...(lineItemId === undefined ? [] : [toBinary(lineItemId)])],
    );
    return rows.map(({ id }) => id);
  }
}

function byInstant(one: LoggedResultChange, other: LoggedResultChange): number {
  return other.changedAt.getTime() - one.changedAt.getTime() || (one.id < other.id ? 1 : -1);
}

function toLogged(row: LogRow): LoggedResultChange {
  const { id, change } = toEntry(row);
  const { learnerGivenName: givenName, learnerFamilyName: familyName, title } = row;
  return {
    ...{ ...change, id, title, lineItemId: fromBinary(row.lineItemId) },
    learner: { userId: fromBinary(row.userId), givenName, familyName },
  };
}
