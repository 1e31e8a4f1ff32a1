import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { workerDatabase } from '../../support/test-database';

const START = '2026-03-02T09:00:00.000Z';
const MINUTE = 60_000;
const after = (minutes: number, milliseconds = 0): string =>
  new Date(Date.parse(START) + minutes * MINUTE + milliseconds).toISOString();

/** A started attempt at a quiz whose time limit is ten minutes, with the first question answered right. */
interface Sat {
  room: Classroom;
  learner: Caller;
  id: string;
}

describe('the end of an attempt', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({}, await workerDatabase());
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  async function sit(settings: object = {}): Promise<Sat> {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600, ...settings } });
    const learner = await room.learner();
    const { id } = expectStatus(await room.start(learner), 201);
    expectStatus(await room.save(learner, id, 0, RIGHT_RESPONSES[0]), 200);
    return { room, learner, id };
  }

  const sweep = (): Promise<number> => app.get(AttemptSweep).sweep();
  const attempt = async ({ learner, id }: Sat): Promise<Answer['body']> =>
    expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
  const lateEntries = async (id: string): Promise<unknown[]> =>
    (
      await app.database.rows<{ response: string }>(
        `SELECT response FROM answer_entries WHERE attempt_id = ? AND standing = 'late' ORDER BY sequence`,
        [toBinary(id)],
      )
    ).map(({ response }) => JSON.parse(response) as unknown);

  it('tells a learner who starts when answering ends, and what time it is', async () => {
    const room = await Classroom.open(app, {
      settings: { timeLimitSeconds: 600, atEnd: 'grace', graceSeconds: 60 },
    });
    expect((await room.start(await room.learner())).body).toMatchObject({
      ...{ status: 'in_progress', state: 'in_progress', now: START },
      ...{ endsAt: after(10), handInBy: after(11), endedAt: null, endReason: null },
    });
  });

  it.each([
    ['the time limit', { closesAt: new Date(after(30)) }, 10, 'time_limit'],
    ['the close, where that comes first', { closesAt: new Date(after(7)) }, 7, 'close'],
  ])('submits what was saved as of %s, at the first look at it', async (_what, settings, minutes, reason) => {
    const sat = await sit(settings);
    app.clock.set(after(minutes, -1));
    expect(await attempt(sat)).toMatchObject({ state: 'in_progress', endsAt: after(minutes) });
    app.clock.set(after(minutes + 1));
    expect(await attempt(sat)).toMatchObject({
      ...{ status: 'submitted', state: 'graded', score: '2', endReason: reason },
      ...{ endedAt: after(minutes), submittedAt: after(minutes), handInBy: after(minutes) },
    });
    expect((await sat.learner.get('/v1/grades/me')).status).not.toBe(500);
  });

  it('refuses an answer from the instant of the end on, says when it was, and keeps what was typed once', async () => {
    const sat = await sit();
    app.clock.set(after(10, -1));
    expectStatus(await sat.room.save(sat.learner, sat.id, 2, false), 200);
    app.clock.set(after(10));
    for (const response of ['1729', '1729', '1730']) {
      const refused = await sat.room.save(sat.learner, sat.id, 3, response);
      expect(refused).toMatchObject({ status: 409, body: { code: 'assessments.answering_ended' } });
      expect(refused.body.detail).toContain('9:10');
    }
    expect(await lateEntries(sat.id)).toEqual(['1729', '1730']);
    expect(await attempt(sat)).toMatchObject({ score: '3', endedAt: after(10) });

    app.clock.set(after(10 + 24 * 60));
    expect((await sat.room.save(sat.learner, sat.id, 3, '1731')).status).toBe(409);
    expect(await lateEntries(sat.id)).toEqual(['1729', '1730']);
  });

  it('makes of a submission after the end that of the end, which last answers do not change', async () => {
    const sat = await sit();
    app.clock.set(after(12));
    const answers = sat.room.byQuestion(RIGHT_RESPONSES);
    const first = await sat.room.submit(sat.learner, sat.id, answers);
    expect(first).toMatchObject({
      status: 200,
      body: { score: '2', endedAt: after(10), endReason: 'time_limit' },
    });
    const again = await sat.room.submit(sat.learner, sat.id, answers);
    expect(again).toMatchObject({ status: 200, body: { score: '2', endedAt: after(10) } });
    expect(await lateEntries(sat.id)).toHaveLength(5);
  });

  it('keeps the last answers of a submission that comes when the sweep has ended the attempt', async () => {
    const sat = await sit();
    app.clock.set(after(12));
    await sweep();
    const { body } = await sat.room.submit(sat.learner, sat.id, sat.room.byQuestion(RIGHT_RESPONSES));
    expect(body).toMatchObject({ score: '2', endedAt: after(10) });
    expect(await lateEntries(sat.id)).toHaveLength(5);
  });

  it('lets a learner hand in what is saved, and nothing more, during the grace', async () => {
    const sat = await sit({ atEnd: 'grace', graceSeconds: 120 });
    app.clock.set(after(11));
    expect(await attempt(sat)).toMatchObject({ status: 'in_progress', state: 'overdue', endedAt: null });
    expect((await sat.room.save(sat.learner, sat.id, 1, ['sd'])).body).toMatchObject({
      code: 'assessments.answering_ended',
    });
    const { body } = await sat.room.submit(sat.learner, sat.id, sat.room.byQuestion(RIGHT_RESPONSES));
    expect(body).toMatchObject({
      ...{ state: 'graded', score: '2', endedAt: after(11), endReason: 'submitted' },
    });
  });

  it.each([
    ['the grace', { atEnd: 'grace', graceSeconds: 120 }, 12],
    ['the end', { atEnd: 'abandon' }, 10],
  ])('abandons an attempt that nobody handed in before %s was over', async (_what, settings, minutes) => {
    const sat = await sit(settings);
    app.clock.set(after(minutes));
    const refused = await sat.room.submit(sat.learner, sat.id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'assessments.attempt_abandoned' } });
    expect(await attempt(sat)).toMatchObject({
      ...{ status: 'abandoned', state: 'abandoned', score: null, submittedAt: null, receipt: null },
      ...{ endedAt: after(minutes), endReason: 'abandoned' },
    });
    expect((await sat.room.submit(sat.learner, sat.id)).status).toBe(409);
    expect((await attempt(sat)).questions[0].response).toBe(RIGHT_RESPONSES[0]);
    // It does not stand in the way of the next.
    expect(expectStatus(await sat.room.start(sat.learner), 201)).toMatchObject({ number: 2 });
  });

  it('ends an attempt that ran out before its learner starts the next', async () => {
    const sat = await sit();
    app.clock.set(after(20));
    expect(expectStatus(await sat.room.start(sat.learner), 201)).toMatchObject({
      ...{ number: 2, startedAt: after(20), endsAt: after(30) },
    });
    expect(await attempt(sat)).toMatchObject({ state: 'graded', endedAt: after(10) });
  });

  it('lists an attempt that ran out as submitted before anything has recorded it', async () => {
    const sat = await sit();
    app.clock.set(after(20));
    const { data } = (await sat.room.instructor.get(`/v1/quizzes/${sat.room.quizId}/attempts`)).body;
    expect(data).toMatchObject([
      { status: 'submitted', state: 'submitted', score: null, endedAt: after(10), endReason: 'time_limit' },
    ]);
  });

  it('is recorded by the sweep, with the grade, and only once', async () => {
    // The attempts of other tests.
    app.clock.set(after(60));
    await sweep();
    app.clock.set(START);
    const sat = await sit();
    app.clock.set(after(10, -1));
    expect(await sweep()).toBe(0);
    app.clock.set(after(60));
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    const { data } = (await sat.room.instructor.get(`/v1/quizzes/${sat.room.quizId}/attempts`)).body;
    expect(data).toMatchObject([{ state: 'graded', score: '2', endedAt: after(10) }]);
  });

  it('stays as it was when the clock is set back, and takes no more answers', async () => {
    const sat = await sit();
    app.clock.set(after(10));
    await sweep();
    app.clock.set(after(3));
    expect(await sat.room.save(sat.learner, sat.id, 1, ['sd'])).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.answering_ended' } },
    });
    expect(await attempt(sat)).toMatchObject({ state: 'graded', endedAt: after(10) });
  });

  it('gives two tabs that start at once the same attempt with the same end', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    const learner = await room.learner();
    const tabs = await Promise.all([room.start(learner), room.start(learner)]);
    expect(tabs.map(({ status }) => status)).toEqual([201, 201]);
    expect(tabs[0]?.body).toMatchObject({ id: tabs[1]?.body.id, endsAt: after(10) });
  });
});

describe('answers that were written offline', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({}, await workerDatabase());
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  async function offline(settings: object): Promise<{ answer: Answer; result: Answer['body'] }> {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600, ...settings } });
    const learner = await room.learner();
    const { id } = expectStatus(await room.start(learner), 201);
    app.clock.set(after(30));
    await app.get(AttemptSweep).sweep();
    const answer = await learner.put(`/v1/attempts/${id}/answers`, {
      answers: [3, 4].map((sequence) => ({
        ...{ questionId: room.questionIds[0], sequence, writtenAt: after(9) },
        response: sequence === 4 ? 'median' : 'mean',
      })),
    });
    return { answer, result: (await room.instructor.get(`/v1/attempts/${id}`)).body };
  }

  it('count in a quiz that says so, and are shown as what they are', async () => {
    const { answer, result } = await offline({ offlineAnswers: 'counted', feedback: 'never' });
    expect(answer.body.results).toMatchObject([{ outcome: 'counts' }, { outcome: 'counts' }]);
    expect(result).toMatchObject({ score: '2', endedAt: after(10), endReason: 'time_limit' });
    expect(result.questions[0]).toMatchObject({ response: 'median', sequence: 4, deliveredAfterEnd: true });
  });

  it('do not count once their learner can see what is right', async () => {
    const { answer, result } = await offline({ offlineAnswers: 'counted', feedback: 'after_submission' });
    expect(answer.body.results).toMatchObject([{ outcome: 'late' }, { outcome: 'late' }]);
    expect(result).toMatchObject({ score: '0' });
  });

  it('are kept and do not count in any other quiz', async () => {
    const { answer, result } = await offline({ feedback: 'never' });
    expect(answer.body.results).toMatchObject([{ outcome: 'late' }, { outcome: 'late' }]);
    expect(result).toMatchObject({ score: '0' });
  });
});

describe('the time between attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({}, await workerDatabase());
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  it('is waited for, after the first attempt and after later ones, from the end of the one before', async () => {
    const room = await Classroom.open(app, {
      settings: { delayAfterFirstSeconds: 600, delayAfterLaterSeconds: 1200 },
    });
    const learner = await room.learner();
    await room.attempt(learner, RIGHT_RESPONSES);
    app.clock.set(after(10, -1));
    const early = await room.start(learner);
    expect(early).toMatchObject({ status: 409, body: { code: 'assessments.next_attempt_later' } });
    expect(early.body.detail).toContain('9:10');
    app.clock.set(after(10));
    await room.attempt(learner, RIGHT_RESPONSES);
    app.clock.set(after(30, -1));
    expect((await room.start(learner)).body.code).toBe('assessments.next_attempt_later');
    app.clock.set(after(30));
    expect((await room.start(learner)).status).toBe(201);
  });

  it('means no more attempts where it would be over only when the quiz has closed', async () => {
    const room = await Classroom.open(app, {
      settings: { delayAfterFirstSeconds: 600, closesAt: new Date(after(10)) },
    });
    const learner = await room.learner();
    await room.attempt(learner, RIGHT_RESPONSES);
    expect(await room.start(learner)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.no_time_for_next_attempt' } },
    });
  });
});
