import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl(
  'the lock on the instructors',
  ['keeps one of two instructors who withdraw', 'keeps one of two instructors whom'],
  () => {
    withoutLocks(/FROM enrollments e (WHERE|JOIN users)/);
  },
);

describe('withdrawing from a course', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(async () => {
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  const withdraw = (by: Caller, enrollmentId: string): Promise<Answer> =>
    by.delete(`/v1/enrollments/${enrollmentId}`);

  async function entry(enrollmentId: string): Promise<{ state: string; endDate: string | null }> {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/enrollments?limit=100`), 200);
    return data.find(({ id }: { id: string }) => id === enrollmentId);
  }

  /** The enrollment of the course's first instructor. */
  async function instructorsEnrollment(): Promise<string> {
    return (await room.instructor.get(`${room.url}/enrollments?role=instructor`)).body.data[0].id;
  }

  it('ends the enrollment of a learner today, keeps it on record and takes their access at once', async () => {
    const activity = await room.activity(await room.section());
    const learner = await app.person();
    const id = await room.enroll(learner);
    expect((await learner.get(`/v1/activities/${activity}`)).status).toBe(200);
    expect(await withdraw(room.instructor, id)).toMatchObject({ status: 204, text: '' });
    expect((await learner.get(`/v1/activities/${activity}`)).status).toBe(403);
    expect(await entry(id)).toMatchObject({ state: 'withdrawn', endDate: '2026-03-02' });
  });

  it('withdraws a person once when they are withdrawn again, also at the same moment', async () => {
    const learner = await app.person();
    const id = await room.enroll(learner);
    const answers = await Promise.all([withdraw(room.instructor, id), withdraw(administrator, id)]);
    answers.push(await withdraw(room.instructor, id));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await entry(id)).state).toBe('withdrawn');
  });

  it('keeps the end of an enrollment that has ended', async () => {
    const id = await room.enroll(await app.person(), 'learner', {
      beginDate: '2026-02-01',
      endDate: '2026-02-20',
    });
    expectStatus(await withdraw(room.instructor, id), 204);
    expect((await entry(id)).endDate).toBe('2026-02-20');
  });

  it('ends today an enrollment that would end later or has not begun', async () => {
    const later = await room.enroll(await app.person(), 'learner', { endDate: '2026-05-01' });
    const upcoming = await room.enroll(await app.person(), 'learner', { beginDate: '2026-04-01' });
    for (const id of [later, upcoming]) {
      expectStatus(await withdraw(room.instructor, id), 204);
      expect(await entry(id)).toMatchObject({ state: 'withdrawn', endDate: '2026-03-02' });
    }
  });

  it('lets people withdraw themselves only where they enroll themselves', async () => {
    const learner = await app.person();
    const id = await room.enroll(learner);
    expect(await withdraw(learner, id)).toMatchObject({
      status: 403,
      body: { code: 'enrollments.self_withdrawal_off' },
    });
    expect((await entry(id)).state).toBe('active');
    expectStatus(await room.instructor.patch(room.url, { selfEnrollment: true }), 200);
    expectStatus(await withdraw(learner, id), 204);
    expect((await entry(id)).state).toBe('withdrawn');
  });

  it('lets only instructors and administrators withdraw others, and answers 404 to whoever may not read the roster', async () => {
    expectStatus(await room.instructor.patch(room.url, { selfEnrollment: true }), 200);
    const id = await room.enroll(await app.person());
    expect(await withdraw(await room.member('assistant'), id)).toMatchObject({
      status: 403,
      body: { code: 'courses.instructors_only' },
    });
    for (const person of [
      await room.member('learner'),
      (await CourseRoom.open(app)).instructor,
      await app.person(),
    ]) {
      expect(await withdraw(person, id)).toMatchObject({
        status: 404,
        body: { code: 'enrollments.not_found' },
      });
    }
    expect((await withdraw(app.anyone, id)).status).toBe(401);
    expect((await withdraw(administrator, newId())).status).toBe(404);
    expect((await withdraw(administrator, 'x')).status).toBe(400);
    expectStatus(await withdraw(administrator, id), 204);
  });

  it('refuses to withdraw the only instructor, for administrators too, until there is another', async () => {
    const id = await instructorsEnrollment();
    for (const by of [room.instructor, administrator]) {
      expect(await withdraw(by, id)).toMatchObject({
        status: 409,
        body: { code: 'enrollments.last_instructor' },
      });
    }
    const next = await app.person('instructor');
    const nextId = await room.enroll(next, 'instructor', { beginDate: '2026-03-03' });
    expectStatus(await room.instructor.patch(`/v1/enrollments/${nextId}`, { isOwner: true }), 200);
    expect((await withdraw(room.instructor, id)).status).toBe(409);
    app.clock.advanceDays(1);
    expectStatus(await withdraw(room.instructor, id), 204);
    expect((await room.instructor.get(room.url)).body.role).toBe('visitor');
    expect((await next.get(room.url)).body.role).toBe('owner');
    app.clock.advanceDays(-1);
  });

  it('keeps one of two instructors who withdraw each other at the same moment', async () => {
    const [one, two] = [await app.person('instructor'), await app.person('instructor')];
    const [first, second] = [await room.enroll(one, 'instructor'), await room.enroll(two, 'instructor')];
    for (const id of [first, second])
      expectStatus(await room.instructor.patch(`/v1/enrollments/${id}`, { isOwner: true }), 200);
    expectStatus(await withdraw(administrator, await instructorsEnrollment()), 204);
    const answers = await Promise.all([withdraw(one, second), withdraw(two, first)]);
    // The slower one turns out to be the last instructor, or no longer one.
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([403, 404, 409]).toContain(statuses[1]);
    const { data } = (await administrator.get(`${room.url}/enrollments?role=instructor&state=active`)).body;
    expect(data).toHaveLength(1);
  });

  it('keeps one of two instructors whom an administrator withdraws at the same moment', async () => {
    const ids = [
      await instructorsEnrollment(),
      await room.enroll(await app.person('instructor'), 'instructor'),
    ];
    const answers = await Promise.all(ids.map((id) => withdraw(administrator, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('withdraws nobody from an archived course', async () => {
    const id = await room.enroll(await app.person());
    expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
    expect(await withdraw(room.instructor, id)).toMatchObject({
      status: 409,
      body: { code: 'courses.archived' },
    });
  });
});
