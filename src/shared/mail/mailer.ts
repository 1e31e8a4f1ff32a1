import { Injectable } from '@nestjs/common';
import { Outbox, OutboxConsumer } from '../events/outbox';
import { type Mail, MailTransport } from './mail-transport';

const MAIL = 'mail';

/** Sends mail: promised in the transaction that decided it, handed over after the commit, at least once. */
@Injectable()
export class Mailer {
  constructor(
    private readonly outbox: Outbox,
    private readonly transport: MailTransport,
  ) {}

  async send(mail: Mail): Promise<void> {
    await this.outbox.enqueue(MAIL, mail);
  }

  @OutboxConsumer(MAIL)
  async deliver(mail: Mail): Promise<void> {
    await this.transport.deliver(mail);
  }
}
