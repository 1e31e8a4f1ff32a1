import { newId } from '../../../src/shared/database/ids';
import { metadata, PIECE, TUS } from '../../support/resumable';
import type { Ids } from './matrix-world';

/** Whose object a request names; the last two keep the first object of the path and change every other one. */
export const AXIS = ['own', 'other', 'missing', 'withOther', 'withMissing'] as const;
export type Whose = (typeof AXIS)[number];

/**
 * What each actor gets, in the order of ACTORS: nobody, visitor, learner, classmate, assistant, stranger, instructor,
 * administrator. `403*3` stands for three times 403.
 */
export interface Row extends Partial<Record<Whose, string>> {
  /** What is named belongs to the course of the learner, the assistant and the instructor, or to the learner. */
  own: string;
  /** It belongs to the stranger's course or to a learner there. */
  other?: string;
  /** There is no such object. */
  missing?: string;
  /** The first object is own, the rest are the stranger's. */
  withOther?: string;
  /** The first object is own, the rest are missing. */
  withMissing?: string;
  body?: (ids: Ids) => unknown;
  query?: (ids: Ids) => string;
  headers?: Record<string, string>;
}

/** `401 403*5 200*2` in full. */
export function statusesOf(cells: string): number[] {
  return cells.split(' ').flatMap((cell) => {
    const [status, times = '1'] = cell.split('*');
    return Array<number>(Number(times)).fill(Number(status));
  });
}

/** Open to everybody, with or without a token. */
const open = (status: number): Row => ({ own: `${status}*8` });

/** For everybody who is signed in. */
const signedIn = (status: number): Row => ({ own: `401 ${status}*7` });

/** For administrators; nobody else is told which accounts exist. */
const administrators = (status: number): Row => ({
  own: `401 403*6 ${status}`,
  other: `401 403*6 ${status}`,
  missing: '401 403*6 404',
});

/** For everybody who may see the course: both courses are published. */
const published = (status: number): Row => ({
  own: `401 ${status}*7`,
  other: `401 ${status}*7`,
  missing: '401 404*7',
});

/** For those who take part in the course, and administrators. */
const members = (status: number): Row => ({
  own: `401 403 ${status}*3 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** For those who take part as learners. */
const learners = (status: number): Row => ({
  own: `401 403 ${status}*2 403*4`,
  other: '401 403*7',
  missing: '401 404*7',
});

/** For assistants and instructors of the course, and administrators. */
const staff = (status: number): Row => ({
  own: `401 403*3 ${status} 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** For staff of the course of an attempt; nobody else is told which attempts exist. */
const attemptForStaff = (status: number): Row => ({
  own: `401 404*3 ${status} 404 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** As `attemptForStaff`, where assistants may only read. */
const attemptForInstructors = (status: number): Row => ({
  own: `401 404*3 403 404 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** As `staff`; attempts that are named and are not open at the quiz are told so, whosever they are. */
const openAttempts: Row = {
  ...staff(200),
  withOther: '401 403*3 200 403 200*2',
  withMissing: '401 403*3 200 403 200*2',
};

const chartOfLineItem: Row = {
  ...staff(200),
  withOther: '401 403*3 404 403 404*2',
  withMissing: '401 403*3 404 403 404*2',
  query: (ids) => `?lineItemId=${ids.lineItemId}`,
};

const fileOfCourse: Row = {
  own: '401 404 200*3 404 200*2',
  other: '401 404*4 200 404 200',
  missing: '401 404*7',
};

/** As `staff`, and for the learner whose it is: nobody else's are told from those that do not exist. */
const learnerAndStaff = (status: number): Row => ({
  own: `401 403 ${status} 403 ${status} 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
  withOther: '401 403*3 404 403 404*2',
  withMissing: '401 403*3 404 403 404*2',
});

/** For instructors of the course, and administrators. */
const instructors = (status: number): Row => ({
  own: `401 403*5 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** As `instructors`, where the rest of what is named must belong to the first. */
const instructorsWith = (status: number, foreign: number): Row => ({
  ...instructors(status),
  withOther: `401 403*5 ${foreign}*2`,
  withMissing: `401 403*5 ${foreign}*2`,
});

/** For whoever asked for the operation, and administrators; to all others it does not exist. */
const requester = (status: number): Row => ({
  own: `401 404*5 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** For the learner whose attempt it is; staff, who may read it, may not act in their place. */
const attempter = (status: number, foreignQuestion: number): Row => ({
  own: `401 404 ${status} 404 403 404 403*2`,
  other: '401 404*4 403 404 403',
  missing: '401 404*7',
  withOther: `401 404 ${foreignQuestion} 404 403 404 403*2`,
  withMissing: `401 404 ${foreignQuestion} 404 403 404 403*2`,
});

/** For whoever began the upload, and may upload still; to all others it does not exist. */
const uploader = (status: number): Row => ({
  own: `401 403*3 404*2 ${status} 404`,
  other: `401 403*3 404 ${status} 404*2`,
  missing: '401 403*3 404*4',
  headers: TUS,
});

export const MATRIX: Record<string, Row> = {
  'GET /health/live': open(200),
  'GET /health/ready': open(200),
  'POST /v1/auth/token': {
    ...open(401),
    body: () => ({ grant_type: 'password', username: 'nobody', password: 'wrong-password' }),
  },
  'POST /v1/registrations': {
    ...open(202),
    body: () => ({
      email: 'new@school.example',
      password: 'a-good-long-one',
      givenName: 'New',
      familyName: 'Person',
    }),
  },
  'POST /v1/registrations/confirmation': { ...open(422), body: () => ({ token: 'x'.repeat(43) }) },
  'POST /v1/password-resets': { ...open(202), body: () => ({ email: 'somebody@school.example' }) },
  'POST /v1/password-resets/confirmation': {
    ...open(422),
    body: () => ({ token: 'x'.repeat(43), newPassword: 'a-good-long-one' }),
  },
  'GET /v1/sessions': signedIn(200),
  'DELETE /v1/sessions': signedIn(204),
  'DELETE /v1/sessions/current': signedIn(204),
  'DELETE /v1/sessions/{sessionId}': { own: '401 204*7', other: '401 404*7', missing: '401 404*7' },
  'GET /v1/me': signedIn(200),
  'PATCH /v1/me': { ...signedIn(200), body: () => ({ givenName: 'Ada' }) },
  'PUT /v1/me/password': {
    ...signedIn(422),
    body: () => ({ currentPassword: 'not-this-one', newPassword: 'a-good-long-one' }),
  },
  'GET /v1/users': { own: '401 403*6 200' },
  'POST /v1/users': {
    own: '401 403*6 201',
    body: () => ({ username: `made-${newId()}`, givenName: 'Made', familyName: 'Here', role: 'learner' }),
  },
  'GET /v1/users/{userId}': administrators(200),
  'PATCH /v1/users/{userId}': { ...administrators(200), body: () => ({ role: 'instructor' }) },
  'PUT /v1/users/{userId}/password': {
    ...administrators(204),
    body: () => ({ newPassword: 'a-good-long-one' }),
  },
  'PUT /v1/users/{userId}/suspension': administrators(200),
  'DELETE /v1/users/{userId}/suspension': administrators(200),
  'GET /v1/users/{userId}/linked-people': administrators(200),
  'PUT /v1/users/{userId}/roster-link': {
    ...administrators(200),
    body: () => ({ sourcedId: `s-${newId()}` }),
  },
  'DELETE /v1/users/{userId}/roster-link': administrators(200),
  'GET /v1/people': { own: '401 403*3 200*4', query: () => '?search=per' },
  'GET /v1/courses': signedIn(200),
  'POST /v1/courses': { own: '401 403*3 201*4', body: () => ({ code: 'NEW-1', title: 'New' }) },
  'GET /v1/courses/{courseId}': published(200),
  'PATCH /v1/courses/{courseId}': { ...instructors(200), body: () => ({ title: 'Renamed' }) },
  'DELETE /v1/courses/{courseId}': instructors(409),
  'PUT /v1/courses/{courseId}/publication': instructors(200),
  'DELETE /v1/courses/{courseId}/publication': instructors(409),
  'PUT /v1/courses/{courseId}/archive': instructors(200),
  'DELETE /v1/courses/{courseId}/archive': instructors(200),
  'GET /v1/courses/{courseId}/activities': members(200),
  'GET /v1/courses/{courseId}/outline': published(200),
  'PUT /v1/courses/{courseId}/outline/order': {
    ...instructorsWith(200, 422),
    body: (ids) => ({ sections: [{ id: ids.sectionId, activities: [ids.pageId, ids.activityId] }] }),
  },
  'POST /v1/courses/{courseId}/sections': { ...instructors(201), body: () => ({ title: 'Week 2' }) },
  'PATCH /v1/sections/{sectionId}': { ...instructors(200), body: () => ({ title: 'Week one' }) },
  'DELETE /v1/sections/{sectionId}': instructors(409),
  'POST /v1/sections/{sectionId}/activities': {
    ...instructors(201),
    body: () => ({ type: 'page', title: 'More' }),
  },
  'GET /v1/activities/{activityId}': members(200),
  'GET /v1/activities/{activityId}/files': members(200),
  // A page of the course shows it. To all others there is no such file.
  'GET /v1/files/{fileId}': fileOfCourse,
  'GET /v1/files/{fileId}/content': fileOfCourse,
  'GET /v1/file-contents': { own: '403*8', query: () => '?link=forged' },
  'GET /v1/file-limits': signedIn(200),
  'POST /v1/files': { own: '401 403*3 415*4' },
  'OPTIONS /v1/file-uploads': open(204),
  'POST /v1/file-uploads': {
    own: '401 403*3 201*4',
    headers: { ...TUS, 'upload-length': '10', 'upload-metadata': metadata({ purpose: 'activity' }) },
  },
  'HEAD /v1/file-uploads/{uploadId}': uploader(200),
  'PATCH /v1/file-uploads/{uploadId}': {
    ...uploader(204),
    headers: { ...PIECE, 'upload-offset': '0' },
    body: () => Buffer.from('x'),
  },
  'DELETE /v1/file-uploads/{uploadId}': uploader(204),
  'PATCH /v1/activities/{activityId}': { ...instructors(200), body: () => ({ title: 'Renamed' }) },
  'DELETE /v1/activities/{activityId}': instructors(204),
  'GET /v1/courses/{courseId}/enrollments': staff(200),
  'POST /v1/courses/{courseId}/enrollments': {
    ...instructors(201),
    // Anybody with an account may be enrolled, wherever else they take part.
    withOther: '401 403*5 201*2',
    withMissing: '401 403*5 422*2',
    body: (ids) => ({ userId: ids.newcomerId, role: 'learner' }),
  },
  // The roster is for staff: to all others there is no enrollment but their own.
  'DELETE /v1/enrollments/{enrollmentId}': {
    own: '401 404 403 404 403 404 204*2',
    other: '401 404*4 204 404 204',
    missing: '401 404*7',
  },
  'GET /v1/me/enrollments': signedIn(200),
  // Nobody enrolls themselves in either course.
  'POST /v1/me/enrollments': {
    own: '401 403*7',
    other: '401 403*7',
    missing: '401 404*7',
    body: (ids) => ({ courseId: ids.courseId }),
  },
  'GET /v1/users/{userId}/accommodations': administrators(200),
  'POST /v1/users/{userId}/accommodations': { ...administrators(201), body: () => ({ reason: 'Needed' }) },
  'GET /v1/accommodations/{accommodationId}': administrators(200),
  'PATCH /v1/accommodations/{accommodationId}': { ...administrators(200), body: () => ({ daysAdded: 2 }) },
  'DELETE /v1/accommodations/{accommodationId}': administrators(204),
  'GET /v1/accommodations/{accommodationId}/history': administrators(200),
  'GET /v1/courses/{courseId}/accommodations': staff(200),
  'GET /v1/me/accommodations': signedIn(200),
  'GET /v1/quizzes/{activityId}/exceptions': staff(200),
  'GET /v1/quizzes/{activityId}/exceptions/{userId}': learnerAndStaff(200),
  'PUT /v1/quizzes/{activityId}/exceptions/{userId}': {
    ...instructorsWith(200, 404),
    body: () => ({ reason: 'Ill', maxAttempts: 9 }),
  },
  'POST /v1/quizzes/{activityId}/exceptions/{userId}/attempts': {
    ...instructorsWith(200, 404),
    body: () => ({ reason: 'The power failed' }),
  },
  'DELETE /v1/quizzes/{activityId}/exceptions/{userId}': instructorsWith(204, 404),
  'GET /v1/quizzes/{activityId}/exceptions/{userId}/history': instructorsWith(200, 404),
  'GET /v1/quizzes/{activityId}': members(200),
  'GET /v1/quizzes/{activityId}/policy-changes': staff(200),
  'PATCH /v1/quizzes/{activityId}': { ...instructors(200), body: () => ({ maxAttempts: 9 }) },
  'GET /v1/quizzes/{activityId}/questions': staff(200),
  'POST /v1/quizzes/{activityId}/questions': {
    ...instructors(409),
    body: () => ({ type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } }),
  },
  'PUT /v1/quizzes/{activityId}/questions/order': {
    ...instructorsWith(409, 409),
    body: (ids) => ({ questionIds: [ids.questionId] }),
  },
  'GET /v1/courses/{courseId}/questions': staff(200),
  'POST /v1/courses/{courseId}/questions': {
    ...instructors(201),
    body: () => ({ type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } }),
  },
  'POST /v1/courses/{courseId}/question-filings': {
    ...instructorsWith(200, 422),
    body: (ids) => ({ questionIds: [ids.questionId], folderId: ids.folderId }),
  },
  'GET /v1/courses/{courseId}/question-tags': staff(200),
  'GET /v1/courses/{courseId}/question-folders': staff(200),
  'POST /v1/courses/{courseId}/question-folders': {
    ...instructors(201),
    body: () => ({ title: newId() }),
  },
  'PATCH /v1/question-folders/{folderId}': { ...instructors(200), body: () => ({ title: newId() }) },
  'DELETE /v1/question-folders/{folderId}': instructors(409),
  'GET /v1/quizzes/{activityId}/slots': staff(200),
  'PUT /v1/quizzes/{activityId}/slots': {
    ...instructorsWith(200, 422),
    body: (ids) => ({ slots: [{ questionId: ids.questionId }] }),
  },
  'GET /v1/courses/{courseId}/questions/export': staff(200),
  'POST /v1/courses/{courseId}/question-imports': instructors(415),
  'PATCH /v1/questions/{questionId}': { ...instructors(200), body: () => ({ prompt: 'Mended' }) },
  'DELETE /v1/questions/{questionId}': instructors(409),
  'GET /v1/questions/{questionId}/versions': staff(200),
  'GET /v1/question-versions/{versionId}': staff(200),
  // Learners get their own attempts, whosever they ask for.
  'GET /v1/quizzes/{activityId}/attempts': {
    ...members(200),
    withOther: '401 403 200*3 403 200*2',
    withMissing: '401 403 200*3 403 200*2',
    query: (ids) => `?userId=${ids.userId}`,
  },
  'POST /v1/quizzes/{activityId}/attempts': learners(201),
  'POST /v1/quizzes/{activityId}/preview': instructors(201),
  'GET /v1/attempts/{attemptId}': {
    own: '401 404 200 404 200 404 200*2',
    other: '401 404*4 200 404 200',
    missing: '401 404*7',
  },
  'GET /v1/quizzes/{activityId}/open-attempts': staff(200),
  'POST /v1/quizzes/{activityId}/open-attempts/pause': {
    ...openAttempts,
    body: (ids) => ({ reason: 'Alarm', attemptIds: [ids.attemptId] }),
  },
  'POST /v1/quizzes/{activityId}/open-attempts/resumption': {
    ...openAttempts,
    body: (ids) => ({ attemptIds: [ids.attemptId] }),
  },
  'POST /v1/quizzes/{activityId}/open-attempts/extension': {
    ...openAttempts,
    body: (ids) => ({ reason: 'Alarm', minutes: 5, attemptIds: [ids.attemptId] }),
  },
  'POST /v1/quizzes/{activityId}/open-attempts/messages': {
    ...openAttempts,
    body: (ids) => ({ text: 'Read 5 for 4.', attemptIds: [ids.attemptId] }),
  },
  'GET /v1/attempts/{attemptId}/timeline': attemptForStaff(200),
  'POST /v1/attempts/{attemptId}/ending': { ...attemptForStaff(200), body: () => ({ reason: 'Sent' }) },
  'POST /v1/attempts/{attemptId}/reopening': {
    ...attemptForInstructors(200),
    body: () => ({ reason: 'Too early' }),
  },
  'POST /v1/attempts/{attemptId}/deletion': {
    ...attemptForInstructors(200),
    body: () => ({ reason: 'By mistake' }),
  },
  'PUT /v1/attempts/{attemptId}/answers/{questionId}': {
    ...attempter(200, 404),
    body: () => ({ response: 'median' }),
  },
  'PUT /v1/attempts/{attemptId}/answers': {
    ...attempter(200, 200),
    body: (ids) => ({ answers: [{ questionId: ids.questionId, response: 'median' }] }),
  },
  'POST /v1/receipts/verification': {
    ...signedIn(200),
    body: () => ({ receipt: 'not.a.receipt' }),
  },
  'PUT /v1/attempts/{attemptId}/position': {
    own: '401 404 409 404 403 404 403*2',
    other: '401 404*4 403 404 403',
    missing: '401 404*7',
    body: () => ({ position: 2 }),
  },
  'POST /v1/attempts/{attemptId}/rest': {
    own: '401 404 409 404 403 404 403*2',
    other: '401 404*4 403 404 403',
    missing: '401 404*7',
  },
  'POST /v1/attempts/{attemptId}/continuation': {
    own: '401 404 200 404 403 404 403*2',
    other: '401 404*4 403 404 403',
    missing: '401 404*7',
  },
  'PUT /v1/attempts/{attemptId}/submission': {
    ...attempter(200, 422),
    body: (ids) => ({ answers: { [ids.questionId]: 'median' } }),
  },
  'GET /v1/courses/{courseId}/line-items': members(200),
  'POST /v1/courses/{courseId}/line-items': {
    ...staff(201),
    body: () => ({ title: 'Report', resultValueMax: '10' }),
  },
  'GET /v1/line-items/{lineItemId}': members(200),
  'PATCH /v1/line-items/{lineItemId}': { ...staff(200), body: () => ({ title: 'Long essay' }) },
  'DELETE /v1/line-items/{lineItemId}': instructors(409),
  'PUT /v1/line-items/{lineItemId}/archive': instructors(200),
  'DELETE /v1/line-items/{lineItemId}/archive': instructors(200),
  'GET /v1/line-items/{lineItemId}/results/{userId}': learnerAndStaff(200),
  'PUT /v1/line-items/{lineItemId}/results/{userId}': {
    ...staff(200),
    withOther: '401 403*3 404 403 404*2',
    withMissing: '401 403*3 404 403 404*2',
    body: () => ({ score: '10' }),
  },
  // No override can be lifted from a line item that is no quiz's, whoever is named.
  'DELETE /v1/line-items/{lineItemId}/results/{userId}/override': {
    ...staff(409),
    withOther: '401 403*3 409 403 409*2',
    withMissing: '401 403*3 409 403 409*2',
  },
  'GET /v1/line-items/{lineItemId}/results/{userId}/history': learnerAndStaff(200),
  'GET /v1/courses/{courseId}/grades/me': learners(200),
  'GET /v1/courses/{courseId}/grades/{userId}': learnerAndStaff(200),
  'GET /v1/courses/{courseId}/gradebook': staff(200),
  'GET /v1/courses/{courseId}/gradebook.csv': staff(200),
  'PUT /v1/activities/{activityId}/completion': learners(204),
  'DELETE /v1/activities/{activityId}/completion': learners(204),
  'GET /v1/courses/{courseId}/progress/me': learners(200),
  'GET /v1/courses/{courseId}/progress': staff(200),
  'GET /v1/me/progress': signedIn(200),
  'GET /v1/courses/{courseId}/report': staff(200),
  'GET /v1/courses/{courseId}/report/completion-funnel.svg': staff(200),
  'GET /v1/courses/{courseId}/report/completion-funnel/link': staff(200),
  'GET /v1/courses/{courseId}/report/progress-distribution.svg': staff(200),
  'GET /v1/courses/{courseId}/report/progress-distribution/link': staff(200),
  'GET /v1/courses/{courseId}/report/ended-by-week.svg': staff(409),
  'GET /v1/courses/{courseId}/report/ended-by-week/link': staff(409),
  'GET /v1/courses/{courseId}/report/score-distribution.svg': chartOfLineItem,
  'GET /v1/courses/{courseId}/report/score-distribution/link': chartOfLineItem,
  'GET /v1/chart-images': { own: '403*8', query: () => '?link=forged' },
  'POST /v1/roster-imports': { own: '401 403*6 415' },
  'GET /v1/operations': signedIn(200),
  'GET /v1/operations/{operationId}': requester(200),
  'GET /v1/operations/{operationId}/issues': requester(200),
  'GET /v1/operations/{operationId}/changes': requester(200),
  'POST /v1/operations/{operationId}/reversal': {
    // Whoever asked for an import as an administrator and is none any more may watch it, but not reverse it.
    own: '401 404*5 403 409',
    other: '401 404*4 403 404 409',
    missing: '401 404*7',
    body: () => ({ dryRun: true }),
  },
  'PUT /v1/operations/{operationId}/confirmation': requester(409),
  'DELETE /v1/operations/{operationId}': requester(409),
};
