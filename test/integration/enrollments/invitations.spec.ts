import { AdmissionSweep } from '../../../src/modules/enrollments/admission/admission-sweep';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the locks on settings and invitations', ['of 200 who use one token at once'], () => {
  withoutLocks(/FROM (enrollment_settings|enrollment_invitations) \w WHERE/);
});

jest.setTimeout(120_000);

describe('invitations into a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  const folder = mailFolder();
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
    await receiveMail(app);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const url = (): string => `${room.url}/enrollment-invitations`;
  const invite = (dto: object): Promise<Answer> => room.instructor.post(url(), { role: 'learner', ...dto });
  const invited = async (dto: object): Promise<Answer['body']> => expectStatus(await invite(dto), 201);
  const answer = (person: Caller, id: string, state = 'accepted'): Promise<Answer> =>
    person.patch(`/v1/enrollment-invitations/${id}`, { state });
  const say = (person: Caller, token: string, state = 'accepted'): Promise<Answer> =>
    person.post('/v1/me/enrollment-invitations/answers', { token, state });
  const read = async (id: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/enrollment-invitations/${id}`), 200);
  const set = async (dto: object): Promise<Answer['body']> =>
    expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, dto), 200);
  const learners = async (): Promise<string[]> =>
    expectStatus(
      await room.instructor.get(`${room.url}/enrollments?role=learner&state=active&limit=100`),
      200,
    ).data.map(({ user }: Answer['body']) => user.id);
  const emailOf = async (person: Caller): Promise<string> => (await person.get('/v1/me')).body.email;
  /** Of the only mail that has come since it was last asked. */
  const mailedToken = async (): Promise<{ to: string; text: string; token: string }> => {
    const [mail, ...others] = await receiveMail(app);
    expect(others).toEqual([]);
    const { to, text } = mail as unknown as { to: string; text: string };
    return { to, text, token: /#token=([\w-]{43})/.exec(text)?.[1] ?? '' };
  };
  const code = ({ status, body }: Answer): [number, string] => [status, body.code];

  it('are mailed, listed by both sides, and accepted by the account that they name', async () => {
    const person = await app.person();
    const { id } = await invited({ userId: person.id, role: 'assistant' });
    const { to, text } = await mailedToken();
    expect(to).toBe(await emailOf(person));
    expect(text).toContain('as an assistant');
    const { data } = (await person.get('/v1/me/enrollment-invitations')).body;
    expect(data).toMatchObject([
      {
        ...{ id, state: 'pending', role: 'assistant', email: null, user: { id: person.id } },
        ...{ expiresAt: '2026-03-16T09:00:00.000Z', invitedBy: { id: room.instructor.id }, mails: 1 },
      },
    ]);
    expect((await invite({ userId: person.id })).body.code).toBe('enrollments.already_invited');
    expect(code(await answer(await app.person(), id))).toEqual([404, 'enrollments.invitation_not_found']);
    expectStatus(await answer(person, id), 200);
    expect(await read(id)).toMatchObject({
      ...{ state: 'accepted', decidedBy: { id: person.id }, enrollmentId: expect.any(String) },
    });
    expect((await person.get('/v1/me/enrollments')).body.data).toMatchObject([{ role: 'assistant' }]);
    expect(code(await answer(person, id))).toEqual([409, 'enrollments.invitation_used']);
    const accepted = (await room.instructor.get(`${url()}?state=accepted`)).body.data;
    expect(accepted.map((each: Answer['body']) => each.id)).toEqual([id]);
    expect((await room.instructor.get(`${url()}?state=pending`)).body.data).toEqual([]);
  });

  it('take no role from whoever answers, and no account that could not be enrolled', async () => {
    const person = await app.person();
    const { id } = await invited({ userId: person.id });
    const chosen = { state: 'accepted', role: 'instructor' };
    expect((await person.patch(`/v1/enrollment-invitations/${id}`, chosen)).status).toBe(422);
    expect(code(await invite({ userId: (await app.person()).id, role: 'instructor' }))).toEqual([
      ...[409, 'enrollments.instructor_account_needed'],
    ]);
    expect((await invite({ username: 'nobody-has-this' })).status).toBe(422);
    expect((await invite({})).status).toBe(422);
    expect((await invite({ userId: person.id, email: 'a@school.example' })).status).toBe(422);
    expect((await person.post(url(), { userId: person.id, role: 'learner' })).status).toBe(403);
  });

  it('to an address reach its account without a token, and anybody else who reads the mail, as a learner', async () => {
    const [owner, other] = [await app.person(), await app.person()];
    const address = await emailOf(owner);
    const { id } = await invited({ email: address.toUpperCase() });
    expect(await read(id)).toMatchObject({ user: null, email: address });
    expect((await owner.get('/v1/me/enrollment-invitations')).body.data).toMatchObject([{ id }]);
    expect((await other.get('/v1/me/enrollment-invitations')).body.data).toEqual([]);
    const { token } = await mailedToken();
    expectStatus(await say(other, token), 200);
    expect(await read(id)).toMatchObject({ state: 'accepted', email: address, decidedBy: { id: other.id } });
    expect(code(await answer(owner, id))).toEqual([409, 'enrollments.invitation_used']);

    const helping = await invited({ email: address, role: 'assistant' });
    const { token: second } = await mailedToken();
    const another = await app.person();
    expect(code(await say(another, second))).toEqual([403, 'enrollments.invitation_for_another']);
    expectStatus(await say(owner, second), 200);
    expect(await read(helping.id)).toMatchObject({ state: 'accepted' });
  });

  it('to an address without an account wait for it', async () => {
    const email = 'new.comer@school.example';
    const { id } = await invited({ email });
    expect((await mailedToken()).text).toContain('If you have no account yet');
    const made = await app.person();
    const administrator = await app.person('administrator');
    expectStatus(
      await administrator.patch(`/v1/users/${made.id}`, { email: 'New.Comer@school.example' }),
      200,
    );
    expectStatus(await answer(made, id), 200);
  });

  it('refuse whoever comes a second time, with the token of another, too late, or after they were revoked', async () => {
    const [person, other] = [await app.person(), await app.person()];
    const { id } = await invited({ userId: person.id });
    const { token } = await mailedToken();
    expect(code(await say(other, token))).toEqual([403, 'enrollments.invitation_for_another']);
    expect(code(await say(other, 'x'.repeat(43)))).toEqual([404, 'enrollments.invitation_token_unknown']);
    expectStatus(await say(person, token, 'declined'), 200);
    expect(code(await say(person, token))).toEqual([409, 'enrollments.invitation_declined']);
    expect(code(await room.instructor.delete(`/v1/enrollment-invitations/${id}`))).toEqual([
      ...[409, 'enrollments.invitation_declined'],
    ]);
    await invited({ userId: person.id, days: 1 });
    const late = await mailedToken();
    app.clock.set('2026-03-03T09:00:00.000Z');
    expect(code(await say(person, late.token))).toEqual([409, 'enrollments.invitation_expired']);
    expect((await person.get('/v1/me/enrollment-invitations')).body.data[0].state).toBe('expired');
    // A new one may come before the sweep has stored the end of the last.
    const { id: third } = await invited({ userId: person.id });
    const revoked = await mailedToken();
    expectStatus(await room.instructor.delete(`/v1/enrollment-invitations/${third}`), 204);
    expect(code(await say(person, revoked.token))).toEqual([409, 'enrollments.invitation_revoked']);
    expect(await learners()).toEqual([]);
  });

  it('are sent again with a new token and as much time, a few times', async () => {
    const person = await app.person();
    const { id } = await invited({ userId: person.id, days: 2 });
    const { token: first } = await mailedToken();
    app.clock.set('2026-03-04T08:59:00.000Z');
    const again = (): Promise<Answer> => room.instructor.post(`/v1/enrollment-invitations/${id}/mails`);
    expect(expectStatus(await again(), 200)).toMatchObject({
      mails: 2,
      expiresAt: '2026-03-06T08:59:00.000Z',
    });
    const { token: second } = await mailedToken();
    expect(code(await say(person, first))).toEqual([404, 'enrollments.invitation_token_unknown']);
    for (const _mail of [3, 4, 5]) expectStatus(await again(), 200);
    expect(code(await again())).toEqual([409, 'enrollments.too_many_invitation_mails']);
    expect((await receiveMail(app)).length).toBe(3);
    expect(code(await say(person, second))).toEqual([404, 'enrollments.invitation_token_unknown']);
    expectStatus(await answer(person, id), 200);
  });

  it('store no token', async () => {
    await invited({ email: 'newcomer@school.example' });
    const { token } = await mailedToken();
    const rows = await app.database.rows<{ payload: string }>('SELECT payload FROM outbox_messages');
    expect(rows.filter(({ payload }) => JSON.stringify(payload).includes(token))).toEqual([]);
    const [{ bits }] = (await app.database.rows<{ bits: number }>(
      'SELECT LENGTH(token_hash) * 8 AS bits FROM enrollment_invitations WHERE token_hash IS NOT NULL LIMIT 1',
    )) as [{ bits: number }];
    expect(bits).toBe(256);
    expect(Buffer.from(token, 'base64url').length * 8).toBe(256);
  });

  it('hold seats where the course says so, which go to whoever waits when they are declined, revoked or over', async () => {
    expectStatus(await room.instructor.patch(room.url, { selfEnrollment: true }), 200);
    await set({ capacity: 2, invitationsHoldSeats: true });
    const [guest, second, ...waiting] = await Promise.all(Array.from({ length: 5 }, () => app.person()));
    const { id } = await invited({ userId: guest!.id, days: 1 });
    const other = await invited({ userId: second!.id });
    expect(code(await invite({ email: 'third@school.example' }))).toEqual([409, 'enrollments.course_full']);
    const beyond = await invited({ email: 'third@school.example', exceedsCapacity: true });
    expectStatus(await room.instructor.delete(`/v1/enrollment-invitations/${beyond.id}`), 204);
    for (const person of waiting) {
      const asked = await person.post('/v1/me/enrollment-requests', { courseId: room.courseId });
      expect(expectStatus(asked, 201).state).toBe('waitlisted');
    }
    expect((await room.instructor.get(`${room.url}/enrollment-settings`)).body).toMatchObject({
      ...{ taken: 2, waiting: 3 },
    });
    expectStatus(await answer(second!, other.id, 'declined'), 200);
    expect(await learners()).toEqual([waiting[0]!.id]);
    app.clock.set('2026-03-03T09:00:00.000Z');
    expect(await app.get(AdmissionSweep).sweep()).toBe(1);
    expect(await app.get(AdmissionSweep).sweep()).toBe(0);
    expect(await learners()).toEqual([waiting[0]!.id, waiting[1]!.id]);
    expect((await read(id)).state).toBe('expired');
    await set({ capacity: 4 });
    const held = await invited({ userId: guest!.id });
    expectStatus(await answer(guest!, held.id), 200);
    expect((await learners()).length).toBe(4);
    expect((await room.instructor.get(`${room.url}/enrollment-settings`)).body.taken).toBe(4);
  });

  it('without a held seat find one or stay open', async () => {
    await set({ capacity: 1 });
    const [guest, second] = [await app.person(), await app.person()];
    const { id } = await invited({ userId: guest.id });
    const { id: otherId } = await invited({ userId: second.id });
    expectStatus(await answer(guest, id), 200);
    expect(code(await answer(second, otherId))).toEqual([409, 'enrollments.course_full']);
    await set({ capacity: 2 });
    expectStatus(await answer(second, otherId), 200);
  });

  it('of 200 who use one token at once, one comes in, and all others are told that it is used', async () => {
    await invited({ email: 'newcomer@school.example' });
    const { token } = await mailedToken();
    const people: Caller[] = [];
    for (let each = 0; each < 200; each += 1) people.push(await app.person());
    const answers = await Promise.all(people.map((person) => say(person, token)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['enrollments.invitation_used']),
    );
    expect((await learners()).length).toBe(1);
  });
});
