import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('release rules by groups and tags', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let learner: Caller;
  let page: string;
  let groupSetId: string;
  let groupId: string;
  let tagId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app);
    author = course.instructor;
    learner = await course.learner();
    page = await course.activity(await course.section());
    groupSetId = expectStatus(await author.post(`${course.url}/group-sets`, { title: 'Teams' }), 201).id;
    const group = await author.post(`/v1/group-sets/${groupSetId}/groups`, { title: 'Team of the north' });
    groupId = expectStatus(group, 201).id;
    const tag = await author.post(`${course.url}/learner-tags`, { title: 'Secret-word-of-staff' });
    tagId = expectStatus(tag, 201).id;
  });
  afterAll(() => app.stop());

  const guard = async (releaseRule: object): Promise<void> => {
    expectStatus(await author.patch(`/v1/activities/${page}`, { releaseRule }), 200);
  };
  const place = async (person: Caller, id: string | null): Promise<void> => {
    const members = [{ userId: person.id, groupId: id }];
    expectStatus(await author.put(`/v1/group-sets/${groupSetId}/members`, { members }), 200);
  };
  const tagged = async (body: object): Promise<void> => {
    expectStatus(await author.put(`/v1/learner-tags/${tagId}/learners`, body), 200);
  };
  const read = (person = learner): Promise<Answer> => person.get(`/v1/activities/${page}`);

  it('open an activity to the members of a group, as long as they are in it', async () => {
    await guard({ kind: 'group', groupIds: [groupId] });
    expect((await read()).body.code).toBe('courses.activity_closed');
    await place(learner, groupId);
    expect((await read()).status).toBe(200);
    expect((await read(await course.learner())).status).toBe(403);
    await place(learner, null);
    expect((await read()).status).toBe(403);
  });

  it('open it to those with a tag, and tell nobody which', async () => {
    await guard({ kind: 'tag', tagIds: [tagId] });
    const closed = await read();
    expect(closed.body.code).toBe('courses.activity_closed');
    const outline = await learner.get(`${course.url}/outline`);
    for (const { text } of [closed, outline]) {
      expect(text).not.toContain('Secret-word-of-staff');
      expect(text).not.toContain(tagId);
      expect(text).toContain('Only for some people of the course.');
    }
    await tagged({ add: [learner.id] });
    expect((await read()).status).toBe(200);
    await tagged({ remove: [learner.id] });
    expect((await read()).status).toBe(403);
  });

  it('stay closed, and so do their opposites, when the group is gone', async () => {
    await guard({ kind: 'not', rule: { kind: 'group', groupIds: [groupId] } });
    expect((await read()).status).toBe(200);
    expectStatus(await author.delete(`/v1/groups/${groupId}`), 204);
    expect((await read()).status).toBe(403);
  });

  it('name a group or a tag, and come into copies of a course without them', async () => {
    for (const releaseRule of [
      { kind: 'group', groupIds: [] },
      { kind: 'tag', tagIds: [] },
    ])
      expect((await author.patch(`/v1/activities/${page}`, { releaseRule })).body.code).toBe(
        'courses.release_never_met',
      );
    const wrong = { releaseRule: { kind: 'group', groupIds: ['x'] } };
    expect((await author.patch(`/v1/activities/${page}`, wrong)).status).toBe(422);
  });

  it('cost one statement more where a rule asks for them, and none otherwise', async () => {
    await read();
    const without = await sqlOf(() => read());
    await guard({ kind: 'tag', tagIds: [tagId] });
    await tagged({ add: [learner.id] });
    await read();
    expect(await sqlOf(() => read())).toHaveLength(without.length + 1);
  });
});
