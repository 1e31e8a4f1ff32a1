import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { isLearnersEnrollment } from '../../courses';
import type { CourseLearner } from '../enrollments.events';

/** A standing membership in a group, or a tag, of somebody in a course, and their enrollment there. */
export interface EnrolledLabel extends CourseLearner {
  kind: 'membership' | 'tag';
  /** Of the row. */
  id: string;
  timeZone: string;
  beginDate: string;
  endDate: string | null;
}

const ENROLLED = `STRAIGHT_JOIN courses c ON c.id = s.course_id
  STRAIGHT_JOIN enrollments e ON e.course_id = s.course_id AND e.user_id = m.user_id AND ${isLearnersEnrollment('e')}`;
const COLUMNS = `m.id, s.course_id AS courseId, m.user_id AS userId, c.time_zone AS timeZone, e.begin_date AS beginDate,
  e.end_date AS endDate`;

/** Everything that somebody loses who leaves a course: groups and tags. */
@Injectable()
export class EnrolledLabels {
  constructor(private readonly database: Database) {}

  /** Of these people, in any course. One statement. */
  async of(userIds: readonly string[]): Promise<EnrolledLabel[]> {
    if (userIds.length === 0) return [];
    const ids = userIds.map(toBinary);
    const rows = await this.database.query<
      Omit<EnrolledLabel, 'id' | 'courseId' | 'userId'> & Record<'id' | 'courseId' | 'userId', Buffer>
    >(
      `SELECT 'membership' AS kind, ${COLUMNS} FROM group_memberships m FORCE INDEX (ix_group_memberships_person)
       STRAIGHT_JOIN group_sets s ON s.id = m.set_id ${ENROLLED} WHERE m.user_id IN (?) AND m.is_standing = 1
       UNION ALL
       SELECT 'tag' AS kind, ${COLUMNS} FROM tagged_learners m FORCE INDEX (ix_tagged_learners_person)
       STRAIGHT_JOIN learner_tags s ON s.id = m.tag_id ${ENROLLED} WHERE m.user_id IN (?)`,
      [ids, ids],
    );
    return rows.map((row) => ({
      ...row,
      id: fromBinary(row.id),
      courseId: fromBinary(row.courseId),
      userId: fromBinary(row.userId),
    }));
  }

  /** One statement; none without tags. */
  async removeTags(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.database.execute('DELETE FROM tagged_learners WHERE id IN (?)', [ids.map(toBinary)]);
  }
}
