import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { TooManyRequestsError } from '../../../shared/errors/domain-error';
import { CredentialsRepository } from '../passwords/credentials.repository';
import { allowance, HOUR } from './allowance';
import { mailboxOf } from './mailbox';
import { RateCountsRepository } from './rate-counts.repository';

/**
 * Bounds the mails that anybody can have us send to somebody: to reset a password, to confirm a registration, to tell
 * that there is an account. What tells of something that happened, such as a changed password, is not among them: it must
 * reach its owner whatever was sent before.
 */
@Injectable()
export class MailLimiter {
  constructor(
    private readonly counts: RateCountsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A wish for a mail, to whomever. The answer is the same for all addresses. */
  async ask(network: string): Promise<void> {
    const ofNetwork = allowance(`mails asked for from ${network}`, this.settings.signInLimitPerNetwork);
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const [use] = await this.counts.use([ofNetwork], now);
      if (!use || use.uses <= ofNetwork.limit) return;
      const seconds = Math.max(1, Math.ceil((use.endsAt.getTime() - now.getTime()) / 1000));
      throw new TooManyRequestsError(
        'request.too_many',
        `Too many mails were asked for from your network. Try again in ${seconds} s.`,
        seconds,
      );
    });
  }

  /**
   * Whether one more mail may go to the mailbox of this address. Counts it. Known to nobody but the sender of the mail,
   * since it depends on whether there is an account.
   */
  async mayMail(address: string): Promise<boolean> {
    const mailbox = await this.credentials.comparedForm(mailboxOf(address));
    const { mailLimitPerHour } = this.settings;
    const [use] = await this.transactions.run(() =>
      this.counts.use([allowance(`mails to ${mailbox}`, mailLimitPerHour, HOUR)], this.clock.now()),
    );
    return use !== undefined && use.uses <= mailLimitPerHour;
  }
}
