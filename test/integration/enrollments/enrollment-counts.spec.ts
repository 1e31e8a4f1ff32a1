import { BulkRoom } from '../../support/bulk-room';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

describe('the counts of learners by state over time', () => {
  let app: TestApp;
  let room: BulkRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await BulkRoom.open(app);
  });
  afterAll(() => app.stop());

  const read = async (query: string): Promise<Record<string, unknown>[]> =>
    expectStatus(await room.course.instructor.get(`${room.course.url}/enrollment-counts?${query}`), 200).data;
  const none = { active: 0, upcoming: 0, suspended: 0, completed: 0, withdrawn: 0, expired: 0 };

  it('are what the history of every enrollment says of each day', async () => {
    const [ada, ben, eve] = [await app.person(), await app.person(), await app.person()] as [Caller, Caller, Caller]; // prettier-ignore
    const on = async (instant: string, ...rows: object[]): Promise<void> => {
      app.clock.set(instant);
      expect((await room.change(rows)).status).toBe('succeeded');
    };
    const enroll = { action: 'enroll' };
    await on(
      '2026-03-02T10:00:00.000Z',
      ...[
        { userId: ada.id, ...enroll },
        { userId: ben.id, ...enroll, beginDate: '2026-03-04' },
      ],
    );
    await on('2026-03-03T10:00:00.000Z', { userId: ada.id, action: 'suspend' });
    await on('2026-03-03T11:00:00.000Z', { userId: ada.id, action: 'reactivate' });
    await on('2026-03-05T10:00:00.000Z', { userId: ada.id, action: 'suspend' });
    await on('2026-03-06T10:00:00.000Z', { userId: ben.id, action: 'withdraw' });
    await on('2026-03-06T11:00:00.000Z', { userId: eve.id, ...enroll, endDate: '2026-03-08' });
    await on(
      '2026-03-07T10:00:00.000Z',
      { userId: ben.id, ...enroll },
      { userId: ada.id, action: 'complete' },
    );
    app.clock.set('2026-03-09T09:00:00.000Z');

    expect(await read('from=2026-03-01')).toEqual([
      { day: '2026-03-01', ...none },
      { day: '2026-03-02', ...none, active: 1, upcoming: 1 },
      { day: '2026-03-03', ...none, active: 1, upcoming: 1 },
      { day: '2026-03-04', ...none, active: 2 },
      { day: '2026-03-05', ...none, active: 1, suspended: 1 },
      { day: '2026-03-06', ...none, active: 1, suspended: 1, withdrawn: 1 },
      { day: '2026-03-07', ...none, active: 2, completed: 1 },
      { day: '2026-03-08', ...none, active: 1, completed: 1, expired: 1 },
      { day: '2026-03-09', ...none, active: 1, completed: 1, expired: 1 },
    ]);
    expect((await read('from=2026-03-01&by=week')).map(({ day }) => day)).toEqual([
      ...['2026-03-01', '2026-03-08', '2026-03-09'],
    ]);
    expect(await read('from=2026-03-05&until=2026-03-05')).toHaveLength(1);
  });

  it('agree with the roster of today', async () => {
    for (let count = 0; count < 4; count += 1) await room.course.learner();
    await room.course.formerLearner();
    const [today] = await read('from=2026-03-02');
    for (const state of Object.keys(none)) {
      const url = `${room.course.url}/enrollments?role=learner&state=${state}&total=true`;
      const { page } = expectStatus(await room.course.instructor.get(url), 200);
      expect([state, page.total]).toEqual([state, today?.[state]]);
    }
  });

  it('can be seen as a picture, with a description in words', async () => {
    await room.course.learner();
    const answer = await room.course.instructor.get(`${room.course.url}/enrollment-counts.svg?by=week`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<svg');
    expect(answer.text).toContain('1 active, 0 upcoming, 0 suspended');
  });

  it('refuse days that nobody can count, and cost the same statements however many learners there are', async () => {
    const url = `${room.course.url}/enrollment-counts`;
    const { instructor } = room.course;
    expect((await instructor.get(`${url}?from=2019-01-01`)).body.errors[0]).toMatchObject({ field: 'from' });
    const backwards = await instructor.get(`${url}?from=2026-03-02&until=2026-03-01`);
    expect(backwards.body.errors[0]).toMatchObject({ field: 'until' });
    expect((await (await room.course.learner()).get(url)).status).toBe(403);
    const few = await sqlOf(() => instructor.get(url));
    for (let count = 0; count < 5; count += 1) await room.course.learner();
    expect(await sqlOf(() => instructor.get(`${url}?by=week`))).toHaveLength(few.length);
  });
});
