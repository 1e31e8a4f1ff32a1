import { createConnection } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';
import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { type Caller, TestApp } from '../../support/test-app';
import { workerDatabase } from '../../support/test-database';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl('the sequences of answers', ['does not replace a newer answer'], () => {
  // Of an answer that has no sequence, the store takes the next one, whatever has been saved meanwhile.
  rewriteStatements(
    /INSERT INTO answer_entries/,
    /SELECT p\.attempt_id, p\.question_id, \?/,
    'SELECT p.attempt_id, p.question_id, ? + 1000',
  );
});

const SENT = '2026-03-02T09:00:00.000Z';
const SAVED_AGAIN = '2026-03-02T09:00:11.000Z';

/**
 * A network that comes back delivers what it had held. By then its sender has long given the connection up, sent the
 * answer again by another one, and perhaps replaced it.
 */
describe('an answer whose statement reaches the store late', () => {
  let store: ConnectionTarget;
  let app: TestApp;
  let quiz: SimpleQuiz;
  let learner: Caller;
  beforeAll(async () => {
    store = await workerDatabase();
    app = await TestApp.start({}, store);
    const course = await GradedCourse.open(app);
    quiz = await course.quiz('Check yourself', 3);
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  /** Saves an answer without committing it yet, so that whoever saves it too has to wait. */
  async function savedSoon(attemptId: string, questionId: string): Promise<{ commit: () => Promise<void> }> {
    const other = await createConnection(connectionOptions(store));
    await other.beginTransaction();
    await other.query(
      `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
       VALUES (?, ?, 1, 'false', 'on_time', ?)`,
      [toBinary(attemptId), toBinary(questionId), new Date(SAVED_AGAIN)],
    );
    return { commit: () => other.commit().then(() => other.end()) };
  }

  async function isSaving(): Promise<boolean> {
    const rows = await app.database.query(
      `SELECT id FROM information_schema.processlist
       WHERE db = DATABASE() AND info LIKE 'INSERT INTO answer_entries%SELECT p.%'`,
    );
    return rows.length > 0;
  }

  it('does not replace a newer answer with one whose statement reaches the store late', async () => {
    app.clock.set(SENT);
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    const questionId = quiz.questionIds[0] ?? '';
    const newer = await savedSoon(id, questionId);
    const late = learner.put(`/v1/attempts/${id}/answers/${questionId}`, { response: true });
    await until(isSaving);
    await newer.commit();

    expect((await late).status).toBe(200);
    const { questions } = (await learner.get(`/v1/attempts/${id}`)).body;
    expect(questions.find((question: { id: string }) => question.id === questionId)).toMatchObject({
      response: false,
      savedAt: SAVED_AGAIN,
    });
  });
});
