import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

type Lines = string[][];

describe('sheets of scores', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function sheetOf(course: GradedCourse, query = '', delimiter = ','): Promise<Lines> {
    const answer = await course.instructor.get(`${course.url}/gradebook.csv${query}`);
    expectStatus(answer, 200);
    return parse(answer.text, { bom: true, delimiter });
  }
  function send(
    course: GradedCourse,
    content: string | Buffer | Lines,
    fields: Record<string, string> = {},
    by: Caller = course.instructor,
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const bytes = Array.isArray(content) ? stringify(content) : content;
    form.append('file', new Blob([new Uint8Array(Buffer.from(bytes))]), 'scores.csv');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    return buffer(request.body as never).then((body) =>
      by.post(`${course.url}/gradebook-imports`, body, {
        'content-type': request.headers.get('content-type') ?? '',
      }),
    );
  }
  async function settled(course: GradedCourse, answer: Answer): Promise<Answer['body']> {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await course.instructor.get(`/v1/operations/${id}`), 200);
  }
  async function imported(
    course: GradedCourse,
    content: string | Buffer | Lines,
    fields: Record<string, string> = {},
  ): Promise<Answer['body']> {
    return settled(course, await send(course, content, fields));
  }
  async function issuesOf(course: GradedCourse, { id }: Answer['body']): Promise<string[]> {
    const { data } = expectStatus(await course.instructor.get(`/v1/operations/${id}/issues?limit=100`), 200);
    return data.map(({ line, column, code }: Answer['body']) => `${line} ${column} ${code}`);
  }
  async function changesOf(course: GradedCourse, { id }: Answer['body']): Promise<Answer['body'][]> {
    return expectStatus(await course.instructor.get(`/v1/operations/${id}/changes?limit=100`), 200).data;
  }
  async function scoreOf(course: GradedCourse, item: string, learner: Caller): Promise<string | null> {
    const { status, body } = await course.instructor.get(resultUrl(item, learner));
    return status === 404 ? 'nothing' : (body.score ?? body.scoreStatus);
  }
  const results = (read: number, more: Record<string, number>): Record<string, unknown> =>
    expect.objectContaining({
      ...{ part: 'results', read, added: 0, changed: 0, unchanged: 0, refused: 0 },
      ...more,
    });
  async function classOf(count: number): Promise<{ course: GradedCourse; learners: Caller[]; item: string }> {
    const course = await GradedCourse.open(app);
    const learners: Caller[] = [];
    for (let number = 0; number < count; number += 1)
      learners.push(await course.join(await app.person('learner', { familyName: `Learner ${number}` })));
    return { course, learners, item: (await course.lineItem({ title: 'Report' })).id };
  }
  /** Puts a text into the cell of a learner's line that is in the column of a line item. */
  function put(lines: Lines, learner: Caller, item: string, text: string): void {
    const column = lines[0]!.findIndex((head) => head.includes(`[${item}]`));
    lines.find((line) => line[5] === learner.id)![column] = text;
  }

  it('change what was changed in an export, tell it first in a dry run, and change nothing when they are sent again', async () => {
    const { course, learners, item } = await classOf(4);
    const [one, two, three, four] = learners as [Caller, Caller, Caller, Caller];
    const other = (await course.lineItem({ title: 'Talk' })).id;
    await course.grade(item, one, { score: '10', comment: 'Well argued.' });
    await course.grade(item, two, { score: '11' });
    await course.grade(item, three, { score: '12' });
    const sheet = await sheetOf(course);
    expect((await imported(course, sheet)).summary).toContainEqual(results(3, { unchanged: 3 }));
    put(sheet, one, item, '13.50');
    put(sheet, two, item, 'excused');
    put(sheet, three, item, 'none');
    put(sheet, four, item, '9');
    put(sheet, four, other, 'not submitted');
    const preview = await imported(course, sheet, { dryRun: 'true' });
    expect(preview).toMatchObject({ kind: 'gradebook_import', status: 'succeeded', dryRun: true });
    expect(preview.summary).toContainEqual(results(5, { added: 2, changed: 3 }));
    const told = (await changesOf(course, preview)).map(({ rowId, action, before, after }) => [
      ...[rowId, action, before && (before.score ?? before.scoreStatus), after.score ?? after.scoreStatus],
    ]);
    expect(told).toEqual([
      [one.id, 'changed', '10', '13.5'],
      [two.id, 'changed', '11', 'exempt'],
      [three.id, 'changed', '12', 'submitted'],
      [four.id, 'added', null, '9'],
      [four.id, 'added', null, 'not submitted'],
    ]);
    expectStatus(await course.instructor.post(`/v1/operations/${preview.id}/reversal`, {}), 409);
    expect(await scoreOf(course, item, one)).toBe('10');
    const operation = await imported(course, sheet);
    expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(operation.summary).toContainEqual(results(5, { added: 2, changed: 3 }));
    expect(await Promise.all(learners.map((learner) => scoreOf(course, item, learner)))).toEqual([
      ...['13.5', 'exempt', 'submitted', '9'],
    ]);
    expect(await course.result(item, one)).toMatchObject({
      ...{ comment: 'Well argued.', source: 'instructor', recordedBy: course.instructor.id },
      operationId: operation.id,
    });
    expect((await course.history(item, one))[0]).toMatchObject({
      ...{ cause: 'instructor', operationId: operation.id, from: { score: '10' }, to: { score: '13.5' } },
    });
    for (const content of [sheet, await sheetOf(course)])
      expect((await imported(course, content)).summary).toContainEqual(results(5, { unchanged: 5 }));
    expect(await course.history(item, one)).toHaveLength(2);
  });

  it('take nothing back that has changed since the export, and list only what both have changed', async () => {
    const { course, learners, item } = await classOf(3);
    const [both, theirs, ours] = learners as [Caller, Caller, Caller];
    for (const learner of learners) await course.grade(item, learner, { score: '5' });
    const sheet = await sheetOf(course);
    await course.grade(item, both, { score: '6' });
    await course.grade(item, theirs, { score: '6' });
    put(sheet, both, item, '7');
    put(sheet, ours, item, '7');
    const waiting = await imported(course, sheet);
    expect(waiting).toMatchObject({ status: 'needs_confirmation' });
    const column = sheet[0]!.find((head) => head.includes(item));
    expect(await issuesOf(course, waiting)).toEqual([`2 ${column} changed_since`]);
    const scores = (): Promise<(string | null)[]> =>
      Promise.all(learners.map((learner) => scoreOf(course, item, learner)));
    expect(await scores()).toEqual(['6', '6', '5']);
    expectStatus(await course.instructor.put(`/v1/operations/${waiting.id}/confirmation`), 202);
    await app.get(OperationRunner).settled(waiting.id as string);
    const done = (await course.instructor.get(`/v1/operations/${waiting.id}`)).body;
    expect(done).toMatchObject({ status: 'partly_succeeded', issueCount: 1 });
    expect(done.summary).toContainEqual(results(3, { changed: 1, unchanged: 1, refused: 1 }));
    expect(await scores()).toEqual(['6', '6', '7']);
    expect(await imported(course, sheet, { overwrite: 'true' })).toMatchObject({ status: 'succeeded' });
    expect(await scores()).toEqual(['7', '6', '7']);
  });

  it('are read without an export: by username, address or number, and by the titles of line items', async () => {
    const { course, learners, item } = await classOf(3);
    const [one, two, three] = learners as [Caller, Caller, Caller];
    const talk = (await course.lineItem({ title: 'Talk' })).id;
    const of = async (learner: Caller): Promise<{ username: string; email: string }> =>
      (await learner.get('/v1/me')).body;
    await course.grade(item, three, { score: '5' });
    const { username } = await of(one);
    const byName = await imported(course, [
      ['username', 'Report', 'talk'],
      [username.toUpperCase(), '8', '9'],
      [(await of(three)).username, '6', ''],
    ]);
    expect(byName).toMatchObject({ status: 'needs_confirmation' });
    expect(await issuesOf(course, byName)).toEqual([
      ...['1 talk column_not_read', '1 username learners_matched', '3 Report has_result'],
    ]);
    const byAddress = await imported(course, [
      ['E-Mail', talk],
      [(await of(two)).email, '9'],
    ]);
    expect(byAddress).toMatchObject({ status: 'succeeded' });
    expect(await scoreOf(course, talk, two)).toBe('9');
    expect(
      await imported(course, [
        ['Username', 'Report (of 20)'],
        [username, '8'],
      ]),
    ).toMatchObject({
      status: 'succeeded',
    });
    expect(await scoreOf(course, item, one)).toBe('8');
    await course.lineItem({ title: 'Report' });
    const ambiguous = await imported(course, [
      ['Username', 'Report'],
      [username, '9'],
    ]);
    expect(await issuesOf(course, ambiguous)).toEqual([
      ...['1 Report title_ambiguous', '1 Username learners_matched'],
    ]);
    expect(await scoreOf(course, item, one)).toBe('8');
  });

  it('say of each cell and line why it cannot be imported, and record nothing until that is confirmed', async () => {
    const { course, learners, item } = await classOf(9);
    const quiz = await course.quiz('Quiz', 4);
    await course.attempt(learners[0]!, quiz, 3);
    const archived = (await course.lineItem({ title: 'Old' })).id;
    expectStatus(await course.instructor.put(`/v1/line-items/${archived}/archive`), 200);
    const foreign = await classOf(1);
    const ids = learners.map(({ id }) => id);
    const content: Lines = [
      ['Learner id', item, quiz.lineItemId, archived, foreign.item, item, 'Notes', 'Total (%)'],
      [ids[0]!, '20.5', '4', '1', '1', '1', 'x', '100'],
      [ids[1]!, '-1'],
      [ids[2]!, 'NaN'],
      [ids[3]!, '1e400'],
      [ids[4]!, '1.12345678901234567890'],
      [ids[5]!, '=1+1'],
      [ids[6]!, '7,5'],
      [ids[6]!, '7'],
      [foreign.learners[0]!.id, '1'],
      [course.instructor.id, '1'],
      ['nobody', '1'],
      ['', '1'],
      [ids[7]!, '17.50000'],
      [ids[8]!, ''],
      ['', ''],
      ['Average', ''],
    ];
    const waiting = await imported(course, content);
    expect(waiting).toMatchObject({ status: 'needs_confirmation' });
    const expected = [
      `1 ${archived} line_item_archived`,
      `1 ${foreign.item} line_item_unknown`,
      `1 ${item} column_twice`,
      '1 Notes column_not_read',
      `2 ${item} score_out_of_range`,
      `2 ${quiz.lineItemId} quiz_result`,
      `3 ${item} score_out_of_range`,
      `4 ${item} not_a_score`,
      `5 ${item} not_a_score`,
      `6 ${item} too_many_decimals`,
      `7 ${item} not_a_score`,
      `8 ${item} not_a_score`,
      '9 Learner id learner_twice',
      '10 Learner id unknown_learner',
      '11 Learner id unknown_learner',
      '12 Learner id unknown_learner',
      '13 null no_learner',
      '17 Learner id unknown_learner',
    ];
    expect(await issuesOf(course, waiting)).toEqual(expected);
    expect(await scoreOf(course, item, learners[7]!)).toBe('nothing');
    const operation = await imported(course, content, { confirmed: 'true' });
    expect(operation).toMatchObject({ status: 'partly_succeeded' });
    expect(operation.summary).toContainEqual(results(14, { added: 1, refused: 13 }));
    expect(await issuesOf(course, operation)).toEqual(expected);
    expect(await scoreOf(course, item, learners[7]!)).toBe('17.5');
    expect(await scoreOf(course, quiz.lineItemId, learners[0]!)).toBe('3');
    const override = await imported(
      course,
      [
        ['Learner id', quiz.lineItemId],
        [ids[0]!, '4'],
      ],
      { overrideQuizzes: 'true', overwrite: 'true' },
    );
    expect(override).toMatchObject({ status: 'succeeded' });
    expect(await course.result(quiz.lineItemId, learners[0]!)).toMatchObject({
      score: '4',
      isOverride: true,
    });
  });

  it.each([
    ['semicolons and decimal commas in Latin-1', ';', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16 with a mark', '\t', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['a first line that names the delimiter', ';', (text: string) => Buffer.from(`sep=;\n${text}`)],
    ['UTF-8 with a mark', ';', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ])('are read as spreadsheets save them: %s', async (_how, delimiter, bytes) => {
    const { course, learners, item } = await classOf(1);
    const lines = await sheetOf(course, '?decimals=comma', ';');
    put(lines, learners[0]!, item, '7,25');
    lines[1]![1] = 'Zoë';
    expect(await imported(course, bytes(stringify(lines, { delimiter })))).toMatchObject({
      status: 'succeeded',
    });
    expect(await scoreOf(course, item, learners[0]!)).toBe('7.25');
  });

  it('are refused as a whole from another course, without learners, and where they are no table', async () => {
    const { course, item, learners } = await classOf(1);
    const other = await classOf(1);
    for (const [content, code] of [
      [await sheetOf(other.course), 'gradebook.sheet_of_other_course'],
      [`Name,${item}\nSomebody,1`, 'gradebook.sheet_unreadable'],
      ['Learner id,Notes\nSomebody,1', 'gradebook.sheet_unreadable'],
      ['Learner id', 'gradebook.sheet_unreadable'],
      [`Learner id,${item}\n"a"b,1`, 'gradebook.sheet_unreadable'],
      [Buffer.from([0, 1, 2, 3, 255]), 'gradebook.sheet_unreadable'],
    ] as [string | Buffer | Lines, string][]) {
      const operation = await imported(course, content, { confirmed: 'true' });
      expect(operation).toMatchObject({ status: 'failed', error: { code } });
    }
    expect(await scoreOf(course, item, learners[0]!)).toBe('nothing');
  });

  it('show that only a part of a sheet was sorted, and that a total was changed', async () => {
    const { course, learners, item } = await classOf(3);
    for (const [index, learner] of learners.entries())
      await course.grade(item, learner, { score: String(index) });
    const sheet = await sheetOf(course);
    const [, first, second, third] = sheet as [string[], string[], string[], string[]];
    [first[6], second[6]] = [second[6]!, first[6]!];
    [first[9], second[9]] = [second[9]!, first[9]!];
    [first[10], second[10]] = [second[10]!, first[10]!];
    third[7] = '100';
    const waiting = await imported(course, sheet);
    expect(await issuesOf(course, waiting)).toEqual([
      ...['2', '3'].map((line) => `${line} ${sheet[0]!.at(-1)} line_mixed_up`),
      '4 Total (%) total_read_only',
    ]);
  });

  it('are refused where grades are closed and from everybody but the staff', async () => {
    const { course, learners, item } = await classOf(1);
    const sheet = await sheetOf(course);
    put(sheet, learners[0]!, item, '7');
    const stranger = await app.person('instructor');
    expectStatus(await send(course, sheet, {}, learners[0]), 403);
    expectStatus(await send(course, sheet, {}, stranger), 403);
    for (const fields of [{ dryRun: 'perhaps' }, { encoding: 'ebcdic' }, { size: '3' }])
      expectStatus(await send(course, sheet, fields as unknown as Record<string, string>), 422);
    const assistant = await course.member('assistant');
    const waiting = await send(
      course,
      [...sheet, ['', '', '', '', '', 'nobody', '1']],
      {},
      course.instructor,
    );
    expect(await settled(course, waiting)).toMatchObject({ status: 'needs_confirmation' });
    expectStatus(await course.instructor.put(`${course.url}/grade-closing`, {}), 200);
    expectStatus(await send(course, sheet, {}, assistant), 409);
    expectStatus(await course.instructor.put(`/v1/operations/${waiting.body.id}/confirmation`), 202);
    await app.get(OperationRunner).settled(waiting.body.id as string);
    expect((await course.instructor.get(`/v1/operations/${waiting.body.id}`)).body).toMatchObject({
      ...{ status: 'failed', error: { code: 'gradebook.grades_closed' } },
    });
    expect(await scoreOf(course, item, learners[0]!)).toBe('nothing');
  });
});
