import { HeavyReads } from '../../../src/shared/heavy-reads/heavy-reads';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { beforeNext, type HeldStatements, holdStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

/** The statement of a report that reads results. */
const READS_RESULTS = /FROM line_items li .*JOIN results r/;
const ENDS = /FROM earlier_enrollments e/;

negativeControl('the sharing of reports', ['ten requests for a report at the same moment'], () => {
  replaceMethod(
    HeavyReads.prototype,
    'share',
    () => (_request, _key, work) => work(new AbortController().signal),
  );
});
negativeControl(
  'the rule that a shared report begins after its request',
  ['a report that is asked for after a grade was given'],
  () => {
    replaceMethod(HeavyReads.prototype, 'mayJoin' as never, () => (() => true) as never);
  },
);
negativeControl(
  'the few places of heavy reads',
  ['people read their account while reports wait for the database', 'reports that find no place in the line'],
  () => {
    replaceMethod(
      HeavyReads.prototype,
      'share',
      () => (_request, _key, work) => work(new AbortController().signal),
    );
  },
);

describe('the lane of heavy reads', () => {
  let app: TestApp;
  const release: (() => void)[] = [];
  const answers: Promise<unknown>[] = [];

  /** Holds what reads the ends of enrollments, until the test is over or lets it go. */
  function hold(): HeldStatements {
    const held = holdStatements(ENDS);
    release.push(() => held.restore());
    return held;
  }

  /** Sends a request without waiting, and keeps an eye on its answer. */
  function send(answer: Promise<Answer>): Promise<Answer> {
    answers.push(answer.catch(() => undefined));
    return answer;
  }

  async function start(settings: Record<string, string> = {}): Promise<GradedCourse> {
    app = await TestApp.start(settings);
    return GradedCourse.open(app, { startDate: '2026-01-05' });
  }

  afterEach(async () => {
    release.splice(0).forEach((restore) => restore());
    await Promise.all(answers.splice(0));
    await app.stop();
  });

  it('ten requests for a report at the same moment are answered by one computation', async () => {
    const course = await start();
    const staff = await Promise.all(Array.from({ length: 9 }, () => course.member('assistant')));
    let reports: Answer[] = [];
    const statements = await sqlOf(async () => {
      reports = await Promise.all(
        [course.instructor, ...staff].map((one) => one.get(`${course.url}/report`)),
      );
    });
    expect(new Set(reports.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(reports[0]?.status).toBe(200);
    expect(statements.filter((sql) => READS_RESULTS.test(sql))).toHaveLength(1);
  });

  it('a report that is asked for after a grade was given has the grade, though one that began before is under way', async () => {
    const course = await start();
    const learner = await course.learner();
    const { id } = await course.lineItem();
    const before = hold();
    const first = send(course.instructor.get(`${course.url}/report`));
    await before.reached;
    await course.grade(id, learner, { score: '12' });
    const between = [1, 2, 3].map(() => send(course.instructor.get(`${course.url}/report`)));
    // The others are in the line once their callers are known.
    const lane = app.get(HeavyReads);
    await until(() => lane['line'].size === 1);
    before.go();
    expectStatus(await first, 200);
    for (const { body } of await Promise.all(between)) expect(body.lineItems).toMatchObject([{ mean: '12' }]);
  });

  it('whoever may not see a report is refused while others share it, and gets nothing of it', async () => {
    const course = await start();
    const learner = await course.learner();
    const held = hold();
    const report = send(course.instructor.get(`${course.url}/report`));
    await held.reached;
    expect((await learner.get(`${course.url}/report`)).body.code).toBe('courses.staff_only');
    expect((await app.anyone.get(`${course.url}/report`)).status).toBe(401);
    held.go();
    expectStatus(await report, 200);
  });

  it('a report that fails is no answer to those who ask after it', async () => {
    const course = await start();
    beforeNext(ENDS, () => Promise.reject(Object.assign(new Error('a fault of the test'), { code: 'X' })));
    expect((await course.instructor.get(`${course.url}/report`)).status).toBe(500);
    expectStatus(await course.instructor.get(`${course.url}/report`), 200);
  });

  it('people read their account while reports wait for the database, however many are asked for', async () => {
    const course = await start({ DATABASE_POOL_SIZE: '3', DATABASE_WAIT_SECONDS: '1' });
    const courses = [
      course,
      await GradedCourse.open(app),
      await GradedCourse.open(app),
      await GradedCourse.open(app),
    ];
    const held = hold();
    const reports = courses.map(({ instructor, url }) => send(instructor.get(`${url}/report`)));
    await held.reached;
    for (let round = 0; round < 5; round += 1) expectStatus(await course.instructor.get('/v1/me'), 200);
    held.go();
    for (const report of reports) expectStatus(await report, 200);
  });

  it('reports that find no place in the line, or wait too long in it, get 503 with Retry-After and a reason', async () => {
    const course = await start({
      HEAVY_READS_AT_ONCE: '1',
      HEAVY_READS_WAITING: '1',
      HEAVY_READ_WAIT_SECONDS: '1',
    });
    const others = [await GradedCourse.open(app), await GradedCourse.open(app)];
    const held = hold();
    const running = send(course.instructor.get(`${course.url}/report`));
    await held.reached;
    const refused = others.map(({ instructor, url }) => send(instructor.get(`${url}/report`)));
    for (const answer of await Promise.all(refused)) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'server.busy' } });
      expect(answer.body.detail).toMatch(/^Other reports and exports are being computed/);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    held.go();
    expectStatus(await running, 200);
  });

  it('a request whose client has gone leaves the line, and its report is not computed', async () => {
    const course = await start({ HEAVY_READS_AT_ONCE: '1' });
    const other = await GradedCourse.open(app);
    const port = await app.listen();
    const lane = app.get(HeavyReads);
    const held = hold();
    const running = send(course.instructor.get(`${course.url}/report`));
    await held.reached;
    const leaving = new AbortController();
    const left = fetch(`http://127.0.0.1:${port}${other.url}/report`, {
      headers: { authorization: `Bearer ${other.instructor.token}` },
      signal: leaving.signal,
    }).catch((error: Error) => error.name);
    await until(() => lane['line'].size === 1);
    leaving.abort();
    expect(await left).toBe('AbortError');
    await until(() => lane['line'].size === 0);
    held.go();
    expectStatus(await running, 200);
    expect([lane['line'].size, lane['running'].size, held.count()]).toEqual([0, 0, 1]);
  });

  it('an export of the gradebook waits for its place as reports do, and is whole', async () => {
    const course = await start({ HEAVY_READS_AT_ONCE: '1', HEAVY_READ_WAIT_SECONDS: '1' });
    const learner: Caller = await course.learner();
    const { id } = await course.lineItem();
    await course.grade(id, learner, { score: '12' });
    const held = hold();
    const running = send(course.instructor.get(`${course.url}/report`));
    await held.reached;
    expect((await course.instructor.get(`${course.url}/gradebook.csv`)).status).toBe(503);
    held.go();
    expectStatus(await running, 200);
    const csv = await course.instructor.get(`${course.url}/gradebook.csv`);
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(2);
  });
});
