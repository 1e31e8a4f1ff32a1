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

  async send(mail: NewMail): Promise<void> {
    await this.sendAll([mail]);
  }

  /** As `send`, of many with one statement. */
  async sendAll(mails: readonly NewMail[]): Promise<void> {
    await this.outbox.enqueueAll(MAIL, mails.map(inTheirLanguage));
  }

  @OutboxConsumer(MAIL)
  async deliver(mail: Mail): Promise<void> {
    await this.transport.deliver(mail);
  }
}

function inTheirLanguage({ to, subject, text }: NewMail): Mail {
  const language = languageOf(to.locale) ?? 'en';
  return { to: to.email, subject: say(subject, language), text: say(text, language) };
}
