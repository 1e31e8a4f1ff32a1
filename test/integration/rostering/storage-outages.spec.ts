import { FileCollector } from '../../../src/modules/files';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { buildBundle } from '../../support/oneroster-bundle';
import { negativeControl } from '../../support/negative-control';
import { S3Server } from '../../support/s3-server';
import { manyStudents, smallSchool } from '../../support/small-school';
import { endWatches, watchStatements } from '../../support/statements';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { countsOf, PROGRESS_REPORT, RosterRoom } from './roster-room';

negativeControl(
  'the waiting for the storage',
  ['an import waits while the storage', 'an import fails with a reason if the storage stays away'],
  () => {
    const prototype = OperationRunner.prototype as unknown as {
      retryWhileUnavailable: (lease: unknown, attempt: () => Promise<void>) => Promise<void>;
    };
    prototype.retryWhileUnavailable = (_lease, attempt) => attempt();
  },
);

const STUDENTS = 3000;
/** Requests for a content, in the storage. */
const READS = /^GET \/school\/stoa\/[0-9a-f-]+\?x-id=GetObject/;

describe('an import whose bundle is in a storage that fails', () => {
  let s3: S3Server;
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    s3 = await S3Server.start();
    app = await TestApp.start(s3.environment);
    room = await RosterRoom.open(app);
  });
  afterEach(async () => {
    endWatches();
    s3.heal();
    await app.stop();
    await s3.stop();
  });

  const start = async (): Promise<string> => {
    const bundle = await buildBundle({ orgs: smallSchool().orgs, users: manyStudents(STUDENTS) });
    return expectStatus(await room.upload(room.administrator, bundle), 202).id as string;
  };
  const reads = (): number => s3.requests.filter((request) => READS.test(request)).length;
  const operation = async (id: string) =>
    expectStatus(await room.administrator.get(`/v1/operations/${id}`), 200);
  const usersStored = async (): Promise<number> =>
    (await room.rows('SELECT 1 FROM users WHERE sourced_id IS NOT NULL')).length;

  it.each<[string, () => void]>([
    ['refuses every request', () => s3.refuse(503, 'SlowDown', READS)],
    ['does not answer', () => s3.hang(READS)],
    ['breaks off what it sends', () => s3.breakContents(1000, 'cut')],
  ])(
    'an import waits while the storage %s, and goes on when it is back',
    async (_what, happen) => {
      happen();
      const id = await start();
      // Each attempt asks three times.
      await until(() => reads() > 4, 60);
      expect(await operation(id)).toMatchObject({ status: 'running', error: null });
      expect(await usersStored()).toBe(0);
      s3.heal();
      const ended = await room.finished(id);
      expect(ended).toMatchObject({ status: 'succeeded', error: null });
      expect(countsOf(ended)['users.csv']).toEqual({ added: STUDENTS });
      expect(s3.objects.size).toBe(0);
    },
    120_000,
  );

  it('an import fails with a reason if the storage stays away, and changes nothing', async () => {
    s3.hang(READS);
    const before = await room.fingerprint();
    const id = await start();
    await until(() => reads() > 1, 60);
    app.clock.advance(11 * 60_000);
    await app.get(OperationRunner).settled(id);
    s3.heal();
    const [row] = await room.rows<{ status: string; error_code: string; error_detail: string }>(
      'SELECT status, error_code, error_detail FROM operations',
    );
    expect(row).toMatchObject({ status: 'failed', error_code: 'operations.input_unavailable' });
    expect(row?.error_detail).toMatch(
      /^The storage of files, .* could not be reached for too long\. Send the file again/,
    );
    expect(await room.fingerprint()).toBe(before);
    // The bundle is personal data, and goes as soon as it can.
    await app.get(FileCollector).collect();
    expect(s3.objects.size).toBe(0);
  }, 120_000);

  it('an import that has begun needs the storage no more, and its bundle goes when that is back', async () => {
    let reports = 0;
    watchStatements({
      ...{ of: app, having: PROGRESS_REPORT, value: 'Importing users.csv' },
      before: () => {
        if ((reports += 1) === 2) s3.refuse(503, 'SlowDown');
      },
    });
    const id = await start();
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded', error: null });
    expect(await usersStored()).toBe(STUDENTS);
    expect(s3.objects.size).toBe(1);
    s3.heal();
    await app.get(FileCollector).collect();
    expect(s3.objects.size).toBe(0);
  });

  it('an import whose bundle was lost from the storage is left to others, and changes nothing', async () => {
    s3.hang(READS);
    const before = await room.fingerprint();
    const id = await start();
    await until(() => reads() > 0);
    s3.objects.clear();
    s3.heal();
    await app.get(OperationRunner).settled(id);
    expect(await operation(id)).toMatchObject({ status: 'queued', error: null });
    expect(await room.fingerprint()).toBe(before);
  });
});
