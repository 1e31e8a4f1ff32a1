import { buffer } from 'node:stream/consumers';
import { Likenesses } from '../../../src/modules/assessments/likeness/likenesses';
import { LikenessSweep } from '../../../src/modules/assessments/likeness/likeness-sweep';
import { BanksRepository } from '../../../src/modules/assessments/banks/banks.repository';
import { QuestionsRepository } from '../../../src/modules/assessments/questions/questions.repository';
import { contentOf } from '../../../src/modules/assessments/questions/question-content';
import { Database } from '../../../src/shared/database/database';
import { newId } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { TestApp } from '../../support/test-app';

interface Group {
  id: string;
  prompt: string;
  duplicates: { id: string; prompt: string; similarity: string; reason: string }[];
  more: boolean;
}

const MEDIAN = 'Which measure of the center does one extreme value change the least?';
const NEARLY = 'Which measure of the center does one extreme value change the most?';
const OTHER = 'How many values lie between the first and the third quartile?';

jest.setTimeout(120_000);

describe('questions that ask nearly the same', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await CourseRoom.open(app);
  });

  const bodyOf = (prompt: string): object => ({
    type: 'true_false',
    prompt,
    points: '1',
    definition: { key: true },
  });
  const post = async (prompt: string): Promise<{ id: string; similar: object[] }> =>
    expectStatus(await room.instructor.post(`${room.url}/questions`, bodyOf(prompt)), 201) as never;
  const add = async (prompt: string): Promise<string> => (await post(prompt)).id;
  const page = async (query = ''): Promise<{ data: Group[]; page: Record<string, unknown> }> =>
    expectStatus(await room.instructor.get(`${room.url}/question-duplicates?${query}`), 200) as never;
  const groups = async (): Promise<string[][]> =>
    (await page('limit=100')).data.map(({ id, duplicates }) => [id, ...duplicates.map((each) => each.id)]);

  it('are told in groups, each question under the oldest that it is like, with how alike they are and why', async () => {
    const first = await add(MEDIAN);
    const equal = await add('  which measure of the **center** does one extreme value change the LEAST?');
    await add(OTHER);
    const near = await add(NEARLY);
    const { data } = await page();
    expect(data).toMatchObject([
      {
        ...{ id: first, prompt: MEDIAN, more: false },
        duplicates: [
          { id: equal, similarity: '1', reason: 'equal_prompt' },
          { id: near, prompt: NEARLY, reason: 'similar_prompt' },
        ],
      },
    ]);
    const similarity = Number(data[0]!.duplicates[1]!.similarity);
    expect(similarity).toBeGreaterThanOrEqual(0.75);
    expect(similarity).toBeLessThan(1);
  });

  it('are told to whoever adds one more, which is added nevertheless', async () => {
    const first = await add(MEDIAN);
    expect((await post(OTHER)).similar).toEqual([]);
    const { id, similar } = await post(NEARLY);
    expect(similar).toMatchObject([{ questionId: first, reason: 'similar_prompt' }]);
    const listed = (await room.instructor.get(`${room.url}/questions`)).body.data;
    expect(listed[0]).toMatchObject({ id });
    expect(listed[0]).not.toHaveProperty('similar');
    const quizId = await room.activity(await room.section(), 'A quiz', { type: 'quiz', content: undefined });
    const inQuiz = await room.instructor.post(`/v1/quizzes/${quizId}/questions`, bodyOf(MEDIAN));
    expect(expectStatus(inQuiz, 201).similar).toMatchObject([
      { questionId: first, similarity: '1', reason: 'equal_prompt' },
      { questionId: id, reason: 'similar_prompt' },
    ]);
  });

  it('follow what is asked now, and leave who is taken out of the bank', async () => {
    const [first, second, third] = [await add(MEDIAN), await add(MEDIAN), await add(NEARLY)];
    expect(await groups()).toEqual([[first, second, third]]);
    await room.instructor.patch(`/v1/questions/${first}`, { prompt: OTHER });
    expect(await groups()).toEqual([[second, third]]);
    await room.instructor.patch(`/v1/questions/${first}`, { prompt: MEDIAN });
    expect(await groups()).toEqual([[first, second, third]]);
    expectStatus(await room.instructor.delete(`/v1/questions/${first}`), 204);
    expect(await groups()).toEqual([[second, third]]);
    expectStatus(await room.instructor.delete(`/v1/questions/${second}`), 204);
    expect(await groups()).toEqual([]);
  });

  it('are leafed through and counted, of one bank and no other, for staff alone', async () => {
    const [first, , other] = [await add(MEDIAN), await add(MEDIAN), await add(OTHER), await add(OTHER)];
    const one = await page('limit=1&total=true');
    expect(one).toMatchObject({ data: [{ id: first }], page: { total: 2 } });
    const next = String(one.page['next']);
    expect((await page(`limit=1&cursor=${encodeURIComponent(next)}`)).data).toMatchObject([{ id: other }]);
    const elsewhere = await CourseRoom.open(app);
    const copy = await elsewhere.instructor.post(`${elsewhere.url}/questions`, bodyOf(MEDIAN));
    expect(expectStatus(copy, 201).similar).toEqual([]);
    const learner = await room.join(await app.person('learner'));
    expect((await learner.get(`${room.url}/question-duplicates`)).status).toBe(403);
    expect((await elsewhere.instructor.get(`${room.url}/question-duplicates`)).status).toBe(403);
  });

  it('are warned of when a file is imported, by the line, before anything is added', async () => {
    await add(MEDIAN);
    const form = new FormData();
    for (const [name, value] of Object.entries({ format: 'gift', dryRun: 'true' })) form.append(name, value);
    form.append('file', new Blob([`${OTHER} {TRUE}\n\n${NEARLY} {TRUE}\n`]), 'questions.txt');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const sent = await room.instructor.post(
      `${room.url}/question-imports`,
      await buffer(request.body as never),
      { 'content-type': request.headers.get('content-type') ?? '' },
    );
    const { id } = expectStatus(sent, 202);
    await app.get(OperationRunner).settled(id as string);
    const { data } = (await room.instructor.get(`/v1/operations/${id}/issues`)).body;
    expect(data).toMatchObject([{ severity: 'warning', line: 3, code: 'similar_question' }]);
  });

  it('are found again where no process has compared them, and forgotten where one was put away', async () => {
    const [first, second, third] = [await add(MEDIAN), await add(MEDIAN), await add(OTHER)];
    const database = app.get(Database);
    await database.run('DELETE FROM question_fingerprints');
    await database.run(
      "UPDATE questions SET prompt = ?, edits = edits + 1 WHERE id = UNHEX(REPLACE(?, '-', ''))",
      [NEARLY, third],
    );
    expect(await groups()).toEqual([]);
    await app.get(LikenessSweep).sweep();
    expect(await groups()).toEqual([[first, second, third]]);
    expect(await sqlOf(() => app.get(LikenessSweep).sweep())).toHaveLength(1);
  });

  it('agree with a slow comparison of all with all', async () => {
    const words = ['mean', 'median', 'mode', 'range', 'sample', 'value', 'center', 'spread', 'least', 'most'];
    const prompts = Array.from({ length: 60 }, (_, index) =>
      Array.from({ length: 7 }, (_word, at) => words[(index * 7 + at * (1 + (index % 3))) % 10]).join(' '),
    );
    const ids: string[] = [];
    for (const prompt of prompts) ids.push(await add(prompt));
    const expected = new Map<string, string>();
    for (const [at, prompt] of prompts.entries()) {
      const oldest = prompts.slice(0, at).findIndex((other) => slowSimilarity(other, prompt) >= 0.75);
      if (oldest >= 0) expected.set(ids[at]!, ids[oldest]!);
    }
    expect(expected.size).toBeGreaterThan(10);
    const placed = new Map((await groups()).flatMap(([older, ...newer]) => newer.map((id) => [id, older])));
    // Only the five most like ones are kept of each, so that of many equal ones the oldest may be another one.
    for (const id of placed.keys()) expect(expected.has(id)).toBe(true);
    expect(placed.size).toBeGreaterThanOrEqual(expected.size * 0.95);
  });

  it('are kept in statements that do not grow with the bank, and in few rows', async () => {
    const bankId = await app
      .get(Transactions)
      .run(() => app.get(BanksRepository).lockOfCourse(room.courseId, new Date()));
    const insert = (prompts: readonly string[]): Promise<unknown> =>
      app.get(Transactions).run(() =>
        app.get(QuestionsRepository).insert(
          bankId,
          prompts.map((prompt) => ({
            ...contentOf({ type: 'true_false', prompt, points: '1', definition: { key: true } }),
            ...{ id: newId(), activityId: null, position: 0, folderId: null, tags: [] },
          })),
          { createdBy: null, createdAt: new Date() },
        ),
      );
    const adding = async (): Promise<[number, number]> => {
      let statements = 0;
      const rows = await rowsRead(app, async () => {
        statements = (await sqlOf(() => post(`${MEDIAN} Once more.`))).length;
      });
      return [statements, rows];
    };
    const many = Number(process.env['DUPLICATES_QUESTIONS'] ?? 600);
    await insert([MEDIAN, NEARLY, OTHER]);
    const [few] = await adding();
    const started = performance.now();
    for (let begin = 0; begin < many; begin += 50)
      await insert(
        Array.from({ length: 50 }, (_, index) =>
          // Every third is one of many that differ in a number; the others are unlike.
          index % 3 === 0 ? `${MEDIAN} Case ${begin + index}.` : `${newId()} ${newId()} ${begin + index}`,
        ),
      );
    const seconds = (performance.now() - started) / 1000;
    const [statements, rows] = await adding();
    expect(statements).toBe(few);
    expect(rows).toBeLessThan(1500);
    const listing = await sqlOf(() => page('limit=100'));
    expect(listing.length).toBeLessThanOrEqual(8);
    if (process.env['DUPLICATES_QUESTIONS'] !== undefined) {
      const began = performance.now();
      const { data } = await page('limit=100&total=true');
      const listed = performance.now() - began;
      const sweep = performance.now();
      await app.get(Database).run('DELETE FROM question_fingerprints');
      await app.get(LikenessSweep).sweep();
      process.stdout.write(
        `${many} questions: added in ${seconds.toFixed(1)} s; one more in ${statements} statements and ${rows} rows; a page of ${data.length} groups in ${listed.toFixed(0)} ms; all compared anew in ${((performance.now() - sweep) / 1000).toFixed(1)} s\n`,
      );
    }
  });

  it('are asked for by one statement where no prompt has changed', async () => {
    const id = await add(MEDIAN);
    expect(await sqlOf(() => app.get(Likenesses).refresh([id]))).toHaveLength(1);
  });
});

/** Of the pieces of three characters of both texts, the part that is in both. */
function slowSimilarity(one: string, other: string): number {
  const pieces = (text: string): string[] => {
    const padded = ` ${text} `;
    return [...new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)))];
  };
  const [ofOne, ofOther] = [pieces(one), pieces(other)];
  const both = ofOne.filter((piece) => ofOther.includes(piece)).length;
  return both / (ofOne.length + ofOther.length - both);
}
