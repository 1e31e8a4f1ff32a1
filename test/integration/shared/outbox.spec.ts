import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Outbox, OutboxRelay } from '../../../src/shared/events/outbox';
import { Transactions } from '../../../src/shared/database/transactions';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl('the lock on messages that are sent', ['two relays at once send no message twice'], () => {
  withoutLocks(/FROM outbox_messages/);
});

const MAIL = { to: 'lena@school.example', subject: 'Hello', text: 'A text' };

describe('the outbox', () => {
  const folder = mailFolder();
  let app: TestApp;
  let outbox: Outbox;
  let relay: OutboxRelay;
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
    outbox = app.get(Outbox);
    relay = app.get(OutboxRelay);
  });
  beforeEach(() => app.database.run('DELETE FROM outbox_messages'));
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  it('nothing is sent for work that was rolled back', async () => {
    const work = app.get(Transactions).run(async () => {
      await outbox.enqueue('mail', MAIL);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await relay.deliverDue()).toBe(0);
  });

  it('a committed message is sent once', async () => {
    await app.get(Transactions).run(() => outbox.enqueue('mail', MAIL));
    expect(await relay.deliverDue()).toBe(1);
    expect(await relay.deliverDue()).toBe(0);
  });

  it('a message whose delivery failed is kept and sent after a pause', async () => {
    // No file can be written into what is a file itself.
    const mails = join(app.settings.dataDirectory, 'mail');
    rmSync(mails, { recursive: true, force: true });
    writeFileSync(mails, '');
    await outbox.enqueue('mail', MAIL);
    expect(await relay.deliverDue()).toBe(0);
    rmSync(mails);
    expect(await relay.deliverDue()).toBe(0);
    app.clock.advance(61_000);
    expect(await receiveMail(app)).toMatchObject([{ to: MAIL.to, subject: MAIL.subject }]);
  });

  it('two relays at once send no message twice', async () => {
    for (let message = 0; message < 10; message += 1) await outbox.enqueue('mail', MAIL);
    const sent = await Promise.all([relay.deliverDue(), relay.deliverDue()]);
    expect(sent[0] + sent[1]).toBe(10);
  });
});
