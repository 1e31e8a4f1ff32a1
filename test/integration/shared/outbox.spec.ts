import { Outbox, OutboxRelay } from '../../../src/shared/events/outbox';
import { Transactions } from '../../../src/shared/database/transactions';
import { MailTransport } from '../../../src/shared/mail/mail-transport';
import { TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl('the lock on messages that are sent', ['is emptied by two relays at once'], () => {
  withoutLocks(/FROM outbox_messages/);
});

const MAIL = { to: 'lena@school.example', subject: 'Hello', text: 'A text' };

describe('the outbox', () => {
  let app: TestApp;
  let outbox: Outbox;
  let relay: OutboxRelay;
  beforeAll(async () => {
    app = await TestApp.start();
    outbox = app.get(Outbox);
    relay = app.get(OutboxRelay);
  });
  beforeEach(() => app.database.run('DELETE FROM outbox_messages'));
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.stop());

  it('sends nothing for work that was rolled back', async () => {
    const work = app.get(Transactions).run(async () => {
      await outbox.enqueue('mail', MAIL);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await relay.deliverDue()).toBe(0);
  });

  it('sends what was committed, once', async () => {
    await app.get(Transactions).run(() => outbox.enqueue('mail', MAIL));
    expect(await relay.deliverDue()).toBe(1);
    expect(await relay.deliverDue()).toBe(0);
  });

  it('keeps a message whose delivery failed, and tries again after a pause', async () => {
    const deliver = jest
      .spyOn(app.get(MailTransport), 'deliver')
      .mockRejectedValueOnce(new Error('mail server away'));
    await outbox.enqueue('mail', MAIL);
    expect(await relay.deliverDue()).toBe(0);
    expect(await relay.deliverDue()).toBe(0);
    app.clock.advance(61_000);
    expect(await relay.deliverDue()).toBe(1);
    expect(deliver).toHaveBeenCalledTimes(2);
  });

  it('is emptied by two relays at once without sending anything twice', async () => {
    for (let message = 0; message < 10; message += 1) await outbox.enqueue('mail', MAIL);
    const sent = await Promise.all([relay.deliverDue(), relay.deliverDue()]);
    expect(sent[0] + sent[1]).toBe(10);
  });
});
