import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { InvalidOneTimeTokenError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { KnownNetworksRepository } from '../limits/known-networks.repository';
import { MailLimiter } from '../limits/mail-limiter';
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
    private readonly mails: MailLimiter,
    private readonly guesses: GuessLimiter,
    private readonly networks: KnownNetworksRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Only queues the request: the account is looked up after the response was sent, so that neither its text nor its time
   * reveals whether there is one.
   */
  async request(email: string, network: string): Promise<void> {
    await this.mails.ask(network);
    await this.outbox.enqueue(REQUESTED, { email });
  }

  /** Mails the account's own address, which the request may have spelled differently. */
  @OutboxConsumer(REQUESTED)
  async sendToken({ email }: { email: string }): Promise<void> {
    const account = await this.credentials.findByEmail(email);
    if (!account || account.email === null || account.disabledAt) return;
    const { locale, username } = account;
    if (!(await this.mails.mayMail(account.email))) return;
    const token = await this.oneTimeTokens.issue('password_reset', { userId: account.id });
    await this.mailer.send(
      passwordResetMail({ email: account.email, locale }, username, token, this.settings.publicUrl),
    );
  }

  /**
   * Sets a new password with a mailed token; all sessions of the account end. The network counts as known from now on, so
   * that a flood of guesses does not lock the owner out.
   */
  async confirm(token: string, newPassword: string, network: string): Promise<void> {
    const grant = await this.oneTimeTokens.find('password_reset', token);
    if (!grant) await this.guesses.unknownToken(network);
    const account = grant?.userId ? await this.credentials.find(grant.userId) : undefined;
    if (!account || account.disabledAt) throw new InvalidOneTimeTokenError();
    const passwordHash = await this.passwords.hashNew(account, newPassword, network);
    await this.transactions.run(async () => {
      if (!(await this.oneTimeTokens.use(token))) throw new InvalidOneTimeTokenError();
      await this.passwords.replace(account, passwordHash);
      await this.networks.remember(account.id, network, this.clock.now());
    });
  }
}
