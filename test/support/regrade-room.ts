import { AssessmentsFacade, type NewQuestion, type SettingsChange } from '../../src/modules/assessments';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { Classroom, FIVE_QUESTIONS } from './classroom';
import { expectStatus } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

/** A quiz whose keys are corrected: a single choice of 2 points whose key is the median, and a short text of 1.5. */
export class RegradeRoom {
  private constructor(
    readonly room: Classroom,
    /** Of its questions, in their order. */
    readonly versionIds: string[],
    readonly lineItemId: string,
  ) {}

  static async open(
    app: TestApp,
    {
      questions = [FIVE_QUESTIONS[0]!, FIVE_QUESTIONS[4]!],
      settings = {},
    }: { questions?: NewQuestion[]; settings?: SettingsChange } = {},
  ): Promise<RegradeRoom> {
    const room = await Classroom.open(app, { questions, settings });
    const { data } = expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`), 200);
    const items = expectStatus(await room.instructor.get(`${room.url}/line-items`), 200).data;
    return new RegradeRoom(
      room,
      data.map(({ versionId }: { versionId: string }) => versionId),
      items[0].id,
    );
  }

  /** Learners who have handed in these responses. */
  async handIn(...responses: unknown[][]): Promise<{ learner: Caller; attemptId: string }[]> {
    const done: { learner: Caller; attemptId: string }[] = [];
    for (const own of responses) {
      const learner = await this.room.learner();
      done.push({ learner, attemptId: expectStatus(await this.room.attempt(learner, own), 200).id });
    }
    return done;
  }

  correct(question: number, body: object, headers?: Record<string, string>): Promise<Answer> {
    return this.room.instructor.patch(
      `/v1/question-versions/${this.versionIds[question]}/key`,
      body,
      headers,
    );
  }

  accept(question: number, response: unknown): Promise<Answer> {
    return this.room.instructor.put(`/v1/question-versions/${this.versionIds[question]}/accepted-response`, {
      response,
    });
  }

  start(body: object, caller: Caller = this.room.instructor): Promise<Answer> {
    return caller.post(`/v1/quizzes/${this.room.quizId}/regrades`, body);
  }

  /** The operation, when it is over. */
  async regrade(body: object = { policy: 'recompute' }): Promise<Answer['body']> {
    return this.finished(expectStatus(await this.start(body), 202).id);
  }

  async reverse(operationId: string): Promise<Answer['body']> {
    const answer = await this.room.instructor.post(`/v1/operations/${operationId}/reversal`, {});
    return this.finished(expectStatus(answer, 202).id);
  }

  async finished(id: string): Promise<Answer['body']> {
    await this.room.app.get(OperationRunner).settled(id);
    return expectStatus(await this.room.instructor.get(`/v1/operations/${id}`), 200);
  }

  /** What a regrade lists, as `userId from → to`. */
  async listed(operationId: string): Promise<string[]> {
    const url = `/v1/regrades/${operationId}/attempts?limit=100`;
    const { data } = expectStatus(await this.room.instructor.get(url), 200);
    return data.map(
      ({ user, from, to, difference }: Answer['body']) =>
        `${user.id} ${from.score}/${from.maxScore} → ${to.score}/${to.maxScore}: ${difference}`,
    );
  }

  async score(attemptId: string): Promise<Answer['body']> {
    const attempt = expectStatus(await this.room.instructor.get(`/v1/attempts/${attemptId}`), 200);
    return [attempt.score, attempt.maxScore];
  }

  async result(learner: Caller): Promise<Answer['body']> {
    const url = `/v1/line-items/${this.lineItemId}/results/${learner.id}`;
    return expectStatus(await this.room.instructor.get(url), 200);
  }

  async hasCompleted(learner: Caller): Promise<boolean> {
    return (await learner.get(`${this.room.url}/progress/me`)).body.completed === 1;
  }

  get facade(): AssessmentsFacade {
    return this.room.app.get(AssessmentsFacade);
  }
}

/** All that the store holds of the attempts, results and completions of a quiz, but for what counts changes. */
export async function storeOf(app: TestApp, quizId: string): Promise<unknown[][]> {
  const id = Buffer.from(quizId.replaceAll('-', ''), 'hex');
  const of = (sql: string): Promise<unknown[]> => app.database.rows(sql, [id]);
  return [
    await of('SELECT * FROM attempts WHERE activity_id = ? ORDER BY id'),
    await of(
      `SELECT p.* FROM attempt_questions p JOIN attempts t ON t.id = p.attempt_id WHERE t.activity_id = ?
       ORDER BY p.attempt_id, p.question_id`,
    ),
    await of(
      `SELECT r.id, r.user_id, r.score, r.score_status, r.score_date, r.comment, r.source, r.attempt_id, r.recorded_by,
         r.deleted_at FROM results r JOIN line_items li ON li.id = r.line_item_id WHERE li.activity_id = ? ORDER BY r.id`,
    ),
    await of('SELECT * FROM activity_completions WHERE activity_id = ? ORDER BY user_id'),
    await of(
      `SELECT work_id, item_id, max_points, standing, given_revision FROM scripts WHERE activity_id = ?
       ORDER BY work_id, item_id`,
    ),
  ];
}
