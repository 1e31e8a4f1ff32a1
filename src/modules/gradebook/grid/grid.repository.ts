import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { activeOn } from '../../enrollments';
import { DUE_AT, JOIN_QUIZ } from '../line-items/line-items.repository';
import type { ScoreStatus } from '../results/result-value';

/** A row of the gradebook: one learner. */
export interface GridLearner {
  userId: string;
  givenName: string;
  familyName: string;
  /** What the school calls her number. */
  identifier: string | null;
}

/** A column of the gradebook: one line item. */
export interface GridColumn {
  id: string;
  activityId: string | null;
  title: string;
  dueAt: Date | null;
  /** Decimals with 4 places. */
  min: string;
  max: string;
}

export interface GridCell {
  lineItemId: string;
  userId: string;
  score: string | null;
  scoreStatus: ScoreStatus;
}

export interface LearnerFilter {
  courseId: string;
  /** The present day in the course's time zone; with it, only learners whose enrollment is active. */
  activeOn?: string;
  /** The last learner of the page before. */
  after?: Omit<GridLearner, 'identifier'>;
  limit: number;
}

interface SheetRow {
  lineItemId: Buffer;
  activityId: Buffer | null;
  title: string;
  dueAt: Date | null;
  min: string;
  max: string;
  userId: Buffer | null;
  score: string | null;
  scoreStatus: ScoreStatus;
}

@Injectable()
export class GridRepository {
  constructor(private readonly database: Database) {}

  /** Learners by family name, given name and id; one more than `limit` if there are more. */
  async learners({ courseId, activeOn: today, after, limit }: LearnerFilter): Promise<GridLearner[]> {
    const { familyName = '', givenName = '', userId = '' } = after ?? {};
    const rows = await this.database.rows<Omit<GridLearner, 'userId'> & { userId: Buffer }>(
      `SELECT u.id AS userId, u.given_name AS givenName, u.family_name AS familyName, u.identifier
       FROM enrollments e JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND e.role = 'learner'
         ${today === undefined ? '' : `AND ${activeOn('e')}`}
         ${after === undefined ? '' : `AND (u.family_name, u.given_name, u.id) > (?, ?, ?)`}
       ORDER BY u.family_name, u.given_name, u.id LIMIT ?`,
      [
        toBinary(courseId),
        ...(today === undefined ? [] : [today, today]),
        ...(after === undefined ? [] : [familyName, givenName, toBinary(userId)]),
        limit + 1,
      ],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }

  /**
   * The columns of the gradebook and the cells of the given learners. One statement for both, because instructors
   * leaf through the pages of large courses: the columns come as rows without a learner.
   */
  async sheet(courseId: string, userIds: string[]): Promise<{ columns: GridColumn[]; cells: GridCell[] }> {
    const rows = await this.database.query<SheetRow>(
      `SELECT li.id AS lineItemId, li.activity_id AS activityId, li.title, ${DUE_AT} AS dueAt,
              li.result_value_min AS min, li.result_value_max AS max, NULL AS userId, NULL AS score,
              NULL AS scoreStatus
       FROM line_items li ${JOIN_QUIZ} WHERE li.course_id = ? AND li.deleted_at IS NULL
       UNION ALL
       SELECT r.line_item_id, NULL, NULL, NULL, NULL, NULL, r.user_id, r.score, r.score_status
       FROM line_items li JOIN results r ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND r.user_id IN (?) AND r.deleted_at IS NULL`,
      [toBinary(courseId), toBinary(courseId), userIds.length > 0 ? userIds.map(toBinary) : [null]],
    );
    const columns: GridColumn[] = [];
    const cells: GridCell[] = [];
    const textOf = idTexts();
    for (const row of rows) {
      const { title, dueAt, min, max, score, scoreStatus } = row;
      const lineItemId = textOf(row.lineItemId);
      if (row.userId !== null) cells.push({ lineItemId, userId: textOf(row.userId), score, scoreStatus });
      else
        columns.push({
          id: lineItemId,
          activityId: fromNullableBinary(row.activityId),
          title,
          dueAt,
          min,
          max,
        });
    }
    return { columns: columns.sort(byDueDate), cells };
  }
}

/** `fromBinary` for a sheet, in which the same few ids come again in every cell. */
function idTexts(): (id: Buffer) => string {
  const known = new Map<string, string>();
  return (id) => {
    const bytes = id.toString('latin1');
    const text = known.get(bytes) ?? fromBinary(id);
    known.set(bytes, text);
    return text;
  };
}

/** What has no due date comes last; ids, which sort by age, decide between equals. */
function byDueDate(one: GridColumn, other: GridColumn): number {
  const [due, otherDue] = [one, other].map(({ dueAt }) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER) as [
    number,
    number,
  ];
  return due - otherDue || (one.id < other.id ? -1 : 1);
}
