import { AssessmentsFacade, AttemptSubmitted } from '../../../src/modules/assessments';
import { TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';
import { listen } from '../../support/listeners';

describe('the assessments facade', () => {
  let app: TestApp;
  let facade: AssessmentsFacade;
  beforeAll(async () => {
    app = await TestApp.start();
    facade = app.get(AssessmentsFacade);
  });
  afterAll(() => app.stop());

  const startedAt = new Date('2026-01-12T14:00:00Z');
  const submittedAt = new Date('2026-01-12T14:20:00.500Z');

  it('records past attempts, graded like any other, at their own instants', async () => {
    const room = await Classroom.open(app, {
      settings: { passPercentage: '50', closesAt: new Date('2026-01-13Z') },
    });
    const learner = await room.learner();
    const news = listen(app, AttemptSubmitted);
    const past = { activityId: room.quizId, userId: learner.id, startedAt, submittedAt };
    const first = await facade.recordAttempt({ ...past, responses: room.byQuestion(RIGHT_RESPONSES) });
    const second = await facade.recordAttempt({ ...past, responses: room.byQuestion(['median']) });
    expect(news).toMatchObject([
      { attemptId: first, score: '10', gradeScore: '10', passed: true, submittedAt, courseId: room.courseId },
      { attemptId: second, score: '2', gradeScore: '10', passed: false, submittedAt, userId: learner.id },
    ]);
    const { body } = await learner.get(`/v1/attempts/${second}`);
    expect(body).toMatchObject({
      number: 2,
      status: 'submitted',
      startedAt: startedAt.toISOString(),
      submittedAt: submittedAt.toISOString(),
      score: '2',
      gradeScore: '10',
    });
    expect(body.questions[0]).toMatchObject({
      response: 'median',
      correct: true,
      savedAt: submittedAt.toISOString(),
    });
    expect(body.questions[1]).toMatchObject({ response: null, correct: false, savedAt: null });
  });

  it('records an attempt that is still open, with which its learner can go on', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const open = {
      activityId: room.quizId,
      userId: learner.id,
      startedAt,
      submittedAt: null,
      responses: room.byQuestion(['median']),
    };
    const id = await facade.recordAttempt(open);
    const { body } = await room.start(learner);
    expect(body).toMatchObject({ id, startedAt: startedAt.toISOString() });
    expect(body.questions[0].response).toBe('median');
    await expect(facade.recordAttempt(open)).rejects.toMatchObject({
      code: 'assessments.attempt_in_progress',
    });
    expect((await room.submit(learner, id)).body.score).toBe('2');
  });

  it('records nothing when a response does not fit or the quiz cannot be attempted', async () => {
    const room = await Classroom.open(app);
    const empty = await Classroom.open(app, { questions: [] });
    const learner = await room.learner();
    const past = { activityId: room.quizId, userId: learner.id, startedAt, submittedAt, responses: {} };
    await expect(
      facade.recordAttempt({ ...past, responses: room.byQuestion(['nonsense']) }),
    ).rejects.toMatchObject({ code: 'assessments.invalid_response' });
    await expect(facade.recordAttempt({ ...past, activityId: empty.quizId })).rejects.toMatchObject({
      code: 'assessments.quiz_has_no_questions',
    });
    await expect(facade.recordAttempt({ ...past, activityId: room.courseId })).rejects.toMatchObject({
      code: 'assessments.quiz_not_found',
    });
    expect((await learner.get(`/v1/quizzes/${room.quizId}/attempts`)).body.data).toEqual([]);
  });

  it('adds all questions or, when one is invalid, none', async () => {
    const room = await Classroom.open(app, { questions: [] });
    const invalid = { ...FIVE_QUESTIONS[0]!, definition: { options: [], key: 'x' } };
    await expect(facade.createQuestions(room.quizId, [FIVE_QUESTIONS[1]!, invalid])).rejects.toMatchObject({
      code: 'assessments.invalid_question',
    });
    const stored = async (): Promise<string[]> =>
      (await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`)).body.data.map(
        ({ id }: { id: string }) => id,
      );
    expect(await stored()).toEqual([]);
    const ids = await facade.createQuestions(room.quizId, FIVE_QUESTIONS);
    expect(await stored()).toEqual(ids);
  });
});
