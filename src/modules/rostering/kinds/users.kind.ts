import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import type { Sourced } from '../../../shared/database/sourced-table';
import { IdentityRoster, type RosterUser, type RosterUsers } from '../../identity';
import { instantEndPolicy } from './instant-end-policy';
import type {
  PendingRow,
  EndPolicy,
  FileFacts,
  KnownReferences,
  RowReference,
  ReferenceFacts,
  RosterKind,
  RowRemark,
} from './roster-kind';
import {
  common,
  type FileDefinition,
  optional,
  optionalList,
  type RecordOf,
  required,
} from '../bundle/columns';
import { boolean, guid, oneOf, text } from '../bundle/formats';

const USER_ROLES = [
  'administrator',
  'aide',
  'guardian',
  'parent',
  'proctor',
  'relative',
  'student',
  'teacher',
] as const;
type UserRole = (typeof USER_ROLES)[number];

/** The column password is not read: the file has it in plain text. */
const users = {
  ...common,
  enabledUser: required(boolean),
  orgSourcedIds: optionalList(guid),
  role: required(oneOf(USER_ROLES)),
  username: required(text()),
  givenName: required(text()),
  familyName: required(text()),
  middleName: optional(text()),
  identifier: optional(text()),
  email: optional(text()),
  sms: optional(text()),
  phone: optional(text()),
  agentSourcedIds: optionalList(guid),
};
export type UserRecord = RecordOf<typeof users>;

declare module '../bundle/columns' {
  interface EntityRecords {
    users: UserRecord;
  }
}

declare module './roster-kind' {
  interface ReferenceFacts {
    users: { id: string };
  }
}

/**
 * Platform roles give rights: an instructor may create courses and look people up. Aides and proctors need neither; their
 * enrollments give them rights in their courses. No file can make somebody an administrator.
 */
const ROLES: Record<UserRole, PlatformRole> = {
  administrator: 'instructor',
  teacher: 'instructor',
  aide: 'learner',
  proctor: 'learner',
  student: 'learner',
  parent: 'learner',
  guardian: 'learner',
  relative: 'learner',
};

const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+$/;

type NameField = 'username' | 'email';

const USERNAME_TAKEN = {
  index: 'uq_users_username',
  column: 'username' as const,
  code: 'username_taken',
  message: 'Another account already has this username.',
};
const EMAIL_TAKEN = {
  index: 'uq_users_email',
  column: 'email' as const,
  code: 'email_taken',
  message: 'Another account already has this email address.',
};

/**
 * Users become accounts without a password: people set one by email, or an administrator does. A row never takes over an
 * existing account with the same username or email address: that would hand the account to whoever writes the file.
 */
@Injectable()
export class UsersKind implements RosterKind<'users', RosterUser> {
  static readonly definition: FileDefinition<'users'> = {
    kind: 'users',
    number: 5,
    columns: users,
    leftUnread: ['password'],
  };
  readonly kind = 'users';
  readonly rows: RosterUsers;
  readonly compared = [
    ...(['username', 'email', 'givenName', 'middleName', 'familyName'] as const),
    ...(['identifier', 'phone', 'role', 'orgId'] as const),
  ];
  readonly isComparedFirst = true;
  readonly uniqueIndexes = [USERNAME_TAKEN, EMAIL_TAKEN];
  readonly endPolicy: EndPolicy<UserRecord, RosterUser>;

  constructor(roster: IdentityRoster) {
    this.rows = roster.users;
    this.endPolicy = instantEndPolicy<UserRecord, RosterUser, 'disabledAt'>('disabledAt', {
      isEnded: ({ enabledUser }) => !enabledUser,
      protection: administratorKept,
      endAbsent: (rows, { now }) =>
        this.rows.disable(
          rows.map(({ id }) => id),
          now,
        ),
    });
  }

  referencesOf({ orgSourcedIds }: UserRecord): RowReference[] {
    return [{ column: 'orgSourcedIds', kind: 'orgs', sourcedIds: orgSourcedIds, isOptional: true }];
  }

  wanted(pending: PendingRow<UserRecord, RosterUser>, references: KnownReferences): RosterUser | RowRemark {
    const { record, stored, warnings } = pending;
    const [org] = record.orgSourcedIds.flatMap((id) => references.find('orgs', id) ?? []);
    const { username, email, givenName, middleName, familyName, identifier, role } = record;
    if (email !== null && !MAIL_ADDRESS.test(email)) {
      return {
        column: 'email',
        code: 'invalid_value',
        message: 'email must be an email address like pat@school.example.',
        value: email,
      };
    }
    if (role === 'administrator' && !stored) warnings.push(NOT_MADE_ADMINISTRATOR);
    return {
      ...{ username, email, givenName, middleName, familyName, identifier },
      phone: record.phone ?? record.sms,
      role: stored?.role === 'administrator' ? stored.role : ROLES[role],
      orgId: org?.id ?? null,
      disabledAt: stored?.disabledAt ?? null,
    };
  }

  toReference({ id }: Sourced<RosterUser>): ReferenceFacts['users'] {
    return { id };
  }

  /** Finds taken names before the unique indexes do: those need a statement for each refused row, and a dry run never writes. */
  async resolveConflicts(pendingRows: PendingRow<UserRecord, RosterUser>[], file: FileFacts): Promise<void> {
    const open = pendingRows.filter((pending) => pending.isOpen);
    const namesOf = (field: NameField): string[] => open.flatMap((pending) => newName(pending, field) ?? []);
    const holders = await this.rows.namesakes(namesOf('username'), namesOf('email'));
    for (const { column, code, message } of this.uniqueIndexes) {
      const holderOf = new Map(holders.map((user) => [foldedName(user[column] ?? ''), user.id]));
      const firstLines = await file.firstLines(column, namesOf(column).map(foldedName));
      for (const pending of open) {
        const name = newName(pending, column);
        if (!pending.wanted || !pending.isOpen || name === null) continue;
        const holder = holderOf.get(foldedName(name)) ?? pending.wanted.id;
        const firstLine = firstLines.get(foldedName(name)) ?? pending.line;
        if (holder !== pending.wanted.id || firstLine < pending.line)
          pending.refusal = { column, code, message, value: name };
        else holderOf.set(foldedName(name), holder);
      }
    }
  }
}

const NOT_MADE_ADMINISTRATOR: RowRemark = {
  column: 'role',
  code: 'administrator_not_granted',
  message: 'The account was created as an instructor. A file cannot make somebody an administrator of Stoa.',
  value: 'administrator',
};

function administratorKept({ role, username }: RosterUser): RowRemark | undefined {
  if (role !== 'administrator') return undefined;
  return {
    column: null,
    code: 'administrator_kept',
    message: 'The account stays active. A file cannot suspend an administrator of Stoa.',
    value: username,
  };
}

/** The new name of the account; null if it keeps its name or has none. */
function newName({ stored, wanted }: PendingRow<UserRecord, RosterUser>, field: NameField): string | null {
  const name = wanted?.[field] ?? null;
  return name === stored?.[field] ? null : name;
}

/** Folds letter case and accents, much like the collation of the database. The unique indexes decide in the end. */
export function foldedName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().trimEnd();
}
