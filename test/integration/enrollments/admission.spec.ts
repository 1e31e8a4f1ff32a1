import { ExpirySweep } from '../../../src/modules/enrollments/states/expiry-sweep';
import { toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the lock on the seats of a course',
  ['of 60 who ask for the last seat', 'leaving and coming at once'],
  () => {
    withoutLocks(/FROM enrollment_settings s WHERE/);
  },
);

describe('coming into a course by oneself', () => {
  let app: TestApp;
  let room: CourseRoom;
  const folder = mailFolder();
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app, { selfEnrollment: true });
    await receiveMail(app);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const settings = (): string => `${room.url}/enrollment-settings`;
  const set = async (dto: object): Promise<Answer['body']> =>
    expectStatus(await room.instructor.patch(settings(), dto), 200);
  const ask = (person: Caller, more: object = {}): Promise<Answer> =>
    person.post('/v1/me/enrollment-requests', { courseId: room.courseId, ...more });
  const decide = (id: string, dto: object): Promise<Answer> =>
    room.instructor.patch(`/v1/enrollment-requests/${id}`, dto);
  const people = (count: number): Promise<Caller[]> =>
    Promise.all(Array.from({ length: count }, () => app.person()));
  const requests = async (query = ''): Promise<Answer['body'][]> =>
    expectStatus(await room.instructor.get(`${room.url}/enrollment-requests?limit=100${query}`), 200).data;
  const learners = async (): Promise<string[]> =>
    expectStatus(
      await room.instructor.get(`${room.url}/enrollments?role=learner&state=active&limit=100`),
      200,
    ).data.map(({ user }: Answer['body']) => user.id);

  it('needs no approval and finds a seat unless somebody says otherwise', async () => {
    expect((await (await app.person()).get(settings())).body).toEqual({
      ...{
        courseId: room.courseId,
        selfEnrollment: true,
        needsApproval: false,
        needsKey: false,
        opensAt: null,
        closesAt: null,
      },
      ...{
        capacity: null,
        taken: null,
        hasWaitlist: true,
        offerHours: null,
        invitationsHoldSeats: false,
        waiting: 0,
        accessDays: null,
        version: 1,
      },
    });
    const person = await app.person();
    const body = expectStatus(await ask(person), 201);
    expect(body).toMatchObject({ state: 'accepted', position: null, course: { id: room.courseId } });
    const { data } = (await person.get('/v1/me/enrollments')).body;
    expect(data).toMatchObject([{ id: body.enrollmentId, state: 'active', source: 'self' }]);
    expect(await ask(person)).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.already_enrolled' } },
    });
  });

  it('waits for staff where they approve, who accept, or reject with a reason', async () => {
    await set({ needsApproval: true });
    const [amara, bao] = (await people(2)) as [Caller, Caller];
    const direct = await amara.post('/v1/me/enrollments', { courseId: room.courseId });
    expect(direct).toMatchObject({ status: 409, body: { code: 'enrollments.approval_needed' } });
    const first = expectStatus(await ask(amara, { note: 'I took the course before.' }), 201);
    expect(first).toMatchObject({ state: 'requested', position: null, note: 'I took the course before.' });
    expect(await ask(amara)).toMatchObject({ status: 409, body: { code: 'enrollments.already_asked' } });
    const second = expectStatus(await ask(bao), 201);
    expect((await requests('&state=requested')).map(({ id }) => id)).toEqual([first.id, second.id]);
    // Nobody answers their own request, or that of another.
    expect((await amara.patch(`/v1/enrollment-requests/${first.id}`, { state: 'accepted' })).status).toBe(
      403,
    );
    expect((await amara.get(`/v1/enrollment-requests/${second.id}`)).status).toBe(404);
    const accepted = expectStatus(await decide(first.id, { state: 'accepted' }), 200);
    expect(accepted).toMatchObject({ state: 'accepted', enrollmentId: expect.any(String) });
    expectStatus(await decide(second.id, { state: 'rejected', reason: 'The course is for nurses.' }), 200);
    expect((await bao.get(`/v1/enrollment-requests/${second.id}`)).body).toMatchObject({
      ...{ state: 'rejected', reason: 'The course is for nurses.' },
    });
    expect(await decide(second.id, { state: 'accepted' })).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.request_decided' } },
    });
    expect(await learners()).toEqual([amara.id]);
    const told = await receiveMail(app);
    expect(told.map(({ subject }) => subject)).toEqual([
      'You are in: Foundations of Statistics',
      'Your request for Foundations of Statistics',
    ]);
    expect(told[1]?.text).toContain('The course is for nurses.');
    expectStatus(await ask(bao), 201);
  });

  it('is possible in its window only', async () => {
    await set({ opensAt: '2026-03-03T08:00:00Z', closesAt: '2026-03-04T08:00:00Z' });
    const person = await app.person();
    const closed = { status: 409, body: { code: 'enrollments.admission_closed' } };
    expect(await ask(person)).toMatchObject(closed);
    expect(await person.post('/v1/me/enrollments', { courseId: room.courseId })).toMatchObject(closed);
    app.clock.set('2026-03-04T08:00:00.000Z');
    expect(await ask(person)).toMatchObject(closed);
    app.clock.set('2026-03-04T07:59:59.999Z');
    expect((await ask(person)).status).toBe(201);
    const wrong = await room.instructor.patch(settings(), { closesAt: '2026-03-03T08:00:00Z' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'closesAt' }] } });
  });

  it('gives access for so many days', async () => {
    await set({ accessDays: 90 });
    const [one, other] = (await people(2)) as [Caller, Caller];
    expectStatus(await ask(one), 201);
    const joined = await other.post('/v1/me/enrollments', { courseId: room.courseId });
    expect(joined).toMatchObject({ status: 201, body: { endDate: '2026-05-31' } });
    expect((await one.get('/v1/me/enrollments')).body.data).toMatchObject([{ endDate: '2026-05-31' }]);
  });

  it('puts whoever finds no seat into the waitlist, and moves the first one up when one is free', async () => {
    await set({ capacity: 1 });
    const [inside, ...waiting] = (await people(4)) as [Caller, Caller, Caller, Caller];
    const { enrollmentId } = expectStatus(await ask(inside), 201);
    const asked: Answer['body'][] = [];
    for (const person of waiting) asked.push(expectStatus(await ask(person), 201));
    expect(asked.map(({ state, position }) => [state, position])).toEqual([
      ...[
        ['waitlisted', 1],
        ['waitlisted', 2],
        ['waitlisted', 3],
      ],
    ]);
    const full = await (await app.person()).post('/v1/me/enrollments', { courseId: room.courseId });
    expect(full).toMatchObject({ status: 409, body: { code: 'enrollments.course_full' } });
    // The first of them gives up before a seat is free.
    expectStatus(await waiting[0].delete(`/v1/enrollment-requests/${asked[0].id}`), 204);
    expect((await waiting[1].get('/v1/me/enrollment-requests')).body.data).toMatchObject([{ position: 1 }]);
    expectStatus(await inside.delete(`/v1/enrollments/${enrollmentId}`), 204);
    expect(await learners()).toEqual([waiting[1].id]);
    expect((await waiting[2].get('/v1/me/enrollment-requests')).body.data).toMatchObject([{ position: 1 }]);
    expect((await receiveMail(app)).map(({ to }) => to)).toEqual([
      (await waiting[1].get('/v1/me')).body.email,
    ]);
  });

  it('lets whoever has left today wait for a seat again', async () => {
    await set({ capacity: 1 });
    const [inside, next] = (await people(2)) as [Caller, Caller];
    // In the zone of some country it is yesterday.
    app.clock.set('2026-03-02T05:00:00.000Z');
    const { enrollmentId } = expectStatus(await ask(inside), 201);
    expectStatus(await ask(next), 201);
    expectStatus(await inside.delete(`/v1/enrollments/${enrollmentId}`), 204);
    expect(expectStatus(await ask(inside), 201)).toMatchObject({ state: 'waitlisted', position: 1 });
  });

  it('a seat of somebody suspended is held, and one that expires is free once the sweep has stored it', async () => {
    await set({ capacity: 1 });
    const inside = await app.person();
    const { enrollmentId } = expectStatus(await ask(inside), 201);
    const next = await app.person();
    expectStatus(await ask(next), 201);
    const change = (dto: object): Promise<Answer> =>
      room.instructor.patch(`/v1/enrollments/${enrollmentId}`, dto);
    expectStatus(await change({ state: 'suspended' }), 200);
    expect(await learners()).toEqual([]);
    expectStatus(await change({ state: 'active', endDate: '2026-03-04' }), 200);
    app.clock.set('2026-03-04T00:00:00.000Z');
    // Nobody passes the queue in between.
    const late = expectStatus(await ask(await app.person()), 201);
    expect(late).toMatchObject({ state: 'waitlisted', position: 2 });
    await app.get(ExpirySweep).sweep();
    expect(await learners()).toEqual([next.id]);
  });

  it('more seats go to those who wait, in their order; fewer than learners are refused; none are taken away', async () => {
    await set({ capacity: 1 });
    const everybody = await people(5);
    for (const person of everybody) expectStatus(await ask(person), 201);
    await set({ capacity: 3 });
    expect((await learners()).sort()).toEqual(
      everybody
        .slice(0, 3)
        .map(({ id }) => id)
        .sort(),
    );
    const refused = await room.instructor.patch(settings(), { capacity: 2 });
    expect(refused).toMatchObject({
      ...{
        status: 409,
        body: { code: 'enrollments.capacity_below_enrolled', errors: [{ field: 'capacity' }] },
      },
    });
    expect((await learners()).length).toBe(3);
    await set({ capacity: null });
    expect((await learners()).length).toBe(5);
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: null, waiting: 0 });
  });

  it('staff enroll beyond the seats with a flag only', async () => {
    await set({ capacity: 1 });
    expectStatus(await ask(await app.person()), 201);
    const waiting = await app.person();
    const { id } = expectStatus(await ask(waiting), 201);
    const other = await app.person();
    const dto = { userId: other.id, role: 'learner' };
    const url = `${room.url}/enrollments`;
    expect(await room.instructor.post(url, dto)).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('exceedsCapacity') } },
    });
    expectStatus(await room.instructor.post(url, { ...dto, exceedsCapacity: true }), 201);
    expect(await decide(id, { state: 'accepted' })).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.course_full' } },
    });
    expectStatus(await decide(id, { state: 'accepted', exceedsCapacity: true }), 200);
    expect((await room.instructor.get(settings())).body).toMatchObject({ capacity: 1, taken: 3, waiting: 0 });
    // Assistants take no seat.
    const helper = await app.person();
    expectStatus(await room.instructor.post(url, { userId: helper.id, role: 'assistant' }), 201);
  });

  it('whoever cannot be enrolled any more leaves the waitlist, and the next one gets the seat', async () => {
    await set({ capacity: 1 });
    const [inside, gone, next] = (await people(3)) as [Caller, Caller, Caller];
    const { enrollmentId } = expectStatus(await ask(inside), 201);
    expectStatus(await ask(gone), 201);
    expectStatus(await ask(next), 201);
    await app.database.query('UPDATE users SET disabled_at = NOW(), version = version + 1 WHERE id = ?', [
      toBinary(gone.id),
    ]);
    expectStatus(await inside.delete(`/v1/enrollments/${enrollmentId}`), 204);
    expect(await learners()).toEqual([next.id]);
    expect((await requests('&state=rejected')).map(({ user }) => user.id)).toEqual([gone.id]);
  });

  it('of 60 who ask for the last seat at once, one gets it and the others wait in the order of their places', async () => {
    await set({ capacity: 1 });
    const everybody = await people(60);
    const answers = await Promise.all(everybody.map((person) => ask(person)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 201)).toEqual([]);
    expect((await learners()).length).toBe(1);
    const waiting = await requests('&state=waitlisted');
    expect(waiting.map(({ position }) => position)).toEqual(
      Array.from({ length: 59 }, (_, place) => place + 1),
    );
  });

  it('when all leave at once, exactly as many move up, in order, and exactly those are told', async () => {
    const SEATS = 20;
    await set({ capacity: SEATS });
    const everybody = await people(SEATS * 2 + 5);
    for (const person of everybody) expectStatus(await ask(person), 201);
    const inside = everybody.slice(0, SEATS);
    const { data } = (await room.instructor.get(`${room.url}/enrollments?role=learner&limit=100`)).body;
    const enrollmentOf = new Map<string, string>(data.map(({ id, user }: Answer['body']) => [user.id, id]));
    const left = await Promise.all(
      inside.map((person) => person.delete(`/v1/enrollments/${enrollmentOf.get(person.id)}`)),
    );
    expect(left.map(({ status }) => status).filter((status) => status !== 204)).toEqual([]);
    const moved = everybody.slice(SEATS, SEATS * 2);
    expect((await learners()).sort()).toEqual(moved.map(({ id }) => id).sort());
    const told = (await receiveMail(app)).map(({ to }) => to).sort();
    const expected = await Promise.all(moved.map(async (person) => (await person.get('/v1/me')).body.email));
    expect(told).toEqual(expected.sort());
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: SEATS, waiting: 5 });
  });

  it('leaving and coming at once never gives a seat twice', async () => {
    await set({ capacity: 5 });
    const inside = await people(5);
    for (const person of inside) expectStatus(await ask(person), 201);
    const { data } = (await room.instructor.get(`${room.url}/enrollments?role=learner&limit=100`)).body;
    const comers = await people(10);
    await Promise.all([
      ...data.map(({ id }: Answer['body']) => room.instructor.delete(`/v1/enrollments/${id}`)),
      ...comers.map((person) => ask(person)),
    ]);
    expect((await learners()).length).toBe(5);
    expect((await room.instructor.get(settings())).body).toMatchObject({ taken: 5, waiting: 5 });
  });
});
