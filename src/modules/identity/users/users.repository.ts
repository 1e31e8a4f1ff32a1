import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { EmailTakenError, UsernameTakenError } from '../identity.errors';
import { type NameSearch, nameSearch } from './name-search';

/** An account as administrators see it. */
export interface UserRecord {
  id: string;
  sourcedId: string | null;
  username: string;
  email: string | null;
  givenName: string;
  middleName: string | null;
  familyName: string;
  identifier: string | null;
  role: PlatformRole;
  disabledAt: Date | null;
  locale: string;
  timeZone: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** How other modules name a person. */
export interface PersonName {
  id: string;
  givenName: string;
  familyName: string;
  username: string;
}

/** What a new account is made of. */
export interface NewUser {
  id: string;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  role: PlatformRole;
  passwordHash: string | null;
  locale: string;
  timeZone: string;
}

/** Fields of an account that can be changed. What is undefined stays. */
export interface UserChanges {
  username?: string;
  email?: string | null;
  givenName?: string;
  familyName?: string;
  role?: PlatformRole;
  locale?: string;
  timeZone?: string;
}

export interface UserFilter {
  search?: string;
  /** Whether the search looks for beginnings of email addresses too; whole ones it finds in any case. */
  throughAddresses: boolean;
  role?: PlatformRole;
  status?: 'active' | 'disabled';
  /** Family name, given name and id of the last one seen. */
  after?: [familyName: string, givenName: string, id: string];
  limit: number;
}

type Row<T> = Omit<T, 'id'> & { id: Buffer };

const COLUMNS = `u.id, u.sourced_id AS sourcedId, u.username, u.email, u.given_name AS givenName,
  u.middle_name AS middleName, u.family_name AS familyName, u.identifier, u.role, u.disabled_at AS disabledAt,
  u.locale, u.time_zone AS timeZone, u.version, u.created_at AS createdAt, u.updated_at AS updatedAt`;

const CHANGEABLE: [keyof UserChanges, column: string][] = [
  ['username', 'username'],
  ['email', 'email'],
  ['givenName', 'given_name'],
  ['familyName', 'family_name'],
  ['role', 'role'],
  ['locale', 'locale'],
  ['timeZone', 'time_zone'],
];

@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<UserRecord | undefined> {
    const row = await this.database.row<Row<UserRecord>>(`SELECT ${COLUMNS} FROM users u WHERE u.id = ?`, [
      toBinary(id),
    ]);
    return row && withId(row);
  }

  async findByUsername(username: string): Promise<UserRecord | undefined> {
    const row = await this.database.row<Row<UserRecord>>(
      `SELECT ${COLUMNS} FROM users u WHERE u.username = ?`,
      [username],
    );
    return row && withId(row);
  }

  /** Names for lists of other modules. Unknown ids are left out. */
  async names(ids: string[]): Promise<PersonName[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query<Row<PersonName>>(
      'SELECT id, given_name AS givenName, family_name AS familyName, username FROM users WHERE id IN (?)',
      [ids.map(toBinary)],
    );
    return rows.map(withId);
  }

  /** By family name, given name and id: the order of `ix_users_name`, and of `ix_users_role` within a role. */
  async list(filter: UserFilter): Promise<UserRecord[]> {
    const search: NameSearch | undefined =
      filter.search === undefined ? undefined : nameSearch(filter.search, filter);
    const conditions: string[] = ['TRUE'];
    const params: SqlValue[] = search?.params ?? [];
    if (filter.role !== undefined) {
      conditions.push('u.role = ?');
      params.push(filter.role);
    }
    if (filter.status !== undefined)
      conditions.push(`u.disabled_at IS ${filter.status === 'active' ? '' : 'NOT '}NULL`);
    if (filter.after !== undefined) {
      // Spelled out, since the optimizer finds no range in a comparison of rows: (a, b, c) > (?, ?, ?).
      const [family, given, id] = filter.after;
      conditions.push(`u.family_name >= ? AND (u.family_name > ? OR u.given_name > ?
        OR (u.given_name = ? AND u.id > ?))`);
      params.push(family, family, given, given, toBinary(id));
    }
    const rows = await this.database.rows<Row<UserRecord>>(
      `SELECT ${COLUMNS} FROM users u ${search ? `JOIN (${search.sql}) AS found ON found.id = u.id` : ''}
       WHERE ${conditions.join(' AND ')} ORDER BY u.family_name, u.given_name, u.id LIMIT ?`,
      [...params, filter.limit],
    );
    return rows.map(withId);
  }

  /** Adds the accounts with one statement. Throws UsernameTakenError or EmailTakenError. */
  async add(users: NewUser[], now: Date): Promise<void> {
    const columns = ['id', 'username', 'email', 'given_name', 'family_name', 'role', 'password_hash'];
    await nameConflicts(() =>
      this.database.insertMany(
        'users',
        [...columns, 'locale', 'time_zone', 'created_at', 'updated_at'],
        users.map((user) => [
          ...[toBinary(user.id), user.username, user.email, user.givenName, user.familyName, user.role],
          ...[user.passwordHash, user.locale, user.timeZone, now, now],
        ]),
      ),
    );
  }

  /**
   * Changes the fields that are given. False when there is no such account or, where versions are given, it
   * has none of them. Throws UsernameTakenError or EmailTakenError.
   */
  async change(
    id: string,
    changes: UserChanges,
    versions: readonly number[] | undefined,
    now: Date,
  ): Promise<boolean> {
    const given = CHANGEABLE.filter(([field]) => changes[field] !== undefined);
    const { affectedRows } = await nameConflicts(() =>
      this.database.execute(
        `UPDATE users SET ${given.map(([, column]) => `${column} = ?, `).join('')} version = version + 1, updated_at = ?
         WHERE id = ? ${versions === undefined ? '' : 'AND version IN (?)'}`,
        [
          ...given.map(([field]) => changes[field] ?? null),
          now,
          toBinary(id),
          ...(versions === undefined ? [] : [[...versions]]),
        ],
      ),
    );
    return affectedRows === 1;
  }

  /** The account's version, locked until the transaction ends; undefined when there is no such account. */
  async lockVersion(id: string): Promise<number | undefined> {
    const row = await this.database.row<{ version: number }>(
      'SELECT version FROM users WHERE id = ? FOR UPDATE',
      [toBinary(id)],
    );
    return row?.version;
  }

  /** Does nothing where the account is suspended already: the first instant stays. */
  async suspend(id: string, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE users SET disabled_at = ?, version = version + 1, updated_at = ? WHERE id = ? AND disabled_at IS NULL`,
      [now, now, toBinary(id)],
    );
  }

  async endSuspension(id: string, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE users SET disabled_at = NULL, version = version + 1, updated_at = ?
       WHERE id = ? AND disabled_at IS NOT NULL`,
      [now, toBinary(id)],
    );
  }

  /** The active administrators, none of whom can cease to be one until the transaction ends. */
  async lockAdministrators(): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT id FROM users WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
    );
    return rows.map(({ id }) => fromBinary(id));
  }
}

function withId<T extends { id: Buffer }>(row: T): Omit<T, 'id'> & { id: string } {
  return { ...row, id: fromBinary(row.id) };
}

async function nameConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicateKey(error, 'uq_users_username')) throw new UsernameTakenError();
    if (isDuplicateKey(error, 'uq_users_email')) throw new EmailTakenError();
    throw error;
  }
}
