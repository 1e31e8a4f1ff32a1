import { CourseRoom, expectStatus } from '../../support/course-room';
import { type KnownFile, picture, sendForm, textOf } from '../../support/files-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { type Caller, TestApp } from '../../support/test-app';

const START = '2026-01-05';
const QUESTIONS = 10;
/** How much more there is of people, content, line items and results the second time. */
const GROWTH = 100;

/**
 * What the flows that a school sends all day cost the database: SQL statements, BEGIN and COMMIT and the one that finds
 * the caller among them. Each is the least that its flow can do with; one more is a round trip more for everybody.
 */
const BUDGETS = {
  'who am I': 1,
  // Of a version that the process has read before.
  'the outline of a course with quizzes': 3,
  'the outline of a course without quizzes': 2,
  'a page of the roster': 2,
  'enrolling somebody': 2,
  'starting a quiz': 6,
  'saving an answer': 2,
  'handing in': 10,
  "a learner's grades": 2,
  'completing an activity': 2,
  'a page of the gradebook': 3,
  'uploading a file': 10,
  'a file with a token': 4,
  'a file by its link': 1,
  'a smaller picture that is made': 9,
  'a smaller picture with a token': 5,
  'a smaller picture by its link': 2,
} as const;

type Flow = keyof typeof BUDGETS;

describe('the query budget', () => {
  let app: TestApp;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let plain: CourseRoom;
  const small = new Map<Flow, { statements: number; rows: number }>();
  const large = new Map<Flow, { statements: number; rows: number }>();

  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { startDate: START });
    quiz = await course.quiz('Check yourself', QUESTIONS);
    plain = await CourseRoom.open(app, { startDate: START });
    const where = {
      courseId: course.courseId,
      sectionId: course.sectionId,
      timeZone: 'UTC',
      startDate: START,
    };
    await populate(app, where, { learners: 20, activities: 1, lineItems: 1 });
    // The first who asks for a question since the process began has it read and remembered.
    const first = await course.learner();
    expectStatus(await first.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    await measure(small);
    await populate(app, where, { learners: 20 * (GROWTH - 1), activities: 6, lineItems: 3, seed: 8 });
    await measure(large);
  }, 120_000);
  afterAll(() => app.stop());

  async function measure(costs: typeof small): Promise<void> {
    const { url, instructor } = course;
    const learner = await course.learner();
    const reader = await plain.member();
    const [enrolledNext, page] = [await app.person(), await course.activity(course.sectionId)];
    const shown = await upload(instructor);
    expectStatus(await instructor.patch(`/v1/activities/${page}`, { content: textOf([shown]) }), 200);
    for (const outline of [`${url}/outline`, `${plain.url}/outline`])
      expectStatus(await instructor.get(outline), 200);
    const response = { response: true };
    let attempt = '';
    const work: Record<Flow, () => Promise<unknown>> = {
      'who am I': async () => expectStatus(await learner.get('/v1/me'), 200),
      'the outline of a course with quizzes': async () =>
        expectStatus(await learner.get(`${url}/outline`), 200),
      'the outline of a course without quizzes': async () =>
        expectStatus(await reader.get(`${plain.url}/outline`), 200),
      'a page of the roster': async () =>
        expectStatus(await instructor.get(`${url}/enrollments?limit=20`), 200),
      'enrolling somebody': async () => enroll(instructor, enrolledNext),
      'starting a quiz': async () => {
        attempt = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201).id;
      },
      'saving an answer': async () =>
        expectStatus(
          await learner.put(`/v1/attempts/${attempt}/answers/${quiz.questionIds[0]}`, response),
          200,
        ),
      'handing in': async () =>
        expectStatus(await learner.put(`/v1/attempts/${attempt}/submission`, { answers: {} }), 200),
      "a learner's grades": async () => expectStatus(await learner.get(`${url}/grades/me`), 200),
      'completing an activity': async () =>
        expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204),
      'a page of the gradebook': async () =>
        expectStatus(await instructor.get(`${url}/gradebook?limit=20`), 200),
      'uploading a file': async () => void (await upload(instructor)),
      'a file with a token': async () => expectStatus(await learner.get(shown.address), 200),
      'a file by its link': async () => expectStatus(await app.anyone.get(pathOf(shown.url)), 200),
      'a smaller picture that is made': async () =>
        expectStatus(await app.anyone.get(pathOf(shown.variants[0]!.url)), 200),
      'a smaller picture with a token': async () =>
        expectStatus(await learner.get(`${shown.address}?width=160`), 200),
      'a smaller picture by its link': async () =>
        expectStatus(await app.anyone.get(pathOf(shown.variants[0]!.url)), 200),
    };
    for (const [flow, send] of Object.entries(work) as [Flow, () => Promise<unknown>][]) {
      const statements = (await sqlOf(send)).length;
      // Again, in a transaction around it, for what may be repeated.
      const rows = READS.includes(flow) ? await rowsRead(app, send) : 0;
      costs.set(flow, { statements, rows });
    }
  }

  async function enroll(instructor: Caller, { id: userId }: Caller): Promise<void> {
    const body = { userId, role: 'learner' };
    expectStatus(await instructor.post(`${course.url}/enrollments`, body), 201);
  }

  async function upload(author: Caller): Promise<KnownFile & { variants: { url: string }[] }> {
    const parts = { purpose: 'activity', file: { content: picture(200, 100), name: 'a.png' } };
    return expectStatus(await sendForm(author, parts), 201) as KnownFile & { variants: { url: string }[] };
  }

  const READS: readonly Flow[] = ['who am I', 'a page of the roster', 'a page of the gradebook'];

  it.each(Object.entries(BUDGETS) as [Flow, number][])(
    'the number of statements of %s is %i, in a course a hundred times as large too',
    (flow, budget) => {
      expect([small.get(flow)?.statements, large.get(flow)?.statements]).toEqual([budget, budget]);
    },
  );

  it.each(READS)('the rows read by %s do not grow with the number of people', (flow) => {
    const [before, after] = [small.get(flow)?.rows ?? 0, large.get(flow)?.rows ?? Infinity];
    expect(before).toBeGreaterThan(0);
    // More line items are more columns of the gradebook's page; a page of people stays a page.
    expect(after).toBeLessThan(before * 4);
  });
});

/** Of an address, what this application answers at. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
