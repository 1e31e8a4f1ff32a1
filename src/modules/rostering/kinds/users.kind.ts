import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import type { Sourced } from '../../../shared/database/sourced-table';
import {
  formerUsername,
  IdentityRoster,
  isEmailAddress,
  type RosterUser,
  type RosterUsers,
} from '../../identity';
import { sentences } from '../rostering.sentences';
import { instantEndPolicy } from './instant-end-policy';
import { optionalReference } from './roster-kind';
import type {
  DisplacedRow,
  PendingRow,
  EndPolicy,
  FileFacts,
  KnownReferences,
  RowReference,
  ReferenceFacts,
  RosterKind,
  RowRemark,
  RunFacts,
} from './roster-kind';
import type { FileDefinition } from '../bundle/columns';
import { decidingRole, type HeldRole } from './users/deciding-role';
import { foldedName } from './users/same-person';
import {
  EMAIL_TAKEN,
  type NameFacts,
  type NameField,
  settleEmails,
  settleUsernames,
  USERNAME_TAKEN,
  withoutEmail,
} from './users/settle-names';
import { roleMissing, standingAs, standingOf } from './users/standing';
import { takeOverAccounts } from './users/take-over-accounts';
import { familyNameOf, givenNameOf, type UserRecord, users } from './users/user-record';

const LINKED_AT_ONCE = 1000;

declare module './roster-kind' {
  interface ReferenceFacts {
    users: { id: string; role: PlatformRole };
  }
}

/**
 * Users become accounts without a password: people set one by email, or an administrator does. A row never takes over an
 * account that was made in Stoa, nor changes how an administrator of Stoa signs in: that would hand the account to whoever
 * writes the file.
 */
@Injectable()
export class UsersKind implements RosterKind<'users', RosterUser> {
  static readonly definition: FileDefinition<'users'> = {
    kind: 'users',
    number: 5,
    columns: users,
    leftUnread: ['password', 'pronouns', 'resourceSourcedIds'],
    check: (record) =>
      givenNameOf(record) === null && familyNameOf(record) === null
        ? { column: 'givenName', code: 'required', message: sentences.nameMissing() }
        : null,
  };
  readonly kind = 'users';
  readonly rows: RosterUsers;
  readonly compared = [
    ...(['username', 'email', 'givenName', 'middleName', 'familyName'] as const),
    ...(['identifier', 'phone', 'role', 'relation', 'agentSourcedIds', 'orgId'] as const),
  ];
  readonly isComparedFirst = true;
  readonly alsoDecidedBy = ['roles'] as const;
  readonly uniqueIndexes = [USERNAME_TAKEN, EMAIL_TAKEN];
  readonly displacedFields = ['username', 'email'];
  readonly endPolicy: EndPolicy<UserRecord, RosterUser>;

  constructor(private readonly roster: IdentityRoster) {
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

  referencesOf({ sourcedId, role, orgSourcedIds, primaryOrgSourcedId }: UserRecord): RowReference[] {
    return [
      { column: 'orgSourcedIds', kind: 'orgs', sourcedIds: orgSourcedIds, isOptional: true },
      ...optionalReference('primaryOrgSourcedId', 'orgs', primaryOrgSourcedId),
      ...(role === null ? optionalReference('role', 'roles', sourcedId) : []),
    ];
  }

  wanted(
    pending: PendingRow<UserRecord, RosterUser>,
    references: KnownReferences,
    { today }: RunFacts,
  ): RosterUser | RowRemark {
    const { record, stored, warnings } = pending;
    const standing = standingOf(pending, references, today('UTC'));
    if (!standing) return roleMissing(record);
    const { primaryOrgSourcedId, orgSourcedIds } = record;
    const [org] = orgSourcedIds.flatMap((id) => references.find('orgs', id) ?? []);
    const { username, email } = record;
    const isKept = stored?.role === 'administrator';
    return {
      ...(isKept
        ? { username: stored.username, email: stored.email }
        : { username, email: usable(email, warnings) }),
      // A single name is the given name, as for accounts that are made in Stoa.
      givenName: givenNameOf(record) ?? familyNameOf(record) ?? '',
      familyName: givenNameOf(record) === null ? '' : (familyNameOf(record) ?? ''),
      middleName: record.preferredMiddleName ?? record.middleName,
      identifier: record.identifier ?? record.userMasterIdentifier,
      phone: record.phone ?? record.sms,
      role: isKept ? stored.role : standing.role,
      relation: standing.relation,
      agentSourcedIds: agentsOf(record),
      orgId: references.find('orgs', primaryOrgSourcedId)?.id ?? standing.orgId ?? org?.id ?? null,
      disabledAt: stored?.disabledAt ?? null,
    };
  }

  /** The account with the role and the organization that roles of the person give it; as it is if none of them holds. */
  withRoles(
    account: Sourced<RosterUser>,
    roles: readonly HeldRole[],
    { today }: RunFacts,
  ): Sourced<RosterUser> {
    const deciding = decidingRole(roles, today('UTC'));
    if (!deciding) return account;
    const { role, relation, orgId } = standingAs(deciding.role, deciding.orgId);
    const kept = account.role === 'administrator' ? account.role : role;
    return { ...account, role: kept, relation, orgId: orgId ?? account.orgId };
  }

  toReference({ id, role }: Sourced<RosterUser>): ReferenceFacts['users'] {
    return { id, role };
  }

  /**
   * Finds the accounts that rows take over, and taken names before the unique indexes do: those need a statement for each
   * refused row, and a dry run never writes.
   */
  async resolveConflicts(pendingRows: PendingRow<UserRecord, RosterUser>[], file: FileFacts): Promise<void> {
    const open = pendingRows.filter((pending) => pending.isOpen);
    const namesOf = (field: NameField): string[] => open.flatMap((pending) => newName(pending, field) ?? []);
    const holders = await this.rows.namesakes(namesOf('username'), namesOf('email'));
    await this.refuseErased(open.filter(({ stored }) => stored === undefined));
    const added = open.filter(({ stored, isOpen }) => isOpen && stored === undefined);
    const candidates = [
      ...holders,
      ...(await this.rows.withIdentifiers(added.flatMap(({ wanted }) => wanted?.identifier ?? []))),
    ];
    const gone = await file.gone(candidates);
    takeOverAccounts(pendingRows, candidates, gone);
    const listed = await file.listed(holders);
    const ended = await file.ended(holders);
    const factsOf = async (field: NameField): Promise<NameFacts> => {
      const holderOf = new Map(holders.map((user) => [foldedName(user[field] ?? ''), user]));
      const firstLines = await file.firstLines(field, namesOf(field).map(foldedName));
      return {
        holderOf: (name) => holderOf.get(name),
        isFree: ({ sourcedId, role }) =>
          sourcedId !== null && role !== 'administrator' && (gone.has(sourcedId) || ended.has(sourcedId)),
        isListed: ({ sourcedId }) => sourcedId !== null && listed.has(sourcedId),
        firstLineOf: (name) => firstLines.get(name),
      };
    };
    settleUsernames(pendingRows, await factsOf('username'), file.mostWaiting);
    settleEmails(pendingRows, await factsOf('email'));
  }

  /** Nobody who was erased gets a new account because a file still lists them. */
  private async refuseErased(added: PendingRow<UserRecord, RosterUser>[]): Promise<void> {
    const erased = await this.rows.erasedAmong(added.map(({ record }) => record.sourcedId));
    for (const pending of added)
      if (erased.has(pending.record.sourcedId))
        pending.refusal = {
          ...{ column: 'sourcedId', code: 'erased_person', message: sentences.erasedPerson() },
          value: pending.record.sourcedId,
        };
  }

  /** Guardians and learners are linked once all have accounts, since their rows are in no order. */
  afterFile(after: string | undefined, { today }: RunFacts): Promise<string | undefined> {
    return this.roster.links.refresh(after, LINKED_AT_ONCE, today('UTC'));
  }

  concede(pending: PendingRow<UserRecord, RosterUser>, error: unknown): boolean {
    if (!isDuplicateKey(error, EMAIL_TAKEN.index)) return false;
    withoutEmail(pending);
    return true;
  }

  displacedRow(row: Sourced<RosterUser>, field: string): Sourced<RosterUser> {
    return field === 'email' ? { ...row, email: null } : { ...row, username: formerUsername(row) };
  }

  async displace(displaced: readonly DisplacedRow<RosterUser>[], now: Date): Promise<void> {
    const idsOf = (name: NameField): string[] =>
      displaced.filter(({ field }) => field === name).map(({ row }) => row.id);
    await this.rows.freeUsernames(idsOf('username'), now);
    await this.rows.freeEmails(idsOf('email'), now);
  }
}

/** In an order that does not depend on the file. No sourcedId in a list has a comma. */
function agentsOf({ sourcedId, agentSourcedIds }: UserRecord): string | null {
  const agents = new Set(agentSourcedIds);
  agents.delete(sourcedId);
  return agents.size === 0 ? null : [...agents].sort().join(',');
}

/** The address of a row; null, with a warning, for what is none, such as `n/a`. */
function usable(email: string | null, warnings: RowRemark[]): string | null {
  if (email === null || isEmailAddress(email)) return email;
  warnings.push({
    column: 'email',
    code: 'invalid_value',
    message: sentences.emailInvalid(),
    value: email,
  });
  return null;
}

function administratorKept({ role, username }: RosterUser): RowRemark | undefined {
  if (role !== 'administrator') return undefined;
  return {
    column: null,
    code: 'administrator_kept',
    message: sentences.administratorKept(),
    value: username,
  };
}

/** The new name of the account; null if it keeps its name or has none. */
function newName({ stored, wanted }: PendingRow<UserRecord, RosterUser>, field: NameField): string | null {
  const name = wanted?.[field] ?? null;
  return name === stored?.[field] ? null : name;
}
