import { AssessmentsFacade } from '../../../src/modules/assessments';
import { toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';
import { alterStore, negativeControl } from '../../support/negative-control';
import { rewriteStatements, withoutLocks } from '../../support/statements';

negativeControl('the version of a result', ['loses neither an override nor an attempt'], () => {
  rewriteStatements(/UPDATE results SET/, /AND version = \?/, 'AND (version = ? OR TRUE)');
  withoutLocks(/results r/);
  alterStore('ALTER TABLE results ADD INDEX (line_item_id), DROP INDEX uq_results_learner');
});

describe('results of a quiz', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { timeZone: 'Pacific/Auckland' });
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  /** Whether somebody waits for a row's lock. */
  async function isSomebodyWaiting(): Promise<boolean> {
    // The one figure of it that both servers give an ordinary account.
    const status = await app.database.row<{ Value: string }>(
      "SHOW STATUS LIKE 'Innodb_row_lock_current_waits'",
    );
    return Number(status?.Value) > 0;
  }

  let quiz: SimpleQuiz;
  beforeAll(async () => {
    quiz = await course.quiz('Describing data', 4);
  });

  it('records the result of a quiz with the submission, by its grading policy, and names the attempt', async () => {
    app.clock.set('2026-03-02T12:00:00.000Z');
    const first = await course.attempt(learner, quiz, 2);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '2',
      scoreStatus: 'fully graded',
      // Already the next day in Auckland.
      scoreDate: '2026-03-03',
      source: 'quiz',
      isOverride: false,
      attemptId: first,
      recordedBy: null,
      version: 1,
    });
    app.clock.advanceDays(1);
    await course.attempt(learner, quiz, 1);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({ attemptId: first, version: 1 });
    const best = await course.attempt(learner, quiz, 4);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '4',
      attemptId: best,
      scoreDate: '2026-03-04',
      version: 2,
    });
    expect(await course.history(quiz.lineItemId, learner)).toMatchObject([
      { cause: 'attempt', attemptId: best, from: { score: '2' }, to: { score: '4' }, changedBy: null },
      { cause: 'attempt', attemptId: first, from: null, to: { score: '2' }, changedBy: null },
    ]);
  });

  it('adds one statement to a first submission, and two for its totals, however large the class', async () => {
    const own = async (): Promise<string[]> => {
      const someone = await course.learner();
      const { id } = expectStatus(await someone.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
      const statements = await sqlOf(() => someone.put(`/v1/attempts/${id}/submission`, {}));
      // Completing the quiz reads the result in its own statement.
      return statements.filter(
        (sql) => /\b(results|line_items|stored_totals)\b/.test(sql) && !sql.includes('completions'),
      );
    };
    expect(await own()).toHaveLength(3);
    for (let count = 0; count < 20; count += 1) await course.attempt(await course.learner(), quiz, 3);
    expect(await own()).toHaveLength(3);
  });

  it('keeps an override when later attempts are submitted, and notes them in the history', async () => {
    const first = await course.attempt(learner, quiz, 2);
    const override = await course.grade(quiz.lineItemId, learner, {
      score: '3',
      comment: 'Question 2 was unclear.',
    });
    expect(override).toMatchObject({ source: 'instructor', isOverride: true, attemptId: null, score: '3' });
    app.clock.advanceDays(1);
    const better = await course.attempt(learner, quiz, 4);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '3',
      isOverride: true,
      comment: 'Question 2 was unclear.',
      scoreDate: override.scoreDate,
    });
    expect(await course.history(quiz.lineItemId, learner)).toMatchObject([
      { cause: 'attempt', attemptId: better, applied: false, from: { score: '3' }, to: { score: '4' } },
      { cause: 'instructor', applied: true, from: { score: '2' }, to: { score: '3' }, attemptId: null },
      { cause: 'attempt', attemptId: first, applied: true, from: null, to: { score: '2' } },
    ]);
    const lift = await course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`);
    expect(lift.status).toBe(204);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '4',
      source: 'quiz',
      isOverride: false,
      attemptId: better,
      comment: null,
      recordedBy: course.instructor.id,
    });
    const [lifted] = await course.history(quiz.lineItemId, learner);
    expect(lifted).toMatchObject({
      cause: 'override_lifted',
      applied: true,
      from: { score: '3' },
      to: { score: '4' },
      changedBy: { userId: course.instructor.id },
    });
  });

  it('keeps an override that has the same score as the attempts', async () => {
    await course.attempt(learner, quiz, 2);
    expect(await course.grade(quiz.lineItemId, learner, { score: '2' })).toMatchObject({
      isOverride: true,
    });
    await course.attempt(learner, quiz, 4);
    expect((await course.result(quiz.lineItemId, learner)).score).toBe('2');
  });

  it('gives a lifted override the day of the attempt that earned the score, not of the last attempt', async () => {
    const earned = await course.attempt(learner, quiz, 3);
    app.clock.advanceDays(5);
    await course.attempt(learner, quiz, 1);
    await course.grade(quiz.lineItemId, learner, { score: '0', scoreDate: '2026-03-30' });
    expectStatus(await course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`), 204);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '3',
      attemptId: earned,
      scoreDate: '2026-03-02',
    });
  });

  it('removes the result when the override of a learner without attempts is lifted', async () => {
    await course.grade(quiz.lineItemId, learner, { score: '1' });
    const url = resultUrl(quiz.lineItemId, learner);
    expect((await course.instructor.delete(`${url}/override`, { 'if-match': '"v9"' })).status).toBe(412);
    expect((await course.instructor.delete(`${url}/override`, { 'if-match': '"v1"' })).status).toBe(204);
    expect((await course.instructor.get(url)).body.code).toBe('gradebook.result_not_found');
    expect(await course.history(quiz.lineItemId, learner)).toMatchObject([
      { cause: 'override_lifted', from: { score: '1' }, to: null },
      { cause: 'instructor', from: null, to: { score: '1' } },
    ]);
    expect((await course.instructor.delete(`${url}/override`)).body.code).toBe('gradebook.no_override');
    const attempt = await course.attempt(learner, quiz, 2);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({ score: '2', attemptId: attempt });
    expect((await course.history(quiz.lineItemId, learner))[0]).toMatchObject({
      from: null,
      to: { score: '2' },
    });
  });

  it('refuses to lift an override where there is none, on quizzes and on other line items', async () => {
    await course.attempt(learner, quiz, 2);
    const item = await course.lineItem();
    await course.grade(item.id, learner, { score: '2' });
    for (const lineItemId of [quiz.lineItemId, item.id])
      expect(
        (await course.instructor.delete(`${resultUrl(lineItemId, learner)}/override`)).body,
      ).toMatchObject({
        status: 409,
        code: 'gradebook.no_override',
      });
  });

  it('loses neither an override nor an attempt when both arrive at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const someone = await course.learner();
      const url = resultUrl(quiz.lineItemId, someone);
      const { id } = expectStatus(await someone.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
      const answers = Object.fromEntries(quiz.questionIds.map((question) => [question, true]));
      const [submitted, overridden] = await Promise.all([
        someone.put(`/v1/attempts/${id}/submission`, { answers }),
        course.instructor.put(url, { score: '1' }),
      ]);
      expect([submitted.status, overridden.status]).toEqual([200, 200]);
      expect(await course.result(quiz.lineItemId, someone)).toMatchObject({ score: '1', isOverride: true });
      const history = await course.history(quiz.lineItemId, someone);
      expect(history.map(({ cause }) => cause).sort()).toEqual(['attempt', 'instructor']);

      const retake = expectStatus(await someone.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
      const [again, lifted] = await Promise.all([
        someone.put(`/v1/attempts/${retake.id}/submission`, {}),
        course.instructor.delete(`${url}/override`),
      ]);
      expect([again.status, lifted.status]).toEqual([200, 204]);
      expect(await course.result(quiz.lineItemId, someone)).toMatchObject({ score: '4', attemptId: id });
    }
  });

  it('counts an attempt that was about to be stored when the override was lifted', async () => {
    await course.attempt(learner, quiz, 1);
    await course.grade(quiz.lineItemId, learner, { score: '2' });
    const stored = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const attempt = app.get(Transactions).run(async () => {
      const responses = Object.fromEntries(quiz.questionIds.map((question) => [question, true]));
      const [startedAt, submittedAt] = [app.clock.now(), app.clock.now()];
      const facade = app.get(AssessmentsFacade);
      const { activityId } = quiz;
      const id = await facade.recordAttempt({
        activityId,
        userId: learner.id,
        startedAt,
        submittedAt,
        responses,
      });
      stored.resolve();
      await mayCommit.promise;
      return id;
    });
    await stored.promise;
    const lift = course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`);
    while (!(await isSomebodyWaiting()));
    mayCommit.resolve();
    const attemptId = await attempt;
    expect((await lift).status).toBe(204);
    expect(await course.result(quiz.lineItemId, learner)).toMatchObject({
      score: '4',
      source: 'quiz',
      attemptId,
    });
  });

  it('records no result when the submission fails', async () => {
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    await app.database.run('UPDATE line_items SET activity_id = NULL WHERE id = ?', [
      toBinary(quiz.lineItemId),
    ]);
    const failed = await learner.put(`/v1/attempts/${id}/submission`, {});
    await app.database.run('UPDATE line_items SET activity_id = ? WHERE id = ?', [
      toBinary(quiz.activityId),
      toBinary(quiz.lineItemId),
    ]);
    expect(failed.status).toBe(500);
    expect((await learner.get(`/v1/attempts/${id}`)).body.submittedAt).toBeNull();
    expectStatus(await learner.put(`/v1/attempts/${id}/submission`, {}), 200);
    expect((await course.result(quiz.lineItemId, learner)).attemptId).toBe(id);
  });
});
