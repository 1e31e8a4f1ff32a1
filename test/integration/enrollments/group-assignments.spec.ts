import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

interface AssignedGroup {
  groupId: string | null;
  title: string;
  stayed: number;
  userIds: string[];
}

describe('random assignments to groups', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let learners: Caller[];
  let setId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app);
    author = course.instructor;
    learners = [];
    for (let count = 0; count < 7; count += 1) learners.push(await course.learner());
    setId = expectStatus(await author.post(`${course.url}/group-sets`, { title: 'Teams' }), 201).id;
  });
  afterAll(() => app.stop());

  const assign = (body: object): Promise<Answer> => author.post(`/v1/group-sets/${setId}/assignments`, body);
  const sizes = (groups: AssignedGroup[]): number[] =>
    groups.map(({ stayed, userIds }) => stayed + userIds.length).sort();
  const members = async (): Promise<Record<string, string[]>> => {
    const { data } = expectStatus(await author.get(`/v1/group-sets/${setId}/groups`), 200);
    const found: Record<string, string[]> = {};
    for (const { id, title } of data as { id: string; title: string }[]) {
      const list = expectStatus(await author.get(`/v1/groups/${id}/members?limit=100`), 200).data;
      found[title] = list.map(({ userId }: { userId: string }) => userId).sort();
    }
    return found;
  };

  it('do what their dry run says with the same seed, and say the seed', async () => {
    const dry = expectStatus(await assign({ groupCount: 3, groupTitle: 'Team', dryRun: true }), 200);
    expect(dry).toMatchObject({ id: null, isEven: true, placed: 7 });
    expect(sizes(dry.groups)).toEqual([2, 2, 3]);
    expect(await members()).toEqual({});
    const done = expectStatus(await assign({ groupCount: 3, groupTitle: 'Team', seed: dry.seed }), 200);
    const told = (groups: AssignedGroup[]): unknown =>
      Object.fromEntries(groups.map(({ title, userIds }) => [title, userIds]));
    expect(told(done.groups)).toEqual(told(dry.groups));
    expect(await members()).toEqual(told(dry.groups));
    expect(Object.keys(await members())).toEqual(['Team 1', 'Team 2', 'Team 3']);
  });

  it('place newcomers in the smaller groups, and leave the others where they are', async () => {
    expectStatus(await assign({ groupCount: 2 }), 200);
    const before = await members();
    for (let count = 0; count < 4; count += 1) await course.learner();
    const { groups, placed } = expectStatus(await assign({}), 200);
    expect(placed).toBe(4);
    expect(sizes(groups)).toEqual([5, 6]);
    for (const [title, userIds] of Object.entries(await members()))
      expect(userIds).toEqual(expect.arrayContaining(before[title]!));
    const all = expectStatus(await assign({ learners: 'all', groupSize: 4, remainder: 'smaller' }), 200);
    expect(sizes(all.groups)).toEqual([3, 4, 4]);
    expect(all.groups.map(({ stayed }: AssignedGroup) => stayed)).toEqual([0, 0, 0]);
  });

  it('keep together and apart whom lists name, and name those of whom both is asked', async () => {
    const [a, b, c, d] = learners as [Caller, Caller, Caller, Caller];
    const wishes = {
      groupCount: 3,
      together: [{ userIds: [a.id, b.id] }],
      apart: [{ userIds: [b.id, c.id, d.id] }],
    };
    const { groups } = expectStatus(await assign(wishes), 200);
    const groupOf = ({ id }: Caller): string =>
      groups.find(({ userIds }: AssignedGroup) => userIds.includes(id)).groupId;
    expect(groupOf(a)).toBe(groupOf(b));
    expect(new Set([b, c, d].map(groupOf)).size).toBe(3);
    const { givenName, familyName } = expectStatus(await a.get('/v1/me'), 200);
    const refused = await assign({ ...wishes, learners: 'all', apart: [{ userIds: [a.id, b.id] }] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'enrollments.groups_impossible' } });
    expect(refused.body.errors).toMatchObject([{ field: 'apart[0].userIds', rule: 'together_and_apart' }]);
    expect(refused.body.errors[0].message).toContain(`${givenName} ${familyName}`);
  });

  it('are refused where wishes make no sense', async () => {
    const stranger = await app.person();
    const wrong: [object, string][] = [
      [{}, 'groupCount'],
      [{ groupCount: 2, groupSize: 2 }, 'groupSize'],
      [{ remainder: 'smaller', groupCount: 2 }, 'remainder'],
      [{ groupCount: 1001 }, 'groupCount'],
      [{ groupCount: 2, seed: -1 }, 'seed'],
      [{ groupCount: 2, apart: [{ userIds: [learners[0]!.id, stranger.id] }] }, 'apart[0].userIds[1]'],
      [{ groupCount: 2, together: [{ userIds: [learners[0]!.id] }] }, 'together[0].userIds'],
    ];
    for (const [body, field] of wrong) {
      const { status, body: problem } = await assign(body);
      expect([status, problem.errors?.[0]?.field]).toEqual([422, field]);
    }
    expectStatus(await assign({ groupCount: 3 }), 200);
    expect((await assign({ groupCount: 2 })).body.errors).toMatchObject([
      { field: 'groupCount', rule: 'min' },
    ]);
  });

  it('are reversed, once, but for those who were moved since', async () => {
    const [first] = learners as [Caller];
    const group = expectStatus(await author.post(`/v1/group-sets/${setId}/groups`, { title: 'A' }), 201);
    const place = (userId: string, groupId: string | null): Promise<Answer> =>
      author.put(`/v1/group-sets/${setId}/members`, { members: [{ userId, groupId }] });
    expectStatus(await place(first.id, group.id), 200);
    const { id, groups } = expectStatus(await assign({ learners: 'all', groupCount: 3, seed: 4 }), 200);
    const moved = learners[1]!;
    const other = groups.find(({ userIds }: AssignedGroup) => !userIds.includes(moved.id));
    expectStatus(await place(moved.id, other.groupId), 200);
    const reverse = (): Promise<Answer> => author.put(`/v1/group-assignments/${id}/reversal`);
    expect(expectStatus(await reverse(), 200)).toMatchObject({ restored: 6, kept: 1 });
    expect((await members())['A']!.filter((userId) => userId !== moved.id)).toEqual([first.id]);
    expect(Object.values(await members()).flat()).toHaveLength(2);
    app.clock.set('2026-03-04T10:00:00.000Z');
    expect(expectStatus(await reverse(), 200)).toMatchObject({
      ...{ restored: 0, reversedAt: '2026-03-04T09:00:00.000Z' },
    });
  });

  it('place everybody once when two are made at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => assign({ groupCount: 3 })));
    // Titles of new groups are taken by the first.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const found = Object.values(await members());
    expect(found).toHaveLength(3);
    expect(found.flat().sort()).toEqual(learners.map(({ id }) => id).sort());
  });

  it('cost as many statements for many as for few', async () => {
    const few = await sqlOf(() => assign({ groupCount: 2 }));
    for (let count = 0; count < 8; count += 1) await course.learner();
    expect(await sqlOf(() => assign({ learners: 'all', groupCount: 6 }))).toHaveLength(few.length + 1);
  });
});
