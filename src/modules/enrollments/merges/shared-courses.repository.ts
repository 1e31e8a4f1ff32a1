import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { dayIn } from '../../../shared/time/zoned-time';
import type { CourseStatus } from '../../courses';
import { ENROLLMENT, type EnrollmentRecord } from '../enrollment-records';
import type { SharedCourse } from './shared-courses';

interface CourseRow {
  id: Buffer;
  title: string;
  status: CourseStatus;
  endDate: string | null;
  timeZone: string;
}

/** Tables with rows of a person in a course that go with the enrollment, by the way to the course. */
const WITH_ENROLLMENT = [
  'UPDATE earlier_enrollments t SET t.user_id = ? WHERE t.user_id = ? AND t.course_id = ? AND t.role = ?',
  `UPDATE group_memberships t JOIN group_sets s ON s.id = t.set_id SET t.user_id = ?
     WHERE t.user_id = ? AND s.course_id = ? AND 'learner' = ?`,
  `UPDATE tagged_learners t JOIN learner_tags s ON s.id = t.tag_id SET t.user_id = ?
     WHERE t.user_id = ? AND s.course_id = ? AND 'learner' = ?`,
];

/** Courses in which two accounts of one person are or were enrolled. */
@Injectable()
export class SharedCoursesRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** With the enrollments of both, locked until the transaction ends. Two statements. */
  async find(keptId: string, duplicateId: string): Promise<SharedCourse[]> {
    const people = [keptId, duplicateId].map(toBinary);
    const enrollments = await this.database.query(
      `SELECT ${ENROLLMENT.sql} FROM enrollments e WHERE e.user_id IN (?) ORDER BY e.id FOR UPDATE`,
      [people],
      ENROLLMENT,
    );
    const byCourse = Map.groupBy(enrollments, ({ courseId }) => courseId);
    const shared = [...byCourse].filter(([, own]) => new Set(own.map(({ userId }) => userId)).size === 2);
    if (shared.length === 0) return [];
    const courses = await this.database.query<CourseRow>(
      `SELECT c.id, c.title, c.status, c.end_date AS endDate, c.time_zone AS timeZone
       FROM courses c WHERE c.id IN (?) ORDER BY c.id LOCK IN SHARE MODE`,
      [shared.map(([id]) => toBinary(id))],
    );
    return courses.map(({ id: binary, title, status, endDate, timeZone }) => {
      const id = fromBinary(binary);
      const own = byCourse.get(id) ?? [];
      const of = (userId: string): EnrollmentRecord[] => own.filter((each) => each.userId === userId);
      return {
        ...{ courseId: id, title, facts: { status, endDate }, today: dayIn(this.clock.now(), timeZone) },
        ...{ kept: of(keptId), duplicate: of(duplicateId) },
      };
    });
  }

  /** Locked until the transaction ends, in the order of their ids. */
  async lock(ids: readonly string[]): Promise<EnrollmentRecord[]> {
    if (ids.length === 0) return [];
    return this.database.query(
      `SELECT ${ENROLLMENT.sql} FROM enrollments e WHERE e.id IN (?) ORDER BY e.id FOR UPDATE`,
      [ids.map(toBinary)],
      ENROLLMENT,
    );
  }

  /** Gives an enrollment to the other account, with its earlier spells, groups and tags. */
  async give(
    enrollment: Pick<EnrollmentRecord, 'id' | 'courseId' | 'role'>,
    from: string,
    into: string,
  ): Promise<void> {
    const { id, courseId, role } = enrollment;
    const people = [into, from].map(toBinary);
    await this.database.execute('UPDATE enrollments e SET e.user_id = ? WHERE e.user_id = ? AND e.id = ?', [
      ...people,
      toBinary(id),
    ]);
    for (const sql of WITH_ENROLLMENT)
      await this.database.execute(sql, [...people, toBinary(courseId), role]);
  }

  /** The courses in which one of the people is or was enrolled. */
  async coursesOf(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: Buffer }>(
      'SELECT DISTINCT e.course_id AS id FROM enrollments e WHERE e.user_id IN (?)',
      [userIds.map(toBinary)],
    );
    return rows.map(({ id }) => fromBinary(id));
  }
}
