import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const DUE = '2026-03-10T12:00:00.000Z';
const LATE = '2026-03-12T11:00:00.000Z';
const POLICY = { latePolicy: { kind: 'rate', percent: '10', interval: 'day' } };

/** What staff say about the lateness of single results, over HTTP. */
describe('lateness by hand', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let quiz: SimpleQuiz;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-03-01' });
    learner = await course.learner();
    quiz = await course.quiz('Quiz', 10, { dueAt: new Date(DUE), feedback: 'after_submission' });
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, POLICY), 200);
  });

  const say = (
    said: object,
    { item = quiz.lineItemId, by = course.instructor, ifMatch = '' } = {},
  ): Promise<Answer> =>
    by.put(
      `${resultUrl(item, learner)}/lateness`,
      { reason: 'Because.', ...said },
      ifMatch ? { 'if-match': ifMatch } : {},
    );
  const grade = async (): Promise<Answer['body']> =>
    expectStatus(await learner.get(`${course.url}/grades/me`), 200).lineItems[0];
  const takeLate = async (right = 8): Promise<string> => {
    app.clock.set(LATE);
    return course.attempt(learner, quiz, right);
  };

  it('waives what lateness takes from one result, with a reason that the history keeps', async () => {
    await takeLate();
    expect(await grade()).toMatchObject({ effectiveScore: '6' });
    const waived = expectStatus(await say({ isWaived: true, reason: 'The bus was late.' }), 200);
    expect(waived).toMatchObject({
      ...{ score: '8', effectiveScore: '8', late: true, version: 2, source: 'quiz' },
      lateness: { status: 'late', isByHand: false, deducted: '0', isWaived: true },
    });
    expect(await grade()).toMatchObject({ effectiveScore: '8', percentage: '80', late: true });
    const why = (await learner.get(`${course.url}/grades/me/explanation`)).body;
    expect(why.categories[0].items[0].sentence).toBe(
      'Quiz: 8 of 10 points (80 %). 1 day and 23 hours late, which was waived.',
    );
    const [step, first] = await course.history(quiz.lineItemId, learner);
    expect(step).toMatchObject({
      ...{ cause: 'lateness', applied: true, comment: 'The bus was late.' },
      changedBy: { userId: course.instructor.id },
      from: { score: '8', submittedAt: LATE },
      to: { score: '8', submittedAt: LATE },
      lateness: {
        from: { status: null, lateSeconds: null, isWaived: false },
        to: { status: null, lateSeconds: null, isWaived: true },
      },
    });
    expect(first).toMatchObject({ cause: 'attempt', from: null, lateness: null });
    expectStatus(await say({ isWaived: false }), 200);
    expect(await grade()).toMatchObject({ effectiveScore: '6' });
  });

  it('sets how late work is in place of what its instants say, and takes it back', async () => {
    await takeLate();
    expectStatus(await say({ status: 'late', lateSeconds: 1 }), 200);
    expect(await grade()).toMatchObject({
      ...{ effectiveScore: '7', daysLate: 1, late: true },
      lateness: { status: 'late', isByHand: true, seconds: 1, deducted: '1' },
    });
    for (const status of ['none', 'extended'] as const) {
      expectStatus(await say({ status }), 200);
      expect(await grade()).toMatchObject({
        ...{ effectiveScore: '8', late: false },
        lateness: { status, isByHand: true, seconds: 0 },
      });
    }
    expectStatus(await say({ status: null }), 200);
    expect(await grade()).toMatchObject({ effectiveScore: '6', lateness: { isByHand: false } });
  });

  it('stays when the result gets another score, and the result counts in figures as staff say', async () => {
    await takeLate();
    expectStatus(await say({ status: 'extended' }), 200);
    await course.attempt(learner, quiz, 9);
    expect(await grade()).toMatchObject({ score: '9', lateness: { status: 'extended' } });
    await course.grade(quiz.lineItemId, learner, { score: '10' });
    expect(await grade()).toMatchObject({
      score: '10',
      effectiveScore: '10',
      lateness: { status: 'extended' },
    });
    const { lineItems } = (await course.instructor.get(`${course.url}/report`)).body;
    expect(lineItems[0]).toMatchObject({ late: 0 });
  });

  it('calls work missing or extended that has no result yet, and the next attempt takes the place of that', async () => {
    expectStatus(
      await course.instructor.put(`${course.url}/grade-rules`, { ...POLICY, missing: 'zero' }),
      200,
    );
    const missing = expectStatus(await say({ status: 'missing', reason: 'Nothing came.' }), 200);
    expect(missing).toMatchObject({
      ...{ score: null, scoreStatus: 'not submitted', effectiveScore: '0', isOverride: false },
      lateness: { status: 'missing', isByHand: true },
    });
    expect((await learner.get(`${course.url}/grades/me`)).body.total).toBe('0');
    expect(await course.history(quiz.lineItemId, learner)).toMatchObject([
      { cause: 'lateness', from: null, to: { scoreStatus: 'not submitted' }, comment: 'Nothing came.' },
    ]);
    expectStatus(await say({ status: 'extended', reason: 'Until Friday.' }), 200);
    expect((await learner.get(`${course.url}/grades/me`)).body.total).toBeNull();
    const attemptId = await takeLate(8);
    expect(await grade()).toMatchObject({
      ...{ score: '8', effectiveScore: '8', attemptId, source: 'quiz' },
      lateness: { status: 'extended' },
    });
    expect((await course.history(quiz.lineItemId, learner)).map(({ cause }) => cause)).toEqual([
      ...['attempt', 'lateness', 'lateness'],
    ]);
  });

  it('has the version of the result: of two who decide at once with one version, one is told to read again', async () => {
    await takeLate();
    const both = await Promise.all([
      say({ isWaived: true }, { ifMatch: '"v1"' }),
      course.instructor.put(resultUrl(quiz.lineItemId, learner), { score: '9' }, { 'if-match': '"v1"' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const again = await say({ isWaived: true });
    expect(again.body.lateness.isWaived).toBe(true);
    expect((await say({ isWaived: true })).headers['etag']).toBe(again.headers['etag']);
  });

  it('gives no reader an old copy of a result when the policy has changed since', async () => {
    await takeLate();
    const url = resultUrl(quiz.lineItemId, learner);
    const { headers } = await learner.get(url);
    const etag = String(headers['etag']);
    expect((await learner.get(url, { 'if-none-match': etag })).status).toBe(304);
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, {}), 200);
    const after = await learner.get(url, { 'if-none-match': etag });
    expect([after.status, after.body.effectiveScore]).toEqual([200, '8']);
    expectStatus(await course.instructor.put(url, { score: '9' }, { 'if-match': etag }), 200);
  });

  it('of two who speak of a result that is not there yet, both are heard, one after the other', async () => {
    const answers = await Promise.all([say({ status: 'missing' }), say({ status: 'extended' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await course.history(quiz.lineItemId, learner)).toHaveLength(2);
  });

  it.each([
    ['a negative late time', { status: 'late', lateSeconds: -1 }, 422, 'request.invalid'],
    ['a late time of nothing', { status: 'late', lateSeconds: 0 }, 422, 'request.invalid'],
    ['half a second', { status: 'late', lateSeconds: 0.5 }, 422, 'request.invalid'],
    ['late by nobody knows how much', { status: 'late' }, 422, 'gradebook.late_seconds'],
    ['a late time without its status', { status: 'none', lateSeconds: 60 }, 422, 'gradebook.late_seconds'],
    ['an unknown status', { status: 'excused' }, 422, 'request.invalid'],
    ['no reason', { status: 'none', reason: '' }, 422, 'request.invalid'],
    ['late what did not come', { status: 'late', lateSeconds: 60 }, 409, 'gradebook.not_handed_in'],
    ['a waiver without a score', { isWaived: true }, 409, 'gradebook.nothing_to_waive'],
  ])('refuses %s, and records nothing', async (_, said, status, code) => {
    const refused = await say(said);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await course.instructor.get(resultUrl(quiz.lineItemId, learner))).status).toBe(404);
  });

  it('refuses learners, lateness of exempt work, and a waiver for work that waits for its mark', async () => {
    await takeLate();
    expect((await say({ isWaived: true }, { by: learner })).status).toBe(403);
    const essay = await course.lineItem({ title: 'Essay', dueAt: DUE });
    await course.grade(essay.id, learner, { score: null, submittedAt: DUE });
    const waiver = await say({ isWaived: true }, { item: essay.id });
    expect([waiver.status, waiver.body.code]).toEqual([409, 'gradebook.nothing_to_waive']);
    expectStatus(await say({ status: 'late', lateSeconds: 60 }, { item: essay.id }), 200);
    await course.grade(essay.id, learner, { score: null, scoreStatus: 'exempt' });
    const late = await say({ status: 'late', lateSeconds: 61 }, { item: essay.id });
    expect([late.status, late.body.code]).toEqual([409, 'gradebook.not_handed_in']);
    expect(await course.result(essay.id, learner)).toMatchObject({ late: false, lateness: null });
  });

  it('takes as many statements for a learner with many results as for one with one', async () => {
    await takeLate();
    const count = async (): Promise<number> =>
      (await sqlOf(() => say({ status: 'late', lateSeconds: (seconds += 1) }))).length;
    let seconds = 1;
    await count();
    const before = await count();
    for (let item = 0; item < 5; item += 1) {
      const { id } = await course.lineItem({ title: `Item ${item}` });
      await course.grade(id, learner, { score: '1' });
    }
    expect(await count()).toBe(before);
  });
});
