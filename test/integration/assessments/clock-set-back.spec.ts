import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl, type SimpleQuiz } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl(
  'the instants that came before',
  ['dates no answer and no submission', 'dates no answer before its last save'],
  () => {
    const terms = /LEFT JOIN attempt_questions p/;
    rewriteStatements(terms, /t\.started_at AS/, 'NULL AS');
    rewriteStatements(terms, /w\.saved_at AS/, "TIMESTAMP('2000-01-01') AS");
  },
);
negativeControl('the order of changes in a row', ['dates no change of a course'], () => {
  rewriteStatements(/updated_at = GREATEST/, /updated_at = GREATEST\(updated_at, \?\)/g, 'updated_at = ?');
});

const NINE = '2026-03-02T09:00:00.000Z';
const EIGHT = '2026-03-02T08:00:00.000Z';

describe('a clock that is set back by an hour', () => {
  let app: TestApp;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app);
    quiz = await course.quiz('Check yourself', 3);
  });
  beforeEach(async () => {
    app.clock.set(NINE);
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  const start = async (): Promise<Answer['body']> =>
    expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);

  it('dates no answer and no submission before the start of the attempt, after the clock was set back', async () => {
    const { id, startedAt } = await start();
    expect(startedAt).toBe(NINE);
    app.clock.set(EIGHT);
    const url = `/v1/attempts/${id}/answers/${quiz.questionIds[0]}`;
    expect((await learner.put(url, { response: true })).body.savedAt).toBe(NINE);
    const submission = await learner.put(`/v1/attempts/${id}/submission`);
    expect(submission.body.submittedAt).toBe(NINE);
    const { body } = await learner.get(`/v1/attempts/${id}`);
    expect(body).toMatchObject({ startedAt: NINE, submittedAt: NINE });
    expect(body.questions[0].savedAt).toBe(NINE);
  });

  it('dates no answer before its last save, and no submission before that, after the clock was set back', async () => {
    const { id } = await start();
    const url = `/v1/attempts/${id}/answers/${quiz.questionIds[0]}`;
    app.clock.set('2026-03-02T09:10:00.000Z');
    expectStatus(await learner.put(url, { response: true }), 200);
    app.clock.set('2026-03-02T09:05:00.000Z');
    expect((await learner.put(url, { response: false })).body.savedAt).toBe('2026-03-02T09:10:00.000Z');
    const submission = await learner.put(`/v1/attempts/${id}/submission`);
    expect(submission.body.submittedAt).toBe('2026-03-02T09:10:00.000Z');
  });

  it('dates no attempt before the end of the one before, after the clock was set back', async () => {
    await course.attempt(learner, quiz, 1);
    app.clock.set(EIGHT);
    const second = await course.attempt(learner, quiz, 3);
    expect((await learner.get(`/v1/attempts/${second}`)).body).toMatchObject({
      number: 2,
      startedAt: NINE,
      submittedAt: NINE,
    });
  });

  it('keeps the history of a result in its order after the clock was set back', async () => {
    await course.attempt(learner, quiz, 1);
    await course.grade(quiz.lineItemId, learner, { score: '2' });
    app.clock.set(EIGHT);
    await course.attempt(learner, quiz, 3);
    await course.grade(quiz.lineItemId, learner, { score: '0' });
    expectStatus(await course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`), 204);

    const history = await course.history(quiz.lineItemId, learner);
    expect(history.map(({ cause, changedAt }) => [cause, changedAt])).toEqual(
      ['override_lifted', 'instructor', 'attempt', 'instructor', 'attempt'].map((cause) => [cause, NINE]),
    );
    const { score, recordedAt } = await course.result(quiz.lineItemId, learner);
    expect([score, recordedAt]).toEqual(['3', NINE]);
  });

  it('dates no change of a course, section, activity or line item before its creation, after the clock was set back', async () => {
    const { id } = await course.lineItem();
    const page = await course.activity(course.sectionId);
    app.clock.set(EIGHT);
    const changed = [
      await course.instructor.patch(course.url, { title: 'Renamed' }),
      await course.instructor.patch(`/v1/sections/${course.sectionId}`, { title: 'Renamed' }),
      await course.instructor.patch(`/v1/activities/${page}`, { title: 'Renamed' }),
      await course.instructor.patch(`/v1/line-items/${id}`, { title: 'Renamed' }),
    ];
    expect(changed.map(({ body }) => body.updatedAt)).toEqual(Array(4).fill(NINE));
  });
});
