import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { Mailer } from '../../../shared/mail/mailer';
import { UserNotFoundError, WrongCurrentPasswordError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { OneTimeTokensRepository } from '../one-time-tokens/one-time-tokens.repository';
import { SignInCodesRepository } from '../sign-in-codes/sign-in-codes.repository';
import { SessionsRepository } from '../sessions/sessions.repository';
import { type Credentials, CredentialsRepository } from './credentials.repository';
import { PasswordHasher } from './password-hasher';
import { passwordChangedMail } from './password-mails';
import { requireGoodPassword } from './password-rules';

/** Sets passwords. Each way to a new password goes through `replace`, which ends sessions, deletes mailed tokens and sign-in codes, and mails the owner. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly hasher: PasswordHasher,
    private readonly guesses: GuessLimiter,
    private readonly sessions: SessionsRepository,
    private readonly oneTimeTokens: OneTimeTokensRepository,
    private readonly codes: SignInCodesRepository,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** By the account's owner, whose other sessions end. `network` is where the request came from. */
  async changeOwn(
    caller: Caller,
    currentPassword: string,
    newPassword: string,
    network: string,
  ): Promise<void> {
    const account = await this.account(caller.userId);
    const isRight = await this.guesses.currentPassword(caller.sessionId, () =>
      this.hasher.verify(account.passwordHash, currentPassword, network),
    );
    if (!isRight) throw new WrongCurrentPasswordError();
    const passwordHash = await this.hashNew(account, newPassword, network);
    await this.transactions.run(() => this.replace(account, passwordHash, caller.sessionId));
  }

  /** By an administrator or a command. All sessions of the account end. */
  async set(userId: string, newPassword: string): Promise<void> {
    const account = await this.account(userId);
    const passwordHash = await this.hashNew(account, newPassword);
    await this.transactions.run(() => this.replace(account, passwordHash));
  }

  /** The hash of a new password. Throws a WeakPasswordError if the password breaks a rule. */
  async hashNew(account: Credentials, newPassword: string, network?: string): Promise<string> {
    requireGoodPassword(newPassword, account, 'newPassword');
    return this.hasher.hash(newPassword, network);
  }

  /** Sets the hash within the caller's transaction and ends all sessions but the one to keep. */
  async replace(account: Credentials, passwordHash: string, keepSession?: string): Promise<void> {
    const now = this.clock.now();
    await this.credentials.setPasswordHash(account.id, passwordHash, now);
    await this.sessions.endAll(account.id, 'password_changed', now, keepSession);
    await this.oneTimeTokens.discardAll(account.id);
    await this.codes.end([account.id], 'password_changed', now);
    const { email, locale, username } = account;
    if (email !== null) await this.mailer.send(passwordChangedMail({ email, locale }, username));
  }

  private async account(userId: string): Promise<Credentials> {
    const account = await this.credentials.find(userId);
    if (!account) throw new UserNotFoundError();
    return account;
  }
}
