import { COURSE_ACTION_NAMES } from '../../../src/shared/auth/permissions';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('what one may do in a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  async function permissions(by: Caller): Promise<Record<string, string>> {
    const { permissions: all } = expectStatus(await by.get(`${room.url}/permissions/me`), 200);
    expect(all.map(({ action }: Answer['body']) => action)).toEqual(COURSE_ACTION_NAMES);
    return Object.fromEntries(
      all.map(({ action, granted, because }: Answer['body']) => [action, granted ? 'yes' : because]),
    );
  }

  it('is told in the order of the table, with the reason of each refusal', async () => {
    const learner = await room.member();
    const asked = { 'content.read': 'yes', 'roster.read': 'staff', 'roster.change': 'instructors' };
    expect(await permissions(learner)).toMatchObject(asked);
    expect(await permissions(room.instructor)).toMatchObject({
      ...{ 'roster.change': 'yes', 'attempts.take': 'learners', 'final_grades.give': 'yes' },
    });
    expect(await permissions(await app.person())).toMatchObject({ 'content.read': 'members' });
  });

  it('is what requests are judged by', async () => {
    const assistant = await room.member('assistant');
    const told = await permissions(assistant);
    const url = `${room.url}/enrollments`;
    expect([told['roster.read'], (await assistant.get(url)).status]).toEqual(['yes', 200]);
    const { status } = await assistant.post(url, { userId: assistant.id, role: 'learner' });
    expect([told['roster.change'], status]).toEqual(['instructors', 403]);
  });

  it('costs the query that reads the caller', async () => {
    expect(await sqlOf(() => room.instructor.get(`${room.url}/permissions/me`))).toHaveLength(1);
  });

  it('changes with the state of an enrollment, at once', async () => {
    const learner = await app.person();
    const id = await room.enroll(learner);
    const change = (state: string): Promise<Answer> =>
      room.instructor.patch(`/v1/enrollments/${id}`, { state });
    expectStatus(await change('suspended'), 200);
    expect(await permissions(learner)).toMatchObject({ 'content.read': 'members' });
    expectStatus(await change('completed'), 200);
    expect(await permissions(learner)).toMatchObject({ 'content.read': 'yes', 'attempts.take': 'over' });
  });
});
