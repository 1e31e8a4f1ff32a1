import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { WrongCredentialsError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { CredentialsRepository } from '../passwords/credentials.repository';
import type { Client } from '../sessions/client';
import { type SessionTokens, SessionsService } from '../sessions/sessions.service';
import { CodeHasher } from './code-hasher';
import { type CodeRefusal, codeRefusal } from './code-rules';
import { grouped, newCode, typedCode } from './code-text';
import { SignInCodesRepository } from './sign-in-codes.repository';

/** Whom codes are for, and who issues them. */
export interface CodesToIssue {
  userIds: readonly string[];
  courseId: string;
  issuedBy: string;
  /** Of whoever asks, as `networkOf` gives it. */
  network: string;
  hours: number;
}

/** What became of one of them. */
export type IssuedCode = { userId: string } & (
  { code: string; expiresAt: Date; refusal?: undefined } | { refusal: CodeRefusal }
);

/** Nobody: a lookup that finds nothing takes as long as one that does. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Codes with which people without an email address sign in, once. */
@Injectable()
export class SignInCodes {
  constructor(
    private readonly codes: SignInCodesRepository,
    private readonly hasher: CodeHasher,
    private readonly credentials: CredentialsRepository,
    private readonly guesses: GuessLimiter,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a code for each of the people who may have one; it takes the place of the one before. Three statements for all. Who may issue them is for
   * the caller to decide. Throws PasswordsBusyError.
   */
  async issue({ userIds, courseId, issuedBy, network, hours }: CodesToIssue): Promise<IssuedCode[]> {
    const made = new Map<string, { code: string; codeHash: string }>();
    // One after another: a class must not keep people from signing in.
    for (const userId of userIds) {
      const code = newCode();
      made.set(userId, { code, codeHash: await this.hasher.hash(code, network) });
    }
    return this.transactions.run(async () => {
      const issuedAt = this.clock.now();
      const expiresAt = new Date(issuedAt.getTime() + hours * 3_600_000);
      const holders = await this.codes.lockHolders(userIds);
      const may = holders.filter((holder) => codeRefusal(holder) === undefined).map(({ id }) => id);
      await this.codes.end(may, 'replaced', issuedAt);
      const rows = may.map((userId) => ({
        ...{ id: newId(), userId, courseId, issuedBy, issuedAt, expiresAt, openMarker: 1 },
        ...{ codeHash: made.get(userId)?.codeHash ?? null, keyName: this.hasher.keyName },
        ...{ endedAt: null, ending: null },
      }));
      if (rows.length > 0) await this.codes.insert(rows);
      return holders.map((holder): IssuedCode => {
        const refusal = codeRefusal(holder);
        if (refusal) return { userId: holder.id, refusal };
        return { userId: holder.id, code: grouped(made.get(holder.id)?.code ?? ''), expiresAt };
      });
    });
  }

  /** The open code of a person, if there is one, opens nothing any more. */
  async revoke(userId: string): Promise<void> {
    await this.codes.end([userId], 'revoked', this.clock.now());
  }

  /**
   * Signs in with a username and a code. Counted and timed as with a password (`SignInService`): every failure runs the same statements and
   * one check. Throws a TooManyTriesError, a PasswordsBusyError or a WrongCredentialsError.
   */
  async signIn(login: string, typed: string, client: Client): Promise<SessionTokens> {
    const { network } = client;
    const { account, comparedForm, isKnownNetwork } = await this.credentials.findByLogin(login, network);
    const open = await this.codes.open(account?.id ?? NOBODY, this.clock.now());
    const target = account ? { userId: account.id } : { name: comparedForm };
    const isRight = await this.guesses.signIn({ target, network, isKnownNetwork }, async () => {
      const matches = await this.hasher.verify(open, typedCode(typed), network);
      return matches && !account?.disabledAt && account?.email === null;
    });
    if (!account || !open || !isRight) throw new WrongCredentialsError();
    return this.transactions.run(async () => {
      // The account first, as whoever issues, changes a password or suspends does.
      await this.credentials.hold(account.id);
      if (!(await this.codes.use(open.id, this.clock.now()))) throw new WrongCredentialsError();
      return this.sessions.open(account, client, open.issuedBy);
    });
  }
}
