import { createHash } from 'node:crypto';
import { fromBinary, newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationInputs } from '../../../src/shared/operations/operation-inputs';
import { StoredInputs } from '../../../src/shared/operations/stored-inputs';
import { negativeControl } from '../../support/negative-control';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';

negativeControl('the end of an input that breaks off', ['an input that breaks off is removed'], () => {
  StoredInputs.prototype['removeQuietly'] = () => Promise.resolve();
});
negativeControl(
  'the pieces of an input by themselves',
  ['inputs hold no connection while they arrive'],
  () => {
    StoredInputs.prototype.store = function (this: StoredInputs, id, content) {
      return this['transactions'].run(() => this['keep'](id, content));
    };
  },
);
negativeControl('the sweep of inputs', ['inputs are removed when no operation is going'], () => {
  StoredInputs.prototype.removeOrphans = () => Promise.resolve();
});

describe('inputs of operations', () => {
  let app: TestApp;
  let inputs: OperationInputs;
  beforeAll(async () => {
    app = await TestApp.start();
    inputs = app.get(OperationInputs);
  });
  afterAll(() => app.stop());

  async function* pieces(...sizes: number[]): AsyncGenerator<Buffer> {
    for (const [index, size] of sizes.entries()) yield await Promise.resolve(Buffer.alloc(size, index + 1));
  }
  const kept = async (): Promise<number[]> =>
    (
      await app.database.rows<{ size: number }>(
        'SELECT LENGTH(bytes) AS size FROM operation_inputs ORDER BY seq',
      )
    ).map(({ size }) => size);
  const MEGABYTE = 1024 * 1024;

  it('an input is read as it was stored, whatever the sizes of the chunks, with the hash of its content', async () => {
    const id = newId();
    const sizes = [10, 3 * MEGABYTE, MEGABYTE - 10, 0, 7];
    const content = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, index + 1)));
    expect(await inputs.store(id, pieces(...sizes))).toEqual({
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(await kept()).toEqual([MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE, 7]);
    const read: Buffer[] = [];
    for await (const piece of inputs.read(id)) read.push(piece);
    expect(Buffer.concat(read).equals(content)).toBe(true);
    await inputs.remove(id);
    expect(await kept()).toEqual([]);
  });

  it('an input that breaks off is removed', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield* pieces(MEGABYTE, MEGABYTE);
      throw new Error('cut off');
    }
    await expect(inputs.store(newId(), breaking())).rejects.toThrow('cut off');
    expect(await kept()).toEqual([]);
  });

  it('inputs hold no connection while they arrive, even when more arrive than there are connections', async () => {
    const gate = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(MEGABYTE);
      await gate.promise;
      yield Buffer.alloc(1);
    }
    const ids = Array.from({ length: app.settings.databasePoolSize * 2 }, () => newId());
    const arriving = ids.map((id) => inputs.store(id, slow()));
    await until(async () => (await kept()).length === ids.length);
    await app.get(Transactions).run(() => app.database.run('DELETE FROM operations'));
    gate.resolve();
    await Promise.all(arriving);
    await Promise.all(ids.map((id) => inputs.remove(id)));
  });

  it('inputs are removed when no operation is going to use them', async () => {
    const stored = async (): Promise<string> => {
      const id = newId();
      await inputs.store(id, pieces(1));
      return id;
    };
    const [waiting, finished, arriving, abandoned] = [
      await stored(),
      await stored(),
      await stored(),
      await stored(),
    ];
    for (const [id, status] of [
      [waiting, 'needs_confirmation'],
      [finished, 'cancelled'],
    ] as const)
      await app.database.run(
        `INSERT INTO operations (id, kind, status, subject, dry_run, confirmed, input, created_at, heartbeat_at)
         VALUES (?, 'test', ?, '', 0, 0, '{}', ?, ?)`,
        [toBinary(id), status, app.clock.now(), app.clock.now()],
      );
    await app.database.run(
      'UPDATE operation_inputs SET stored_at = UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE WHERE operation_id IN (?, ?)',
      [toBinary(waiting), toBinary(abandoned)],
    );
    // The clock of the process has no say in it.
    app.clock.set('2036-01-01T00:00:00Z');
    await inputs.removeOrphans();
    const left = await app.database.rows<{ id: Buffer }>('SELECT operation_id AS id FROM operation_inputs');
    expect(left.map(({ id }) => fromBinary(id)).sort()).toEqual([waiting, arriving].sort());
  });
});
