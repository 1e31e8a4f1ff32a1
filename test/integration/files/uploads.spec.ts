import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import { negativeControl } from '../../support/negative-control';
import { RawConnection } from '../../support/raw-connection';
import { withoutLocks } from '../../support/statements';
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';

negativeControl('one upload of a person at a time', ['refuses what would be too much of one person'], () => {
  withoutLocks(/FROM users WHERE id = \? FOR UPDATE/);
});

const MEGABYTE = 1024 * 1024;

describe('POST /v1/files', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open({
      FILE_LIMIT_MEGABYTES: '1',
      FILES_PER_PERSON_MEGABYTES: '2',
      BODY_LIMIT_KILOBYTES: '1',
    });
  });
  beforeEach(async () => {
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  /** What is on the disk of uploads that have not arrived. */
  async function arriving(): Promise<string[]> {
    const folder = join(room.folder, 'arriving');
    return existsSync(folder) ? readdir(folder) : [];
  }

  it('keeps a file and says what its content is', async () => {
    const content = picture();
    const answer = await room.upload(author, content, 'box plot.png');
    const file = expectStatus(answer, 201);
    expect(file).toMatchObject({
      ...{ name: 'box plot.png', mediaType: 'image/png', bytes: content.length, purpose: 'activity' },
      sha256: createHash('sha256').update(content).digest('hex'),
      address: `/v1/files/${file.id}/content`,
    });
    expect(answer.headers['location']).toBe(`/v1/files/${file.id}`);
    expect(expectStatus(await author.get(`/v1/files/${file.id}`), 200)).toEqual(file);
    expect(await arriving()).toEqual([]);
  });

  it('takes the type from the content, whatever the name says, and gives the name its ending', async () => {
    const file = await room.file(author, picture(), 'holiday.exe');
    expect(file).toMatchObject({ mediaType: 'image/png', name: 'holiday.exe.png' });
  });

  it.each<[what: string, content: Buffer]>([
    ['a program that is named like a picture', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(200)])],
    [
      'an SVG picture with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['a page of HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an archive', Buffer.from('504b0304140000000000', 'hex')],
    ['what nobody knows', Buffer.from('just words')],
    [
      'HTML before the bytes of a picture',
      Buffer.concat([Buffer.from('<script>alert(1)</script>'), picture()]),
    ],
  ])('refuses %s with 415, and keeps nothing of it', async (_what, content) => {
    const before = await room.kept();
    const answer = await room.upload(author, content, 'picture.png');
    expect(answer).toMatchObject({ status: 415, body: { code: 'files.type_not_allowed' } });
    expect(answer.body.detail).toContain('image/png');
    expect(await room.kept()).toEqual(before);
  });

  it.each<[sent: string, kept: string]>([
    ['../../etc/passwd.png', 'passwd.png'],
    ['..\\..\\boot.png', 'boot.png'],
    ['..', 'file.png'],
    ['\u202egnp.exe', 'gnp.exe.png'],
    ['a\u0000b\r\nc.png', 'abc.png'],
    ['', 'file.png'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(196)}.png`],
    ['Übersicht 1.PNG', 'Übersicht 1.PNG'],
  ])('keeps the name %j as %j', async (sent, kept) => {
    // As raw bytes: a browser would escape some of these.
    const head = `--x\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nactivity\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="${sent.replaceAll('\\', '\\\\').replaceAll('\r\n', '')}"\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), picture(), Buffer.from('\r\n--x--\r\n')]);
    const answer = await author.post('/v1/files', body, {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(expectStatus(answer, 201).name).toBe(kept);
  });

  it('refuses a file that is too large, whether its length says so or not', async () => {
    const before = await room.kept();
    const large = Buffer.concat([picture(), randomBytes(MEGABYTE)]);
    const answer = await room.upload(author, large);
    expect(answer).toMatchObject({ status: 413, body: { code: 'files.too_large' } });
    expect(answer.body.detail).toContain('1 MB');
    // The length in the header is enough to refuse what has not arrived yet.
    const declared = await author.post('/v1/files', Buffer.alloc(2 * MEGABYTE), {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(declared).toMatchObject({ status: 413, body: { code: 'files.too_large' } });
    expect(await room.kept()).toEqual(before);
  });

  it('refuses what would be too much of one person, also when it is sent at once', async () => {
    const half = (): Buffer => Buffer.concat([picture(), randomBytes(0.6 * MEGABYTE)]);
    const answers = await Promise.all(Array.from({ length: 6 }, () => room.upload(author, half())));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 413, 413, 413]);
    const refused = answers.find(({ status }) => status === 413);
    expect(refused?.body).toMatchObject({ code: 'files.person_limit' });
    const { stored, contents, leftovers } = await room.kept();
    expect([stored.length, leftovers]).toEqual([contents, 0]);
    // Somebody else still has room.
    await room.file(await room.app.person('instructor'), half());
  });

  it('says beforehand what it takes, and how much of it there is already', async () => {
    const before = expectStatus(await author.get('/v1/file-limits'), 200);
    expect(before).toMatchObject({
      purposes: [
        {
          purpose: 'activity',
          mediaTypes: expect.arrayContaining(['image/png', 'application/pdf']) as string[],
        },
        { purpose: 'question', mediaTypes: expect.not.arrayContaining(['application/pdf']) as string[] },
        { purpose: 'answer', mediaTypes: expect.not.arrayContaining(['text/vtt']) as string[] },
        { purpose: 'feedback', mediaTypes: expect.not.arrayContaining(['text/vtt']) as string[] },
      ],
      ...{ maxBytesPerFile: MEGABYTE, maxBytesPerPerson: 2 * MEGABYTE, yourBytes: 0 },
      maxBytesPerCourse: 2048 * MEGABYTE,
    });
    const { bytes } = await room.file(author);
    expect(expectStatus(await author.get('/v1/file-limits'), 200)).toEqual({ ...before, yourBytes: bytes });
  });

  it('stores one content once for a hundred uploads at the same moment', async () => {
    const before = await room.kept();
    const content = picture();
    const authors = await Promise.all(Array.from({ length: 10 }, () => room.app.person('instructor')));
    const files = await Promise.all(
      Array.from({ length: 100 }, (_, index) => room.file(authors[index % 10]!, content, `${index}.png`)),
    );
    expect(new Set(files.map(({ id }) => id)).size).toBe(100);
    const after = await room.kept();
    expect([after.contents - before.contents, after.stored.length - before.stored.length]).toEqual([1, 1]);
    expect([after.files - before.files, after.leftovers]).toEqual([100, 0]);
  });

  it('makes one file of two requests with the same Idempotency-Key, and refuses another content under it', async () => {
    const key = { 'idempotency-key': `picture-${author.id}` };
    const [content, name] = [picture(), 'one.png'];
    const first = await room.send(author, { purpose: 'activity', file: { content, name } }, key);
    const again = await room.send(author, { purpose: 'activity', file: { content, name } }, key);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(expectStatus(again, 201)).toEqual(expectStatus(first, 201));
    const other = await room.send(author, { purpose: 'activity', file: { content: picture(), name } }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
    const { stored, contents, leftovers } = await room.kept();
    expect([stored.length, leftovers]).toEqual([contents, 0]);
  });

  it.each<[what: string, parts: Parameters<FilesRoom['send']>[1], fields: string[]]>([
    ['no purpose', { file: { content: picture(), name: 'a.png' } }, ['purpose']],
    ['another purpose', { purpose: 'fun', file: { content: picture(), name: 'a.png' } }, ['purpose']],
    ['no file', { purpose: 'activity' }, ['file']],
    ['an empty file', { purpose: 'activity', file: { content: Buffer.alloc(0), name: 'a.png' } }, ['file']],
    [
      'a field too many',
      { purpose: 'activity', owner: 'me', file: { content: picture(), name: 'a.png' } },
      ['owner'],
    ],
    [
      'a file in another field',
      { purpose: 'activity', picture: { content: picture(), name: 'a.png' } },
      ['picture', 'file'],
    ],
  ])('refuses a form with %s and says which field it is', async (_what, parts, fields) => {
    const before = await room.kept();
    const answer = await room.send(author, parts);
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(await room.kept()).toEqual(before);
  });

  it('refuses what is no form with 415, and learners with 403', async () => {
    expect(await author.post('/v1/files', { purpose: 'activity' })).toMatchObject({
      ...{ status: 415, body: { code: 'request.unsupported_content' } },
    });
    const learner = await room.app.person('learner');
    expect(await room.upload(learner)).toMatchObject({ status: 403, body: { code: 'auth.role_needed' } });
  });

  it('keeps nothing of an upload that is cut off, at whatever byte', async () => {
    const before = await room.kept();
    const port = Number(new URL((await room.fetch('/health/live')).url).port);
    const content = Buffer.concat([picture(), randomBytes(50_000)]);
    const body = Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nactivity\r\n'),
      Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'),
      content,
      Buffer.from('\r\n--x--\r\n'),
    ]);
    for (let tenth = 1; tenth <= 9; tenth += 1) {
      const connection = await RawConnection.open(`http://127.0.0.1:${port}`);
      connection.head(
        'POST /v1/files HTTP/1.1',
        'host: stoa.example',
        `authorization: Bearer ${author.token}`,
        'content-type: multipart/form-data; boundary=x',
        `content-length: ${body.length}`,
      );
      connection.send(body.subarray(0, Math.floor((body.length * tenth) / 10)));
      await until(async () => (await arriving()).length === 1);
      connection.end();
      await until(async () => (await room.kept()).leftovers === 0 && (await arriving()).length === 0);
    }
    expect(await room.kept()).toEqual(before);
  });

  it('answers 503 and keeps nothing where the storage cannot be reached', async () => {
    const broken = await FilesRoom.open({ FILES_DIRECTORY: '/dev/null/files' });
    const person = await broken.app.person('instructor');
    const answer = await broken.upload(person);
    expect(answer).toMatchObject({ status: 503, body: { code: 'files.storage_unavailable' } });
    expect(answer.headers['retry-after']).toBe('5');
    const ofPerson = await broken.app.database.rows('SELECT 1 FROM files WHERE uploaded_by = ?', [
      toBinary(person.id),
    ]);
    expect(ofPerson).toEqual([]);
    await broken.close();
  });
});
