import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutboxRelay } from '../../src/shared/events/outbox';
import type { TestApp } from './test-app';

export interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
}

/** A folder for the mails of one test file, which no other test file writes to. */
export function mailFolder(): { environment: { DATA_DIRECTORY: string }; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-mail-'));
  return {
    environment: { DATA_DIRECTORY: folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Makes the application send all due mails, and takes them out of its folder, oldest first. */
export async function receiveMail(app: TestApp): Promise<ReceivedMail[]> {
  await app.get(OutboxRelay).deliverDue();
  const folder = join(app.settings.dataDirectory, 'mail');
  let files: string[];
  try {
    files = readdirSync(folder).sort();
  } catch {
    return [];
  }
  return files.map((file) => {
    const mail = readFileSync(join(folder, file), 'utf8');
    rmSync(join(folder, file));
    return parseMail(mail);
  });
}

/** The token that a mail gives by itself on a line. */
export function tokenIn(mail: ReceivedMail | undefined): string {
  const token = /^[\w-]{43}$/m.exec(mail?.text ?? '')?.[0];
  if (token === undefined) throw new Error(`There is no token in this mail: ${JSON.stringify(mail)}`);
  return token;
}

function parseMail(mail: string): ReceivedMail {
  const end = mail.indexOf('\n\n');
  const header = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(mail.slice(0, end))?.[1] ?? '';
  const body = mail.slice(end + 2);
  const text = header('Content-Transfer-Encoding') === 'quoted-printable' ? unquoted(body) : body;
  return { to: header('To'), subject: subjectOf(mail.slice(0, end)), text };
}

/** The subject, with its lines joined and its encoded words (RFC 2047) read. */
function subjectOf(head: string): string {
  const subject = /^Subject: (.*(?:\n[ \t].*)*)$/m.exec(head)?.[1] ?? '';
  return subject
    .replace(/\?=\s+=\?UTF-8\?Q\?/gi, '')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_word, quoted: string) => unquoted(quoted.replaceAll('_', ' ')))
    .replace(/\n[ \t]/g, ' ');
}

function unquoted(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
