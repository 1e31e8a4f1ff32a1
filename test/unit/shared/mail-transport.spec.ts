import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { loadSettings } from '../../../src/config/settings';
import { createMailTransport, type Mail } from '../../../src/shared/mail/mail-transport';
import { TestClock } from '../../support/test-clock';

const MAIL: Mail = {
  to: 'amara@school.example',
  subject: 'Choose a new password',
  text: 'Here is your token:\n\nsecret-token\n',
};

describe('mail to files', () => {
  let folder: string;
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stoa-mail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const transport = () => createMailTransport(loadSettings({ DATA_DIRECTORY: folder }), new TestClock());
  const files = (): string[] => readdirSync(join(folder, 'mail')).map((name) => join(folder, 'mail', name));
  const onlyFile = (): string => {
    const [file, ...others] = files();
    expect(others).toEqual([]);
    return file ?? '';
  };

  it('the mail transport to files writes a message that mail programs open', async () => {
    await transport().deliver(MAIL);
    const file = onlyFile();
    expect(file).toMatch(/2026-03-02T09-00-00\.000Z-[0-9a-f-]{36}\.eml$/);
    const [head, ...body] = readFileSync(file, 'utf8').split('\n\n');
    expect(head?.split('\n')).toEqual(
      expect.arrayContaining([
        'From: Stoa <no-reply@stoa.example>',
        'To: amara@school.example',
        'Subject: Choose a new password',
        'Date: Mon, 02 Mar 2026 09:00:00 +0000',
        'Content-Type: text/plain; charset=utf-8',
      ]),
    );
    expect(body.join('\n\n')).toBe(MAIL.text);
  });

  it('the mail transport to files lets only its own user read the mails', async () => {
    await transport().deliver(MAIL);
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'mail')).mode & 0o777).toBe(0o700);
  });

  it('the mail transport to files logs to whom, about what and where, but not what it says', async () => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    Logger.overrideLogger({ log: write, error: write, warn: write });
    await transport().deliver(MAIL);
    Logger.overrideLogger(false);
    const logged = JSON.stringify(lines);
    for (const part of [MAIL.to, MAIL.subject, onlyFile()]) expect(logged).toContain(part);
    expect(logged).not.toContain('secret-token');
  });

  it('the mail transport to files lets nobody add a header or a recipient by a line break or a comma', async () => {
    await transport().deliver({
      ...MAIL,
      to: 'a@school.example, b@school.example',
      subject: 'Hello\r\nBcc: c@school.example',
    });
    const head = readFileSync(onlyFile(), 'utf8').split('\n\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head.match(/^To: .*$/gm)).toHaveLength(1);
    expect(head).not.toMatch(/^To: a@school\.example, b@school\.example$/m);
  });
});

describe('mail by SMTP', () => {
  let server: Server;
  let received: string;
  let answerToData: string;
  beforeEach(async () => {
    received = '';
    answerToData = '250 taken';
    // As much of RFC 5321 as one plain message needs.
    server = createServer((socket) => {
      let inMessage = false;
      socket.write('220 test\r\n');
      socket.on('data', (chunk) => {
        received += chunk.toString();
        if (inMessage) {
          if (!received.endsWith('\r\n.\r\n')) return;
          inMessage = false;
          socket.write(`${answerToData}\r\n`);
        } else if (/^DATA/m.test(chunk.toString())) {
          inMessage = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/m.test(chunk.toString())) {
          socket.end('221 bye\r\n');
        } else socket.write('250 fine\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const transport = () =>
    createMailTransport(
      loadSettings({
        MAIL_TRANSPORT: 'smtp',
        MAIL_SMTP_URL: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      }),
      new TestClock(),
    );

  it('the mail transport by SMTP hands the message to the server', async () => {
    await transport().deliver(MAIL);
    expect(received).toContain('MAIL FROM:<no-reply@stoa.example>');
    expect(received).toContain('RCPT TO:<amara@school.example>');
    expect(received).toContain('\r\nsecret-token\r\n');
  });

  it('the mail transport by SMTP fails when the server does not take it, so that it is tried again', async () => {
    answerToData = '451 try later';
    await expect(transport().deliver(MAIL)).rejects.toThrow('451 try later');
  });
});
