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

  /** Every group and tag of a course by its id, and whether the learner is in it, or has it. One statement. */
  async inCourse(courseId: string, userId: string): Promise<Map<string, boolean>> {
    const params = [toBinary(userId), toBinary(courseId)];
    const rows = await this.database.rows<{ id: Buffer; isOwn: number }>(
      `SELECT g.id, m.id IS NOT NULL AS isOwn FROM group_sets s JOIN course_groups g ON g.set_id = s.id
       LEFT JOIN group_memberships m
         ON m.set_id = s.id AND m.user_id = ? AND m.is_standing = 1 AND m.group_id = g.id
       WHERE s.course_id = ?
       UNION ALL
       SELECT t.id, h.id IS NOT NULL AS isOwn FROM learner_tags t
       LEFT JOIN tagged_learners h ON h.tag_id = t.id AND h.user_id = ? WHERE t.course_id = ?`,
      [...params, ...params],
    );
    return new Map(rows.map(({ id, isOwn }) => [fromBinary(id), isOwn === 1]));
  }

  /** One statement; none without tags. */
  async removeTags(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.database.execute('DELETE FROM tagged_learners WHERE id IN (?)', [ids.map(toBinary)]);
  }
}
