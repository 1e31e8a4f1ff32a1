import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const SETTINGS = {
  maxAttempts: 2,
  opensAt: new Date('2026-03-01T08:00:00Z'),
  dueAt: new Date('2026-03-15T22:59:59Z'),
  closesAt: new Date('2026-03-17T22:59:59Z'),
};
const TOLD = {
  pointsPossible: '3',
  maxAttempts: 2,
  opensAt: '2026-03-01T08:00:00.000Z',
  dueAt: '2026-03-15T22:59:59.000Z',
  closesAt: '2026-03-17T22:59:59.000Z',
};

describe('quizzes in the outline of a course', () => {
  let app: TestApp;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app);
    quiz = await course.quiz('Check yourself', 3, SETTINGS);
    learner = await course.learner();
  });

  const outline = (reader: Caller, headers = {}): Promise<Answer> =>
    reader.get(`${course.url}/outline`, headers);

  /** The activity of the outline with this id. */
  async function inOutline(reader: Caller, activityId = quiz.activityId): Promise<Answer['body']> {
    const { sections } = expectStatus(await outline(reader), 200) as {
      sections: { activities: { id: string }[] }[];
    };
    return sections.flatMap(({ activities }) => activities).find(({ id }) => id === activityId);
  }

  it('tells learners dates, points and limits of each quiz, and how far they have come with it', async () => {
    const unlimited = await course.quiz('Practice', 0);
    expect(await inOutline(learner)).toMatchObject({
      ...TOLD,
      title: 'Check yourself',
      myAttempts: { state: 'not_started', started: 0, left: 2, openAttemptId: null },
    });
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    expect(await inOutline(learner)).toMatchObject({
      myAttempts: { state: 'in_progress', started: 1, left: 1, openAttemptId: id },
    });
    expectStatus(await learner.put(`/v1/attempts/${id}/submission`), 200);
    expect(await inOutline(learner)).toMatchObject({
      myAttempts: { state: 'submitted', started: 1, left: 1, openAttemptId: null },
    });
    const second = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201).id;
    expect(await inOutline(learner)).toMatchObject({
      myAttempts: { state: 'in_progress', started: 2, left: 0, openAttemptId: second },
    });
    expect(await inOutline(learner, unlimited.activityId)).toMatchObject({
      ...{ pointsPossible: '0', opensAt: null, dueAt: null, closesAt: null, maxAttempts: null },
      myAttempts: { state: 'not_started', started: 0, left: null, openAttemptId: null },
    });
  });

  it('tells a learner nothing of the attempts of others', async () => {
    await course.attempt(await course.learner(), quiz, 3);
    expect((await inOutline(learner)).myAttempts).toMatchObject({ state: 'not_started', started: 0 });
  });

  it('tells staff dates, points and limits, but no attempts', async () => {
    await course.attempt(learner, quiz, 3);
    const staff = [course.instructor, await course.member('assistant'), await app.person('administrator')];
    for (const reader of staff) expect(await inOutline(reader)).toMatchObject({ ...TOLD, myAttempts: null });
  });

  it('tells visitors and former learners the titles of quizzes alone', async () => {
    for (const reader of [await app.person('instructor'), await course.formerLearner()])
      expect(Object.keys(await inOutline(reader)).toSorted()).toEqual(['id', 'title', 'type', 'version']);
  });

  it('adds nothing to pages', async () => {
    const page = await course.activity(course.sectionId);
    const fields = Object.keys(await inOutline(learner, page)).toSorted();
    expect(fields).toEqual(['completedAt', 'format', 'id', 'isRequired', 'title', 'type', 'version']);
  });

  it('answers 304 until something that it tells the reader of a quiz has changed', async () => {
    let etag = '';
    const isNew = async (): Promise<boolean> => {
      const { status, headers, text } = await outline(learner, etag === '' ? {} : { 'if-none-match': etag });
      expect(text === '').toBe(status === 304);
      etag = String(headers['etag']);
      return status === 200;
    };
    expect([await isNew(), await isNew()]).toEqual([true, false]);
    const attempts = `/v1/quizzes/${quiz.activityId}/attempts`;
    const other = await course.learner();
    let attempt = '';
    const changes: [expected: boolean, () => Promise<Answer>][] = [
      [false, () => other.post(attempts)],
      [true, () => course.instructor.patch(`/v1/quizzes/${quiz.activityId}`, { maxAttempts: 3 })],
      [true, () => course.instructor.patch(`/v1/quizzes/${quiz.activityId}`, { dueAt: null })],
      [false, () => course.instructor.patch(`/v1/quizzes/${quiz.activityId}`, { shuffleQuestions: true })],
      [true, () => learner.post(attempts)],
      [
        false,
        () => learner.put(`/v1/attempts/${attempt}/answers/${quiz.questionIds[0]}`, { response: true }),
      ],
      [true, () => learner.put(`/v1/attempts/${attempt}/submission`)],
    ];
    for (const [expected, change] of changes) {
      const answer = await change();
      expect([200, 201]).toContain(answer.status);
      attempt = expected && answer.status === 201 ? answer.body.id : attempt;
      expect([await isNew(), await isNew()]).toEqual([expected, false]);
    }
  });

  it('gives the whole outline for an ETag that an earlier build made, without what it tells of quizzes', async () => {
    const { headers, body } = await outline(learner);
    expect(headers['etag']).toMatch(new RegExp(`^"v${body.version}-member\\.[0-9a-f]{16}"$`));
    const answer = await outline(learner, { 'if-none-match': `"v${body.version}-member"` });
    expect(answer).toMatchObject({ status: 200, body });
  });

  it('reorders the course for whoever sends the ETag of the outline', async () => {
    const { headers, body } = await outline(course.instructor);
    const sections = body.sections.map(
      ({ id, activities }: { id: string; activities: { id: string }[] }) => ({
        id,
        activities: activities.map((activity) => activity.id),
      }),
    );
    const etag = String(headers['etag']);
    const put = (): Promise<Answer> =>
      course.instructor.put(`${course.url}/outline/order`, { sections }, { 'if-match': etag });
    expect((await put()).status).toBe(200);
    expect((await put()).status).toBe(412);
  });

  it('takes one statement more than a course without quizzes, whatever the number of quizzes and attempts', async () => {
    const [plain, reader] = [await GradedCourse.open(app), learner];
    await plain.enroll(reader);
    const statementsOf = async (url: string): Promise<[whole: number, current: number]> => {
      let etag: unknown;
      const whole = await sqlOf(async () => {
        etag = (await reader.get(`${url}/outline`)).headers['etag'];
      });
      const current = await sqlOf(async () => {
        const answer = await reader.get(`${url}/outline`, { 'if-none-match': String(etag) });
        expect(answer.status).toBe(304);
      });
      return [whole.length, current.length];
    };
    expect(await statementsOf(plain.url)).toEqual([3, 2]);
    expect(await statementsOf(course.url)).toEqual([4, 3]);
    for (let number = 0; number < 12; number += 1) {
      const another = await course.quiz(`Quiz ${number}`, 1);
      await course.attempt(reader, another, 1);
    }
    expect(await statementsOf(course.url)).toEqual([4, 3]);
  });
});
