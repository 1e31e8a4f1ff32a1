import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { holdStatements, rewriteStatements, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { Database } from '../../../src/shared/database/database';

type Body = Answer['body'];

const FIRST = { title: 'First half', startDate: '2026-01-12', endDate: '2026-03-31' };
const SECOND = { title: 'Second half', startDate: '2026-04-01', endDate: '2026-06-30' };
const REASON = 'Ill in March, with a certificate.';
const BARRIER = 'SELECT li.id FROM line_items li WHERE li.course_id = ';

negativeControl('the wait of a closing for a score of the period', ['records a score that was'], () => {
  withoutLocks(/line_items li WHERE li\.course_id = \?/);
});
negativeControl('the grades of a period that is removed', ['lose no grade to the removal'], () => {
  rewriteStatements(/DELETE FROM grading_periods/, /AND NOT EXISTS \(SELECT 1 FROM final_grades.*\)$/s, '');
});

/** Closing one grading period of a course, over HTTP. */
describe('the grades of a grading period', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  let first: string;
  let second: string;
  /** Line items of 10 points: due in the first half, in the second, and never. */
  let essay: string;
  let talk: string;
  let open: string;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-04-02T09:00:00.000Z');
    course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-01-05' });
    const wanted = { aggregation: 'points', periods: [FIRST, SECOND] };
    const { periods } = expectStatus(await course.instructor.put(`${course.url}/grade-rules`, wanted), 200);
    [first, second] = periods.map(({ id }: { id: string }) => id);
    learner = await course.learner();
    essay = await item('Essay', '2026-03-31');
    talk = await item('Talk', '2026-04-01');
    open = await item('Open', null);
    await course.grade(essay, learner, { score: '7' });
    await course.grade(talk, learner, { score: '9' });
  });

  async function item(title: string, dueDate: string | null): Promise<string> {
    return (await course.lineItem({ title, dueDate, resultValueMax: '10' })).id;
  }
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];
  const CLOSED = [409, 'gradebook.period_closed'];
  const closing = (period = first): string => `${course.url}/grade-closing?period=${period}`;
  const close = (period = first, body: object = {}): Promise<Answer> =>
    course.instructor.put(closing(period), body);
  const urlOf = (person: Caller, part = ''): string =>
    `${course.url}/final-grades/${person.id}${part}?period=${first}`;
  const read = async (reader: Caller = course.instructor): Promise<Body> =>
    expectStatus(await reader.get(urlOf(learner)), 200);
  const score = (of: string, value: string, person = learner): Promise<Answer> =>
    course.instructor.put(resultUrl(of, person), { score: value });
  const rulesWith = (periods: object[]): Promise<Answer> =>
    course.instructor.put(`${course.url}/grade-rules`, { aggregation: 'points', periods });

  it('are recorded when it is closed, and those of the other and of the course go on', async () => {
    expect(await read()).toMatchObject({ periodId: first, computed: { percent: '70' }, recorded: null });
    const closed = expectStatus(await close(), 200);
    expect(closed).toMatchObject({
      ...{ periodId: first, state: 'closed', closings: [{ learners: 1 }] },
      periods: [
        { periodId: first, title: 'First half', state: 'closed' },
        { periodId: second, title: 'Second half', state: 'open' },
      ],
    });
    expect(expectStatus(await close(), 200)).toEqual(closed);
    expect(await read()).toMatchObject({ recorded: { percent: '70' }, isOutdated: false });
    const whole = expectStatus(await course.instructor.get(`${course.url}/grade-closing`), 200);
    expect(whole).toMatchObject({ periodId: null, state: 'open', closings: [], periods: closed.periods });
    expect((await learner.get(`${course.url}/final-grades/me`)).body).toMatchObject({
      ...{ periodId: null, recorded: null, computed: { percent: '53.33' } },
    });
    expect((await learner.get(`${course.url}/final-grades/me?period=${first}`)).body).toMatchObject({
      ...{ periodId: first, recorded: { percent: '70' } },
    });
    const list = (await course.instructor.get(`${course.url}/final-grades?period=${first}`)).body.data;
    expect(list).toMatchObject([{ userId: learner.id, periodId: first, recorded: { percent: '70' } }]);
    expectStatus(await score(talk, '10'), 200);
    expectStatus(await score(open, '10'), 200);
    // The course as a whole is closed by itself.
    expectStatus(await course.instructor.put(`${course.url}/grade-closing`, { acceptOpenWork: true }), 200);
    expect((await learner.get(`${course.url}/final-grades/me`)).body.recorded).toMatchObject({
      percent: '90',
    });
    expect(refusal(await score(talk, '1'))).toEqual([409, 'gradebook.grades_closed']);
  });

  it('are not changed by hand while it is closed: scores, lateness, line items, days', async () => {
    expectStatus(await close(), 200);
    const { instructor } = course;
    const due = (dueDate: string | null): object => ({ title: 'Idea', resultValueMax: '5', dueDate });
    for (const answer of [
      await score(essay, '10'),
      await instructor.put(`${resultUrl(essay, learner)}/lateness`, { isWaived: true, reason: REASON }),
      await instructor.post(`${course.url}/line-items`, due('2026-03-31')),
      await instructor.post(`${course.url}/line-items`, { ...due('2026-06-01'), periodId: first }),
      await instructor.patch(`/v1/line-items/${essay}`, { resultValueMax: '40' }),
      await instructor.patch(`/v1/line-items/${essay}`, { dueDate: '2026-05-01' }),
      await instructor.patch(`/v1/line-items/${talk}`, { dueDate: '2026-01-12' }),
      await instructor.patch(`/v1/line-items/${talk}`, { periodId: first }),
      await instructor.put(`/v1/line-items/${essay}/archive`),
      await rulesWith([{ ...FIRST, id: first, endDate: '2026-03-30' }]),
      await rulesWith([{ ...FIRST, id: first, startDate: '2026-01-11' }]),
      await rulesWith([{ ...SECOND, id: second }]),
      await instructor.post(`${course.url}/grade-rules/preview`, { periods: [{ ...SECOND, id: second }] }),
    ])
      expect(refusal(answer)).toEqual(CLOSED);
    expect((await score(essay, '10')).body.detail).toContain('“First half” are closed');
    expect((await course.result(essay, learner)).score).toBe('7');

    expectStatus(await instructor.post(`${course.url}/line-items`, due('2026-04-01')), 201);
    expectStatus(await instructor.patch(`/v1/line-items/${talk}`, { dueDate: '2026-06-30' }), 200);
    expectStatus(
      await instructor.put(`${resultUrl(talk, learner)}/lateness`, { isWaived: true, reason: REASON }),
      200,
    );
    expectStatus(await instructor.put(`/v1/line-items/${open}/archive`), 200);
    const moved = [
      { ...FIRST, id: first, title: 'Autumn' },
      { ...SECOND, id: second, endDate: '2026-07-31' },
    ];
    expectStatus(await rulesWith(moved), 200);
    expect(await read()).toMatchObject({ recorded: { percent: '70' }, isOutdated: false });
  });

  it('are not changed by batches and sheets, which record what else they have', async () => {
    expectStatus(await close(), 200);
    const { instructor } = course;
    const cells = [essay, talk].map((lineItemId) => ({ lineItemId, userId: learner.id, score: '1' }));
    const batch = (onRefused: string, sent = cells): Promise<Answer> =>
      instructor.post(`${course.url}/results/batch`, { cells: sent, onRefused });
    const refused = await batch('nothing');
    expect(refusal(refused)).toEqual([409, 'gradebook.batch_refused']);
    expect(refused.body.errors).toMatchObject([{ field: 'cells[0]', rule: 'gradebook.period_closed' }]);
    expect(expectStatus(await batch('good_cells'), 200)).toMatchObject({
      ...{ recorded: 1, refused: 1 },
      cells: [{ outcome: 'refused', refusal: { code: 'gradebook.period_closed' } }, { outcome: 'recorded' }],
    });
    // What stands already is no change.
    expect(expectStatus(await batch('nothing', [{ ...cells[0]!, score: '7' }]), 200).unchanged).toBe(1);

    const { text } = await instructor.get(`${course.url}/gradebook.csv`);
    const lines: string[][] = parse(text, { bom: true });
    for (const [id, value] of [
      [essay, '2'],
      [talk, '3'],
    ] as const)
      lines[1]![lines[0]!.findIndex((head) => head.includes(`[${id}]`))] = value;
    for (const [fields, status] of [
      [{ dryRun: 'true' }, 'partly_succeeded'],
      [{}, 'needs_confirmation'],
      [{ confirmed: 'true' }, 'partly_succeeded'],
    ] as const) {
      const operation = await imported(lines, fields);
      expect(operation.status).toBe(status);
      const { data } = (await instructor.get(`/v1/operations/${operation.id}/issues`)).body;
      expect(data).toMatchObject([{ code: 'period_closed', line: 2, value: '2' }]);
    }
    expect((await course.result(essay, learner)).score).toBe('7');
    expect((await course.result(talk, learner)).score).toBe('3');
  });

  it('belong to the learner: an exception takes their work out of it, or into it', async () => {
    const quiz = await course.quiz('Quiz', 2, { dueAt: new Date('2026-03-20T12:00:00.000Z') });
    const later = await course.quiz('Later', 2, { dueAt: new Date('2026-05-20T12:00:00.000Z') });
    const classmate = await course.learner();
    const grant = async (activityId: string, dueAt: string): Promise<void> => {
      const url = `/v1/quizzes/${activityId}/exceptions/${learner.id}`;
      expectStatus(await course.instructor.put(url, { reason: 'Ill', dueAt }), 200);
    };
    await grant(quiz.activityId, '2026-04-20T12:00:00.000Z');
    await grant(later.activityId, '2026-03-21T12:00:00.000Z');
    expectStatus(await close(), 200);
    expect(refusal(await score(quiz.lineItemId, '1', classmate))).toEqual(CLOSED);
    expectStatus(await score(quiz.lineItemId, '1'), 200);
    expectStatus(await score(later.lineItemId, '1', classmate), 200);
    expect(refusal(await score(later.lineItemId, '1'))).toEqual(CLOSED);
    const cells = [learner, classmate].flatMap(({ id: userId }) =>
      [quiz, later].map(({ lineItemId }) => ({ lineItemId, userId, score: '2' })),
    );
    const body = { cells, onRefused: 'good_cells' };
    const answer = await course.instructor.post(`${course.url}/results/batch`, body);
    expect(expectStatus(answer, 200).cells.map(({ outcome }: Body) => outcome)).toEqual([
      ...['recorded', 'refused', 'refused', 'recorded'],
    ]);
  });

  it('keep what learners hand in afterwards, which shows, until somebody amends them', async () => {
    const quiz = await course.quiz('Quiz', 10, {
      dueAt: new Date('2026-03-20T12:00:00.000Z'),
      maxAttempts: null,
    });
    await course.attempt(learner, quiz, 5);
    expectStatus(await score(quiz.lineItemId, '6'), 200);
    expectStatus(await close(), 200);
    expect((await read()).recorded.percent).toBe('65');
    const lifted = await course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`);
    expect(refusal(lifted)).toEqual(CLOSED);
    const late = await course.learner();
    await course.attempt(late, quiz, 10);
    expect((await course.result(quiz.lineItemId, late)).score).toBe('10');
    expect(expectStatus(await course.instructor.get(urlOf(late)), 200)).toMatchObject({ recorded: null });
    const amended = await course.instructor.put(urlOf(late), { reason: 'Joined in April.' });
    expect(expectStatus(amended, 200)).toMatchObject({ recorded: { percent: '50' }, isOutdated: false });
    const given = await course.instructor.put(urlOf(learner), { percent: '75.5', reason: REASON });
    expect(expectStatus(given, 200)).toMatchObject({
      recorded: { percent: '75.5' },
      computed: { percent: '65' },
    });
    const steps = (await course.instructor.get(urlOf(learner, '/history'))).body.data;
    expect(steps.map(({ cause }: Body) => cause)).toEqual(['amended', 'closed']);
    const whole = `${course.url}/final-grades/${learner.id}`;
    expect((await course.instructor.get(`${whole}/history`)).body.data).toEqual([]);
    expect((await course.instructor.get(whole)).body).toMatchObject({ given: null, version: 0 });
  });

  it('come with a comment for each period and for the course, which learners see once it is closed', async () => {
    const say = (url: string, text: string): Promise<Answer> => course.instructor.put(url, { text });
    expectStatus(await say(urlOf(learner, '/comment'), 'A good start.'), 200);
    expectStatus(await say(`${course.url}/final-grades/${learner.id}/comment`, 'A good year.'), 200);
    expect((await read(learner)).comment).toBeNull();
    expectStatus(await close(), 200);
    expect((await read(learner)).comment).toBe('A good start.');
    expect((await learner.get(`${course.url}/final-grades/me`)).body.comment).toBeNull();
  });

  it('wait for what is open in the period alone, and for its last day', async () => {
    const muted = await course.quiz('Muted', 2, {
      ...{ posting: 'by_hand', dueAt: new Date('2026-05-20T12:00:00.000Z') },
    });
    await course.attempt(learner, muted, 2);
    expectStatus(await close(), 200);
    const preview = expectStatus(
      await course.instructor.get(`${course.url}/grade-closing/preview?period=${second}`),
      200,
    );
    expect(preview).toMatchObject({ periodId: second, lastDay: '2026-06-30', withUnpostedScores: 1 });
    const refused = await close(second);
    expect(refusal(refused)).toEqual([409, 'gradebook.grades_unfinished']);
    expect(refused.body.detail).toContain('the grading period goes on until 2026-06-30');
    expectStatus(await close(second, { acceptOpenWork: true }), 200);
    expect(refusal(await score(open, '1'))).toEqual(CLOSED);
  });

  it('are opened again by themselves, with the reason on record', async () => {
    expectStatus(await close(), 200);
    expectStatus(await close(second, { acceptOpenWork: true }), 200);
    const reopening = `${course.url}/grade-closing/reopening`;
    const reason = 'The essay was marked by the wrong rubric.';
    const none = await course.instructor.post(reopening, { reason });
    expect(refusal(none)).toEqual([409, 'gradebook.grades_not_closed']);
    const opened = await course.instructor.post(`${reopening}?period=${first}`, { reason });
    expect(expectStatus(opened, 200)).toMatchObject({
      ...{ state: 'open', closings: [{ reason, learners: 1 }] },
      periods: [{ state: 'open' }, { state: 'closed' }],
    });
    expectStatus(await score(essay, '10'), 200);
    expect(refusal(await score(talk, '10'))).toEqual(CLOSED);
    expect(await read()).toMatchObject({ standing: { percent: '100' }, recorded: null });
  });

  it('are neither certified nor counted as those of the course', async () => {
    expectStatus(await close(), 200);
    const certified = await course.instructor.post(`${course.url}/grade-certifications`);
    expect(refusal(certified)).toEqual([409, 'gradebook.nothing_to_certify']);
    const administrator = await app.person('administrator');
    const uncertified = expectStatus(
      await administrator.get('/v1/uncertified-courses?startsFrom=2026-01-05&limit=100'),
      200,
    );
    const own = uncertified.data.find(({ courseId }: Body) => courseId === course.courseId);
    expect(own).toMatchObject({ isClosed: false, lastCertifiedAt: null });
    expectStatus(await course.instructor.put(`${course.url}/grade-closing`, { acceptOpenWork: true }), 200);
    const { learners } = expectStatus(
      await course.instructor.post(`${course.url}/grade-certifications`),
      201,
    );
    expect(learners).toBe(1);
  });

  it('are asked for of periods of the course alone', async () => {
    const other = await GradedCourse.open(app);
    const wanted = { periods: [FIRST] };
    const { periods } = expectStatus(await other.instructor.put(`${other.url}/grade-rules`, wanted), 200);
    const strange = periods[0].id as string;
    const { instructor, url } = course;
    for (const answer of [
      await instructor.get(`${url}/final-grades?period=${strange}`),
      await instructor.get(`${url}/final-grades/${learner.id}?period=${strange}`),
      await learner.get(`${url}/final-grades/me?period=${strange}`),
      await instructor.put(`${url}/final-grades/${learner.id}?period=${strange}`, {
        percent: '1',
        reason: REASON,
      }),
      await instructor.put(`${url}/final-grades/${learner.id}/comment?period=${strange}`, { text: 'No.' }),
      await instructor.get(`${url}/grade-closing?period=${strange}`),
      await instructor.get(`${url}/grade-closing/preview?period=${strange}`),
      await close(strange),
      await instructor.post(`${url}/grade-closing/reopening?period=${strange}`, { reason: REASON }),
    ])
      expect(refusal(answer)).toEqual([422, 'gradebook.no_such_period']);
    expect((await instructor.get(`${url}/final-grades?period=first`)).status).toBe(422);
    const assistant = await course.member('assistant');
    for (const caller of [assistant, learner])
      expect(refusal(await caller.put(closing(), {}))).toEqual([403, 'courses.instructors_only']);
  });

  it('lose no grade to the removal of their period, also at the same moment', async () => {
    expectStatus(await course.instructor.put(urlOf(learner), { percent: '80', reason: REASON }), 200);
    const removed = await rulesWith([{ ...SECOND, id: second }]);
    expect(refusal(removed)).toEqual([409, 'gradebook.period_graded']);
    expect(removed.body.detail).toContain('1 learner has a grade or a comment');
    expectStatus(await course.instructor.put(urlOf(learner), { reason: 'Not so.' }), 200);

    for (let round = 0; round < 15; round += 1) {
      const [given, ended] = await Promise.all([
        course.instructor.put(urlOf(learner, '/comment'), { text: `Round ${round}` }),
        rulesWith([{ ...SECOND, id: second }]),
      ]);
      const isGiven = given.status === 200;
      expect(isGiven ? refusal(ended) : [ended.status, given.body.code]).toEqual(
        isGiven ? [409, 'gradebook.period_graded'] : [200, 'gradebook.no_such_period'],
      );
      if (isGiven) expectStatus(await course.instructor.put(urlOf(learner, '/comment'), { text: null }), 200);
      else {
        const { periods } = expectStatus(await rulesWith([FIRST, { ...SECOND, id: second }]), 200);
        first = periods[0].id;
      }
    }
  });

  it('records a score that was being given when the period was closed', async () => {
    const put = holdStatements(/INSERT INTO results /);
    const late = await course.learner();
    const given = score(essay, '4', late);
    await put.reached;
    let isClosed = false;
    const closed = close().then((answer) => {
      isClosed = true;
      return answer;
    });
    await until(async () => isClosed || (await isWaiting()));
    put.restore();
    expectStatus(await given, 200);
    expectStatus(await closed, 200);
    expect(expectStatus(await course.instructor.get(urlOf(late)), 200)).toMatchObject({
      ...{ recorded: { percent: '40' }, isOutdated: false },
    });
  });

  it('cost a change of a score one statement, and nothing while no period is closed', async () => {
    const spent = async (value: string): Promise<number> => {
      const sql = await sqlOf(() => score(talk, value).then((answer) => expectStatus(answer, 200)));
      return sql.length;
    };
    const before = await spent('1');
    expectStatus(await close(), 200);
    expect(await spent('2')).toBe(before + 1);
    for (let count = 0; count < 5; count += 1) await item(`More ${count}`, '2026-05-01');
    expect(await spent('3')).toBe(before + 1);
  });

  async function imported(lines: string[][], fields: Record<string, string>): Promise<Body> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([stringify(lines)]), 'scores.csv');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const headers = { 'content-type': request.headers.get('content-type') ?? '' };
    const body = await buffer(request.body as never);
    const { id } = expectStatus(
      await course.instructor.post(`${course.url}/gradebook-imports`, body, headers),
      202,
    );
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await course.instructor.get(`/v1/operations/${id}`), 200);
  }

  /** Whether the closing is waiting, as only the statement of a lock that somebody else has is seen. */
  async function isWaiting(): Promise<boolean> {
    const running = await app.get(Database).query<{ Info: string | null }>('SHOW PROCESSLIST');
    return running.some(({ Info: text }) => text?.includes(BARRIER));
  }
});
