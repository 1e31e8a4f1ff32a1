import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { evaluated } from '../../unit/gradebook/slow-gradebook';

const DUE = '2026-03-10T12:00:00.000Z';
const TEN_A_DAY = { kind: 'rate', percent: '10', interval: 'day' };

/** What lateness takes from scores, over HTTP. */
describe('the late policy of a course', () => {
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
  });

  const setRules = async (rules: object): Promise<Answer['body']> =>
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, rules), 200);
  const setPolicy = (policy: object): Promise<Answer['body']> =>
    setRules({ latePolicy: { ...TEN_A_DAY, ...policy } });
  const own = async (): Promise<Answer['body']> =>
    expectStatus(await learner.get(`${course.url}/grades/me`), 200);
  const grade = async (): Promise<Answer['body']> => (await own()).lineItems[0];
  const row = async (): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`${course.url}/gradebook`), 200).data[0];
  const takeAt = async (instant: string, right: number): Promise<void> => {
    app.clock.set(instant);
    await course.attempt(learner, quiz, right);
  };

  it('takes from the entered score by the instant of submission, and every answer states both scores', async () => {
    await setPolicy({});
    await takeAt('2026-03-11T12:00:01.000Z', 8);
    const expected = {
      ...{ score: '8', effectiveScore: '6', late: true, daysLate: 2 },
      submittedAt: '2026-03-11T12:00:01.000Z',
      lateness: {
        ...{ status: 'late', isByHand: false, seconds: 86_401, deducted: '2' },
        ...{ isAtFloor: false, isWaived: false },
      },
    };
    expect(await grade()).toMatchObject({ ...expected, percentage: '60' });
    const { results, totals } = await row();
    expect(results[quiz.lineItemId]).toMatchObject(expected);
    expect(totals).toMatchObject({ current: '60', final: '60', postedCurrent: '60', postedFinal: '60' });
    expect((await own()).total).toBe('60');
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject(expected);
    const entered = (await course.instructor.get(`${course.url}/gradebook.csv`)).text;
    expect(entered).toContain(`"Quiz (of 10) [${quiz.lineItemId}]"`);
    expect(entered.trim().split(/\r?\n/).at(-1)).toContain(',8,60,60,');
    const csv = (await course.instructor.get(`${course.url}/gradebook.csv?scores=counted`)).text;
    expect(csv).toContain('"Quiz (of 10, after lateness)"');
    expect(csv.trim().split(/\r?\n/).at(-1)).toContain(',6,60,60,');
    const overview = (await learner.get('/v1/me/progress')).body.data;
    expect(JSON.stringify(overview)).toContain('"60"');
  });

  it('explains how late work was and what that took, in a tree that still evaluates to the total', async () => {
    await setPolicy({ floorPercent: '50' });
    await takeAt('2026-03-16T13:30:00.000Z', 8);
    const why = expectStatus(await learner.get(`${course.url}/grades/me/explanation`), 200);
    const [item] = why.categories[0].items;
    expect(item).toMatchObject({
      ...{ earned: '5/1', possible: '10/1' },
      lateness: { status: 'late', seconds: 523_800, entered: '8/1', deducted: '3/1', isAtFloor: true },
      sentence:
        'Quiz: 5 of 10 points (50 %). 6 days and 2 hours late: 3 of 8 points were taken, and no more, because of the floor.',
    });
    expect(evaluated(why)).toMatchObject({ areNodesRight: true });
    expect(why.percentage).toBe('50');
  });

  it('follows at once when the policy changes, and takes nothing twice', async () => {
    await takeAt('2026-03-11T09:00:00.000Z', 8);
    expect(await grade()).toMatchObject({ effectiveScore: '8', late: true, percentage: '80' });
    await setPolicy({});
    expect(await grade()).toMatchObject({ score: '8', effectiveScore: '7' });
    await course.grade(quiz.lineItemId, learner, { score: '9' });
    expect(await grade()).toMatchObject({
      ...{ score: '9', effectiveScore: '8', isOverride: true },
      submittedAt: '2026-03-11T09:00:00.000Z',
    });
    await setPolicy({ kind: 'steps', percent: null, interval: null, steps: [{ percent: '50' }] });
    expect(await grade()).toMatchObject({ score: '9', effectiveScore: '4' });
    await setRules({});
    expect(await grade()).toMatchObject({ effectiveScore: '9' });
  });

  it('has a grace as a threshold, also in figures', async () => {
    await setPolicy({ graceSeconds: 600 });
    await takeAt('2026-03-10T12:10:00.000Z', 8);
    expect(await grade()).toMatchObject({ late: false, effectiveScore: '8', lateness: null, daysLate: 0 });
    const late = async (): Promise<number> =>
      (await course.instructor.get(`${course.url}/report`)).body.lineItems[0].late;
    expect(await late()).toBe(0);
    await setPolicy({ graceSeconds: 599 });
    expect(await grade()).toMatchObject({ late: true, effectiveScore: '7', lateness: { seconds: 600 } });
    expect(await late()).toBe(1);
  });

  it('goes by the due date of the learner', async () => {
    await setPolicy({});
    const url = `/v1/quizzes/${quiz.activityId}/exceptions/${learner.id}`;
    expectStatus(await course.instructor.put(url, { reason: 'Ill', dueAt: '2026-03-12T12:00:00.000Z' }), 200);
    await takeAt('2026-03-12T11:00:00.000Z', 8);
    expect(await grade()).toMatchObject({ late: false, effectiveScore: '8', dueMovedBy: 'exception' });
    expectStatus(await course.instructor.delete(url), 204);
    expect(await grade()).toMatchObject({ late: true, effectiveScore: '6' });
  });

  it('leaves alone a category that ignores it', async () => {
    const rules = { latePolicy: TEN_A_DAY, categories: [{ title: 'Practice', ignoresLateness: true }] };
    const { categories } = await setRules(rules);
    expectStatus(
      await course.instructor.patch(`/v1/line-items/${quiz.lineItemId}`, { categoryId: categories[0].id }),
      200,
    );
    await takeAt('2026-03-14T11:00:00.000Z', 8);
    expect(await grade()).toMatchObject({ late: true, effectiveScore: '8', lateness: { deducted: '0' } });
    const again = await course.instructor.get(`${course.url}/grade-rules`);
    expect(again.body).toMatchObject({
      categories: [{ ignoresLateness: true }],
      latePolicy: { ...TEN_A_DAY, steps: [], floorPercent: '0', graceSeconds: 0 },
    });
  });

  it('says nothing of a score that is not posted: neither when it came, nor what lateness took, nor in a total', async () => {
    await setPolicy({ floorPercent: '50' });
    const muted = await course.quiz('Muted', 10, { dueAt: new Date(DUE), posting: 'by_hand' });
    app.clock.set('2026-03-13T11:00:00.000Z');
    await course.attempt(learner, muted, 6);
    const of = (body: Answer['body']): Answer['body'] =>
      body.lineItems.find(({ title }: { title: string }) => title === 'Muted');
    expect(of(await own())).toMatchObject({
      ...{ score: null, effectiveScore: null, percentage: null, submittedAt: null },
      ...{ late: false, daysLate: null, lateness: null },
    });
    const result = await learner.get(`/v1/line-items/${muted.lineItemId}/results/${learner.id}`);
    expect(result.body).toMatchObject({
      score: null,
      effectiveScore: null,
      submittedAt: null,
      lateness: null,
    });
    const history = await learner.get(`/v1/line-items/${muted.lineItemId}/results/${learner.id}/history`);
    expect(history.body.data[0].to).toEqual({ score: null, scoreStatus: 'submitted', submittedAt: null });
    const why = (await learner.get(`${course.url}/grades/me/explanation?total=final`)).text;
    expect(why).not.toContain('isAtFloor":true');
    expect(why).not.toContain('late:');
    const staff = await course.instructor.get(`${course.url}/grades/${learner.id}`);
    expect(of(staff.body)).toMatchObject({
      effectiveScore: '5',
      lateness: { deducted: '1', isAtFloor: true },
    });
  });

  it('counts what a deduction leaves of missing work, until it is handed in', async () => {
    await setRules({ missing: 'deducted', missingDeduction: '70', latePolicy: TEN_A_DAY });
    expect(await own()).toMatchObject({ total: null, lineItems: [{ lateness: null }] });
    app.clock.set('2026-03-11T11:00:00.000Z');
    expect(await own()).toMatchObject({
      total: '30',
      totals: { current: '30', final: '30' },
      lineItems: [
        {
          ...{ score: null, effectiveScore: '3', percentage: '30', late: false },
          lateness: { status: 'missing', isByHand: false, seconds: 0, deducted: '0' },
        },
      ],
    });
    const why = (await learner.get(`${course.url}/grades/me/explanation`)).body;
    expect(why.categories[0].items[0]).toMatchObject({
      outcome: 'missing_counts_share',
      sentence: 'Quiz: missing, so it counts 3 of 10 points.',
    });
    await takeAt('2026-03-11T11:00:00.000Z', 8);
    expect(await own()).toMatchObject({ total: '70', lineItems: [{ effectiveScore: '7' }] });
  });

  it('calls work by hand missing only where a submission is expected, which may be recorded before the mark', async () => {
    await setRules({ missing: 'zero', latePolicy: TEN_A_DAY });
    const essay = await course.lineItem({ title: 'Essay', dueAt: DUE, resultValueMax: '10' });
    expect(essay.expectsSubmission).toBe(false);
    app.clock.set('2026-03-12T11:00:00.000Z');
    const of = async (): Promise<Answer['body']> =>
      (await own()).lineItems.find(({ title }: { title: string }) => title === 'Essay');
    expect(await of()).toMatchObject({ lateness: null, effectiveScore: null });
    const url = `/v1/line-items/${essay.id}`;
    const changed = expectStatus(await course.instructor.patch(url, { expectsSubmission: true }), 200);
    expect(changed.expectsSubmission).toBe(true);
    expect(await of()).toMatchObject({ lateness: { status: 'missing' }, effectiveScore: '0' });
    const submittedAt = '2026-03-11T11:00:00.000Z';
    await course.grade(essay.id, learner, { score: null, submittedAt });
    expect(await of()).toMatchObject({ scoreStatus: 'submitted', submittedAt, late: true, score: null });
    app.clock.set('2026-03-20T11:00:00.000Z');
    await course.grade(essay.id, learner, { score: '10' });
    expect(await of()).toMatchObject({ submittedAt, daysLate: 1, score: '10', effectiveScore: '9' });
    const steps = await course.history(essay.id, learner);
    expect(steps[0].to).toMatchObject({ score: '10', submittedAt });
    const refused = await course.instructor.patch(`/v1/line-items/${quiz.lineItemId}`, {
      expectsSubmission: false,
    });
    expect(refused.status).toBe(409);
  });

  it('makes nothing late that was marked after the due date, where nobody knows when it came', async () => {
    await setPolicy({});
    const essay = await course.lineItem({ title: 'Essay', dueAt: DUE, resultValueMax: '10' });
    app.clock.set('2026-03-20T11:00:00.000Z');
    await course.grade(essay.id, learner, { score: '10' });
    expect(await course.result(essay.id, learner)).toMatchObject({
      ...{ late: false, daysLate: null, effectiveScore: '10', submittedAt: null, scoreDate: '2026-03-20' },
    });
  });

  it.each([
    ['a rate without a percentage', { latePolicy: { kind: 'rate', interval: 'day' } }, 'late_policy'],
    ['a rate without an interval', { latePolicy: { kind: 'rate', percent: '10' } }, 'late_policy'],
    ['steps that are none', { latePolicy: { kind: 'steps', steps: [] } }, 'late_policy'],
    [
      'steps that end',
      { latePolicy: { kind: 'steps', steps: [{ untilHours: 24, percent: '10' }] } },
      'late_policy',
    ],
    ['both kinds at once', { latePolicy: { ...TEN_A_DAY, steps: [{ percent: '1' }] } }, 'late_policy'],
    ['an unknown kind', { latePolicy: { ...TEN_A_DAY, kind: 'tokens' } }, 'invalid'],
    ['more than all', { latePolicy: { ...TEN_A_DAY, percent: '100.1' } }, 'invalid'],
    ['a negative rate', { latePolicy: { ...TEN_A_DAY, percent: '-1' } }, 'invalid'],
    ['a rate that is no number', { latePolicy: { ...TEN_A_DAY, percent: 'NaN' } }, 'invalid'],
    ['a floor above all', { latePolicy: { ...TEN_A_DAY, floorPercent: '101' } }, 'invalid'],
    ['a negative grace', { latePolicy: { ...TEN_A_DAY, graceSeconds: -1 } }, 'invalid'],
    ['a deduction without its rule', { missingDeduction: '50' }, 'missing_deduction'],
    ['a rule without its deduction', { missing: 'deducted' }, 'missing_deduction'],
  ])('refuses %s', async (_, rules, code) => {
    const refused = await course.instructor.put(`${course.url}/grade-rules`, rules);
    expect([refused.status, refused.body.code]).toEqual([
      422,
      code === 'invalid' ? 'request.invalid' : `gradebook.${code}`,
    ]);
    expect((await course.instructor.get(`${course.url}/grade-rules`)).body.version).toBe(1);
  });

  it.each([
    ['in the future', { score: '5', submittedAt: '2026-03-02T09:00:00.001Z' }],
    ['of what was not submitted', { score: null, scoreStatus: 'not submitted', submittedAt: DUE }],
  ])('refuses a submission %s', async (_, result) => {
    const url = `/v1/line-items/${quiz.lineItemId}/results/${learner.id}`;
    const refused = await course.instructor.put(url, result);
    expect([refused.status, refused.body.code]).toEqual([422, 'gradebook.submitted_at']);
  });

  it('costs no statement: grades are read with 2, the gradebook with 3', async () => {
    await setRules({
      ...{ missing: 'deducted', missingDeduction: '70', latePolicy: { ...TEN_A_DAY, graceSeconds: 60 } },
    });
    await takeAt('2026-03-14T11:00:00.000Z', 8);
    // The version of the course, which tells whether anything is hidden, is read once.
    await own();
    expect(await sqlOf(own)).toHaveLength(2);
    expect(await sqlOf(row)).toHaveLength(3);
    expect(await sqlOf(() => learner.get(`${course.url}/grades/me/explanation`))).toHaveLength(2);
  });
});
