import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, rewriteStatements, sentLate } from '../../support/statements';

negativeControl(
  'the second look at who is enrolled',
  ['enrolls a person once when', 'reopens an enrollment once when', 'decides anew'],
  () => {
    rewriteStatements(/FROM users u/, /AND u.version = \? AND o.id IS NULL AND/, 'AND ? IS NOT NULL AND');
    rewriteStatements(
      /FROM users u STRAIGHT_JOIN/,
      /AND e.begin_date = \? AND e.end_date = \?/,
      'AND ? IS NOT NULL AND ? IS NOT NULL',
    );
    // So that all have read before the first writes.
    sentLate(/INSERT INTO (earlier_)?enrollments/);
  },
);

describe('enrolling somebody', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  const enroll = (
    person: Caller,
    more: Record<string, unknown> = {},
    by = room.instructor,
  ): Promise<Answer> => by.post(`${room.url}/enrollments`, { userId: person.id, role: 'learner', ...more });

  const rowsOf = (person: Caller): Promise<unknown[]> =>
    app.database.rows('SELECT id FROM enrollments WHERE course_id = ? AND user_id = ?', [
      toBinary(room.courseId),
      toBinary(person.id),
    ]);

  it('enrolls a person named by id from today', async () => {
    const person = await app.person('learner', { givenName: 'Amara', familyName: 'Okafor' });
    const username = (await person.get('/v1/me')).body.username;
    const { status, body } = await enroll(person);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: body.id,
      courseId: room.courseId,
      role: 'learner',
      isOwner: false,
      groupIds: null,
      state: 'active',
      beginDate: '2026-03-02',
      endDate: null,
      ...{ spell: 1, source: 'staff', version: 1 },
      createdAt: '2026-03-02T09:00:00.000Z',
      user: {
        id: person.id,
        username,
        givenName: 'Amara',
        familyName: 'Okafor',
        email: null,
        isSuspended: false,
      },
    });
    expect((await person.get(room.url)).body.role).toBe('learner');
  });

  it('enrolls a person named by username in any letter case', async () => {
    const person = await app.person();
    const { username } = (await person.get('/v1/me')).body;
    const dto = { username: ` ${String(username).toUpperCase()}`, role: 'assistant' };
    const body = expectStatus(await room.instructor.post(`${room.url}/enrollments`, dto), 201);
    expect(body).toMatchObject({ role: 'assistant', user: { id: person.id, username } });
  });

  it('counts the days of an enrollment in the time zone of the course', async () => {
    app.clock.set('2026-03-02T23:30:00.000Z');
    const tokyo = await CourseRoom.open(app, { timeZone: 'Asia/Tokyo' });
    const learner = await app.person();
    const dto = { userId: learner.id, role: 'learner', endDate: '2026-03-04' };
    const url = `${tokyo.url}/enrollments`;
    expect(expectStatus(await tokyo.instructor.post(url, dto), 201).beginDate).toBe('2026-03-03');
    const roleAt = async (instant: string): Promise<string> => {
      app.clock.set(instant);
      return (await learner.get(tokyo.url)).body.role;
    };
    expect(await roleAt('2026-03-03T14:59:59.999Z')).toBe('learner');
    expect(await roleAt('2026-03-03T15:00:00.000Z')).toBe('visitor');
  });

  it('leaves a person a visitor until the first day of their enrollment', async () => {
    const person = await app.person();
    expect(expectStatus(await enroll(person, { beginDate: '2026-03-04' }), 201).state).toBe('upcoming');
    expect((await person.get(room.url)).body.role).toBe('visitor');
    expect((await enroll(person)).body.code).toBe('enrollments.already_enrolled');
    app.clock.advanceDays(2);
    expect((await person.get(room.url)).body.role).toBe('learner');
  });

  it.each(['learner', 'assistant', 'instructor'])(
    'refuses to enroll a learner of the course as %s',
    async (role) => {
      const person = await room.member('learner');
      expect(await enroll(person, { role })).toMatchObject({
        status: 409,
        body: { code: 'enrollments.already_enrolled' },
      });
      expect(await rowsOf(person)).toHaveLength(1);
    },
  );

  it('reopens the earlier enrollment of a person and keeps its first day', async () => {
    const person = await app.person();
    const { id } = expectStatus(await enroll(person), 201);
    app.clock.advanceDays(7);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${id}`), 204);
    app.clock.advanceDays(7);
    expect((await person.get(room.url)).body.role).toBe('visitor');
    expect(expectStatus(await enroll(person), 201)).toMatchObject({
      id,
      beginDate: '2026-03-02',
      endDate: null,
      state: 'active',
    });
    expect((await person.get(room.url)).body.role).toBe('learner');
    expect(await rowsOf(person)).toHaveLength(1);
  });

  it('reopens an enrollment that was ended before it began from today', async () => {
    const person = await app.person();
    const { id } = expectStatus(await enroll(person, { beginDate: '2026-04-01' }), 201);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${id}`), 204);
    app.clock.advanceDays(1);
    expect(expectStatus(await enroll(person), 201)).toMatchObject({
      id,
      beginDate: '2026-03-03',
      state: 'active',
    });
  });

  it('reopens an enrollment from a given day', async () => {
    const person = await room.formerLearner();
    expect(expectStatus(await enroll(person, { beginDate: '2026-03-20' }), 201)).toMatchObject({
      beginDate: '2026-03-20',
      state: 'upcoming',
    });
  });

  it('keeps the ended enrollment of a person who is enrolled in another role', async () => {
    const person = await room.formerLearner();
    expectStatus(await enroll(person, { role: 'assistant' }), 201);
    expect(await rowsOf(person)).toHaveLength(2);
    expect((await person.get(room.url)).body.role).toBe('assistant');
  });

  it.each([
    ['role', { role: 'owner' }],
    ['role', { role: undefined }],
    ['userId', { userId: 'someone' }],
    ['userId', { userId: null }],
    ['userId', { userId: newId() }],
    ['username', { userId: undefined }],
    ['username', { userId: undefined, username: 'nobody-of-this-name' }],
    ['beginDate', { beginDate: '2026-02-30' }],
    ['endDate', { endDate: '2026-03-02' }],
    ['endDate', { beginDate: '2026-04-02', endDate: '2026-04-01' }],
    ['sourcedId', { sourcedId: 'x' }],
    ['state', { state: 'active' }],
    ['courseId', { courseId: newId() }],
  ])('names the faulty field %s of the enrollment %j', async (field, fault) => {
    const { status, body } = await enroll(await app.person(), fault);
    expect(status).toBe(422);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('refuses to enroll a person whose account is suspended', async () => {
    const person = await app.person();
    await app.database.run('UPDATE users SET disabled_at = ? WHERE id = ?', [
      app.clock.now(),
      toBinary(person.id),
    ]);
    expect(await enroll(person)).toMatchObject({
      status: 409,
      body: { code: 'enrollments.account_disabled' },
    });
  });

  it('lets only instructors of the course and administrators enroll people', async () => {
    const person = await app.person();
    const others = [
      await room.member('assistant'),
      await room.member('learner'),
      (await CourseRoom.open(app)).instructor,
    ];
    for (const by of others) {
      expect(await enroll(person, {}, by)).toMatchObject({
        status: 403,
        body: { code: 'courses.instructors_only' },
      });
    }
    expect((await enroll(person, {}, app.anyone)).status).toBe(401);
    const draft = await CourseRoom.open(app, { published: false });
    expect(
      (await room.instructor.post(`${draft.url}/enrollments`, { userId: person.id, role: 'learner' })).status,
    ).toBe(404);
    expectStatus(await enroll(person, {}, administrator), 201);
  });

  it('enrolls a person once when several enroll them at the same moment', async () => {
    const person = await app.person();
    const answers = await Promise.all([
      enroll(person),
      enroll(person, { role: 'assistant' }, administrator),
      enroll(person),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await rowsOf(person)).toHaveLength(1);
  });

  it('reopens an enrollment once when two ask for it at the same moment', async () => {
    const person = await room.formerLearner();
    const answers = await Promise.all([enroll(person), enroll(person)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await rowsOf(person)).toHaveLength(1);
  });

  it.each([
    ['their account is read', /FROM users u LEFT JOIN enrollments/],
    ['their enrollment is written', /INSERT INTO enrollments/],
  ])('answers 404 when the course is deleted just before %s', async (_moment, statement) => {
    const draft = await CourseRoom.open(app, { published: false });
    const remove = (): Promise<Answer> => draft.instructor.delete(draft.url);
    beforeNext(statement, () => app.get(Transactions).outside(async () => expectStatus(await remove(), 204)));
    const person = await app.person();
    const dto = { userId: person.id, role: 'learner' };
    expect(await draft.instructor.post(`${draft.url}/enrollments`, dto)).toMatchObject({
      status: 404,
      body: { code: 'courses.not_found' },
    });
  });

  /** Changes something after it was read and before the statement that relies on it. */
  const justBefore = (statement: RegExp, sql: string, ...params: (string | Buffer)[]): void =>
    beforeNext(statement, () => app.get(Transactions).outside(() => app.database.run(sql, params)));

  const SUSPEND = "UPDATE users SET disabled_at = '2026-03-02 09:00:00', version = version + 1 WHERE id = ?";

  it('decides anew when the account is suspended just before the enrollment is written', async () => {
    const [newcomer, former] = [await app.person(), await room.formerLearner()];
    justBefore(/INSERT INTO enrollments/, SUSPEND, toBinary(newcomer.id));
    const refusal = { status: 409, body: { code: 'enrollments.account_disabled' } };
    expect(await enroll(newcomer)).toMatchObject(refusal);
    expect(await rowsOf(newcomer)).toHaveLength(0);
    justBefore(/INSERT INTO earlier_enrollments/, SUSPEND, toBinary(former.id));
    expect(await enroll(former)).toMatchObject(refusal);
  });

  it('decides anew when the person is renamed just before the enrollment is written', async () => {
    const person = await app.person();
    const rename = "UPDATE users SET family_name = 'New', version = version + 1 WHERE id = ?";
    justBefore(/INSERT INTO enrollments/, rename, toBinary(person.id));
    expect(expectStatus(await enroll(person), 201).user.familyName).toBe('New');
  });

  it('takes the day of the new time zone when the course moves just before the enrollment is written', async () => {
    app.clock.set('2026-03-02T23:30:00.000Z');
    const move = "UPDATE courses SET time_zone = 'Asia/Tokyo' WHERE id = ?";
    justBefore(/INSERT INTO enrollments/, move, toBinary(room.courseId));
    expect(expectStatus(await enroll(await app.person()), 201).beginDate).toBe('2026-03-03');
  });

  it('decides anew when the earlier enrollment gets other days just before it is reopened', async () => {
    const person = await room.formerLearner();
    const begin =
      "UPDATE enrollments SET begin_date = '2026-02-01', version = version + 1 WHERE course_id = ? AND user_id = ?";
    justBefore(/INSERT INTO earlier_/, begin, toBinary(room.courseId), toBinary(person.id));
    expect(expectStatus(await enroll(person), 201).beginDate).toBe('2026-02-01');
  });

  it('enrolls a person once under one Idempotency-Key', async () => {
    const person = await app.person();
    const dto = { userId: person.id, role: 'learner' };
    const send = (): Promise<Answer> =>
      room.instructor.post(`${room.url}/enrollments`, dto, { 'idempotency-key': `enroll-${person.id}` });
    const first = await send();
    expect(await send()).toMatchObject({ status: 201, body: first.body });
  });

  it('costs two statements, or three by a username, and seven again, however many are enrolled', async () => {
    const cost = async (person: Caller): Promise<string[]> =>
      sqlOf(async () => expectStatus(await enroll(person), 201));
    const [one, former] = [await app.person(), await room.formerLearner()];
    // The caller with their standing and the person, and an insert that makes sure of what they say.
    expect(await cost(one)).toHaveLength(2);
    // Between BEGIN and COMMIT, since the days of the earlier enrollment are kept as well; and whether they have more than
    // others in some quiz, and whether they are in groups of before, is looked up.
    expect(await cost(former)).toHaveLength(7);
    for (let count = 0; count < 40; count += 1) await room.member();
    expect(await cost(await app.person())).toHaveLength(2);
    const { username } = expectStatus(await (await app.person()).get('/v1/me'), 200);
    const dto = { username, role: 'learner' };
    const byName = async (): Promise<unknown> =>
      expectStatus(await room.instructor.post(`${room.url}/enrollments`, dto), 201);
    expect(await sqlOf(byName)).toHaveLength(3);
  });
});
