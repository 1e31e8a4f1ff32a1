import type { NewQuestion } from '../../../src/modules/assessments';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the lock of an attempt that is checked',
  ['makes a try of each of two answers that are checked at the same moment'],
  () => {
    rewriteStatements(/FROM attempts t WHERE t\.id = \? AND t\.open_marker = 1/, /FOR UPDATE/, '');
  },
);

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` }));
const CHOICE: NewQuestion = {
  type: 'single_choice',
  prompt: 'Which?',
  points: '6',
  definition: { options, key: 'a', shares: { b: '1/2' }, optionFeedback: { c: 'c-canary' } },
  feedback: 'general-canary',
  hints: [{ text: 'first-hint' }, { text: 'second-hint' }],
};
const MATCH: NewQuestion = {
  type: 'matching',
  prompt: 'Match.',
  points: '2',
  definition: {
    stems: [
      { id: 's', text: 'Stem s' },
      { id: 't', text: 'Stem t' },
    ],
    ...{ choices: options, key: { s: 'a', t: 'b' } },
  },
  hints: [{ text: 'Look at both.', clearWrong: true, showRightCount: true }],
};

describe('the behavior of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const open = async (
    behavior: string,
    more: object = {},
    questions: NewQuestion[] = [CHOICE, MATCH],
  ): Promise<{ room: Classroom; learner: Caller; id: string }> => {
    const room = await Classroom.open(app, { questions, settings: {} });
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { behavior, ...more }), 200);
    const learner = await room.learner();
    return { room, learner, id: (await room.start(learner)).body.id };
  };
  const url = (id: string, room: Classroom, index: number): string =>
    `/v1/attempts/${id}/questions/${room.questionIds[index]}/tries`;

  it('shows after a wrong try what is said to it and the first hint, and neither key nor general feedback', async () => {
    const { room, learner, id } = await open('interactive');
    const first = await learner.post(url(id, room, 0), { response: 'c', sequence: 1 });
    expect(first).toMatchObject({
      status: 200,
      body: {
        ...{ check: 'judged', outcome: 'counts', sequence: 1 },
        standing: {
          ...{
            state: 'try_again',
            tries: 1,
            triesLeft: 2,
            pointsAwarded: '0',
            correct: false,
            closed: false,
          },
          answerFeedback: [{ about: 'c', html: '<p>c-canary</p>\n' }],
          hint: { html: '<p>first-hint</p>\n' },
        },
      },
    });
    for (const { text } of [first, await learner.get(`/v1/attempts/${id}`)]) {
      expect(text).not.toContain('general-canary');
      expect(text).not.toContain('second-hint');
      expect(text).not.toContain('"key"');
    }
    const seen = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
    expect(seen.questions[0].tries).toEqual(first.body.standing);
  });

  it('answers the same try again as the first time, and takes no other for it', async () => {
    const { room, learner, id } = await open('interactive');
    const send = (): Promise<Answer> => learner.post(url(id, room, 0), { response: 'c', sequence: 4 });
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    const other = await learner.post(url(id, room, 0), { response: 'd', sequence: 5 });
    expect(other.body.standing).toMatchObject({ tries: 2, triesLeft: 1 });
    expect((await send()).body).toEqual({ ...first.body, outcome: 'replaced' });
    const same = await learner.post(url(id, room, 0), { response: 'c', sequence: 6 });
    expect(same.body).toMatchObject({ check: 'repeated', standing: { tries: 2 } });
  });

  it('makes one try of twenty that say the same at once', async () => {
    const { room, learner, id } = await open('interactive');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => learner.post(url(id, room, 0), { response: 'c', sequence: 1 })),
    );
    expect(answers.map(({ body }) => body.standing?.tries)).toEqual(Array(20).fill(1));
  });

  it('charges the tries before, closes with the right one, and grades it so', async () => {
    const { room, learner, id } = await open('interactive', { feedback: 'after_submission' });
    await learner.post(url(id, room, 0), { response: 'c' });
    const right = await learner.post(url(id, room, 0), { response: 'a' });
    expect(right.body.standing).toMatchObject({
      state: 'right',
      pointsAwarded: '4',
      closed: true,
      hint: null,
    });
    expect(await room.save(learner, id, 0, 'b')).toMatchObject({
      status: 409,
      body: { code: 'assessments.question_closed' },
    });
    const { body } = await room.submit(learner, id, { [room.questionIds[0]!]: 'd' });
    expect(body).toMatchObject({ score: '4' });
    expect(body.questions[0]).toMatchObject({ response: 'a', pointsAwarded: '4', correct: true });
    const again = await room.submit(learner, id, { [room.questionIds[0]!]: 'd' });
    expect(expectStatus(again, 200)).toMatchObject({ score: '4' });
  });

  it('takes out what is wrong, and counts each part back', async () => {
    const { room, learner, id } = await open('interactive', { feedback: 'after_submission' });
    const part = await learner.post(url(id, room, 1), { response: { s: 'a' } });
    expect(part.body).toMatchObject({ check: 'incomplete', standing: { state: 'unchecked', tries: 0 } });
    const first = await learner.post(url(id, room, 1), { response: { s: 'a', t: 'c' } });
    expect(first.body.standing).toMatchObject({
      pointsAwarded: '1',
      hint: { parts: { right: 1, of: 2 }, response: { s: 'a' } },
    });
    await learner.post(url(id, room, 1), { response: { s: 'a', t: 'b' } });
    const { body } = await room.submit(learner, id, {});
    // One part right at once, one at the second try: (1 + 2/3) / 2 of 2 points.
    expect(body.questions[1]).toMatchObject({ pointsAwarded: '1.6667', correct: true });
  });

  it('keeps the best of all tries, where it is adaptive', async () => {
    const { room, learner, id } = await open('adaptive');
    for (const [response, points] of [
      ['b', '3'],
      ['c', '3'],
      ['a', '3'],
    ] as const) {
      const tried = await learner.post(url(id, room, 0), { response });
      expect(tried.body.standing.pointsAwarded).toBe(points);
    }
    expect((await room.submit(learner, id, {})).body.score).toBe('3');
  });

  it('goes by certainty, and a total is not below nothing', async () => {
    const { room, learner, id } = await open('deferred_certainty', { feedback: 'after_submission' });
    const questionId = room.questionIds[0]!;
    const saved = await learner.put(`/v1/attempts/${id}/answers/${questionId}`, {
      response: 'c',
      certainty: 'high',
    });
    expectStatus(saved, 200);
    const { body } = await room.submit(learner, id, {});
    expect(body).toMatchObject({ score: '0' });
    expect(body.questions[0]).toMatchObject({ pointsAwarded: '-12', correct: false, certainty: 'high' });
    const other = await room.learner();
    const next = (await room.start(other)).body.id;
    const sent = await other.put(`/v1/attempts/${next}/submission`, {
      answers: { [questionId]: 'a' },
      certainties: { [questionId]: 'medium' },
    });
    expect(sent.body).toMatchObject({ score: '4' });
  });

  it('refuses to hand in what needs a certainty, saves it, and takes it with one', async () => {
    const { room, learner, id } = await open('immediate_certainty', { feedback: 'after_submission' });
    const [choice, match] = room.questionIds as [string, string];
    const refused = { status: 409, body: { code: 'assessments.certainty_needed' } };
    const check = await learner.post(url(id, room, 0), { response: 'a' });
    expect(check).toMatchObject({ status: 200, body: { check: 'without_certainty' } });
    const both = { [choice]: 'a', [match]: { s: 'a', t: 'b' } };
    expect(await room.submit(learner, id, both)).toMatchObject({
      ...refused,
      body: {
        errors: [choice, match].map((each) => ({ field: `certainties.${each}`, rule: 'isCertainty' })),
      },
    });
    const still = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
    expect([still.state, still.questions.map((each: { response: unknown }) => each.response)]).toEqual([
      ...['in_progress', ['a', { s: 'a', t: 'b' }]],
    ]);
    expect((await room.start(learner)).body.id).toBe(id);

    const answers = { response: { s: 'a', t: 'b' }, certainty: 'low' };
    expectStatus(await learner.put(`/v1/attempts/${id}/answers/${match}`, answers), 200);
    const submit = (certainties: object): Promise<Answer> =>
      learner.put(`/v1/attempts/${id}/submission`, { answers: { [choice]: 'a' }, certainties });
    expect(await submit({})).toMatchObject({ ...refused, body: { errors: [{}] } });
    expect(expectStatus(await submit({ [choice]: 'high' }), 200).questions).toMatchObject([
      ...[{ pointsAwarded: '6' }, { pointsAwarded: '0.6667' }],
    ]);
  });

  it('hands in for the clock what has no certainty, as low, and what nobody answered', async () => {
    const timed = { feedback: 'after_submission', timeLimitSeconds: 600 };
    const { room, learner, id } = await open('immediate_certainty', timed);
    expectStatus(await room.save(learner, id, 0, 'a'), 200);
    app.clock.advance(700_000);
    const { questions } = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
    expect(questions).toMatchObject([{ pointsAwarded: '2' }, { pointsAwarded: '0' }]);
  });

  it('asks for no certainty of what was passed and can change no more', async () => {
    const { room, learner, id } = await open('immediate_certainty', { navigation: 'sequential' });
    expectStatus(await room.save(learner, id, 0, 'a'), 200);
    expectStatus(await learner.put(`/v1/attempts/${id}/position`, { position: 2 }), 200);
    expectStatus(await room.submit(learner, id, {}), 200);
  });

  it('judges one of the answers that are checked at the same moment where one is judged, and counts all others out', async () => {
    const { room, learner, id } = await open('immediate', { feedback: 'after_submission' });
    const sent = ['a', 'b', 'c', 'd'].map((response, index) =>
      learner.post(url(id, room, 0), { response, sequence: index + 1 }),
    );
    const checks = await Promise.all(sent);
    expect(checks.map(({ status }) => status).filter((status) => ![200, 409].includes(status))).toEqual([]);
    expect(checks.filter(({ body }) => body.check === 'judged')).toHaveLength(1);
  });

  it('makes a try of each of two answers that are checked at the same moment, one after the other', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { room, learner, id } = await open('interactive');
      const sent = ['c', 'd'].map((response, index) =>
        learner.post(url(id, room, 0), { response, sequence: index + 1 }),
      );
      const checks = await Promise.all(sent);
      expect(checks.map(({ status }) => status)).toEqual([200, 200]);
      const judged = checks.filter(({ body }) => body.check === 'judged').length;
      const { questions } = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
      expect(questions[0].tries).toMatchObject({ tries: judged });
    }
  });

  it('judges nothing before the end, where it is deferred', async () => {
    const { room, learner, id } = await open('deferred');
    expect(await learner.post(url(id, room, 0), { response: 'a' })).toMatchObject({
      status: 409,
      body: { code: 'assessments.takes_no_checks' },
    });
  });

  it('stays for an attempt as it was at its start', async () => {
    const { room, learner, id } = await open('interactive');
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { behavior: 'deferred' }), 200);
    expect((await learner.post(url(id, room, 0), { response: 'c' })).body.check).toBe('judged');
  });

  it('checks for nobody else, at no other time and of no other quiz', async () => {
    const { room, learner, id } = await open('immediate');
    expect((await room.instructor.post(url(id, room, 0), { response: 'a' })).status).toBe(403);
    expect((await (await room.learner()).post(url(id, room, 0), { response: 'a' })).status).toBe(404);
    expect((await learner.post(url(id, room, 0), { response: 'nonsense' })).status).toBe(422);
    await room.submit(learner, id, {});
    expect(await learner.post(url(id, room, 0), { response: 'a' })).toMatchObject({ status: 409 });
    expect((await learner.get(`/v1/attempts/${id}`)).text).not.toContain('"correct":true');
  });

  it('costs the same statements for the first try and the second', async () => {
    const { room, learner, id } = await open('adaptive');
    const first = await sqlOf(() => learner.post(url(id, room, 0), { response: 'c' }));
    const second = await sqlOf(() => learner.post(url(id, room, 0), { response: 'd' }));
    expect(second).toHaveLength(first.length);
    // Of the paper, each reads no other question than the one that is checked.
    const ofPaper = first.filter((sql) => sql.includes('FROM attempt_questions p'));
    expect(ofPaper).not.toEqual([]);
    for (const sql of ofPaper) expect(sql).toMatch(/p\.question_id (?:= \?|IN \()/);
  });
});
