import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Settings } from '../../config/settings';
import type { Clock } from '../clock/clock';
import { newId } from '../database/ids';

/** A plain-text mail to one person, as it is sent. */
export interface Mail {
  /** One bare address, without a name. */
  to: string;
  subject: string;
  text: string;
}

/** Sends a mail. Throws when it could not be handed over. */
export abstract class MailTransport {
  abstract deliver(mail: Mail): Promise<void>;
}

/** The transport that the settings name. */
export function createMailTransport(settings: Settings, clock: Clock): MailTransport {
  return settings.mailTransport === 'smtp'
    ? new SmtpMailTransport(settings, clock)
    : new FileMailTransport(settings, clock);
}

/** A mail as nodemailer takes it. An address given as an object is never read as a list of addresses. */
function message({ to, subject, text }: Mail, clock: Clock): object {
  return { to: { name: '', address: to }, subject, text, date: clock.now() };
}

/** No mail of ours attaches anything, so nothing in a mail may name a file or an address to fetch. */
const NOTHING_FETCHED = { disableFileAccess: true, disableUrlAccess: true };

/**
 * For machines without a mail server: each mail becomes a file in `<DATA_DIRECTORY>/mail`, readable by the
 * process's own user alone. The log names the file, but not its content: mails hold tokens.
 */
class FileMailTransport extends MailTransport {
  private readonly logger = new Logger('Mail');
  private readonly folder: string;
  private readonly composer;

  constructor(
    settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
    this.folder = resolve(settings.dataDirectory, 'mail');
    this.composer = createTransport(
      { streamTransport: true, buffer: true, newline: 'unix', ...NOTHING_FETCHED },
      { from: settings.mailFrom },
    );
  }

  async deliver(mail: Mail): Promise<void> {
    const { message: bytes } = await this.composer.sendMail(message(mail, this.clock));
    const file = resolve(
      this.folder,
      `${this.clock.now().toISOString().replaceAll(':', '-')}-${newId()}.eml`,
    );
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
    this.logger.log({ to: mail.to, subject: mail.subject, file }, 'Wrote a mail to a file');
  }
}

class SmtpMailTransport extends MailTransport {
  private readonly composer;

  constructor(
    settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
    this.composer = createTransport(
      {
        url: settings.mailSmtpUrl,
        // The outbox keeps a row locked meanwhile, and tries again later anyway.
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 30_000,
        ...NOTHING_FETCHED,
      },
      { from: settings.mailFrom },
    );
  }

  async deliver(mail: Mail): Promise<void> {
    await this.composer.sendMail(message(mail, this.clock));
  }
}
