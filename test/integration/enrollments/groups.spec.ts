import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { sentLate, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the lock on sets of groups', ['give the last place to exactly one'], () => {
  withoutLocks(/FROM group_sets s WHERE s\.id = \?/);
  // So that all have counted before the first joins.
  sentLate(/INSERT INTO group_memberships/);
});

describe('the groups of a course', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app);
    author = course.instructor;
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  const makeSet = async (more: object = {}): Promise<string> =>
    expectStatus(await author.post(`${course.url}/group-sets`, { title: 'Teams', ...more }), 201).id;
  const makeGroups = async (setId: string, ...titles: string[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const title of titles)
      ids.push(expectStatus(await author.post(`/v1/group-sets/${setId}/groups`, { title }), 201).id);
    return ids;
  };
  const place = (setId: string, members: [Caller, string | null][]): Promise<Answer> =>
    author.put(`/v1/group-sets/${setId}/members`, {
      members: members.map(([{ id: userId }, groupId]) => ({ userId, groupId })),
    });
  const membersFor = async (reader: Caller, groupId: string): Promise<string[]> =>
    expectStatus(await reader.get(`/v1/groups/${groupId}/members`), 200).data.map(
      ({ userId }: { userId: string }) => userId,
    );
  const titlesFor = async (reader: Caller, url: string): Promise<string[]> =>
    expectStatus(await reader.get(url), 200).data.map(({ title }: { title: string }) => title);
  const history = async (setId: string): Promise<Answer['body'][]> =>
    expectStatus(await author.get(`/v1/group-sets/${setId}/memberships`), 200).data;
  const withdraw = async (person: Caller): Promise<void> => {
    const { data } = expectStatus(await person.get('/v1/me/enrollments'), 200);
    expectStatus(await author.delete(`/v1/enrollments/${data[0].id}`), 204);
  };

  it('have learners put in, moved and taken out by staff, many at once, and keep who did it and when', async () => {
    const setId = await makeSet();
    const [one = '', two = ''] = await makeGroups(setId, 'One', 'Two');
    const other = await course.learner();
    expect((await place(setId, [[learner, one], [other, one]])).body).toEqual({ changed: 2, unchanged: 0 }); // prettier-ignore
    app.clock.set('2026-03-04T10:00:00.000Z');
    expect((await place(setId, [[learner, two], [other, one]])).body).toEqual({ changed: 1, unchanged: 1 }); // prettier-ignore
    app.clock.set('2026-03-04T11:00:00.000Z');
    expect((await place(setId, [[learner, null]])).body).toEqual({ changed: 1, unchanged: 0 });
    expect(await membersFor(author, one)).toEqual([other.id]);
    expect(await membersFor(author, two)).toEqual([]);
    const mine = (await history(setId)).filter(({ userId }) => userId === learner.id);
    expect(mine).toMatchObject([
      { groupId: two, ending: 'taken_out', leftAt: '2026-03-04T11:00:00.000Z', leftBy: author.id },
      { groupId: one, ending: 'moved', leftAt: '2026-03-04T10:00:00.000Z', joinedBy: author.id },
    ]);
  });

  it('take active learners of the course only, and groups of the set only, and nothing where one is wrong', async () => {
    const setId = await makeSet();
    const [one = ''] = await makeGroups(setId, 'One');
    const [foreign = ''] = await makeGroups(await makeSet({ title: 'Others' }), 'Foreign');
    const [stranger, former, assistant] = [
      await app.person(),
      await course.formerLearner(),
      await course.member('assistant'),
    ];
    const refused = await place(setId, [[learner, one], [stranger, one], [former, one], [assistant, one], [author, foreign]]); // prettier-ignore
    expect(refused.status).toBe(422);
    expect(
      refused.body.errors.map(({ field, rule }: { field: string; rule: string }) => [field, rule]),
    ).toEqual([
      ['members[1].userId', 'isActiveLearner'],
      ['members[2].userId', 'isActiveLearner'],
      ['members[3].userId', 'isActiveLearner'],
      ['members[4].userId', 'isActiveLearner'],
      ['members[4].groupId', 'isGroupOfSet'],
    ]);
    expect(await membersFor(author, one)).toEqual([]);
    for (const body of [
      { members: [{ userId: learner.id }] },
      {
        members: [
          { userId: learner.id, groupId: one },
          { userId: learner.id, groupId: null },
        ],
      },
    ])
      expect((await author.put(`/v1/group-sets/${setId}/members`, body)).status).toBe(422);
  });

  it('are joined, switched and left by learners themselves, while that is open', async () => {
    const setId = await makeSet({
      joining: 'by_self',
      opensAt: '2026-03-05T00:00:00Z',
      closesAt: '2026-03-06T00:00:00Z',
    });
    const [one = '', two = ''] = await makeGroups(setId, 'One', 'Two');
    const join = (id: string): Promise<Answer> => learner.put(`/v1/groups/${id}/membership`);
    const leave = (id: string): Promise<Answer> => learner.delete(`/v1/groups/${id}/membership`);
    app.clock.set('2026-03-04T23:59:59.999Z');
    expect((await join(one)).body.code).toBe('enrollments.groups_not_open');
    app.clock.set('2026-03-05T00:00:00.000Z');
    expect(expectStatus(await join(one), 200)).toMatchObject({ isMine: true, memberCount: 1 });
    expect(expectStatus(await join(one), 200)).toMatchObject({ isMine: true, memberCount: 1 });
    expect(expectStatus(await join(two), 200)).toMatchObject({ isMine: true, memberCount: 1 });
    expect(await membersFor(author, one)).toEqual([]);
    expectStatus(await leave(one), 204);
    expect(await membersFor(learner, two)).toEqual([learner.id]);
    expectStatus(await leave(two), 204);
    expect((await history(setId)).map(({ ending, leftBy }) => [ending, leftBy])).toEqual([
      ['left', learner.id],
      ['moved', learner.id],
    ]);
    expectStatus(await join(one), 200);
    app.clock.set('2026-03-06T00:00:00.000Z');
    expect((await leave(one)).body.code).toBe('enrollments.groups_closed');
    expect((await join(two)).body.code).toBe('enrollments.groups_closed');
    const [byStaff = ''] = await makeGroups(await makeSet({ title: 'By staff', visibility: 'all' }), 'X');
    expect((await join(byStaff)).body.code).toBe('enrollments.groups_by_staff');
    expect((await author.put(`/v1/groups/${one}/membership`)).body.code).toBe('courses.learners_only');
  });

  it('give the last place to exactly one of those who want it at the same moment', async () => {
    const setId = await makeSet({ joining: 'by_self', groupSize: 3 });
    const [one = '', two = ''] = await makeGroups(setId, 'One', 'Two');
    const crowd = [learner];
    for (let index = 0; index < 11; index += 1) crowd.push(await course.learner());
    expectStatus(await place(setId, [[crowd[0]!, one], [crowd[1]!, one], [crowd[2]!, two]]), 200); // prettier-ignore
    const answers = await Promise.all(
      crowd.slice(2).map((caller) => caller.put(`/v1/groups/${one}/membership`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'enrollments.group_full')).toHaveLength(9);
    expect(await membersFor(author, one)).toHaveLength(3);
  });

  it('have a learner once in a set, whatever they and staff ask for at the same moment', async () => {
    const setId = await makeSet({ joining: 'by_self' });
    const groups = await makeGroups(setId, 'One', 'Two', 'Three');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 4 === 3
          ? place(setId, [[learner, groups[index % 3]!]])
          : learner.put(`/v1/groups/${groups[index % 3]}/membership`),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const counts = await Promise.all(groups.map((id) => membersFor(author, id)));
    expect(counts.flat()).toEqual([learner.id]);
    expect((await history(setId)).filter(({ leftAt }) => leftAt === null)).toHaveLength(1);
  });

  it('lose those who leave the course, and do not get them back with a new enrollment', async () => {
    const setId = await makeSet({ visibility: 'all' });
    const [one = ''] = await makeGroups(setId, 'One');
    const other = await course.learner();
    expectStatus(await place(setId, [[learner, one], [other, one]]), 200); // prettier-ignore
    await withdraw(learner);
    expect(await membersFor(author, one)).toEqual([other.id]);
    expect((await history(setId)).filter(({ leftAt }) => leftAt !== null)).toMatchObject([
      { userId: learner.id, ending: 'unenrolled', leftBy: null },
    ]);
    await course.enroll(learner);
    expect(await membersFor(author, one)).toEqual([other.id]);
    expect(expectStatus(await learner.get(`/v1/group-sets/${setId}`), 200).myGroupId).toBeNull();
  });

  it('lose those whose last day has passed, who do not come back with new days either', async () => {
    const passing = await course.learner({ endDate: '2026-03-06' });
    const setId = await makeSet({ visibility: 'all' });
    const [one = ''] = await makeGroups(setId, 'One');
    expectStatus(await place(setId, [[passing, one], [learner, one]]), 200); // prettier-ignore
    expect(expectStatus(await author.get(`/v1/groups/${one}`), 200).memberCount).toBe(2);
    app.clock.set('2026-03-06T00:00:00.000Z');
    expect(expectStatus(await author.get(`/v1/groups/${one}`), 200).memberCount).toBe(1);
    expect(await membersFor(author, one)).toEqual([learner.id]);
    await course.enroll(passing);
    expect(await membersFor(author, one)).toEqual([learner.id]);
    expect((await history(setId))[0]).toBeDefined();
  });

  it('show learners their own group, all, or nothing, as the set says', async () => {
    const other = await course.learner();
    const seen: Record<string, unknown> = {};
    for (const more of [
      { visibility: 'own_group' },
      { visibility: 'all' },
      { visibility: 'none' },
      { visibility: 'own_group', joining: 'by_self' },
    ]) {
      const title = Object.values(more).join(' ');
      const setId = await makeSet({ title, ...more });
      const [one = '', two = ''] = await makeGroups(setId, 'One', 'Two');
      expectStatus(await place(setId, [[learner, one], [other, two]]), 200); // prettier-ignore
      const groups = await learner.get(`/v1/group-sets/${setId}/groups?total=true`);
      const counted =
        groups.status === 200 ? [groups.body.page.total, groups.body.data.length] : groups.body.code;
      const membersOf = async (id: string): Promise<unknown> => {
        const { status, body } = await learner.get(`/v1/groups/${id}/members`);
        return status === 200 ? body.data.length : body.code;
      };
      seen[title] = [counted, await membersOf(one), await membersOf(two)];
    }
    expect(seen).toEqual({
      own_group: [[1, 1], 1, 'enrollments.group_not_found'],
      all: [[2, 2], 1, 1],
      none: ['enrollments.group_set_not_found', 'enrollments.group_not_found', 'enrollments.group_not_found'],
      'own_group by_self': [[2, 2], 1, 0],
    });
    expect(await titlesFor(learner, `${course.url}/group-sets`)).toEqual([
      'own_group',
      'all',
      'own_group by_self',
    ]);
    expect(await titlesFor(await course.member('assistant'), `${course.url}/group-sets`)).toHaveLength(4);
    const [hidden] = await titlesFor(author, `${course.url}/group-sets?total=true&limit=1`);
    expect(hidden).toBe('own_group');
  });

  it('and their sets have settings that make sense, and titles of their own', async () => {
    const setId = await makeSet();
    const post = (more: object): Promise<Answer> =>
      author.post(`${course.url}/group-sets`, { title: 'X', ...more });
    expect((await post({ title: 'teams' })).body.code).toBe('enrollments.group_set_title_taken');
    const wrong: [object, string][] = [
      [{ groupSize: 3 }, 'groupSize'],
      [{ opensAt: '2026-03-04T09:00:00Z' }, 'opensAt'],
      [{ joining: 'by_self', visibility: 'none' }, 'visibility'],
      [{ joining: 'by_self', opensAt: '2026-03-04T09:00:00Z', closesAt: '2026-03-04T09:00:00Z' }, 'closesAt'],
      [{ joining: 'by_self', groupSize: 0 }, 'groupSize'],
      [{ joining: 'by_lot' }, 'joining'],
      [{ joining: null }, 'joining'],
      [{ title: null }, 'title'],
    ];
    for (const [more, field] of wrong) expect((await post(more)).body.errors).toMatchObject([{ field }]);
    const [one = ''] = await makeGroups(setId, 'One');
    expect((await author.post(`/v1/group-sets/${setId}/groups`, { title: 'One' })).body.code).toBe(
      'enrollments.group_title_taken',
    );
    const changed = expectStatus(await author.patch(`/v1/group-sets/${setId}`, { joining: 'by_self', groupSize: 2 }), 200); // prettier-ignore
    expect(changed).toMatchObject({ version: 2, groupSize: 2, state: 'open' });
    expect((await author.patch(`/v1/group-sets/${setId}`, { joining: 'by_staff' })).status).toBe(422);
    expectStatus(await place(setId, [[learner, one]]), 200);
    expect((await author.delete(`/v1/groups/${one}`)).body.code).toBe('enrollments.group_in_use');
    expect((await author.delete(`/v1/group-sets/${setId}`)).body.code).toBe('enrollments.group_set_in_use');
    await withdraw(learner);
    expectStatus(await author.patch(`/v1/groups/${one}`, { title: 'First' }), 200);
    expectStatus(await author.delete(`/v1/groups/${one}`), 204);
    expectStatus(await author.delete(`/v1/group-sets/${setId}`), 204);
    expect((await author.get(`/v1/group-sets/${setId}`)).status).toBe(404);
  });

  it('cost as many statements for many as for few', async () => {
    const setId = await makeSet({ joining: 'by_self' });
    const [one = '', two = ''] = await makeGroups(setId, 'One', 'Two');
    expectStatus(await place(setId, [[learner, one]]), 200);
    const lists = [`${course.url}/group-sets`, `/v1/group-sets/${setId}/groups`, `/v1/groups/${one}/members`];
    const read = async (): Promise<number[]> => {
      const counts: number[] = [];
      for (const url of lists) counts.push((await sqlOf(() => learner.get(url))).length);
      return counts;
    };
    const few = await read();
    const crowd: [Caller, string][] = [];
    for (let index = 0; index < 5; index += 1) crowd.push([await course.learner(), one]);
    const putFew = await sqlOf(() => place(setId, crowd.slice(0, 1)));
    const putMany = await sqlOf(() => place(setId, crowd.slice(1)));
    expect(putMany).toHaveLength(putFew.length);
    await makeGroups(setId, 'Three', 'Four');
    expect(await read()).toEqual(few);
    expect(few).toEqual([2, 4, 5]);
    expect((await sqlOf(() => learner.put(`/v1/groups/${two}/membership`))).length).toBeLessThanOrEqual(15);
  });
});
