import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus } from '../../courses';
import { Enrollment } from '../enrollment.entity';

const ENDING = columnsOf(Enrollment, 'e', [
  ...(['id', 'courseId', 'userId', 'role', 'state', 'beginDate', 'endDate'] as const),
]).andExpressions<{ timeZone: string; courseStatus: CourseStatus; courseEnd: string | null }>({
  ...{ timeZone: 'c.time_zone', courseStatus: 'c.status', courseEnd: 'c.end_date' },
});

/** An enrollment whose days are over somewhere on earth, and what of its course decides whether it has expired. */
export type EndingEnrollment = RowOf<typeof ENDING>;

/** Finds enrollments whose access period is over, and which nobody has ended. */
@Injectable()
export class ExpiryRepository {
  constructor(private readonly database: Database) {}

  /** By the index of states and ends: of all others, none is read. By end, then id, from the place on. */
  async ending(
    lastDay: string,
    limit: number,
    after?: Pick<EndingEnrollment, 'id' | 'endDate' | 'state'>,
  ): Promise<EndingEnrollment[]> {
    return this.database.rows(
      `SELECT ${ENDING.sql} FROM enrollments e FORCE INDEX (ix_enrollments_expiring) STRAIGHT_JOIN courses c ON c.id = e.course_id
       WHERE e.state IN ('active', 'suspended') AND e.end_date <= ?
         ${after ? 'AND (e.state, e.end_date, e.id) > (?, ?, ?)' : ''}
       ORDER BY e.state, e.end_date, e.id LIMIT ?`,
      [lastDay, ...(after ? [after.state, after.endDate, toBinary(after.id)] : []), limit],
      ENDING,
    );
  }
}
