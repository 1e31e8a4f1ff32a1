import { newId, toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate, type PopulousCourse } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-01-05';
const TODAY = '2026-03-02';
const CHARTS = ['completion-funnel', 'progress-distribution', 'ended-by-week'];

describe('the report of a course', () => {
  let app: TestApp;
  let course: GradedCourse;
  let facts: PopulousCourse;
  let report: Answer['body'];
  beforeAll(async () => {
    app = await TestApp.start();
    // Ahead of UTC by 13 hours: days there are not those of UTC.
    course = await GradedCourse.open(app, {
      startDate: START,
      timeZone: 'Pacific/Auckland',
      title: 'A & B <i>',
    });
    const { courseId, sectionId } = course;
    const where = { courseId, sectionId, timeZone: 'Pacific/Auckland', startDate: START };
    facts = await populate(app, where, { learners: 300, activities: 12, lineItems: 8 });
    report = expectStatus(await course.instructor.get(`${course.url}/report`), 200);
  });
  afterAll(() => app.stop());

  const active = () =>
    facts.learners.filter(
      ({ beginDate, endDate }) => beginDate <= TODAY && (endDate === null || endDate > TODAY),
    );

  const isEnded = ({ endDate }: { endDate: string | null }): boolean => endDate !== null && endDate <= TODAY;

  it('counts the learners as counting one by one does', () => {
    expect(report).toMatchObject({
      courseId: course.courseId,
      asOf: '2026-03-02T09:00:00.000Z',
      enrolled: 300,
      active: active().length,
      suspended: 0,
      upcoming: facts.learners.filter((learner) => !isEnded(learner) && learner.beginDate > TODAY).length,
      ended: facts.learners.filter(isEnded).length,
    });
    expect(report.active + report.suspended + report.upcoming + report.ended).toBe(300);
  });

  it('counts the ends of enrollments by the week of the course, from before its start on', () => {
    const weeks = new Map<number, number>();
    for (const { endDate } of facts.learners) {
      if (endDate === null || endDate > TODAY) continue;
      const days = Math.round((Date.parse(endDate) - Date.parse(START)) / 86_400_000);
      const week = Math.floor(days / 7) + 1;
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    expect(Math.min(...weeks.keys())).toBeLessThan(1);
    const expected = [...weeks].map(([week, count]) => ({ week, count })).sort((a, b) => a.week - b.week);
    expect(report.endedByCourseWeek).toEqual(expected);
  });

  it('computes the figures of every line item as textbook sums over its results do', () => {
    expect(report.lineItems).toHaveLength(facts.lineItems.length);
    const beginOf = new Map(active().map(({ userId, beginDate }) => [userId, beginDate]));
    for (const { id, title, dueDate } of facts.lineItems) {
      const figures = report.lineItems.find((item: Answer['body']) => item.lineItemId === id);
      const results = facts.results.filter(
        (result) => result.lineItemId === id && beginOf.has(result.userId),
      );
      const settled = new Set(
        results
          .filter(({ score, scoreStatus }) => score !== null || scoreStatus === 'exempt')
          .map(({ userId }) => userId),
      );
      const missing = active().filter(
        ({ userId, beginDate }) => !settled.has(userId) && (dueDate === null || beginDate <= dueDate),
      );
      const scores = results
        .flatMap(({ score }) => (score === null ? [] : [Number(score)]))
        .sort((one, other) => one - other);
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
      const middle = [scores[Math.ceil(scores.length / 2) - 1]!, scores[Math.floor(scores.length / 2)]!];
      expect(figures).toMatchObject({
        title,
        results: results.length,
        exempt: results.filter(({ scoreStatus }) => scoreStatus === 'exempt').length,
        missingScores: missing.length,
        late: results.filter(
          // They came in on that day of the course.
          ({ submittedAt, scoreDate, scoreStatus }) =>
            dueDate !== null &&
            submittedAt !== null &&
            scoreDate > dueDate &&
            scoreStatus !== 'exempt' &&
            scoreStatus !== 'not submitted',
        ).length,
      });
      expect(Number(figures.mean)).toBeCloseTo(mean, 5);
      expect(Number(figures.median)).toBeCloseTo((middle[0]! + middle[1]!) / 2, 5);
      expect(Number(figures.standardDeviation)).toBeCloseTo(Math.sqrt(squares / (scores.length - 1)), 5);
      expect(Number(figures.min)).toBe(scores[0]);
      expect(Number(figures.max)).toBe(scores.at(-1));
      expect(figures.distribution).toMatchObject({ below: 0, above: 0 });
      for (const [index, { from, to, count }] of figures.distribution.bins.entries()) {
        const isLast = index === 9;
        const inBin = scores.filter(
          (score) => score >= Number(from) && (score < Number(to) || (isLast && score <= 100)),
        );
        expect(count).toBe(inBin.length);
      }
    }
    expect(report.lineItems.filter(({ late }: { late: number }) => late > 0)).not.toHaveLength(0);
  });

  it('shows how many active learners completed each activity, and how far they are', () => {
    const learners = new Set(active().map(({ userId }) => userId));
    const counts = (activityId: string): number =>
      facts.completions.filter((one) => one.activityId === activityId && learners.has(one.userId)).length;
    expect(
      report.completionFunnel.map(({ activityId, completed }: Answer['body']) => [activityId, completed]),
    ).toEqual(facts.activityIds.map((activityId) => [activityId, counts(activityId)]));
    expect(report.completionFunnel[0]).toMatchObject({ title: 'Page 1', type: 'page' });
    const [first] = report.completionFunnel;
    expect(Number(first.percentage)).toBeCloseTo((100 * first.completed) / learners.size, 1);

    const shares = active().map(
      ({ userId }) => facts.completions.filter((completion) => completion.userId === userId).length / 12,
    );
    const inBand = ({ from, to }: { from: number; to: number }): number =>
      shares.filter((share) => (from === to ? share === 1 : 100 * share >= from && 100 * share < to)).length;
    for (const band of report.progressDistribution) expect(band.learners).toBe(inBand(band));
    expect(report.progressDistribution).toHaveLength(11);
  });

  it('names the learners who are behind, at most a hundred, and counts them all', () => {
    const { total, learners } = report.behind;
    const due = facts.lineItems.filter(({ dueDate }) => dueDate !== null && dueDate < TODAY);
    const overdueOf = (userId: string): number => {
      const { beginDate } = facts.learners.find((learner) => learner.userId === userId)!;
      const done = new Set(
        facts.results
          .filter((result) => result.userId === userId && result.scoreStatus !== 'not submitted')
          .map(({ lineItemId }) => lineItemId),
      );
      return due.filter(({ id, dueDate }) => !done.has(id) && beginDate <= (dueDate ?? '')).length;
    };
    expect(learners).toHaveLength(Math.min(100, total));
    const activeIds = new Set(active().map(({ userId }) => userId));
    for (const { userId, reasons, familyName, percentage } of learners) {
      expect(activeIds.has(userId)).toBe(true);
      expect(familyName).toBe(facts.learners.find((learner) => learner.userId === userId)?.familyName);
      const done = facts.completions.filter((completion) => completion.userId === userId).length;
      expect(Number(percentage)).toBeCloseTo((100 * done) / 12, 0);
      const overdue = reasons.find(({ code }: { code: string }) => code === 'overdue_work');
      expect(Number(overdue?.actual ?? 0)).toBe(overdueOf(userId));
    }
    const owing = [...activeIds].filter((userId) => overdueOf(userId) > 0);
    expect(total).toBeGreaterThanOrEqual(owing.length);
    const mostReasons = learners.map(({ reasons }: { reasons: unknown[] }) => reasons.length);
    expect(mostReasons).toEqual([...mostReasons].sort((one: number, other: number) => other - one));
  });

  it('counts only ends before the end of the course as early, in figures and chart alike', async () => {
    const ended = await GradedCourse.open(app, { startDate: START, endDate: '2026-02-15' });
    const { courseId, sectionId, url, instructor } = ended;
    const where = { courseId, sectionId, timeZone: 'UTC', startDate: START };
    const { learners } = await populate(app, where, { learners: 200, activities: 1, lineItems: 1, seed: 4 });
    const isEarly = (endDate: string | null): boolean => endDate !== null && endDate < '2026-02-15';
    const early = learners.filter(({ endDate }) => isEarly(endDate)).length;
    expect(early).toBeLessThan(learners.filter(({ endDate }) => endDate !== null).length);

    const { endedByCourseWeek } = expectStatus(await instructor.get(`${url}/report`), 200);
    const counts: number[] = endedByCourseWeek.map(({ count }: { count: number }) => count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(early);
    const chart = await instructor.get(`${url}/report/ended-by-week.svg`);
    expect(chart.text).toContain(`${early} departures before the end of the course`);
  });

  it('counts suspended learners and their results in no figure but their own and the number of all', async () => {
    const room = await GradedCourse.open(app, { startDate: START });
    const { id: lineItemId } = await room.lineItem({ resultValueMax: '20', dueDate: '2026-02-20' });
    const learner = (): Promise<Caller> => room.learner({ beginDate: START });
    const [active, suspended, leaving] = [await learner(), await learner(), await learner()];
    const submittedAt = '2026-02-25T12:00:00.000Z';
    await room.grade(lineItemId, active, { score: '10', submittedAt });
    await room.grade(lineItemId, suspended, { score: '20', submittedAt });
    await room.grade(lineItemId, leaving, { score: null, submittedAt });
    const read = async (): Promise<Answer['body']> =>
      expectStatus(await room.instructor.get(`${room.url}/report`), 200);
    const chart = async (): Promise<string> =>
      (await room.instructor.get(`${room.url}/report/score-distribution.svg?lineItemId=${lineItemId}`)).text;
    expect(await read()).toMatchObject({
      ...{ enrolled: 3, active: 3, suspended: 0 },
      lineItems: [{ results: 3, missingScores: 1, late: 3, mean: '15', max: '20' }],
    });
    expect(await chart()).toContain('2 scores');

    await app.database.run('UPDATE users SET disabled_at = ? WHERE id IN (?, ?)', [
      app.clock.now(),
      toBinary(suspended.id),
      toBinary(leaving.id),
    ]);
    await app.database.run("UPDATE enrollments SET end_date = '2026-06-01' WHERE user_id = ?", [
      toBinary(leaving.id),
    ]);
    expect(await read()).toMatchObject({
      ...{ enrolled: 3, active: 1, suspended: 2, ended: 0, endedByCourseWeek: [] },
      lineItems: [{ results: 1, missingScores: 0, late: 1, mean: '10', max: '10' }],
    });
    expect(await chart()).toContain('1 score,');
  });

  it('shows zeros and nulls for an empty course', async () => {
    const empty = await GradedCourse.open(app);
    await empty.quiz('Without questions', 0);
    expect((await empty.instructor.get(`${empty.url}/report`)).body).toMatchObject({
      enrolled: 0,
      active: 0,
      ended: 0,
      endedByCourseWeek: null,
      completionFunnel: [],
      lineItems: [
        { results: 0, exempt: 0, missingScores: 0, late: 0, mean: null, median: null, distribution: null },
      ],
      behind: { total: 0, learners: [] },
    });
  });

  it('takes the same number of statements for a course twenty times as large', async () => {
    const small = await GradedCourse.open(app, { startDate: START });
    const where = { courseId: small.courseId, sectionId: small.sectionId, timeZone: 'UTC', startDate: START };
    const read = async (): Promise<number> =>
      (await sqlOf(async () => expectStatus(await small.instructor.get(`${small.url}/report`), 200))).length;
    await populate(app, where, { learners: 20, activities: 2, lineItems: 1 });
    const before = await read();
    await populate(app, where, { learners: 400, activities: 40, lineItems: 20, seed: 3 });
    expect([before, await read()]).toEqual([9, 9]);
  });

  describe('as charts', () => {
    const get = (chart: string, caller: Caller = course.instructor): Promise<Answer> =>
      caller.get(`${course.url}/report/${chart}`);

    it.each([...CHARTS, 'score-distribution'])(
      'draws %s as an SVG that runs and loads nothing',
      async (name) => {
        const query = name === 'score-distribution' ? `?lineItemId=${facts.lineItems[0]?.id}` : '';
        const answer = await get(`${name}.svg${query}`);
        expect(answer.status).toBe(200);
        expect(answer.headers).toMatchObject({
          'content-type': 'image/svg+xml; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          'x-content-type-options': 'nosniff',
        });
        expect(answer.text).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
        expect(answer.text).not.toMatch(/<script|<i>| on\w+=|href=/);
      },
    );

    it('shows the figures of the report in the charts', async () => {
      const funnel = (await get('completion-funnel.svg')).text;
      expect(funnel).toContain('A &amp; B');
      const [{ completed, learners }] = report.completionFunnel;
      expect(funnel).toContain(`Page 1: ${completed} of ${learners} (`);
      const ends = (await get('ended-by-week.svg')).text;
      expect(ends).toContain(`${report.ended} departures before the end of the course`);
      const [{ week, count }] = report.endedByCourseWeek;
      expect(ends).toContain(`week ${week < 1 ? `−${1 - week}` : week}: ${count}`);
      const spread = (await get('progress-distribution.svg')).text;
      expect(spread).toContain(`100%: ${report.progressDistribution[10].learners}`);
      const { lineItemId, missingScores } = report.lineItems[0];
      const scores = (await get(`score-distribution.svg?lineItemId=${lineItemId}`)).text;
      expect(scores).toMatch(/\d+ scores/);
      expect(scores).toContain(`${missingScores} learners without a score`);
    });

    it('answers with a code that says what is missing for a chart', async () => {
      const empty = await GradedCourse.open(app);
      const { lineItemId } = await empty.quiz('Without questions', 0);
      const code = async (chart: string): Promise<string> =>
        (await empty.instructor.get(`${empty.url}/report/${chart}`)).body.code;
      expect(await code('ended-by-week.svg')).toBe('progress.no_start_date');
      expect(await code(`score-distribution.svg?lineItemId=${lineItemId}`)).toBe('progress.nothing_to_score');
      expect(await code(`score-distribution.svg?lineItemId=${facts.lineItems[0]?.id}`)).toBe(
        'progress.line_item_not_found',
      );
      expect(await code(`score-distribution.svg?lineItemId=${newId()}`)).toBe('progress.line_item_not_found');
      expect(await code('score-distribution.svg')).toBe('request.invalid');
      expect(await code('score-distribution.svg?lineItemId=x')).toBe('request.invalid');
      expect(await code('unheard-of.svg')).toBe('request.no_such_route');
      for (const chart of ['completion-funnel.svg', 'progress-distribution.svg'])
        expect((await empty.instructor.get(`${empty.url}/report/${chart}`)).status).toBe(200);
    });
  });

  it('refuses everybody but the staff, for the report and for every chart', async () => {
    const learner = await course.learner();
    const stranger = await app.person('instructor');
    const assistant = await course.member('assistant');
    const urls = ['report', ...CHARTS.map((chart) => `report/${chart}.svg`)];
    for (const url of [...urls, `report/score-distribution.svg?lineItemId=${facts.lineItems[0]?.id}`]) {
      for (const caller of [learner, stranger])
        expect((await caller.get(`${course.url}/${url}`)).body.code).toBe('courses.staff_only');
      expect((await app.anyone.get(`${course.url}/${url}`)).status).toBe(401);
      expect((await assistant.get(`${course.url}/${url}`)).status).toBe(200);
    }
  });
});
