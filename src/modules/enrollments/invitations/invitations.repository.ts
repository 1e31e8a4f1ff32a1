import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { CourseStatus } from '../../courses';
import { EnrollmentInvitation } from './enrollment-invitation.entity';
import { addressForm, type InvitationState } from './invitation-rules';

const FIELDS = [
  ...(['id', 'courseId', 'role', 'userId', 'email', 'state', 'expiresAt', 'mails', 'invitedBy'] as const),
  ...(['invitedAt', 'decidedAt', 'decidedBy', 'enrollmentId', 'version'] as const),
] as const;
const INVITATION = columnsOf(EnrollmentInvitation, 'i', FIELDS);
const FOUND = INVITATION.andExpressions<{
  course: string;
  code: string;
  courseStatus: CourseStatus;
  givenName: string | null;
  familyName: string | null;
  inviterGivenName: string | null;
  inviterFamilyName: string | null;
  deciderGivenName: string | null;
  deciderFamilyName: string | null;
}>({
  ...{
    course: 'c.title',
    code: 'c.code',
    courseStatus: 'c.status',
    givenName: 'u.given_name',
    familyName: 'u.family_name',
  },
  ...{ inviterGivenName: 'b.given_name', inviterFamilyName: 'b.family_name' },
  ...{ deciderGivenName: 'd.given_name', deciderFamilyName: 'd.family_name' },
});
const READER = columnsOf(EnrollmentInvitation, 'i', ['role', 'expiresAt']).andExpressions<{
  address: string;
  locale: string | null;
  course: string;
  givenName: string | null;
  familyName: string | null;
}>({
  ...{ address: 'COALESCE(i.email, u.email)', locale: 'u.locale', course: 'c.title' },
  ...{ givenName: 'b.given_name', familyName: 'b.family_name' },
});
const NEW_INVITATION = insertOf(EnrollmentInvitation, [...FIELDS, 'openMarker']);

export type InvitationRecord = RowOf<typeof INVITATION>;
/** An invitation with its course and the names of those whom it names. */
export type FoundInvitation = RowOf<typeof FOUND>;
/** Who is mailed, about what; the names are those of whoever invites. */
export type InvitationReader = RowOf<typeof READER>;

/** Of a course, the latest first. */
export const INVITATION_ORDER = ListOrder.by<Pick<InvitationRecord, 'id'>>(
  'ix_enrollment_invitations_order',
  {
    id: 'id',
  },
).reversed();

interface Page {
  after: Place | undefined;
  limit: number;
}

export interface InvitationFilter {
  courseId: string;
  state?: InvitationState;
  now: Date;
}

/** Whose invitations are read. */
export interface InvitedPerson {
  userId: string;
  email: string | null;
}

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<FoundInvitation | undefined> {
    return this.database.row(`SELECT ${FOUND.sql} FROM ${joined()} WHERE i.id = ?`, [toBinary(id)], FOUND);
  }

  async findByToken(hash: Buffer): Promise<FoundInvitation | undefined> {
    return this.database.row(`SELECT ${FOUND.sql} FROM ${joined()} WHERE i.token_hash = ?`, [hash], FOUND);
  }

  /** Locked until the transaction ends, after the settings of the course. */
  async lock(id: string): Promise<InvitationRecord | undefined> {
    return this.database.row(
      `SELECT ${INVITATION.sql} FROM enrollment_invitations i WHERE i.id = ? FOR UPDATE`,
      [toBinary(id)],
      INVITATION,
    );
  }

  /** The one that is stored as pending for the person or the address. Whoever adds one holds the settings of the course. */
  async pendingFor(
    courseId: string,
    { userId, email }: Pick<InvitationRecord, 'userId' | 'email'>,
  ): Promise<InvitationRecord | undefined> {
    const [column, value] = userId === null ? ['email', email] : ['user_id', toBinary(userId)];
    return this.database.row(
      `SELECT ${INVITATION.sql} FROM enrollment_invitations i
       WHERE i.course_id = ? AND i.${column} = ? AND i.open_marker = 1`,
      [toBinary(courseId), value],
      INVITATION,
    );
  }

  async countPending(courseId: string, most: number): Promise<number> {
    const sql = `SELECT i.id FROM enrollment_invitations i WHERE i.course_id = ? AND i.state = 'pending'`;
    return countUpTo(this.database, most, sql, [toBinary(courseId)]);
  }

  async insert(invitation: InvitationRecord): Promise<void> {
    await this.database.insert(NEW_INVITATION, [{ ...invitation, openMarker: 1 }]);
  }

  /** Of one that is locked. */
  async decide(
    id: string,
    {
      state,
      decidedAt,
      decidedBy,
      enrollmentId = null,
    }: { state: InvitationState; decidedAt: Date; decidedBy: string | null; enrollmentId?: string | null },
  ): Promise<void> {
    await this.database.run(
      `UPDATE enrollment_invitations SET state = ?, open_marker = NULL, decided_at = ?, decided_by = ?, enrollment_id = ?,
         version = version + 1 WHERE id = ?`,
      [
        ...[state, decidedAt, decidedBy === null ? null : toBinary(decidedBy)],
        ...[enrollmentId === null ? null : toBinary(enrollmentId), toBinary(id)],
      ],
    );
  }

  /** Of one that is locked: it will be mailed once more, and holds until another instant. */
  async prolong(id: string, expiresAt: Date): Promise<void> {
    await this.database.run(
      'UPDATE enrollment_invitations SET expires_at = ?, mails = mails + 1, version = version + 1 WHERE id = ?',
      [expiresAt, toBinary(id)],
    );
  }

  /** The token of the mail that is sent now; that of an earlier one is unknown from now on. */
  async setToken(id: string, hash: Buffer): Promise<void> {
    await this.database.run('UPDATE enrollment_invitations SET token_hash = ? WHERE id = ?', [
      hash,
      toBinary(id),
    ]);
  }

  async ofCourse(filter: InvitationFilter, { after, limit }: Page): Promise<FoundInvitation[]> {
    const chosen = chosenBy(filter);
    if (after) INVITATION_ORDER.behind('i', after, chosen);
    const index = filter.state === undefined ? INVITATION_ORDER.index : 'ix_enrollment_invitations_state';
    return this.database.rows(
      `SELECT ${FOUND.sql} FROM ${joined(index)} WHERE ${chosen.sql} ORDER BY ${INVITATION_ORDER.sql('i')} LIMIT ?`,
      [...chosen.params, limit + 1],
      FOUND,
    );
  }

  async countOfCourse(filter: InvitationFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT i.id FROM enrollment_invitations i WHERE ${sql}`, params);
  }

  /** Those to the account and those to its address, the latest first. Two statements, each by an index of its own. */
  async own(person: InvitedPerson, { after, limit }: Page): Promise<FoundInvitation[]> {
    const found: FoundInvitation[] = [];
    for (const { chosen, index } of ownBy(person)) {
      if (after) INVITATION_ORDER.behind('i', after, chosen);
      const rows = await this.database.rows(
        `SELECT ${FOUND.sql} FROM ${joined(index)} WHERE ${chosen.sql}
         ORDER BY ${INVITATION_ORDER.sql('i')} LIMIT ?`,
        [...chosen.params, limit + 1],
        FOUND,
      );
      found.push(...rows);
    }
    return found.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit + 1);
  }

  async countOwn(person: InvitedPerson, most: number): Promise<number> {
    let count = 0;
    for (const { chosen } of ownBy(person)) {
      const sql = `SELECT i.id FROM enrollment_invitations i WHERE ${chosen.sql}`;
      count += await countUpTo(this.database, most, sql, chosen.params);
    }
    return Math.min(count, most);
  }

  /** What a mail about a pending invitation says, and to whom; undefined where there is none, or nobody to mail. */
  async reader(id: string): Promise<InvitationReader | undefined> {
    return this.database.row(
      `SELECT ${READER.sql} FROM ${joined()}
       WHERE i.id = ? AND i.state = 'pending' AND COALESCE(i.email, u.email) IS NOT NULL AND u.disabled_at IS NULL`,
      [toBinary(id)],
      READER,
    );
  }

  /** Pending ones that are over at the instant, the longest over first; up to `limit`. */
  async due(now: Date, limit: number): Promise<Pick<InvitationRecord, 'id' | 'courseId'>[]> {
    return this.database.rows(
      `SELECT ${DUE.sql} FROM enrollment_invitations i FORCE INDEX (ix_enrollment_invitations_due)
       WHERE i.state = 'pending' AND i.expires_at <= ? ORDER BY i.expires_at LIMIT ?`,
      [now, limit],
      DUE,
    );
  }
}

const DUE = columnsOf(EnrollmentInvitation, 'i', ['id', 'courseId']);

function joined(index?: string): string {
  const force = index === undefined ? '' : ` FORCE INDEX (${index})`;
  return `enrollment_invitations i${force} STRAIGHT_JOIN courses c ON c.id = i.course_id
    LEFT JOIN users u ON u.id = i.user_id LEFT JOIN users b ON b.id = i.invited_by
    LEFT JOIN users d ON d.id = i.decided_by`;
}

function chosenBy({ courseId, state, now }: InvitationFilter): Conditions {
  const chosen = new Conditions().add('i.course_id = ?', toBinary(courseId));
  if (state === undefined) return chosen;
  chosen.add('i.state = ?', state);
  // One that has just expired is among the expired ones once the sweep has stored it, within seconds.
  return state === 'pending' ? chosen.add('i.expires_at > ?', now) : chosen;
}

function ownBy({ userId, email }: InvitedPerson): { chosen: Conditions; index: string }[] {
  const ofAccount = {
    chosen: new Conditions().add('i.user_id = ?', toBinary(userId)),
    index: 'ix_enrollment_invitations_own',
  };
  if (email === null) return [ofAccount];
  // The collation takes letters with and without accents for the same, and those are different mailboxes.
  const form = addressForm(email);
  const chosen = new Conditions().add(
    'i.email = ? AND CAST(i.email AS BINARY) = CAST(? AS BINARY)',
    ...[form, form],
  );
  return [ofAccount, { chosen, index: 'ix_enrollment_invitations_mine' }];
}
