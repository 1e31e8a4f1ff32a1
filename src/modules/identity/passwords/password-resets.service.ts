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
   * Takes note of the wish, and no more: the account is looked up once the caller has the answer, so that
   * neither its words nor its time tell whether there is one.
   */
  async request(email: string, network: string): Promise<void> {
    await this.mails.ask(network);
    await this.outbox.enqueue(REQUESTED, { email });
  }

  /** Mails the account's own address, which the store may have found for another spelling of it. */
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
   * Sets a new password by a mailed token; every session of the account ends. Who holds the mailbox is at home in this
   * network from now on, so that nobody who floods the account with guesses keeps its owner out.
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
