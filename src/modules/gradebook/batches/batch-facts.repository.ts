import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { isLearnersEnrollment } from '../../courses';

/** What decides whether a result may be recorded for a line item. */
export interface BatchItem {
  /** Decimals. */
  min: string;
  max: string;
  activityId: string | null;
  isArchived: boolean;
}

/** What a batch of results refers to, locked in the order of decision 11. */
@Injectable()
export class BatchFactsRepository {
  constructor(private readonly database: Database) {}

  /** Takes shared locks on the accounts that exist. */
  async holdPeople(userIds: readonly string[]): Promise<void> {
    await this.database.query(
      'SELECT id FROM users FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id LOCK IN SHARE MODE',
      [userIds.map(toBinary)],
    );
  }

  /** Who of them is or was a learner of the course. */
  async learners(courseId: string, userIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ userId: Buffer }>(
      `SELECT e.user_id AS userId FROM enrollments e
       WHERE e.course_id = ? AND e.user_id IN (?) AND ${isLearnersEnrollment('e')}`,
      [toBinary(courseId), userIds.map(toBinary)],
    );
    return new Set(rows.map(({ userId }) => fromBinary(userId)));
  }

  /** Takes shared locks on those of the line items that the course has, so that their ranges cannot change before the commit. */
  async holdItems(courseId: string, lineItemIds: readonly string[]): Promise<Map<string, BatchItem>> {
    type Row = Pick<BatchItem, 'min' | 'max'> & { id: Buffer; activityId: Buffer | null; isArchived: number };
    const rows = await this.database.query<Row>(
      `SELECT li.id, li.activity_id AS activityId, li.result_value_min AS min, li.result_value_max AS max,
              li.deleted_at IS NOT NULL AS isArchived
       FROM line_items li FORCE INDEX (PRIMARY) WHERE li.id IN (?) AND li.course_id = ?
       ORDER BY li.id LOCK IN SHARE MODE`,
      [lineItemIds.map(toBinary), toBinary(courseId)],
    );
    return new Map(
      rows.map(({ id, activityId, min, max, isArchived }) => [
        fromBinary(id),
        { min, max, activityId: fromNullableBinary(activityId), isArchived: isArchived === 1 },
      ]),
    );
  }
}
