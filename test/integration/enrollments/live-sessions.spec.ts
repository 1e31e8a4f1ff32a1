import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('a live session', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let section: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-01T09:00:00.000Z');
    course = await CourseRoom.open(app, { timeZone: 'Europe/Berlin' });
    author = course.instructor;
    section = await course.section();
  });
  afterAll(() => app.stop());

  const session = async (title = 'Questions'): Promise<string> => {
    const dto = { type: 'live_session', title };
    return expectStatus(await author.post(`/v1/sections/${section}/activities`, dto), 201).id;
  };
  const url = (id: string): string => `/v1/live-sessions/${id}`;
  const schedule = async (id: string, dto: object): Promise<Answer> => author.patch(url(id), dto);

  it('has no times at first, and then those of the clocks of its course', async () => {
    const id = await session();
    const none = { startsAt: null, endsAt: null, startsLocal: null, isCancelled: false, version: 1 };
    expect(expectStatus(await author.get(url(id)), 200)).toMatchObject({ activityId: id, ...none });
    const changed = await schedule(id, {
      ...{ startsAt: '2026-03-29T14:00', endsAt: '2026-03-29T13:30:00Z', location: 'Room 2' },
      joinAddress: 'https://meet.example/a"b',
    });
    const told = {
      ...{ startsAt: '2026-03-29T12:00:00.000Z', startsLocal: '2026-03-29T14:00:00' },
      ...{ endsAt: '2026-03-29T13:30:00.000Z', endsLocal: '2026-03-29T15:30:00' },
      ...{ timeZone: 'Europe/Berlin', location: 'Room 2', joinAddress: 'https://meet.example/a%22b' },
    };
    expect(expectStatus(changed, 200)).toMatchObject({ ...told, title: 'Questions', version: 2 });
    const learner = await course.learner();
    const outline = expectStatus(await learner.get(`${course.url}/outline`), 200);
    expect(outline.sections[0].activities).toMatchObject([
      { type: 'live_session', isCancelled: false, ...told },
    ]);
    const visitor = await app.person('learner');
    const seen = expectStatus(await visitor.get(`${course.url}/outline`), 200).sections[0].activities[0];
    expect(Object.keys(seen).toSorted()).toEqual(['id', 'title', 'type', 'version']);
  });

  it('is refused a local time that clocks skip, and takes the first of one that comes twice', async () => {
    const id = await session();
    const skipped = await schedule(id, { startsAt: '2026-03-29T02:30', endsAt: '2026-03-29T02:45:00' });
    expect(skipped).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(skipped.body.errors).toMatchObject([
      {
        field: 'startsAt',
        rule: 'existsInTimeZone',
        message: expect.stringContaining('Europe/Berlin') as string,
      },
      { field: 'endsAt', rule: 'existsInTimeZone' },
    ]);
    const twice = await schedule(id, { startsAt: '2026-10-25T02:30', endsAt: '2026-10-25T04:00' });
    expect(expectStatus(twice, 200)).toMatchObject({
      ...{ startsAt: '2026-10-25T00:30:00.000Z', endsAt: '2026-10-25T03:00:00.000Z' },
    });
  });

  it.each<[object, string]>([
    [{ startsAt: '2026-03-04T14:00' }, 'endsAt'],
    [{ endsAt: '2026-03-04T14:00' }, 'startsAt'],
    [{ startsAt: '2026-03-04T14:00', endsAt: '2026-03-04T14:00' }, 'endsAt'],
    [{ startsAt: '2026-03-04T14:00', endsAt: '2026-03-12T14:00' }, 'endsAt'],
    [{ startsAt: 'tomorrow' }, 'startsAt'],
    [{ startsAt: '2026-02-30T14:00' }, 'startsAt'],
    [{ startsAt: '2026-03-04' }, 'startsAt'],
    [{ startsAt: 5 }, 'startsAt'],
    [{ joinAddress: 'http://meet.example' }, 'joinAddress'],
    [{ location: 'x'.repeat(256) }, 'location'],
    [{ isCancelled: null }, 'isCancelled'],
    [{ title: 'Other' }, 'title'],
  ])('names what is wrong with %p', async (dto, field) => {
    const answer = await schedule(await session(), dto);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });

  it('tells staff who changed what, and takes no change of an earlier version', async () => {
    const id = await session();
    const times = { startsAt: '2026-03-04T14:00', endsAt: '2026-03-04T15:00' };
    expectStatus(await schedule(id, times), 200);
    expect(expectStatus(await schedule(id, times), 200).version).toBe(2);
    expectStatus(await author.patch(url(id), { isCancelled: true }, { 'if-match': '"v2"' }), 200);
    const stale = await author.patch(url(id), { location: 'A' }, { 'if-match': '"v2"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
    const { data } = expectStatus(await author.get(`${url(id)}/changes`), 200);
    const by = { cause: 'settings', changedBy: author.id };
    expect(data[0]).toMatchObject({ field: 'isCancelled', oldValue: false, newValue: true, ...by });
    expect(
      data
        .slice(1)
        .map(({ field }: { field: string }) => field)
        .toSorted(),
    ).toEqual(['endsAt', 'startsAt']);
    expect((await (await course.learner()).get(`${url(id)}/changes`)).status).toBe(403);
  });

  it('is in calendars by a file whose SEQUENCE rises with each change', async () => {
    const id = await session('Questions, answers');
    const learner = await course.learner();
    const file = async (): Promise<string[]> => {
      const answer = await learner.get(`${url(id)}/calendar.ics`);
      expect([answer.status, answer.headers['content-type']]).toEqual([
        ...[200, 'text/calendar; charset=utf-8; method=PUBLISH'],
      ]);
      return answer.text.split('\r\n');
    };
    expect(await learner.get(`${url(id)}/calendar.ics`)).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.no_times_yet' } },
    });
    expectStatus(await schedule(id, { startsAt: '2026-03-04T14:00', endsAt: '2026-03-04T15:00' }), 200);
    const first = await file();
    expect(first).toEqual(
      expect.arrayContaining([
        ...[`UID:${id}@stoa`, 'SEQUENCE:1', 'SUMMARY:Questions\\, answers', 'STATUS:CONFIRMED'],
        'DTSTART;TZID=Europe/Berlin:20260304T140000',
      ]),
    );
    expectStatus(await author.patch(`/v1/activities/${id}`, { title: 'Answers' }), 200);
    expectStatus(await schedule(id, { isCancelled: true }), 200);
    expect(await file()).toEqual(
      expect.arrayContaining([`UID:${id}@stoa`, 'SEQUENCE:3', 'SUMMARY:Answers', 'STATUS:CANCELLED']),
    );
  });

  it('moves to the same local time when its course gets another time zone, and stays once it has begun', async () => {
    const [ahead, begun] = [await session('Ahead'), await session('Begun')];
    expectStatus(await schedule(ahead, { startsAt: '2026-03-04T14:00', endsAt: '2026-03-04T15:30' }), 200);
    expectStatus(await schedule(begun, { startsAt: '2026-03-01T09:00', endsAt: '2026-03-01T11:00' }), 200);
    const changed = await author.patch(course.url, { timeZone: 'America/New_York' });
    expect(expectStatus(changed, 200).timeZoneChange.moves).toContainEqual({
      of: 'live_sessions',
      moved: 2,
      dates: [
        {
          id: ahead,
          title: 'Ahead',
          field: 'startsAt',
          from: '2026-03-04T13:00:00.000Z',
          to: '2026-03-04T19:00:00.000Z',
        },
        {
          id: ahead,
          title: 'Ahead',
          field: 'endsAt',
          from: '2026-03-04T14:30:00.000Z',
          to: '2026-03-04T20:30:00.000Z',
        },
      ],
      kept: 1,
    });
    expect(expectStatus(await author.get(url(ahead)), 200)).toMatchObject({
      ...{ startsLocal: '2026-03-04T14:00:00', timeZone: 'America/New_York', version: 3 },
    });
    expect(expectStatus(await author.get(url(begun)), 200)).toMatchObject({
      ...{ startsAt: '2026-03-01T08:00:00.000Z', startsLocal: '2026-03-01T03:00:00', version: 2 },
    });
    const { data } = expectStatus(await author.get(`${url(ahead)}/changes?limit=2`), 200);
    expect(data.map(({ cause }: { cause: string }) => cause)).toEqual(['time_zone', 'time_zone']);
  });

  it('is for members of its course, and no other activity is one', async () => {
    const id = await session();
    const page = await course.activity(section);
    expect((await author.get(url(page))).body.code).toBe('enrollments.live_session_not_found');
    const stranger = await app.person('instructor');
    expect((await stranger.get(url(id))).status).toBe(403);
    expect((await (await course.learner()).patch(url(id), { location: 'A' })).status).toBe(403);
    expectStatus(await author.delete(`/v1/activities/${id}`), 204);
    expect((await author.get(url(id))).status).toBe(404);
  });

  it('costs the outline one statement, however many there are', async () => {
    const learner = await course.learner();
    await session();
    const read = (): Promise<string[]> =>
      sqlOf(async () => expectStatus(await learner.get(`${course.url}/outline`), 200));
    const few = await read();
    for (let count = 0; count < 5; count++) await session(`Session ${count}`);
    expect(await read()).toHaveLength(few.length);
  });
});
