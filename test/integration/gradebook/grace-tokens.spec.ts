import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fractionOf, StoredTotalsOf } from '../../support/totals-room';
import { evaluated } from '../../unit/gradebook/slow-gradebook';

const TEN_A_DAY = { kind: 'rate', percent: '10', interval: 'day' };
const TWO = { count: 2, hours: 24 };
const DUE = '2026-03-10T12:00:00.000Z';

/** Grace tokens of a late policy, over HTTP. */
describe('grace tokens', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let essays: string[];
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-03-01' });
    learner = await course.learner();
    essays = [];
    for (const title of ['First', 'Second', 'Third'])
      essays.push((await course.lineItem({ title, resultValueMax: '10', dueAt: DUE })).id as string);
    app.clock.set('2026-03-20T09:00:00.000Z');
  });

  const setTokens = async (graceTokens: object | null, policy: object = {}): Promise<Answer['body']> => {
    const latePolicy = { ...TEN_A_DAY, ...policy, graceTokens };
    return expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { latePolicy }), 200);
  };
  /** So many hours after it was due. */
  const handIn = async (place: number, hours: number, more: object = {}): Promise<void> => {
    const submittedAt = new Date(Date.parse(DUE) + hours * 3_600_000).toISOString();
    await course.grade(essays[place]!, learner, { score: '10', submittedAt, ...more });
  };
  const own = async (by = learner): Promise<Answer['body']> =>
    expectStatus(await by.get(`${course.url}/grades/${by === learner ? 'me' : learner.id}`), 200);
  const row = async (): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`${course.url}/gradebook`), 200).data[0];
  const say = async (place: number, said: object): Promise<void> => {
    const body = { reason: 'Because.', ...said };
    expectStatus(await course.instructor.put(`${resultUrl(essays[place]!, learner)}/lateness`, body), 200);
  };
  /** What each work counts with, and how many tokens are spent on it. */
  const spent = async (): Promise<[string, number][]> =>
    (await own()).lineItems.map(({ effectiveScore, lateness }: Answer['body']) => [
      ...[effectiveScore, lateness?.graceTokens ?? 0],
    ]);
  /** What is stored by the last change is what explanations compute now. */
  const expectStoredIsRight = async (): Promise<void> => {
    const totals = new StoredTotalsOf(app, course);
    expect(await totals.claimsToHold(learner)).toBe(true);
    const stored = (await totals.of(learner))!.shares;
    const { course: computed } = await totals.computed(learner);
    for (const [name, share] of Object.entries(stored)) expect(fractionOf(share)).toBe(computed[name]);
  };

  it('are spent on what came first, and every answer says where, and how many are left', async () => {
    await setTokens(TWO);
    await handIn(0, 47);
    await handIn(1, 20);
    await handIn(2, 30);
    // The second came first with a day, then the third with two, then the first.
    expect(await spent()).toEqual([
      ['8', 0],
      ['10', 1],
      ['9', 1],
    ]);
    const { graceTokens, total, lineItems } = await own();
    expect(graceTokens).toEqual({
      ...{ count: 2, hours: 24, mostPerItem: null, spending: 'automatic', left: 0 },
      spent: [
        { lineItemId: essays[1], tokens: 1 },
        { lineItemId: essays[2], tokens: 1 },
      ],
    });
    expect(total).toBe('90');
    expect(lineItems[2]).toMatchObject({
      ...{ late: true, daysLate: 2, percentage: '90' },
      lateness: { seconds: 108_000, countedSeconds: 21_600, graceTokens: 1, deducted: '1' },
    });
    const { results, totals, graceTokensLeft } = await row();
    expect([totals.current, graceTokensLeft]).toEqual(['90', 0]);
    for (const { lineItemId, effectiveScore, lateness } of lineItems) {
      expect(results[lineItemId]).toMatchObject({ effectiveScore, lateness });
      expect(await course.result(lineItemId, learner)).toMatchObject({ effectiveScore, lateness });
    }
    const csv = (await course.instructor.get(`${course.url}/gradebook.csv?scores=counted`)).text;
    expect(csv.trim().split(/\r?\n/).at(-1)).toContain(',8,10,9,90,90,');
    expect(JSON.stringify((await learner.get('/v1/me/progress')).body.data)).toContain('"90"');
    await expectStoredIsRight();
  });

  it('are named where a total is explained, whose tree still evaluates to it', async () => {
    await setTokens({ ...TWO, count: 3 });
    const why = async (): Promise<Answer['body']> =>
      expectStatus(await learner.get(`${course.url}/grades/me/explanation`), 200);
    expect((await why()).graceTokens).toMatchObject({ left: 3, sentence: 'All 3 grace tokens are left.' });
    await handIn(0, 20);
    await handIn(1, 30, { score: null });
    const told = await why();
    expect(told.graceTokens).toMatchObject({
      left: 0,
      sentence: '3 of 3 grace tokens are spent (1 on First; 2 on Second), 0 are left.',
    });
    const [first, second] = told.categories[0].items;
    expect(first.sentence).toBe(
      'First: 10 of 10 points (100 %). 20 hours late, which takes nothing. 1 grace token is spent on it, which leaves nothing.',
    );
    expect(second.sentence).toContain('2 grace tokens are kept for it until it has a score.');
    await handIn(2, 60);
    await say(0, { graceTokens: 0 });
    const after = await why();
    expect(after.categories[0].items[2].sentence).toBe(
      'Third: 8 of 10 points (80 %). 2 days and 12 hours late: 2 of 10 points were taken. 1 grace token is spent on it, which leaves 1 day and 12 hours.',
    );
    expect(evaluated(after)).toMatchObject({ areNodesRight: true });
    expect((await own()).lineItems[0]).toMatchObject({ effectiveScore: '9', lateness: { graceTokens: 0 } });
  });

  it('are spent anew when a due date moves, a result is waived, excused or called late, or a rule changes', async () => {
    await setTokens({ ...TWO, count: 1 });
    await handIn(0, 10);
    await handIn(1, 12);
    const expectSpent = async (...expected: [string, number][]): Promise<void> => {
      expect((await spent()).slice(0, 2)).toEqual(expected);
      await expectStoredIsRight();
    };
    await expectSpent(['10', 1], ['9', 0]);
    await say(0, { isWaived: true });
    await expectSpent(['10', 0], ['10', 1]);
    await say(0, {});
    await expectSpent(['10', 1], ['9', 0]);
    await say(0, { status: 'late', lateSeconds: 90_000 });
    // A day and an hour: the token takes the day.
    await expectSpent(['9', 1], ['9', 0]);
    await say(0, { status: 'extended' });
    await expectSpent(['10', 0], ['10', 1]);
    await say(0, {});
    const url = `/v1/line-items/${essays[0]}`;
    expectStatus(await course.instructor.patch(url, { dueAt: '2026-03-12T12:00:00.000Z' }), 200);
    // In the order of due dates.
    expect(await spent()).toEqual([
      ['10', 1],
      [null, 0],
      ['10', 0],
    ]);
    expectStatus(await course.instructor.patch(url, { dueAt: DUE }), 200);
    await course.grade(essays[0]!, learner, { score: null, scoreStatus: 'exempt' });
    expect((await spent())[1]).toEqual(['10', 1]);
    await expectStoredIsRight();
    await handIn(0, 10, { score: '0' });
    // Nothing can be taken from it.
    await expectSpent(['0', 0], ['10', 1]);
    expectStatus(await course.instructor.patch(`/v1/line-items/${essays[1]}`, { isOmitted: true }), 200);
    expect((await own()).graceTokens).toMatchObject({ left: 1, spent: [] });
  });

  it('take no more of one line item than the policy says, and what is within the grace behind them is not late', async () => {
    await setTokens({ ...TWO, mostPerItem: 1 }, { graceSeconds: 3600 });
    await handIn(0, 25);
    await handIn(1, 49);
    expect((await spent()).slice(0, 2)).toEqual([
      ['10', 1],
      ['8', 1],
    ]);
    await setTokens(TWO, { graceSeconds: 3600 });
    expect((await spent()).slice(0, 2)).toEqual([
      ['10', 1],
      ['8', 1],
    ]);
    await setTokens({ ...TWO, count: 3 }, { graceSeconds: 3600 });
    expect((await spent()).slice(0, 2)).toEqual([
      ['10', 1],
      ['10', 2],
    ]);
  });

  it('are saved where one would not lower what steps take', async () => {
    const steps = [{ untilHours: 24, percent: '10' }, { percent: '50' }];
    await setTokens({ ...TWO, count: 1 }, { kind: 'steps', percent: null, interval: null, steps });
    await handIn(0, 60);
    await handIn(1, 40);
    expect((await spent()).slice(0, 2)).toEqual([
      ['5', 0],
      ['9', 1],
    ]);
  });

  it('go where staff say, which they can be asked to for all', async () => {
    await setTokens({ ...TWO, spending: 'by_staff' });
    await handIn(0, 10);
    await handIn(1, 50);
    expect((await spent()).slice(0, 2)).toEqual([
      ['9', 0],
      ['7', 0],
    ]);
    await say(1, { graceTokens: 5 });
    expect((await spent()).slice(0, 2)).toEqual([
      ['9', 0],
      ['9', 2],
    ]);
    await setTokens({ ...TWO, mostPerItem: 1 });
    // Before what came earlier, and beyond what the policy says of all.
    expect((await spent()).slice(0, 2)).toEqual([
      ['9', 0],
      ['9', 2],
    ]);
    const [step] = await course.history(essays[1]!, learner);
    expect(step.lateness).toEqual({
      from: { status: null, lateSeconds: null, isWaived: false, graceTokens: null },
      to: { status: null, lateSeconds: null, isWaived: false, graceTokens: 5 },
    });
    const refused = await course.instructor.put(`${resultUrl(essays[1]!, learner)}/lateness`, {
      ...{ graceTokens: -1, reason: 'Because.' },
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'request.invalid']);
  });

  it('tell nobody of work whose marks are not posted: neither what is left nor any other score depends on it', async () => {
    await setTokens({ ...TWO, count: 1 });
    const muted = await course.quiz('Muted', 10, { dueAt: new Date(DUE), posting: 'by_hand' });
    await handIn(0, 230);
    const before = await own();
    expect(before.graceTokens).toMatchObject({ left: 0, spent: [{ lineItemId: essays[0] }] });
    app.clock.set('2026-03-10T13:00:00.000Z');
    await course.attempt(learner, muted, 6);
    app.clock.set('2026-03-20T09:00:00.000Z');
    const after = await own();
    expect(after.graceTokens).toEqual(before.graceTokens);
    expect(after.total).toBe(before.total);
    await course.grade(essays[0]!, learner, { score: null, scoreStatus: 'exempt' });
    const [told, staff] = [(await own()).graceTokens, (await own(course.instructor)).graceTokens];
    expect(told).toMatchObject({ left: 1, spent: [] });
    expect(staff).toMatchObject({ left: 0, spent: [{ lineItemId: muted.lineItemId, tokens: 1 }] });
    const why = await learner.get(`${course.url}/grades/me/explanation?total=final`);
    expect(why.body.graceTokens).toMatchObject({ left: 1, spent: [] });
    expect((await row()).graceTokensLeft).toBe(0);
  });

  it('are previewed, logged and changed as other rules, and nothing happens where they are the same', async () => {
    await setTokens(null);
    await handIn(0, 10);
    const latePolicy = { ...TEN_A_DAY, graceTokens: TWO };
    const preview = await course.instructor.post(`${course.url}/grade-rules/preview?total=current`, {
      latePolicy,
    });
    expect(expectStatus(preview, 200).moves).toMatchObject([
      { from: { percentage: '90' }, to: { percentage: '100' }, move: '10' },
    ]);
    expect((await own()).total).toBe('90');
    const { version } = await setTokens(TWO);
    expect((await own()).total).toBe('100');
    const again = await setTokens({ ...TWO, mostPerItem: null, spending: 'automatic' });
    expect(again.version).toBe(version);
    const log = expectStatus(await course.instructor.get(`${course.url}/grade-rules/changes`), 200).data;
    expect(log[0]).toMatchObject({
      from: { latePolicy: { graceTokens: null } },
      to: { latePolicy: { graceTokens: { ...TWO, mostPerItem: null, spending: 'automatic' } } },
    });
    for (const wrong of [
      { ...TWO, count: 0 },
      { ...TWO, hours: 721 },
      { count: 2 },
      { ...TWO, mostPerItem: 0 },
      { ...TWO, spending: 'by_chance' },
    ]) {
      const refused = await course.instructor.put(`${course.url}/grade-rules`, {
        latePolicy: { ...TEN_A_DAY, graceTokens: wrong },
      });
      expect([refused.status, refused.body.code]).toEqual([422, 'request.invalid']);
    }
  });

  it('are free for other work in what if a result were another', async () => {
    await setTokens({ ...TWO, count: 1 });
    await handIn(0, 10);
    await handIn(1, 12);
    const url = `${course.url}/grades/me/what-if`;
    const supposed = await learner.post(url, {
      ...{ results: [{ lineItemId: essays[0], score: '10' }], explain: 'current' },
    });
    const { totals, present, explanation } = expectStatus(supposed, 200);
    expect([totals.current, present.current]).toEqual(['100', '95']);
    expect(explanation.graceTokens.spent).toEqual([{ lineItemId: essays[1], tokens: 1 }]);
  });

  it('are not spent twice by results that come at the same moment', async () => {
    await setTokens({ ...TWO, count: 1 });
    const submittedAt = new Date(Date.parse(DUE) + 3_600_000).toISOString();
    for (let round = 0; round < 5; round += 1) {
      const body = { score: String(10 - round), submittedAt };
      const answers = await Promise.all(
        essays.map((id) => course.instructor.put(resultUrl(id, learner), body)),
      );
      for (const answer of answers) expect(answer.status).toBe(200);
      expect((await spent()).map(([, tokens]) => tokens)).toEqual([1, 0, 0]);
      await expectStoredIsRight();
    }
  });

  it('cost no statement', async () => {
    await setTokens(TWO);
    await handIn(0, 10);
    // The version of the course, which tells whether anything is hidden, is read once.
    await own();
    expect(await sqlOf(() => own())).toHaveLength(2);
    expect(await sqlOf(row)).toHaveLength(3);
  });
});
