import { createHash } from 'node:crypto';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../../src/shared/operations/dto/operation.response';
import { expectStatus } from '../../support/course-room';
import { sendForm } from '../../support/files-room';
import { changesOf, finished, FullCourse, normalized } from '../../support/full-course';
import { type RawEntry, rawZip } from '../../support/raw-zip';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { entriesOf, jsonIn } from '../../support/zip-entries';

interface Manifest {
  format: string;
  version: string;
  parts: { name: string; sha256: string; bytes: number }[];
  files: { id: string; sha256: string; bytes: number; name: string }[];
}

// What a test changes in a document is the shape that it expects.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;

const MANIFEST = 'manifest.json';
const NOTHING = '00000000-0000-4000-8000-0000000000ff';
const LINK = 0o120777 << 16;

describe('the file of a course', () => {
  let app: TestApp;
  let full: FullCourse;
  let author: Caller;
  let importer: Caller;
  let whole: { name: string; data: Buffer }[];

  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-08-03T09:00:00.000Z');
    full = await FullCourse.open(app);
    author = full.room.instructor;
    importer = await app.person('instructor');
    whole = await entriesOf(await exported(full.room.courseId));
  });
  afterAll(() => app.stop());

  async function exported(courseId: string, caller = author): Promise<Buffer> {
    const { id } = expectStatus(await caller.post(`/v1/courses/${courseId}/exports`), 202);
    expect(await finished(app, caller, id)).toMatchObject({ status: 'succeeded', subject: 'course.zip' });
    const answer = await caller.get(`/v1/course-exports/${id}/course.zip`);
    expectStatus(answer, 200);
    return answer.bytes;
  }
  const send = (content: Buffer, fields = {}, headers = {}): Promise<Answer> =>
    sendForm(importer, { ...fields, file: { content, name: 'course.zip' } }, headers, '/v1/course-imports');
  const imported = async (content: Buffer, fields = {}): Promise<OperationResponse> =>
    finished(app, importer, expectStatus(await send(content, fields), 202).id);
  const madeBy = async ({ id }: OperationResponse): Promise<string | undefined> =>
    (await changesOf(importer, id)).find(({ part }) => part === 'courses')?.rowId;
  const issuesOf = async ({ id }: OperationResponse): Promise<OperationIssueResponse[]> =>
    expectStatus(await importer.get(`/v1/operations/${id}/issues?limit=100`), 200).data;
  const rows = async (): Promise<unknown> =>
    app.database.rows(
      'SELECT (SELECT COUNT(*) FROM courses) AS courses, (SELECT COUNT(*) FROM files) AS files',
    );

  /** The archive with one document changed, and the manifest that fits. */
  function changed(
    part: string,
    change: (document: Json) => void,
    manifest?: (manifest: Json) => void,
  ): RawEntry[] {
    const name = part === MANIFEST ? MANIFEST : `parts/${part}.json`;
    const document = jsonIn<Json>(whole, name);
    change(document);
    const data = Buffer.from(JSON.stringify(document));
    if (part === MANIFEST) return replaced(whole, name, data);
    const listed = jsonIn<Manifest>(whole, MANIFEST);
    const entry = listed.parts.find((each) => each.name === part)!;
    Object.assign(entry, { sha256: createHash('sha256').update(data).digest('hex'), bytes: data.length });
    manifest?.(listed);
    return replaced(replaced(whole, name, data), MANIFEST, Buffer.from(JSON.stringify(listed)));
  }
  const replaced = (entries: readonly RawEntry[], name: string, data: Buffer): RawEntry[] =>
    entries.map((entry) => (entry.name === name ? { ...entry, data } : entry));
  const activity = (document: Json, type: string): Json =>
    document['sections'][0].activities.find((each: Json) => each['type'] === type) as Json;
  const firstFile = (): { name: string; data: Buffer } =>
    whole.find(({ name }) => name.startsWith('files/'))!;

  it('names each of its entries with length and SHA-256, and ids that mean something in it alone', () => {
    const { format, version, parts, files } = jsonIn<Manifest>(whole, MANIFEST);
    expect([format, version]).toEqual(['stoa-course', '1.0']);
    expect(parts.map(({ name }) => name)).toEqual([
      ...['course', 'content', 'sessions', 'questions', 'quizzes', 'rubrics', 'gradebook'],
      'surveys',
      'groups',
    ]);
    const told = [
      ...parts.map(({ name, ...entry }) => ({ path: `parts/${name}.json`, ...entry })),
      ...files.map(({ sha256, bytes }) => ({ path: `files/${sha256}`, sha256, bytes })),
    ];
    for (const { path, sha256, bytes } of told) {
      const data = whole.find(({ name }) => name === path)!.data;
      expect([path, data.length, createHash('sha256').update(data).digest('hex')]).toEqual([
        path,
        bytes,
        sha256,
      ]);
    }
    const text = whole.map(({ data }) => data.toString('latin1')).join();
    expect(text).not.toContain(full.room.courseId);
    expect(text).not.toContain(full.fileId);
  });

  it('makes the same course again: its own file would be the same', async () => {
    const operation = await imported(rawZip(whole));
    expect(operation).toMatchObject({
      status: 'succeeded',
      error: null,
      issueCount: 0,
      subject: 'course.zip',
    });
    const id = (await madeBy(operation))!;
    expect(await normalized(app, id)).toEqual(await normalized(app, full.room.courseId));
    const again = await entriesOf(await exported(id, importer));
    expect(again.map(({ name }) => name)).toEqual(whole.map(({ name }) => name));
    for (const [index, { name, data }] of again.entries())
      expect([name, data.toString('latin1')]).toEqual([name, whole[index]!.data.toString('latin1')]);
    const course = expectStatus(await importer.get(`/v1/courses/${id}`), 200);
    expect(course).toMatchObject({ title: 'Foundations of Statistics', status: 'draft' });
  });

  it('brings its files along: they are those of whoever imports it', async () => {
    const id = (await madeBy(await imported(rawZip(whole), { title: '  Imported   course ' })))!;
    expect(expectStatus(await importer.get(`/v1/courses/${id}`), 200).title).toBe('Imported course');
    const { data } = expectStatus(await importer.get(`/v1/courses/${id}/activities?limit=100`), 200) as {
      data: { type: string; content: string; media: { id: string; name: string }[] }[];
    };
    const page = data.find(({ type, content }) => type === 'page' && content.includes('/v1/files/'))!;
    expect(page.media).toMatchObject([{ name: 'plot.png' }]);
    expect(page.media[0]!.id).not.toBe(full.fileId);
    expect(page.content).toContain(`/v1/files/${page.media[0]!.id}/content`);
    expectStatus(await importer.get(`/v1/files/${page.media[0]!.id}`), 200);
  });

  it('is only read by a dry run, which finds what an import would', async () => {
    const before = await rows();
    const operation = await imported(rawZip(whole), { dryRun: 'true' });
    expect(operation).toMatchObject({ status: 'succeeded', dryRun: true });
    expect(operation.summary).toContainEqual(expect.objectContaining({ part: 'activities', added: 11 }));
    const spoiled = replaced(whole, firstFile().name, Buffer.alloc(firstFile().data.length));
    expect(await imported(rawZip(spoiled), { dryRun: 'true' })).toMatchObject({
      status: 'failed',
      error: { code: 'courses.package_refused' },
    });
    expect(await rows()).toEqual(before);
  });

  it('makes one course, however often it is sent with the same key', async () => {
    const headers = { 'idempotency-key': 'import-once' };
    const first = expectStatus(await send(rawZip(whole), {}, headers), 202).id as string;
    const second = expectStatus(await send(rawZip(whole), {}, headers), 202).id as string;
    expect(second).toBe(first);
  });

  it('is for staff alone, and for whoever asked for it', async () => {
    const { id } = expectStatus(await author.post(`${full.url}/exports`), 202);
    await finished(app, author, id);
    expect((await importer.get(`/v1/course-exports/${id}/course.zip`)).body.code).toBe(
      'operations.not_found',
    );
    expect((await importer.post(`${full.url}/exports`)).body.code).toBe('courses.not_found');
    const learner = await app.person('learner');
    const form = { file: { content: rawZip(whole), name: 'course.zip' } };
    const refused = await sendForm(learner, form, {}, '/v1/course-imports');
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.role_needed']);
  });

  it('leaves out passwords and people, and says so where it is imported', async () => {
    const quiz = full.activities['quiz']!;
    const page = full.activities['external_link']!;
    expectStatus(await author.patch(`/v1/quizzes/${quiz}`, { password: 'otters' }), 200);
    const releaseRule = { kind: 'person', userIds: [importer.id] };
    expectStatus(await author.patch(`/v1/activities/${page}`, { releaseRule }), 200);
    const bytes = await exported(full.room.courseId);
    expectStatus(await author.patch(`/v1/quizzes/${quiz}`, { password: null }), 200);
    expectStatus(await author.patch(`/v1/activities/${page}`, { releaseRule: null }), 200);
    const text = (await entriesOf(bytes)).map(({ data }) => data.toString('latin1')).join();
    expect(text).not.toContain('otters');
    expect(text).not.toContain(importer.id);
    const operation = await imported(bytes);
    expect(operation.status).toBe('succeeded');
    expect((await issuesOf(operation)).map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'empty_people'],
      ['warning', 'password_left_out'],
    ]);
  });

  it('keeps closed what waits for something that did not come along, and names it', async () => {
    const rule = { kind: 'not', rule: { kind: 'completion', activityId: NOTHING, state: 'complete' } };
    const bytes = rawZip(
      changed('content', (document) => (activity(document, 'video')['releaseRule'] = rule)),
    );
    const operation = await imported(bytes);
    expect(await issuesOf(operation)).toMatchObject([
      { severity: 'warning', code: 'target_missing', value: 'A video' },
    ]);
    const id = (await madeBy(operation))!;
    const { data } = expectStatus(await importer.get(`/v1/courses/${id}/activities?limit=100`), 200);
    const video = data.find(({ type }: { type: string }) => type === 'video');
    expect(video.releaseRule.rule.activityId).toBe(NOTHING);
    const published = await importer.put(`/v1/courses/${id}/publication`);
    expect([published.status, published.body.code]).toEqual([409, 'courses.release_never_met']);
  });

  const hostile: [what: string, code: string, make: () => Buffer][] = [
    ['is no archive', 'not_a_zip', () => Buffer.from('PK, but no zip')],
    ['was cut off', 'not_a_zip', () => rawZip(whole).subarray(0, -100)],
    ['has no manifest', 'unknown_format', () => rawZip(whole.filter(({ name }) => name !== MANIFEST))],
    [
      'has a path that climbs',
      'unsafe_path',
      () => rawZip([...whole, { name: '../../etc/passwd', data: 'x' }]),
    ],
    ['has an absolute path', 'unsafe_path', () => rawZip([...whole, { name: '/etc/passwd', data: 'x' }])],
    ['has a path of Windows', 'unsafe_path', () => rawZip([...whole, { name: 'C:/boot.ini', data: 'x' }])],
    [
      'has a link',
      'link',
      () => rawZip([...whole, { name: 'files/link', data: '/etc/passwd', externalAttributes: LINK }]),
    ],
    ['has an entry twice', 'duplicate_entry', () => rawZip([...whole, firstFile()])],
    [
      'is encrypted',
      'encrypted',
      () => rawZip(whole.map((entry) => (entry.name === MANIFEST ? { ...entry, flags: 1 } : entry))),
    ],
    [
      'has too many entries',
      'too_many_entries',
      () => rawZip(Array.from({ length: 5001 }, (_, index) => ({ name: `files/${index}`, data: '' }))),
    ],
    [
      'is a bomb',
      'ratio',
      () => rawZip([...whole, { name: 'files/bomb', data: Buffer.alloc(8 * 1024 * 1024) }]),
    ],
    [
      'has an archive with a bomb inside, which nobody opens',
      'undeclared_entry',
      () =>
        rawZip([
          ...whole,
          { name: 'files/inner.zip', data: rawZip([{ name: 'bomb', data: Buffer.alloc(2 ** 24) }]) },
        ]),
    ],
    [
      'has an entry that is longer than it says',
      'wrong_length',
      () =>
        rawZip(
          whole.map((entry) =>
            entry.name === MANIFEST ? { ...entry, declaredBytes: entry.data.length - 10 } : entry,
          ),
        ),
    ],
    [
      'has an entry that is shorter than it says',
      'wrong_length',
      () =>
        rawZip(
          whole.map((entry) =>
            entry.name === MANIFEST ? { ...entry, declaredBytes: entry.data.length + 10 } : entry,
          ),
        ),
    ],
    [
      'has a length other than the manifest says',
      'wrong_length',
      () => rawZip(replaced(whole, firstFile().name, Buffer.from('other'))),
    ],
    [
      'has content other than the manifest says',
      'wrong_checksum',
      () => rawZip(replaced(whole, firstFile().name, Buffer.alloc(firstFile().data.length, 1))),
    ],
    [
      'lacks a file that the manifest names',
      'missing_entry',
      () => rawZip(whole.filter(({ name }) => name !== firstFile().name)),
    ],
    [
      'has an entry that the manifest does not name',
      'undeclared_entry',
      () => rawZip([...whole, { name: 'x', data: '' }]),
    ],
    ['has a manifest that is no JSON', 'no_json', () => rawZip(replaced(whole, MANIFEST, Buffer.from('{')))],
    [
      'is of a newer major version',
      'newer_version',
      () => rawZip(changed(MANIFEST, (manifest) => (manifest['version'] = '2.0'))),
    ],
    [
      'is of another format',
      'unknown_format',
      () => rawZip(changed(MANIFEST, (manifest) => (manifest['format'] = 'other-course'))),
    ],
    [
      'has an activity of an unknown type',
      'isIn',
      () => rawZip(changed('content', (document) => (activity(document, 'page')['type'] = 'hologram'))),
    ],
    [
      'has a rule of an unknown kind',
      'isRule',
      () =>
        rawZip(
          changed('content', (document) => (activity(document, 'page')['releaseRule'] = { kind: 'moon' })),
        ),
    ],
    [
      'has a field that nothing has',
      'unknownField',
      () => rawZip(changed('content', (document) => (activity(document, 'page')['script'] = 'alert(1)'))),
    ],
    [
      'has two things with one id',
      'duplicate_id',
      () =>
        rawZip(
          changed(
            'content',
            (document) => (activity(document, 'page')['id'] = activity(document, 'video')['id']),
          ),
        ),
    ],
    [
      'has a quiz that asks what is not there',
      'names_nothing',
      () => rawZip(changed('quizzes', (document) => (document['quizzes'][0].slots[0].questionId = NOTHING))),
    ],
    [
      'has settings of a quiz that it does not have',
      'names_nothing',
      () =>
        rawZip(
          changed('quizzes', (document) => (document['quizzes'][0].activityId = full.activities['quiz'])),
        ),
    ],
    [
      'shows the file of somebody else',
      'missing_file',
      () => rawZip(changed('content', (document) => (activity(document, 'file')['fileId'] = full.fileId))),
    ],
    [
      'has the picture of somebody else on its cover',
      'missing_file',
      () => rawZip(changed('course', (document) => (document['cover'].fileId = full.fileId))),
    ],
    [
      'has a cover without a text',
      'minLength',
      () => rawZip(changed('course', (document) => (document['cover'].text = ''))),
    ],
    [
      'has a quiz that closes before it opens',
      'isAfter',
      () =>
        rawZip(
          changed(
            'quizzes',
            (document) => (document['quizzes'][0].settings.closesAt = '2026-01-01T00:00:00.000Z'),
          ),
        ),
    ],
    [
      'has weights of more than a whole',
      'atMostHundred',
      () => rawZip(changed('gradebook', (document) => (document['rules'].categories[0].weight = '400'))),
    ],
    [
      'has a group twice',
      'isUnique',
      () => rawZip(changed('groups', (document) => (document['groupSets'][0].groups[1].title = 'ONE'))),
    ],
  ];
  it.each(hostile)('is refused as a whole where it %s (%s)', async (_what, code, make) => {
    const before = await rows();
    const operation = await imported(make());
    expect(operation).toMatchObject({
      status: 'failed',
      error: { code: 'courses.package_refused' },
      summary: [],
    });
    expect((await issuesOf(operation)).map((issue) => issue.code)).toContain(code);
    expect((await issuesOf(operation)).every(({ severity }) => severity === 'error')).toBe(true);
    expect(await rows()).toEqual(before);
  });

  it('is refused where a document is on its cover, which is found out from its content', async () => {
    const data = Buffer.from('%PDF-1.7 a plan of the course');
    const sha256 = createHash('sha256').update(data).digest('hex');
    const id = NOTHING;
    const entries = changed(
      'course',
      (document) => (document['cover'].fileId = id),
      (manifest) =>
        (manifest['files'] as object[]).push({
          ...{ id, sha256, bytes: data.length, name: 'a.png', purpose: 'activity', mediaType: 'image/png' },
        }),
    );
    const courses = (): Promise<unknown> => app.database.rows('SELECT COUNT(*) AS courses FROM courses');
    const before = await courses();
    const operation = await imported(rawZip([...entries, { name: `files/${sha256}`, data }]));
    expect(operation).toMatchObject({ status: 'failed', error: { code: 'courses.wrong_file_type' } });
    expect(await courses()).toEqual(before);
  });

  it('is read where a newer minor version has more, and says what was left out', async () => {
    const data = Buffer.from('{}');
    const more = {
      name: 'holograms',
      sha256: createHash('sha256').update(data).digest('hex'),
      bytes: data.length,
    };
    const entries = changed(MANIFEST, (manifest) => {
      manifest['version'] = '1.7';
      manifest['parts'].push(more);
    });
    const operation = await imported(rawZip([...entries, { name: 'parts/holograms.json', data }]));
    expect(operation.status).toBe('succeeded');
    expect(await issuesOf(operation)).toMatchObject([{ code: 'unknown_part', value: 'holograms' }]);
  });
});
