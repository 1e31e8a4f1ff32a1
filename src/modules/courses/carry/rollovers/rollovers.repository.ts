import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../../shared/database/columns-of';
import { Conditions } from '../../../../shared/database/conditions';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Course } from '../../course.entity';
import { CourseRollover } from './course-rollover.entity';

const COURSE = columnsOf(Course, 'c', ['id', 'title']);
const NEW_ROLLOVER = insertOf(CourseRollover, ['sourceCourseId', 'termId', 'courseId', 'rolledAt']);

/** A course that is to be copied into another term. */
export type RolledCourse = Pick<Course, 'id' | 'title'>;

/** The courses of a term, or of one school in it. */
export interface RolloverScope {
  termId: string;
  schoolId: string | null;
}

@Injectable()
export class RolloversRepository {
  constructor(private readonly database: Database) {}

  /** In the order of their ids, some behind the given one. */
  async courses(scope: RolloverScope, after: string | null, limit: number): Promise<RolledCourse[]> {
    const chosen = chosenBy(scope);
    if (after !== null) chosen.add('c.id > ?', toBinary(after));
    return this.database.rows(
      `SELECT ${COURSE.sql} FROM courses c FORCE INDEX (ix_courses_academic_session)
       WHERE ${chosen.sql} ORDER BY c.id LIMIT ?`,
      [...chosen.params, limit],
      COURSE,
    );
  }

  async count(scope: RolloverScope): Promise<number> {
    const { sql, params } = chosenBy(scope);
    const row = await this.database.row<{ courses: number }>(
      `SELECT COUNT(*) AS courses FROM courses c WHERE ${sql}`,
      params,
    );
    return Number(row?.courses ?? 0);
  }

  /** Whether the course was copied into the term, and the copy is there. */
  async has(sourceCourseId: string, termId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT 1 AS found FROM course_rollovers r WHERE r.source_course_id = ? AND r.term_id = ?',
      [toBinary(sourceCourseId), toBinary(termId)],
    );
    return row !== undefined;
  }

  /**
   * Locks the course, so that two rollovers into one term copy it one after the other. False where it is gone, or was copied there by
   * now.
   */
  async claim(sourceCourseId: string, termId: string): Promise<boolean> {
    const course = await this.database.row('SELECT c.id FROM courses c WHERE c.id = ? FOR UPDATE', [
      toBinary(sourceCourseId),
    ]);
    return course !== undefined && !(await this.has(sourceCourseId, termId));
  }

  async add(
    rollover: Pick<CourseRollover, 'sourceCourseId' | 'termId' | 'courseId' | 'rolledAt'>,
  ): Promise<void> {
    await this.database.insert(NEW_ROLLOVER, [rollover]);
  }
}

function chosenBy({ termId, schoolId }: RolloverScope): Conditions {
  const chosen = new Conditions().add('c.academic_session_id = ?', toBinary(termId));
  return schoolId === null ? chosen : chosen.add('c.org_id = ?', toBinary(schoolId));
}
