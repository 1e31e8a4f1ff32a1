import { EnrollmentsFacade } from '../../../src/modules/enrollments';
import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { type Caller, TestApp } from '../../support/test-app';

/** All that only learners of a course may do, or is about them as learners, must ask the same question. */
describe('somebody who began a quiz as a learner', () => {
  let app: TestApp;
  let administrator: Caller;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let other: SimpleQuiz;
  let page: string;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.set('2026-03-02T09:00:00.000Z');
    administrator = await app.person('administrator');
    course = await GradedCourse.open(app);
    quiz = await course.quiz('Quiz', 2);
    other = await course.quiz('Another quiz', 1);
    page = await course.activity(course.sectionId);
  });
  afterAll(() => app.stop());

  const begin = async (): Promise<{ learner: Caller; attemptId: string; enrollmentId: string }> => {
    const learner = await app.person('instructor');
    const enrollmentId = await course.enroll(learner);
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    return { learner, attemptId: id, enrollmentId };
  };

  /** The statuses of completing, starting, saving, submitting and own progress, and how many courses `me` lists. */
  const answers = async (learner: Caller, attemptId: string): Promise<Record<string, number>> => ({
    completion: (await learner.put(`/v1/activities/${page}/completion`)).status,
    start: (await learner.post(`/v1/quizzes/${other.activityId}/attempts`)).status,
    save: (await learner.put(`/v1/attempts/${attemptId}/answers/${quiz.questionIds[0]}`, { response: true }))
      .status,
    submit: (await learner.put(`/v1/attempts/${attemptId}/submission`, { answers: {} })).status,
    progress: (await learner.get(`${course.url}/progress/me`)).status,
    overview: (await learner.get('/v1/me/progress')).body.data.length,
  });

  const ALLOWED = { completion: 204, start: 201, save: 200, submit: 200, progress: 200, overview: 1 };
  const REFUSED = { completion: 403, start: 403, save: 403, submit: 403, progress: 403, overview: 0 };

  it('lets somebody go on with a quiz while they are a learner', async () => {
    const { learner, attemptId } = await begin();
    expect(await answers(learner, attemptId)).toEqual(ALLOWED);
  });

  it.each([
    [
      'were made an administrator',
      ({ id }: Caller) => administrator.patch(`/v1/users/${id}`, { role: 'administrator' }),
    ],
    ['were made an assistant as well', ({ id }: Caller) => enrollAlso(id, 'assistant')],
    ['were made an instructor of the course as well', ({ id }: Caller) => enrollAlso(id, 'instructor')],
  ])('lets nobody act as a learner, or get a score, once they %s', async (_what, change) => {
    const { learner, attemptId } = await begin();
    await change(learner);
    expect(await answers(learner, attemptId)).toEqual(REFUSED);
    expect((await administrator.get(`/v1/line-items/${quiz.lineItemId}/results/${learner.id}`)).status).toBe(
      404,
    );
  });

  it('lets nobody act as a learner once they were withdrawn, which graded what they had answered by then', async () => {
    const { learner, attemptId, enrollmentId } = await begin();
    await learner.put(`/v1/attempts/${attemptId}/answers/${quiz.questionIds[0]}`, { response: true });
    await course.instructor.delete(`/v1/enrollments/${enrollmentId}`);
    expect(await answers(learner, attemptId)).toEqual({ ...REFUSED, save: 409, submit: 409 });
    const result = await administrator.get(`/v1/line-items/${quiz.lineItemId}/results/${learner.id}`);
    expect(expectStatus(result, 200).score).toBe('1');
  });

  it('lets somebody go on as a learner once their enrollment as staff has ended', async () => {
    const { learner, attemptId } = await begin();
    await enrollAlso(learner.id, 'assistant', '2026-03-02');
    expect(await answers(learner, attemptId)).toEqual(ALLOWED);
  });

  it('grades each question once, whatever else the learner is or was in the course', async () => {
    const { learner, attemptId } = await begin();
    await enrollAlso(learner.id, 'assistant', '2026-03-02');
    await enrollAlso(learner.id, 'instructor', '2026-03-02');
    const responses = Object.fromEntries(quiz.questionIds.map((id) => [id, true]));
    const body = expectStatus(
      await learner.put(`/v1/attempts/${attemptId}/submission`, { answers: responses }),
      200,
    );
    expect(body).toMatchObject({ score: '2', maxScore: '2' });
    expect(body.questions).toHaveLength(2);
  });

  /** Beside the enrollment as a learner, which the API would have ended first but an import would not. */
  async function enrollAlso(
    userId: string,
    role: 'assistant' | 'instructor',
    endDate?: string,
  ): Promise<void> {
    await app.get(EnrollmentsFacade).createEnrollments([
      {
        ...{ id: newId(), sourcedId: null, courseId: course.courseId, userId, role },
        ...{ beginDate: '2026-03-01', endDate: endDate ?? null },
      },
    ]);
  }
});
