import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { MATRIX } from './matrix';
import { type Row, statusesOf } from './matrix-rows';
import { ACTORS, createWorld, urlOf, type World } from './matrix-world';

/** What reads only: the others are tried by hand. */
const READS = Object.entries(MATRIX).filter(([route]) => route.startsWith('GET '));
/** What is about all learners of a course, so that assistants of some groups are refused. */
const ABOUT_ALL = new Set([
  'GET /v1/courses/{courseId}/enrollment-counts',
  'GET /v1/courses/{courseId}/enrollment-counts.svg',
  'GET /v1/courses/{courseId}/enrollment-requests',
  'GET /v1/courses/{courseId}/enrollment-invitations',
  'GET /v1/courses/{courseId}/enrollments.csv',
  'GET /v1/enrollment-changes/{enrollmentChangeId}/rows',
  'GET /v1/group-sets/{groupSetId}/members.csv',
  'GET /v1/courses/{courseId}/grade-certifications',
  'GET /v1/courses/{courseId}/grade-closing/preview',
  'GET /v1/courses/{courseId}/oneroster.zip',
  'GET /v1/courses/{courseId}/results/changes',
  'GET /v1/group-sets/{groupSetId}/memberships',
  'GET /v1/quizzes/{activityId}/questions/{questionId}/options',
  'GET /v1/quizzes/{activityId}/questions/{questionId}/responses',
  'GET /v1/quizzes/{activityId}/statistics',
  'GET /v1/quizzes/{activityId}/statistics/facility.svg',
  'GET /v1/quizzes/{activityId}/statistics/scores.svg',
  'GET /v1/regrades/{regradeId}/attempts',
  'GET /v1/surveys/{surveyId}/answers.csv',
  'GET /v1/surveys/{surveyId}/results',
  'GET /v1/videos/{videoId}/heat',
]);
/** Of somebody who is not in the course, and so in no group. */
const HIDDEN = new Set([
  'GET /v1/enrollment-invitations/{enrollmentInvitationId}',
  'GET /v1/enrollment-requests/{enrollmentRequestId}',
]);
/** The set shows its members to everybody in the course; people are searched in the school, whatever their courses. */
const FOR_OTHER_REASONS = new Set(['GET /v1/groups/{groupId}/members', 'GET /v1/people']);

describe('An assistant who is limited to groups', () => {
  let app: TestApp;
  let world: World;
  let learner: { id: string; names: string[] };
  let assistantsEnrollment: string;
  beforeAll(async () => {
    app = await TestApp.start();
    world = await createWorld(app);
    const { instructor, assistant, learner: own } = world.actors;
    const { givenName, familyName } = expectStatus(await own.get('/v1/me'), 200);
    // A name that is found in no other text.
    const named = { givenName: `${givenName}-unseen`, familyName: `${familyName}-unseen` };
    expectStatus(await own.patch('/v1/me', named), 200);
    learner = { id: own.id, names: Object.values(named) };
    const roster = `/v1/courses/${world.ids.courseId}/enrollments?role=assistant`;
    const { data } = expectStatus(await instructor.get(roster), 200);
    assistantsEnrollment = data.find(({ user }: Answer['body']) => user.id === assistant.id).id;
  });
  afterAll(() => app.stop());

  const limitTo = async (...groupIds: string[]): Promise<void> => {
    const url = `/v1/enrollments/${assistantsEnrollment}`;
    expectStatus(await world.actors.instructor.patch(url, { groupIds }), 200);
  };
  const tryOut = (route: string, row: Row, by: Caller): Promise<Answer> => {
    const [, path = ''] = route.split(' ');
    return by.get(urlOf(path, world.ids) + (row.query?.(world.ids) ?? ''));
  };
  const statusOfAssistants = (row: Row): number => statusesOf(row.own)[ACTORS.indexOf('assistant')]!;

  describe('with the learner in one of them', () => {
    beforeAll(() => limitTo(world.ids.groupId));

    it.each(READS)('gets from %s what every assistant gets, unless it is about all', async (route, row) => {
      const { status, body } = await tryOut(route, row, world.actors.assistant);
      if (ABOUT_ALL.has(route)) expect([status, body.code]).toEqual([403, 'courses.limited_to_groups']);
      else expect([route, status]).toEqual([route, HIDDEN.has(route) ? 404 : statusOfAssistants(row)]);
    });
  });

  describe('with the learner in none of them', () => {
    beforeAll(async () => {
      const { instructor, classmate } = world.actors;
      const made = await instructor.post(`/v1/group-sets/${world.ids.groupSetId}/groups`, {
        title: 'Team 2',
      });
      const { id: groupId } = expectStatus(made, 201);
      const members = [{ userId: classmate.id, groupId }];
      expectStatus(await instructor.put(`/v1/group-sets/${world.ids.groupSetId}/members`, { members }), 200);
      await limitTo(groupId);
    });

    const told = READS.filter(([route]) => !FOR_OTHER_REASONS.has(route));
    it.each(told)('is told nothing of the learner by %s', async (route, row) => {
      const { status, text } = await tryOut(route, row, world.actors.assistant);
      const names = [learner.id, ...learner.names].filter((each) => text.includes(each));
      expect([route, names]).toEqual([route, []]);
      if (status !== statusOfAssistants(row)) expect([403, 404]).toContain(status);
    });
  });
});
