import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Transactions } from '../../../shared/database/transactions';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { InvalidOneTimeTokenError } from '../identity.errors';
import { OneTimeTokensRepository } from '../one-time-tokens/one-time-tokens.repository';
import { CredentialsRepository } from './credentials.repository';
import { passwordResetMail } from './password-mails';
import { PasswordsService } from './passwords.service';

const REQUESTED = 'identity.password_reset_requested';

@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly outbox: Outbox,
    private readonly credentials: CredentialsRepository,
    private readonly oneTimeTokens: OneTimeTokensRepository,
    private readonly passwords: PasswordsService,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Takes note of the wish, and no more: the account is looked up once the caller has her answer, so that
   * neither its words nor its time tell whether there is one.
   */
  async request(email: string): Promise<void> {
    await this.outbox.enqueue(REQUESTED, { email });
  }

  /** Mails the account's own address, which the store may have found for another spelling of it. */
  @OutboxConsumer(REQUESTED)
  async sendToken({ email }: { email: string }): Promise<void> {
    const account = await this.credentials.findByEmail(email);
    if (!account || account.email === null || account.disabledAt) return;
    const token = await this.oneTimeTokens.issue('password_reset', { userId: account.userId });
    await this.mailer.send(
      passwordResetMail(account.email, account.username, token, this.settings.publicUrl),
    );
  }

  /** Sets a new password by a mailed token; every session of the account ends. */
  async confirm(token: string, newPassword: string): Promise<void> {
    const grant = await this.oneTimeTokens.find('password_reset', token);
    const account = grant?.userId ? await this.credentials.find(grant.userId) : undefined;
    if (!account || account.disabledAt) throw new InvalidOneTimeTokenError();
    const passwordHash = await this.passwords.hashNew(account, newPassword);
    await this.transactions.run(async () => {
      if (!(await this.oneTimeTokens.use(token))) throw new InvalidOneTimeTokenError();
      await this.passwords.replace(account, passwordHash);
    });
  }
}
