import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { Place } from '../../../shared/http/list-order';
import { isLearnersEnrollment } from '../../courses';
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

/** What the learners of a course need. */
@Injectable()
export class CourseAccommodationsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The newest first; up to `limit` + 1 rows. One statement that looks at every learner of the course. It sorts ids alone:
   * to sort their texts, the server would make a temporary table on its disk.
   */
  async page(courseId: string, now: Date, limit: number, after?: Place): Promise<ListedAccommodation[]> {
    const chosen = chosenIn(courseId, now);
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

  async count(courseId: string, now: Date, most: number): Promise<number> {
    const chosen = chosenIn(courseId, now);
    return countUpTo(
      this.database,
      most,
      `SELECT a.id FROM enrollments e STRAIGHT_JOIN accommodations a ON a.user_id = e.user_id WHERE ${chosen.sql}`,
      chosen.params,
    );
  }
}

function chosenIn(courseId: string, now: Date): Conditions {
  return new Conditions()
    .add('e.course_id = ?', toBinary(courseId))
    .add(isLearnersEnrollment('e'))
    .add(IN_COURSE, now);
}
