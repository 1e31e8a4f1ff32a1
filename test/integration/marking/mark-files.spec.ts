import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { MarkingRoom } from '../../support/marking-room';
import { RubricRoom } from '../../support/rubric-room';
import { SecondMarkingRoom } from '../../support/second-marking-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

type Line = Record<string, string>;

describe('files of marks', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function sheetOf(marking: MarkingRoom, query = '', marker?: Caller): Promise<Line[]> {
    const url = `/v1/quizzes/${marking.room.quizId}/marking-sheet.csv${query}`;
    const answer = await (marker ?? marking.room.instructor).get(url);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    return parse(answer.text, { columns: true, bom: true });
  }

  function send(
    marking: MarkingRoom,
    content: string | Buffer,
    fields: Record<string, string> = {},
    { marker = marking.room.instructor, quizId = marking.room.quizId } = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), 'marks.csv');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    return buffer(request.body as never).then((body) =>
      marker.post(`/v1/quizzes/${quizId}/mark-imports`, body, {
        'content-type': request.headers.get('content-type') ?? '',
      }),
    );
  }

  async function settled(marking: MarkingRoom, answer: Answer, marker?: Caller): Promise<Answer['body']> {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await (marker ?? marking.room.instructor).get(`/v1/operations/${id}`), 200);
  }
  async function imported(
    marking: MarkingRoom,
    content: string | Buffer,
    fields: Record<string, string> = {},
  ): Promise<Answer['body']> {
    return settled(marking, await send(marking, content, fields));
  }
  async function issuesOf(marking: MarkingRoom, { id }: Answer['body']): Promise<string[]> {
    const url = `/v1/operations/${id}/issues?limit=100`;
    const { data } = expectStatus(await marking.room.instructor.get(url), 200);
    return data.map(({ line, column, code }: Answer['body']) => `${line} ${column} ${code}`);
  }
  const csv = (rows: string[][], delimiter = ','): string =>
    rows.map((row) => row.join(delimiter)).join('\r\n');
  const scores = (marking: MarkingRoom, learners: Caller[]): Promise<(string | null)[]> =>
    Promise.all(learners.map(async (learner) => (await marking.result(learner)).score));

  it('are a sheet with what waits, which comes back with marks, and is taken back as a whole', async () => {
    const marking = await MarkingRoom.open(app);
    const learners = await marking.handInMany(3);
    const sheet = await sheetOf(marking);
    expect(sheet).toHaveLength(3);
    const [row] = sheet;
    expect(row).toMatchObject({
      ...{ question: 'Why does the mean mislead?', answer: 'Large values.', max_points: '4' },
      ...{ points: '', comment: '', version: '1' },
    });
    const order = sheet.map(({ learner_id: id }) => learners.find((learner) => learner.id === id)!);
    const lines = sheet.map(({ script_id: id = '', version = '' }, index) => [
      ...[id, String(index + 1), 'Good, with "quotes".'.replaceAll('"', '""'), version],
    ]);
    const content = csv([
      ['script_id', 'points', 'comment', 'version'],
      ...lines.map(([id, points, comment, version]) => [id!, points!, `"${comment}"`, version!]),
    ]);
    const preview = await imported(marking, content, { dryRun: 'true' });
    expect(preview).toMatchObject({
      ...{ kind: 'mark_import', status: 'succeeded', subject: 'marks.csv', dryRun: true },
      summary: [{ part: 'marks', read: 3, changed: 3, refused: 0 }],
    });
    expect(await scores(marking, order)).toEqual([null, null, null]);
    const operation = await imported(marking, content);
    expect(operation).toMatchObject({
      status: 'succeeded',
      summary: [{ read: 3, changed: 3, unchanged: 0 }],
    });
    expect(await scores(marking, order)).toEqual(['2', '3', '4']);
    const script = await marking.scriptOf(order[0]!, 'marked');
    expect(script.mark).toMatchObject({
      comment: 'Good, with "quotes".',
      markedBy: { id: marking.room.instructor.id },
    });
    const { data } = (await marking.room.instructor.get(`/v1/scripts/${script.id}/marks`)).body;
    expect(data).toMatchObject([{ cause: 'file' }]);
    expectStatus(await marking.mark(marking.room.instructor, script.id, '4'), 200);

    const url = `/v1/operations/${operation.id}/reversal`;
    const undone = await settled(marking, await marking.room.instructor.post(url, {}));
    expect(undone).toMatchObject({ status: 'partly_succeeded', issueCount: 1 });
    expect(await scores(marking, order)).toEqual(['5', null, null]);
  });

  it('say of each line why it cannot be imported, and give the good ones only when that is asked', async () => {
    const marking = await MarkingRoom.open(app);
    const learners = await marking.handInMany(7);
    const other = await MarkingRoom.open(app);
    await other.handInMany(1);
    const [foreign] = await other.queue();
    const scripts = await Promise.all(learners.map((learner) => marking.scriptOf(learner)));
    const [good, large, precise, wordy, stranger, twice, changed] = scripts.map(({ id }) => id as string);
    expectStatus(await marking.mark(marking.room.instructor, changed!, '3'), 200);
    const content = csv([
      ['script_id', 'learner_id', 'points', 'version'],
      [good!, learners[0]!.id, '1', '1'],
      [large!, '', '4.0001', '1'],
      [precise!, '', '1.12345678901234567890', '1'],
      [wordy!, '', '=1+1', '1'],
      [stranger!, learners[0]!.id, '1', '1'],
      [twice!, '', '2', '1'],
      [twice!, '', '3', '1'],
      [changed!, '', '4', '1'],
      [foreign.id, '', '1', '1'],
      ['nobody', '', '1', '1'],
      ['01890000-0000-7000-8000-000000000000', '', '1', ''],
      [large!, '', '-1', '1'],
    ]);
    const expected = [
      '3 points points_out_of_bounds',
      '4 points too_many_decimals',
      '5 points not_a_number',
      '6 learner_id other_learner',
      '8 script_id script_twice',
      '9 version changed_since',
      '10 script_id unknown_script',
      '11 script_id unknown_script',
      '12 script_id unknown_script',
      '13 script_id script_twice',
    ];
    const waiting = await imported(marking, content);
    expect(waiting).toMatchObject({ status: 'needs_confirmation', summary: [{ read: 12, refused: 10 }] });
    expect(await issuesOf(marking, waiting)).toEqual(expected);
    expect(await scores(marking, [learners[0]!, learners[5]!])).toEqual([null, null]);
    const { instructor } = marking.room;
    expectStatus(await instructor.put(`/v1/operations/${waiting.id}/confirmation`), 202);
    await app.get(OperationRunner).settled(waiting.id as string);
    const done = (await instructor.get(`/v1/operations/${waiting.id}`)).body;
    expect(done).toMatchObject({ status: 'partly_succeeded', summary: [{ changed: 2, refused: 10 }] });
    expect(await issuesOf(marking, done)).toEqual(expected);
    expect(await scores(marking, [learners[0]!, learners[5]!, learners[6]!])).toEqual(['2', '3', '4']);

    const again = await imported(marking, content, { confirmed: 'true', overwrite: 'true' });
    expect(again).toMatchObject({
      status: 'partly_succeeded',
      summary: [{ changed: 1, unchanged: 2, refused: 9 }],
    });
    expect(await scores(marking, [learners[6]!])).toEqual(['5']);
  });

  it('are read as spreadsheets save them: Latin-1, semicolons, decimal commas, apostrophes, empty lines', async () => {
    const marking = await MarkingRoom.open(app);
    const learners = await marking.handInMany(2);
    const [one, other] = await Promise.all(
      learners.map(async (learner) => (await marking.scriptOf(learner)).id),
    );
    const text = `Script_ID;Points;Comment\r\n${one};1,5;Schön gelöst\r\n\r\n${other};;\r\n;;\r\n`;
    const operation = await imported(marking, Buffer.from(text, 'latin1'));
    expect(operation).toMatchObject({ status: 'succeeded', summary: [{ changed: 1, refused: 0 }] });
    expect(await issuesOf(marking, operation)).toEqual(['null null encoding_guessed']);
    const script = await marking.scriptOf(learners[0]!, 'marked');
    expect(script.mark).toMatchObject({ points: '1.5', comment: 'Schön gelöst' });
    await imported(marking, `script_id\tpoints\tcomment\n${other}\t2\t'=not a formula`);
    expect((await marking.scriptOf(learners[1]!, 'marked')).mark.comment).toBe('=not a formula');
  });

  it('hold nothing that a spreadsheet would run, and name nobody where that is wanted', async () => {
    const marking = await MarkingRoom.open(app);
    const learner = await marking.room.learner();
    await marking.handIn(learner, [false, '=HYPERLINK("https://evil.example";"Click")']);
    const [row] = await sheetOf(marking);
    expect(row!['answer']).toBe('\'=HYPERLINK("https://evil.example";"Click")');
    const url = `/v1/quizzes/${marking.room.quizId}/marking-sheet.csv?anonymous=true`;
    const { text } = await marking.room.instructor.get(url);
    const { familyName } = (await learner.get('/v1/me')).body;
    expect(text).not.toContain(learner.id);
    expect(text).not.toContain(familyName);
    const [unnamed] = await sheetOf(marking, '?anonymous=true');
    const { script_id: id = '', pseudonym = '' } = unnamed!;
    const wrong = await imported(
      marking,
      csv([
        ['script_id', 'pseudonym', 'points'],
        [id, 'AAAA-AAAA', '1'],
      ]),
    );
    expect(await issuesOf(marking, wrong)).toEqual(['2 pseudonym other_learner']);
    const right = await imported(
      marking,
      csv([
        ['script_id', 'pseudonym', 'points'],
        [id, pseudonym, '1'],
      ]),
    );
    expect(right).toMatchObject({ status: 'succeeded' });
  });

  it('fail where nothing of them can be read, and say why', async () => {
    const marking = await MarkingRoom.open(app);
    for (const content of [
      '',
      'a,b\n1,2',
      'script_id,points\n',
      Buffer.from([0, 1, 2, 3, 250]),
      'script_id,points\n"a,1',
    ])
      expect(await imported(marking, content)).toMatchObject({
        ...{ status: 'failed', error: { code: 'marking.file_unreadable' } },
      });
    const { instructor, quizId } = marking.room;
    expect(await instructor.post(`/v1/quizzes/${quizId}/mark-imports`, {})).toMatchObject({ status: 415 });
    expect(await send(marking, 'x', { encoding: 'klingon' })).toMatchObject({ status: 422 });
    expect(await send(marking, 'x', { maybe: 'true' })).toMatchObject({ status: 422 });
    const stranger = (await MarkingRoom.open(app)).room.instructor;
    for (const marker of [stranger, await marking.room.learner()])
      expect([403, 404]).toContain((await send(marking, 'x', {}, { marker })).status);
  });

  it('give a second mark where two people mark, and none to who has given theirs or where a rubric gives the points', async () => {
    const room = await SecondMarkingRoom.open(app);
    const [first, second] = room.markers;
    const { learner, scriptId } = await room.marked('2');
    expect(await sheetOf(room.marking, '', first)).toEqual([]);
    const sheet = await sheetOf(room.marking, '', second);
    expect(sheet).toMatchObject([{ script_id: scriptId, points: '', comment: '' }]);
    const content = csv([
      ['script_id', 'points', 'version'],
      [scriptId, '4', sheet[0]!['version']!],
    ]);
    await settled(room.marking, await send(room.marking, content, {}, { marker: second }), second);
    expect(await room.score(learner)).toBe('4');
    const third = await imported(
      room.marking,
      csv([
        ['script_id', 'points'],
        [scriptId, '1'],
      ]),
      { overwrite: 'true' },
    );
    expect(await issuesOf(room.marking, third)).toEqual(['2 script_id marks_complete']);

    const byRubric = await RubricRoom.open(app);
    await byRubric.marking.handInMany(1);
    const [script] = await byRubric.marking.queue();
    const refused = await imported(
      byRubric.marking,
      csv([
        ['script_id', 'points'],
        [script.id, '1'],
      ]),
    );
    expect(await issuesOf(byRubric.marking, refused)).toEqual(['2 points rubric_needed']);
  });
});
