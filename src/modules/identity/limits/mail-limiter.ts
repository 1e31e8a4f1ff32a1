import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { TooManyRequestsError } from '../../../shared/errors/domain-error';
import { sentences } from '../identity.sentences';
import { CredentialsRepository } from '../passwords/credentials.repository';
import { allowance, HOUR } from './allowance';
import { RateCountsRepository } from './rate-counts.repository';

const DOTS_DO_NOT_COUNT = new Set(['gmail.com', 'googlemail.com']);

/**
 * Limits mails that a request by anybody can trigger: password resets, confirmations of registrations, and the mail that an
 * account exists. Mails about something that happened, such as a changed password, are not limited: they must reach the
 * account's owner.
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

  /** Counts a request for a mail to any address, by the network it comes from. The same for all addresses. */
  async ask(network: string): Promise<void> {
    const ofNetwork = allowance(`mails asked for from ${network}`, this.settings.signInLimitPerNetwork);
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const [use] = await this.counts.use([ofNetwork], now);
      if (!use || use.uses <= ofNetwork.limit) return;
      const seconds = Math.max(1, Math.ceil((use.endsAt.getTime() - now.getTime()) / 1000));
      throw new TooManyRequestsError('request.too_many', sentences.tooManyMails({ seconds }), seconds);
    });
  }

  /**
   * Counts a mail to the mailbox of this address and returns whether it may be sent. The result must not reach the caller,
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

/**
 * The mailbox of an address, for counting: without a tag ("mei+school@…"), and at Gmail without dots. Where a provider
 * takes "+" literally, several mailboxes share a limit, which still leaves each a few mails.
 */
function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  const [name = ''] = address.slice(0, at).split('+', 1);
  return `${DOTS_DO_NOT_COUNT.has(domain) ? name.replaceAll('.', '') : name}@${domain}`;
}
