import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { createConnection } from 'mysql2/promise';
import { PORTION } from '../../../src/modules/gradebook/exchange/gradebook-import-run';
import { Database } from '../../../src/shared/database/database';
import { toBinary } from '../../../src/shared/database/ids';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { populate } from '../../support/populous-course';
import { rewriteStatements, sentLate } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const ROUNDS = 8;
/** On a busy machine, one of them may come first again and again. */
const MOST_ROUNDS = 64;
const EDITED = 12;
/** More than lines that are looked up at once. */
const LINES = 260;

negativeControl('the locks on the results of a sheet', ['never take back'], () => {
  rewriteStatements(/FROM results WHERE \(line_item_id, user_id\) IN/, /FOR UPDATE$/, '');
  // The sheet is judged before colleagues write, and written afterwards.
  sentLate(/^INSERT INTO results /);
});

/** Sheets of scores, while others change what they are about. */
describe('sheets of scores that are recorded while others change things', () => {
  const usual = { ...PORTION };
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => Object.assign(PORTION, usual));

  async function send(course: GradedCourse, text: string): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([text]), 'scores.csv');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const answer = await course.instructor.post(
      `${course.url}/gradebook-imports`,
      await buffer(request.body as never),
      { 'content-type': request.headers.get('content-type') ?? '' },
    );
    return expectStatus(answer, 202).id as string;
  }
  /** Keeps others from holding a learner until what it returns is called. */
  async function heldLearner(userId: string): Promise<() => Promise<void>> {
    const holder = await createConnection(connectionOptions(app.target));
    await holder.query('START TRANSACTION');
    await holder.query('SELECT id FROM users WHERE id = ? FOR UPDATE', [toBinary(userId)]);
    return async () => {
      await holder.query('ROLLBACK');
      await holder.end();
    };
  }
  const operation = async (course: GradedCourse, id: string): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`/v1/operations/${id}`), 200);
  const settled = async (course: GradedCourse, id: string): Promise<Answer['body']> => {
    await app.get(OperationRunner).settled(id);
    return operation(course, id);
  };
  const issuesOf = async (course: GradedCourse, id: string): Promise<Answer['body'][]> =>
    expectStatus(await course.instructor.get(`/v1/operations/${id}/issues?limit=100`), 200).data;

  it.each([
    ['as a whole', 500],
    ['in portions', 3],
  ])('never take back what a colleague has just changed, %s', async (_, cells) => {
    const course = await GradedCourse.open(app);
    const { id: item } = await course.lineItem();
    const learners: Caller[] = [];
    for (let count = 0; count < EDITED; count += 1) learners.push(await course.learner());
    const won = { sheet: 0, colleague: 0 };
    const haveMet = (): boolean => Math.min(won.sheet, won.colleague) > 0;
    for (let turn = 0; turn < ROUNDS || (!haveMet() && turn < MOST_ROUNDS); turn += 1) {
      const round = turn % ROUNDS;
      Object.assign(PORTION, { cells });
      const before = new Map<string, number>();
      for (const learner of learners) {
        const { version } = await course.grade(item, learner, { score: String(round) });
        before.set(learner.id, version as number);
      }
      const exported = (await course.instructor.get(`${course.url}/gradebook.csv`)).text;
      const [heads, ...table] = parse(exported, { bom: true });
      const column = heads!.findIndex((head) => head.includes(item as string));
      const changed = table.map((line) => line.with(column, '19'));
      // Recording waits for the first learner until all of the sheet has been looked at and some have been edited, so that it meets the others.
      const [held, ...others] = table.map((line) => learners.find(({ id }) => id === line[5])!);
      const release = await heldLearner(held!.id);
      const id = await send(course, stringify([heads!, ...changed]));
      await until(async () => (await operation(course, id)).progress?.done === EDITED, 30);
      let importing: Promise<Answer['body']> | undefined;
      const edits = new Map<Caller, Answer>();
      for (const [place, learner] of others.reverse().entries()) {
        if (place === round) importing = release().then(() => settled(course, id));
        const ifMatch = { 'if-match': `"v${before.get(learner.id)}"` };
        edits.set(learner, await course.instructor.put(resultUrl(item, learner), { score: '20' }, ifMatch));
      }
      const done = await importing!;
      const issues = await issuesOf(course, done.id as string);
      const refused = issues.filter(({ code }) => code === 'changed_since');
      expect(refused).toHaveLength(issues.length);
      const isRecorded = done.status !== 'needs_confirmation';
      for (const [learner, { status }] of edits) {
        expect([200, 412]).toContain(status);
        const { score } = await course.result(item, learner);
        // Whoever comes second finds the change of the first: neither is lost.
        if (status === 200) won.colleague += 1;
        else won.sheet += 1;
        expect(score).toBe(status === 200 ? '20' : '19');
      }
      const edited = [...edits.values()].filter(({ status }) => status === 200).length;
      if (isRecorded) expect(issues).toHaveLength(edited);
      else {
        expect(issues.length).toBeGreaterThan(0);
        expectStatus(await course.instructor.delete(`/v1/operations/${done.id}`), 204);
      }
    }
    // Otherwise they have not met.
    expect(haveMet()).toBe(true);
  });

  it('tell of a number that has become that of two learners, and record nothing for either', async () => {
    const course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const place = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    const { learners } = await populate(app, place, { learners: LINES, activities: 1, lineItems: 1 });
    const { id: item } = await course.lineItem();
    const database = app.get(Database);
    const numberOf = (index: number): string => `N-${courseId.slice(-6)}-${index}`;
    for (const [index, { userId }] of learners.entries())
      await database.run('UPDATE users SET identifier = ? WHERE id = ?', [numberOf(index), toBinary(userId)]);
    PORTION.cells = 50;
    const lines = learners.map((_, index) => `${numberOf(index)},${index % 20}`);
    // Recording waits for the first learner, and has looked up the first lines alone by then.
    const release = await heldLearner(learners[0]!.userId);
    const id = await send(course, `Number,${item}\n${lines.join('\n')}`);
    await until(async () => (await operation(course, id)).progress?.done === LINES, 30);
    await database.run('UPDATE users SET identifier = ? WHERE id = ?', [
      numberOf(LINES - 2),
      toBinary(learners[LINES - 1]!.userId),
    ]);
    await release();
    const done = await settled(course, id);
    expect(done.status).toBe('partly_succeeded');
    const issues = (await issuesOf(course, id)).filter(({ severity }) => severity === 'error');
    expect(issues.map(({ line, code }) => [line, code])).toEqual([
      [LINES, 'learner_ambiguous'],
      [LINES + 1, 'unknown_learner'],
    ]);
    expect(done.summary).toContainEqual(
      expect.objectContaining({ part: 'results', added: LINES - 2, refused: 2 }),
    );
    for (const { userId } of learners.slice(-2)) {
      const answer = await course.instructor.get(`/v1/line-items/${item}/results/${userId}`);
      expect(answer.status).toBe(404);
    }
  });

  it('record a learner once whom two lines name, each in another way', async () => {
    const course = await GradedCourse.open(app);
    const { id: item } = await course.lineItem();
    const [one, other] = [await course.learner(), await course.learner()];
    const database = app.get(Database);
    for (const { id } of [one, other])
      await database.run('UPDATE users SET identifier = ? WHERE id = ?', ['S-17', toBinary(id)]);
    const both = await settled(course, await send(course, `Number,${item}\nS-17,5\n`));
    expect(both.status).toBe('needs_confirmation');
    const codes = async (id: string): Promise<unknown[]> =>
      (await issuesOf(course, id))
        .filter(({ severity }) => severity === 'error')
        .map(({ line, code }) => [line, code]);
    expect(await codes(both.id as string)).toEqual([[2, 'learner_ambiguous']]);
    expectStatus(await course.instructor.delete(`/v1/operations/${both.id}`), 204);
    const sheet = `Learner id,Number,${item}\n${one.id},S-17,5\n${one.id.toUpperCase()},,6\n`;
    const twice = await settled(course, await send(course, sheet));
    expect(await codes(twice.id as string)).toEqual([[3, 'learner_twice']]);
    expectStatus(await course.instructor.put(`/v1/operations/${twice.id}/confirmation`), 202);
    expect((await settled(course, twice.id as string)).status).toBe('partly_succeeded');
    expect((await course.result(item, one)).score).toBe('5');
  });
});
