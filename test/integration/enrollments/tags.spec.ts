import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('the tags of learners', () => {
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

  const makeTag = async (title: string): Promise<string> =>
    expectStatus(await author.post(`${course.url}/learner-tags`, { title }), 201).id;
  const tag = (id: string, body: object, caller = author): Promise<Answer> =>
    caller.put(`/v1/learner-tags/${id}/learners`, body);
  const holders = async (id: string): Promise<string[]> =>
    expectStatus(await author.get(`/v1/learner-tags/${id}/learners`), 200).data.map(
      ({ userId }: { userId: string }) => userId,
    );

  it('are given to many and taken from others, many to a learner', async () => {
    const [one, two] = [await makeTag('Part-time'), await makeTag('Athlete')];
    const other = await course.learner();
    expect((await tag(one, { add: [learner.id, other.id] })).body).toEqual({ added: 2, removed: 0 });
    expect((await tag(two, { add: [learner.id] })).body).toEqual({ added: 1, removed: 0 });
    expect((await tag(one, { add: [learner.id], remove: [other.id] })).body).toEqual({
      added: 0,
      removed: 1,
    });
    expect(await holders(one)).toEqual([learner.id]);
    const assistant = await course.member('assistant');
    const { data } = expectStatus(
      await assistant.get(`${course.url}/learner-tags?userId=${learner.id}`),
      200,
    );
    expect(data.map(({ title }: { title: string }) => title)).toEqual(['Part-time', 'Athlete']);
    expect(
      expectStatus(await assistant.get(`${course.url}/learner-tags?userId=${other.id}`), 200).data,
    ).toEqual([]);
    expect((await tag(one, { add: [learner.id] }, assistant)).body.code).toBe('courses.instructors_only');
  });

  it('are for active learners only, and one title is one tag', async () => {
    const one = await makeTag('Part-time');
    const [stranger, former] = [await app.person(), await course.formerLearner()];
    const refused = await tag(one, { add: [learner.id, stranger.id, former.id] });
    expect(refused.body.errors).toMatchObject([{ field: 'add[1]' }, { field: 'add[2]' }]);
    expect((await tag(one, { add: [learner.id], remove: [learner.id] })).body.errors).toMatchObject([
      { field: 'add[0]', rule: 'inOneList' },
    ]);
    expect(await holders(one)).toEqual([]);
    expect((await author.post(`${course.url}/learner-tags`, { title: 'PART-TIME' })).body.code).toBe(
      'enrollments.learner_tag_title_taken',
    );
    const changed = expectStatus(await author.patch(`/v1/learner-tags/${one}`, { title: 'Evening' }), 200);
    expect(changed).toMatchObject({ title: 'Evening', version: 2 });
    expectStatus(await tag(one, { add: [learner.id] }), 200);
    expectStatus(await author.delete(`/v1/learner-tags/${one}`), 204);
    expect((await author.get(`/v1/learner-tags/${one}`)).status).toBe(404);
  });

  it('go when the learner leaves the course, and do not come back', async () => {
    const one = await makeTag('Part-time');
    expectStatus(await tag(one, { add: [learner.id] }), 200);
    const { data } = expectStatus(await learner.get('/v1/me/enrollments'), 200);
    expectStatus(await author.delete(`/v1/enrollments/${data[0].id}`), 204);
    await course.enroll(learner);
    expect(await holders(one)).toEqual([]);
    expect(expectStatus(await author.get(`/v1/learner-tags/${one}`), 200).learnerCount).toBe(0);
  });

  it('are told to no learner, wherever they read', async () => {
    const secret = 'Secret-word-of-staff';
    const one = await makeTag(secret);
    expectStatus(await tag(one, { add: [learner.id] }), 200);
    const set = expectStatus(
      await author.post(`${course.url}/group-sets`, { title: 'Teams', visibility: 'all' }),
      201,
    );
    const group = expectStatus(await author.post(`/v1/group-sets/${set.id}/groups`, { title: 'A' }), 201);
    const members = [{ userId: learner.id, groupId: group.id }];
    expectStatus(await author.put(`/v1/group-sets/${set.id}/members`, { members }), 200);
    for (const url of [
      ...['/v1/me', '/v1/me/enrollments', course.url, `${course.url}/outline`, `${course.url}/group-sets`],
      ...[`/v1/group-sets/${set.id}`, `/v1/group-sets/${set.id}/groups`, `/v1/groups/${group.id}`],
      ...[`/v1/groups/${group.id}/members`, `${course.url}/progress/me`, `${course.url}/grades/me`],
    ]) {
      const { status, text } = await learner.get(url);
      expect([url, status]).toEqual([url, 200]);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(one);
    }
    for (const url of [
      `${course.url}/learner-tags`,
      `/v1/learner-tags/${one}`,
      `/v1/learner-tags/${one}/learners`,
    ])
      expect((await learner.get(url)).body.code).toBe('courses.staff_only');
  });

  it('are given once to those who are tagged twice at the same moment', async () => {
    const one = await makeTag('Part-time');
    const answers = await Promise.all(Array.from({ length: 6 }, () => tag(one, { add: [learner.id] })));
    expect(answers.map(({ body }) => body.added).sort()).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('cost as many statements for many as for few', async () => {
    const one = await makeTag('Part-time');
    const read = (): Promise<string[]> => sqlOf(() => author.get(`${course.url}/learner-tags`));
    const few = [await read(), await sqlOf(() => tag(one, { add: [learner.id] }))];
    const crowd: string[] = [];
    for (let count = 0; count < 5; count += 1) crowd.push((await course.learner()).id);
    for (const title of ['A', 'B', 'C']) await makeTag(title);
    const many = [await read(), await sqlOf(() => tag(one, { add: crowd }))];
    expect(many.map(({ length }) => length)).toEqual(few.map(({ length }) => length));
    expect(few[0]).toHaveLength(2);
  });
});
