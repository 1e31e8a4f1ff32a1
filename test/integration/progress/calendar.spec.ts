import { CourseRoom, expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { type ReadEvent, readCalendar } from '../../support/calendars';

describe('the calendar of a person', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app, {
      ...{ title: 'Statistics', timeZone: 'Europe/Berlin', startDate: '2026-03-02', endDate: '2026-07-31' },
    });
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  const subscribe = async (caller: Caller, name = 'My phone'): Promise<{ id: string; path: string }> => {
    const { id, address } = expectStatus(await caller.post('/v1/me/calendar-feeds', { title: name }), 201);
    return { id, path: (address as string).replace(app.settings.publicUrl, '') };
  };
  const eventsOf = async (path: string): Promise<Map<string, ReadEvent>> => {
    const answer = await app.anyone.get(path);
    expectStatus(answer, 200);
    expect(answer.headers['content-type']).toMatch(/^text\/calendar/);
    return readCalendar(answer.text);
  };
  const settings = (activityId: string, changes: object): Promise<Answer> =>
    course.instructor.patch(`/v1/quizzes/${activityId}`, changes);
  const session = async (title: string, times: object): Promise<string> => {
    const { id } = expectStatus(
      await course.instructor.post(`/v1/sections/${course.sectionId}/activities`, {
        ...{ type: 'live_session', title },
      }),
      201,
    );
    expectStatus(await course.instructor.patch(`/v1/live-sessions/${id}`, times), 200);
    return id as string;
  };

  it('has by when activities are expected to be completed, at one instant or counted from the start of the learner', async () => {
    const [page, other] = [
      await course.activity(course.sectionId, 'A page'),
      await course.activity(course.sectionId, 'Another'),
    ];
    const expectedBy = { at: '2026-03-20T16:00:00.000Z' };
    expectStatus(await course.instructor.patch(`/v1/activities/${page}`, { expectedBy }), 200);
    const counted = { expectedBy: { daysAfterStart: 28, time: '18:00' } };
    expectStatus(await course.instructor.patch(`/v1/activities/${other}`, counted), 200);
    const late = await course.learner({ beginDate: '2026-03-02' });
    const events = await eventsOf((await subscribe(late)).path);
    expect(events.get('Expected: A page (Statistics)')).toMatchObject({
      ...{ uid: `${page}-expected@stoa`, startsAt: '2026-03-20T16:00:00.000Z' },
    });
    // The clocks are set forward on 29 March.
    expect(events.get('Expected: Another (Statistics)')).toMatchObject({
      startsAt: '2026-03-30T16:00:00.000Z',
    });
    const closed = { releaseRule: { kind: 'date', from: { at: '2026-12-01T00:00:00Z' }, shown: false } };
    expectStatus(await course.instructor.patch(`/v1/activities/${page}`, closed), 200);
    expect((await eventsOf((await subscribe(late, 'Again')).path)).has('Expected: A page (Statistics)')).toBe(
      false,
    );
  });

  it('has the days of courses, what is due, quizzes that open and close, and sessions', async () => {
    const { activityId } = await course.quiz('Quiz; one, two', 1);
    const times = {
      opensAt: '2026-03-10T08:00:00Z',
      dueAt: '2026-03-29T01:30:00Z',
      closesAt: '2026-04-01T22:00:00Z',
    };
    expectStatus(await settings(activityId, times), 200);
    const sessionId = await session('Questions', {
      ...{ startsAt: '2026-03-30T14:00', endsAt: '2026-03-30T15:30', location: 'Room 2\\14' },
    });
    const { path } = await subscribe(learner);
    const events = await eventsOf(path);
    expect(events.get('Begins: Statistics')).toMatchObject({ day: '2026-03-02' });
    expect(events.get('Last day: Statistics')).toMatchObject({ day: '2026-07-31' });
    expect(events.get('Due: Quiz; one, two (Statistics)')).toMatchObject({
      startsAt: '2026-03-29T01:30:00.000Z',
    });
    expect(events.get('Opens: Quiz; one, two (Statistics)')).toMatchObject({
      startsAt: '2026-03-10T08:00:00.000Z',
    });
    expect(events.get('Closes: Quiz; one, two (Statistics)')).toMatchObject({
      startsAt: '2026-04-01T22:00:00.000Z',
    });
    expect(events.get('Questions (Statistics)')).toMatchObject({
      ...{
        uid: `${sessionId}@stoa`,
        startsAt: '2026-03-30T12:00:00.000Z',
        endsAt: '2026-03-30T13:30:00.000Z',
      },
      ...{ location: 'Room 2\\14', status: 'CONFIRMED' },
    });
    expect(events.size).toBe(6);
  });

  it('has the dates that are the learner’s own, by exceptions and accommodations', async () => {
    const { activityId } = await course.quiz('Quiz', 1);
    expectStatus(
      await settings(activityId, { dueAt: '2026-03-20T22:59:59Z', closesAt: '2026-03-21T22:59:59Z' }),
      200,
    );
    const administrator = await app.person('administrator');
    const other = await course.learner();
    const needs = { reason: 'Needed', daysAdded: 3 };
    expectStatus(await administrator.post(`/v1/users/${learner.id}/accommodations`, needs), 201);
    const exception = { reason: 'Ill', dueAt: '2026-04-10T10:00:00Z', closesAt: '2026-04-11T10:00:00Z' };
    expectStatus(
      await course.instructor.put(`/v1/quizzes/${activityId}/exceptions/${other.id}`, exception),
      200,
    );
    const own = await eventsOf((await subscribe(learner)).path);
    expect(own.get('Due: Quiz (Statistics)')).toMatchObject({ startsAt: '2026-03-23T22:59:59.000Z' });
    expect(own.get('Closes: Quiz (Statistics)')).toMatchObject({ startsAt: '2026-03-24T22:59:59.000Z' });
    const others = await eventsOf((await subscribe(other)).path);
    expect(others.get('Due: Quiz (Statistics)')).toMatchObject({ startsAt: '2026-04-10T10:00:00.000Z' });
    expect(others.get('Closes: Quiz (Statistics)')).toMatchObject({ startsAt: '2026-04-11T10:00:00.000Z' });
  });

  it('tells nothing of what is hidden, a draft, of others, or no longer to be read', async () => {
    const { activityId } = await course.quiz('Secret quiz', 1);
    expectStatus(
      await settings(activityId, { opensAt: '2026-03-10T08:00:00Z', dueAt: '2026-03-20T08:00:00Z' }),
      200,
    );
    const sessionId = await session('Secret session', {
      startsAt: '2026-03-30T14:00',
      endsAt: '2026-03-30T15:00',
    });
    const { path } = await subscribe(learner);
    const staffs = (await subscribe(course.instructor)).path;
    const releaseRule = { kind: 'person', userIds: [course.instructor.id], shown: false };
    for (const id of [activityId, sessionId])
      expectStatus(await course.instructor.patch(`/v1/activities/${id}`, { releaseRule }), 200);
    expectStatus(await course.instructor.patch(course.url, { publishing: 'manual' }), 200);
    await session('A draft', { startsAt: '2026-04-30T14:00', endsAt: '2026-04-30T15:00' });
    const elsewhere = await CourseRoom.open(app, { title: 'Elsewhere', startDate: '2026-03-02' });
    expect([...(await eventsOf(path)).keys()].toSorted()).toEqual([
      'Begins: Statistics',
      'Last day: Statistics',
    ]);
    expect([...(await eventsOf(staffs)).keys()].toSorted()).toEqual([
      ...[
        'A draft (Statistics)',
        'Begins: Statistics',
        'Last day: Statistics',
        'Secret session (Statistics)',
      ],
    ]);
    await elsewhere.enroll(learner);
    expect((await eventsOf(path)).has('Begins: Elsewhere')).toBe(true);
    const { data } = expectStatus(await course.instructor.get(`${course.url}/enrollments?role=learner`), 200);
    expectStatus(await course.instructor.delete(`/v1/enrollments/${data[0].id}`), 204);
    expect([...(await eventsOf(path)).keys()]).toEqual(['Begins: Elsewhere']);
  });

  it('says that a session was cancelled, with a higher sequence', async () => {
    const sessionId = await session('Questions', {
      startsAt: '2026-03-30T14:00',
      endsAt: '2026-03-30T15:30',
    });
    const { path } = await subscribe(learner);
    const before = (await eventsOf(path)).get('Questions (Statistics)')!;
    expectStatus(await course.instructor.patch(`/v1/live-sessions/${sessionId}`, { isCancelled: true }), 200);
    const after = (await eventsOf(path)).get('Questions (Statistics)')!;
    expect(after).toMatchObject({ status: 'CANCELLED', uid: before.uid });
    expect(after.sequence).toBeGreaterThan(before.sequence);
  });

  it('is sent again only if it has changed', async () => {
    await session('Questions', { startsAt: '2026-03-30T14:00', endsAt: '2026-03-30T15:30' });
    const { path } = await subscribe(learner);
    const { headers } = await app.anyone.get(path);
    const again = await app.anyone.get(path, { 'if-none-match': String(headers['etag']) });
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', headers['etag']]);
    await session('More questions', { startsAt: '2026-04-30T14:00', endsAt: '2026-04-30T15:30' });
    expect((await app.anyone.get(path, { 'if-none-match': String(headers['etag']) })).status).toBe(200);
  });

  it('is read by a secret address, which its person names, sees once, and revokes', async () => {
    const first = await subscribe(learner, 'My phone');
    app.clock.set('2026-03-02T10:00:00.000Z');
    const second = await subscribe(learner, 'My laptop');
    const list = async (): Promise<{ id: string; title: string; lastReadAt: string | null }[]> =>
      expectStatus(await learner.get('/v1/me/calendar-feeds?total=true'), 200).data;
    await eventsOf(first.path);
    expect(await list()).toEqual([
      { id: second.id, title: 'My laptop', createdAt: '2026-03-02T10:00:00.000Z', lastReadAt: null },
      {
        ...{ id: first.id, title: 'My phone', createdAt: '2026-03-02T09:00:00.000Z' },
        lastReadAt: '2026-03-02T10:00:00.000Z',
      },
    ]);
    const secret = new URLSearchParams(first.path.split('?')[1]).get('token')!;
    const rows = await app.database.rows<{ hash: Buffer }>('SELECT token_hash AS hash FROM calendar_feeds');
    expect(rows.some(({ hash }) => hash.toString('base64url').includes(secret))).toBe(false);
    expect((await course.instructor.delete(`/v1/me/calendar-feeds/${first.id}`)).status).toBe(404);
    expectStatus(await learner.delete(`/v1/me/calendar-feeds/${first.id}`), 204);
    expect(await app.anyone.get(first.path)).toMatchObject({
      ...{ status: 404, body: { code: 'progress.calendar_address_invalid' } },
    });
    expectStatus(await app.anyone.get(second.path), 200);
    const administrator = await app.person('administrator');
    expectStatus(await administrator.put(`/v1/users/${learner.id}/suspension`), 200);
    expect((await app.anyone.get(second.path)).status).toBe(404);
    expect((await app.anyone.get('/v1/calendar.ics?token=unknown')).status).toBe(404);
  });

  it('has ten addresses at most, also of those that are made at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        learner.post('/v1/me/calendar-feeds', { title: `No ${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array<number>(10).fill(201),
      409,
      409,
    ]);
    expect((await learner.post('/v1/me/calendar-feeds', { title: 'More' })).body.code).toBe(
      'progress.too_many_calendar_feeds',
    );
  });

  it('is read thirty times a minute at most', async () => {
    const { path } = await subscribe(learner);
    for (let read = 0; read < 30; read += 1) expectStatus(await app.anyone.get(path), 200);
    const refused = await app.anyone.get(path);
    expect([refused.status, refused.body.code]).toEqual([429, 'request.too_many']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    app.clock.set('2026-03-02T09:01:01.000Z');
    expectStatus(await app.anyone.get(path), 200);
  });

  it('costs as many statements for ten courses as for two', async () => {
    const more = async (courses: number): Promise<void> => {
      for (let index = 0; index < courses; index += 1) {
        const room = await CourseRoom.open(app);
        await room.activity(await room.section(), 'Questions', { type: 'live_session', content: null });
        await room.enroll(learner);
      }
    };
    const { path } = await subscribe(learner);
    await more(1);
    await eventsOf(path);
    const few = await sqlOf(() => app.anyone.get(path));
    await more(8);
    // The first reading of a version is remembered.
    await eventsOf(path);
    expect(await sqlOf(() => app.anyone.get(path))).toHaveLength(few.length);
    expect(few.length).toBeLessThanOrEqual(7);
  });
});
