import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { NO_GUIDANCE } from '../../../src/modules/assessments/questions/guidance';
import { writeQtiItem } from '../../../src/modules/assessments/formats/qti/qti-writer';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../../src/shared/operations/dto/operation.response';
import { calculated } from '../../../src/modules/assessments/question-types/calculated/calculated';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const GOOD = [
  '::Cities::[markdown]Capital of *Italy*? {=Rome ~Milan ~%50%Roma####It is *Rome*.}',
  'Two is even. {TRUE}',
  'Pi? {#3.1416:0.0005}',
].join('\n\n');
const MIXED = `Two is even. {TRUE}\n\nBroken {\n\nOnly a text.\n\nPi? {#3.14}`;

describe('importing questions from a file', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await CourseRoom.open(app);
  });

  async function send(
    caller: Caller,
    content: string | Buffer,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ format: 'gift', ...fields })) form.append(name, value);
    form.append('file', new Blob([content]), 'questions.txt');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    return caller.post(`${room.url}/question-imports`, await buffer(request.body as never), {
      'content-type': request.headers.get('content-type') ?? '',
      ...headers,
    });
  }

  async function finished(caller: Caller, id: string): Promise<OperationResponse> {
    await app.get(OperationRunner).settled(id);
    return expectStatus(await caller.get(`/v1/operations/${id}`), 200) as OperationResponse;
  }

  async function imported(
    content: string | Buffer,
    fields: Record<string, string> = {},
  ): Promise<OperationResponse> {
    const { id } = expectStatus(await send(room.instructor, content, fields), 202);
    return finished(room.instructor, id as string);
  }

  async function issues(id: string): Promise<string[]> {
    const { data } = expectStatus(await room.instructor.get(`/v1/operations/${id}/issues?limit=100`), 200);
    return (data as OperationIssueResponse[]).map(
      ({ severity, line, code }) => `${severity} ${line} ${code}`,
    );
  }

  async function bank(): Promise<{ id: string; prompt: string; type: string }[]> {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    return (data as { id: string; prompt: string; type: string }[]).toReversed();
  }

  const prompts = async (): Promise<string[]> => (await bank()).map(({ prompt }) => prompt);

  it('adds each question of the file to the bank, in its order, and tells what it does not keep', async () => {
    const operation = await imported(GOOD);
    expect(operation).toMatchObject({
      ...{ kind: 'question_import', status: 'succeeded', subject: 'questions.txt', error: null },
      summary: [{ part: 'questions.txt', read: 3, added: 3, refused: 0 }],
    });
    expect(await prompts()).toEqual(['Capital of *Italy*?', 'Two is even.', 'Pi?']);
    const [question] = expectStatus(
      await room.instructor.get(`${room.url}/questions?limit=100`),
      200,
    ).data.toReversed() as unknown[];
    expect(question).toMatchObject({
      ...{ type: 'single_choice', points: '1', feedback: 'It is *Rome*.' },
      definition: { key: '1', shares: { 3: '0.5' } },
    });
    expect(await issues(operation.id)).toEqual(['warning 1 name_not_carried']);
  });

  it('asks before it adds anything where some questions cannot be imported, and adds the others when it is told to', async () => {
    const waiting = await imported(MIXED);
    expect(waiting).toMatchObject({
      status: 'needs_confirmation',
      summary: [{ read: 4, added: 2, refused: 2 }],
      confirmation: { detail: expect.stringContaining('2 questions of 4 cannot be imported') },
    });
    const told = ['error 3 broken_braces', 'error 5 type_not_carried'];
    expect(await issues(waiting.id)).toEqual(told);
    expect(await prompts()).toEqual([]);
    expectStatus(await room.instructor.put(`/v1/operations/${waiting.id}/confirmation`), 202);
    expect(await finished(room.instructor, waiting.id)).toMatchObject({
      status: 'partly_succeeded',
      summary: [{ read: 4, added: 2, refused: 2 }],
    });
    expect(await issues(waiting.id)).toEqual(told);
    expect(await prompts()).toEqual(['Two is even.', 'Pi?']);
  });

  it('adds nothing in a dry run, and says the same', async () => {
    const dry = await imported(MIXED, { dryRun: 'true' });
    expect(dry).toMatchObject({ status: 'partly_succeeded', summary: [{ read: 4, added: 2, refused: 2 }] });
    expect(await issues(dry.id)).toEqual(['error 3 broken_braces', 'error 5 type_not_carried']);
    expect(await prompts()).toEqual([]);
  });

  it('takes the questions out again when it is reversed, but for those that somebody has changed or a quiz asks', async () => {
    const { id } = await imported(GOOD);
    const [kept, changed] = await bank();
    const section = await room.section();
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    expectStatus(
      await room.instructor.put(`/v1/quizzes/${quiz}/slots`, { slots: [{ questionId: kept?.id }] }),
      200,
    );
    expectStatus(
      await room.instructor.patch(`/v1/questions/${changed?.id}`, { prompt: 'Is two even?' }),
      200,
    );
    const reversal = expectStatus(await room.instructor.post(`/v1/operations/${id}/reversal`, {}), 202);
    await finished(room.instructor, reversal.id as string);
    expect(await prompts()).toEqual(['Capital of *Italy*?', 'Is two even?']);
    expect((await issues(reversal.id as string)).map((issue) => issue.split(' ')[2]).sort()).toEqual([
      'changed_since',
      'kept',
    ]);
    const again = expectStatus(
      await room.instructor.post(`/v1/operations/${reversal.id as string}/reversal`, {}),
      202,
    );
    await finished(room.instructor, again.id as string);
    expect(await prompts()).toEqual(['Capital of *Italy*?', 'Is two even?', 'Pi?']);
  });

  it('is not reversed by somebody who does not teach the course any more', async () => {
    const other = await room.join(await app.person('instructor'), 'instructor');
    const { id } = expectStatus(await send(other, GOOD), 202);
    await finished(other, id as string);
    const { data } = expectStatus(await room.instructor.get(`${room.url}/enrollments?limit=100`), 200);
    const own = (data as { id: string; user: { id: string } }[]).find(({ user }) => user.id === other.id);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${own?.id}`), 204);
    expect((await other.post(`/v1/operations/${id as string}/reversal`, {})).status).toBe(403);
    expect(await prompts()).toHaveLength(3);
  });

  it.each([
    ['windows-1252', Buffer.from('¿Qué? {T}', 'latin1'), ['warning null encoding_guessed']],
    ['UTF-16', Buffer.from('\ufeff¿Qué? {T}', 'utf16le'), []],
  ])('reads a file in %s', async (_, content, told) => {
    const operation = await imported(content);
    expect(await issues(operation.id)).toEqual(told);
    expect(await prompts()).toEqual(['¿Qué?']);
  });

  it.each([
    ['that is no text', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), {}],
    ['that is not in the declared encoding', Buffer.from('¿Qué? {T}', 'latin1'), { encoding: 'utf-8' }],
    ['without questions', '// nothing\n', {}],
    ['that is empty', '', {}],
  ])('fails for a file %s', async (_, content, fields) => {
    expect(await imported(content, fields)).toMatchObject({
      status: 'failed',
      error: { code: 'assessments.question_file_unreadable' },
    });
  });

  it('refuses a file of more than 50 MB before it has all arrived, and keeps nothing of it', async () => {
    const large = Buffer.alloc(51 * 1024 * 1024, 'Two is even. {TRUE}\n\n');
    const answer = await send(room.instructor, large);
    expect([answer.status, answer.body.code]).toEqual([413, 'assessments.question_file_too_large']);
    expect(await app.database.rows('SELECT id FROM operation_files')).toEqual([]);
  });

  it.each([
    [{ format: 'docx' }, 'format'],
    [{ encoding: 'ebcdic' }, 'encoding'],
    [{ dryRun: 'perhaps' }, 'dryRun'],
    [{ quiz: 'x' }, 'quiz'],
  ])('refuses a form with %j, and names the field', async (fields, field) => {
    const answer = await send(room.instructor, GOOD, fields);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((each: { field: string }) => each.field)).toEqual([field]);
  });

  it('answers the same request with the same key once', async () => {
    const key = { 'idempotency-key': 'the-same-file' };
    const first = expectStatus(await send(room.instructor, GOOD, {}, key), 202);
    const second = expectStatus(await send(room.instructor, GOOD, {}, key), 202);
    expect(second.id).toBe(first.id);
    await finished(room.instructor, first.id as string);
    expect(await prompts()).toHaveLength(3);
  });

  it('imports a thousand questions, and writes them all into a file that is imported again with nothing lost', async () => {
    const file = Array.from({ length: 1000 }, (_, number) =>
      number % 2 === 0
        ? `[markdown]Is ${number} even? {TRUE####Look at *the last* digit\\: ${number}.}`
        : `[markdown]Which is ${number}? {=${number} ~%33.33333%${number + 1} ~none {}`.replace(
            ' {}',
            ' of these}',
          ),
    ).join('\n\n');
    expect(await imported(file)).toMatchObject({ status: 'succeeded', summary: [{ added: 1000 }] });
    const exported = await room.instructor.get(`${room.url}/questions/export?format=gift`);
    expect(exported.status).toBe(200);
    expect(exported.headers['content-disposition']).toBe('attachment; filename="questions.gift"');
    room = await CourseRoom.open(app);
    const again = await imported(exported.text);
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0, summary: [{ added: 1000 }] });
    const copied = await room.instructor.get(`${room.url}/questions/export?format=gift`);
    expect(copied.text).toBe(exported.text);
  });

  it('writes a bank as Moodle XML, too, and imports it with nothing lost', async () => {
    await imported(GOOD);
    const exported = await room.instructor.get(`${room.url}/questions/export?format=moodle_xml`);
    expect(exported.headers['content-type']).toBe('application/xml; charset=utf-8');
    room = await CourseRoom.open(app);
    const again = await imported(exported.text, { format: 'moodle_xml' });
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0, summary: [{ added: 3 }] });
    const copied = await room.instructor.get(`${room.url}/questions/export?format=moodle_xml`);
    expect(copied.text).toBe(exported.text);
  });

  it('imports nothing of a document with entities of its own', async () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "a">]><quiz><question type="truefalse"/></quiz>';
    const operation = await imported(xml, { format: 'moodle_xml' });
    expect(operation).toMatchObject({ status: 'needs_confirmation', summary: [{ read: 1, refused: 1 }] });
    expect(await issues(operation.id)).toEqual(['error 1 doctype_refused']);
  });

  it('says in the file which questions are not in it, and why', async () => {
    const section = await room.section();
    const quiz = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    const { prompt, points, definition } = calculated.example;
    const question = { type: 'calculated', prompt, points, definition };
    const { id } = expectStatus(await room.instructor.post(`/v1/quizzes/${quiz}/questions`, question), 201);
    const { text } = await room.instructor.get(`${room.url}/questions/export`);
    expect(text.trim()).toBe(
      `// Not in this file: question ${id as string}. GIFT has no questions of the type calculated: it cannot say which numbers are drawn. Use Moodle XML. The points (2) are lost.`,
    );
  });

  it('files questions in the folders of the file, which it makes, with their tags, and writes both again', async () => {
    const file = [
      'At the top? {T}',
      '$CATEGORY: $course$/top/Sums',
      '// [tag:easy] [tag:Sets]\nIs two even? {T}',
      '$CATEGORY: $course$/top/Sums/Of three',
      'Is three even? {F}',
    ].join('\n\n');
    const first = await imported(file);
    expect(first).toMatchObject({ status: 'succeeded', issueCount: 0, summary: [{ added: 3 }] });
    // The same folders are found again.
    await imported(file);
    const { data } = expectStatus(await room.instructor.get(`${room.url}/question-folders`), 200);
    expect((data as { path: string[] }[]).map(({ path }) => path)).toEqual([['Sums'], ['Sums', 'Of three']]);
    for (const format of ['gift', 'moodle_xml']) {
      const exported = await room.instructor.get(`${room.url}/questions/export?format=${format}`);
      const other = await CourseRoom.open(app);
      const before = room;
      room = other;
      expect(await imported(exported.text, { format })).toMatchObject({
        issueCount: 0,
        summary: [{ added: 6 }],
      });
      const copied = await room.instructor.get(`${room.url}/questions/export?format=${format}`);
      expect(copied.text).toBe(exported.text);
      room = before;
    }
  });

  async function packageOf(files: Record<string, string>): Promise<Buffer> {
    const zip = new ZipFile();
    for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
    zip.end();
    return buffer(zip.outputStream);
  }

  const item = (prompt: string): string =>
    writeQtiItem({
      ...{ type: 'true_false', prompt, points: '1', feedback: null, tags: [], ...NO_GUIDANCE },
      definition: { type: 'true_false', key: true },
    }).text ?? '';

  it('writes a bank as a package of QTI 3, and imports it with folders and tags, and nothing lost', async () => {
    await imported(`$CATEGORY: Sums\n\n// [tag:easy]\n[markdown]Is *two* even? {T####Yes.}\n\n${GOOD}`);
    const exported = await room.instructor.get(`${room.url}/questions/export?format=qti`);
    expect(exported.headers['content-type']).toBe('application/zip');
    room = await CourseRoom.open(app);
    const again = await imported(exported.bytes, { format: 'qti' });
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0, summary: [{ added: 4 }] });
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    expect(data.at(-1)).toMatchObject({ prompt: 'Is *two* even?', feedback: 'Yes.', tags: ['easy'] });
    expect(data.at(-1).folderId).not.toBeNull();
  });

  it('imports the good items of a package, and names the file of each bad one', async () => {
    const bad = '<assessmentItem identifier="x" title="x"><itemBody>';
    const content = await packageOf({ 'a.xml': item('One?'), 'b.xml': bad, 'c.xml': item('Three?') });
    const operation = await imported(content, { format: 'qti', confirmed: 'true' });
    expect(operation).toMatchObject({
      status: 'partly_succeeded',
      summary: [{ read: 3, added: 2, refused: 1 }],
    });
    const { data } = expectStatus(await room.instructor.get(`/v1/operations/${operation.id}/issues`), 200);
    expect(data).toEqual([
      expect.objectContaining({ file: 'b.xml', severity: 'error', code: 'xml_malformed' }),
    ]);
    expect(await prompts()).toEqual(['One?', 'Three?']);
    const reversal = expectStatus(
      await room.instructor.post(`/v1/operations/${operation.id}/reversal`, {}),
      202,
    );
    await finished(room.instructor, reversal.id as string);
    expect(await prompts()).toEqual([]);
  });

  it.each([
    [
      'with a path outside',
      async () => renamed(await packageOf({ 'aa/x.xml': item('One?') }), 'aa/x.xml', '../x.xml'),
    ],
    [
      'with an absolute path',
      async () => renamed(await packageOf({ 'a/x.xml': item('One?') }), 'a/x.xml', '//x.xml'),
    ],
    ['that grows a thousandfold', () => packageOf({ 'x.xml': ' '.repeat(5_000_000) })],
    ['that was cut off', async () => (await packageOf({ 'x.xml': item('One?') })).subarray(0, 200)],
    ['without a question', () => packageOf({ 'readme.txt': 'Nothing' })],
  ])('imports nothing of a package %s', async (_, content) => {
    expect(await imported(await content(), { format: 'qti' })).toMatchObject({
      status: 'failed',
      error: { code: 'assessments.question_file_unreadable' },
    });
    expect(await prompts()).toEqual([]);
  });
});

/** An archive with another name of the same length in its directory and before its data. */
function renamed(archive: Buffer, name: string, other: string): Buffer {
  return Buffer.from(archive.toString('latin1').replaceAll(name, other), 'latin1');
}
