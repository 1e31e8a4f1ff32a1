import { Injectable } from '@nestjs/common';
import type { Scope } from '../../shared/auth/permissions';
import { Conditions } from '../../shared/database/conditions';
import { countUpTo } from '../../shared/database/count-up-to';
import { Database, type SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { ListOrder, type Place } from '../../shared/http/list-order';
import type { Found } from '../../shared/database/search-index';
import type { DaysOnEarth } from '../../shared/time/days-on-earth';
import {
  COURSE_ROLES,
  type CourseRole,
  type CourseStatus,
  type ConcludedFacts,
  type EnrollmentState,
  HAS_STATUS,
  IS_SEEN_BY_ENROLLED,
  isLearnersEnrollment,
  isReadersEnrollment,
  stateInForceSql,
  stateValues,
} from '../courses';
import { isSuspended } from '../identity';
import type { AccountStatus } from './dto/enrollments.query';
import type { Enrollment } from './enrollment.entity';
import {
  ENROLLMENT,
  type EnrollmentRecord,
  PERSON,
  type PersonRow,
  type RosterRecord,
  toPerson,
} from './enrollment-records';
import { type LabelFilter, restrictTo, restrictToLabels } from './groups/label-filter';
import {
  behindPlace,
  byName,
  INDEXED_BY_NAME,
  type NameDirection,
  type NamePlace,
  placeValues,
} from './name-order';

export interface RosterFilter extends LabelFilter {
  courseId: string;
  /** The present day in the course's time zone. */
  today: string;
  course: ConcludedFacts;
  role?: CourseRole;
  state?: EnrollmentState;
  account?: AccountStatus;
  /** By a search for people. */
  found?: Found;
  /** Only these enrollments. */
  ids?: string[];
  /** Learners with whom the caller has to do. */
  scope: Scope;
}

interface RosterPage {
  sort: NameDirection;
  /** Where the previous page ended. */
  after?: NamePlace;
  limit: number;
}

interface OwnFilter {
  userId: string;
  state?: EnrollmentState;
  days: DaysOnEarth;
  /** Only these. */
  ids?: string[];
}

interface OwnPage {
  after?: Place;
  limit: number;
}

/** Latest begin first. */
export const OWN_ORDER = ListOrder.by<Pick<Enrollment, 'beginDate' | 'id'>>('ix_enrollments_own', {
  beginDate: 'day',
  id: 'id',
}).reversed();

/** An enrollment with its course. */
export interface OwnRecord {
  enrollment: EnrollmentRecord;
  course: {
    id: string;
    code: string;
    title: string;
    status: CourseStatus;
    timeZone: string;
    startDate: string | null;
    endDate: string | null;
  };
}

const ROSTER = ENROLLMENT.andExpressions<PersonRow>(PERSON);
/** An enrollment with its person, and what of its course decides about its state. */
export interface FoundEnrollment extends RosterRecord {
  course: ConcludedFacts & { timeZone: string };
}

const FOUND = ROSTER.andExpressions<{
  courseStatus: CourseStatus;
  courseEnd: string | null;
  timeZone: string;
}>({
  ...{ courseStatus: 'c.status', courseEnd: 'c.end_date', timeZone: 'c.time_zone' },
});
const OWN = ENROLLMENT.andExpressions<
  Omit<OwnRecord['course'], 'id' | 'startDate' | 'endDate'> &
    Record<'courseStart' | 'courseEnd', string | null>
>({
  ...{ code: 'c.code', title: 'c.title', status: 'c.status', timeZone: 'c.time_zone' },
  ...{ courseStart: 'c.start_date', courseEnd: 'c.end_date' },
});

/** The roster of a course, and a person's own enrollments. */
@Injectable()
export class EnrollmentLists {
  constructor(private readonly database: Database) {}

  /**
   * One page of the roster in one statement; up to `limit` + 1 rows. Each role is an index range in the order of the
   * names, of which a page's worth is read, whatever the size of the course; the earliest of these are the page. Only
   * a state or a search passes over rows: those between the ones that it finds.
   */
  async roster(filter: RosterFilter, { sort, after, limit }: RosterPage): Promise<RosterRecord[]> {
    const chosen = chosenBy(filter);
    if (after) chosen.add(behindPlace('e', sort), ...placeValues(after));
    const inOneRole = `(SELECT e.* FROM enrollments e ${indexFor(filter)}
      WHERE e.role = ? AND ${chosen.sql} ORDER BY ${byName('e', sort)} LIMIT ?)`;
    const roles = rolesOf(filter);
    const isNamed = filter.ids !== undefined || filter.found !== undefined;
    // Prepared, but for texts that are hardly ever sent again.
    const rows = await this.database[isNamed ? 'query' : 'rows'](
      `SELECT ${ROSTER.sql}
       FROM (${roles.map(() => inOneRole).join(' UNION ALL ')}) e STRAIGHT_JOIN users u ON u.id = e.user_id
       ORDER BY ${byName('e', sort)} LIMIT ?`,
      [...roles.flatMap((role): SqlValue[] => [role, ...chosen.params, limit + 1]), limit + 1],
      ROSTER,
    );
    return rows.map((row) => ({ enrollment: row, person: toPerson(row.userId, row) }));
  }

  async find(enrollmentId: string): Promise<FoundEnrollment | undefined> {
    const row = await this.database.row(
      `SELECT ${FOUND.sql} FROM enrollments e STRAIGHT_JOIN users u ON u.id = e.user_id
         STRAIGHT_JOIN courses c ON c.id = e.course_id WHERE e.id = ?`,
      [toBinary(enrollmentId)],
      FOUND,
    );
    if (!row) return undefined;
    const { courseStatus: status, courseEnd: endDate, timeZone, ...enrollment } = row;
    return { enrollment, person: toPerson(row.userId, row), course: { status, endDate, timeZone } };
  }

  /** How many enrollments the roster has; counted up to `most`. */
  async countRoster(filter: RosterFilter, most: number): Promise<number> {
    const chosen = chosenBy(filter);
    const roles = rolesOf(filter);
    const inOneRole = `SELECT e.id FROM enrollments e ${indexFor(filter)} WHERE e.role = ? AND ${chosen.sql}`;
    return countUpTo(
      this.database,
      most,
      roles.map(() => inOneRole).join(' UNION ALL '),
      roles.flatMap((role): SqlValue[] => [role, ...chosen.params]),
    );
  }

  /**
   * A person's enrollments with their courses, latest begin first, from the place on and up to `limit`, without those whose
   * course they may not see. With a state, all that may have it: it depends on the day in the time zone of each course, and
   * on the course, which whoever calls must look at.
   */
  async own({ userId, state, ids, days }: OwnFilter, { after, limit }: OwnPage): Promise<OwnRecord[]> {
    const chosen = new Conditions().add('e.user_id = ?', toBinary(userId));
    chosen.add(IS_SEEN_BY_ENROLLED);
    if (ids !== undefined) chosen.among('e.id', ids);
    if (state !== undefined) mayHave(state, days, chosen);
    if (after) OWN_ORDER.behind('e', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${OWN.sql} FROM enrollments e FORCE INDEX (${ids === undefined ? OWN_ORDER.index : 'PRIMARY'})
       STRAIGHT_JOIN courses c ON c.id = e.course_id
       WHERE ${chosen.sql} ORDER BY ${OWN_ORDER.sql('e')} LIMIT ?`,
      [...chosen.params, limit],
      OWN,
    );
    return rows.map((row) => {
      const { courseId: id, code, title, status, timeZone, courseStart: startDate, courseEnd: endDate } = row;
      return { enrollment: row, course: { id, code, title, status, timeZone, startDate, endDate } };
    });
  }
}

/** What an enrollment `e` in a course `c` that is in force in the state meets in any time zone, and few others. */
function mayHave(state: EnrollmentState, { first, last }: DaysOnEarth, chosen: Conditions): void {
  const isOpen = "e.state IN ('active', 'suspended')";
  switch (state) {
    case 'active':
      return void chosen.add(`e.state = 'active' AND ${HAS_STATUS.active.sql('e')}`, last, first);
    case 'upcoming':
      return void chosen.add(`e.state = 'active' AND ${HAS_STATUS.upcoming.sql('e')}`, first, first);
    case 'suspended':
      return void chosen.add("e.state = 'suspended'");
    case 'completed':
      return void chosen.add(
        "(e.state = 'completed' OR e.state = 'active' AND (c.status = 'archived' OR c.end_date < ?))",
        last,
      );
    case 'expired':
      return void chosen.add(`(e.state = 'expired' OR ${isOpen} AND e.end_date <= ?)`, last);
    case 'withdrawn':
      return void chosen.add("e.state = 'withdrawn'");
  }
}

function rolesOf({ role }: RosterFilter): readonly CourseRole[] {
  return role === undefined ? COURSE_ROLES : [role];
}

/** Those that are named are looked up; otherwise the course is walked in the order of the list. */
function indexFor({ ids, found }: RosterFilter): string {
  if (ids !== undefined) return 'FORCE INDEX (PRIMARY)';
  return found?.ids === undefined ? INDEXED_BY_NAME : 'FORCE INDEX (uq_enrollments_person)';
}

/** The enrollments that the filter finds, of whatever role. */
function chosenBy(filter: RosterFilter): Conditions {
  const { courseId, course, today, state, account, found, ids, scope } = filter;
  const chosen = new Conditions().add('e.course_id = ?', toBinary(courseId));
  if (ids !== undefined) chosen.among('e.id', ids);
  if (state !== undefined) chosen.add(`${stateInForceSql('e')} = ?`, ...stateValues(course, today), state);
  if (account !== undefined) {
    const isWanted = account === 'suspended' ? isSuspended('a') : `NOT ${isSuspended('a')}`;
    chosen.add(`EXISTS (SELECT 1 FROM users a WHERE a.id = e.user_id AND ${isWanted})`);
  }
  // Groups and tags count while a learner's enrollment is active.
  if (filter.groupId !== undefined || filter.tagId !== undefined)
    chosen.add(`${isLearnersEnrollment('e')} AND ${HAS_STATUS.active.sql('e')}`, today, today);
  restrictToLabels(chosen, filter);
  if (found?.ids !== undefined) chosen.among('e.user_id', found.ids);
  else found?.restrict('e.user_id', chosen);
  // Who works in the course is known to all of its staff.
  if (scope !== 'all')
    chosen.either(
      (staff) => staff.add(`NOT ${isReadersEnrollment('e')}`),
      (learners) => restrictTo(scope, 'e.user_id', learners),
    );
  return chosen;
}
