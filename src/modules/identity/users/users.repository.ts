import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type Repository } from 'typeorm';
import type { PlatformRole } from '../../../shared/auth/caller';
import { NEXT_VERSION } from '../../../shared/database/columns';
import { columnsOf } from '../../../shared/database/columns-of';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { EmailTakenError, UsernameTakenError } from '../identity.errors';
import { nameSearch } from './name-search';
import { type Account, type NewUser, User, type UserChanges } from './user.entity';

/** How other modules name a person. */
export type PersonName = Pick<User, 'id' | 'givenName' | 'familyName' | 'username'>;

export interface UserFilter {
  search?: string;
  /** Whether the search matches beginnings of email addresses; it matches whole addresses in any case. */
  throughAddresses: boolean;
  role?: PlatformRole;
  status?: 'active' | 'disabled';
  /** Family name, given name and id of the last one seen. */
  after?: [familyName: string, givenName: string, id: string];
  limit: number;
}

const PERSON_NAME = columnsOf(User, 'u', ['id', 'givenName', 'familyName', 'username']);

@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
  ) {}

  async find(id: string): Promise<Account | null> {
    return this.users.findOneBy({ id });
  }

  async findByUsername(username: string): Promise<Account | null> {
    return this.users.findOneBy({ username });
  }

  /**
   * Names for lists of other modules. Unknown ids are left out. Named SQL, since a gradebook reads the names of a hundred
   * people at a time.
   */
  async names(ids: string[]): Promise<PersonName[]> {
    if (ids.length === 0) return [];
    const sql = `SELECT ${PERSON_NAME.sql} FROM users u WHERE u.id IN (?)`;
    return this.database.query(sql, [ids.map(toBinary)], PERSON_NAME);
  }

  /** By family name, given name and id: the order of `ix_users_name`, and of `ix_users_role` within a role. */
  async list({ search, throughAddresses, role, status, after, limit }: UserFilter): Promise<Account[]> {
    const query = this.users.createQueryBuilder('u');
    if (search !== undefined) {
      const { sql, params } = nameSearch(search, { throughAddresses });
      query.innerJoin(`(${sql})`, 'found', 'found.id = u.id').setParameters(params);
    }
    if (role !== undefined) query.andWhere({ role });
    if (status !== undefined) query.andWhere({ disabledAt: status === 'active' ? IsNull() : Not(IsNull()) });
    if (after !== undefined) {
      // Written out, since the optimizer uses no index range for a comparison of rows: (a, b, c) > (?, ?, ?).
      const [family, given, id] = after;
      query.andWhere(
        `u.familyName >= :family AND (u.familyName > :family OR u.givenName > :given
          OR (u.givenName = :given AND u.id > :id))`,
        { family, given, id: toBinary(id) },
      );
    }
    return query
      .orderBy({ 'u.familyName': 'ASC', 'u.givenName': 'ASC', 'u.id': 'ASC' })
      .limit(limit)
      .getMany();
  }

  /** Adds the accounts with one statement. Throws UsernameTakenError or EmailTakenError. */
  async add(accounts: NewUser[], now: Date): Promise<void> {
    const rows = accounts.map((account) => ({ ...account, createdAt: now, updatedAt: now }));
    await nameConflicts(() => this.users.insert(rows));
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
    const { affected } = await nameConflicts(() =>
      this.users.update(
        { id, ...(versions === undefined ? {} : { version: In(versions) }) },
        { ...changes, version: NEXT_VERSION, updatedAt: now },
      ),
    );
    return affected === 1;
  }

  /** The account's version, locked until the transaction ends; undefined when there is no such account. */
  async lockVersion(id: string): Promise<number | undefined> {
    const user = await this.users.findOne({
      select: { id: true, version: true },
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    return user?.version;
  }

  /** Does nothing if the account is suspended already, so that the first instant stays. */
  async suspend(id: string, now: Date): Promise<void> {
    await this.users.update(
      { id, disabledAt: IsNull() },
      { disabledAt: now, version: NEXT_VERSION, updatedAt: now },
    );
  }

  async endSuspension(id: string, now: Date): Promise<void> {
    await this.users.update(
      { id, disabledAt: Not(IsNull()) },
      { disabledAt: null, version: NEXT_VERSION, updatedAt: now },
    );
  }

  /** The active administrators, locked until the transaction ends. */
  async lockAdministrators(): Promise<string[]> {
    const administrators = await this.users.find({
      select: { id: true },
      where: { role: 'administrator', disabledAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return administrators.map(({ id }) => id);
  }
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
