import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { plainForm } from '../../../shared/text/search-form';
import type { CourseStatus } from '../../courses';
import type { Candidate } from '../candidates.repository';
import {
  ENROLLMENT,
  enrollmentIn,
  type EnrollmentRecord,
  PERSON,
  type PersonRow,
  toPerson,
} from '../enrollment-records';
import { GroupMembership } from '../groups/group-membership.entity';
import type { StandingPlace } from '../groups/group-rules';
import { type CourseLabels, type NamedAccount, placeKey, tagKey } from './bulk-facts';
import type { Naming } from './bulk-rows';

const PERSON_WITH_ENROLLMENT = ENROLLMENT.orNull().andExpressions<
  PersonRow & { personId: Buffer; platformRole: PlatformRole; accountVersion: number }
>({ ...PERSON, personId: 'u.id', platformRole: 'u.role', accountVersion: 'u.version' });
const PLACE = columnsOf(GroupMembership, 'm', {
  ...({ membershipId: 'id', setId: 'setId', userId: 'userId', groupId: 'groupId' } as const),
});
const COLUMN_OF = { userId: 'u.id', username: 'u.username', email: 'u.email' } as const;

/** What bulk changes are decided by, for many people at once. */
@Injectable()
export class BulkFactsRepository {
  constructor(private readonly database: Database) {}

  /** Accounts that people may be named by. One statement for each way of naming. */
  async accounts(namings: readonly Naming[]): Promise<NamedAccount[]> {
    const found: NamedAccount[] = [];
    for (const [by, own] of Map.groupBy(namings, (naming) => naming.by)) {
      const values = [...new Set(own.map(({ value }) => (by === 'userId' ? value : plainForm(value))))];
      const rows = await this.database.query<{ id: Buffer; username: string; email: string | null }>(
        `SELECT u.id, u.username, u.email FROM users u WHERE ${COLUMN_OF[by]} IN (?)`,
        [values.map((value) => (by === 'userId' ? toBinary(value) : value))],
      );
      found.push(...rows.map(({ id, ...row }) => ({ ...row, id: fromBinary(id) })));
    }
    return found;
  }

  /**
   * These people with their enrollments in the course. One statement.
   *
   * @param isLocked accounts, then enrollments, in the order of their ids, until the transaction ends
   */
  async people(
    { courseId, timeZone }: { courseId: string; timeZone: string },
    userIds: readonly string[],
    isLocked: boolean,
  ): Promise<Map<string, Candidate>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${PERSON_WITH_ENROLLMENT.sql}
       FROM users u FORCE INDEX (PRIMARY) LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = u.id
       WHERE u.id IN (?) ORDER BY u.id ${isLocked ? 'FOR UPDATE' : ''}`,
      [toBinary(courseId), [...new Set(userIds)].map(toBinary)],
      PERSON_WITH_ENROLLMENT,
    );
    const people = new Map<string, Candidate>();
    for (const row of rows) {
      const id = fromBinary(row.personId);
      const { platformRole, accountVersion } = row;
      const known = people.get(id);
      const candidate = known ?? {
        ...{ person: toPerson(id, row), platformRole, accountVersion, timeZone },
        enrollments: [] as EnrollmentRecord[],
      };
      if (row.id !== null) candidate.enrollments.push(enrollmentIn(row as typeof row & EnrollmentRecord));
      people.set(id, candidate);
    }
    return people;
  }

  /** The course's zone and status; held until the transaction ends. Undefined where it is gone. */
  async holdCourse(courseId: string): Promise<{ timeZone: string; status: CourseStatus } | undefined> {
    return this.database.row(
      'SELECT time_zone AS timeZone, status FROM courses WHERE id = ? LOCK IN SHARE MODE',
      [toBinary(courseId)],
    );
  }

  /** Without locks. */
  async course(courseId: string): Promise<{ timeZone: string; status: CourseStatus } | undefined> {
    return this.database.row('SELECT time_zone AS timeZone, status FROM courses WHERE id = ?', [
      toBinary(courseId),
    ]);
  }

  /** All sets of groups, groups and tags of the course. Two statements. */
  async labels(courseId: string): Promise<CourseLabels> {
    const id = [toBinary(courseId)];
    const rows = await this.database.rows<{
      setId: Buffer;
      setTitle: string;
      groupId: Buffer | null;
      groupTitle: string;
    }>(
      `SELECT s.id AS setId, s.title AS setTitle, g.id AS groupId, g.title AS groupTitle
       FROM group_sets s LEFT JOIN course_groups g ON g.set_id = s.id WHERE s.course_id = ? ORDER BY s.id, g.id`,
      id,
    );
    const sets = [...Map.groupBy(rows, ({ setId }) => fromBinary(setId))].map(([setId, own]) => ({
      ...{ id: setId, title: own[0]?.setTitle ?? '' },
      groups: own.flatMap(({ groupId, groupTitle: title }) =>
        groupId === null ? [] : [{ id: fromBinary(groupId), title }],
      ),
    }));
    const tags = await this.database.rows<{ id: Buffer; title: string }>(
      'SELECT t.id, t.title FROM learner_tags t WHERE t.course_id = ? ORDER BY t.id',
      id,
    );
    return { sets, tags: tags.map(({ id: tagId, title }) => ({ id: fromBinary(tagId), title })) };
  }

  /** Locks sets, then shares groups, then locks tags, each in the order of ids. Three statements at most. Returns the ids of all that are there. */
  async lockLabels(
    sets: readonly string[],
    groups: readonly string[],
    tags: readonly string[],
  ): Promise<Set<string>> {
    const found = new Set<string>();
    for (const [table, ids, lock] of [
      ['group_sets', sets, 'FOR UPDATE'],
      ['course_groups', groups, 'LOCK IN SHARE MODE'],
      ['learner_tags', tags, 'FOR UPDATE'],
    ] as const) {
      if (ids.length === 0) continue;
      const rows = await this.database.query<{ id: Buffer }>(
        `SELECT id FROM ${table} WHERE id IN (?) ORDER BY id ${lock}`,
        [ids.map(toBinary)],
      );
      for (const { id } of rows) found.add(fromBinary(id));
    }
    return found;
  }

  /** Where these people stand in the sets of the course, and which of its tags they have. Two statements. */
  async labelsOf(
    { sets, tags }: CourseLabels,
    userIds: readonly string[],
  ): Promise<{ places: Map<string, StandingPlace>; tagged: Set<string> }> {
    const people = userIds.map(toBinary);
    const places =
      sets.length === 0 || people.length === 0
        ? []
        : await this.database.query(
            `SELECT ${PLACE.sql} FROM group_memberships m FORCE INDEX (uq_group_memberships_standing)
             WHERE m.set_id IN (?) AND m.user_id IN (?) AND m.is_standing = 1`,
            [sets.map(({ id }) => toBinary(id)), people],
            PLACE,
          );
    const tagged =
      tags.length === 0 || people.length === 0
        ? []
        : await this.database.query<{ tagId: Buffer; userId: Buffer }>(
            'SELECT h.tag_id AS tagId, h.user_id AS userId FROM tagged_learners h WHERE h.tag_id IN (?) AND h.user_id IN (?)',
            [tags.map(({ id }) => toBinary(id)), people],
          );
    return {
      places: new Map(places.map(({ setId, ...place }) => [placeKey(setId, place.userId), place])),
      tagged: new Set(tagged.map(({ tagId, userId }) => tagKey(fromBinary(tagId), fromBinary(userId)))),
    };
  }
}
