import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { hashOfNetwork } from '../limits/known-networks.repository';

/** What signing in needs to know of an account. */
export interface Credentials {
  userId: string;
  username: string;
  email: string | null;
  /** BCP 47 tag. */
  locale: string;
  passwordHash: string | null;
  disabledAt: Date | null;
}

/** What a name given to sign in finds. */
export interface LoginFacts {
  account: Credentials | undefined;
  /** Whether the account has signed in from this network before. */
  isKnownNetwork: boolean;
  /** Of the name: see `comparedForm`. */
  comparedForm: string;
}

type CredentialsRow = Omit<Credentials, 'userId'> & { id: Buffer };

type LoginRow = { [Column in keyof CredentialsRow]: CredentialsRow[Column] | null } & {
  isKnownNetwork: number;
  comparedForm: string;
};

/** The weights of the characters by the collation of usernames and email addresses, in hexadecimal. */
const COMPARED_FORM = 'HEX(WEIGHT_STRING(CONVERT(? USING utf8mb4) COLLATE utf8mb4_general_ci))';

const COLUMNS = 'id, username, email, locale, password_hash AS passwordHash, disabled_at AS disabledAt';

/** The only reader and writer of password hashes. */
@Injectable()
export class CredentialsRepository {
  constructor(private readonly database: Database) {}

  /**
   * By username or email address, as the store compares names: in any letter case, with accents or without. Where the
   * text is the username of one account and the address of another, the username counts; a name that is spelled
   * exactly so counts before one that is not. Lookups by unique key: an OR would not use both indexes.
   */
  async findByLogin(login: string, network: string): Promise<LoginFacts> {
    const columns = `${COLUMNS}, EXISTS (SELECT 1 FROM known_networks k WHERE k.user_id = users.id AND k.network = ?)
      AS isKnownNetwork`;
    const hash = hashOfNetwork(network);
    const rows = await this.database.rows<LoginRow>(
      `SELECT ${columns}, '' AS comparedForm FROM users WHERE username = ?
       UNION ALL SELECT ${columns}, '' FROM users WHERE email = ?
       UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, 0, ${COMPARED_FORM}`,
      [hash, login, hash, login, login],
    );
    const found = rows.filter((row): row is LoginRow & CredentialsRow => row.id !== null);
    const isSpelledSo = (name: string | null): boolean => name?.toLowerCase() === login.toLowerCase();
    const row =
      found.find(({ username }) => isSpelledSo(username)) ??
      found.find(({ email }) => isSpelledSo(email)) ??
      found[0];
    return {
      account: row && toCredentials(row),
      isKnownNetwork: Number(row?.isKnownNetwork) === 1,
      comparedForm: rows.at(-1)?.comparedForm ?? '',
    };
  }

  /** A text in the form in which the store compares names: the same for all spellings that it takes for one name. */
  async comparedForm(text: string): Promise<string> {
    const row = await this.database.row<{ form: string }>(`SELECT ${COMPARED_FORM} AS form`, [text]);
    return row?.form ?? '';
  }

  /** The account that an email address belongs to, or whose username it is. */
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

function toCredentials({ id, ...account }: CredentialsRow): Credentials {
  const { username, email, locale, passwordHash, disabledAt } = account;
  return { userId: fromBinary(id), username, email, locale, passwordHash, disabledAt };
}
