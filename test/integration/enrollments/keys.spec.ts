import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the locks on settings, keys and sets of groups',
  ['of 200 who come at once', 'a key for 20 people'],
  () => {
    withoutLocks(/FROM (enrollment_settings|course_keys|group_sets) \w WHERE/);
  },
);

jest.setTimeout(120_000);

describe('coming into a course with a key', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start({ SIGN_IN_LIMIT_PER_MINUTE: '20', SIGN_IN_LIMIT_PER_NETWORK: '60' });
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app, { selfEnrollment: true });
  });
  afterAll(() => app.stop());

  const set = async (dto: object): Promise<Answer['body']> =>
    expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, dto), 200);
  const makeKey = async (dto: object = {}): Promise<Answer['body']> =>
    expectStatus(
      await room.instructor.post(`${room.url}/enrollment-keys`, { label: 'Lecture', ...dto }),
      201,
    );
  const enroll = (person: Caller, key?: string): Promise<Answer> =>
    person.post('/v1/me/enrollments', { courseId: room.courseId, ...(key === undefined ? {} : { key }) });
  const ask = (person: Caller, key?: string): Promise<Answer> =>
    person.post('/v1/me/enrollment-requests', {
      courseId: room.courseId,
      ...(key === undefined ? {} : { key }),
    });
  const read = async (id: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/enrollment-keys/${id}`), 200);
  const people = async (count: number): Promise<Caller[]> => {
    const made: Caller[] = [];
    for (let each = 0; each < count; each += 1) made.push(await app.person());
    return made;
  };
  const group = async (size: number | null): Promise<{ setId: string; groupId: string }> => {
    const dto = size === null ? { title: 'Labs' } : { title: 'Labs', joining: 'by_self', groupSize: size };
    const { id: setId } = expectStatus(await room.instructor.post(`${room.url}/group-sets`, dto), 201);
    const made = await room.instructor.post(`/v1/group-sets/${setId}/groups`, { title: 'Tuesday' });
    return { setId, groupId: expectStatus(made, 201).id };
  };
  const membersOf = async (groupId: string): Promise<string[]> =>
    expectStatus(await room.instructor.get(`/v1/groups/${groupId}/members?limit=100`), 200).data.map(
      ({ userId }: { userId: string }) => userId,
    );

  it('is asked for where the settings say so, whichever way people come', async () => {
    const { key } = await makeKey({ key: 'Hazel under oak' });
    expect(key).toBe('Hazel under oak');
    await set({ needsKey: true });
    const person = await app.person();
    for (const come of [enroll, ask]) {
      expect(await come(person)).toMatchObject({ status: 403, body: { code: 'enrollments.key_needed' } });
      expect(await come(person, 'hazel under elm')).toMatchObject({
        ...{ status: 403, body: { code: 'enrollments.wrong_key' } },
      });
    }
    expect(await enroll(person, key)).toMatchObject({ status: 201, body: { source: 'self' } });
    expect(await ask(await app.person(), key)).toMatchObject({ status: 201, body: { state: 'accepted' } });
  });

  it.each(['  hazel’s Oak–Tree ', 'HAZEL\u2018S OAK-TREE', "hazel's  oak\u2011tree", 'hazél´s oak-tree'])(
    'forgives letter case, spaces and what phones make of quotes and hyphens: %s',
    async (said) => {
      const { id } = await makeKey({ key: "Hazel's oak-tree" });
      expectStatus(await enroll(await app.person(), said), 201);
      expect((await read(id)).uses).toBe(1);
    },
  );

  it('counts each person once, and refuses a key that is used up, over, not open yet or revoked', async () => {
    const { id, key } = await makeKey({
      ...{ maxUses: 1, opensAt: '2026-03-02T10:00:00Z', closesAt: '2026-03-03T10:00:00Z' },
    });
    const [first, second] = (await people(2)) as [Caller, Caller];
    const closed = { status: 409, body: { code: 'enrollments.key_closed' } };
    expect(await ask(first, key)).toMatchObject(closed);
    app.clock.set('2026-03-02T10:00:00.000Z');
    await set({ needsApproval: true });
    for (const _time of [1, 2]) {
      const { id: requestId } = expectStatus(await ask(first, key), 201);
      expectStatus(await first.delete(`/v1/enrollment-requests/${requestId}`), 204);
    }
    expect((await read(id)).uses).toBe(1);
    expect(await ask(second, key)).toMatchObject({ status: 409, body: { code: 'enrollments.key_used_up' } });
    expectStatus(await room.instructor.patch(`/v1/enrollment-keys/${id}`, { maxUses: 2 }), 200);
    app.clock.set('2026-03-03T10:00:00.000Z');
    expect(await ask(second, key)).toMatchObject(closed);
    expectStatus(await room.instructor.patch(`/v1/enrollment-keys/${id}`, { closesAt: null }), 200);
    expectStatus(await room.instructor.delete(`/v1/enrollment-keys/${id}`), 204);
    expect(await ask(second, key)).toMatchObject({ status: 403, body: { code: 'enrollments.wrong_key' } });
    expect((await read(id)).revokedAt).toBe('2026-03-03T10:00:00.000Z');
    expect(await room.instructor.patch(`/v1/enrollment-keys/${id}`, { label: 'Again' })).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.key_revoked' } },
    });
    // What was revoked is free for a new key.
    await makeKey({ key });
  });

  it('is one of a course only, long enough, and in a window that is one', async () => {
    await makeKey({ key: 'Hazel oak' });
    const post = (dto: object): Promise<Answer> =>
      room.instructor.post(`${room.url}/enrollment-keys`, { label: 'Lab', ...dto });
    expect(await post({ key: 'hazel  óak' })).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.key_taken', errors: [{ field: 'key' }] } },
    });
    expect(await post({ key: 'oak  ' })).toMatchObject({ status: 422, body: { errors: [{ field: 'key' }] } });
    expect(await post({ opensAt: '2026-03-03T10:00:00Z', closesAt: '2026-03-03T10:00:00Z' })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'closesAt' }] } },
    });
    const other = await CourseRoom.open(app);
    const { id } = expectStatus(
      await other.instructor.post(`${other.url}/group-sets`, { title: 'Labs' }),
      201,
    );
    const foreign = await other.instructor.post(`/v1/group-sets/${id}/groups`, { title: 'Monday' });
    expect(await post({ groupId: foreign.body.id })).toMatchObject({
      ...{ status: 422, body: { code: 'enrollments.no_such_group', errors: [{ field: 'groupId' }] } },
    });
    // A key of one course opens no other one.
    const { key } = expectStatus(
      await other.instructor.post(`${other.url}/enrollment-keys`, { label: 'Lecture' }),
      201,
    );
    expect((await enroll(await app.person(), key)).body.code).toBe('enrollments.wrong_key');
  });

  it('of a group puts people into it, also later than they asked, and goes with the group', async () => {
    const { groupId } = await group(null);
    const { key, id } = await makeKey({ groupId });
    const [direct, asking] = (await people(2)) as [Caller, Caller];
    expectStatus(await enroll(direct, key), 201);
    await set({ needsApproval: true });
    const request = expectStatus(await ask(asking, key), 201);
    expect(await membersOf(groupId)).toEqual([direct.id]);
    const accepted = await room.instructor.patch(`/v1/enrollment-requests/${request.id}`, {
      state: 'accepted',
    });
    expectStatus(accepted, 200);
    expect(await membersOf(groupId)).toEqual([direct.id, asking.id]);
    const empty = await room.instructor.get(`/v1/groups/${groupId}`);
    expect(empty.body.memberCount).toBe(2);
    const { groupId: emptied } = await (async () => {
      const dto = { title: 'Other labs' };
      const made = expectStatus(await room.instructor.post(`${room.url}/group-sets`, dto), 201);
      const other = await room.instructor.post(`/v1/group-sets/${made.id}/groups`, { title: 'Friday' });
      return { groupId: expectStatus(other, 201).id as string };
    })();
    const gone = await makeKey({ groupId: emptied });
    expectStatus(await room.instructor.delete(`/v1/groups/${emptied}`), 204);
    expect((await room.instructor.get(`/v1/enrollment-keys/${gone.id}`)).status).toBe(404);
    expect((await read(id)).uses).toBe(2);
  });

  it('limits guesses of a person, who comes back when the answer says, and of nobody else', async () => {
    const { key } = await makeKey();
    const [guesser, other] = (await people(2)) as [Caller, Caller];
    const answers: Answer[] = [];
    for (let guess = 0; guess < 21; guess += 1) answers.push(await enroll(guesser, `wrong guess ${guess}`));
    expect(answers.slice(0, 20).every(({ status }) => status === 403)).toBe(true);
    expect(answers[20]).toMatchObject({ status: 429, body: { code: 'request.too_many' } });
    const seconds = Number(answers[20]!.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    // The right one is not tried either.
    expect((await enroll(guesser, key)).status).toBe(429);
    expectStatus(await enroll(other, key), 201);
    app.clock.advance(seconds * 1000);
    expectStatus(await enroll(guesser, key), 201);
  });

  it('leaves everybody a few tries where others have used up those of a network', async () => {
    const { key } = await makeKey();
    for (const guesser of await people(3))
      for (let guess = 0; guess < 20; guess += 1)
        expect((await enroll(guesser, `wrong guess ${guess}`)).status).toBe(403);
    const [late, right] = (await people(2)) as [Caller, Caller];
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) statuses.push((await enroll(late, 'wrong again')).status);
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
    expectStatus(await enroll(right, key), 201);
  });

  it('costs nothing where nobody says one: enrolling oneself is as many statements as before', async () => {
    const [one, other] = (await people(2)) as [Caller, Caller];
    await enroll(one);
    const statements = await sqlOf(() => enroll(other));
    expect(statements.filter((sql) => /course_key|rate_counts/.test(sql))).toEqual([]);
  });

  it('of 200 who come at once with the key of a group of 20 places, exactly 20 get in', async () => {
    const { groupId } = await group(20);
    const { key, id } = await makeKey({ groupId });
    const comers = await people(200);
    const answers = await Promise.all(
      comers.map((person, index) => (index % 2 === 0 ? enroll(person, key) : ask(person, key))),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBe(20);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['enrollments.group_full']),
    );
    expect((await membersOf(groupId)).length).toBe(20);
    expect((await read(id)).uses).toBe(20);
    const roster = `${room.url}/enrollments?role=learner&limit=100`;
    expect((await room.instructor.get(roster)).body.data.length).toBe(20);
  });

  it('a key for 20 people is used by 20 of 60 who come at once', async () => {
    const { key, id } = await makeKey({ maxUses: 20 });
    const answers = await Promise.all((await people(60)).map((person) => enroll(person, key)));
    expect(answers.filter(({ status }) => status === 201).length).toBe(20);
    expect((await read(id)).uses).toBe(20);
  });
});
