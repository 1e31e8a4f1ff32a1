import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';

/** The scores of all submitted attempts of a learner. */
const isScores = (sql: string): boolean => /FROM attempts t WHERE .* t\.submitted_at IS NOT NULL/s.test(sql);

/**
 * SQL statements a request, with the one for authentication and BEGIN and COMMIT among them. A class that sits a quiz
 * sends these by the thousand.
 */
describe('the query budget of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const roomWith = (count: number): Promise<Classroom> =>
    Classroom.open(app, {
      questions: Array.from({ length: count }, (_, index) => FIVE_QUESTIONS[index % 5]!),
    });

  it.each([10, 60])('sends the same statements whatever the number of questions: %i', async (count) => {
    const room = await roomWith(count);
    const learner = await room.learner();
    // What the questions say is read and remembered when the first of all learners starts: one statement more.
    const first = await room.learner();
    expect(await sqlOf(() => room.start(first))).toHaveLength(7);
    let attemptId = '';
    const start = await sqlOf(async () => {
      attemptId = (await room.start(learner)).body.id;
    });
    const save = await sqlOf(() => room.save(learner, attemptId, 0, 'median'));
    const submit = await sqlOf(() => room.submit(learner, attemptId, { [room.questionIds[2]!]: false }));
    expect(start).toHaveLength(6);
    expect(save).toHaveLength(2);
    // Grading itself takes 7; the rest is what the gradebook and the progress module make of the news.
    // The first submission of a course gives the structure of its grades a version, too.
    expect(submit).toHaveLength(12);

    expect(await sqlOf(() => room.start(learner))).toHaveLength(6);
    expect(await sqlOf(() => room.start(learner))).toHaveLength(6);
    expect(await sqlOf(() => learner.get(`/v1/attempts/${attemptId}`))).toHaveLength(5);
    expect(await sqlOf(() => learner.get(`/v1/quizzes/${room.quizId}`))).toHaveLength(3);
    expect(await sqlOf(() => learner.get(`/v1/quizzes/${room.quizId}/attempts`))).toHaveLength(3);
    expect(await sqlOf(() => room.instructor.get(`/v1/quizzes/${room.quizId}/questions`))).toHaveLength(4);
  });

  it('lists any number of attempts with the same statements', async () => {
    const room = await roomWith(1);
    const learners = await Promise.all(Array.from({ length: 20 }, () => room.learner()));
    await Promise.all(learners.map((learner) => room.attempt(learner, [])));
    const url = `/v1/quizzes/${room.quizId}/attempts`;
    expect(await sqlOf(() => room.instructor.get(`${url}?limit=20`))).toHaveLength(3);
  });

  it('submits a further attempt with one statement more, for the scores of those before', async () => {
    const room = await roomWith(5);
    const learner = await room.learner();
    const first = (await room.start(learner)).body.id;
    const firstSubmit = await sqlOf(() => room.submit(learner, first));
    const second = (await room.start(learner)).body.id;
    const secondSubmit = await sqlOf(() => room.submit(learner, second));
    const scores = secondSubmit.filter((sql) => isScores(sql));
    expect(scores).toHaveLength(1);
    expect(firstSubmit.filter((sql) => isScores(sql))).toEqual([]);
  });
});
