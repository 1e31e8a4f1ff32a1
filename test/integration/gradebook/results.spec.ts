import { encodeCursor } from '../../../src/shared/http/pagination';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements, withoutLocks } from '../../support/statements';

negativeControl(
  'the version of a result that many grade',
  ['keeps every step in the history when many'],
  () => {
    rewriteStatements(/UPDATE results SET/, /AND version = \?/, 'AND (version = ? OR TRUE)');
    withoutLocks(/results r/);
  },
);

type Entry = Answer['body'];

describe('results that an instructor gives', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { timeZone: 'Pacific/Auckland' });
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  it('shows who gave a result and when, and keeps a history of every change', async () => {
    const item = await course.lineItem();
    const first = await course.instructor.put(resultUrl(item.id, learner), {
      score: '12.50',
      comment: 'Good.',
    });
    expect(first.body).toMatchObject({
      lineItemId: item.id,
      userId: learner.id,
      score: '12.5',
      scoreStatus: 'fully graded',
      // 2 March, 22:00 in Auckland.
      scoreDate: '2026-03-02',
      comment: 'Good.',
      source: 'instructor',
      isOverride: false,
      attemptId: null,
      operationId: null,
      recordedBy: course.instructor.id,
      recordedAt: '2026-03-02T09:00:00.000Z',
      version: 1,
    });
    expect(first.headers.etag).toBe('"v1"');
    const given: Entry = {
      changedAt: '2026-03-02T09:00:00.000Z',
      cause: 'instructor',
      applied: true,
      from: null,
      lateness: null,
      to: { score: '12.5', scoreStatus: 'fully graded', submittedAt: null },
      comment: 'Good.',
      attemptId: null,
      operationId: null,
      changedBy: { userId: course.instructor.id, givenName: 'Ines', familyName: 'Instructor' },
    };
    expect(await course.history(item.id, learner)).toEqual([given]);

    app.clock.advanceDays(1);
    const assistant = await course.member('assistant');
    expectStatus(
      await assistant.put(resultUrl(item.id, learner), { score: '13', comment: 'Miscounted.' }),
      200,
    );
    app.clock.advanceDays(1);
    await course.grade(item.id, learner, { score: null, scoreStatus: 'exempt' });
    const [exempted, recounted, ...rest] = await course.history(item.id, learner);
    expect(exempted).toMatchObject({
      from: { score: '13', scoreStatus: 'fully graded' },
      to: { score: null, scoreStatus: 'exempt' },
      comment: null,
      changedAt: '2026-03-04T09:00:00.000Z',
    });
    expect(recounted).toMatchObject({
      from: { score: '12.5', scoreStatus: 'fully graded' },
      to: { score: '13', scoreStatus: 'fully graded' },
      comment: 'Miscounted.',
      changedBy: { userId: assistant.id },
    });
    expect(rest).toEqual([given]);
  });

  it('shows the same history over pages of every size', async () => {
    const item = await course.lineItem();
    for (const score of ['1', '2', '3', '4', '5']) await course.grade(item.id, learner, { score });
    const whole = await course.history(item.id, learner);
    expect(whole.map(({ to }) => to.score)).toEqual(['5', '4', '3', '2', '1']);
    for (const limit of [1, 2, 5]) {
      const scores: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = `limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const url = `${resultUrl(item.id, learner)}/history?${query}`;
        const { data, page } = expectStatus(await learner.get(url), 200);
        scores.push(...data.map(({ to }: Entry) => to.score));
        cursor = page.next;
      }
      expect(scores).toEqual(['5', '4', '3', '2', '1']);
    }
    const forged = encodeCursor(['no id']);
    expect((await learner.get(`${resultUrl(item.id, learner)}/history?cursor=${forged}`)).status).toBe(400);
  });

  it('changes nothing when the same result is sent again, on another day too', async () => {
    const item = await course.lineItem();
    const result = { score: '7', comment: 'Fine.' };
    await course.grade(item.id, learner, result);
    app.clock.advanceDays(3);
    expect(await course.grade(item.id, learner, { ...result, score: '7.0000' })).toMatchObject({
      version: 1,
      scoreDate: '2026-03-02',
    });
    expect(await course.history(item.id, learner)).toHaveLength(1);
  });

  it('compares the day that the instructor gives with the due date', async () => {
    const item = await course.lineItem();
    expect(await course.grade(item.id, learner, { score: '7', scoreDate: '2026-02-14' })).toMatchObject({
      scoreDate: '2026-02-14',
    });
  });

  it.each([
    [{ score: '20.0001' }, 'gradebook.score_out_of_range'],
    [{ score: '-0.0001' }, 'gradebook.score_out_of_range'],
    [{ score: '5', scoreStatus: 'exempt' }, 'gradebook.score_status_mismatch'],
    [{ score: '5', scoreStatus: 'submitted' }, 'gradebook.score_status_mismatch'],
    [{ score: null, scoreStatus: 'fully graded' }, 'gradebook.score_status_mismatch'],
    [{}, 'request.invalid'],
    [{ score: 5 }, 'request.invalid'],
    [{ score: '1e1' }, 'request.invalid'],
    [{ score: '5', scoreStatus: 'great' }, 'request.invalid'],
    [{ score: '5', scoreDate: '2026-02-30' }, 'request.invalid'],
    [{ score: '5', source: 'quiz' }, 'request.invalid'],
  ])('are refused when they are %j', async (result, code) => {
    const item = await course.lineItem({ resultValueMax: '20' });
    const answer = await course.instructor.put(resultUrl(item.id, learner), result);
    expect(answer.body).toMatchObject({ status: 422, code });
    expect((await course.instructor.get(resultUrl(item.id, learner))).body.code).toBe(
      'gradebook.result_not_found',
    );
  });

  it('accepts both ends of the range', async () => {
    const item = await course.lineItem({ resultValueMin: '-5', resultValueMax: '5' });
    for (const score of ['-5', '5'])
      expect((await course.grade(item.id, learner, { score })).score).toBe(score);
  });

  it('refuses to replace a version that the instructor has not seen', async () => {
    const item = await course.lineItem();
    const put = (score: string, version: number): Promise<Answer> =>
      course.instructor.put(resultUrl(item.id, learner), { score }, { 'if-match': `"v${version}"` });
    expect((await put('1', 1)).status).toBe(412);
    await course.grade(item.id, learner, { score: '2' });
    expect((await put('3', 1)).body).toMatchObject({ score: '3', version: 2 });
    expect((await put('4', 1)).body.code).toBe('request.stale');
    expect((await course.result(item.id, learner)).score).toBe('3');
  });

  it('accepts results for learners of the course only, former ones included', async () => {
    const item = await course.lineItem();
    const former = await course.formerLearner();
    expect((await course.grade(item.id, former, { score: '9' })).score).toBe('9');
    for (const other of [await app.person(), course.instructor])
      expect((await course.instructor.put(resultUrl(item.id, other), { score: '9' })).body.code).toBe(
        'gradebook.not_a_learner',
      );
  });

  it('lets only staff give results, and only staff and the learner read them', async () => {
    const item = await course.lineItem();
    await course.grade(item.id, learner, { score: '9', comment: 'Private.' });
    const classmate = await course.learner();
    const otherCourse = await GradedCourse.open(app);
    for (const caller of [learner, classmate, otherCourse.instructor]) {
      const put = await caller.put(resultUrl(item.id, learner), { score: '20' });
      expect(put.body).toMatchObject({ status: 403, code: 'courses.staff_only' });
      expect((await caller.delete(`${resultUrl(item.id, learner)}/override`)).status).toBe(403);
    }
    for (const caller of [classmate, otherCourse.instructor]) {
      for (const url of [resultUrl(item.id, learner), `${resultUrl(item.id, learner)}/history`]) {
        const answer = await caller.get(url);
        expect(answer.status).toBe(403);
        expect(answer.text).not.toContain('Private');
      }
    }
    expect((await learner.get(resultUrl(item.id, learner))).body.score).toBe('9');
    expect((await learner.get(`${resultUrl(item.id, learner)}/history`)).status).toBe(200);
  });

  it('keeps every step in the history when many instructors grade at the same moment', async () => {
    const item = await course.lineItem({ resultValueMax: '100' });
    const scores = Array.from({ length: 30 }, (_, index) => String(index + 1));
    const answers = await Promise.all(
      scores.map((score) => course.instructor.put(resultUrl(item.id, learner), { score })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const history = (await course.history(item.id, learner)).reverse();
    expect(history.map(({ to }) => Number(to.score)).sort((a, b) => a - b)).toEqual(scores.map(Number));
    expect(history[0].from).toBeNull();
    for (const [index, { from }] of history.entries())
      if (index > 0) expect(from).toEqual(history[index - 1].to);
    const result = await course.result(item.id, learner);
    expect(result).toMatchObject({ score: history.at(-1).to.score, version: 30 });
  });
});
