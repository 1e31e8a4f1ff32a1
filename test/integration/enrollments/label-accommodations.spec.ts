import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { Classroom } from '../../support/classroom';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** What happens more seldom than the rest. */
const WEIGHTS: Record<string, number> = { withdraw: 1, end: 1, assign: 1 };

describe('accommodations of groups and tags', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));
  afterAll(() => app.stop());

  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];
  const group = async (
    room: CourseRoom,
    more: object = {},
  ): Promise<{ setId: string; groupId: string; move: (...people: Caller[]) => Promise<Answer> }> => {
    const set = { title: `Set ${newId().slice(-6)}`, ...more };
    const { id: setId } = expectStatus(await room.instructor.post(`${room.url}/group-sets`, set), 201);
    const made = await room.instructor.post(`/v1/group-sets/${setId}/groups`, { title: 'One' });
    const groupId = expectStatus(made, 201).id as string;
    const move = (...people: Caller[]): Promise<Answer> =>
      room.instructor.put(`/v1/group-sets/${setId}/members`, {
        members: people.map(({ id }) => ({ userId: id, groupId })),
      });
    return { setId, groupId, move };
  };
  const approve = (room: CourseRoom, dto: object, by = administrator): Promise<Answer> =>
    by.post(`${room.url}/label-accommodations`, { timeFactor: '2', reason: 'Reads slowly', ...dto });
  const needsOf = async (room: CourseRoom): Promise<Map<string, string>> => {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/accommodations?limit=100`), 200);
    return new Map((data as Answer['body'][]).map(({ user, timeFactor }) => [user.id, timeFactor]));
  };

  it('hold for whoever is in the group, comes into it, and no longer for who leaves', async () => {
    const room = await CourseRoom.open(app);
    const [first, second] = [await room.learner(), await room.learner()];
    const { groupId, setId, move } = await group(room);
    expectStatus(await move(first), 200);
    const made = expectStatus(await approve(room, { groupId }), 201);
    expect(made).toMatchObject({ groupId, tagId: null, title: 'One', learnerCount: 1, timeFactor: '2' });
    expect([...(await needsOf(room))]).toEqual([[first.id, '2']]);
    expectStatus(await move(second), 200);
    expect((await needsOf(room)).size).toBe(2);
    const out = { members: [{ userId: first.id, groupId: null }] };
    app.clock.advance(1000);
    expectStatus(await room.instructor.put(`/v1/group-sets/${setId}/members`, out), 200);
    expect([...(await needsOf(room)).keys()]).toEqual([second.id]);
    const url = `/v1/label-accommodations/${made.id}`;
    const changed = await administrator.patch(url, { timeFactor: '3' });
    expect(expectStatus(changed, 200)).toMatchObject({ learnerCount: 1, timeFactor: '3' });
    expect([...(await needsOf(room)).values()]).toEqual(['3']);
    const history = expectStatus(await administrator.get(`${url}/history`), 200).data;
    expect(history.map(({ kind }: Answer['body']) => kind)).toEqual(['changed', 'created']);
    app.clock.advance(1000);
    expectStatus(await administrator.delete(url), 204);
    expect((await needsOf(room)).size).toBe(0);
  });

  const tag = async (room: CourseRoom, ...people: Caller[]): Promise<string> => {
    const title = `Tag ${newId().slice(-6)}`;
    const { id } = expectStatus(await room.instructor.post(`${room.url}/learner-tags`, { title }), 201);
    await mark(room, id as string, { add: people });
    return id as string;
  };
  const mark = async (
    room: CourseRoom,
    id: string,
    { add = [], remove = [] }: { add?: Caller[]; remove?: Caller[] },
  ): Promise<void> => {
    const idsOf = (people: Caller[]): string[] => people.map((each) => each.id);
    if (add.length + remove.length === 0) return;
    const body = { add: idsOf(add), remove: idsOf(remove) };
    expectStatus(await room.instructor.put(`/v1/learner-tags/${id}/learners`, body), 200);
  };

  it('give an open attempt more time when its learner comes into the group, and take nothing from it after', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    const learner = await room.learner();
    const { groupId, setId, move } = await group(room);
    expectStatus(await approve(room, { groupId }), 201);
    const started = expectStatus(await learner.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    const endOf = async (): Promise<string> =>
      expectStatus(await learner.get(`/v1/attempts/${started.id}`), 200).endsAt;
    expect(await endOf()).toBe('2026-03-02T09:10:00.000Z');
    app.clock.advance(60_000);
    expectStatus(await move(learner), 200);
    expect(await endOf()).toBe('2026-03-02T09:20:00.000Z');
    app.clock.advance(60_000);
    const out = { members: [{ userId: learner.id, groupId: null }] };
    expectStatus(await room.instructor.put(`/v1/group-sets/${setId}/members`, out), 200);
    expect(await endOf()).toBe('2026-03-02T09:20:00.000Z');
    // The next one is as everybody's.
    expectStatus(await learner.put(`/v1/attempts/${started.id}/submission`, { answers: {} }), 200);
    const next = expectStatus(await learner.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    expect(next.endsAt).toBe('2026-03-02T09:12:00.000Z');
  });

  it('cannot be for a group that learners join by themselves, and such a group cannot be opened to them', async () => {
    const room = await CourseRoom.open(app);
    const learner = await room.learner();
    const open = await group(room, { joining: 'by_self', visibility: 'all' });
    expect(refusal(await approve(room, { groupId: open.groupId }))).toEqual([
      ...[409, 'enrollments.joined_by_themselves'],
    ]);
    const { setId, groupId } = await group(room);
    const { id } = expectStatus(await approve(room, { groupId }), 201);
    const opened = (): Promise<Answer> =>
      room.instructor.patch(`/v1/group-sets/${setId}`, { joining: 'by_self', visibility: 'all' });
    expect(refusal(await opened())).toEqual([409, 'enrollments.joined_by_themselves']);
    expect((await learner.put(`/v1/groups/${groupId}/members/me`)).status).not.toBe(200);
    app.clock.advance(1000);
    expectStatus(await administrator.delete(`/v1/label-accommodations/${id}`), 204);
    expectStatus(await opened(), 200);
  });

  it('follow from a rule alone: those of learners are changed there, and say so', async () => {
    const room = await CourseRoom.open(app);
    const learner = await room.learner();
    const made = expectStatus(await approve(room, { tagId: await tag(room, learner) }), 201);
    const { data } = expectStatus(await administrator.get(`/v1/users/${learner.id}/accommodations`), 200);
    expect(data).toMatchObject([
      { labelAccommodationId: made.id, courseId: room.courseId, reason: 'Reads slowly' },
    ]);
    const url = `/v1/accommodations/${data[0].id}`;
    for (const answer of [
      await administrator.patch(url, { daysAdded: 9 }),
      await administrator.delete(url),
    ]) {
      expect(refusal(answer)).toEqual([409, 'enrollments.accommodation_of_label']);
      expect(answer.body.detail).toContain(made.id);
    }
    // The learner reads what they get, and neither why nor that they have a tag.
    const own = expectStatus(await learner.get('/v1/me/accommodations'), 200);
    expect(own.data).toMatchObject([{ timeFactor: '2', isInForce: true }]);
    expect(JSON.stringify(own)).not.toMatch(/Reads slowly|labelAcc|Tag /);
  });

  it('are refused where the input cannot be meant, and for whoever may not approve', async () => {
    const [room, other] = [await CourseRoom.open(app), await CourseRoom.open(app)];
    const learner = await room.learner();
    const [mine, theirs] = [await tag(room), await tag(other)];
    const { groupId } = await group(room);
    for (const dto of [
      {},
      { groupId, tagId: mine },
      { tagId: theirs },
      { groupId: newId() },
      { groupId: mine },
    ])
      expect(refusal(await approve(room, dto))).toEqual([422, 'request.invalid']);
    expect(
      refusal(
        await approve(room, {
          groupId,
          validFrom: '2026-03-01T00:00:00Z',
          validUntil: '2026-03-01T00:00:00Z',
        }),
      ),
    ).toEqual([...[422, 'enrollments.accommodation_period']]);
    expect((await approve({ url: `/v1/courses/${newId()}` } as CourseRoom, { groupId })).status).toBe(404);
    for (const caller of [room.instructor, learner]) {
      expect((await approve(room, { groupId }, caller)).status).toBe(403);
      expect((await caller.get(`${room.url}/label-accommodations`)).status).toBe(403);
    }
    expect(expectStatus(await administrator.get(`${room.url}/label-accommodations`), 200)).toEqual({
      data: [],
    });
  });

  it('take as many statements for 20 learners as for 400', async () => {
    const counts: number[] = [];
    for (const size of [20, 400]) {
      const room = await CourseRoom.open(app);
      const id = await tag(room);
      const people = Array.from({ length: size }, () => newId());
      const now = app.clock.now();
      await app.database.insertMany(
        'users',
        ['id', 'username', 'given_name', 'family_name', 'role', 'created_at', 'updated_at'],
        people.map((person) => [toBinary(person), person, 'Many', 'People', 'learner', now, now]),
      );
      await app.database.insertMany(
        'tagged_learners',
        ['id', 'tag_id', 'user_id', 'tagged_at', 'tagged_by'],
        people.map((person) => [
          toBinary(newId()),
          toBinary(id),
          toBinary(person),
          now,
          toBinary(room.instructor.id),
        ]),
      );
      let made: Answer['body'];
      counts.push(
        (await sqlOf(async () => (made = expectStatus(await approve(room, { tagId: id }), 201)))).length,
      );
      expect(made.learnerCount).toBe(size);
      app.clock.advance(1000);
      const url = `/v1/label-accommodations/${made.id}`;
      counts.push((await sqlOf(() => administrator.patch(url, { daysAdded: 1 }))).length);
      counts.push((await sqlOf(() => administrator.delete(url))).length);
    }
    expect(counts.slice(0, 3)).toEqual(counts.slice(3));
  });

  it('reach everybody who comes into a group while they are approved', async () => {
    const room = await CourseRoom.open(app);
    const people = await Promise.all(Array.from({ length: 12 }, () => room.learner()));
    const [{ groupId, move }, tagId] = [await group(room), await tag(room)];
    const answers = await Promise.all([
      ...people.map((one, index) =>
        index % 2 === 0 ? move(one) : mark(room, tagId, { add: [one] }).then(() => undefined),
      ),
      approve(room, { groupId }),
      approve(room, { tagId }),
    ]);
    expect(answers.flatMap((answer) => (answer ? [answer.status] : [])).every((status) => status < 300)).toBe(
      true,
    );
    expect([...(await needsOf(room)).keys()].sort()).toEqual(people.map(({ id }) => id).sort());
  });

  /** What should be in force now, worked out person by person from who is in which group and has which tag. */
  const expected = async ({ courseId }: CourseRoom): Promise<string[]> => {
    type Row = Record<string, Buffer & string>;
    const all = (sql: string): Promise<Row[]> => app.database.query<Row>(sql, [toBinary(courseId)]);
    const rules = await all('SELECT * FROM label_accommodations WHERE course_id = ?');
    const members = await all(
      `SELECT p.* FROM group_memberships p JOIN group_sets s ON s.id = p.set_id WHERE s.course_id = ? AND p.left_at IS NULL`,
    );
    const tagged = await all(
      'SELECT p.* FROM tagged_learners p JOIN learner_tags l ON l.id = p.tag_id WHERE l.course_id = ?',
    );
    const now = app.clock.now().getTime();
    const instant = (value: unknown): number => new Date(value as string).getTime();
    const found: string[] = [];
    for (const rule of rules)
      for (const person of [...members, ...tagged]) {
        const label = person['group_id'] ?? person['tag_id'];
        if (!label?.equals(rule['label_id']!)) continue;
        const from = Math.max(
          instant(rule['valid_from']),
          instant(person['joined_at'] ?? person['tagged_at']),
        );
        const until = rule['valid_until'] ? instant(rule['valid_until']) : Infinity;
        if (from <= now && now < until)
          found.push(
            [rule['id']!.toString('hex'), person['user_id']!.toString('hex'), rule['days_added'], from].join(
              ' ',
            ),
          );
      }
    return found.sort();
  };
  const inForce = async ({ courseId }: CourseRoom): Promise<string[]> => {
    const now = app.clock.now();
    const rows = await app.database.query<Record<string, Buffer & string>>(
      `SELECT * FROM accommodations WHERE course_id = ? AND valid_from <= ? AND (valid_until IS NULL OR valid_until > ?)`,
      [toBinary(courseId), now, now],
    );
    return rows
      .map((row) =>
        [
          ...[
            row['label_accommodation_id']!.toString('hex'),
            row['user_id']!.toString('hex'),
            row['days_added'],
          ],
          new Date(row['valid_from'] as string).getTime(),
        ].join(' '),
      )
      .sort();
  };

  it.each([11, 12, 13])(
    'are what follows from groups, tags and rules, whatever happens to them (seed %d)',
    async (seed) => {
      const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
      const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
      const room = await CourseRoom.open(app);
      const people = await Promise.all(Array.from({ length: 5 }, () => room.learner()));
      const groups = [await group(room), await group(room)];
      const tags = [await tag(room), await tag(room)];
      const rules: string[] = [];
      const bulk = async (row: object): Promise<void> => {
        const body = { rows: [row] };
        const started = await room.instructor.post(`${room.url}/enrollment-changes`, body);
        await app.get(OperationRunner).settled(expectStatus(started, 202).id);
      };
      const actions: Record<string, () => Promise<unknown>> = {
        join: () => one(groups).move(one(people)),
        leave: () =>
          room.instructor.put(`/v1/group-sets/${one(groups).setId}/members`, {
            members: [{ userId: one(people).id, groupId: null }],
          }),
        tag: () => room.instructor.put(`/v1/learner-tags/${one(tags)}/learners`, { add: [one(people).id] }),
        untag: () =>
          room.instructor.put(`/v1/learner-tags/${one(tags)}/learners`, { remove: [one(people).id] }),
        approve: async () => {
          const label = random() < 0.5 ? { groupId: one(groups).groupId } : { tagId: one(tags) };
          const days = { daysAdded: Math.floor(random() * 9) };
          const ahead = random() < 0.2 ? { validFrom: new Date(app.clock.now().getTime() + 90_000) } : {};
          rules.push(expectStatus(await approve(room, { ...label, ...days, ...ahead }), 201).id);
        },
        change: async () => {
          if (rules.length === 0) return;
          const until = random() < 0.4 ? { validUntil: new Date(app.clock.now().getTime() + 3_600_000) } : {};
          await administrator.patch(`/v1/label-accommodations/${one(rules)}`, {
            daysAdded: Math.floor(random() * 9),
            ...until,
          });
        },
        end: async () => {
          if (rules.length > 0) await administrator.delete(`/v1/label-accommodations/${one(rules)}`);
        },
        withdraw: async () => {
          const person = one(people);
          const { data } = (await administrator.get(`/v1/users/${person.id}/enrollments`)).body;
          await room.instructor.delete(`/v1/enrollments/${data[0].id}`);
        },
        enroll: () =>
          room.instructor.post(`${room.url}/enrollments`, { userId: one(people).id, role: 'learner' }),
        assign: () => room.instructor.post(`/v1/group-sets/${one(groups).setId}/assignments`, { seed: 7 }),
        many: () => bulk({ userId: one(people).id, action: 'tag', tag: one(tags) }),
      };
      const done: string[] = [];
      const names = Object.keys(actions).flatMap((name) =>
        Array.from({ length: WEIGHTS[name] ?? 3 }, () => name),
      );
      let most = 0;
      for (let step = 0; step < 100; step += 1) {
        const name = one(names);
        done.push(name);
        await actions[name]!();
        app.clock.advance(30_000);
        const is = await inForce(room);
        most = Math.max(most, is.length);
        expect({ seed, done, is }).toEqual({ seed, done, is: await expected(room) });
      }
      expect(most).toBeGreaterThan(5);
    },
  );
});
