import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { hashOfToken, newSecretToken } from '../../identity';
import { sentences } from './invitations.sentences';
import { InvitationsRepository } from './invitations.repository';

const TOPIC = 'enrollments.invitation';

interface Payload {
  invitationId: string;
}

/** Mails invitations. The token is made when the mail is sent, so that no table ever holds it. */
@Injectable()
export class InvitationMails {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** In the transaction of the invitation. */
  async send(invitationId: string): Promise<void> {
    await this.outbox.enqueue(TOPIC, { invitationId } satisfies Payload);
  }

  @OutboxConsumer(TOPIC)
  async deliver({ invitationId }: Payload): Promise<void> {
    const reader = await this.invitations.reader(invitationId);
    if (!reader) return;
    const { address, locale, course, role, givenName, familyName, expiresAt } = reader;
    const { publicUrl, registration } = this.settings;
    const token = newSecretToken();
    await this.invitations.setToken(invitationId, hashOfToken(token));
    await this.mailer.send({
      to: { email: address, locale: locale ?? undefined },
      subject: sentences.subject({ course }),
      text: sentences.text({
        ...{ inviter: [givenName, familyName].filter(Boolean).join(' '), course, role, publicUrl, token },
        // In the fragment, which browsers do not send to servers.
        ...{ at: expiresAt.toISOString(), link: `${publicUrl}/enrollment-invitations#token=${token}` },
        registration: registration === 'closed' ? 'closed' : 'open',
      }),
    });
  }
}
