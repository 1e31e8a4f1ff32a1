import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Enrollment } from '../enrollment.entity';

const OPEN = columnsOf(Enrollment, 'e', ['id', 'courseId', 'userId', 'role']).andExpressions<{
  timeZone: string;
}>({ timeZone: 'c.time_zone' });

/** An enrollment that nobody has ended, with the time zone of its course. */
export type OpenEnrollment = RowOf<typeof OPEN>;

@Injectable()
export class OpenEnrollmentsRepository {
  constructor(private readonly database: Database) {}

  /** Of a person, in all courses. */
  async of(userId: string): Promise<OpenEnrollment[]> {
    return this.database.rows(
      `SELECT ${OPEN.sql} FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND e.state IN ('active', 'suspended') ORDER BY e.id`,
      [toBinary(userId)],
      OPEN,
    );
  }
}
