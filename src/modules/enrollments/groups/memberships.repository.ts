import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { HAS_STATUS, isLearnersEnrollment } from '../../courses';
import { GroupMembership } from './group-membership.entity';
import type { MembershipEnding, PlaceChange, StandingPlace } from './group-rules';

/** Memberships `m` of those who are active learners `e` of the course on the day; takes the course, and the day twice. */
export const ACTIVE_MEMBERS = `group_memberships m JOIN enrollments e
  ON e.user_id = m.user_id AND e.course_id = ? AND ${isLearnersEnrollment('e')} AND ${HAS_STATUS.active.sql('e')}`;

const MEMBERSHIP = columnsOf(GroupMembership, 'm', [
  ...(['id', 'groupId', 'userId', 'joinedAt', 'joinedBy', 'leftAt', 'leftBy', 'ending'] as const),
  'assignmentId',
]);
export type MembershipRecord = RowOf<typeof MEMBERSHIP>;

const MEMBER = columnsOf(GroupMembership, 'm', ['id', 'userId', 'joinedAt']).andExpressions<{
  givenName: string;
  familyName: string;
}>({ givenName: 'e.given_name', familyName: 'e.family_name' });
export type GroupMember = RowOf<typeof MEMBER>;

const PLACE = columnsOf(GroupMembership, 'm', { membershipId: 'id', userId: 'userId', groupId: 'groupId' });
const NEW_MEMBERSHIP = insertOf(GroupMembership, [
  ...(['id', 'setId', 'groupId', 'userId', 'isStanding', 'joinedAt', 'joinedBy'] as const),
  ...(['assignmentId', 'previousGroupId'] as const),
]);

/** Of a group, those who came first first. */
export const MEMBER_ORDER = ListOrder.by<Pick<GroupMembership, 'id'>>('ix_group_memberships_group', {
  id: 'id',
});
/** Of a set, the newest first. */
export const MEMBERSHIP_ORDER = ListOrder.by<Pick<GroupMembership, 'id'>>('ix_group_memberships_history', {
  id: 'id',
}).reversed();

/** A group, and the day of its course on which its members are asked for. */
export interface GroupOnDay {
  groupId: string;
  courseId: string;
  today: string;
}

/** Who changes memberships, how those end that nobody moves, and by which random assignment. */
export interface MembershipCause {
  by: string;
  ending: MembershipEnding;
  now: Date;
  assignmentId?: string | null;
}

/** A change of somebody's place, and in which set. */
export type PlaceInSet = PlaceChange & { setId: string };

/** Who is and was in groups. */
@Injectable()
export class MembershipsRepository {
  constructor(private readonly database: Database) {}

  async members(
    { groupId, courseId, today }: GroupOnDay,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<GroupMember[]> {
    const chosen = membersOf(groupId);
    if (after) MEMBER_ORDER.behind('m', after, chosen);
    return this.database.rows(
      `SELECT ${MEMBER.sql} FROM group_memberships m FORCE INDEX (${MEMBER_ORDER.index})
       STRAIGHT_JOIN enrollments e ON e.user_id = m.user_id AND e.course_id = ? AND ${isLearnersEnrollment('e')}
         AND ${HAS_STATUS.active.sql('e')}
       WHERE ${chosen.sql} ORDER BY ${MEMBER_ORDER.sql('m')} LIMIT ?`,
      [toBinary(courseId), today, today, ...chosen.params, limit + 1],
      MEMBER,
    );
  }

  async countMembers({ groupId, courseId, today }: GroupOnDay, most: number): Promise<number> {
    const { sql, params } = membersOf(groupId);
    return countUpTo(this.database, most, `SELECT m.id FROM ${ACTIVE_MEMBERS} WHERE ${sql}`, [
      ...[toBinary(courseId), today, today],
      ...params,
    ]);
  }

  async hasMembers(setId: string, courseId: string, today: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 FROM ${ACTIVE_MEMBERS} WHERE m.set_id = ? AND m.is_standing = 1 LIMIT 1`,
      [toBinary(courseId), today, today, toBinary(setId)],
    );
    return row !== undefined;
  }

  async history(
    setId: string,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<MembershipRecord[]> {
    const chosen = new Conditions().add('m.set_id = ?', toBinary(setId));
    if (after) MEMBERSHIP_ORDER.behind('m', after, chosen);
    return this.database.rows(
      `SELECT ${MEMBERSHIP.sql} FROM group_memberships m FORCE INDEX (${MEMBERSHIP_ORDER.index})
       WHERE ${chosen.sql} ORDER BY ${MEMBERSHIP_ORDER.sql('m')} LIMIT ?`,
      [...chosen.params, limit + 1],
      MEMBERSHIP,
    );
  }

  async countHistory(setId: string, most: number): Promise<number> {
    const sql = 'SELECT m.id FROM group_memberships m WHERE m.set_id = ?';
    return countUpTo(this.database, most, sql, [toBinary(setId)]);
  }

  /**
   * Those of the people who are active learners of the course on the day. Their accounts and enrollments, and the account
   * of whoever asks, are held until the transaction ends: before the set and its groups, as decision 11 has it.
   */
  async holdLearners(
    courseId: string,
    today: string,
    userIds: readonly string[],
    by: string,
  ): Promise<Set<string>> {
    const rows = await this.database.query<{ userId: Buffer; isActive: number | null }>(
      `SELECT u.id AS userId, ${HAS_STATUS.active.sql('e')} AS isActive
       FROM users u FORCE INDEX (PRIMARY)
       LEFT JOIN enrollments e ON e.user_id = u.id AND e.course_id = ? AND ${isLearnersEnrollment('e')}
       WHERE u.id IN (?) ORDER BY u.id LOCK IN SHARE MODE`,
      [today, today, toBinary(courseId), [...new Set([...userIds, by])].map(toBinary)],
    );
    return new Set(rows.filter(({ isActive }) => isActive === 1).map(({ userId }) => fromBinary(userId)));
  }

  /** Where these people are in the set, whose row is locked meanwhile. */
  async standing(setId: string, userIds: readonly string[]): Promise<Map<string, StandingPlace>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${PLACE.sql} FROM group_memberships m WHERE m.set_id = ? AND m.is_standing = 1 AND m.user_id IN (?)`,
      [toBinary(setId), userIds.map(toBinary)],
      PLACE,
    );
    return new Map(rows.map((place) => [place.userId, place]));
  }

  /** Ends memberships and adds others, of any number of sets, with three statements at most. */
  async write(
    changes: readonly PlaceInSet[],
    { by, ending, now, assignmentId = null }: MembershipCause,
  ): Promise<void> {
    const endings = changes.flatMap(({ from, to }) =>
      from ? [{ id: from.membershipId, isMove: to !== null }] : [],
    );
    await this.end(
      endings.filter(({ isMove }) => isMove).map(({ id }) => id),
      { by, ending: 'moved', now },
    );
    await this.end(
      endings.filter(({ isMove }) => !isMove).map(({ id }) => id),
      { by, ending, now },
    );
    const made = { isStanding: 1, joinedAt: now, joinedBy: by, assignmentId };
    const joined = changes.flatMap(({ setId, userId, from, to: groupId }) => {
      if (groupId === null) return [];
      const previousGroupId = assignmentId === null ? null : (from?.groupId ?? null);
      return [{ ...made, id: newId(), setId, groupId, userId, previousGroupId }];
    });
    if (joined.length > 0) await this.database.insert(NEW_MEMBERSHIP, joined);
  }

  /** Ends these memberships. One statement; none without memberships. */
  async end(
    ids: readonly string[],
    { by, ending, now }: { by: string | null; ending: MembershipEnding; now: Date },
  ): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(
      `UPDATE group_memberships SET is_standing = NULL, left_at = GREATEST(joined_at, ?), left_by = ?, ending = ?
       WHERE id IN (?)`,
      [now, by === null ? null : toBinary(by), ending, ids.map(toBinary)],
    );
  }
}

function membersOf(groupId: string): Conditions {
  return new Conditions().add('m.group_id = ? AND m.is_standing = 1', toBinary(groupId));
}
