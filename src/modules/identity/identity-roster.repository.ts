import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../shared/auth/caller';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import {
  type Sourced,
  type SourcedChange,
  type SourcedRows,
  SourcedTable,
} from '../../shared/database/sourced-table';
import { DomainEvents } from '../../shared/events/domain-events';
import { digestOf } from './erasure/erasure.repository';
import { PeopleRenamed } from './identity.events';
import { PeopleSearch } from './users/people-search';
import { PersonLinksRepository } from './users/person-links.repository';

/** The fields of an organization that a roster import reads and writes. */
export interface RosterOrg {
  name: string;
  type: string;
  identifier: string | null;
  parentId: string | null;
}

/** The fields of an account that a roster import reads and writes. People set their password, locale and time zone. */
export interface RosterUser {
  username: string;
  email: string | null;
  givenName: string;
  middleName: string | null;
  familyName: string;
  identifier: string | null;
  phone: string | null;
  role: PlatformRole;
  /** Of guardians, how they are related to learners; null for others. */
  relation: string | null;
  /** The sourcedIds of the people whose agents they are or who are theirs, separated by commas; null for none. */
  agentSourcedIds: string | null;
  orgId: string | null;
  /** The instant since which the account is suspended; null if it is not. */
  disabledAt: Date | null;
}

const FORMER_LENGTH = 200;

/** What an account is called once its username belongs to somebody else. */
export function formerUsername({ id, username }: { id: string; username: string }): string {
  return `${[...username].slice(0, FORMER_LENGTH).join('')}.former-${id.slice(-12)}`;
}

/** Accounts and organizations for roster imports. It checks no permissions, and publishes only PeopleRenamed. */
@Injectable()
export class IdentityRoster {
  readonly orgs: SourcedRows<RosterOrg>;
  readonly users: RosterUsers;

  constructor(
    database: Database,
    events: DomainEvents,
    search: PeopleSearch,
    readonly links: PersonLinksRepository,
  ) {
    this.orgs = new SourcedTable<RosterOrg>(database, {
      table: 'orgs',
      columns: { name: 'name', type: 'type', identifier: 'identifier', parentId: 'parent_id' },
      ids: ['parentId'],
      whenChanged: 'version = version + 1',
    });
    this.users = new RosterUsers(database, events, search);
  }
}

export class RosterUsers extends SourcedTable<RosterUser> {
  constructor(
    private readonly store: Database,
    private readonly events: DomainEvents,
    private readonly search: PeopleSearch,
  ) {
    super(store, {
      table: 'users',
      active: "t.disabled_at IS NULL AND t.role <> 'administrator'",
      columns: {
        username: 'username',
        email: 'email',
        givenName: 'given_name',
        middleName: 'middle_name',
        familyName: 'family_name',
        identifier: 'identifier',
        phone: 'phone',
        role: 'role',
        relation: 'relation',
        agentSourcedIds: 'agent_sourced_ids',
        orgId: 'org_id',
        disabledAt: 'disabled_at',
      },
      ids: ['orgId'],
      whenAdded: (now) => ({ created_at: now, updated_at: now }),
      whenChanged: 'version = version + 1, updated_at = VALUES(updated_at)',
    });
  }

  /** Accounts with one of the usernames or email addresses, compared as the database compares them. Two queries. */
  async namesakes(usernames: string[], emails: string[]): Promise<Sourced<RosterUser>[]> {
    // Two reads of a unique index each: OR over two columns may read the whole table.
    const found = [
      await this.where('t.username IN (?)', usernames),
      await this.where('t.email IN (?)', emails),
    ];
    return found.flat();
  }

  /** Which of the sourcedIds people had who were erased. One query. */
  async erasedAmong(sourcedIds: readonly string[]): Promise<Set<string>> {
    if (sourcedIds.length === 0) return new Set();
    const byDigest = new Map(sourcedIds.map((sourcedId) => [digestOf(sourcedId).toString('hex'), sourcedId]));
    const found = await this.store.query<{ digest: Buffer }>(
      'SELECT DISTINCT sourced_id_digest AS digest FROM erased_people WHERE sourced_id_digest IN (?)',
      [sourcedIds.map(digestOf)],
    );
    return new Set(found.flatMap(({ digest }) => byDigest.get(digest.toString('hex')) ?? []));
  }

  /** Rostered accounts with one of the identifiers. One query. */
  async withIdentifiers(identifiers: string[]): Promise<Sourced<RosterUser>[]> {
    return this.where('t.sourced_id IS NOT NULL AND t.identifier IN (?)', identifiers);
  }

  /** Renames accounts whose username another account gets, as `formerUsername` says. */
  async freeUsernames(ids: readonly string[], now: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.store.execute(
      `UPDATE users SET username = CONCAT(LEFT(username, ${FORMER_LENGTH}), '.former-', LOWER(RIGHT(HEX(id), 12))),
         version = version + 1, updated_at = ? WHERE id IN (?)`,
      [now, ids.map(toBinary)],
    );
    await this.search.refresh(ids);
  }

  /** Takes their email addresses away from accounts, since other accounts get them. */
  async freeEmails(ids: readonly string[], now: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.store.execute(
      'UPDATE users SET email = NULL, version = version + 1, updated_at = ? WHERE id IN (?)',
      [now, ids.map(toBinary)],
    );
    await this.discardTokens(ids);
  }

  override async insert(rows: readonly Sourced<RosterUser>[], now: Date): Promise<void> {
    await super.insert(rows, now);
    await this.search.add(rows);
  }

  override async update(changes: readonly SourcedChange<RosterUser>[], now: Date): Promise<void> {
    await super.update(changes, now);
    await this.search.refresh(changes.filter(isNamedAnew).map(({ stored }) => stored.id));
    const suspended = changes.filter(
      ({ stored, wanted }) => stored.disabledAt === null && wanted.disabledAt !== null,
    );
    await this.endSessions(
      suspended.map(({ stored }) => stored.id),
      now,
    );
    const moved = changes.filter(({ stored, wanted }) => stored.email !== wanted.email);
    await this.discardTokens(moved.map(({ stored }) => stored.id));
    const renamed = changes.filter(
      ({ stored, wanted }) =>
        stored.givenName !== wanted.givenName || stored.familyName !== wanted.familyName,
    );
    if (renamed.length > 0)
      await this.events.publish(new PeopleRenamed(renamed.map(({ stored }) => stored.id)));
  }

  /** Suspends the accounts, except for administrators, and ends their sessions. Returns how many it suspended. */
  async disable(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.store.execute(
      `UPDATE users SET disabled_at = ?, version = version + 1, updated_at = ?
       WHERE id IN (?) AND sourced_id IS NOT NULL AND disabled_at IS NULL AND role <> 'administrator'`,
      [now, now, ids.map(toBinary)],
    );
    await this.endSessions(ids, now);
    return affectedRows;
  }

  private async endSessions(userIds: readonly string[], now: Date): Promise<void> {
    if (userIds.length === 0) return;
    await this.store.execute(
      `UPDATE sessions s JOIN users u ON u.id = s.user_id SET s.revoked_at = ?, s.revoked_reason = 'suspended'
       WHERE s.user_id IN (?) AND s.revoked_at IS NULL AND u.disabled_at IS NOT NULL`,
      [now, userIds.map(toBinary)],
    );
    await this.store.execute(
      `UPDATE sign_in_codes k JOIN users u ON u.id = k.user_id
         SET k.open_marker = NULL, k.code_hash = NULL, k.ended_at = ?, k.ending = 'suspended'
       WHERE k.user_id IN (?) AND k.open_marker = 1 AND u.disabled_at IS NOT NULL`,
      [now, userIds.map(toBinary)],
    );
  }

  /** A token to reset the password may lie in a mailbox that no longer belongs to the account. */
  private async discardTokens(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.store.execute('DELETE FROM one_time_tokens WHERE user_id IN (?)', [userIds.map(toBinary)]);
  }
}

/** Whether what is searched of an account changes. */
function isNamedAnew({ stored, wanted }: SourcedChange<RosterUser>): boolean {
  return (
    stored.givenName !== wanted.givenName ||
    stored.familyName !== wanted.familyName ||
    stored.username !== wanted.username
  );
}
