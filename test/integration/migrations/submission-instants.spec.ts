import { GradebookSubmissionInstants1790000088100 } from '../../../src/migrations/1790000088100-gradebook-submission-instants';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { migrateUp } from '../../support/migrate-up';
import { TestApp } from '../../support/test-app';

const FIRST = '2026-03-03T10:00:00.000Z';
const SECOND = '2026-03-04T10:00:00.000Z';

describe('the migration of instants of submission', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('gives results of quizzes the instant of their attempt, overrides that of the attempt before, and others none, once', async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    const course = await GradedCourse.open(app);
    const [learner, overridden] = [await course.learner(), await course.learner()];
    const quiz = await course.quiz('Quiz', 2, { maxAttempts: null });
    const essay = await course.lineItem();
    for (const [instant, right] of [
      [FIRST, 1],
      [SECOND, 2],
    ] as const) {
      app.clock.set(instant);
      for (const person of [learner, overridden]) await course.attempt(person, quiz, right);
    }
    await course.grade(quiz.lineItemId, overridden, { score: '0' });
    await course.grade(essay.id, learner, { score: '5' });
    await app.database.run('UPDATE results SET submitted_at = NULL');
    await app.database.run('UPDATE result_changes SET old_submitted_at = NULL, new_submitted_at = NULL');
    await migrateUp(app, GradebookSubmissionInstants1790000088100);
    await migrateUp(app, GradebookSubmissionInstants1790000088100);
    for (const person of [learner, overridden])
      expect(await course.result(quiz.lineItemId, person)).toMatchObject({ submittedAt: SECOND });
    expect(await course.result(essay.id, learner)).toMatchObject({ submittedAt: null });
    const url = `/v1/line-items/${quiz.lineItemId}/results/${learner.id}/history`;
    const { data } = expectStatus(await course.instructor.get(url), 200);
    expect(data.map(({ to }: { to: { submittedAt: string } }) => to.submittedAt)).toEqual([SECOND, FIRST]);
  });
});
