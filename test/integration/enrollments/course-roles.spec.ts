import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('the roles of a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  let owner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
    owner = room.instructor;
  });
  afterAll(() => app.stop());

  const roleOf = async (person: Caller): Promise<string> =>
    expectStatus(await person.get(`${room.url}/permissions/me`), 200).role;
  const change = (by: Caller, enrollmentId: string, dto: object): Promise<Answer> =>
    by.patch(`/v1/enrollments/${enrollmentId}`, dto);
  const own = async (person: Caller): Promise<Answer['body']> =>
    expectStatus(await person.get('/v1/me/enrollments'), 200).data.find(
      ({ course }: Answer['body']) => course.id === room.courseId,
    );

  describe('an owner', () => {
    it('is whoever made the course, and says who else owns it', async () => {
      expect(await roleOf(owner)).toBe('owner');
      expect(await own(owner)).toMatchObject({ role: 'instructor', isOwner: true });
      const co = await app.person('instructor');
      const id = await room.enroll(co, 'instructor');
      expect(await roleOf(co)).toBe('instructor');
      expect((await change(co, id, { isOwner: true })).body.code).toBe('courses.owners_only');
      expect((await change(owner, id, { isOwner: true, reason: 'Leads with me' })).body).toMatchObject({
        isOwner: true,
        version: 2,
      });
      expect(await roleOf(co)).toBe('owner');
      const { spells } = expectStatus(await owner.get(`/v1/enrollments/${id}/history`), 200);
      expect(spells[0].moves).toMatchObject([
        { from: 'active', to: 'active', isOwner: true, groupIds: null, reason: 'Leads with me' },
      ]);
    });

    it('deletes the course, which other instructors do not', async () => {
      const draft = await CourseRoom.open(app, { published: false });
      const co = await draft.member('instructor');
      expect((await co.delete(draft.url)).body.code).toBe('courses.owners_only');
      expectStatus(await draft.instructor.delete(draft.url), 204);
    });

    it('gives the course up only while it is another’s, too', async () => {
      const { id } = await own(owner);
      expect((await change(owner, id, { isOwner: false })).body.code).toBe('enrollments.last_owner');
      const co = await app.person('instructor');
      const coId = await room.enroll(co, 'instructor');
      expect((await change(owner, id, { isOwner: false })).body.code).toBe('enrollments.last_owner');
      expect((await change(owner, id, { state: 'suspended' })).body.code).toBe('enrollments.last_owner');
      expectStatus(await change(owner, coId, { isOwner: true }), 200);
      expectStatus(await change(owner, id, { isOwner: false }), 200);
      expect(await roleOf(owner)).toBe('instructor');
    });

    it('stays one of two who give the course up at the same moment', async () => {
      const { id } = await own(owner);
      const co = await app.person('instructor');
      const coId = await room.enroll(co, 'instructor');
      expectStatus(await change(owner, coId, { isOwner: true }), 200);
      const answers = await Promise.all([
        change(owner, id, { isOwner: false }),
        change(co, coId, { isOwner: false }),
      ]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(200);
      // The slower one is the last owner by then, or no owner any more.
      expect([403, 409]).toContain(statuses[1]);
      expect([await roleOf(owner), await roleOf(co)].sort()).toEqual(['instructor', 'owner']);
    });

    it('who left is no owner any more when they come back, one by one or with many', async () => {
      const [one, many] = [await app.person('instructor'), await app.person('instructor')];
      for (const co of [one, many]) {
        const id = await room.enroll(co, 'instructor');
        expectStatus(await change(owner, id, { isOwner: true }), 200);
        expectStatus(await owner.delete(`/v1/enrollments/${id}`), 204);
      }
      await room.enroll(one, 'instructor');
      const rows = [{ userId: many.id, action: 'enroll', role: 'instructor' }];
      const begun = await owner.post(`${room.url}/enrollment-changes`, { rows });
      await app.get(OperationRunner).settled(expectStatus(begun, 202).id as string);
      expect([await roleOf(one), await roleOf(many)]).toEqual(['instructor', 'instructor']);
    });

    it('is an instructor, and nobody else', async () => {
      const id = await room.enroll(await app.person(), 'assistant');
      expect((await change(owner, id, { isOwner: true })).body).toMatchObject({
        status: 409,
        code: 'enrollments.not_of_this_role',
      });
    });

    it('is named by an administrator where a course has none', async () => {
      await app.database.run('UPDATE enrollments SET is_owner = 0');
      const co = await app.person('instructor');
      const id = await room.enroll(co, 'instructor');
      // Nobody owns it, so any instructor but the last may leave.
      expectStatus(await owner.delete(`/v1/enrollments/${(await own(owner)).id}`), 204);
      const administrator = await app.person('administrator');
      expectStatus(await change(administrator, id, { isOwner: true }), 200);
      expect(await roleOf(co)).toBe('owner');
    });
  });

  describe('an auditor', () => {
    it('reads what learners read, and is given no work and no grades', async () => {
      const quiz = await room.activity(await room.section(), 'A quiz', { type: 'quiz', content: undefined });
      const page = await room.activity(await room.section(), 'A page');
      const auditor = await room.member('auditor');
      expect(await roleOf(auditor)).toBe('auditor');
      expectStatus(await auditor.get(`/v1/activities/${page}`), 200);
      expect((await auditor.post(`/v1/quizzes/${quiz}/attempts`)).body.code).toBe('courses.learners_only');
      expect((await auditor.get(`${room.url}/enrollments`)).body.code).toBe('courses.staff_only');
    });

    it('marks pages as completed, so that what waits for them opens, and is in no list and no figure of learners', async () => {
      const section = await room.section();
      const first = await room.activity(section, 'First');
      const auditor = await room.member('auditor');
      const learner = await room.learner();
      expectStatus(await auditor.put(`/v1/activities/${first}/completion`), 204);
      expect((await auditor.get(`${room.url}/progress/me`)).body.percentage).toBe('100');
      const [gradebook, progress, report] = await Promise.all(
        ['gradebook', 'progress', 'report'].map((name) => owner.get(`${room.url}/${name}`)),
      );
      expect(expectStatus(gradebook!, 200).data).toHaveLength(1);
      expect(expectStatus(progress!, 200).data).toMatchObject([{ userId: learner.id, percentage: '0' }]);
      expect(expectStatus(report!, 200).active).toBe(1);
    });

    it('takes no seat', async () => {
      await room.learner();
      expectStatus(await owner.patch(`${room.url}/enrollment-settings`, { capacity: 1 }), 200);
      await room.member('auditor');
      const another = { userId: (await app.person()).id, role: 'learner' };
      expect((await owner.post(`${room.url}/enrollments`, another)).body.code).toBe(
        'enrollments.course_full',
      );
    });
  });

  describe('an assistant', () => {
    let setId: string;
    let groupId: string;
    let inside: Caller;
    let outside: Caller;
    beforeEach(async () => {
      setId = expectStatus(await owner.post(`${room.url}/group-sets`, { title: 'Labs' }), 201).id;
      groupId = expectStatus(await owner.post(`/v1/group-sets/${setId}/groups`, { title: 'Lab 1' }), 201).id;
      [inside, outside] = [await room.learner(), await room.learner()];
      const members = [{ userId: inside.id, groupId }];
      expectStatus(await owner.put(`/v1/group-sets/${setId}/members`, { members }), 200);
    });

    it('is limited to groups from the beginning, and not any more when an instructor says so', async () => {
      const assistant = await app.person();
      const id = await room.enroll(assistant, 'assistant', { groupIds: [groupId] });
      const learners = async (): Promise<string[]> =>
        expectStatus(await assistant.get(`${room.url}/enrollments?role=learner`), 200).data.map(
          ({ user }: Answer['body']) => user.id,
        );
      expect(await learners()).toEqual([inside.id]);
      const told = expectStatus(await assistant.get(`${room.url}/permissions/me`), 200);
      expect(told.groupIds).toEqual([groupId]);
      const scopes = new Map(told.permissions.map(({ action, scope }: Answer['body']) => [action, scope]));
      expect([scopes.get('grades.read'), scopes.get('content.read_source')]).toEqual(['groups', 'all']);
      expectStatus(await change(owner, id, { groupIds: null }), 200);
      expect((await learners()).sort()).toEqual([inside.id, outside.id].sort());
    });

    it('sees a learner as soon as they come into the group, and no longer when they have left it', async () => {
      const assistant = await room.member('assistant', { groupIds: [groupId] });
      const gradesOf = async ({ id }: Caller): Promise<number> =>
        (await assistant.get(`${room.url}/grades/${id}`)).status;
      expect([await gradesOf(inside), await gradesOf(outside)]).toEqual([200, 403]);
      const members = [
        { userId: inside.id, groupId: null },
        { userId: outside.id, groupId },
      ];
      expectStatus(await owner.put(`/v1/group-sets/${setId}/members`, { members }), 200);
      expect([await gradesOf(inside), await gradesOf(outside)]).toEqual([403, 200]);
    });

    it('grades the learners of these groups only, one by one and many at once', async () => {
      const assistant = await room.member('assistant', { groupIds: [groupId] });
      const item = { title: 'Essay', resultValueMax: '10' };
      const { id } = expectStatus(await owner.post(`${room.url}/line-items`, item), 201);
      const give = (learner: Caller): Promise<Answer> =>
        assistant.put(`/v1/line-items/${id}/results/${learner.id}`, {
          score: '7',
          scoreStatus: 'fully graded',
        });
      expect([(await give(inside)).status, (await give(outside)).body.code]).toEqual([
        ...[200, 'courses.limited_to_groups'],
      ]);
      const cells = [inside, outside].map((learner) => ({ lineItemId: id, userId: learner.id, score: '8' }));
      const batch = (some: object[]): Promise<Answer> =>
        assistant.post(`${room.url}/results/batch`, { cells: some });
      expect((await batch(cells)).body.code).toBe('courses.limited_to_groups');
      expectStatus(await batch(cells.slice(0, 1)), 200);
      const scoreOf = async ({ id: userId }: Caller): Promise<string | undefined> =>
        (await owner.get(`/v1/line-items/${id}/results/${userId}`)).body.score;
      expect([await scoreOf(inside), await scoreOf(outside)]).toEqual(['8', undefined]);
    });

    it('costs what one who is not limited costs, and one statement more for a single learner', async () => {
      const limited = await room.member('assistant', { groupIds: [groupId] });
      const free = await room.member('assistant');
      const costOf = async (by: Caller, url: string): Promise<number> =>
        (await sqlOf(() => by.get(`${room.url}/${url}`))).length;
      for (const url of ['enrollments', 'gradebook', 'progress', 'permissions/me'])
        expect([url, await costOf(limited, url)]).toEqual([url, await costOf(free, url)]);
      const one = `grades/${inside.id}`;
      expect(await costOf(limited, one)).toBe((await costOf(free, one)) + 1);
    });

    it('is limited to groups of the course, and in no other role', async () => {
      const other = await CourseRoom.open(app);
      const set = expectStatus(await other.instructor.post(`${other.url}/group-sets`, { title: 'X' }), 201);
      const foreign = expectStatus(
        await other.instructor.post(`/v1/group-sets/${set.id}/groups`, { title: 'Y' }),
        201,
      ).id;
      const { id: userId } = await app.person();
      const enroll = async (more: object): Promise<string> =>
        (await owner.post(`${room.url}/enrollments`, { userId, ...more })).body.code;
      expect(await enroll({ role: 'assistant', groupIds: [foreign] })).toBe('enrollments.no_such_group');
      expect(await enroll({ role: 'assistant', groupIds: [] })).toBe('request.invalid');
      expect(await enroll({ role: 'learner', groupIds: [groupId] })).toBe('enrollments.not_of_this_role');
    });

    it('does not change their own limits', async () => {
      const assistant = await app.person();
      const id = await room.enroll(assistant, 'assistant', { groupIds: [groupId] });
      expect((await change(assistant, id, { groupIds: null })).body.code).toBe('courses.instructors_only');
    });
  });
});
