import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStorage } from '../../../src/modules/files';
import { fromBinary } from '../../../src/shared/database/ids';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { buildBundle, type Kind, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

const LEARNERS = 20;

/** Learners of BIO-A who have left by the file's word, or by not being in it. */
interface Gone {
  leaving?: number;
  missing?: number;
}

/** The small school with more learners in BIO-A, of whom some have left by the file's word or by not being in it. */
function biologySchool({ leaving = 0, missing = 0 }: Gone = {}): ReturnType<typeof smallSchool> {
  const school = smallSchool();
  const names = Array.from({ length: LEARNERS }, (_, index) => `s-more-${index}`);
  const [user] = school.users.slice(-2);
  school.users.push(
    ...names.map((sourcedId) => ({
      ...user,
      sourcedId,
      username: sourcedId,
      email: `${sourcedId}@hillview.example`,
    })),
  );
  school.enrollments.push(
    ...names.slice(missing).map((userSourcedId, index): RowValues => ({
      ...school.enrollments[1],
      ...{ sourcedId: `BIO-A:${userSourcedId}`, userSourcedId, endDate: index < leaving ? '2025-09-30' : '' },
    })),
  );
  return school;
}

function biology(gone?: Gone): Promise<string> {
  return buildBundle(biologySchool(gone));
}

function deleted(row: RowValues): RowValues {
  return { ...row, status: 'tobedeleted', dateLastModified: '2025-10-01T08:00:00.000Z' };
}

describe('an import that would end many records', () => {
  let app: TestApp;
  let room: RosterRoom;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-replicas-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    app = await TestApp.start({ FILES_DIRECTORY: join(folder, 'shared') });
    room = await RosterRoom.open(app);
    await room.import(await biology());
  });
  afterEach(() => app.stop());

  /** Another replica, which has nothing in common with the first but the database and the storage of files. */
  const elsewhere = (environment: Record<string, string>): Promise<TestApp> =>
    TestApp.start({ FILES_DIRECTORY: join(folder, 'shared'), ...environment }, app.target);
  const activeInBiology = async (): Promise<number> => {
    const rows = await room.rows(
      `SELECT 1 FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE c.sourced_id = 'BIO-A' AND (e.end_date IS NULL OR e.end_date > '2025-10-01')`,
    );
    return rows.length;
  };
  // 20 and, of the small school, a teacher, three learners and one who is to leave on 14 October.
  const ACTIVE = LEARNERS + 5;

  it.each([
    ['whose endDate has come', { leaving: 6 }, '24'],
    ['that the file no longer holds', { missing: 7 }, '28'],
    ['of either kind', { leaving: 3, missing: 3 }, '24'],
  ])(
    'an import stops before it changes anything and names the class if it would end enrollments %s',
    async (_kind, gone, sharePercent) => {
      const ending = Object.values(gone).reduce((sum, count) => sum + count);
      const before = await room.fingerprint();
      const operation = await room.import(await biology(gone));
      expect(operation).toMatchObject({
        status: 'needs_confirmation',
        finishedAt: null,
        confirmation: {
          items: [
            // Of the whole file it is more than a fifth, too: Statistics has four.
            { id: null, title: 'enrollments.csv', active: ACTIVE + 4, ending },
            { title: 'Biology A', active: ACTIVE, ending, sharePercent },
          ],
        },
      });
      expect(await room.fingerprint()).toBe(before);
    },
  );

  it.each([
    ['a smaller share', { leaving: 5 }],
    ['what has ended already', {}],
  ])('an import needs no confirmation for %s', async (_what, gone) => {
    const operation = await room.import(await biology(gone));
    expect(operation).toMatchObject({ status: 'succeeded', confirmation: null });
  });

  it('an import stops before a class of four loses all of them, although they are few', async () => {
    const school = smallSchool();
    await room.import(await buildBundle(school), { confirmed: true });
    const enrollments = school.enrollments.filter(({ classSourcedId }) => classSourcedId === 'BIO-A');
    const before = await room.fingerprint();
    expect(await room.import(await buildBundle({ enrollments }))).toMatchObject({
      status: 'needs_confirmation',
      confirmation: {
        items: [{ title: 'Statistics A', active: 4, ending: 4, sharePercent: '100' }],
      },
    });
    expect(await room.fingerprint()).toBe(before);
  });

  it('an import lets one learner leave a class of four unasked', async () => {
    const school = smallSchool();
    await room.import(await buildBundle(school), { confirmed: true });
    const enrollments = school.enrollments.filter(({ sourcedId }) => sourcedId !== 'STA-A:s-bao');
    const operation = await room.import(await buildBundle({ enrollments }));
    expect(operation).toMatchObject({ status: 'succeeded', confirmation: null });
    expect(countsOf(operation)['enrollments.csv']).toMatchObject({ ended: 1 });
  });

  it('an import ends the records if it is sent with confirmed', async () => {
    const operation = await room.import(await biology({ leaving: 6 }), { confirmed: true });
    expect(operation.status).toBe('succeeded');
    expect(countsOf(operation)['enrollments.csv']).toMatchObject({ ended: 6 });
    expect(await activeInBiology()).toBe(ACTIVE - 6);
  });

  it('an import ends the records once its operation is confirmed, and uses the uploaded file', async () => {
    const { administrator } = room;
    const { id } = expectStatus(await room.upload(administrator, await biology({ leaving: 6 })), 202);
    expect(await room.finished(id)).toMatchObject({ status: 'needs_confirmation' });
    const url = `/v1/operations/${id}/confirmation`;
    expect((await (await app.person('learner')).put(url)).status).toBe(404);
    expect(expectStatus(await administrator.put(url), 202)).toMatchObject({ id, status: 'queued' });
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded', confirmation: null });
    expect(await activeInBiology()).toBe(ACTIVE - 6);
    expect(await administrator.put(url)).toMatchObject({
      status: 409,
      body: { code: 'operations.nothing_to_confirm' },
    });
  });

  it('an import is canceled by the next import while it waits for its confirmation', async () => {
    const waiting = expectStatus(await room.upload(room.administrator, await biology({ leaving: 6 })), 202);
    await room.finished(waiting.id);
    const inputs = () => room.rows<{ id: Buffer }>('SELECT id FROM operation_files');
    expect((await inputs()).map(({ id }) => fromBinary(id))).toEqual([waiting.id]);
    await room.import(await biology());
    expect(await room.finished(waiting.id)).toMatchObject({ status: 'cancelled' });
    expect(await inputs()).toEqual([]);
  });

  it('an import continues in another replica if it is confirmed there', async () => {
    const { administrator } = room;
    const { id } = expectStatus(await room.upload(administrator, await biology({ leaving: 6 })), 202);
    expect(await room.finished(id)).toMatchObject({ status: 'needs_confirmation' });
    const replica = await elsewhere({ DATA_DIRECTORY: join(folder, 'elsewhere') });
    const there = replica.bearing(administrator.token!);
    expectStatus(await there.put(`/v1/operations/${id}/confirmation`), 202);
    await replica.get(OperationRunner).settled(id);
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded', confirmation: null });
    expect(await activeInBiology()).toBe(ACTIVE - 6);
    await replica.stop();
  });

  it('an import waits for another replica if it is confirmed at one whose disk accepts no files', async () => {
    const { administrator } = room;
    const { id } = expectStatus(await room.upload(administrator, await biology({ leaving: 6 })), 202);
    expect(await room.finished(id)).toMatchObject({ status: 'needs_confirmation' });
    const notAFolder = join(folder, 'not-a-folder');
    await writeFile(notAFolder, '');
    const replica = await elsewhere({ DATA_DIRECTORY: notAFolder, MAIL_TRANSPORT: 'file' });
    const there = replica.bearing(administrator.token!);
    expectStatus(await there.put(`/v1/operations/${id}/confirmation`), 202);
    await replica.get(OperationRunner).settled(id);
    expect(await room.finished(id)).toMatchObject({ status: 'queued', error: null });
    await replica.get(OperationPoller).look();
    expect(await room.finished(id)).toMatchObject({ status: 'queued' });
    await app.get(OperationPoller).look();
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded' });
    await replica.stop();
  });

  it('an import waits for another replica if it is confirmed at one that does not see its file', async () => {
    const { id } = await room.import(await biology({ leaving: 6 }));
    const replica = await elsewhere({ FILES_DIRECTORY: join(folder, 'its-own') });
    expectStatus(
      await replica.bearing(room.administrator.token!).put(`/v1/operations/${id}/confirmation`),
      202,
    );
    await replica.get(OperationRunner).settled(id);
    expect(await room.finished(id)).toMatchObject({ status: 'queued', error: null });
    await app.get(OperationPoller).look();
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded' });
    await replica.stop();
  });

  it('an import fails and removes its file if nobody confirms it for two days', async () => {
    const { id } = expectStatus(await room.upload(room.administrator, await biology({ leaving: 6 })), 202);
    await room.finished(id);
    const poller = app.get(OperationPoller);
    app.clock.advanceDays(1);
    await poller.tidy();
    expect(await room.finished(id)).toMatchObject({ status: 'needs_confirmation' });
    app.clock.advanceDays(1);
    app.clock.advance(1);
    await poller.tidy();
    expect(await room.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'operations.not_confirmed' },
    });
    expect(await room.rows('SELECT 1 FROM operation_files')).toEqual([]);
  });

  it('an import can be canceled while it waits for its confirmation', async () => {
    const { id } = await room.import(await biology({ leaving: 6 }));
    expectStatus(await room.administrator.delete(`/v1/operations/${id}`), 204);
    expect(await room.finished(id)).toMatchObject({ status: 'cancelled', finishedAt: expect.any(String) });
    expect(await room.administrator.delete(`/v1/operations/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'operations.finished' },
    });
  });

  it('an import shows in a dry run what would have to be confirmed, and what it would end', async () => {
    const before = await room.fingerprint();
    const operation = await room.import(await biology({ leaving: 6 }), { dryRun: true });
    expect(operation).toMatchObject({
      status: 'succeeded',
      confirmation: { items: [{ title: 'enrollments.csv' }, { title: 'Biology A', ending: 6 }] },
    });
    expect(countsOf(operation)['enrollments.csv']).toMatchObject({ ended: 6 });
    expect(await room.fingerprint()).toBe(before);
  });

  it('an import needs a confirmation if many accounts are missing from a complete file', async () => {
    const { orgs, users } = smallSchool();
    const operation = await room.import(await buildBundle({ orgs, users }));
    // One of the thirty is shut already.
    expect(operation).toMatchObject({
      status: 'needs_confirmation',
      confirmation: {
        items: [{ id: null, title: 'users.csv', active: 29, ending: 20, sharePercent: '69' }],
      },
    });
  });

  it.each<[string, Kind, 'bulk' | 'delta', (rows: RowValues[]) => RowValues[], number, number]>([
    [
      'that disables all accounts',
      'users',
      'bulk',
      (rows) => rows.map((row) => ({ ...row, enabledUser: 'false' })),
      29,
      29,
    ],
    ['of changes that deletes accounts', 'users', 'delta', (rows) => rows.slice(0, 9).map(deleted), 29, 9],
    [
      'that deletes one of two classes and lacks the other',
      'classes',
      'bulk',
      ([row]) => [deleted(row!)],
      2,
      2,
    ],
    ['of changes that deletes line items', 'lineItems', 'delta', (rows) => rows.map(deleted), 4, 4],
    ['that lacks most results', 'results', 'bulk', (rows) => rows.slice(0, 3), 10, 7],
  ])('an import needs a confirmation for a file %s', async (_what, kind, mode, change, active, ending) => {
    const rows = change(biologySchool()[kind]);
    const before = await room.fingerprint();
    const operation = await room.import(await buildBundle({ [kind]: rows }, { [`file.${kind}`]: mode }));
    expect(operation).toMatchObject({
      status: 'needs_confirmation',
      confirmation: { items: [{ id: null, title: `${kind}.csv`, active, ending }] },
    });
    expect(await room.fingerprint()).toBe(before);
  });

  it.each<[string, Kind, number, number]>([
    ['people', 'users', 29, 29],
    ['classes', 'classes', 2, 2],
    // Nothing of these would end, but no school has none.
    ['organizations', 'orgs', 2, 0],
    ['terms', 'academicSessions', 2, 0],
  ])('an import needs a confirmation for a complete file without %s', async (_what, kind, active, ending) => {
    const before = await room.fingerprint();
    const operation = await room.import(await buildBundle({ [kind]: [] }));
    expect(operation).toMatchObject({
      status: 'needs_confirmation',
      confirmation: {
        detail: expect.stringContaining(
          `A complete file has no rows, as if the school had no such records any more: ${kind}.csv.`,
        ),
        items: [{ id: null, title: `${kind}.csv`, active, ending }],
      },
    });
    expect(await room.fingerprint()).toBe(before);
  });

  it('an import does not take a file that the bundle lacks, or an empty file of changes, for an empty one', async () => {
    const { orgs } = biologySchool();
    const operation = await room.import(await buildBundle({ orgs, users: [] }, { 'file.users': 'delta' }));
    expect(operation).toMatchObject({ status: 'succeeded', confirmation: null });
  });

  it('an import does not ask about empty files of records that Stoa does not have', async () => {
    const other = await TestApp.start();
    const empty = await RosterRoom.open(other);
    const { orgs } = biologySchool();
    const operation = await empty.import(await buildBundle({ orgs, users: [], results: [] }));
    expect(operation).toMatchObject({ status: 'succeeded', confirmation: null });
    await other.stop();
  });

  it('an import fails if the stored file was changed before the confirmation', async () => {
    const { id } = await room.import(await biology({ leaving: 6 }));
    const storage = app.get(FileStorage);
    await storage.remove(id);
    await storage.write(id, createReadStream(await smallBundle()) as AsyncIterable<Buffer>);
    await room.administrator.put(`/v1/operations/${id}/confirmation`);
    expect(await room.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'operations.input_gone' },
    });
  });
});

describe('ROSTER_END_SHARE_PERCENT', () => {
  it('ROSTER_END_SHARE_PERCENT does not let an empty file pass, even if all may end unasked', async () => {
    const app = await TestApp.start({ ROSTER_END_SHARE_PERCENT: '100' });
    const room = await RosterRoom.open(app);
    await room.import(await biology());
    const lastOfAll = await buildBundle({ enrollments: [] });
    expect(await room.import(lastOfAll)).toMatchObject({
      status: 'needs_confirmation',
      confirmation: { items: [{ title: 'enrollments.csv', active: 29, ending: 29 }] },
    });
    expect(await room.import(lastOfAll, { dryRun: true })).toMatchObject({
      confirmation: { items: [{ title: 'enrollments.csv', active: 29, ending: 29 }] },
    });
    await app.stop();
  });

  it('ROSTER_END_SHARE_PERCENT sets the share that an import may end without a confirmation', async () => {
    const app = await TestApp.start({ ROSTER_END_SHARE_PERCENT: '30' });
    const room = await RosterRoom.open(app);
    await room.import(await biology());
    expect(await room.import(await biology({ leaving: 7 }))).toMatchObject({ status: 'succeeded' });
    await room.import(await smallBundle(), { confirmed: true });
    await app.stop();
  });
});
