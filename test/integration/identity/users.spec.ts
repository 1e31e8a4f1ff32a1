import { newId } from '../../../src/shared/database/ids';
import { CourseRoom } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { account, PASSWORD, signedIn, signIn } from './accounts';

describe('accounts', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    // A second administrator, so that the first is not the last.
    await app.person('administrator');
  });
  afterAll(() => app.stop());

  let created = 0;
  function newUser(changes: object = {}): { username: string; email: string } {
    created += 1;
    const username = `user.${created}`;
    return {
      username,
      email: `${username}@school.example`,
      ...{ givenName: 'Sunita', familyName: 'Rao', role: 'learner' },
      ...changes,
    };
  }
  const create = (changes: object = {}): Promise<Answer> => administrator.post('/v1/users', newUser(changes));

  describe('created by an administrator', () => {
    it('an account is created with or without a password', async () => {
      const answer = await create({ role: 'instructor', password: PASSWORD, timeZone: 'Asia/Kolkata' });
      expect(answer.status).toBe(201);
      expect(answer.headers['etag']).toBe('"v1"');
      expect(answer.body).toEqual({
        id: expect.any(String),
        username: answer.body.username,
        email: `${answer.body.username}@school.example`,
        givenName: 'Sunita',
        familyName: 'Rao',
        middleName: null,
        identifier: null,
        sourcedId: null,
        role: 'instructor',
        locale: 'en',
        timeZone: 'Asia/Kolkata',
        suspendedAt: null,
        createdAt: app.clock.now().toISOString(),
        updatedAt: app.clock.now().toISOString(),
        version: 1,
      });
      expect((await signIn(app, answer.body.username)).status).toBe(200);
      const without = await create({ email: null });
      expect(without.body.email).toBeNull();
      expect((await signIn(app, without.body.username)).status).toBe(401);
    });

    it('a person with one name has no family name', async () => {
      for (const name of [{ familyName: '' }, { familyName: undefined }]) {
        const { status, body } = await create({ givenName: 'Wulan', ...name });
        expect([status, body.givenName, body.familyName]).toEqual([201, 'Wulan', '']);
        const list = await administrator.get('/v1/users?search=Wulan&limit=1');
        expect(list.body.data[0].givenName).toBe('Wulan');
        const next = `/v1/users?search=Wulan&limit=1&cursor=${list.body.page.next}`;
        if (list.body.page.next !== null) expect((await administrator.get(next)).status).toBe(200);
      }
      expect((await create({ givenName: '', familyName: 'Ayu' })).status).toBe(422);
    });

    it('a guardian is neither found nor enrolled, and knows of no course', async () => {
      const room = await CourseRoom.open(app);
      const guardian = await app.person('guardian');
      const { body } = await administrator.get(`/v1/users/${guardian.id}`);
      const found = await room.instructor.get(`/v1/people?search=${encodeURIComponent(body.username)}`);
      expect(found.body.data).toEqual([]);
      const enrolling = { userId: guardian.id, role: 'learner' };
      expect(await room.instructor.post(`${room.url}/enrollments`, enrolling)).toMatchObject({
        status: 409,
        body: { code: 'enrollments.guardian_account' },
      });
      await room.instructor.put(`${room.url}/publication`);
      await room.instructor.patch(room.url, { selfEnrollment: true });
      expect((await guardian.get('/v1/courses')).body.data).toEqual([]);
      for (const path of ['', '/outline', '/grades', '/progress'])
        expect((await guardian.get(`${room.url}${path}`)).status).toBe(404);
      const courseId = room.url.split('/').at(-1);
      expect((await guardian.post('/v1/me/enrollments', { courseId })).status).toBe(404);
      expect((await guardian.get('/v1/me/enrollments')).body.data).toEqual([]);
      expect((await guardian.get('/v1/me')).status).toBe(200);
    });

    it('a learner who becomes a guardian sees their courses no more, and sees them again as a learner', async () => {
      const room = await CourseRoom.open(app);
      const learner = await room.member('learner');
      const become = (role: string): Promise<Answer> =>
        administrator.patch(`/v1/users/${learner.id}`, { role });
      await become('guardian');
      expect((await learner.get(room.url)).status).toBe(404);
      expect((await learner.get('/v1/courses')).body.data).toEqual([]);
      expect((await learner.get('/v1/me/enrollments')).body.data).toEqual([]);
      await become('learner');
      expect((await learner.get('/v1/me/enrollments')).body.data).toHaveLength(1);
    });

    it('a created account is the same when it is read', async () => {
      const { body } = await create();
      expect((await administrator.get(`/v1/users/${body.id}`)).body).toEqual(body);
    });

    it('a username that is taken in any letter case is refused', async () => {
      const { body } = await create();
      const answer = await create({ username: body.username.toUpperCase() });
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('identity.username_taken');
    });

    it('an email address that is taken is refused', async () => {
      const { body } = await create();
      const answer = await create({ email: body.email });
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('identity.email_taken');
    });

    it('a repeated request with the same Idempotency-Key creates one account', async () => {
      const key = { 'idempotency-key': newId() };
      const user = { ...newUser(), password: PASSWORD };
      const first = await administrator.post('/v1/users', user, key);
      const second = await administrator.post('/v1/users', user, key);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect(second.headers['idempotency-replayed']).toBe('true');
    });

    it.each([
      [{ username: 'two words' }, 'username'],
      [{ username: '' }, 'username'],
      [{ email: 'nowhere' }, 'email'],
      [{ role: 'owner' }, 'role'],
      [{ password: 'short' }, 'password'],
      [{ id: newId() }, 'id'],
      [{ disabledAt: null }, 'disabledAt'],
    ])('an account with %j is refused', async (fault, field) => {
      const answer = await create(fault);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].field).toBe(field);
    });
  });

  describe('changed by an administrator', () => {
    const change = (id: string, body: object, headers?: Record<string, string>): Promise<Answer> =>
      administrator.patch(`/v1/users/${id}`, body, headers);

    it('fields that are left out stay as they are', async () => {
      const { body } = await create();
      const answer = await change(body.id, { role: 'instructor', email: null }, { 'if-match': '"v1"' });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ ...body, role: 'instructor', email: null, version: 2 });
    });

    it('a change based on an older version is refused', async () => {
      const { body } = await create();
      await change(body.id, { givenName: 'New' });
      const answer = await change(body.id, { givenName: 'Newer' }, { 'if-match': '"v1"' });
      expect(answer.status).toBe(412);
      expect((await change(body.id, { givenName: 'Newer' }, { 'if-match': '"v2"' })).status).toBe(200);
    });

    it('a username or email address that is taken is refused', async () => {
      const [one, other] = [(await create()).body, (await create()).body];
      expect((await change(one.id, { username: other.username })).body.code).toBe('identity.username_taken');
      expect((await change(one.id, { email: other.email })).body.code).toBe('identity.email_taken');
    });

    it('a changed role takes effect at once', async () => {
      const { id, username } = await account(app);
      const caller = await signedIn(app, username);
      expect((await caller.get('/v1/people?search=ra')).status).toBe(403);
      await change(id, { role: 'instructor' });
      expect((await caller.get('/v1/people?search=ra')).status).toBe(200);
    });

    it('a change of an unknown account is refused', async () => {
      const answer = await change(newId(), { givenName: 'Nobody' });
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('identity.user_not_found');
      expect((await administrator.get('/v1/users/not-an-id')).status).toBe(400);
    });

    it('administrators cannot remove their own administrator role', async () => {
      const answer = await change(administrator.id, { role: 'learner' });
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('identity.own_account');
      expect((await change(administrator.id, { role: 'administrator', givenName: 'Ida' })).status).toBe(200);
    });
  });

  describe('suspension', () => {
    it('a suspended account loses access at once and can sign in again after the suspension', async () => {
      const { id, username } = await account(app);
      const caller = await signedIn(app, username);
      const suspended = await administrator.put(`/v1/users/${id}/suspension`);
      expect(suspended.status).toBe(200);
      expect(suspended.body).toMatchObject({ suspendedAt: app.clock.now().toISOString(), version: 2 });
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(401);

      const active = await administrator.delete(`/v1/users/${id}/suspension`);
      expect(active.body).toMatchObject({ suspendedAt: null, version: 3 });
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(200);
    });

    it('a second suspension keeps the instant of the first', async () => {
      const { body } = await create();
      const first = await administrator.put(`/v1/users/${body.id}/suspension`);
      app.clock.advance(1000);
      expect((await administrator.put(`/v1/users/${body.id}/suspension`)).body).toEqual(first.body);
    });

    it('administrators cannot suspend themselves', async () => {
      const answer = await administrator.put(`/v1/users/${administrator.id}/suspension`);
      expect(answer.status).toBe(403);
      expect((await administrator.get('/v1/me')).status).toBe(200);
    });

    it('a suspension of an unknown account is refused', async () => {
      expect((await administrator.put(`/v1/users/${newId()}/suspension`)).status).toBe(404);
      expect((await administrator.delete(`/v1/users/${newId()}/suspension`)).status).toBe(404);
    });
  });

  it.each(['instructor', 'learner'] as const)(
    'a person with the role %s cannot see accounts',
    async (role) => {
      const caller = await app.person(role);
      const { id } = (await create()).body;
      const answers = [
        await caller.get('/v1/users'),
        await caller.post('/v1/users', newUser()),
        await caller.get(`/v1/users/${id}`),
        await caller.patch(`/v1/users/${id}`, { role: 'administrator' }),
        await caller.put(`/v1/users/${id}/suspension`),
        await caller.delete(`/v1/users/${id}/suspension`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
      expect((await administrator.get(`/v1/users/${id}`)).body.version).toBe(1);
    },
  );
});
