import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const CHARTS = ['completion-funnel', 'progress-distribution', 'ended-by-week', 'score-distribution'];

/** Addresses of charts that a browser can show in an <img>, which sends no token. */
describe('links to charts', () => {
  let app: TestApp;
  let course: GradedCourse;
  let lineItemId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    lineItemId = (await course.lineItem()).id;
    await course.grade(lineItemId, await course.learner(), { score: '10' });
  });
  afterAll(() => app.stop());

  const queryOf = (chart: string): string =>
    chart === 'score-distribution' ? `?lineItemId=${lineItemId}` : '';
  const linkTo = async (chart: string, caller: Caller = course.instructor): Promise<string> => {
    const { url } = expectStatus(
      await caller.get(`${course.url}/report/${chart}/link${queryOf(chart)}`),
      200,
    );
    const { pathname, search } = new URL(url);
    return pathname + search;
  };
  const show = (link: string): Promise<Answer> => app.anyone.get(link);

  it.each(CHARTS)(
    'show the same picture of %s as the report, without a token and on pages of other origins',
    async (chart) => {
      const answer = await show(await linkTo(chart));
      expect(answer.status).toBe(200);
      expect(answer.text).toBe(
        (await course.instructor.get(`${course.url}/report/${chart}.svg${queryOf(chart)}`)).text,
      );
      expect(answer.headers).toMatchObject({
        'content-type': 'image/svg+xml; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
      });
    },
  );

  it('say when they expire, and are refused from then on', async () => {
    const url = `${course.url}/report/completion-funnel/link`;
    const { expiresAt } = expectStatus(await course.instructor.get(url), 200);
    expect(expiresAt).toBe('2026-03-02T09:10:00.000Z');
    const link = await linkTo('completion-funnel');
    app.clock.advance(600_000 - 1);
    expect((await show(link)).status).toBe(200);
    app.clock.advance(1);
    const expired = await show(link);
    expect(expired.status).toBe(403);
    expect(expired.body).toMatchObject({ code: 'progress.chart_link_expired' });
  });

  it('show nothing but what they were made for', async () => {
    const link = await linkTo('completion-funnel');
    const [payload = '', ...rest] = link.slice(link.indexOf('=') + 1).split('.');
    const made = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const other = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const claims = { sub: other.instructor.id, sid: (made['claims'] as { sid: string }).sid };
    const forgeries = [
      { ...made, courseId: other.courseId },
      { ...made, chart: 'progress-distribution' },
      { ...made, claims },
    ].map((text) => [Buffer.from(JSON.stringify(text)).toString('base64url'), ...rest].join('.'));
    const [expiry = '', mac = ''] = rest;
    const longer = [payload, String(Number(expiry) + 600_000), mac].join('.');
    for (const forged of [...forgeries, longer, payload, 'x', `${payload}.${expiry}.`]) {
      const answer = await show(`/v1/chart-images?link=${forged}`);
      expect([answer.status, answer.body.code]).toEqual([403, 'progress.chart_link_invalid']);
    }
    expect((await show('/v1/chart-images')).status).toBe(422);
    expect((await show(`${link}&link=x`)).status).toBe(422);
    expect((await show(`${link}&lineItemId=${lineItemId}`)).status).toBe(422);
  });

  it('end with the rights, the account and the session of the person who got them', async () => {
    const assistant = await course.member('assistant');
    const linkOfAssistant = await linkTo('completion-funnel', assistant);
    expect((await show(linkOfAssistant)).status).toBe(200);
    await app.database.run('UPDATE enrollments SET end_date = begin_date WHERE user_id = ?', [
      toBinary(assistant.id),
    ]);
    expect((await show(linkOfAssistant)).body.code).toBe('courses.staff_only');

    const link = await linkTo('completion-funnel');
    await app.database.run('UPDATE users SET disabled_at = ? WHERE id = ?', [
      app.clock.now(),
      toBinary(course.instructor.id),
    ]);
    expect((await show(link)).body.code).toBe('progress.chart_link_expired');
  });

  it('are given only where there is something to show', async () => {
    const learner = await course.learner();
    const get = async (chart: string, caller: Caller): Promise<string> =>
      (await caller.get(`${course.url}/report/${chart}/link`)).body.code;
    expect(await get('completion-funnel', learner)).toBe('courses.staff_only');
    expect(await get('score-distribution', course.instructor)).toBe('request.invalid');
    const undated = await GradedCourse.open(app);
    const answer = await undated.instructor.get(`${undated.url}/report/ended-by-week/link`);
    expect(answer.body.code).toBe('progress.no_start_date');
  });
});
