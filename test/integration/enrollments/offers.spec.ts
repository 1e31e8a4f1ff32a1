import { AdmissionSweep } from '../../../src/modules/enrollments/admission/admission-sweep';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the lock on settings that offers need', ['when all leave at once'], () => {
  withoutLocks(/FROM enrollment_settings s WHERE/);
});

jest.setTimeout(120_000);

describe('a seat that is offered to whoever waits', () => {
  let app: TestApp;
  let room: CourseRoom;
  let inside: Caller[];
  let waiting: Caller[];
  let requestIds: string[];
  const folder = mailFolder();
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const ask = (person: Caller): Promise<Answer> =>
    person.post('/v1/me/enrollment-requests', { courseId: room.courseId });
  const settings = (): string => `${room.url}/enrollment-settings`;
  const requestOf = async (person: Caller): Promise<Answer['body']> =>
    expectStatus(await person.get('/v1/me/enrollment-requests?limit=1'), 200).data[0];
  const take = (person: Caller, id: string): Promise<Answer> =>
    person.patch(`/v1/enrollment-requests/${id}`, { state: 'accepted' });
  const leave = async (person: Caller): Promise<number> => {
    const { data } = (await person.get('/v1/me/enrollments')).body;
    return (await person.delete(`/v1/enrollments/${data[0].id}`)).status;
  };
  const learners = async (): Promise<string[]> =>
    expectStatus(
      await room.instructor.get(`${room.url}/enrollments?role=learner&state=active&limit=100`),
      200,
    ).data.map(({ user }: Answer['body']) => user.id);
  const code = ({ status, body }: Answer): [number, string] => [status, body.code];

  /** Everybody who has a seat, and some who wait for one. */
  async function open(seats: number, waiters: number): Promise<void> {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app, { selfEnrollment: true });
    expectStatus(await room.instructor.patch(settings(), { capacity: seats, offerHours: 24 }), 200);
    [inside, waiting, requestIds] = [[], [], []];
    for (let each = 0; each < seats + waiters; each += 1) {
      const person = await app.person();
      const { id, state } = expectStatus(await ask(person), 201);
      expect(state).toBe(each < seats ? 'accepted' : 'waitlisted');
      if (each < seats) inside.push(person);
      else {
        waiting.push(person);
        requestIds.push(id);
      }
    }
    await receiveMail(app);
  }

  it('is held for its hours, and taken by the person alone, who is told of it', async () => {
    await open(1, 3);
    expect(await leave(inside[0]!)).toBe(204);
    const [first, second] = waiting as [Caller, Caller];
    expect(await requestOf(first)).toMatchObject({
      ...{ state: 'offered', position: null, offerUntil: '2026-03-03T09:00:00.000Z' },
    });
    expect(await requestOf(second)).toMatchObject({ state: 'waitlisted', position: 1 });
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: 1, waiting: 2 });
    const told = await receiveMail(app);
    expect(told.map(({ subject }) => subject)).toEqual(['A seat for you: Foundations of Statistics']);
    // Nobody passes the queue, and nobody takes the seat of another.
    const late = expectStatus(await ask(await app.person()), 201);
    expect(late).toMatchObject({ state: 'waitlisted', position: 3 });
    const direct = await (await app.person()).post('/v1/me/enrollments', { courseId: room.courseId });
    expect(code(direct)).toEqual([409, 'enrollments.course_full']);
    expect((await take(second, requestIds[0]!)).status).toBe(404);
    expect(code(await take(second, requestIds[1]!))).toEqual([403, 'courses.instructors_only']);
    app.clock.set('2026-03-03T08:59:59.999Z');
    expect(expectStatus(await take(first, requestIds[0]!), 200)).toMatchObject({ state: 'accepted' });
    expect(await learners()).toEqual([first.id]);
    expect(code(await take(first, requestIds[0]!))).toEqual([403, 'courses.instructors_only']);
  });

  it('goes to the next one when it is not taken in time, given back or rejected, and is refused to whoever is late', async () => {
    await open(1, 4);
    await leave(inside[0]!);
    app.clock.set('2026-03-03T09:00:00.000Z');
    const [first, second, third, fourth] = waiting as [Caller, Caller, Caller, Caller];
    expect(code(await take(first, requestIds[0]!))).toEqual([409, 'enrollments.offer_over']);
    await receiveMail(app);
    expect(await app.get(AdmissionSweep).sweep()).toBe(1);
    expect(await app.get(AdmissionSweep).sweep()).toBe(0);
    expect((await receiveMail(app)).map(({ subject }) => subject)).toEqual([
      'Your seat in Foundations of Statistics went on',
      'A seat for you: Foundations of Statistics',
    ]);
    expect((await requestOf(first)).state).toBe('lapsed');
    expect(code(await take(first, requestIds[0]!))).toEqual([409, 'enrollments.offer_over']);
    expect(code(await first.delete(`/v1/enrollment-requests/${requestIds[0]}`))).toEqual([
      ...[409, 'enrollments.offer_over'],
    ]);
    expect((await requestOf(second)).state).toBe('offered');
    expectStatus(await second.delete(`/v1/enrollment-requests/${requestIds[1]}`), 204);
    expect((await requestOf(third)).state).toBe('offered');
    const rejected = await room.instructor.patch(`/v1/enrollment-requests/${requestIds[2]}`, {
      ...{ state: 'rejected', reason: 'For nurses' },
    });
    expectStatus(rejected, 200);
    expect((await requestOf(fourth)).state).toBe('offered');
    const accepted = { state: 'accepted' };
    expectStatus(await room.instructor.patch(`/v1/enrollment-requests/${requestIds[3]}`, accepted), 200);
    expect(await learners()).toEqual([fourth.id]);
    // Whoever was late asks again, at the end of the queue.
    expect(expectStatus(await ask(first), 201)).toMatchObject({ state: 'waitlisted', position: 1 });
  });

  it('is left to the next one by whoever staff have enrolled meanwhile, and by accounts that are suspended', async () => {
    await open(1, 3);
    const [first, second, third] = waiting as [Caller, Caller, Caller];
    const beyond = { userId: first.id, role: 'learner', exceedsCapacity: true };
    expectStatus(await room.instructor.post(`${room.url}/enrollments`, beyond), 201);
    const administrator = await app.person('administrator');
    expect((await administrator.put(`/v1/users/${second.id}/suspension`)).status).toBeLessThan(300);
    await leave(inside[0]!);
    // One seat, and the first has one that was beyond it.
    expect((await requestOf(third)).state).toBe('waitlisted');
    expectStatus(await room.instructor.patch(settings(), { capacity: 2 }), 200);
    expect((await requestOf(first)).state).toBe('accepted');
    expect((await requestOf(third)).state).toBe('offered');
    const { data } = (await room.instructor.get(`${room.url}/enrollment-requests?state=rejected`)).body;
    expect(data).toMatchObject([{ user: { id: second.id } }]);
    // Staff enroll the one who has the offer: one seat, not two.
    const enrolled = { userId: third.id, role: 'learner', exceedsCapacity: true };
    expectStatus(await room.instructor.post(`${room.url}/enrollments`, enrolled), 201);
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: 2 });
    expectStatus(await take(third, requestIds[2]!), 200);
    expect((await learners()).sort()).toEqual([first.id, third.id].sort());
  });

  it('has hours within bounds', async () => {
    await open(1, 0);
    for (const offerHours of [0, 337, 1.5])
      expect((await room.instructor.patch(settings(), { offerHours })).status).toBe(422);
    for (const offerHours of [1, 336, null])
      expectStatus(await room.instructor.patch(settings(), { offerHours }), 200);
  });

  it('when all leave at once, goes to exactly as many, in order, and none is given twice when they take and leave it at once', async () => {
    const SEATS = 20;
    await open(SEATS, SEATS + 10);
    expect(new Set(await Promise.all(inside.map(leave)))).toEqual(new Set([204]));
    const states = await Promise.all(waiting.map(async (person) => (await requestOf(person)).state));
    expect(states).toEqual([...Array(SEATS).fill('offered'), ...Array(10).fill('waitlisted')]);
    const mails = await receiveMail(app);
    const addresses = await Promise.all(
      waiting.slice(0, SEATS).map(async (person) => (await person.get('/v1/me')).body.email),
    );
    expect(mails.map(({ to }) => to).sort()).toEqual(addresses.sort());
    // Half take it, and half give it back, at once.
    const answers = await Promise.all(
      waiting
        .slice(0, SEATS)
        .map((person, index) =>
          index % 2 === 0
            ? take(person, requestIds[index]!)
            : person.delete(`/v1/enrollment-requests/${requestIds[index]}`),
        ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: SEATS }, (_, index) => (index % 2 === 0 ? 200 : 204)),
    );
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: SEATS, waiting: 0 });
    expect((await learners()).length).toBe(SEATS / 2);
    expect((await requestOf(waiting.at(-1)!)).state).toBe('offered');
  });
});
