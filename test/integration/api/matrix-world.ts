import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { AssessmentsFacade } from '../../../src/modules/assessments';
import type { Answer, Caller, TestApp } from '../../support/test-app';
import { FilesFacade } from '../../../src/modules/files';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { picture } from '../../support/files-room';
import { begun } from '../../support/resumable';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { essay } from '../../support/marking-room';

/** Who tries each route, from the least to the most powerful. */
export const ACTORS = [
  'nobody', // no token
  'visitor', // a learner who is not enrolled in the course
  'learner', // an enrolled learner: the attempt, the result and the enrollment are theirs
  'classmate', // another enrolled learner
  'assistant',
  'stranger', // the instructor of another course, which holds the other objects
  'instructor',
  'administrator',
] as const;
export type Actor = (typeof ACTORS)[number];

const ID_NAMES = [
  'courseId',
  'otherCourseId', // of somebody else, published
  'sectionId',
  'courseVersionId', // what is published
  'activityId', // of a quiz
  'pageId',
  'liveSessionId',
  'announcementId',
  'groupSetId', // whose groups learners join by themselves
  'groupId', // with the learner in it
  'groupAssignmentId', // of another set
  'learnerTagId', // of the learner
  'surveyId',
  'calendarFeedId', // of the learner
  'videoId',
  'questionId',
  'versionId',
  'folderId', // with a question in it
  'attemptId',
  'lineItemId',
  'enrollmentId',
  'enrollmentKeyId',
  'enrollmentInvitationId', // of somebody who is not in the course
  'enrollmentRequestId', // of somebody who is not in the course
  'userId', // the learner whose attempt, result and enrollment these are
  'newcomerId', // somebody who could be enrolled in the course of the actors
  'sessionId',
  'remarkRequestId', // of the learner
  'operationId',
  'regradeId',
  'rosterExportId', // of an administrator
  'courseExportId', // of the instructor
  'legalHoldId', // on somebody else
  'dataExportId', // about somebody else
  'rubricChangeId',
  'enrollmentChangeId', // of the instructor
  'accommodationId', // of the learner
  'learnerId', // whom the visitor observes
  'observerId', // the visitor
  'observerLinkId',
  'labelAccommodationId', // of the other tag
  'fileId', // a picture that the page shows
  'essayId', // the question of the script; where the other quiz asks it, a person marks it by a rubric
  'commentId', // of the instructor, shared
  'rubricId',
  'scriptId', // of the learner, in another quiz
  'otherQuizId', // the quiz of the script
  'remarkQuizId', // that of the remark request
  'termId', // to which no course belongs
  'schoolId', // to which nobody belongs
  'uploadId', // of a file that the instructor has not sent yet
] as const;

/** What paths, queries and bodies name. */
export type Ids = Record<(typeof ID_NAMES)[number], string>;

/** Two published courses, each with one of everything that a path may name. */
export interface World {
  actors: Record<Actor, Caller>;
  /** An instructor of the course whose account was made a learner's since. */
  demoted: Caller;
  /** Of the course in which the actors take part. */
  ids: Ids;
  /** Of the stranger's course. */
  otherIds: Ids;
  missingIds: Ids;
}

/**
 * @param named what will be asked for; where it is known, other things that take many requests to make are left out, and have the ids
 *   of nothing
 */
export async function createWorld(app: TestApp, named: readonly string[] = ID_NAMES): Promise<World> {
  const administrator = await app.person('administrator');
  const asked = new Set(named);
  const [visitor, home, abroad] = [
    await app.person('learner'),
    await furnish(app, administrator, asked),
    await furnish(app, administrator, asked),
  ];
  const { room } = home;
  const demoted = await room.member('instructor');
  await administrator.patch(`/v1/users/${demoted.id}`, { role: 'learner' });
  return {
    actors: {
      nobody: app.anyone,
      visitor,
      learner: home.learner,
      classmate: await room.learner(),
      assistant: await room.join(await app.person('instructor'), 'assistant'),
      stranger: abroad.room.instructor,
      instructor: room.instructor,
      administrator,
    },
    demoted,
    ids: { ...home.ids, newcomerId: visitor.id, ...(await observerOf(home.learner, visitor, asked)) },
    otherIds: {
      ...abroad.ids,
      newcomerId: (await app.person('learner')).id,
      ...(await observerOf(abroad.learner, await app.person('learner'), asked)),
    },
    missingIds: Object.fromEntries(ID_NAMES.map((name) => [name, newId()])) as Ids,
  };
}

/** Somebody who came by a code of a learner. */
async function observerOf(
  learner: Caller,
  observer: Caller,
  asked: ReadonlySet<string>,
): Promise<Pick<Ids, (typeof OF_OBSERVER)[number]>> {
  if (!OF_OBSERVER.some((name) => asked.has(name))) return nothing(OF_OBSERVER);
  const { code } = expectStatus(await learner.put('/v1/me/pairing-code'), 200);
  const link = expectStatus(await observer.post('/v1/me/observed-learners', { code }), 201);
  return { learnerId: learner.id, observerId: observer.id, observerLinkId: link.linkId };
}

/** The path with its parameters filled in. An activity is a page on paths of activities, and a quiz elsewhere; rubrics and rules of marking are of the essay. */
export function urlOf(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name: keyof Ids) => idsOn(path, ids)[name]);
}

function idsOn(path: string, ids: Ids): Ids {
  if (path.startsWith('/v1/activities')) return { ...ids, activityId: ids.pageId };
  if (OF_AN_ESSAY.test(path)) return { ...ids, questionId: ids.essayId };
  return ids;
}

const OF_AN_ESSAY = /\/v1\/quizzes\/\{activityId\}\/(rubrics|marking-rules)/;

/** What a request for the path, or the route, names. */
export function namesOn(path: string): string[] {
  const names = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name!);
  if (OF_AN_ESSAY.test(path)) names.push('essayId');
  // Claims the next script of the course.
  if (path.endsWith('/marking-claims')) names.push('scriptId');
  return names;
}

/** The session in which somebody calls. */
export async function sessionOf(caller: Caller): Promise<string> {
  return (await caller.get('/v1/sessions')).body.data[0].id;
}

/** What takes many requests to make, and who asks for it. */
const OF_ESSAY = ['essayId', 'scriptId', 'otherQuizId', 'rubricId', 'rubricChangeId'] as const;
const OF_OBSERVER = ['learnerId', 'observerId', 'observerLinkId'] as const;
const OF_REMARK = ['remarkRequestId', 'remarkQuizId'] as const;

async function furnish(
  app: TestApp,
  administrator: Caller,
  asked: ReadonlySet<string>,
): Promise<{
  room: Classroom;
  learner: Caller;
  ids: Omit<Ids, 'newcomerId' | (typeof OF_OBSERVER)[number]>;
}> {
  const isAsked = (names: readonly string[]): boolean => names.some((name) => asked.has(name));
  const whereAsked = async (name: keyof Ids, make: () => Promise<string>): Promise<string> =>
    asked.has(name) ? make() : newId();
  const room = await Classroom.open(app, {
    questions: FIVE_QUESTIONS.slice(0, 1),
    settings: { maxAttempts: null },
  });
  const learner = await room.learner();
  const enrollments = (await room.instructor.get(`/v1/courses/${room.courseId}/enrollments?role=learner`))
    .body;
  const attempt = await room.start(learner);
  const lineItem = await room.instructor.post(`/v1/courses/${room.courseId}/line-items`, {
    title: 'Essay',
    resultValueMax: '10',
  });
  const address = await app
    .get(FilesFacade)
    .create({ userId: room.instructor.id }, { name: 'picture.png', purpose: 'activity', content: picture() });
  const page = await room.instructor.post(`/v1/sections/${room.sectionId}/activities`, {
    type: 'page',
    title: 'Read me',
    content: `![A picture](${address})`,
  });
  await room.instructor.put(`/v1/line-items/${lineItem.body.id}/results/${learner.id}`, { score: '7.5' });
  const exception = { reason: 'Ill', maxAttempts: 9 };
  expectStatus(
    await room.instructor.put(`/v1/quizzes/${room.quizId}/exceptions/${learner.id}`, exception),
    200,
  );
  const scheduled = { publishAt: '2027-01-09T07:00:00Z' };
  expectStatus(await room.instructor.put(`${room.url}/scheduled-publication`, scheduled), 200);
  const accommodation = await administrator.post(`/v1/users/${learner.id}/accommodations`, {
    reason: 'Needed',
    extraAttempts: 5,
  });
  const folder = await room.instructor.post(`/v1/courses/${room.courseId}/question-folders`, {
    title: 'Center',
  });
  await room.instructor.patch(`/v1/questions/${room.questionIds[0]}`, { folderId: folder.body.id });
  const remark = isAsked(OF_REMARK) ? await remarkRequestOf(room, learner) : {};
  const essay = isAsked(OF_ESSAY) ? await rubricOfEssay(room, learner) : {};
  const ids = {
    ...nothing(OF_REMARK),
    ...remark,
    ...nothing(OF_ESSAY),
    ...essay,
    commentId: await whereAsked('commentId', async () => {
      const body = { text: 'Say why.', shared: true };
      const url = `/v1/courses/${room.courseId}/saved-comments`;
      return expectStatus(await room.instructor.post(url, body), 201).id as string;
    }),
    termId: await whereAsked('termId', async () => {
      const body = { title: 'Spring term', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
      return expectStatus(await administrator.post('/v1/terms', body), 201).id as string;
    }),
    schoolId: await whereAsked('schoolId', async () => {
      const body = { title: 'Harbor College', type: 'school' };
      return expectStatus(await administrator.post('/v1/schools', body), 201).id as string;
    }),
    folderId: expectStatus(folder, 201).id,
    accommodationId: expectStatus(accommodation, 201).id,
    courseId: room.courseId,
    otherCourseId: await whereAsked(
      'otherCourseId',
      async () => (await CourseRoom.open(app, { code: 'OTHER-1' })).courseId,
    ),
    sectionId: room.sectionId,
    activityId: room.quizId,
    courseVersionId: await whereAsked(
      'courseVersionId',
      async () => expectStatus(await room.instructor.get(`${room.url}/versions`), 200).data[0].id,
    ),
    pageId: page.body.id,
    liveSessionId: await whereAsked('liveSessionId', async () => {
      const url = `/v1/sections/${room.sectionId}/activities`;
      const { id } = expectStatus(
        await room.instructor.post(url, { type: 'live_session', title: 'Questions' }),
        201,
      );
      const times = { startsAt: '2026-03-04T14:00:00Z', endsAt: '2026-03-04T15:00:00Z' };
      expectStatus(await room.instructor.patch(`/v1/live-sessions/${id}`, times), 200);
      return id as string;
    }),
    calendarFeedId: await whereAsked('calendarFeedId', async () => {
      const body = { title: 'My phone' };
      return expectStatus(await learner.post('/v1/me/calendar-feeds', body), 201).id as string;
    }),
    ...(GROUP_IDS.some((name) => asked.has(name)) ? await groupsOf(room, learner) : nothing(GROUP_IDS)),
    learnerTagId: await whereAsked('learnerTagId', async () => {
      const url = `/v1/courses/${room.courseId}/learner-tags`;
      const { id } = expectStatus(await room.instructor.post(url, { title: 'Part-time' }), 201);
      const tagged = { add: [learner.id] };
      expectStatus(await room.instructor.put(`/v1/learner-tags/${id}/learners`, tagged), 200);
      return id as string;
    }),
    labelAccommodationId: await whereAsked('labelAccommodationId', async () => {
      const tags = `/v1/courses/${room.courseId}/learner-tags`;
      const { id: tagId } = expectStatus(await room.instructor.post(tags, { title: 'Evening' }), 201);
      const body = { tagId, daysAdded: 3, reason: 'Needed' };
      const url = `/v1/courses/${room.courseId}/label-accommodations`;
      return expectStatus(await administrator.post(url, body), 201).id as string;
    }),
    announcementId: await whereAsked('announcementId', async () => {
      const body = {
        title: 'Welcome',
        body: 'Hello.',
        publishesAt: '2020-01-01T00:00:00Z',
        sendsMail: false,
      };
      const url = `/v1/courses/${room.courseId}/announcements`;
      return expectStatus(await room.instructor.post(url, body), 201).id as string;
    }),
    videoId: await whereAsked('videoId', async () => {
      const url = `/v1/sections/${room.sectionId}/activities`;
      const video = { type: 'video', title: 'Watch me', videoUrl: 'https://videos.example/1' };
      return expectStatus(await room.instructor.post(url, video), 201).id as string;
    }),
    surveyId: await whereAsked('surveyId', async () => {
      const url = `/v1/sections/${room.sectionId}/activities`;
      const question = { id: 'clarity', kind: 'scale', prompt: 'Clear?', labels: ['No', 'A little', 'Yes'] };
      const survey = { type: 'survey', title: 'How is it going?', questions: [question] };
      return expectStatus(await room.instructor.post(url, survey), 201).id as string;
    }),
    questionId: room.questionIds[0]!,
    versionId: expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`), 200).data[0]
      .versionId,
    attemptId: attempt.body.id,
    lineItemId: lineItem.body.id,
    enrollmentId: enrollments.data[0].id,
    enrollmentRequestId: await whereAsked('enrollmentRequestId', async () =>
      requestOf(room, await app.person()),
    ),
    enrollmentInvitationId: await whereAsked('enrollmentInvitationId', async () => {
      const dto = { userId: (await app.person()).id, role: 'learner' };
      const made = await room.instructor.post(`${room.url}/enrollment-invitations`, dto);
      return expectStatus(made, 201).id as string;
    }),
    enrollmentKeyId: await whereAsked('enrollmentKeyId', async () => {
      const made = await room.instructor.post(`${room.url}/enrollment-keys`, { label: 'Lecture' });
      return expectStatus(made, 201).id as string;
    }),
    userId: learner.id,
    sessionId: await sessionOf(learner),
    fileId: page.body.media[0].id,
    uploadId: await whereAsked('uploadId', async () => (await begun(room.instructor, 10)).split('/').at(-1)!),
    operationId: await whereAsked('operationId', () => finishedOperation(app, room.instructor)),
    regradeId: await whereAsked('regradeId', () => finishedRegrade(app, room)),
    rosterExportId: await whereAsked('rosterExportId', async () =>
      finishedExport(app, await app.person('administrator'), room.courseId),
    ),
    courseExportId: await whereAsked('courseExportId', () =>
      finishedCourseExport(app, room.instructor, room.courseId),
    ),
    legalHoldId: await whereAsked('legalHoldId', async () => holdOn(app, await app.person())),
    dataExportId: await whereAsked('dataExportId', async () => finishedDataExport(app, await app.person())),
    enrollmentChangeId: await whereAsked('enrollmentChangeId', () =>
      finishedEnrollmentChange(app, room.instructor, room.courseId),
    ),
    rubricChangeId: await whereAsked('rubricChangeId', () =>
      finishedRubricChange(app, room, essay.essayId!, essay.rubricId!),
    ),
  };
  return { room, learner, ids };
}

const GROUP_IDS = ['groupSetId', 'groupId', 'groupAssignmentId'] as const;

/** A set whose groups learners join by themselves, and a group of it in which the learner is. */
async function groupsOf(
  room: Classroom,
  learner: Caller,
): Promise<Record<(typeof GROUP_IDS)[number], string>> {
  const set = { title: 'Teams', joining: 'by_self', visibility: 'all' };
  const { id: groupSetId } = expectStatus(await room.instructor.post(`${room.url}/group-sets`, set), 201);
  const group = await room.instructor.post(`/v1/group-sets/${groupSetId}/groups`, { title: 'Team 1' });
  const { id: groupId } = expectStatus(group, 201);
  const otherSet = expectStatus(await room.instructor.post(`${room.url}/group-sets`, { title: 'Labs' }), 201);
  const members = [{ userId: learner.id, groupId }];
  expectStatus(await room.instructor.put(`/v1/group-sets/${groupSetId}/members`, { members }), 200);
  const assigned = await room.instructor.post(`/v1/group-sets/${otherSet.id}/assignments`, { groupCount: 1 });
  return { groupSetId, groupId, groupAssignmentId: expectStatus(assigned, 200).id };
}

/** Made while people may ask to come in, which they may not afterwards. */
async function requestOf(room: Classroom, person: Caller): Promise<string> {
  expectStatus(await room.instructor.patch(room.url, { selfEnrollment: true }), 200);
  expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, { needsApproval: true }), 200);
  const asked = await person.post('/v1/me/enrollment-requests', { courseId: room.courseId });
  expectStatus(await room.instructor.patch(room.url, { selfEnrollment: false }), 200);
  return expectStatus(asked, 201).id as string;
}

function nothing<Name extends string>(names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, newId()])) as Record<Name, string>;
}

/** A script of the learner, and a rubric by which a person marks its essay where the quiz of the course asks it. */
async function rubricOfEssay(
  room: Classroom,
  learner: Caller,
): Promise<Partial<Record<(typeof OF_ESSAY)[number], string>>> {
  const rubric = await room.instructor.post(`/v1/courses/${room.courseId}/rubrics`, {
    ...{ title: 'The whole', kind: 'items', start: 'zero', items: [{ id: 'a', title: 'A', points: '1' }] },
  });
  const { id: rubricId } = expectStatus(rubric, 201);
  const [{ id: scriptId, activityId: otherQuizId, itemId: essayId }] = await essayOf(room, learner);
  const url = `/v1/quizzes/${room.quizId}`;
  expectStatus(await room.instructor.put(`${url}/rubrics/${essayId}`, { rubricId }), 200);
  expectStatus(await room.instructor.put(`${url}/marking-rules/${essayId}`, { method: 'average' }), 200);
  return { rubricId, scriptId, otherQuizId, essayId };
}

/** An essay that the learner hands in, in a quiz of its own; what is to be marked in the course then. */
async function essayOf(room: Classroom, learner: Caller): Promise<Answer['body'][]> {
  const quizId = await room.addQuiz('An essay');
  const facade = room.app.get(AssessmentsFacade);
  const [questionId = ''] = await facade.createQuestions(quizId, [essay('4')]);
  const attempt = expectStatus(await learner.post(`/v1/quizzes/${quizId}/attempts`), 201);
  const answers = { [questionId]: 'Large values.' };
  expectStatus(await learner.put(`/v1/attempts/${attempt.id}/submission`, { answers }), 200);
  return expectStatus(await room.instructor.get(`${room.url}/marking-queue`), 200).data;
}

/** That the learner asks for another mark of an essay. */
async function remarkRequestOf(
  room: Classroom,
  learner: Caller,
): Promise<Record<(typeof OF_REMARK)[number], string>> {
  const [{ id, activityId, itemId, workId }] = (await essayOf(room, learner)) as [Answer['body']];
  const mark = { kind: 'given', points: '1' };
  expectStatus(await room.instructor.put(`/v1/scripts/${id}/mark`, mark), 200);
  const feedback = { feedback: 'after_submission' };
  expectStatus(await room.instructor.patch(`/v1/quizzes/${activityId}`, feedback), 200);
  expectStatus(await room.instructor.put(`/v1/quizzes/${activityId}/remark-rule`, { days: 30 }), 200);
  const url = `/v1/attempts/${workId}/questions/${itemId}/remark-requests`;
  const request = expectStatus(await learner.post(url, { reason: 'Why?' }), 201);
  return { remarkRequestId: request.id, remarkQuizId: request.activityId };
}

/** An export of the course. */
export async function finishedExport(app: TestApp, administrator: Caller, courseId: string): Promise<string> {
  const body = { courseIds: [courseId] };
  // One at a time: somebody may have asked for another.
  await app.get(OperationRunner).idle('roster_export');
  const { id } = expectStatus(await administrator.post('/v1/roster-exports', body), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** The file of a course. */
export async function finishedCourseExport(app: TestApp, caller: Caller, courseId: string): Promise<string> {
  const { id } = expectStatus(await caller.post(`/v1/courses/${courseId}/exports`), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** A legal hold on the person. */
export async function holdOn(app: TestApp, person: Caller): Promise<string> {
  const administrator = await app.person('administrator');
  const hold = await administrator.post(`/v1/users/${person.id}/legal-holds`, { reason: 'As a court asks.' });
  return expectStatus(hold, 201).id as string;
}

/** All that is held about a person. */
export async function finishedDataExport(app: TestApp, person: Caller): Promise<string> {
  const { id } = expectStatus(await person.post('/v1/me/data-exports'), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** A regrade that only listed what it would change: nothing. */
async function finishedRegrade(app: TestApp, room: Classroom): Promise<string> {
  const body = { policy: 'recompute', dryRun: true };
  const { id } = expectStatus(await room.instructor.post(`/v1/quizzes/${room.quizId}/regrades`, body), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** A change of a rubric that only listed what it would do: nothing. */
async function finishedRubricChange(
  app: TestApp,
  { instructor, quizId }: Classroom,
  questionId: string,
  rubricId: string,
): Promise<string> {
  const url = `/v1/quizzes/${quizId}/rubrics/${questionId}/changes`;
  const { id } = expectStatus(await instructor.post(url, { rubricId, dryRun: true }), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** A dry run of a change of enrollments, with a row. */
export async function finishedEnrollmentChange(
  app: TestApp,
  instructor: Caller,
  courseId: string,
): Promise<string> {
  const body = { rows: [{ username: 'nobody.at.all', action: 'suspend' }], dryRun: true };
  const { id } = expectStatus(await instructor.post(`/v1/courses/${courseId}/enrollment-changes`, body), 202);
  await app.get(OperationRunner).settled(id as string);
  return id as string;
}

/** An operation that the instructor asked for, over and done. */
export async function finishedOperation(app: TestApp, requester: Caller): Promise<string> {
  const id = newId();
  const now = app.clock.now();
  await app.database.run(
    `INSERT INTO operations (id, kind, status, subject, requested_by, dry_run, confirmed, input, summary, created_at, finished_at, heartbeat_at)
     VALUES (?, 'roster_import', 'succeeded', 'school.zip', ?, 0, 0, '{}', '[]', ?, ?, ?)`,
    [toBinary(id), toBinary(requester.id), now, now, now],
  );
  return id;
}
