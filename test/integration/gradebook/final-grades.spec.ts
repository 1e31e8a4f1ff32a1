import { Database } from '../../../src/shared/database/database';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { MarkingRoom } from '../../support/marking-room';
import { negativeControl } from '../../support/negative-control';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { holdStatements, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const BARRIER = 'SELECT li.id FROM line_items li WHERE li.course_id = ';

negativeControl('the wait of a closing for scores that are being given', ['records a score that was'], () => {
  withoutLocks(/line_items li WHERE li\.course_id = \?/);
});

const SCHEME = {
  rows: [
    { name: 'Pass', from: '60' },
    { name: 'Fail', from: '0' },
  ],
};
const REASON = 'Ill at the final, with a certificate.';
const NOTHING = { percent: null, grade: null, mark: null };

describe('final grades', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let itemId: string;
  const urlOf = (userId: string): string => `${course.url}/final-grades/${userId}`;
  const read = async (reader: Caller = course.instructor): Promise<Answer['body']> =>
    expectStatus(await reader.get(urlOf(learner.id)), 200);
  const give = (body: object, by: Caller = course.instructor, headers = {}): Promise<Answer> =>
    by.put(urlOf(learner.id), { reason: REASON, ...body }, headers);
  const close = (body: object = {}): Promise<Answer> =>
    course.instructor.put(`${course.url}/grade-closing`, body);
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    course = await GradedCourse.open(app);
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { scheme: SCHEME }), 200);
    learner = await course.learner();
    itemId = (await course.lineItem()).id;
    await course.grade(itemId, learner, { score: '11' });
  });
  afterAll(() => app.stop());

  it('are computed, unless an instructor gives a number or a mark, and the computed one stays beside it', async () => {
    const computed = { percent: '55', grade: 'Fail', mark: null };
    expect(await read()).toEqual({
      ...{ courseId: course.courseId, periodId: null, userId: learner.id },
      ...{ standing: computed, computed },
      ...{ given: null, recorded: null, isOutdated: false, hasUnpostedScores: false },
      ...{ comment: null, version: 0 },
    });
    const given = { percent: '60', mark: null, reason: REASON, givenBy: course.instructor.id };
    const body = expectStatus(await give({ percent: '60.00' }), 200);
    expect(body).toMatchObject({ computed, given, version: 1 });
    expect(body.standing).toEqual({ percent: '60', grade: 'Pass', mark: null });
    expectStatus(await give({ mark: 'incomplete' }), 200);
    expect((await read()).standing).toEqual({ ...NOTHING, mark: 'incomplete' });
    await course.grade(itemId, learner, { score: '20' });
    expect(await read()).toMatchObject({
      standing: { mark: 'incomplete' },
      computed: { percent: '100', grade: 'Pass' },
    });
    const back = expectStatus(await give({ reason: 'The thesis came in.' }), 200);
    expect(back).toMatchObject({ given: null, standing: { percent: '100', grade: 'Pass', mark: null } });
    const steps = expectStatus(await course.instructor.get(`${urlOf(learner.id)}/history`), 200).data;
    expect(steps).toMatchObject([
      { cause: 'taken_back', to: { percent: '100' }, reason: 'The thesis came in.' },
      { cause: 'given', from: { percent: '60' }, to: { mark: 'incomplete' } },
      {
        ...{ cause: 'given', from: computed, to: { percent: '60', grade: 'Pass' }, reason: REASON },
        changedBy: { userId: course.instructor.id },
      },
    ]);
  });

  it('change once, however often the same is sent, and not where somebody else was quicker', async () => {
    const first = await give({ percent: '70' });
    expect(first.headers.etag).toBe('"v1"');
    expect(expectStatus(await give({ percent: '70.0' }), 200).version).toBe(1);
    expect(refusal(await give({ percent: '80' }, course.instructor, { 'if-match': '"v2"' }))).toEqual([
      412,
      'request.stale',
    ]);
    expectStatus(await give({ percent: '80' }, course.instructor, { 'if-match': '"v1"' }), 200);
    expect((await course.instructor.get(`${urlOf(learner.id)}/history`)).body.data).toHaveLength(2);
  });

  it('show learners their own, without reasons', async () => {
    await give({ percent: '70' });
    for (const path of [urlOf(learner.id), `${course.url}/final-grades/me`]) {
      const answer = await learner.get(path);
      expect(expectStatus(answer, 200)).toMatchObject({
        ...{ standing: { percent: '70', grade: 'Pass' }, hasUnpostedScores: null },
        given: { percent: '70', reason: null, givenBy: null },
      });
      expect(answer.text).not.toContain('certificate');
    }
    const history = await learner.get(`${urlOf(learner.id)}/history`);
    expect(expectStatus(history, 200).data).toMatchObject([{ cause: 'given', reason: null }]);
    const other = await course.learner();
    expect(refusal(await other.get(urlOf(learner.id)))).toEqual([403, 'courses.staff_only']);
    expect(refusal(await other.get(`${course.url}/final-grades`))).toEqual([403, 'courses.staff_only']);
  });

  it('are given by instructors alone, to learners alone, within bounds and with a reason', async () => {
    const assistant = await course.member('assistant');
    for (const caller of [assistant, learner])
      expect(refusal(await give({ percent: '70' }, caller))).toEqual([403, 'courses.instructors_only']);
    const stranger = await course.instructor.put(urlOf(assistant.id), { percent: '1', reason: REASON });
    expect(refusal(stranger)).toEqual([404, 'gradebook.not_a_learner']);
    expect(refusal(await give({ percent: '70', mark: 'passed' }))).toEqual([
      422,
      'gradebook.percent_and_mark',
    ]);
    for (const wrong of [
      ...[
        { percent: '-1' },
        { percent: '1000.1' },
        { percent: '1e400' },
        { percent: 'NaN' },
        { percent: 70 },
      ],
      ...[{ percent: '0.12345678901234567890' }, { mark: 'great' }, { reason: ' ' }, { reason: undefined }],
    ])
      expect(refusal(await give(wrong))).toEqual([422, 'request.invalid']);
    expect(await read()).toMatchObject({ given: null, version: 0 });
  });

  it('come with what an instructor says of the learner, who sees it once the grades are closed', async () => {
    const url = `${urlOf(learner.id)}/comment`;
    const text = 'Asks where the numbers come from.';
    const said = expectStatus(await course.instructor.put(url, { text }), 200);
    expect(said).toMatchObject({ comment: text, version: 1 });
    expect(expectStatus(await course.instructor.put(url, { text }), 200).version).toBe(1);
    expect((await read(learner)).comment).toBeNull();
    expectStatus(await close(), 200);
    expect(await read(learner)).toMatchObject({ comment: text });
    const stale = await course.instructor.put(url, { text: null }, { 'if-match': '"v1"' });
    expect(refusal(stale)).toEqual([412, 'request.stale']);
    expect(expectStatus(await course.instructor.put(url, { text: null }), 200)).toMatchObject({
      ...{ comment: null, isOutdated: false },
    });
    const assistant = await course.member('assistant');
    for (const caller of [assistant, learner])
      expect(refusal(await caller.put(url, { text }))).toEqual([403, 'courses.instructors_only']);
    for (const wrong of ['', 'x'.repeat(5001), 7])
      expect((await course.instructor.put(url, { text: wrong })).status).toBe(422);
  });

  it('are recorded when the grades are closed, and change by an amendment alone', async () => {
    const other = await course.learner();
    await course.grade(itemId, other, { score: '13' });
    await give({ mark: 'audited' });
    const closed = expectStatus(await close(), 200);
    expect(closed).toMatchObject({ state: 'closed', closings: [{ learners: 2, reopenedAt: null }] });
    expect(expectStatus(await close(), 200)).toEqual(closed);
    const recorded = { percent: '65', grade: 'Pass', mark: null };
    const list = async (): Promise<Answer['body'][]> =>
      expectStatus(await course.instructor.get(`${course.url}/final-grades`), 200).data;
    expect((await list()).find(({ userId }) => userId === other.id)).toMatchObject({
      ...{ standing: recorded, recorded, isOutdated: false },
    });
    expect((await list()).find(({ userId }) => userId === learner.id)).toMatchObject({
      standing: { mark: 'audited' },
      recorded: { mark: 'audited' },
    });

    const { instructor } = course;
    for (const answer of [
      await instructor.put(resultUrl(itemId, other), { score: '20' }),
      await instructor.put(`${resultUrl(itemId, other)}/lateness`, { isWaived: true, reason: REASON }),
      await instructor.post(`${course.url}/results/batch`, {
        cells: [{ lineItemId: itemId, userId: other.id, score: '20' }],
      }),
      await instructor.post(`${course.url}/line-items`, { title: 'Late idea', resultValueMax: '5' }),
      await instructor.patch(`/v1/line-items/${itemId}`, { resultValueMax: '40' }),
      await instructor.put(`/v1/line-items/${itemId}/archive`),
      await instructor.put(`${course.url}/grade-rules`, { aggregation: 'points' }),
    ])
      expect(refusal(answer)).toEqual([409, 'gradebook.grades_closed']);
    expect((await course.result(itemId, other)).score).toBe('13');

    const amended = expectStatus(await give({ percent: '61', reason: 'It came with the post.' }), 200);
    expect(amended).toMatchObject({ recorded: { percent: '61', grade: 'Pass' }, isOutdated: false });
    expect(expectStatus(await give({ reason: 'Not so.' }), 200)).toMatchObject({
      recorded: { percent: '55', grade: 'Fail' },
    });
    const steps = (await instructor.get(`${urlOf(learner.id)}/history`)).body.data;
    expect(steps.map(({ cause }: Answer['body']) => cause)).toEqual([
      ...['amended', 'amended', 'closed', 'given'],
    ]);
  });

  it('stay as they were recorded when learners go on, which shows, until somebody amends them', async () => {
    const quiz = await course.quiz('Check yourself', 2, { maxAttempts: null });
    await course.attempt(learner, quiz, 1);
    expectStatus(await close(), 200);
    const before = await read();
    expect(before).toMatchObject({ recorded: { percent: '52.5' }, isOutdated: false });
    await course.attempt(learner, quiz, 2);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({ score: '2' });
    expect(await read()).toMatchObject({
      ...{ standing: before.standing, recorded: before.recorded, isOutdated: true },
      computed: { percent: '77.5' },
    });
    const amended = expectStatus(await give({ reason: 'The attempt counts.' }), 200);
    expect(amended).toMatchObject({ recorded: { percent: '77.5', grade: 'Pass' }, isOutdated: false });
  });

  it('follow scores again after the grades are opened, with the reason on record', async () => {
    const reopening = `${course.url}/grade-closing/reopening`;
    const reason = 'A rubric was wrong.';
    expect(refusal(await course.instructor.post(reopening, { reason }))).toEqual([
      409,
      'gradebook.grades_not_closed',
    ]);
    expectStatus(await close(), 200);
    expect((await course.instructor.post(reopening, { reason: '' })).status).toBe(422);
    const opened = expectStatus(await course.instructor.post(reopening, { reason }), 200);
    expect(opened).toMatchObject({
      state: 'open',
      closings: [{ reason, reopenedBy: course.instructor.id }],
    });
    await course.grade(itemId, learner, { score: '20' });
    expect(await read()).toMatchObject({ standing: { percent: '100' }, recorded: null });
    expectStatus(await close(), 200);
    expect(await read()).toMatchObject({ recorded: { percent: '100' } });
    const assistant = await course.member('assistant');
    for (const answer of [
      await assistant.post(reopening, { reason }),
      await assistant.put(`${course.url}/grade-closing`, {}),
    ])
      expect(refusal(answer)).toEqual([403, 'courses.instructors_only']);
  });

  it('are not recorded while scores are kept back or work waits for marks, unless so asked', async () => {
    const muted = await course.quiz('Muted', 2, { posting: 'by_hand' });
    await course.attempt(learner, muted, 2);
    const open = expectStatus(await course.instructor.get(`${course.url}/grade-closing/preview`), 200);
    expect(open).toMatchObject({
      ...{ learners: 1, withUnpostedScores: 1, withAwaitedMarks: 0 },
      unfinished: [{ userId: learner.id, hasUnpostedScores: true, awaitsMarks: false }],
    });
    const refused = await close();
    expect(refusal(refused)).toEqual([409, 'gradebook.grades_unfinished']);
    expect(refused.body.detail).toContain('1 learner has scores that are not posted');
    expect((await course.instructor.get(`${course.url}/grade-closing`)).body.state).toBe('open');
    expect(await read()).toMatchObject({ recorded: null, hasUnpostedScores: true });
    expect((await course.instructor.get(`${urlOf(learner.id)}/history`)).body.data).toEqual([]);
    await beginToClose(course.courseId);
    expect(refusal(await close())).toEqual([409, 'gradebook.grades_unfinished']);
    // Also what somebody else had begun to close, so that work can be marked.
    expect((await course.instructor.get(`${course.url}/grade-closing`)).body.state).toBe('open');
    expectStatus(await close({ acceptOpenWork: true }), 200);
    expect(await read()).toMatchObject({ recorded: { percent: '55' } });

    const { room, ...marking } = await MarkingRoom.open(app);
    const writer = await room.learner();
    await MarkingRoom.prototype.handIn.call({ room, ...marking }, writer);
    const waiting = await room.instructor.put(`${room.url}/grade-closing`, {});
    expect(refusal(waiting)).toEqual([409, 'gradebook.grades_unfinished']);
    expect(waiting.body.detail).toContain('Work of 1 learner waits for marks');
    const url = `${room.url}/final-grades/${writer.id}`;
    expectStatus(await room.instructor.put(url, { mark: 'incomplete', reason: REASON }), 200);
    expectStatus(await room.instructor.put(`${room.url}/grade-closing`, {}), 200);
  });

  it('are not recorded before the last day of the course, unless so asked', async () => {
    const today = app.clock.now().toISOString().slice(0, 10);
    const tomorrow = new Date(app.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10);
    expectStatus(await course.instructor.patch(course.url, { endDate: tomorrow }), 200);
    const refused = await close();
    expect(refusal(refused)).toEqual([409, 'gradebook.grades_unfinished']);
    expect(refused.body.detail).toContain(`the course goes on until ${tomorrow}`);
    const preview = await course.instructor.get(`${course.url}/grade-closing/preview`);
    expect(expectStatus(preview, 200)).toMatchObject({ lastDay: tomorrow, unfinished: [] });
    expectStatus(await course.instructor.patch(course.url, { endDate: today }), 200);
    expectStatus(await close(), 200);
  });

  it('records a score that was being given when the grades were closed', async () => {
    const put = holdStatements(/INSERT INTO results /);
    const late = await course.learner();
    const given = course.instructor.put(resultUrl(itemId, late), { score: '12' });
    await put.reached;
    let isClosed = false;
    const closing = close().then((answer) => {
      isClosed = true;
      return answer;
    });
    await until(async () => isClosed || (await isWaiting()));
    put.restore();
    expectStatus(await given, 200);
    expectStatus(await closing, 200);
    expect(expectStatus(await course.instructor.get(urlOf(late.id)), 200)).toMatchObject({
      ...{ recorded: { percent: '60' }, isOutdated: false },
    });
  });

  it('are recorded once with what is given at the same time, by however many', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await GradedCourse.open(app);
      const somebody = await one.learner();
      const url = `${one.url}/final-grades/${somebody.id}`;
      const closing = `${one.url}/grade-closing`;
      const answers = await Promise.all([
        ...[1, 2, 3].map(() => one.instructor.put(closing, {})),
        one.instructor.put(url, { percent: '70', reason: REASON }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect((await one.instructor.get(url)).body).toMatchObject({
        ...{ recorded: { percent: '70' }, isOutdated: false },
      });
      expect((await one.instructor.get(closing)).body.closings).toHaveLength(1);
      const steps = (await one.instructor.get(`${url}/history`)).body.data;
      const causes = steps.map(({ cause }: Answer['body']) => cause);
      expect([
        ['amended', 'closed'],
        ['closed', 'given'],
      ]).toContainEqual(causes);
    }
  });

  it('goes on with a closing that a process did not finish', async () => {
    const held = holdStatements(/INSERT INTO final_grades /);
    const closing = close();
    await held.reached;
    const { body } = await course.instructor.get(`${course.url}/grade-closing`);
    expect(body).toMatchObject({ state: 'closing' });
    expect(refusal(await course.instructor.put(resultUrl(itemId, learner), { score: '1' }))).toEqual([
      409,
      'gradebook.grades_closed',
    ]);
    held.restore();
    expect(expectStatus(await closing, 200).state).toBe('closed');
    const [{ id }] = (await course.instructor.get(`${course.url}/grade-closing`)).body.closings;
    await app.get(Database).run('UPDATE grade_closings SET recorded_at = NULL WHERE closed_at IS NOT NULL');
    expect(expectStatus(await close(), 200)).toMatchObject({ state: 'closed', closings: [{ id }] });

    const { courseId, url, instructor } = await GradedCourse.open(app);
    await beginToClose(courseId);
    const dto = { title: 'Forgotten', resultValueMax: '5' };
    expect(refusal(await instructor.post(`${url}/line-items`, dto))).toEqual([
      409,
      'gradebook.grades_closed',
    ]);
    expectStatus(await instructor.put(`${url}/grade-closing`, {}), 200);
    expect((await instructor.get(`${url}/grade-closing`)).body.state).toBe('closed');
  });

  it('are recorded of classes of none and of hundreds, in pieces, as they are computed', async () => {
    const none = await GradedCourse.open(app);
    const empty = expectStatus(await none.instructor.put(`${none.url}/grade-closing`, {}), 200);
    expect(empty.closings).toMatchObject([{ learners: 0 }]);
    const startDate = '2026-01-05';
    const { courseId, sectionId } = course;
    const many = { learners: 600, activities: 2, lineItems: 6 };
    await populate(app, { courseId, sectionId, timeZone: 'UTC', startDate }, many);
    const grades: Answer['body'][] = [];
    const collect = async (): Promise<void> => {
      grades.length = 0;
      let next: string | null = '';
      while (next !== null) {
        const url = `${course.url}/final-grades?learners=all&limit=100${next && `&cursor=${next}`}`;
        const { data, page }: Answer['body'] = expectStatus(await course.instructor.get(url), 200);
        grades.push(...data);
        next = page.next;
      }
    };
    await collect();
    const computed = grades.map(({ userId, standing }) => [userId, standing]);
    expect(new Set(computed.map(([, { percent }]) => percent)).size).toBeGreaterThan(20);
    const preview = expectStatus(await course.instructor.get(`${course.url}/grade-closing/preview`), 200);
    expect(preview.learners).toBe(grades.length);
    expect(expectStatus(await close({ acceptOpenWork: true }), 200).closings[0].learners).toBe(grades.length);
    await collect();
    expect(grades.every(({ recorded, isOutdated }) => recorded !== null && !isOutdated)).toBe(true);
    expect(grades.map(({ userId, standing }) => [userId, standing])).toEqual(computed);
  });

  it('cost the same statements, however many items and learners', async () => {
    const spent = async (send: () => Promise<Answer>): Promise<number> => {
      let answer: Answer | undefined;
      const sql = await sqlOf(async () => (answer = await send()));
      expectStatus(answer!, 200);
      return sql.length;
    };
    const all = async (): Promise<number[]> => [
      await spent(() => learner.get(`${course.url}/final-grades/me`)),
      await spent(() => course.instructor.get(`${course.url}/final-grades?limit=50`)),
      await spent(() => give({ percent: String(Math.floor(app.clock.now().getTime() % 900)) })),
    ];
    const few = await all();
    const { courseId, sectionId } = course;
    const place = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, place, { learners: 100, activities: 2, lineItems: 10 });
    app.clock.advance(1);
    expect(await all()).toEqual(few);
    expect(few).toEqual([3, 4, 12]);
  });

  /** What a process leaves that ends right after it has begun to close the grades of a course. */
  async function beginToClose(courseId: string): Promise<void> {
    const [id, course] = [toBinary(newId()), toBinary(courseId)];
    await app
      .get(Database)
      .run('INSERT INTO grade_closings (id, course_id, closed_course_id, closed_at) VALUES (?, ?, ?, ?)', [
        ...[id, course, course, app.clock.now()],
      ]);
  }

  /** Whether the closing is waiting, as only the statement of a lock that somebody else has is seen. */
  async function isWaiting(): Promise<boolean> {
    const running = await app.get(Database).query<{ Info: string | null }>('SHOW PROCESSLIST');
    return running.some(({ Info: text }) => text?.includes(BARRIER));
  }
});
