import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { diskTables } from '../../support/session-counters';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fillLists, LISTS } from './lists';
import { MATRIX } from './matrix';
import { createWorld, type Ids, urlOf } from './matrix-world';

const START = '2026-01-05';
const READS = Object.keys(MATRIX)
  .filter((route) => route.startsWith('GET /v1/'))
  .map((route) => route.slice('GET '.length));

/**
 * MariaDB sorts and groups rows that have a TEXT in a temporary table on its disk, which takes longer than all else that a
 * short request does. So such rows are sorted here, or come sorted from an index.
 */
describe('temporary tables on the disk of the database server', () => {
  let app: TestApp;
  let ids: Ids;
  let learner: Caller;
  let newcomer: Caller;
  let readers: Caller[];

  beforeAll(async () => {
    app = await TestApp.start();
    const [world, elsewhere] = [await createWorld(app), await createWorld(app)];
    await fillLists(app, world, elsewhere);
    const course = await GradedCourse.open(app, { startDate: START });
    const { courseId, sectionId, instructor } = course;
    const place = { courseId, sectionId, timeZone: 'UTC', startDate: START };
    await populate(app, place, { learners: 30, activities: 6, lineItems: 5 });
    const quiz = await course.quiz('Check yourself', 5, { maxAttempts: null });
    const page = await course.activity(sectionId);
    [learner, newcomer] = [await course.learner(), await app.person()];
    for (const { ids: other, actors } of [world, elsewhere])
      await enroll(actors.administrator, other.courseId, learner);
    const attemptId = await course.attempt(learner, quiz, 1);
    await course.attempt(learner, quiz, 2);
    const lineItemId = (await course.lineItem()).id;
    for (const score of ['1', '2'])
      expectStatus(await instructor.put(resultUrl(lineItemId, learner), { score }), 200);
    readers = [instructor, learner, world.actors.administrator];
    ids = { ...world.ids, courseId, sectionId, pageId: page, activityId: quiz.activityId };
    ids = { ...ids, questionId: quiz.questionIds[0]!, attemptId, lineItemId, userId: learner.id };
  }, 60_000);
  afterAll(() => app.stop());

  it.each(READS)('GET %s makes none', async (path) => {
    const { query, other } = LISTS[path] ?? {};
    const own = MATRIX[`GET ${path}`]?.query?.(ids).slice(1);
    for (const text of new Set([own ?? query ?? '', other ?? own ?? query ?? '']))
      for (const reader of readers) await expectNone(() => reader.get(`${urlOf(path, ids)}?${text}`));
  });

  it('enrolling somebody, and again after their end, makes none', async () => {
    const [instructor] = readers as [Caller];
    await expectNone(() => enroll(instructor, ids.courseId, newcomer));
    const { data } = (await newcomer.get('/v1/me/enrollments')).body;
    expectStatus(await instructor.delete(`/v1/enrollments/${data[0].id}`), 204);
    await expectNone(() => enroll(instructor, ids.courseId, newcomer));
  });

  it('taking a quiz makes none', async () => {
    let attempt = '';
    await expectNone(async () => {
      const started = await learner.post(`/v1/quizzes/${ids.activityId}/attempts`);
      attempt = expectStatus(started, 201).id;
      return started;
    });
    const response = { response: true };
    const attempts = `/v1/attempts/${attempt}`;
    await expectNone(() => learner.put(`${attempts}/answers/${ids.questionId}`, response), 200);
    await expectNone(() => learner.put(`${attempts}/submission`, { answers: {} }), 200);
  });

  it('completing an activity makes none', async () => {
    await expectNone(() => learner.put(`/v1/activities/${ids.pageId}/completion`), 204);
  });

  /** With the statements that the request sends again, where it fails. */
  async function expectNone(send: () => Promise<Answer>, status?: number): Promise<void> {
    let answer: Answer | undefined;
    const sql: string[] = [];
    const count = await diskTables(app, async () => {
      sql.push(...(await sqlOf(async () => (answer = await send()))));
    });
    if (status !== undefined) expect(answer?.status).toBe(status);
    expect({ count, sql: count > 0 ? sql : [] }).toEqual({ count: 0, sql: [] });
  }
});

async function enroll(instructor: Caller, courseId: string, { id: userId }: Caller): Promise<Answer> {
  const answer = await instructor.post(`/v1/courses/${courseId}/enrollments`, { userId, role: 'learner' });
  expectStatus(answer, 201);
  return answer;
}
