import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { negativeControl } from '../../support/negative-control';
import { ER_LOCK_DEADLOCK, withoutErrno } from '../../support/statements';
import { TestApp } from '../../support/test-app';

negativeControl('the retry after a deadlock', ['a transaction that meets a deadlock is run again'], () => {
  withoutErrno(ER_LOCK_DEADLOCK);
});

describe('a transaction', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await app.database.run('DELETE FROM outbox_messages');
  });
  afterAll(() => app.stop());

  // Any table would do; this one needs no other rows.
  const add = (topic: string) =>
    app.database.run(
      "INSERT INTO outbox_messages (id, topic, payload, created_at, not_before) VALUES (?, ?, '0', NOW(), NOW())",
      [toBinary(newId()), topic],
    );
  const bump = (topic: string) =>
    app.database.run('UPDATE outbox_messages SET failures = failures + 1 WHERE topic = ?', [topic]);
  const countOf = async (topic: string) =>
    (await app.database.rows('SELECT id FROM outbox_messages WHERE topic = ?', [topic])).length;

  it('a transaction that meets a deadlock is run again as a whole', async () => {
    const transactions = app.get(Transactions);
    await add('one');
    await add('two');
    let runs = 0;
    let firstIn: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (firstIn = resolve));
    let holding = 0;
    const crossing = (first: string, second: string) =>
      transactions.run(async () => {
        runs += 1;
        await bump(first);
        holding += 1;
        if (holding === 2) firstIn();
        await bothHoldOne;
        await bump(second);
      });
    await Promise.all([crossing('one', 'two'), crossing('two', 'one')]);
    expect(runs).toBe(3);
    const rows = await app.database.rows<{ failures: number }>('SELECT failures FROM outbox_messages');
    expect(rows.map((row) => row.failures)).toEqual([2, 2]);
  });

  it('a committed transaction keeps its rows and calls back after the commit', async () => {
    const transactions = app.get(Transactions);
    let seenAtCallback: Promise<number> | undefined;
    await transactions.run(async () => {
      await add('kept');
      transactions.afterCommit(() => {
        seenAtCallback = countOf('kept');
      });
      expect(seenAtCallback).toBeUndefined();
    });
    expect(await seenAtCallback).toBe(1);
  });

  it('a failed transaction leaves nothing, and its callbacks are not called', async () => {
    const transactions = app.get(Transactions);
    let called = false;
    const failing = transactions.run(async () => {
      await add('three');
      transactions.afterCommit(() => (called = true));
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect(called).toBe(false);
    expect(await countOf('three')).toBe(0);
  });

  it('a transaction inside another joins it', async () => {
    const transactions = app.get(Transactions);
    const outer = transactions.run(async () => {
      await transactions.run(() => add('four'));
      throw new Error('the outer one failed');
    });
    await expect(outer).rejects.toThrow('the outer one failed');
    expect(await countOf('four')).toBe(0);
  });
});
