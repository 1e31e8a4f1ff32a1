import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import type { Sourced } from '../../../shared/database/sourced-table';
import { IdentityRoster, type RosterUser, type RosterUsers } from '../../identity';
import type { UserRecord, UserRole } from '../bundle/entities';
import { instantEnding } from './instant-ending';
import type {
  Draft,
  Ending,
  FileFacts,
  KnownReferences,
  Need,
  ReferenceFacts,
  RosterKind,
  RowRemark,
} from './roster-kind';

/**
 * Platform roles are rights: an instructor makes courses and looks people up. Aides and proctors need neither; what
 * they may do in a course comes with their enrollment. No file makes an administrator.
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
  message: 'username is that of another account.',
};
const EMAIL_TAKEN = {
  index: 'uq_users_email',
  column: 'email' as const,
  code: 'email_taken',
  message: 'email is that of another account.',
};

/**
 * Users become accounts, without a password: people set one by mail, or an administrator does. An account that is in
 * Stoa already is never taken over by its name or email address: that would hand it to whoever writes the file.
 */
@Injectable()
export class UsersKind implements RosterKind<'users', RosterUser> {
  readonly kind = 'users';
  readonly rows: RosterUsers;
  readonly compared = [
    ...(['username', 'email', 'givenName', 'middleName', 'familyName'] as const),
    ...(['identifier', 'phone', 'role', 'orgId'] as const),
  ];
  readonly isComparedFirst = true;
  readonly conflicts = [USERNAME_TAKEN, EMAIL_TAKEN];
  readonly ending: Ending<UserRecord, RosterUser>;

  constructor(roster: IdentityRoster) {
    this.rows = roster.users;
    this.ending = instantEnding<UserRecord, RosterUser, 'disabledAt'>('disabledAt', {
      isAsked: ({ enabledUser }) => !enabledUser,
      forbidden: administratorKept,
      endAbsent: (rows, { now }) =>
        this.rows.disable(
          rows.map(({ id }) => id),
          now,
        ),
    });
  }

  needs({ orgSourcedIds }: UserRecord): Need[] {
    return [{ column: 'orgSourcedIds', kind: 'orgs', sourcedIds: orgSourcedIds }];
  }

  wanted(draft: Draft<UserRecord, RosterUser>, references: KnownReferences): RosterUser | RowRemark {
    const { record, stored, warnings } = draft;
    const { username, email, givenName, middleName, familyName, identifier, role } = record;
    if (email !== null && !MAIL_ADDRESS.test(email)) {
      return {
        column: 'email',
        code: 'invalid_value',
        message: 'email is not an email address.',
        value: email,
      };
    }
    if (role === 'administrator' && !stored) warnings.push(NOT_MADE_ADMINISTRATOR);
    return {
      ...{ username, email, givenName, middleName, familyName, identifier },
      phone: record.phone ?? record.sms,
      role: stored?.role === 'administrator' ? stored.role : ROLES[role],
      orgId: references.get('orgs', record.orgSourcedIds[0] ?? '').id,
      disabledAt: stored?.disabledAt ?? null,
    };
  }

  toReference({ id }: Sourced<RosterUser>): ReferenceFacts['users'] {
    return { id };
  }

  /** Finds names that are taken before the unique indexes do: those refuse rows one by one only, and a dry run never. */
  async settle(drafts: Draft<UserRecord, RosterUser>[], file: FileFacts): Promise<void> {
    const open = drafts.filter((draft) => draft.isOpen);
    const namesOf = (field: NameField): string[] => open.flatMap((draft) => newName(draft, field) ?? []);
    const holders = await this.rows.namesakes(namesOf('username'), namesOf('email'));
    for (const { column, code, message } of this.conflicts) {
      const holderOf = new Map(holders.map((user) => [foldedName(user[column] ?? ''), user.id]));
      const firstLines = await file.firstLines(column, namesOf(column).map(foldedName));
      for (const draft of open) {
        const name = newName(draft, column);
        if (!draft.wanted || !draft.isOpen || name === null) continue;
        const holder = holderOf.get(foldedName(name)) ?? draft.wanted.id;
        const firstLine = firstLines.get(foldedName(name)) ?? draft.line;
        if (holder !== draft.wanted.id || firstLine < draft.line)
          draft.refusal = { column, code, message, value: name };
        else holderOf.set(foldedName(name), holder);
      }
    }
  }
}

const NOT_MADE_ADMINISTRATOR: RowRemark = {
  column: 'role',
  code: 'administrator_not_granted',
  message: 'The account is made an instructor: no file makes somebody an administrator of Stoa.',
  value: 'administrator',
};

function administratorKept({ role, username }: RosterUser): RowRemark | undefined {
  if (role !== 'administrator') return undefined;
  return {
    column: null,
    code: 'administrator_kept',
    message: 'The account stays open: no file shuts out an administrator of Stoa.',
    value: username,
  };
}

/** The name that the account is to have from now on; null where it keeps its own or has none. */
function newName({ stored, wanted }: Draft<UserRecord, RosterUser>, field: NameField): string | null {
  const name = wanted?.[field] ?? null;
  return name === stored?.[field] ? null : name;
}

/** Much as the store's collation compares: without regard to letter case and accents. The indexes have the last word. */
export function foldedName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().trimEnd();
}
