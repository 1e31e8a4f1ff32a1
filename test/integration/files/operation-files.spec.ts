import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { OperationFiles } from '../../../src/modules/files/operation-files/operation-files';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationInputs, type ReceivedInput } from '../../../src/shared/operations/operation-inputs';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { FileCheck } from '../../../src/modules/files';
import { FilesRoom } from '../../support/files-room';
import { negativeControl } from '../../support/negative-control';
import { storeInTransactions } from '../../support/stored-in-transactions';
import { S3Server } from '../../support/s3-server';
import { until } from '../../support/until';

negativeControl('the end of an input that breaks off', ['an input that breaks off is removed'], () => {
  OperationFiles.prototype['giveUp'] = () => Promise.resolve();
});
negativeControl(
  'the storing of an input outside of transactions',
  ['inputs hold no connection while they arrive'],
  storeInTransactions,
);
negativeControl('the sweep of inputs', ['inputs are removed when no operation needs them'], () => {
  OperationPoller.prototype['removeUnneeded'] = () => Promise.resolve();
});

const KILOBYTE = 1024;

describe('inputs of operations', () => {
  let s3: S3Server;
  let room: FilesRoom;
  let inputs: OperationInputs;
  beforeAll(async () => {
    s3 = await S3Server.start();
    room = await FilesRoom.open(s3.environment);
    inputs = room.app.get(OperationInputs);
  });
  afterEach(async () => {
    s3.heal();
    for (const id of await inputs.held()) await inputs.remove(id);
    for (const table of ['operations', 'operation_inputs', 'file_leftovers'])
      await room.app.database.run(`DELETE FROM ${table}`);
    s3.objects.clear();
  });
  afterAll(async () => {
    await room.close();
    await s3.stop();
  });

  async function* pieces(...contents: Buffer[]): AsyncGenerator<Buffer> {
    for (const content of contents) yield await Promise.resolve(content);
  }
  async function stored(content = randomBytes(KILOBYTE)): Promise<ReceivedInput> {
    const operationId = newId();
    return { operationId, ...(await inputs.store(operationId, pieces(content))) };
  }
  async function held(status: string): Promise<ReceivedInput> {
    const input = await stored();
    await room.app.get(Transactions).run(async () => {
      await addOperation(input.operationId, status);
      await inputs.hold(input);
    });
    return input;
  }
  const addOperation = async (id: string, status: string): Promise<void> => {
    const now = room.app.clock.now();
    await room.app.database.run(
      `INSERT INTO operations (id, kind, status, subject, dry_run, confirmed, input, created_at, heartbeat_at)
       VALUES (?, 'test', ?, '', 0, 0, '{}', ?, ?)`,
      [toBinary(id), status, now, now],
    );
  };
  const read = async (id: string): Promise<Buffer> => {
    const read: Buffer[] = [];
    for await (const piece of inputs.read(id)) read.push(piece);
    return Buffer.concat(read);
  };
  const keys = (): string[] => [...s3.objects.keys()].map((key) => key.replace('stoa/', '')).sort();
  const faults = async (): Promise<unknown[]> => {
    const found = [];
    for await (const fault of room.app.get(FileCheck).faults({ readsAll: true })) found.push(fault);
    return found;
  };

  it('an input is read as it was stored, with the hash of its content, from when it is held until it is removed', async () => {
    const content = randomBytes(9 * KILOBYTE * KILOBYTE);
    const input = await stored(content);
    expect(input).toMatchObject({
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    await room.app.get(Transactions).run(() => inputs.hold(input));
    expect((await read(input.operationId)).equals(content)).toBe(true);
    expect(await faults()).toEqual([]);
    await inputs.remove(input.operationId);
    expect(await room.kept()).toMatchObject({ stored: [], leftovers: 0 });
    expect(await read(input.operationId)).toHaveLength(0);
  });

  it('equal inputs are kept one by one, so that each ends with its operation', async () => {
    const content = randomBytes(KILOBYTE);
    const [one, another] = [await stored(content), await stored(content)];
    await inputs.hold(one);
    await inputs.hold(another);
    await inputs.remove(one.operationId);
    expect(keys()).toEqual([another.operationId]);
    expect((await read(another.operationId)).equals(content)).toBe(true);
  });

  it('an input that breaks off is removed', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(randomBytes(9 * KILOBYTE * KILOBYTE));
      throw new Error('cut off');
    }
    await expect(inputs.store(newId(), breaking())).rejects.toThrow('cut off');
    expect(await room.kept()).toMatchObject({ stored: [], leftovers: 0 });
  });

  it('inputs hold no connection while they arrive, even when more arrive than there are connections', async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    async function* slow(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(randomBytes(KILOBYTE));
      begun += 1;
      await gate.promise;
      yield randomBytes(1);
    }
    const ids = Array.from({ length: room.app.settings.databasePoolSize * 2 }, () => newId());
    const arriving = Promise.all(ids.map((id) => inputs.store(id, slow())));
    await until(() => begun === ids.length);
    await room.app.get(Transactions).run(() => room.app.database.run('DELETE FROM operations'));
    gate.resolve();
    await arriving;
    await Promise.all(ids.map((id) => inputs.remove(id)));
  });

  it('inputs are removed when no operation needs them', async () => {
    const [waiting, running] = [await held('needs_confirmation'), await held('running')];
    await held('cancelled');
    await held('succeeded');
    const gone = await held('queued');
    await room.app.database.run('DELETE FROM operations WHERE id = ?', [toBinary(gone.operationId)]);
    const arriving = await stored();
    await room.app.get(OperationPoller).tidy();
    expect(keys()).toEqual([waiting, running, arriving].map(({ operationId }) => operationId).sort());
    expect(await faults()).toEqual([]);
  });

  it('an input that no operation came to hold is collected, and cannot be held any more', async () => {
    const input = await stored();
    room.app.clock.advance(room.app.settings.requestSeconds * 1000);
    await room.collect();
    expect(keys()).toEqual([input.operationId]);
    room.app.clock.advance(3_600_000);
    await room.collect();
    expect(keys()).toEqual([]);
    const holding = room.app.get(Transactions).run(() => inputs.hold(input));
    await expect(holding).rejects.toMatchObject({ code: 'files.upload_given_up' });
    expect(await inputs.held()).toEqual([]);
  });

  it('an input that the storage cannot remove now is removed when it can', async () => {
    const input = await held('running');
    s3.refuse(503, 'SlowDown');
    await inputs.remove(input.operationId);
    expect(await inputs.held()).toEqual([]);
    s3.heal();
    expect(keys()).toEqual([input.operationId]);
    await room.collect();
    expect(await room.kept()).toMatchObject({ stored: [], leftovers: 0 });
  });

  it('npm run files -- check finds an input that is missing, and one that is damaged', async () => {
    const [lost, changed] = [await held('running'), await held('running')];
    s3.objects.delete(`stoa/${lost.operationId}`);
    s3.objects.set(`stoa/${changed.operationId}`, randomBytes(KILOBYTE));
    expect(await faults()).toEqual([
      { fault: 'missing', key: lost.operationId },
      { fault: 'damaged', key: changed.operationId },
    ]);
  });

  it('an input that the build before stored in the database is read from there, and removed like others', async () => {
    const [waiting, finished] = [newId(), newId()];
    await addOperation(waiting, 'needs_confirmation');
    await addOperation(finished, 'cancelled');
    for (const id of [waiting, finished])
      for (const [seq, text] of ['of the ', 'build before'].entries())
        await room.app.database.run(
          `INSERT INTO operation_inputs (operation_id, seq, bytes, stored_at)
           VALUES (?, ?, ?, UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE)`,
          [toBinary(id), seq, Buffer.from(text)],
        );
    expect((await read(waiting)).toString()).toBe('of the build before');
    await room.app.get(OperationPoller).tidy();
    expect(await inputs.held()).toEqual([waiting]);
    await inputs.remove(waiting);
    expect(await room.app.database.rows('SELECT 1 FROM operation_inputs')).toEqual([]);
  });

  it('nobody reads the input of an operation as a file', async () => {
    const { operationId } = await held('running');
    const administrator = await room.app.person('administrator');
    expect((await administrator.get(`/v1/files/${operationId}/content`)).status).toBe(404);
    expect((await buffer(await room.storage.read(operationId))).length).toBe(KILOBYTE);
  });
});
