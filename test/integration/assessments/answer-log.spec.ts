import { Classroom } from '../../support/classroom';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the order of sequences',
  ['counts the answer with the highest sequence', 'keeps an answer from a stale tab'],
  () => {
    rewriteStatements(
      /answer_entries y/,
      /ORDER BY y\.sequence DESC/,
      'ORDER BY y.saved_at DESC, y.sequence',
    );
  },
);

const NINE = '2026-03-02T09:00:00.000Z';
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** The short text. */
const TEXT = 4;

describe('the log of answers', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let attemptId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set(NINE);
    learner = await room.learner();
    attemptId = (await room.start(learner)).body.id;
  });

  const save = (response: unknown, more: object = {}): Promise<Answer> =>
    learner.put(`/v1/attempts/${attemptId}/answers/${room.questionIds[TEXT]}`, { response, ...more });
  const saveAll = (answers: object[]): Promise<Answer> =>
    learner.put(`/v1/attempts/${attemptId}/answers`, { answers });
  const present = async (): Promise<{ response: unknown; sequence: number | null; savedAt: string | null }> =>
    (await learner.get(`/v1/attempts/${attemptId}`)).body.questions[TEXT];
  const entries = async (): Promise<unknown[]> =>
    (
      await app.database.rows<{ sequence: number; response: string | null; standing: string }>(
        `SELECT sequence, response, standing FROM answer_entries WHERE attempt_id = UNHEX(REPLACE(?, '-', ''))
         ORDER BY sequence`,
        [attemptId],
      )
    ).map(({ sequence, response, standing }) => [
      sequence,
      JSON.parse(response ?? 'null') as unknown,
      standing,
    ]);

  it('counts the answer with the highest sequence when the retry of an older save arrives after it', async () => {
    expect((await save('one', { sequence: 1 })).body).toMatchObject({ sequence: 1, outcome: 'counts' });
    app.clock.advance(1000);
    expect((await save('three', { sequence: 3 })).body).toMatchObject({ sequence: 3, outcome: 'counts' });
    app.clock.advance(1000);
    const late = await save('two', { sequence: 2 });
    expect(late).toMatchObject({ status: 200, body: { response: 'two', sequence: 2, outcome: 'replaced' } });
    expect(await present()).toMatchObject({
      response: 'three',
      sequence: 3,
      savedAt: '2026-03-02T09:00:01.000Z',
    });
    expect(await entries()).toEqual([
      [1, 'one', 'on_time'],
      [2, 'two', 'on_time'],
      [3, 'three', 'on_time'],
    ]);
  });

  it('keeps an answer from a stale tab, which has nothing yet, without counting it', async () => {
    await save('typed here', { sequence: 9 });
    app.clock.advance(1000);
    expect((await save(null, { sequence: 4 })).body.outcome).toBe('replaced');
    expect((await present()).response).toBe('typed here');
    expect((await save(null, { sequence: 10 })).body.outcome).toBe('counts');
    expect((await present()).response).toBeNull();
  });

  it('answers the same answer again as the first time, and refuses another one with its sequence', async () => {
    const first = await save('same', { sequence: 5, writtenAt: NINE });
    app.clock.advance(60_000);
    expect((await save('same', { sequence: 5, writtenAt: NINE })).body).toEqual(first.body);
    expect(await save('other', { sequence: 5 })).toMatchObject({
      status: 409,
      body: { code: 'assessments.sequence_taken' },
    });
    expect(await save(null, { sequence: 5 })).toMatchObject({ status: 409 });
    expect(await present()).toMatchObject({ response: 'same', sequence: 5 });
  });

  it('takes sequences with gaps and up to 2 ** 52, and answers without one after them', async () => {
    await save('clock', { sequence: 1_773_051_000_000 });
    await save('largest', { sequence: 2 ** 52 });
    expect(await present()).toMatchObject({ response: 'largest', sequence: 2 ** 52 });
    expect((await save('plain')).body).toMatchObject({ sequence: 2 ** 52 + 1, outcome: 'counts' });
    expect((await present()).response).toBe('plain');
    for (const sequence of [0, -1, 1.5, 2 ** 52 + 1, 1e300, '3', null])
      expect(await save('x', { sequence })).toMatchObject({
        status: 422,
        body: { errors: expect.arrayContaining([expect.objectContaining({ field: 'sequence' })]) },
      });
  });

  it('knows an answer without a sequence by its idempotency key', async () => {
    const first = await save('typed', { idempotencyKey: 'tab-1' });
    await save('typed on', { idempotencyKey: 'tab-2' });
    expect((await save('typed', { idempotencyKey: 'tab-1' })).body).toEqual({
      ...first.body,
      outcome: 'replaced',
    });
    expect((await save('other', { idempotencyKey: 'tab-1' })).body.code).toBe('assessments.sequence_taken');
    expect(await entries()).toHaveLength(2);
  });

  it('keeps every acknowledged answer of parallel saves with and without sequences', async () => {
    const answers = await times(24, (index) =>
      save(`text ${index}`, index % 3 === 0 ? {} : { sequence: 100 + ((index * 7) % 24) }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(24).fill(200));
    const log = (await entries()) as [number, string][];
    for (const { body } of answers) expect(log).toContainEqual([body.sequence, body.response, 'on_time']);
    expect(log).toHaveLength(24);
    expect(await present()).toMatchObject({ sequence: log.at(-1)![0], response: log.at(-1)![1] });
  });

  it('saves many answers with one request, each for itself', async () => {
    const [choice = '', , , number = '', text = ''] = room.questionIds;
    const stranger = (await Classroom.open(app)).questionIds[0]!;
    const { status, body } = await saveAll([
      { questionId: choice, response: 'median', sequence: 2 },
      { questionId: stranger, response: 'median' },
      { questionId: choice, response: 'nonsense', sequence: 3 },
      { questionId: text, response: 'first' },
      { questionId: text, response: 'second' },
      { questionId: choice, response: 'mean', sequence: 1 },
      { questionId: choice, response: 'mean', sequence: 2 },
      { questionId: number, response: 'about 1729' },
    ]);
    expect(status).toBe(200);
    const [one, two, three, four, five, six, seven, eight] = body.results;
    expect(one).toMatchObject({ status: 'saved', response: 'median', sequence: 2, outcome: 'counts' });
    expect(two).toMatchObject({ status: 'refused', code: 'assessments.question_not_found' });
    expect(three).toMatchObject({ status: 'refused', code: 'assessments.invalid_response' });
    expect([four.sequence, five.sequence]).toEqual([1, 2]);
    expect(six).toMatchObject({ status: 'saved', sequence: 1, outcome: 'replaced' });
    expect(seven).toMatchObject({ status: 'refused', code: 'assessments.sequence_taken' });
    expect(eight).toMatchObject({ status: 'saved', remarks: [{ code: 'not_readable' }] });
    const { questions } = (await learner.get(`/v1/attempts/${attemptId}`)).body;
    expect(questions.map(({ response }: { response: unknown }) => response)).toEqual([
      'median',
      null,
      null,
      'about 1729',
      'second',
    ]);
  });

  it('keeps what was written offline before the end and comes after it, as late, and does not count it', async () => {
    const [choice = ''] = room.questionIds;
    await save('in time', { sequence: 1 });
    app.clock.advance(60_000);
    const submitted = await room.submit(learner, attemptId);
    app.clock.advance(60_000);
    const { body } = await saveAll([
      { questionId: choice, response: 'median', sequence: 7, writtenAt: '2026-03-02T09:00:59.000Z' },
      { questionId: choice, response: 'mean', sequence: 8, writtenAt: '2026-03-02T09:01:01.000Z' },
      { questionId: choice, response: 'mean', sequence: 9 },
      { questionId: choice, response: 'mean', writtenAt: NINE },
    ]);
    expect(body.results[0]).toMatchObject({ status: 'saved', outcome: 'late' });
    for (const result of body.results.slice(1))
      expect(result).toMatchObject({ status: 'refused', code: 'assessments.attempt_submitted' });
    expect((await save('late', { sequence: 2, writtenAt: NINE })).body.outcome).toBe('late');
    expect((await save('late', { sequence: 2, writtenAt: NINE })).body.outcome).toBe('late');
    expect((await save('late', { sequence: 3 })).status).toBe(409);
    expect((await learner.get(`/v1/attempts/${attemptId}`)).body).toEqual(submitted.body);
  });

  it('gives receipts for answers and for the submission, which anybody can have verified', async () => {
    const saved = await save('typed', { sequence: 4 });
    const submitted = await room.submit(learner, attemptId, { [room.questionIds[0]!]: 'median' });
    const verify = async (receipt: string, more: object = {}): Promise<Answer['body']> =>
      (await learner.post('/v1/receipts/verification', { receipt, ...more })).body;
    expect(await verify(saved.body.receipt, { response: 'typed' })).toMatchObject({
      ...{ isGenuine: true, kind: 'answer', attemptId, at: NINE },
      answers: [{ questionId: room.questionIds[TEXT], sequence: 4, isResponse: true }],
    });
    expect((await verify(saved.body.receipt, { response: 'typed ' })).answers[0].isResponse).toBe(false);
    const whole = await verify(submitted.body.receipt);
    expect(whole).toMatchObject({ isGenuine: true, kind: 'submission', attemptId });
    expect(whole.answers.map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 4]);
    const forged = submitted.body.receipt.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'));
    expect(await verify(forged)).toEqual({ isGenuine: false });
    expect((await app.anyone.post('/v1/receipts/verification', { receipt: forged })).status).toBe(401);
  });

  it('lets nobody save many answers in the attempt of another', async () => {
    const answers = [{ questionId: room.questionIds[0], response: 'median' }];
    const other = await room.learner();
    const url = `/v1/attempts/${attemptId}/answers`;
    expect((await other.put(url, { answers })).status).toBe(404);
    expect((await room.instructor.put(url, { answers })).body.code).toBe('assessments.not_your_attempt');
    for (const wrong of [Array(501).fill(answers[0]), 'x', [{ response: 'median' }]])
      expect((await learner.put(url, { answers: wrong })).status).toBe(422);
  });

  it('saves one answer with two statements, and any number with seven', async () => {
    expect(await sqlOf(() => save('typed'))).toHaveLength(2);
    expect(await sqlOf(() => save('typed', { sequence: 8 }))).toHaveLength(2);
    const each = room.questionIds.map((questionId) => ({ questionId, response: null, sequence: 20 }));
    expect(await sqlOf(() => saveAll(each))).toHaveLength(7);
    const many = Array.from({ length: 100 }, (_, index) => ({ ...each[index % 5], sequence: 21 + index }));
    expect(await sqlOf(() => saveAll(many))).toHaveLength(7);
  });
});
