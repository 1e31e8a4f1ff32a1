import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectStatus } from '../../support/course-room';
import { temporaryFile } from '../../support/oneroster-bundle';
import { smallBundle } from '../../support/small-school';
import { type Caller, TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { alterStore, negativeControl } from '../../support/negative-control';

negativeControl(
  'the one import at a time',
  ['POST /v1/roster-imports refuses a second import while another one'],
  () => {
    alterStore('ALTER TABLE operations DROP INDEX uq_operations_exclusive');
  },
);

describe('POST /v1/roster-imports', () => {
  let app: TestApp;
  let room: RosterRoom;
  let administrator: Caller;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-uploads-'));
    await mkdir(join(folder, 'uploads'));
    await writeFile(join(folder, 'uploads', 'old.zip'), 'of people');
    // The limit of other bodies does not hold for uploads.
    app = await TestApp.start({
      ...{ UPLOAD_LIMIT_MEGABYTES: '1', BODY_LIMIT_KILOBYTES: '1', DATA_DIRECTORY: folder },
    });
    room = await RosterRoom.open(app);
    ({ administrator } = room);
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true });
  });

  /** What is kept of uploads, in the store and on the disk. */
  const uploadsLeft = async (): Promise<unknown[]> => [
    ...(await room.rows('SELECT id FROM operation_files')),
    ...(existsSync(join(folder, 'spool')) ? readdirSync(join(folder, 'spool')) : []),
  ];

  it('POST /v1/roster-imports answers at once with an operation that can be watched until it is finished', async () => {
    const answer = await room.upload(administrator, await smallBundle());
    const operation = expectStatus(answer, 202);
    expect(operation).toMatchObject({
      ...{ kind: 'roster_import', status: 'queued', subject: 'autumn.zip', dryRun: false },
      requestedBy: administrator.id,
      progress: { phase: null, done: 0, total: null },
    });
    expect(answer.headers['location']).toBe(`/v1/operations/${operation.id}`);
    let seen = operation;
    while (seen.status === 'queued' || seen.status === 'running') {
      seen = expectStatus(await administrator.get(String(answer.headers['location'])), 200);
    }
    expect(seen).toMatchObject({
      status: 'succeeded',
      progress: { phase: null, done: 48, total: 48 },
      finishedAt: app.clock.now().toISOString(),
    });
    await room.finished(operation.id);
    expect(await uploadsLeft()).toEqual([]);
  });

  it('POST /v1/roster-imports only reports what would change if dryRun is true', async () => {
    const { id } = expectStatus(
      await room.upload(administrator, await smallBundle(), { dryRun: 'true' }),
      202,
    );
    const operation = await room.finished(id);
    expect(operation).toMatchObject({ dryRun: true, status: 'succeeded' });
    expect(countsOf(operation)['users.csv']).toEqual({ unchanged: 10 });
  });

  it('POST /v1/roster-imports refuses a second import while another one runs', async () => {
    const bundle = await smallBundle();
    const [first, second] = await Promise.all([
      room.upload(administrator, bundle),
      room.upload(administrator, bundle),
    ]);
    const [started, refused] = [first, second].sort((one, other) => one.status - other.status);
    expect(refused).toMatchObject({ status: 409, body: { code: 'operations.already_running' } });
    expect(await room.finished(expectStatus(started!, 202).id)).toMatchObject({ status: 'succeeded' });
    expect(await uploadsLeft()).toEqual([]);
  });

  it('POST /v1/roster-imports imports once for two requests with the same Idempotency-Key', async () => {
    const bundle = await smallBundle();
    const send = () =>
      room.upload(administrator, bundle, {}, { headers: { 'idempotency-key': 'autumn-2025' } });
    const first = expectStatus(await send(), 202);
    await room.finished(first.id);
    const again = await send();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(expectStatus(again, 202).id).toBe(first.id);
  });

  it('POST /v1/roster-imports refuses a file that is too large', async () => {
    const answer = await room.upload(administrator, await temporaryFile(Buffer.alloc(1024 * 1024 + 1)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'rostering.upload_too_large' } });
    expect(await uploadsLeft()).toEqual([]);
  });

  it.each([
    ['a field that it does not know', { dryrun: 'true' }, {}, { dryrun: 'unknownField' }],
    ['a flag that is neither true nor false', { dryRun: 'perhaps' }, {}, { dryRun: 'isBoolean' }],
    [
      'a file under another name, and that there is none under its own',
      ...[{}, { fileField: 'zip' }, { zip: 'unknownField', file: 'isNotEmpty' }],
    ],
  ] as [string, Record<string, string>, object, Record<string, string>][])(
    'POST /v1/roster-imports names %s',
    async (_what, fields, more, faults) => {
      const answer = await room.upload(administrator, await smallBundle(), fields, more);
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: 'request.invalid',
          errors: Object.entries(faults).map(([field, rule]) => ({ field, rule })),
        },
      });
      expect(await uploadsLeft()).toEqual([]);
    },
  );

  it('POST /v1/roster-imports refuses a request without a form and a file', async () => {
    expect(await administrator.post('/v1/roster-imports', {})).toMatchObject({
      status: 415,
      body: { code: 'request.unsupported_content' },
    });
    const empty = '--x\r\nContent-Disposition: form-data; name="dryRun"\r\n\r\ntrue\r\n--x--\r\n';
    const answer = await administrator.post('/v1/roster-imports', Buffer.from(empty), {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'file' }] } });
  });

  it('POST /v1/roster-imports is only for administrators', async () => {
    const bundle = await smallBundle();
    for (const role of ['learner', 'instructor'] as const) {
      expect((await room.upload(await app.person(role), bundle)).status).toBe(403);
    }
    expect((await room.upload(app.anyone, bundle)).status).toBe(401);
    expect(await uploadsLeft()).toEqual([]);
  });

  it('the application removes the bundles that an older version kept in a folder', () => {
    expect(existsSync(join(folder, 'uploads'))).toBe(false);
  });

  it('POST /v1/roster-imports can be sent from Swagger UI, since its description has a form with a file', async () => {
    const description = JSON.parse((await app.anyone.get('/docs/openapi.json')).text);
    const { requestBody, responses } = description.paths['/v1/roster-imports'].post;
    const { $ref } = requestBody.content['multipart/form-data'].schema;
    const form = description.components.schemas[$ref.split('/').at(-1)];
    expect(form.properties).toMatchObject({
      file: { type: 'string', format: 'binary' },
      dryRun: { type: 'boolean' },
      confirmed: { type: 'boolean' },
    });
    expect(form.required).toEqual(['file']);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['202', '409', '413', '422']));
  });
});
