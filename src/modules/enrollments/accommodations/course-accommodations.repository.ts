import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { Place } from '../../../shared/http/list-order';
import { isLearnersEnrollment } from '../../courses';
import { restrictTo } from '../groups/label-filter';
import { Accommodation } from './accommodation.entity';
import { NEWEST_FIRST } from './accommodations.repository';

/** Without the reason, which is never read for staff of a course. */
const LISTED = columnsOf(Accommodation, 'a', [
  ...(['id', 'userId', 'courseId', 'timeFactor', 'minutesAdded', 'extraAttempts', 'daysAdded'] as const),
  ...(['restBreakMinutes', 'presentation', 'validFrom', 'validUntil'] as const),
]).andExpressions<{ givenName: string; familyName: string }>({
  givenName: 'u.given_name',
  familyName: 'u.family_name',
});
export type ListedAccommodation = RowOf<typeof LISTED>;

/** Of accommodations `a` in force at the instant, or later, in the course. */
const IN_COURSE =
  '(a.course_id IS NULL OR a.course_id = e.course_id) AND (a.valid_until IS NULL OR a.valid_until > ?)';

/** The learners of a course with whom the caller has to do. */
export interface LearnersOfCourse {
  courseId: string;
  scope: Scope;
}

/** What the learners of a course need. */
@Injectable()
export class CourseAccommodationsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The newest first; up to `limit` + 1 rows. One statement that looks at every learner of the course. It sorts ids alone:
   * to sort their texts, the server would make a temporary table on its disk.
   */
  async page(of: LearnersOfCourse, now: Date, limit: number, after?: Place): Promise<ListedAccommodation[]> {
    const chosen = chosenIn(of, now);
    if (after) NEWEST_FIRST.behind('a', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${LISTED.sql}
       FROM (SELECT a.id FROM enrollments e STRAIGHT_JOIN accommodations a ON a.user_id = e.user_id
             WHERE ${chosen.sql} ORDER BY ${NEWEST_FIRST.sql('a')} LIMIT ?) p
         STRAIGHT_JOIN accommodations a ON a.id = p.id STRAIGHT_JOIN users u ON u.id = a.user_id`,
      [...chosen.params, limit + 1],
      LISTED,
    );
    rows.sort((one, other) => (one.id < other.id ? 1 : -1));
    return rows.map((row) => ({ ...row, timeFactor: plainDecimal(row.timeFactor) }));
  }

  async count(of: LearnersOfCourse, now: Date, most: number): Promise<number> {
    const chosen = chosenIn(of, now);
    return countUpTo(
      this.database,
      most,
      `SELECT a.id FROM enrollments e STRAIGHT_JOIN accommodations a ON a.user_id = e.user_id WHERE ${chosen.sql}`,
      chosen.params,
    );
  }
}

function chosenIn({ courseId, scope }: LearnersOfCourse, now: Date): Conditions {
  const chosen = new Conditions()
    .add('e.course_id = ?', toBinary(courseId))
    .add(isLearnersEnrollment('e'))
    .add(IN_COURSE, now);
  return restrictTo(scope, 'e.user_id', chosen);
}
