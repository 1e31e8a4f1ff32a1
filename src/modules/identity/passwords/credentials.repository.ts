import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainForm } from '../../../shared/text/search-form';
import { hashOfNetwork } from '../limits/known-networks.repository';
import { User } from '../users/user.entity';

const CREDENTIALS = columnsOf(User, 'u', ['id', 'username', 'email', 'locale', 'passwordHash', 'disabledAt']);

/** The columns of an account that signing in needs. */
export type Credentials = RowOf<typeof CREDENTIALS>;

/** The result of looking up a name that was given to sign in. */
export interface LoginFacts {
  account: Credentials | undefined;
  /** Whether the account has signed in from this network before. */
  isKnownNetwork: boolean;
  /** The name as `comparedForm` returns it. */
  comparedForm: string;
}

/** The weights of the characters by the collation of usernames and email addresses, in hexadecimal. */
const COMPARED_FORM = 'HEX(WEIGHT_STRING(CONVERT(? USING utf8mb4) COLLATE utf8mb4_general_ci))';

const LOGIN = CREDENTIALS.andExpressions<{ isKnownNetwork: number; comparedForm: string }>({
  isKnownNetwork: 'EXISTS (SELECT 1 FROM known_networks k WHERE k.user_id = u.id AND k.network = ?)',
  comparedForm: "''",
}).orNull();

/**
 * The only reader and writer of password hashes. Named SQL for what TypeORM cannot express: a UNION, and a shared lock in
 * the syntax that MySQL and MariaDB share.
 */
@Injectable()
export class CredentialsRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
  ) {}

  /**
   * By username or email address, as the database compares names: ignoring case and accents; full-width and typographic
   * characters are read as plain ones, and as they are for accounts from before. If the text is the username
   * of one account and the address of another, the username wins; an exact spelling wins over one that differs in
   * accents. Two lookups by unique key, because an OR would not use both indexes.
   */
  async findByLogin(login: string, network: string): Promise<LoginFacts> {
    const hash = hashOfNetwork(network);
    const plain = plainForm(login);
    const rows = await this.database.rows(
      `SELECT ${LOGIN.sql} FROM users u WHERE u.username IN (?, ?)
       UNION ALL SELECT ${LOGIN.sql} FROM users u WHERE u.email IN (?, ?)
       UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, 0, ${COMPARED_FORM}`,
      [hash, login, plain, hash, login, plain, plain],
      LOGIN,
    );
    const found = rows.filter((row): row is typeof row & Credentials => row.id !== null);
    const spellings = [login.toLowerCase(), plain.toLowerCase()];
    const isSameSpelling = (name: string | null): boolean =>
      name !== null && spellings.includes(name.toLowerCase());
    const account =
      found.find(({ username }) => isSameSpelling(username)) ??
      found.find(({ email }) => isSameSpelling(email)) ??
      found[0];
    return {
      account,
      isKnownNetwork: Number(account?.isKnownNetwork) === 1,
      comparedForm: rows.at(-1)?.comparedForm ?? '',
    };
  }

  /** The form in which the database compares a name: the same for all spellings that it treats as equal. */
  async comparedForm(text: string): Promise<string> {
    const row = await this.database.row<{ form: string }>(`SELECT ${COMPARED_FORM} AS form`, [text]);
    return row?.form ?? '';
  }

  /** The account with this email address, or else with it as its username. */
  async findByEmail(email: string): Promise<Credentials | undefined> {
    const rows = await this.database.rows(
      `SELECT ${CREDENTIALS.sql} FROM users u WHERE u.email = ?
       UNION ALL SELECT ${CREDENTIALS.sql} FROM users u WHERE u.username = ?`,
      [email, email],
      CREDENTIALS,
    );
    return rows.find((candidate) => candidate.email !== null) ?? rows[0];
  }

  async find(userId: string): Promise<Credentials | undefined> {
    const sql = `SELECT ${CREDENTIALS.sql} FROM users u WHERE u.id = ?`;
    return this.database.row(sql, [toBinary(userId)], CREDENTIALS);
  }

  /** As `find`, with a lock that keeps the account unchanged until the transaction ends. */
  async hold(userId: string): Promise<Credentials | undefined> {
    const sql = `SELECT ${CREDENTIALS.sql} FROM users u WHERE u.id = ? LOCK IN SHARE MODE`;
    return this.database.row(sql, [toBinary(userId)], CREDENTIALS);
  }

  /** False when there is no such account. */
  async setPasswordHash(userId: string, passwordHash: string, now: Date): Promise<boolean> {
    const { affected } = await this.users.update({ id: userId }, { passwordHash, updatedAt: now });
    return affected === 1;
  }
}
