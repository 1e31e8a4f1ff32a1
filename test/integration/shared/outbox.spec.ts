import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { Outbox, OutboxConsumer, OutboxRelay } from '../../../src/shared/events/outbox';
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

/** Hears of every message twice, by two methods. */
@Injectable()
class Listener {
  readonly heard: string[] = [];
  isAway = false;

  @OutboxConsumer('test.news')
  async first({ text }: { text: string }): Promise<void> {
    this.heard.push(`first: ${text}`);
  }

  @OutboxConsumer('test.news', 'second')
  async second({ text }: { text: string }): Promise<void> {
    if (this.isAway) throw new Error('away');
    this.heard.push(`second: ${text}`);
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

@Injectable()
class NamelessListener {
  @OutboxConsumer('test.news')
  async listen(): Promise<void> {}
}

@Module({ providers: [NamelessListener] })
class NamelessModule {}

describe('a topic of the outbox with two consumers', () => {
  let app: TestApp;
  let listener: Listener;
  beforeAll(async () => {
    app = await TestApp.start({}, undefined, [ListenerModule]);
    listener = app.get(Listener);
  });
  beforeEach(async () => {
    await app.database.run('DELETE FROM outbox_messages');
    listener.heard.length = 0;
    listener.isAway = false;
  });
  afterAll(() => app.stop());

  it('a message of a topic with two consumers is given to both', async () => {
    await app.get(Outbox).enqueue('test.news', { text: 'hello' });
    expect(await app.get(OutboxRelay).deliverDue()).toBe(2);
    expect(listener.heard.sort()).toEqual(['first: hello', 'second: hello']);
  });

  it('a message is given again only to the consumer that failed', async () => {
    listener.isAway = true;
    await app.get(Outbox).enqueue('test.news', { text: 'hello' });
    expect(await app.get(OutboxRelay).deliverDue()).toBe(1);
    listener.isAway = false;
    app.clock.advance(61_000);
    expect(await app.get(OutboxRelay).deliverDue()).toBe(1);
    expect(listener.heard).toEqual(['first: hello', 'second: hello']);
  });

  it('the application does not start if both consumers of a topic have the same name', async () => {
    await expect(TestApp.start({}, undefined, [ListenerModule, NamelessModule])).rejects.toThrow(
      'Two consumers of the outbox are called test.news',
    );
  });

  it('a message that nothing consumes is refused', async () => {
    await expect(app.get(Outbox).enqueue('test.unheard', {})).rejects.toThrow(
      'Nothing consumes the outbox topic test.unheard',
    );
  });
});
