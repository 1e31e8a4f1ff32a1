import { expectStatus } from './course-room';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { frontDoorsOf, seedDemoSchool } from '../../src/demo';
import { demoAdministrator, practiceCourse } from '../../src/demo/content';
import {
  finishedCourseExport,
  finishedDataExport,
  finishedEnrollmentChange,
  finishedExport,
  finishedOperation,
  holdOn,
} from '../integration/api/matrix-world';
import { type Operation, operationsIn } from './default-bodies';
import { demoSignIn } from './demo-sign-in';
import { committedOpenApi } from './described-answers';
import { begun } from './resumable';
import { type Answer, type Caller, TestApp } from './test-app';

const SEEDING_DAY = '2026-03-02';

/** Reads that differ from call to call: when sessions were last used, and whether the process is well. */
const CHANGING_READS = /^\/(health|v1\/sessions)/;
/** Charts and their links take long to draw, and show what other reads tell. */
const PICTURES = /\.svg$|\/report\/[\w-]+\/link$/;
/** Archives have the time in them at which they were made. */
const ARCHIVES = /\.zip$/;

/** There is something to mark in the practice room alone. */
const MARKED_IN_COURSE = /\/courses\/\{courseId\}\/(marking|rubrics|saved-comments|remark-requests)/;

/** Not for pressing: their one parameter is a signed link, which another operation gives as a whole address. */
const BY_LINK = ['/v1/chart-images', '/v1/file-contents', '/v1/calendar.ics'];

type Ids = Record<string, string>;

interface People {
  administrator: Caller;
  instructor: Caller;
  /** Takes part in the course that the ids are from. */
  learner: Caller;
  /** Named in the greeting of the demo; takes other courses. */
  otherLearner: Caller;
}

/** The demo school, in which each operation is pressed with what Swagger UI offers and one id of everything. */
export class DemoPresses {
  readonly operations = operationsIn(committedOpenApi());

  private constructor(
    private readonly app: TestApp,
    private readonly people: People,
    private readonly ids: Ids,
    private readonly learnerName: string,
  ) {}

  static async start(): Promise<DemoPresses> {
    const app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    const administrator = await demoSignIn(app, demoAdministrator.username);
    const instructor = await demoSignIn(app, 'ingrid.solberg');
    const otherLearner = await demoSignIn(app, 'amara.nwachukwu');
    const ids = await idsOfTheSchool(administrator, instructor);
    const learnerName = (await read(administrator, `/v1/users/${ids['userId']}`)).username;
    const learner = await demoSignIn(app, learnerName);
    Object.assign(ids, await idsOfAnAttempt(learner, ids['activityId']!));
    const news = {
      title: 'Pressed',
      body: 'Hello.',
      publishesAt: `${SEEDING_DAY}T08:00:00Z`,
      sendsMail: false,
    };
    const announced = await instructor.post(`/v1/courses/${ids['courseId']}/announcements`, news);
    ids['announcementId'] = expectStatus(announced, 201).id as string;
    const set = { title: 'Pressed', joining: 'by_self', visibility: 'all' };
    const made = await instructor.post(`/v1/courses/${ids['courseId']}/group-sets`, set);
    ids['groupSetId'] = expectStatus(made, 201).id as string;
    const group = await instructor.post(`/v1/group-sets/${ids['groupSetId']}/groups`, { title: 'Pressed' });
    ids['groupId'] = expectStatus(group, 201).id as string;
    const assigned = await instructor.post(`/v1/group-sets/${ids['groupSetId']}/assignments`, {});
    ids['groupAssignmentId'] = expectStatus(assigned, 200).id as string;
    const tag = await instructor.post(`/v1/courses/${ids['courseId']}/learner-tags`, { title: 'Pressed' });
    ids['learnerTagId'] = expectStatus(tag, 201).id as string;
    const ofTag = { tagId: ids['learnerTagId'], daysAdded: 1, reason: 'Pressed' };
    const { code } = expectStatus(await learner.put('/v1/me/pairing-code'), 200);
    const { id: observerId } = await read(otherLearner, '/v1/me');
    const linked = expectStatus(await otherLearner.post('/v1/me/observed-learners', { code }), 201);
    Object.assign(ids, { learnerId: linked.id, observerLinkId: linked.linkId, observerId });
    const needed = await administrator.post(`/v1/courses/${ids['courseId']}/label-accommodations`, ofTag);
    ids['labelAccommodationId'] = expectStatus(needed, 201).id as string;
    const dto = { email: 'pressed@school.example', role: 'learner' };
    const invited = await instructor.post(`/v1/courses/${ids['otherCourseId']}/enrollment-invitations`, dto);
    ids['enrollmentInvitationId'] = expectStatus(invited, 201).id as string;
    const key = await instructor.post(`/v1/courses/${ids['courseId']}/enrollment-keys`, { label: 'Pressed' });
    ids['enrollmentKeyId'] = expectStatus(key, 201).id as string;
    const feed = await learner.post('/v1/me/calendar-feeds', { title: 'My phone' });
    ids['calendarFeedId'] = expectStatus(feed, 201).id as string;
    Object.assign(ids, await idsOfTheMarking(app, instructor, ids['otherCourseId']!));
    ids['rosterExportId'] = await finishedExport(app, administrator, ids['courseId']!);
    ids['enrollmentChangeId'] = await finishedEnrollmentChange(app, instructor, ids['courseId']!);
    ids['courseExportId'] = await finishedCourseExport(app, instructor, ids['courseId']!);
    ids['legalHoldId'] = await holdOn(app, await app.person());
    ids['dataExportId'] = await finishedDataExport(app, learner);
    ids['operationId'] = await finishedOperation(app, await app.person('administrator'));
    ids['uploadId'] = (await begun(instructor, 1000)).split('/').at(-1)!;
    return new DemoPresses(app, { administrator, instructor, learner, otherLearner }, ids, learnerName);
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  /** The operations that read. */
  get reads(): Operation[] {
    return this.operations.filter(
      ({ method, path }) => method === 'GET' && !path.startsWith('/health') && !BY_LINK.includes(path),
    );
  }

  /** Each body that is offered for the methods, with its operation. */
  presses(methods: string[]): { route: string; operation: Operation; body: unknown }[] {
    return this.operations
      .filter(({ method }) => methods.includes(method))
      .flatMap((operation) =>
        operation.bodies.map(({ value }) => ({
          route: `${operation.method} ${operation.path}`,
          operation,
          body: value,
        })),
      );
  }

  /** Every answer of the API that the demo school gives, each to somebody whom it is for. */
  async everythingToRead(): Promise<Record<string, unknown>> {
    const seen: Record<string, unknown> = {};
    for (const operation of this.reads) {
      if ([CHANGING_READS, PICTURES, ARCHIVES].some((one) => one.test(operation.path))) continue;
      const { status, body, text } = await this.press(operation, undefined);
      seen[operation.path] = [status, body ?? text];
    }
    return seen;
  }

  press(
    { method, path, parameters }: Operation,
    body: unknown,
    caller = this.callerOf(path),
  ): Promise<Answer> {
    const known = this.idsFor(method, path);
    const url = path.replace(/\{(\w+)\}/g, (_match, name: string) => known[name] ?? '');
    const query = parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap(({ name, required, example, schema }): [string, string][] => {
        const value = required && known[name] ? known[name] : (example ?? schema?.example ?? schema?.default);
        if (value === undefined) return [];
        return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
      });
    const search = query.length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
    const headers = parameters
      .filter((parameter) => parameter.in === 'header' && parameter.required)
      .map(({ name, example, schema }) => [name, String(example ?? schema?.example ?? schema?.enum?.[0])]);
    return caller.send(
      method as 'GET',
      url + search,
      body,
      Object.fromEntries(headers) as Record<string, string>,
    );
  }

  /** The questions of the learner's open attempt, and a press of the answer to one of them. */
  async questions(): Promise<{ id: string; type: string }[]> {
    return (await read(this.people.learner, `/v1/attempts/${this.ids['attemptId']}`)).questions;
  }

  answer(questionId: string, body: unknown): Promise<Answer> {
    return this.people.learner.put(`/v1/attempts/${this.ids['attemptId']}/answers/${questionId}`, body);
  }

  /** A suspension ends the learner's sessions. */
  async signLearnerInAgain(): Promise<void> {
    this.people.learner = await demoSignIn(this.app, this.learnerName);
  }

  private callerOf(path: string): Caller {
    const { administrator, instructor, learner, otherLearner } = this.people;
    if (/^\/v1\/(auth|registrations|password-resets)/.test(path)) return this.app.anyone;
    if (
      /^\/v1\/(users|operations|observer-links|accommodations|label-accommodations|courses\/\{courseId\}\/label-accommodations|uncertified|terms|schools|enrollment-requests|data-exports|legal-holds)|roster/.test(
        path,
      )
    )
      return administrator;
    if (path === '/v1/me/enrollments' || path.endsWith('{surveyId}/answer')) return otherLearner;
    if (/^\/v1\/me\/(pairing-code|observers)/.test(path)) return learner;
    if (path.startsWith('/v1/me/observed-learners/')) return otherLearner;
    if (/^\/v1\/me\/(calendar-feeds|enrollment-(requests|invitations))/.test(path)) return learner;
    if (/\/exceptions\/|\/regrades\//.test(path)) return instructor;
    if (/\/attempts\/.*\/(timeline|ending|reopening|deletion)$/.test(path)) return instructor;
    if (
      /\/withdrawal$|\/membership$|\/attempts|activities\/[^/]+\/completion$|\/activity-signals$|\/watched$|\/((final-)?grades|progress)\/me|\/me\/progress/.test(
        path,
      )
    )
      return learner;
    return instructor;
  }

  /** Questions are added to, and put in order in, the quiz of a draft; the other quiz has been attempted. */
  private idsFor(method: string, path: string): Ids {
    const isAuthoring = /\/quizzes\/\{activityId\}\/questions/.test(path) && method !== 'GET';
    if (isAuthoring) return { ...this.ids, activityId: this.ids['draftQuizId']! };
    const { essayId: questionId, practiceId: courseId } = this.ids as Record<
      'essayId' | 'practiceId',
      string
    >;
    const inPractice = { ...this.ids, courseId, questionId };
    if (/\/(rubrics\/\{questionId\}|remark-rule)/.test(path))
      return { ...inPractice, activityId: this.ids['rubricQuizId']! };
    if (path.includes('/marking-rules/')) return { ...inPractice, activityId: this.ids['twiceQuizId']! };
    return MARKED_IN_COURSE.test(path) ? inPractice : this.ids;
  }
}

async function read(by: Caller, url: string): Promise<Answer['body']> {
  const answer = await by.get(url);
  expect([url, answer.status]).toEqual([url, 200]);
  return answer.body;
}

/** One of everything that paths name, from a published course of the instructor in which the learner takes part. */
async function idsOfTheSchool(administrator: Caller, instructor: Caller): Promise<Ids> {
  const mine = (await read(instructor, '/v1/courses?mine=true')).data;
  const [published, draft] = ['published', 'draft'].map(
    (status) => mine.find((course: { status: string }) => course.status === status).id,
  );
  const { sections } = await read(instructor, `/v1/courses/${published}/outline`);
  const quizIn = (outline: { activities: { id: string; type: string }[] }[]): string =>
    outline.flatMap(({ activities }) => activities).find(({ type }) => type === 'quiz')!.id;
  const { data: contents } = await read(instructor, `/v1/courses/${published}/activities?limit=100`);
  const { id: pageWithPicture } = contents.find(({ contentHtml }: { contentHtml: string | null }) =>
    contentHtml?.includes('/v1/files/'),
  );
  const { media } = await read(instructor, `/v1/activities/${pageWithPicture}`);
  const draftOutline = await read(instructor, `/v1/courses/${draft}/outline`);
  const lineItems = (await read(instructor, `/v1/courses/${published}/line-items`)).data;
  const enrollments = `/v1/courses/${published}/enrollments?role=learner&state=active`;
  const exceptions = `/v1/quizzes/${quizIn(sections)}/exceptions`;
  const [{ user: excepted }] = (await read(instructor, exceptions)).data;
  const { id: enrollmentId, user } = (await read(administrator, `${enrollments}&limit=100`)).data.find(
    (enrollment: { user: { id: string } }) => enrollment.user.id === excepted.id,
  );
  const practiceId = mine.find(({ code }: { code: string }) => code === practiceCourse.code).id;
  const practice = await read(instructor, `/v1/courses/${practiceId}/outline`);
  const liveSessionId = practice.sections
    .flatMap((section: { activities: { id: string; type: string }[] }) => section.activities)
    .find(({ type }: { type: string }) => type === 'live_session').id;
  const surveyId = practice.sections
    .flatMap((section: { activities: { id: string; type: string }[] }) => section.activities)
    .find(({ type }: { type: string }) => type === 'survey').id;
  const [{ id: accommodationId }] = (await read(administrator, `/v1/courses/${published}/accommodations`))
    .data;
  const [{ id: waitedFor }] = (await read(administrator, '/v1/courses?search=BOT-110')).data;
  const folder = await instructor.post(`/v1/courses/${published}/question-folders`, { title: 'Exam' });
  expect(folder.status).toBe(201);
  const [{ versionId }] = (await read(instructor, `/v1/quizzes/${quizIn(sections)}/questions`)).data;
  const term = { title: 'Pressed', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
  const school = { title: 'Pressed', type: 'school' };
  return {
    termId: expectStatus(await administrator.post('/v1/terms', term), 201).id,
    schoolId: expectStatus(await administrator.post('/v1/schools', school), 201).id,
    accommodationId,
    courseId: published,
    otherCourseId: practiceId,
    liveSessionId,
    surveyId,
    videoId: sections
      .flatMap((section: { activities: { id: string; type: string }[] }) => section.activities)
      .find(({ type }: { type: string }) => type === 'video').id,
    sectionId: sections[0].id,
    courseVersionId: (await read(instructor, `/v1/courses/${published}/versions`)).data[0].id,
    activityId: quizIn(sections),
    lineItemId: lineItems.find(({ activityId }: { activityId: string | null }) => activityId === null).id,
    enrollmentId,
    enrollmentRequestId: (
      await read(administrator, `/v1/courses/${waitedFor}/enrollment-requests?state=waitlisted`)
    ).data[0].id,
    fileId: media[0].id,
    userId: user.id,
    sessionId: '01990000-0000-7000-8000-000000000000',
    versionId,
    folderId: folder.body.id,
    draftQuizId: quizIn(draftOutline.sections),
  };
}

/** Of an attempt that the learner starts. */
async function idsOfAnAttempt(learner: Caller, quizId: string): Promise<Ids> {
  const attempt = await learner.post(`/v1/quizzes/${quizId}/attempts`);
  expect(attempt.status).toBe(201);
  const questionId = attempt.body.questions[0].id;
  // What the offered body says; the answer shows when it was saved.
  await learner.put(`/v1/attempts/${attempt.body.id}/answers/${questionId}`, { response: null });
  return { attemptId: attempt.body.id, questionId };
}

/** What there is to mark in the practice room, and what was marked, corrected and asked for. */
async function idsOfTheMarking(app: TestApp, instructor: Caller, practiceId: string): Promise<Ids> {
  const url = `/v1/courses/${practiceId}`;
  const first = async (list: string): Promise<Answer['body']> => (await read(instructor, list)).data[0];
  const marked = await first(`${url}/marking-queue?standing=marked`);
  const twice = await first(`${url}/marking-queue?standing=waiting&awaits=third`);
  const rubricId = (await first(`${url}/rubrics`)).id;
  const change = { rubricId, dryRun: true };
  const changes = `/v1/quizzes/${marked.activityId}/rubrics/${marked.itemId}/changes`;
  const { id: rubricChangeId } = expectStatus(await instructor.post(changes, change), 202);
  await app.get(OperationRunner).settled(rubricChangeId as string);
  const { data: operations } = await read(instructor, '/v1/operations');
  const regrade = operations.find(({ kind }: { kind: string }) => kind === 'regrade');
  return {
    ...{ practiceId, scriptId: twice.id, rubricId, rubricChangeId, regradeId: regrade.id },
    commentId: (await first(`${url}/saved-comments`)).id,
    remarkRequestId: (await first(`${url}/remark-requests`)).id,
    ...{ rubricQuizId: marked.activityId, twiceQuizId: twice.activityId, essayId: marked.itemId },
  };
}
