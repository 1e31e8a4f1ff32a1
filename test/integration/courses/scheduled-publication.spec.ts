import { DuePublications } from '../../../src/modules/courses/content/versions/scheduled/due-publications';
import { PublicationSweep } from '../../../src/modules/courses/content/versions/scheduled/publication-sweep';
import { toBinary } from '../../../src/shared/database/ids';
import { ApplicationProcess } from '../../support/application-process';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { alterStore, negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

// Each of the two keeps a second version away.
negativeControl(
  'the lock and the unique numbers of a course that is due',
  ['is published once, whoever'],
  () => {
    withoutLocks(/content_due_at <= \?/);
    alterStore(
      'ALTER TABLE course_versions DROP INDEX uq_course_versions_number, ADD INDEX uq_course_versions_number (course_id, number)',
    );
  },
);

jest.setTimeout(120_000);

const MONDAY = '2026-03-09T08:00:00.000Z';

describe('a publication that is scheduled', () => {
  const folder = mailFolder();
  let app: TestApp;
  let room: CourseRoom;
  let learner: Caller;
  let section: string;
  const processes: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
    folder.remove();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app, { published: false, publishing: 'manual', language: 'en' });
    section = await room.section('Week 1');
    await room.activity(section, 'First');
    expectStatus(await room.instructor.put(`${room.url}/publication`), 200);
    learner = await room.learner();
  });

  const url = (): string => `${room.url}/scheduled-publication`;
  const schedule = (publishAt = MONDAY, note = '', headers = {}): Promise<Answer> =>
    room.instructor.put(url(), { publishAt, note }, headers);
  const state = async (): Promise<Answer['body']> => expectStatus(await room.instructor.get(url()), 200);
  const titles = async (person: Caller = learner): Promise<string[]> =>
    (
      expectStatus(await person.get(`${room.url}/outline`), 200).sections as {
        activities: { title: string }[];
      }[]
    ).flatMap(({ activities }) => activities.map(({ title }) => title));
  const versions = async (): Promise<Answer['body'][]> =>
    expectStatus(await room.instructor.get(`${room.url}/versions`), 200).data;
  const sweep = (of = app): Promise<number> => of.get(PublicationSweep).sweep();

  it('shows learners at its instant what authors have written until then, and not a moment before', async () => {
    const told = expectStatus(await schedule(MONDAY, 'Week 2'), 200);
    expect(told).toMatchObject({
      ...{ state: 'waiting', publishAt: MONDAY, note: 'Week 2', settledAt: null, refusal: null, version: 1 },
      scheduledBy: { id: room.instructor.id },
    });
    await room.activity(section, 'Written afterwards');
    app.clock.set('2026-03-09T07:59:59.999Z');
    expect(await sweep()).toBe(0);
    expect(await titles()).toEqual(['First']);
    app.clock.set(MONDAY);
    expect(await sweep()).toBe(1);
    expect(await titles()).toEqual(['First', 'Written afterwards']);
    expect(await state()).toMatchObject({
      state: 'published',
      publishedNumber: 2,
      settledAt: MONDAY,
      version: 2,
    });
    expect((await versions())[0]).toMatchObject({
      ...{ number: 2, cause: 'schedule', note: 'Week 2', publishedBy: { id: room.instructor.id } },
    });
    expect(await sweep()).toBe(0);
  });

  it('waits for nothing that runs now and then: whoever comes after the instant sees it', async () => {
    const added = await room.activity(section, 'Second');
    await schedule();
    app.clock.set(MONDAY);
    // Each of the roads into a course settles it; no sweep has run.
    expectStatus(await learner.get(`/v1/activities/${added}`), 200);
    expect(await titles()).toEqual(['First', 'Second']);

    await room.activity(section, 'Third');
    await schedule('2026-03-16T08:00:00.000Z');
    app.clock.set('2026-03-16T08:00:00.000Z');
    const { data } = expectStatus(await learner.get(`${room.url}/activities`), 200);
    expect(data).toHaveLength(3);
  });

  it('has in it what was there at the instant, and no change that an author makes after it', async () => {
    await room.activity(section, 'In time');
    await schedule();
    app.clock.set(MONDAY);
    await room.activity(section, 'Too late');
    expect(await titles()).toEqual(['First', 'In time']);
    expect(await titles(room.instructor)).toEqual(['First', 'In time', 'Too late']);
    expect(await state()).toMatchObject({ state: 'published', publishedNumber: 2 });
  });

  it('is published once, whoever comes at the same moment', async () => {
    const other = await TestApp.start({}, app.target);
    try {
      for (let round = 2; round <= 5; round += 1) {
        await room.activity(section, `Added ${round}`);
        const at = new Date(Date.parse(MONDAY) + round * 60_000).toISOString();
        await schedule(at);
        app.clock.set(at);
        other.clock.set(at);
        const settle = (of: TestApp): Promise<boolean> => of.get(DuePublications).settle(room.courseId);
        const [mine, theirs, read] = await Promise.all([
          Promise.all([settle(app), settle(app), settle(app)]),
          Promise.all([settle(other), settle(other), settle(other)]),
          titles(),
        ]);
        expect([...mine, ...theirs].filter(Boolean).length).toBeLessThanOrEqual(1);
        expect(read).toContain(`Added ${round}`);
        const causes = (await versions()).filter(({ cause }) => cause === 'schedule');
        expect(causes).toHaveLength(round - 1);
        expect(await state()).toMatchObject({ state: 'published', publishedNumber: round });
      }
    } finally {
      await other.stop();
    }
  });

  it('comes about once, and whole, though the first process that does it is killed before its commit', async () => {
    await room.activity(section, 'Second');
    await schedule();
    const hour = new Date(Date.now() - 3_600_000);
    await app.database.run('UPDATE scheduled_publications SET publish_at = ? WHERE course_id = ?', [
      hour,
      toBinary(room.courseId),
    ]);
    await app.database.run('UPDATE courses SET content_due_at = ? WHERE id = ?', [
      hour,
      toBinary(room.courseId),
    ]);
    const dying = await ApplicationProcess.start(app.target, {}, ['preloads/dying-publications.ts']);
    processes.push(dying);
    expect(await dying.exit()).toBeNull();
    const row = (): Promise<{ number: number; state: string } | undefined> =>
      app.database.row(
        `SELECT c.published_version AS number, p.state FROM courses c JOIN scheduled_publications p ON p.course_id = c.id
         WHERE c.id = ?`,
        [toBinary(room.courseId)],
      );
    expect(await row()).toEqual({ number: 1, state: 'waiting' });
    const healthy = await ApplicationProcess.start(app.target);
    processes.push(healthy);
    await until(async () => (await row())?.state === 'published', 30);
    await healthy.end('SIGTERM');
    expect(await row()).toEqual({ number: 2, state: 'published' });
    expect((await versions()).map(({ number }) => number)).toEqual([2, 1]);
  });

  it('is refused where the course requires content that shuts nobody out, with reasons that stay, and a mail', async () => {
    expectStatus(await room.instructor.patch(room.url, { contentCheck: 'required' }), 200);
    await room.activity(section, 'Second', { content: '[here](https://example.org)' });
    await schedule();
    app.clock.set(MONDAY);
    await receiveMail(app);
    expect(await sweep()).toBe(1);
    expect(await titles()).toEqual(['First']);
    expect(await state()).toMatchObject({
      ...{ state: 'refused', publishedNumber: null, settledAt: MONDAY },
      refusal: { code: 'courses.content_check', errors: [{ rule: 'unclear_link' }] },
    });
    const mails = await receiveMail(app);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.subject).toBe('“Foundations of Statistics” was not published');
    expect(mails[0]!.text).toContain('2026-03-09 08:00:00 (UTC)');
    expect(mails[0]!.text).toContain('does not say where it leads');
    expect(await sweep()).toBe(0);
    expect(await receiveMail(app)).toEqual([]);
  });

  it('is refused where rules can never be met, and where the course is archived', async () => {
    const second = await room.activity(section, 'Second');
    const rule = {
      kind: 'date',
      from: { at: '2026-05-01T00:00:00Z' },
      until: { at: '2026-04-01T00:00:00Z' },
    };
    expectStatus(await room.instructor.patch(`/v1/activities/${second}`, { releaseRule: rule }), 200);
    await schedule();
    app.clock.set(MONDAY);
    await sweep();
    expect(await state()).toMatchObject({ state: 'refused', refusal: { code: 'courses.release_never_met' } });

    expectStatus(await schedule('2026-03-10T08:00:00.000Z'), 200);
    expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
    app.clock.set('2026-03-10T08:00:00.000Z');
    await sweep();
    expect(await state()).toMatchObject({ state: 'refused', refusal: { code: 'courses.archived' } });
  });

  it('makes no version where nothing has changed, and says which one is published', async () => {
    await schedule();
    app.clock.set(MONDAY);
    await sweep();
    expect(await state()).toMatchObject({ state: 'published', publishedNumber: 1 });
    expect(await versions()).toHaveLength(1);
  });

  it('is moved and called off under the version that was read', async () => {
    const { headers } = await schedule();
    const etag = { 'if-match': String(headers['etag']) };
    const moved = await schedule('2026-03-10T08:00:00.000Z', '', etag);
    expect(expectStatus(moved, 200)).toMatchObject({ version: 2 });
    // Saying the same again changes nothing.
    expect(expectStatus(await schedule('2026-03-10T08:00:00.000Z'), 200)).toMatchObject({ version: 2 });
    expectStatus(await room.instructor.delete(url(), etag), 412);
    expectStatus(await room.instructor.delete(url(), { 'if-match': String(moved.headers['etag']) }), 204);
    expectStatus(await room.instructor.get(url()), 404);
    expectStatus(await room.instructor.delete(url()), 404);
    app.clock.set('2026-03-11T00:00:00.000Z');
    expect(await sweep()).toBe(0);
    // One that comes later has no version of an earlier one.
    const again = await schedule('2026-03-12T08:00:00.000Z', '', { 'if-match': '*' });
    expect(again.status).toBe(412);
    expect(expectStatus(await schedule('2026-03-12T08:00:00.000Z'), 200)).toMatchObject({ version: 4 });
  });

  it('lies ahead, and is for instructors to say', async () => {
    const behind = await schedule('2026-03-02T09:00:00.000Z');
    expect([behind.status, behind.body.errors]).toEqual([
      422,
      [expect.objectContaining({ field: 'publishAt', rule: 'liesAhead' })],
    ]);
    expect((await schedule('2028-04-02T09:00:00.000Z')).body.code).toBe('courses.not_ahead');
    const assistant = await room.member('assistant');
    expectStatus(await assistant.put(url(), { publishAt: MONDAY }), 403);
    expectStatus(await assistant.get(url()), 404);
    expectStatus(await learner.get(url()), 403);
  });

  it('costs those who come to the course no statement while it waits', async () => {
    await titles();
    const before = await sqlOf(() => learner.get(`${room.url}/outline`));
    await schedule();
    const waiting = await sqlOf(() => learner.get(`${room.url}/outline`));
    expect(waiting).toHaveLength(before.length);
  });

  it('does not keep people out of the course where it fails for a reason of its own', async () => {
    const second = await room.activity(section, 'Second');
    await schedule();
    // As a build that nobody knows might have written it.
    await app.database.run(`UPDATE activities SET release_rule = '{"kind":"all"}' WHERE id = ?`, [
      toBinary(second),
    ]);
    app.clock.set(MONDAY);
    expect(await titles()).toEqual(['First']);
    expect(await state()).toMatchObject({
      state: 'refused',
      refusal: { code: 'courses.publication_failed' },
    });
  });
});
