import { buildOpenApi } from '../../../src/shared/http/openapi';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { MATRIX } from './matrix';
import { createWorld, urlOf, type World } from './matrix-world';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl(
  'the lock of a course that changes state',
  ['one of two people who change the state of a'],
  () => {
    withoutLocks(/FROM `courses` `c`/);
  },
);

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Changes of what has no version: nobody can have a stale copy of it. */
const UNVERSIONED = [
  'PUT /v1/me/password',
  'PUT /v1/users/{userId}/password',
  // A code takes the place of another, which nobody knows any more.
  'PUT /v1/courses/{courseId}/learners/{userId}/sign-in-code',
  'DELETE /v1/courses/{courseId}/learners/{userId}/sign-in-code',
  'PUT /v1/courses/{courseId}/sign-in-codes',
  'PUT /v1/courses/{courseId}/sign-in-codes/sheet.csv',
  // Codes and links stand or have ended.
  'PUT /v1/me/pairing-code',
  'DELETE /v1/me/pairing-code',
  'DELETE /v1/me/observers/{observerId}',
  'DELETE /v1/me/observed-learners/{learnerId}',
  'DELETE /v1/observer-links/{observerLinkId}',
  // A hold is lifted or not.
  'PUT /v1/legal-holds/{legalHoldId}/lifting',
  'DELETE /v1/sessions',
  'DELETE /v1/sessions/current',
  'DELETE /v1/sessions/{sessionId}',
  'DELETE /v1/enrollments/{enrollmentId}',
  'PATCH /v1/enrollment-invitations/{enrollmentInvitationId}',
  'DELETE /v1/enrollment-invitations/{enrollmentInvitationId}',
  'DELETE /v1/enrollment-keys/{enrollmentKeyId}',
  'DELETE /v1/enrollment-requests/{enrollmentRequestId}',
  'DELETE /v1/me/calendar-feeds/{calendarFeedId}',
  'PUT /v1/live-sessions/{liveSessionId}/register',
  'PUT /v1/group-sets/{groupSetId}/members',
  'PUT /v1/group-assignments/{groupAssignmentId}/reversal',
  'PUT /v1/learner-tags/{learnerTagId}/learners',
  'PUT /v1/groups/{groupId}/membership',
  'DELETE /v1/groups/{groupId}/membership',
  'PUT /v1/announcements/{announcementId}/read',
  'DELETE /v1/announcements/{announcementId}/read',
  'PUT /v1/courses/{courseId}/announcement-mails',
  // An answer of one person, who alone can change it.
  'PUT /v1/surveys/{surveyId}/answer',
  // A share has no version: it says one word.
  'PUT /v1/courses/{courseId}/bank-shares/{otherCourseId}',
  'DELETE /v1/courses/{courseId}/bank-shares/{otherCourseId}',
  'PUT /v1/attempts/{attemptId}/answers/{questionId}',
  'PUT /v1/attempts/{attemptId}/answers',
  'PUT /v1/attempts/{attemptId}/submission',
  'PUT /v1/attempts/{attemptId}/position',
  // A claim changes nothing of the script but who is marking it.
  'PUT /v1/scripts/{scriptId}/claim',
  'DELETE /v1/scripts/{scriptId}/claim',
  'PUT /v1/remark-requests/{remarkRequestId}/withdrawal',
  // Closing is done or not.
  'PUT /v1/courses/{courseId}/grade-closing',
  'PUT /v1/activities/{activityId}/completion',
  'DELETE /v1/activities/{activityId}/completion',
  // Each time is kept, and the last one stands.
  'PUT /v1/activities/{activityId}/learners/{userId}/completion',
  'PUT /v1/operations/{operationId}/confirmation',
  'DELETE /v1/operations/{operationId}',
  // `Upload-Offset` says what the sender knows of an upload.
  'PATCH /v1/file-uploads/{uploadId}',
  'DELETE /v1/file-uploads/{uploadId}',
];

/** Refused in the world of these tests for a reason that comes first; tests of their modules know one where it does not. */
const OTHERWISE_REFUSED = new Set([
  'DELETE /v1/questions/{questionId}',
  'PUT /v1/quizzes/{activityId}/questions/order',
  'DELETE /v1/line-items/{lineItemId}/results/{userId}/override',
]);

/** They change something that has a version, and add to it. */
const VERSIONED_POSTS = [
  'POST /v1/quizzes/{activityId}/exceptions/{userId}/attempts',
  'POST /v1/courses/{courseId}/versions',
  'POST /v1/course-versions/{courseVersionId}/restorations',
];

const VERSIONED = Object.keys(MATRIX).filter(
  (route) =>
    VERSIONED_POSTS.includes(route) || (/^(?:PUT|PATCH|DELETE) /.test(route) && !UNVERSIONED.includes(route)),
);

describe('If-Match', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start();
    world = await createWorld(app);
  });
  afterAll(() => app.stop());

  function send(route: string, ifMatch: string): Promise<Answer> {
    const [method, path] = route.split(' ') as [Method, string];
    return world.actors.administrator.send(method, urlOf(path, world.ids), MATRIX[route]?.body?.(world.ids), {
      'if-match': ifMatch,
    });
  }

  it('If-Match is declared for every route that changes something with a version', () => {
    const declared = Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, { parameters?: { name: string }[]; responses: object }>)
        .filter(([, operation]) => operation.parameters?.some(({ name }) => name === 'If-Match'))
        .map(([method, { responses }]) => {
          expect(responses).toHaveProperty('412');
          return `${method.toUpperCase()} ${path}`;
        }),
    );
    expect(declared.sort()).toEqual(VERSIONED.toSorted());
  });

  it.each(VERSIONED)('If-Match with another version keeps %s from changing anything', async (route) => {
    const stale = OTHERWISE_REFUSED.has(route) ? 409 : 412;
    expect((await send(route, '"v999999"')).status).toBe(stale);
    expect((await send(route, '"v999998", "v999999"')).status).toBe(stale);
    expect(await send(route, '"of-another-server"')).toMatchObject({
      status: 412,
      body: { code: 'request.stale' },
    });
    expect(await send(route, 'W/"v1"')).toMatchObject({
      status: 412,
      body: { code: 'request.weak_if_match' },
    });
    for (const malformed of ['v1', '"v1', '*, "v1"'])
      expect(await send(route, malformed)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid_if_match' },
      });
  });

  it('If-Match may list several versions, or *', async () => {
    const room = await CourseRoom.open(app, { published: false });
    const change = (ifMatch: string): Promise<Answer> =>
      room.instructor.patch(room.url, { title: 'Renamed' }, { 'if-match': ifMatch });
    expect((await change('"v7", "v1-instructor", W/"v1"')).body.version).toBe(2);
    expect((await change('*')).body.version).toBe(3);
    expect((await change('"v1", "v2"')).status).toBe(412);
    const profile = (ifMatch: string): Promise<Answer> =>
      room.instructor.patch('/v1/me', { givenName: 'Iris' }, { 'if-match': ifMatch });
    expect((await profile('"v9","v1"')).body.version).toBe(2);
    expect((await profile('"v9","v1"')).status).toBe(412);
    const order = { sections: [] };
    const reorder = (ifMatch: string): Promise<Answer> =>
      room.instructor.put(`${room.url}/outline/order`, order, { 'if-match': ifMatch });
    expect((await reorder('"v1-staff", "v9"')).body.version).toBe(2);
    expect((await reorder('"v1-staff", "v9"')).status).toBe(412);
    expect((await reorder('*')).status).toBe(200);
  });

  it('If-Match guards publication, archive and suspension, in both directions', async () => {
    const room = await CourseRoom.open(app, { published: false });
    const { administrator } = world.actors;
    const person = await app.person();
    const steps: [Caller, 'PUT' | 'DELETE', string, stale: string, fresh: string][] = [
      [room.instructor, 'PUT', `${room.url}/publication`, '"v2"', '"v1"'],
      [room.instructor, 'DELETE', `${room.url}/publication`, '"v1"', '"v2"'],
      [room.instructor, 'PUT', `${room.url}/archive`, '"v2"', '"v3"'],
      [room.instructor, 'DELETE', `${room.url}/archive`, '"v3"', '"v4"'],
      [administrator, 'PUT', `/v1/users/${person.id}/suspension`, '"v2"', '"v1"'],
      [administrator, 'DELETE', `/v1/users/${person.id}/suspension`, '"v1"', '"v2"'],
    ];
    for (const [caller, method, url, stale, fresh] of steps) {
      const before = await caller.get(url.replace(/\/\w+$/, ''));
      expect((await caller.send(method, url, undefined, { 'if-match': stale })).status).toBe(412);
      expect((await caller.get(url.replace(/\/\w+$/, ''))).text).toBe(before.text);
      expect((await caller.send(method, url, undefined, { 'if-match': fresh })).status).toBe(200);
    }
  });

  it('one of two people who change the state of a course from the same version gets 412', async () => {
    const room = await CourseRoom.open(app, { published: false });
    const answers = await Promise.all(
      ['publication', 'archive'].map((state) =>
        room.instructor.put(`${room.url}/${state}`, undefined, { 'if-match': '"v1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('If-Match guards the order of the questions by the version of the quiz', async () => {
    const room = await Classroom.open(app, { questions: FIVE_QUESTIONS.slice(0, 2) });
    const quiz = await room.instructor.get(`/v1/quizzes/${room.quizId}`);
    const reorder = (): Promise<Answer> =>
      room.instructor.put(
        `/v1/quizzes/${room.quizId}/questions/order`,
        { questionIds: room.questionIds.toReversed() },
        { 'if-match': String(quiz.headers['etag']) },
      );
    expect((await reorder()).status).toBe(200);
    expect((await reorder()).status).toBe(412);
  });

  it('If-Match: * keeps a result from being created', async () => {
    const { instructor, classmate } = world.actors;
    const put = (ifMatch?: string): Promise<Answer> =>
      instructor.put(
        `/v1/line-items/${world.ids['lineItemId']}/results/${classmate.id}`,
        { score: '1' },
        ifMatch === undefined ? {} : { 'if-match': ifMatch },
      );
    expect((await put('*')).status).toBe(412);
    expect((await put('"v1"')).status).toBe(412);
    expectStatus(await put(), 200);
    expectStatus(await put('*'), 200);
  });
});

describe('If-None-Match', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start();
    world = await createWorld(app);
  });
  afterAll(() => app.stop());

  it.each([
    '/v1/me',
    '/v1/users/{userId}',
    '/v1/courses/{courseId}',
    '/v1/courses/{courseId}/outline',
    '/v1/activities/{pageId}',
    '/v1/quizzes/{activityId}',
    '/v1/line-items/{lineItemId}',
    '/v1/line-items/{lineItemId}/results/{userId}',
  ])('If-None-Match saves the reader of %s a copy that they have', async (path) => {
    const url = urlOf(path, world.ids);
    const { administrator } = world.actors;
    const { headers } = await administrator.get(url);
    const etag = String(headers['etag']);
    for (const header of [etag, `W/${etag}`, `"v0", ${etag}`, `"x",W/${etag}`, '*']) {
      const answer = await administrator.get(url, { 'if-none-match': header });
      expect([header, answer.status, answer.text, answer.headers['etag']]).toEqual([header, 304, '', etag]);
    }
    for (const header of ['"v0"', etag.replaceAll('"', ''), 'W/"x", "y"', '']) {
      const answer = await administrator.get(url, { 'if-none-match': header });
      expect([header, answer.status, answer.headers['etag']]).toEqual([header, 200, etag]);
    }
  });
});
