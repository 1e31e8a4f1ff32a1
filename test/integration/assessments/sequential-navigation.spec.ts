import { toBinary } from '../../../src/shared/database/ids';
import type { NewQuestion } from '../../../src/modules/assessments';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements, sentLate } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the lock of a save on the place of its learner', ['counts an answer of one tab'], () => {
  sentLate(/INSERT INTO answer_entries .* SELECT/);
  rewriteStatements(
    /INSERT INTO answer_entries/,
    /AND \(\? = 0 OR p\.position = t\.reached_position\)/,
    'AND ? < 2',
  );
});

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const COUNT = 4;
/** Stands in the prompt of one question, and nowhere else. */
const canary = (number: number): string => `canary-${number}`;
const QUESTIONS = Array.from({ length: COUNT }, (_, index): NewQuestion => ({
  ...{ type: 'short_text', points: '1', prompt: canary(index + 1) },
  definition: { accepted: ['right'], caseSensitive: false },
}));

describe('a quiz that asks one question after another', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let id: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, { questions: QUESTIONS, settings: { navigation: 'sequential' } });
    learner = await room.learner();
    id = expectStatus(await room.start(learner), 201).id;
  });
  afterAll(() => app.stop());

  const goTo = (position: number, who = learner): Promise<Answer> =>
    who.put(`/v1/attempts/${id}/position`, { position });
  const save = (question: number, response: string, more: object = {}): Promise<Answer> =>
    learner.put(`/v1/attempts/${id}/answers/${room.questionIds[question - 1]}`, { response, ...more });
  const read = async (who = learner): Promise<Answer['body']> =>
    expectStatus(await who.get(`/v1/attempts/${id}`), 200);
  const canariesIn = (body: unknown): string[] =>
    Array.from({ length: COUNT }, (_, index) => canary(index + 1)).filter((each) =>
      JSON.stringify(body).includes(each),
    );
  const responses = async (): Promise<unknown[]> =>
    (await read(room.instructor)).questions.map(({ response }: { response: unknown }) => response);
  const late = async (): Promise<string[]> =>
    (
      await app.database.rows<{ response: string }>(
        `SELECT response FROM answer_entries WHERE attempt_id = ? AND standing = 'late'
         ORDER BY saved_at, question_id, sequence`,
        [toBinary(id)],
      )
    ).map(({ response }) => JSON.parse(response) as string);

  it('shows the questions up to the current one, and the next one when its learner goes on, answered or not', async () => {
    expect(await read()).toMatchObject({ position: 1, questionCount: COUNT });
    expect(canariesIn(await read())).toEqual([canary(1)]);
    expectStatus(await save(1, 'right'), 200);
    expect(canariesIn(await read())).toEqual([canary(1)]);
    const second = expectStatus(await goTo(2), 200);
    expect(second).toMatchObject({ position: 2, questions: [{ response: 'right' }, { response: null }] });
    expect(canariesIn(expectStatus(await goTo(3), 200))).toEqual([1, 2, 3].map(canary));
    // Whoever starts again, in another tab, comes to the same place.
    expect(canariesIn((await room.start(learner)).body)).toEqual([1, 2, 3].map(canary));
  });

  it('tells a learner of the questions ahead by no route, and staff of all', async () => {
    const reads = [
      `/v1/attempts/${id}`,
      `/v1/quizzes/${room.quizId}`,
      `/v1/quizzes/${room.quizId}/attempts`,
      `/v1/quizzes/${room.quizId}/questions`,
      `/v1/quizzes/${room.quizId}/slots`,
      `/v1/quizzes/${room.quizId}/open-attempts`,
      `/v1/attempts/${id}/timeline`,
      `${room.url}/outline`,
      '/v1/grades/me',
    ];
    for (const url of reads) {
      const { body } = await learner.get(url);
      expect({ url, canaries: canariesIn(body).filter((each) => each !== canary(1)) }).toEqual({
        ...{ url, canaries: [] },
      });
    }
    const ahead = await save(2, 'right');
    expect(ahead).toMatchObject({ status: 404, body: { code: 'assessments.question_not_found' } });
    const unknown = await learner.put(`/v1/attempts/${id}/answers/${id}`, { response: 'right' });
    expect(ahead.body).toMatchObject({ title: unknown.body.title, detail: unknown.body.detail });
    const submitted = await room.submit(learner, id, { [room.questionIds[1]!]: 'right' });
    expect(submitted).toMatchObject({ status: 422, body: { code: 'assessments.invalid_response' } });
    expect(canariesIn(await read(room.instructor))).toHaveLength(COUNT);
  });

  it('changes the answer to the current question only, keeps what comes for a passed one, and names the rule', async () => {
    expectStatus(await save(1, 'wrong'), 200);
    expectStatus(await save(1, 'right', { sequence: 5 }), 200);
    await goTo(2);
    const refused = await save(1, 'on second thoughts');
    expect(refused).toMatchObject({ status: 409, body: { code: 'assessments.question_passed' } });
    expect(refused.body.detail).toContain('without a way back');
    // What was acknowledged before is acknowledged again.
    expect(await save(1, 'right', { sequence: 5 })).toMatchObject({
      status: 200,
      body: { outcome: 'counts' },
    });
    expect(await responses()).toEqual(['right', null, null, null]);
    expect(await late()).toEqual(['on second thoughts']);
  });

  it('decides about each of many answers by its own question', async () => {
    await goTo(2);
    const [first, second, third] = room.questionIds;
    const answer = await learner.put(`/v1/attempts/${id}/answers`, {
      answers: [first, second, third].map((questionId) => ({ questionId, response: 'right' })),
    });
    expect(expectStatus(answer, 200).results).toMatchObject([
      { status: 'refused', code: 'assessments.question_passed' },
      { status: 'saved', outcome: 'counts' },
      { status: 'refused', code: 'assessments.question_not_found' },
    ]);
    expect(await responses()).toEqual([null, 'right', null, null]);
  });

  it('counts of the last answers of a submission that to the current question, and keeps others', async () => {
    expectStatus(await save(1, 'wrong'), 200);
    await goTo(2);
    const [first, second] = room.questionIds;
    const answers = { [first!]: 'right', [second!]: 'right' };
    const result = await room.submit(learner, id, answers);
    expect(expectStatus(result, 200)).toMatchObject({ score: '1', position: null });
    // Whoever did not hear of it sends it again, and is told the same.
    expect(await room.submit(learner, id, answers)).toMatchObject({ status: 200, body: { score: '1' } });
    expect(await room.submit(learner, id, { ...answers, [second!]: 'wrong' })).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.graded_otherwise' } },
    });
    expect(await responses()).toEqual(['wrong', 'right', null, null]);
    expect(await late()).toEqual(['right']);
  });

  it('goes on by one, neither back nor over a question, nor past the last', async () => {
    const refused = { status: 409, body: { code: 'assessments.wrong_position' } };
    expect(await goTo(3)).toMatchObject(refused);
    expect((await goTo(2)).status).toBe(200);
    expect((await goTo(2)).status).toBe(200);
    expect(await goTo(1)).toMatchObject(refused);
    expect((await goTo(3)).status).toBe(200);
    expect((await goTo(4)).status).toBe(200);
    expect(await goTo(5)).toMatchObject(refused);
    expect((await goTo(0)).status).toBe(422);
    expect((await read()).position).toBe(4);
  });

  it('goes on for nobody but its learner, and not when the attempt is over or paused', async () => {
    expect((await goTo(2, await room.learner())).status).toBe(404);
    expect(await goTo(2, room.instructor)).toMatchObject({
      ...{ status: 403, body: { code: 'assessments.not_your_attempt' } },
    });
    const open = `/v1/quizzes/${room.quizId}/open-attempts`;
    expect((await room.instructor.post(`${open}/pause`, { reason: 'A fire alarm' })).status).toBeLessThan(
      300,
    );
    expect(await goTo(2)).toMatchObject({ status: 409, body: { code: 'assessments.attempt_paused' } });
    expect(
      (await room.instructor.post(`${open}/resumption`, { reason: 'It was a test' })).status,
    ).toBeLessThan(300);
    expectStatus(await room.submit(learner, id), 200);
    expect(await goTo(2)).toMatchObject({ status: 409, body: { code: 'assessments.attempt_submitted' } });
  });

  it('stays where its learner stood when the attempt is opened again: what was passed stays passed', async () => {
    expectStatus(await save(1, 'wrong'), 200);
    expectStatus(await goTo(2), 200);
    expectStatus(await room.submit(learner, id), 200);
    const reopening = `/v1/attempts/${id}/reopening`;
    expectStatus(await room.instructor.post(reopening, { reason: 'Submitted by mistake' }), 200);
    expect(await read()).toMatchObject({ state: 'in_progress', position: 2 });
    expect(canariesIn(await read())).toEqual([1, 2].map(canary));
    expect((await save(1, 'right')).body).toMatchObject({ code: 'assessments.question_passed' });
    expect((await goTo(1)).body).toMatchObject({ code: 'assessments.wrong_position' });
    expectStatus(await save(2, 'right'), 200);
    expectStatus(await goTo(3), 200);
    expectStatus(await save(3, 'right'), 200);
    expect(expectStatus(await room.submit(learner, id), 200)).toMatchObject({ score: '2' });
    expect(await responses()).toEqual(['wrong', 'right', 'right', null]);
  });

  it('counts what was written offline for the question at which its learner stood, and no other', async () => {
    expectStatus(
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
        ...{ offlineAnswers: 'counted', timeLimitSeconds: 600, feedback: 'never' },
      }),
      200,
    );
    await goTo(2);
    app.clock.set(after(11));
    const [first, second, third] = room.questionIds;
    const written = { response: 'right', sequence: 9, writtenAt: after(5) };
    const answer = await learner.put(`/v1/attempts/${id}/answers`, {
      answers: [first, second, third].map((questionId) => ({ questionId, ...written })),
    });
    expect(expectStatus(answer, 200).results).toMatchObject([
      { status: 'saved', outcome: 'late' },
      { status: 'saved', outcome: 'counts' },
      { status: 'refused', code: 'assessments.question_not_found' },
    ]);
    expect(await read(room.instructor)).toMatchObject({ score: '1' });
  });

  it('counts an answer of one tab or passes its question, where another tab goes on at the same moment', async () => {
    for (let position = 1; position < COUNT; position += 1) {
      const saves = Array.from({ length: 6 }, (_, turn) =>
        save(position, `text ${turn}`, { sequence: turn + 1 }),
      );
      const steps = [goTo(position + 1), goTo(position + 1)];
      const [statuses, moved] = await Promise.all([
        Promise.all(saves).then((all) => all.map(({ status }) => status)),
        Promise.all(steps),
      ]);
      expect(moved.map(({ status }) => status)).toEqual([200, 200]);
      expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
      const counted = statuses.lastIndexOf(200);
      const final = counted === -1 ? null : `text ${counted}`;
      expect((await responses())[position - 1]).toBe(final);
      // Since the next question is shown, nothing has changed.
      for (const { body } of moved) expect(body.questions[position - 1].response).toBe(final);
      expect((await read()).position).toBe(position + 1);
      // Nothing gets in any more.
      const before = await responses();
      await Promise.all([save(position, 'too late', { sequence: 99 }), save(position, 'also too late')]);
      expect(await responses()).toEqual(before);
    }
  });

  it('is a rule of now: a quiz that is opened up shows all, and takes answers to all', async () => {
    await goTo(2);
    const url = `/v1/quizzes/${room.quizId}`;
    expectStatus(await room.instructor.patch(url, { navigation: 'free' }), 200);
    expect(canariesIn(await read())).toHaveLength(COUNT);
    expectStatus(await save(1, 'right'), 200);
    expectStatus(await save(4, 'right'), 200);
    expect(await goTo(3)).toMatchObject({ status: 409, body: { code: 'assessments.wrong_position' } });
    expectStatus(await room.instructor.patch(url, { navigation: 'sequential' }), 200);
    expect(await read()).toMatchObject({ position: 2 });
    expect(canariesIn(await read())).toEqual([1, 2].map(canary));
  });
});
