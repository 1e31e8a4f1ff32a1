import { newId, toBinary } from '../../../src/shared/database/ids';
import { buildOpenApi } from '../../../src/shared/http/openapi';
import { expectStatus } from '../../support/course-room';
import type { Caller, TestApp } from '../../support/test-app';
import type { World } from './matrix-world';

/** A list as the one who may read it asks for it, with another that has other filters or another order. */
export interface List {
  reader: (world: World) => Caller;
  query?: string;
  other?: string;
}

const staff = (world: World): Caller => world.actors.instructor;
const administrator = (world: World): Caller => world.actors.administrator;
export const LISTS: Record<string, List> = {
  '/v1/operations': { reader: administrator },
  '/v1/operations/{operationId}/changes': { reader: administrator },
  '/v1/operations/{operationId}/issues': { reader: administrator },
  '/v1/sessions': { reader: administrator },
  '/v1/users': { reader: administrator, other: 'role=learner' },
  '/v1/people': { reader: administrator, query: 'search=per', other: 'search=pers' },
  '/v1/schools': { reader: administrator, other: 'sort=-title' },
  '/v1/terms': { reader: administrator, other: 'sort=title' },
  '/v1/catalog': { reader: administrator, other: 'sort=newest' },
  '/v1/courses': { reader: administrator, other: 'sort=newest' },
  '/v1/courses/{courseId}/sections': { reader: staff, other: 'archived=true' },
  '/v1/courses/{courseId}/activities': { reader: staff, other: 'archived=true' },
  '/v1/courses/{courseId}/versions': { reader: staff },
  '/v1/courses/{courseId}/enrollments': { reader: staff, other: 'role=learner' },
  '/v1/quizzes/{activityId}/exceptions': { reader: staff },
  '/v1/quizzes/{activityId}/exceptions/{userId}/history': { reader: staff },
  '/v1/courses/{courseId}/accommodations': { reader: staff },
  '/v1/users/{userId}/enrollments': { reader: administrator, other: 'state=active' },
  '/v1/users/{userId}/accommodations': { reader: administrator },
  '/v1/accommodations/{accommodationId}/history': { reader: administrator },
  '/v1/label-accommodations/{labelAccommodationId}/history': { reader: administrator },
  '/v1/me/accommodations': { reader: (world) => world.actors.learner },
  '/v1/me/calendar-feeds': { reader: (world) => world.actors.learner },
  '/v1/courses/{courseId}/enrollment-invitations': { reader: staff, other: 'state=pending' },
  '/v1/me/enrollment-invitations': { reader: (world) => world.actors.visitor },
  '/v1/courses/{courseId}/enrollment-keys': { reader: staff },
  '/v1/courses/{courseId}/enrollment-requests': { reader: staff, other: 'state=rejected' },
  '/v1/me/enrollment-requests': { reader: (world) => world.actors.visitor },
  '/v1/me/enrollments': { reader: (world) => world.actors.learner, other: 'state=active' },
  '/v1/quizzes/{activityId}/attempts': {
    reader: staff,
    other: 'userId=01990000-0000-7000-8000-000000000001',
  },
  '/v1/quizzes/{activityId}/open-attempts': { reader: staff },
  '/v1/attempts/{attemptId}/timeline': { reader: staff },
  '/v1/quizzes/{activityId}/policy-changes': { reader: staff },
  '/v1/courses/{courseId}/group-sets': { reader: staff },
  '/v1/group-sets/{groupSetId}/groups': { reader: staff },
  '/v1/group-sets/{groupSetId}/memberships': { reader: staff },
  '/v1/groups/{groupId}/members': { reader: staff },
  '/v1/courses/{courseId}/learner-tags': {
    reader: staff,
    other: 'userId=01990000-0000-7000-8000-000000000001',
  },
  '/v1/learner-tags/{learnerTagId}/learners': { reader: staff },
  '/v1/courses/{courseId}/announcements': { reader: staff, other: 'state=draft' },
  '/v1/live-sessions/{liveSessionId}/changes': { reader: staff },
  '/v1/live-sessions/{liveSessionId}/register': { reader: staff },
  '/v1/questions/{questionId}/versions': { reader: staff },
  '/v1/courses/{courseId}/questions': { reader: staff, other: 'type=true_false' },
  '/v1/courses/{courseId}/question-tags': { reader: staff },
  '/v1/courses/{courseId}/question-duplicates': { reader: staff },
  '/v1/courses/{courseId}/marking-queue': { reader: staff, other: 'standing=marked' },
  '/v1/scripts/{scriptId}/marks': { reader: staff },
  '/v1/courses/{courseId}/rubrics': { reader: staff },
  '/v1/courses/{courseId}/remark-requests': { reader: staff, other: 'state=kept' },
  '/v1/me/remark-requests': { reader: (world) => world.actors.learner },
  '/v1/courses/{courseId}/saved-comments': { reader: staff },
  '/v1/rubric-changes/{rubricChangeId}/scripts': { reader: staff },
  '/v1/enrollment-changes/{enrollmentChangeId}/rows': { reader: staff },
  '/v1/regrades/{regradeId}/attempts': { reader: staff },
  '/v1/courses/{courseId}/line-items': { reader: staff },
  '/v1/courses/{courseId}/grade-rules/changes': { reader: staff },
  '/v1/courses/{courseId}/results/changes': { reader: staff, other: 'since=2020-01-01T00:00:00Z' },
  '/v1/courses/{courseId}/line-items/changes': {
    reader: staff,
    other: 'lineItemId=01990000-0000-7000-8000-000000000001',
  },
  '/v1/line-items/{lineItemId}/results/{userId}/history': { reader: staff },
  '/v1/courses/{courseId}/final-grades': { reader: staff, other: 'learners=all' },
  '/v1/courses/{courseId}/final-grades/{userId}/history': { reader: staff },
  '/v1/courses/{courseId}/grade-certifications': { reader: staff },
  '/v1/uncertified-courses': { reader: administrator, other: 'startsUntil=2100-01-02' },
  '/v1/courses/{courseId}/gradebook': { reader: staff, other: 'learners=all' },
  '/v1/courses/{courseId}/progress': { reader: staff, other: 'sort=percentage' },
  '/v1/me/observed-learners/{learnerId}/enrollments': {
    reader: (world) => world.actors.visitor,
    other: 'state=active',
  },
  '/v1/me/observed-learners/{learnerId}/progress': { reader: (world) => world.actors.visitor },
  '/v1/me/progress': { reader: (world) => world.actors.learner },
};

/** Makes every list two rows long at least. */
export async function fillLists(app: TestApp, world: World, elsewhere: World): Promise<void> {
  const { instructor, learner, classmate, administrator } = world.actors;
  const { lineItemId, activityId, operationId, questionId, accommodationId } = world.ids;
  const { schoolId } = world.ids;
  expectStatus(await administrator.patch(`/v1/schools/${schoolId}`, { openCatalog: true }), 200);
  for (const id of [world.ids.courseId, elsewhere.ids.courseId])
    expectStatus(await administrator.patch(`/v1/courses/${id}`, { schoolId, visibility: 'public' }), 200);
  await accommodate(administrator, learner.id, accommodationId);
  const ofTag = `/v1/label-accommodations/${world.ids.labelAccommodationId}`;
  expectStatus(await administrator.patch(ofTag, { daysAdded: 1 }), 200);
  for (const { id } of [learner, classmate]) {
    const exception = { reason: 'Ill', maxAttempts: 8 };
    expectStatus(await instructor.put(`/v1/quizzes/${activityId}/exceptions/${id}`, exception), 200);
  }
  for (const score of ['1', '2'])
    expectStatus(await instructor.put(`/v1/line-items/${lineItemId}/results/${learner.id}`, { score }), 200);
  for (const title of ['One more', 'And another'])
    expectStatus(await instructor.patch(`/v1/line-items/${lineItemId}`, { title }), 200);
  for (const aggregation of ['points', 'mean'])
    expectStatus(await instructor.put(`/v1/courses/${world.ids.courseId}/grade-rules`, { aggregation }), 200);
  for (const percent of ['71', '72']) {
    const url = `/v1/courses/${world.ids.courseId}/final-grades/${learner.id}`;
    expectStatus(await instructor.put(url, { percent, reason: 'Ill' }), 200);
  }
  for (const maxAttempts of [8, 9])
    expectStatus(await instructor.patch(`/v1/quizzes/${activityId}`, { maxAttempts }), 200);
  expectStatus(
    await instructor.patch(`/v1/questions/${questionId}`, { prompt: 'Once more?', tags: ['One', 'Two'] }),
    200,
  );
  await addQuestion(instructor, world.ids.sectionId);
  const section = { title: 'Another section' };
  expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/sections`, section), 201);
  for (const prompt of ['Twice the same?', 'Another one twice?'])
    for (const points of ['1', '2']) {
      const twin = { type: 'true_false', prompt, points, definition: { key: true } };
      expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/questions`, twin), 201);
    }
  expectStatus(await classmate.post(`/v1/quizzes/${activityId}/attempts`), 201);
  await addCertifications(app, world.ids.courseId);
  for (const title of ['One more', 'And another']) {
    expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/group-sets`, { title }), 201);
    expectStatus(await instructor.post(`/v1/group-sets/${world.ids.groupSetId}/groups`, { title }), 201);
  }
  const { groupId } = world.ids;
  const members = [{ userId: classmate.id, groupId }];
  expectStatus(await instructor.put(`/v1/group-sets/${world.ids.groupSetId}/members`, { members }), 200);
  for (const title of ['Late', 'Early'])
    expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/learner-tags`, { title }), 201);
  for (const label of ['Lecture', 'Lab'])
    expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/enrollment-keys`, { label }), 201);
  const tagged = { add: [classmate.id] };
  expectStatus(await instructor.put(`/v1/learner-tags/${world.ids.learnerTagId}/learners`, tagged), 200);
  expectStatus(await instructor.patch(`/v1/courses/${world.ids.courseId}`, { selfEnrollment: true }), 200);
  const invite = { userId: world.actors.visitor.id, role: 'learner' };
  for (const room of [world, elsewhere]) {
    const url = `/v1/courses/${room.ids.courseId}/enrollment-invitations`;
    const { id } = expectStatus(await room.actors.instructor.post(url, invite), 201);
    if (room === world) expectStatus(await instructor.delete(`/v1/enrollment-invitations/${id}`), 204);
  }
  for (const _time of [1, 2]) {
    const url = `/v1/courses/${world.ids.courseId}/enrollment-invitations`;
    const { id } = expectStatus(await instructor.post(url, invite), 201);
    expectStatus(await instructor.delete(`/v1/enrollment-invitations/${id}`), 204);
  }
  const settings = `/v1/courses/${world.ids.courseId}/enrollment-settings`;
  expectStatus(await instructor.patch(settings, { needsApproval: true }), 200);
  const { visitor } = world.actors;
  for (const _time of [1, 2]) {
    const asked = await visitor.post('/v1/me/enrollment-requests', { courseId: world.ids.courseId });
    const { id } = expectStatus(asked, 201);
    expectStatus(await visitor.delete(`/v1/enrollment-requests/${id}`), 204);
  }
  for (const title of ['One thing', 'Another thing']) {
    const news = { title, body: 'News.', publishesAt: '2020-01-01T00:00:00Z', sendsMail: false };
    expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/announcements`, news), 201);
    expectStatus(await learner.post('/v1/me/calendar-feeds', { title }), 201);
  }
  const answer = `/v1/attempts/${world.ids.attemptId}/answers/${questionId}`;
  expectStatus(await learner.put(answer, { response: 'median' }), 200);
  const items = [{ id: 'a', title: 'A', points: '1' }];
  const rubric = { title: 'Another', kind: 'items', start: 'zero', items };
  expectStatus(await instructor.post(`/v1/courses/${world.ids.courseId}/rubrics`, rubric), 201);
  const comments = `/v1/courses/${world.ids.courseId}/saved-comments`;
  expectStatus(await instructor.post(comments, { text: 'Another' }), 201);
  await fillMarking(instructor, classmate, world.ids.scriptId);
  const other = { userId: learner.id, role: 'learner' };
  const { courseId } = elsewhere.ids;
  expectStatus(await elsewhere.actors.instructor.post(`/v1/courses/${courseId}/enrollments`, other), 201);
  const now = app.clock.now();
  for (const seq of [1, 2]) {
    await app.database.run(
      `INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
      [toBinary(newId()), toBinary(administrator.id), now, now, new Date('2100-01-01T00:00:00Z')],
    );
    await app.database.run(
      `INSERT INTO operation_issues (operation_id, seq, severity, code, message) VALUES (?, ?, 'warning', 'x', 'x')`,
      [toBinary(operationId ?? ''), seq],
    );
    await app.database.run(
      `INSERT INTO regraded_attempts (operation_id, attempt_id, user_id, attempt_number, old_score, old_max_score, new_score,
         new_max_score, size) VALUES (?, ?, ?, 1, 0, 2, ?, 2, ?)`,
      [toBinary(world.ids.regradeId), toBinary(newId()), toBinary(learner.id), seq, seq],
    );
    await app.database.run(
      `INSERT INTO remark_requests (id, course_id, activity_id, script_id, user_id, answer_number, state, points_before, requested_at)
       SELECT ?, course_id, activity_id, script_id, user_id, answer_number, 'open', 1, requested_at FROM remark_requests WHERE id = ?`,
      [toBinary(newId()), toBinary(world.ids.remarkRequestId)],
    );
    await app.database.run(
      `INSERT INTO enrollment_change_rows (operation_id, number, named, user_id, action, wish, outcome)
       VALUES (?, ?, 'ada', ?, 'enroll', '', 'refused')`,
      [toBinary(world.ids.enrollmentChangeId), 100 + seq, toBinary(learner.id)],
    );
    await app.database.run(
      `INSERT INTO rubric_changed_scripts (operation_id, script_id, user_id, old_points, new_points, size) VALUES (?, ?, ?, 0, ?, ?)`,
      [toBinary(world.ids.rubricChangeId), toBinary(newId()), toBinary(learner.id), seq, seq],
    );
    await app.database.run(
      `INSERT INTO operation_changes (operation_id, seq, part, row_id, action, after_state)
       VALUES (?, ?, 'users.csv', ?, 'added', '{}')`,
      [toBinary(operationId ?? ''), seq, toBinary(newId())],
    );
  }
}

/** Of a closing that was opened again, so that the course goes on. */
async function addCertifications(app: TestApp, courseId: string): Promise<void> {
  const [course, closing, now] = [toBinary(courseId), toBinary(newId()), app.clock.now()];
  await app.database.run(
    'INSERT INTO grade_closings (id, course_id, closed_at, recorded_at, reopened_at) VALUES (?, ?, ?, ?, ?)',
    [closing, course, now, now, now],
  );
  for (const byte of [1, 2])
    await app.database.run(
      `INSERT INTO grade_certifications (id, course_id, closing_id, amendments, certified_at, learners, root)
       VALUES (?, ?, ?, 0, ?, 0, ?)`,
      [toBinary(newId()), course, closing, now, Buffer.alloc(32, byte)],
    );
}

/** A second script, and two drafts of a mark. */
async function fillMarking(instructor: Caller, learner: Caller, scriptId: string): Promise<void> {
  const script = `/v1/scripts/${scriptId}`;
  const { activityId, itemId } = expectStatus(await instructor.get(script), 200);
  const { id } = expectStatus(await learner.post(`/v1/quizzes/${activityId}/attempts`), 201);
  const answers = { [itemId]: 'Large values.' };
  expectStatus(await learner.put(`/v1/attempts/${id}/submission`, { answers }), 200);
  for (const points of ['1', '2'])
    expectStatus(await instructor.put(`${script}/mark`, { kind: 'draft', points }), 200);
}

async function accommodate(approver: Caller, userId: string, accommodationId: string): Promise<void> {
  const body = { reason: 'Another one' };
  expectStatus(await approver.post(`/v1/users/${userId}/accommodations`, body), 201);
  expectStatus(await approver.patch(`/v1/accommodations/${accommodationId}`, { daysAdded: 1 }), 200);
}

/** The paths of openapi.json that answer with pages. */
export function pathsOfLists(app: TestApp): string[] {
  return Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) => {
    const parameters = (item as { get?: { parameters?: { name: string }[] } }).get?.parameters ?? [];
    return parameters.some(({ name }) => name === 'cursor') ? [path] : [];
  });
}

/** A question that no learner has been asked, in a quiz of its own. */
async function addQuestion(instructor: Caller, sectionId: string): Promise<void> {
  const quiz = { type: 'quiz', title: 'Another quiz' };
  const { id } = expectStatus(await instructor.post(`/v1/sections/${sectionId}/activities`, quiz), 201);
  const question = { type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } };
  expectStatus(await instructor.post(`/v1/quizzes/${id}/questions`, question), 201);
}
