import { newId } from '../../../src/shared/database/ids';
import type { World } from './matrix-world';

/** What each actor gets, in the order of ACTORS: nobody, visitor, learner, classmate, assistant, stranger, instructor, administrator. */
export interface Row {
  statuses: string;
  body?: (world: World) => unknown;
  query?: string | ((world: World) => string);
}

export const MATRIX: Record<string, Row> = {
  'GET /health/live': { statuses: '200 200 200 200 200 200 200 200' },
  'GET /health/ready': { statuses: '200 200 200 200 200 200 200 200' },
  'POST /v1/auth/token': {
    statuses: '401 401 401 401 401 401 401 401',
    body: () => ({ grant_type: 'password', username: 'nobody', password: 'wrong-password' }),
  },
  'POST /v1/registrations': {
    statuses: '202 202 202 202 202 202 202 202',
    body: () => ({
      email: 'new@school.example',
      password: 'a-good-long-one',
      givenName: 'New',
      familyName: 'Person',
    }),
  },
  'POST /v1/registrations/confirmation': {
    statuses: '422 422 422 422 422 422 422 422',
    body: () => ({ token: 'x'.repeat(43) }),
  },
  'POST /v1/password-resets': {
    statuses: '202 202 202 202 202 202 202 202',
    body: () => ({ email: 'somebody@school.example' }),
  },
  'POST /v1/password-resets/confirmation': {
    statuses: '422 422 422 422 422 422 422 422',
    body: () => ({ token: 'x'.repeat(43), newPassword: 'a-good-long-one' }),
  },
  'GET /v1/sessions': { statuses: '401 200 200 200 200 200 200 200' },
  'DELETE /v1/sessions': { statuses: '401 204 204 204 204 204 204 204' },
  'DELETE /v1/sessions/current': { statuses: '401 204 204 204 204 204 204 204' },
  'DELETE /v1/sessions/{sessionId}': { statuses: '401 404 404 404 404 404 404 404' },
  'GET /v1/me': { statuses: '401 200 200 200 200 200 200 200' },
  'PATCH /v1/me': { statuses: '401 200 200 200 200 200 200 200', body: () => ({ givenName: 'Ada' }) },
  'PUT /v1/me/password': {
    statuses: '401 422 422 422 422 422 422 422',
    body: () => ({ currentPassword: 'not-this-one', newPassword: 'a-good-long-one' }),
  },
  'GET /v1/users': { statuses: '401 403 403 403 403 403 403 200' },
  'POST /v1/users': {
    statuses: '401 403 403 403 403 403 403 201',
    body: () => ({ username: `made-${newId()}`, givenName: 'Made', familyName: 'Here', role: 'learner' }),
  },
  'GET /v1/users/{userId}': { statuses: '401 403 403 403 403 403 403 200' },
  'PATCH /v1/users/{userId}': {
    statuses: '401 403 403 403 403 403 403 200',
    body: () => ({ role: 'instructor' }),
  },
  'PUT /v1/users/{userId}/password': {
    statuses: '401 403 403 403 403 403 403 204',
    body: () => ({ newPassword: 'a-good-long-one' }),
  },
  'PUT /v1/users/{userId}/suspension': { statuses: '401 403 403 403 403 403 403 200' },
  'DELETE /v1/users/{userId}/suspension': { statuses: '401 403 403 403 403 403 403 200' },
  'GET /v1/people': { query: '?search=per', statuses: '401 403 403 403 200 200 200 200' },
  'GET /v1/courses': { statuses: '401 200 200 200 200 200 200 200' },
  'POST /v1/courses': {
    statuses: '401 403 403 403 201 201 201 201',
    body: () => ({ code: 'NEW-1', title: 'New' }),
  },
  'GET /v1/courses/{courseId}': { statuses: '401 200 200 200 200 200 200 200' },
  'PATCH /v1/courses/{courseId}': {
    statuses: '401 403 403 403 403 403 200 200',
    body: () => ({ title: 'Renamed' }),
  },
  'DELETE /v1/courses/{courseId}': { statuses: '401 403 403 403 403 403 409 409' },
  'PUT /v1/courses/{courseId}/publication': { statuses: '401 403 403 403 403 403 200 200' },
  'DELETE /v1/courses/{courseId}/publication': { statuses: '401 403 403 403 403 403 409 409' },
  'PUT /v1/courses/{courseId}/archive': { statuses: '401 403 403 403 403 403 200 200' },
  'DELETE /v1/courses/{courseId}/archive': { statuses: '401 403 403 403 403 403 200 200' },
  'GET /v1/courses/{courseId}/outline': { statuses: '401 200 200 200 200 200 200 200' },
  'PUT /v1/courses/{courseId}/outline/order': {
    statuses: '401 403 403 403 403 403 200 200',
    body: ({ ids }) => ({ sections: [{ id: ids.sectionId, activities: [ids.pageId, ids.activityId] }] }),
  },
  'POST /v1/courses/{courseId}/sections': {
    statuses: '401 403 403 403 403 403 201 201',
    body: () => ({ title: 'Week 2' }),
  },
  'PATCH /v1/sections/{sectionId}': {
    statuses: '401 403 403 403 403 403 200 200',
    body: () => ({ title: 'Week one' }),
  },
  'DELETE /v1/sections/{sectionId}': { statuses: '401 403 403 403 403 403 409 409' },
  'POST /v1/sections/{sectionId}/activities': {
    statuses: '401 403 403 403 403 403 201 201',
    body: () => ({ type: 'page', title: 'More' }),
  },
  'GET /v1/activities/{activityId}': { statuses: '401 403 200 200 200 403 200 200' },
  'PATCH /v1/activities/{activityId}': {
    statuses: '401 403 403 403 403 403 200 200',
    body: () => ({ title: 'Renamed' }),
  },
  'DELETE /v1/activities/{activityId}': { statuses: '401 403 403 403 403 403 204 204' },
  'GET /v1/courses/{courseId}/enrollments': { statuses: '401 403 403 403 200 403 200 200' },
  'POST /v1/courses/{courseId}/enrollments': {
    statuses: '401 403 403 403 403 403 201 201',
    body: ({ actors }) => ({ userId: actors.visitor.id, role: 'learner' }),
  },
  'DELETE /v1/enrollments/{enrollmentId}': { statuses: '401 404 403 404 403 404 204 204' },
  'GET /v1/me/enrollments': { statuses: '401 200 200 200 200 200 200 200' },
  'POST /v1/me/enrollments': {
    statuses: '401 403 403 403 403 403 403 403',
    body: ({ ids }) => ({ courseId: ids.courseId }),
  },
  'GET /v1/quizzes/{activityId}': { statuses: '401 403 200 200 200 403 200 200' },
  'PATCH /v1/quizzes/{activityId}': {
    statuses: '401 403 403 403 403 403 200 200',
    body: () => ({ maxAttempts: 9 }),
  },
  'GET /v1/quizzes/{activityId}/questions': { statuses: '401 403 403 403 200 403 200 200' },
  'POST /v1/quizzes/{activityId}/questions': {
    statuses: '401 403 403 403 403 403 409 409',
    body: () => ({ type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } }),
  },
  'PUT /v1/quizzes/{activityId}/questions/order': {
    statuses: '401 403 403 403 403 403 409 409',
    body: ({ ids }) => ({ questionIds: [ids.questionId] }),
  },
  'PATCH /v1/questions/{questionId}': {
    statuses: '401 403 403 403 403 403 200 200',
    body: () => ({ prompt: 'Mended' }),
  },
  'DELETE /v1/questions/{questionId}': { statuses: '401 403 403 403 403 403 409 409' },
  'GET /v1/quizzes/{activityId}/attempts': { statuses: '401 403 200 200 200 403 200 200' },
  'POST /v1/quizzes/{activityId}/attempts': { statuses: '401 403 201 201 403 403 403 403' },
  'GET /v1/attempts/{attemptId}': { statuses: '401 404 200 404 200 404 200 200' },
  'PUT /v1/attempts/{attemptId}/answers/{questionId}': {
    statuses: '401 404 200 404 404 404 404 404',
    body: () => ({ response: 'median' }),
  },
  'PUT /v1/attempts/{attemptId}/submission': {
    statuses: '401 404 200 404 404 404 404 404',
    body: () => ({}),
  },
  'GET /v1/courses/{courseId}/line-items': { statuses: '401 403 200 200 200 403 200 200' },
  'POST /v1/courses/{courseId}/line-items': {
    statuses: '401 403 403 403 201 403 201 201',
    body: () => ({ title: 'Report', resultValueMax: '10' }),
  },
  'GET /v1/line-items/{lineItemId}': { statuses: '401 403 200 200 200 403 200 200' },
  'PATCH /v1/line-items/{lineItemId}': {
    statuses: '401 403 403 403 200 403 200 200',
    body: () => ({ title: 'Long essay' }),
  },
  'DELETE /v1/line-items/{lineItemId}': { statuses: '401 403 403 403 403 403 409 409' },
  'PUT /v1/line-items/{lineItemId}/archive': { statuses: '401 403 403 403 403 403 200 200' },
  'DELETE /v1/line-items/{lineItemId}/archive': { statuses: '401 403 403 403 403 403 200 200' },
  'GET /v1/line-items/{lineItemId}/results/{userId}': { statuses: '401 403 200 403 200 403 200 200' },
  'PUT /v1/line-items/{lineItemId}/results/{userId}': {
    statuses: '401 403 403 403 200 403 200 200',
    body: () => ({ score: '10' }),
  },
  'DELETE /v1/line-items/{lineItemId}/results/{userId}/override': {
    statuses: '401 403 403 403 409 403 409 409',
  },
  'GET /v1/line-items/{lineItemId}/results/{userId}/history': { statuses: '401 403 200 403 200 403 200 200' },
  'GET /v1/courses/{courseId}/grades/me': { statuses: '401 403 200 200 403 403 403 403' },
  'GET /v1/courses/{courseId}/grades/{userId}': { statuses: '401 403 200 403 200 403 200 200' },
  'GET /v1/courses/{courseId}/gradebook': { statuses: '401 403 403 403 200 403 200 200' },
  'GET /v1/courses/{courseId}/gradebook.csv': { statuses: '401 403 403 403 200 403 200 200' },
  'PUT /v1/activities/{activityId}/completion': { statuses: '401 403 204 204 403 403 403 403' },
  'DELETE /v1/activities/{activityId}/completion': { statuses: '401 403 204 204 403 403 403 403' },
  'GET /v1/courses/{courseId}/progress/me': { statuses: '401 403 200 200 403 403 403 403' },
  'GET /v1/courses/{courseId}/progress': { statuses: '401 403 403 403 200 403 200 200' },
  'GET /v1/me/progress': { statuses: '401 200 200 200 200 200 200 200' },
  'GET /v1/courses/{courseId}/report': { statuses: '401 403 403 403 200 403 200 200' },
  'GET /v1/courses/{courseId}/report/completion-funnel.svg': { statuses: '401 403 403 403 200 403 200 200' },
  'GET /v1/courses/{courseId}/report/progress-distribution.svg': {
    statuses: '401 403 403 403 200 403 200 200',
  },
  'GET /v1/courses/{courseId}/report/ended-by-week.svg': { statuses: '401 403 403 403 409 403 409 409' },
  'GET /v1/courses/{courseId}/report/score-distribution.svg': {
    query: ({ ids }) => `?lineItemId=${ids.lineItemId}`,
    statuses: '401 403 403 403 200 403 200 200',
  },
  'POST /v1/roster-imports': { statuses: '401 403 403 403 403 403 403 415' },
  'GET /v1/operations': { statuses: '401 200 200 200 200 200 200 200' },
  'GET /v1/operations/{operationId}': { statuses: '401 404 404 404 404 404 200 200' },
  'GET /v1/operations/{operationId}/issues': { statuses: '401 404 404 404 404 404 200 200' },
  'PUT /v1/operations/{operationId}/confirmation': { statuses: '401 404 404 404 404 404 409 409' },
  'DELETE /v1/operations/{operationId}': { statuses: '401 404 404 404 404 404 409 409' },
};
