import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

describe('lists of learners by group and by tag', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let learners: Caller[];
  let groupId: string;
  let tagId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app);
    author = course.instructor;
    learners = [];
    for (let count = 0; count < 6; count += 1) learners.push(await course.learner());
    const idOf = async (url: string, title: string): Promise<string> =>
      expectStatus(await author.post(url, { title }), 201).id;
    const setId = await idOf(`${course.url}/group-sets`, 'Teams');
    groupId = await idOf(`/v1/group-sets/${setId}/groups`, 'One');
    tagId = await idOf(`${course.url}/learner-tags`, 'Part-time');
    const members = learners.slice(0, 4).map(({ id: userId }) => ({ userId, groupId }));
    expectStatus(await author.put(`/v1/group-sets/${setId}/members`, { members }), 200);
    const add = learners.slice(2, 6).map(({ id }) => id);
    expectStatus(await author.put(`/v1/learner-tags/${tagId}/learners`, { add }), 200);
  });
  afterAll(() => app.stop());

  const everyPage = async (url: string): Promise<{ userIds: string[]; total: number }> => {
    const userIds: string[] = [];
    let [cursor, total] = ['', 0];
    do {
      const {
        data,
        page,
        learners: rows,
      } = expectStatus(await author.get(`${url}&limit=1&total=true${cursor}`), 200);
      for (const row of data ?? rows) userIds.push(row.userId ?? row.user?.id ?? row.learner?.id);
      total = page.total;
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    return { userIds: userIds.sort(), total };
  };
  const idsOf = (from: number, until: number): string[] =>
    learners
      .slice(from, until)
      .map(({ id }) => id)
      .sort();

  describe.each([
    ['gradebook', 'name'],
    ['gradebook', '-total'],
    ['progress', 'name'],
    ['progress', '-percentage'],
    ['enrollments', 'name&role=learner'],
    ['enrollments', '-name&role=learner'],
  ])('in %s by %s', (list, sort) => {
    const url = (query: string): string => `${course.url}/${list}?sort=${sort}${query}`;

    it('have those who are in the group, who have the tag, or both, on every page and in the total', async () => {
      expect(await everyPage(url(`&groupId=${groupId}`))).toEqual({ userIds: idsOf(0, 4), total: 4 });
      expect(await everyPage(url(`&tagId=${tagId}`))).toEqual({ userIds: idsOf(2, 6), total: 4 });
      expect(await everyPage(url(`&groupId=${groupId}&tagId=${tagId}`))).toEqual({
        userIds: idsOf(2, 4),
        total: 2,
      });
      expect(await everyPage(url(''))).toEqual({ userIds: idsOf(0, 6), total: 6 });
      expect(await everyPage(url(`&groupId=${tagId}`))).toEqual({ userIds: [], total: 0 });
      expect((await author.get(url('&groupId=x'))).status).toBe(422);
    });

    it('cost no statement more', async () => {
      const whole = await sqlOf(() => author.get(url('')));
      expect(await sqlOf(() => author.get(url(`&groupId=${groupId}&tagId=${tagId}`)))).toHaveLength(
        whole.length,
      );
    });
  });
});
