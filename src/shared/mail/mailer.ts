import { Injectable } from '@nestjs/common';
import { Outbox, OutboxConsumer } from '../events/outbox';
import { languageOf } from '../sentences/languages';
import { say } from '../sentences/say';
import type { Sentence } from '../sentences/sentence';
import { type Mail, MailTransport } from './mail-transport';

const MAIL = 'mail';

/** Who gets a mail. */
export interface Recipient {
  /** One bare address, without a name. */
  email: string;
  /** BCP 47 tag of the language that they read; English where it is not known. */
  locale?: string | undefined;
}

/** A plain-text mail to one person, in a language of theirs. */
export interface NewMail {
  to: Recipient;
  subject: Sentence;
  text: Sentence;
}

/** Sends mail: stored in the transaction that decided it, sent after the commit, at least once. */
@Injectable()
export class Mailer {
  constructor(
    private readonly outbox: Outbox,
    private readonly transport: MailTransport,
  ) {}

  async send({ to, subject, text }: NewMail): Promise<void> {
    const language = languageOf(to.locale) ?? 'en';
    const mail: Mail = { to: to.email, subject: say(subject, language), text: say(text, language) };
    await this.outbox.enqueue(MAIL, mail);
  }

  @OutboxConsumer(MAIL)
  async deliver(mail: Mail): Promise<void> {
    await this.transport.deliver(mail);
  }
}
