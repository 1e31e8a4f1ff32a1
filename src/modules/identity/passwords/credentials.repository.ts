import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';

/** What signing in needs to know of an account. */
export interface Credentials {
  userId: string;
  username: string;
  email: string | null;
  passwordHash: string | null;
  disabledAt: Date | null;
}

type CredentialsRow = Omit<Credentials, 'userId'> & { id: Buffer };

const COLUMNS = 'id, username, email, password_hash AS passwordHash, disabled_at AS disabledAt';

/** The only reader and writer of password hashes. */
@Injectable()
export class CredentialsRepository {
  constructor(private readonly database: Database) {}

  /**
   * By username or mail address, in any letter case; where the text is the username of one account and the
   * address of another, the username counts. Two lookups by unique key: an OR would not use both indexes.
   *
   * The store also takes "é" for "e", but a sign-in must not: every such spelling would have its own allowance
   * of guesses at the same account.
   */
  async findByLogin(login: string): Promise<Credentials | undefined> {
    const rows = await this.database.rows<CredentialsRow>(
      `SELECT ${COLUMNS} FROM users WHERE username = ? UNION ALL SELECT ${COLUMNS} FROM users WHERE email = ?`,
      [login, login],
    );
    const isLogin = (name: string | null): boolean => name?.toLowerCase() === login.toLowerCase();
    const row = rows.find(({ username }) => isLogin(username)) ?? rows.find(({ email }) => isLogin(email));
    return row && toCredentials(row);
  }

  /** The account that a mail address belongs to, or whose username it is. */
  async findByEmail(email: string): Promise<Credentials | undefined> {
    const rows = await this.database.rows<CredentialsRow>(
      `SELECT ${COLUMNS} FROM users WHERE email = ? UNION ALL SELECT ${COLUMNS} FROM users WHERE username = ?`,
      [email, email],
    );
    const row = rows.find((candidate) => candidate.email !== null) ?? rows[0];
    return row && toCredentials(row);
  }

  async find(userId: string): Promise<Credentials | undefined> {
    const row = await this.database.row<CredentialsRow>(`SELECT ${COLUMNS} FROM users WHERE id = ?`, [
      toBinary(userId),
    ]);
    return row && toCredentials(row);
  }

  /** As `find`, and the account stays as it is until the transaction ends. */
  async hold(userId: string): Promise<Credentials | undefined> {
    const row = await this.database.row<CredentialsRow>(
      `SELECT ${COLUMNS} FROM users WHERE id = ? LOCK IN SHARE MODE`,
      [toBinary(userId)],
    );
    return row && toCredentials(row);
  }

  /** False when there is no such account. */
  async setPasswordHash(userId: string, passwordHash: string, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      'UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ?',
      [passwordHash, now, toBinary(userId)],
    );
    return affectedRows === 1;
  }
}

function toCredentials({ id, ...row }: CredentialsRow): Credentials {
  return { userId: fromBinary(id), ...row };
}
