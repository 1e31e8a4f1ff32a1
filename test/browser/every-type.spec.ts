import { EVERY_KIND, ownerOfExampleFiles, practiceCourse } from '../../src/demo/content';
import { QUESTION_TYPES } from '../../src/modules/assessments/question-types/registry';
import { SwaggerPage } from './swagger-page';

const ANSWERS = '/v1/attempts/{attemptId}/answers/{questionId}';

/** A front-end engineer tries every type of question: choose the example, press Execute. */
describe('every type of question in Swagger UI', () => {
  let swagger: SwaggerPage;
  let attempt: { id: string; questions: { id: string; type: string }[] };

  beforeAll(async () => {
    swagger = await SwaggerPage.open();
    await swagger.signIn(ownerOfExampleFiles);
    const { body: mine } = await swagger.execute('GET', '/v1/courses', { mine: 'true' });
    const { id: courseId } = mine.data.find(({ code }: { code: string }) => code === practiceCourse.code);
    const { body: outline } = await swagger.execute('GET', '/v1/courses/{courseId}/outline', { courseId });
    const quizzes = practiceCourse.sections.flatMap(({ activities }) => activities);
    const { title } = quizzes.find(({ key }) => key === EVERY_KIND)!;
    const { id: activityId } = outline.sections
      .flatMap(({ activities }: { activities: object[] }) => activities)
      .find((activity: { title: string }) => activity.title === title);
    const begun = await swagger.execute('POST', '/v1/quizzes/{activityId}/attempts', { activityId });
    expect(begun.status).toBe(201);
    attempt = begun.body;
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
});
