import { EVERY_KIND, ownerOfExampleFiles, practiceCourse, practiceQuizzes } from '../../src/demo/content';
import { BEHAVIORS } from '../../src/modules/assessments/behaviors/registry';
import { QUESTION_TYPES } from '../../src/modules/assessments/question-types/registry';
import { SwaggerPage } from './swagger-page';

const ANSWERS = '/v1/attempts/{attemptId}/answers/{questionId}';
const TRIES = '/v1/attempts/{attemptId}/questions/{questionId}/tries';
const SUBMISSION = '/v1/attempts/{attemptId}/submission';

/** A front-end engineer tries every type of question: choose the example, press Execute. */
describe('every type of question in Swagger UI', () => {
  let swagger: SwaggerPage;
  let attempt: { id: string; questions: { id: string; type: string }[] };
  /** Begins an attempt at a quiz of the practice room. */
  let begin: (quiz: string) => Promise<typeof attempt>;

  beforeAll(async () => {
    swagger = await SwaggerPage.open();
    await swagger.signIn(ownerOfExampleFiles);
    const { body: mine } = await swagger.execute('GET', '/v1/courses', { mine: 'true' });
    const { id: courseId } = mine.data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const { body: outline } = await swagger.execute('GET', '/v1/courses/{courseId}/outline', { courseId });
    const quizzes = practiceCourse.sections.flatMap(({ activities }) => activities);
    begin = async (quiz) => {
      const { title } = quizzes.find(({ key }) => key === quiz)!;
      const { id: activityId } = outline.sections
        .flatMap(({ activities }: { activities: object[] }) => activities)
        .find((activity: { title: string }) => activity.title === title);
      const begun = await swagger.execute('POST', '/v1/quizzes/{activityId}/attempts', { activityId });
      expect(begun.status).toBe(201);
      return begun.body;
    };
    attempt = await begin(EVERY_KIND);
  }, 300_000);

  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
  });

  it('a new attempt at the quiz of the demo asks a question of every type', () => {
    expect(attempt.questions.map(({ type }) => type)).toEqual(QUESTION_TYPES);
  });

  it.each(QUESTION_TYPES)('the example of %s is saved, read and kept as it stands', async (type) => {
    const { id: questionId } = attempt.questions.find((question) => question.type === type)!;
    const operation = await swagger.openOperation('PUT', ANSWERS);
    const sent = await swagger.chooseExample(operation, type);
    expect(sent).toHaveProperty('response');
    const saved = await swagger.execute('PUT', ANSWERS, { attemptId: attempt.id, questionId });
    expect([saved.status, saved.body.remarks ?? []]).toEqual([200, []]);
    await swagger.picture(`example-${type}`);

    const { body } = await swagger.execute('GET', '/v1/attempts/{attemptId}', { attemptId: attempt.id });
    const kept = body.questions.find(({ id }: { id: string }) => id === questionId);
    expect(kept.response).toEqual(sent.response);
    expect(kept.savedAt).not.toBeNull();
  });

  it('there is a quiz of every behavior', () => {
    expect(practiceQuizzes.map(({ behavior }) => behavior).toSorted()).toEqual(
      BEHAVIORS.map(({ name }) => name).toSorted(),
    );
  });

  it.each(
    practiceQuizzes.filter(({ key }) => key !== EVERY_KIND).map(({ key, behavior }) => [behavior, key]),
  )('the examples are judged as they stand where the behavior is %s', async (behavior, quiz) => {
    const { takesChecks } = BEHAVIORS.find(({ name }) => name === behavior)!;
    const { id: attemptId, questions } = await begin(quiz);
    const asked = questions.filter(({ type }) => type !== 'essay').slice(0, 2);
    const [method, path] = takesChecks ? ['POST', TRIES] : ['PUT', ANSWERS];
    for (const { id: questionId, type } of asked) {
      const operation = await swagger.openOperation(method, path);
      await swagger.chooseExample(operation, type);
      const answered = await swagger.execute(method, path, { attemptId, questionId });
      expect([type, answered.status, answered.body.check]).toEqual([
        ...[type, 200, takesChecks ? 'judged' : undefined],
      ]);
    }
    const submitted = await swagger.execute('PUT', SUBMISSION, { attemptId }, 'offered');
    expect(submitted.status).toBe(200);
    for (const { id } of asked) {
      const { pointsAwarded } = submitted.body.questions.find(
        (question: { id: string }) => question.id === id,
      );
      expect(Number(pointsAwarded)).not.toBeNaN();
      expect(pointsAwarded).not.toBeNull();
    }
  });
});
