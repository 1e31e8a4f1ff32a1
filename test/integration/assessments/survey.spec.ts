import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

const SURVEY = {
  type: 'survey',
  prompt: 'How was it?',
  points: '0',
  definition: { form: 'rating', scale: { min: 1, max: 5 } },
} as const;
const MARKED = { type: 'true_false', prompt: 'So?', points: '2', definition: { key: true } } as const;

describe('a survey in a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('is answered or not, and counts in no score', async () => {
    const room = await Classroom.open(app, {
      questions: [MARKED, SURVEY, SURVEY],
      settings: { feedback: 'after_submission', passPercentage: '100' },
    });
    const learner = await room.learner();
    const { body } = await room.attempt(learner, [true, 4, null]);
    expect(body).toMatchObject({ score: '2', maxScore: '2', percentage: '100', passed: true });
    expect(body.questions).toMatchObject([
      { correct: true, pointsAwarded: '2' },
      { correct: null, pointsAwarded: '0', response: 4, points: '0', key: null },
      { correct: null, pointsAwarded: '0', response: null },
    ]);
  });

  it('shows staff in one line, in their language, what learners answered, and learners no such line', async () => {
    const room = await Classroom.open(app, { questions: [MARKED, SURVEY] });
    const learner = await room.learner();
    const { body } = await room.attempt(learner, [false, 4]);
    const summaries = async (language?: string): Promise<unknown[]> => {
      if (language) expectStatus(await room.instructor.patch('/v1/me', { locale: language }), 200);
      const seen = expectStatus(await room.instructor.get(`/v1/attempts/${body.id}`), 200);
      return seen.questions.map((question: { responseSummary: unknown }) => question.responseSummary);
    };
    expect(await summaries()).toEqual(['False', '4']);
    expect(await summaries('de')).toEqual(['Falsch', '4']);
    expect((await learner.get(`/v1/attempts/${body.id}`)).text).not.toContain('responseSummary');
  });

  it('is worth nothing, and all else is worth something', async () => {
    const room = await Classroom.open(app, { questions: [MARKED, SURVEY] });
    const [marked, survey] = room.questionIds;
    for (const [id, points] of [
      [marked, '0'],
      [survey, '1'],
    ])
      expect(await room.instructor.patch(`/v1/questions/${id}`, { points })).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'points' }] },
      });
  });

  it('is drawn by no draw', async () => {
    const room = await Classroom.open(app, { questions: [] });
    for (const question of [SURVEY, SURVEY, SURVEY, MARKED])
      expectStatus(await room.instructor.post(`/v1/courses/${room.courseId}/questions`, question), 201);
    expectStatus(
      await room.instructor.put(`/v1/quizzes/${room.quizId}/slots`, {
        slots: [{ draw: { count: 1, points: '5' } }],
      }),
      200,
    );
    const { body } = await room.start(await room.learner());
    expect(body.questions).toMatchObject([{ type: 'true_false', points: '5' }]);
  });
});
