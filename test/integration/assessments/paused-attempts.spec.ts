import { toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { until } from '../../support/until';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';

const NOON = '2026-03-02T12:00:00.000Z';
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(Date.parse(NOON) + minutes * MINUTE).toISOString();
const WHY = { reason: 'The fire alarm rang' };
const BODIES = { messages: { text: 'Hello' }, pause: WHY, resumption: {}, extension: { ...WHY, minutes: 1 } };

describe('pausing and extending open attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set(NOON));

  const ask = (
    room: Classroom,
    what: 'pause' | 'resumption' | 'extension' | 'messages',
    body: object = WHY,
    caller: Caller = room.instructor,
  ): Promise<Answer> => caller.post(`/v1/quizzes/${room.quizId}/open-attempts/${what}`, body);
  const read = async (caller: Caller, id: string) =>
    expectStatus(await caller.get(`/v1/attempts/${id}`), 200);
  const timeline = async (room: Classroom, id: string) =>
    expectStatus(await room.instructor.get(`/v1/attempts/${id}/timeline`), 200).data;

  async function started(settings: object): Promise<{ room: Classroom; learner: Caller; id: string }> {
    const room = await Classroom.open(app, { settings });
    const learner = await room.learner();
    const { id } = expectStatus(await room.start(learner), 201);
    return { room, learner, id };
  }

  it('gives the time of a pause back, at the time limit and behind the close', async () => {
    const limited = { timeLimitSeconds: 30 * 60, closesAt: new Date(at(25)) };
    const { room, learner, id } = await started(limited);
    app.clock.advance(10 * MINUTE);
    const paused = expectStatus(await ask(room, 'pause'), 200);
    expect(paused.results).toEqual([
      expect.objectContaining({
        ...{ attemptId: id, outcome: 'done', userId: learner.id, pausedAt: at(10), endsAt: null },
        cutBy: null,
      }),
    ]);
    app.clock.advance(20 * MINUTE);
    await app.get(AttemptSweep).sweep();
    expect(await read(room.instructor, id)).toMatchObject({ state: 'in_progress', endsAt: null });
    expect(expectStatus(await ask(room, 'resumption', {}), 200).results).toMatchObject([
      { outcome: 'done', pausedAt: null, restedSeconds: 20 * 60, endsAt: at(45), cutBy: null },
    ]);
    expect(await read(learner, id)).toMatchObject({ endsAt: at(45), pausedAt: null, restedSeconds: 1200 });
    app.clock.advance(14 * MINUTE);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(1 * MINUTE);
    expectStatus(await room.save(learner, id, 1, ['sd']), 409);
    expect(await read(learner, id)).toMatchObject({ state: 'graded', endedAt: at(45), endReason: 'close' });
  });

  it('gives nothing back behind a hard close, and says so', async () => {
    const { room, learner, id } = await started({ closesAt: new Date(at(30)), hardClose: true });
    expectStatus(await ask(room, 'extension', { ...WHY, minutes: 10 }), 200);
    app.clock.advance(10 * MINUTE);
    expect(expectStatus(await ask(room, 'pause'), 200).results).toMatchObject([{ endsAt: at(30) }]);
    app.clock.advance(5 * MINUTE);
    expect(expectStatus(await ask(room, 'resumption', {}), 200).results).toMatchObject([
      { outcome: 'done', restedSeconds: 300, extendedSeconds: 600, endsAt: at(30), cutBy: 'hard_close' },
    ]);
    expect(await read(learner, id)).toMatchObject({ endsAt: at(30), cutBy: 'hard_close' });
    expect(
      expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}/open-attempts`), 200).data,
    ).toMatchObject([{ endsAt: at(30), cutBy: 'hard_close' }]);
  });

  it('ends a pause at a hard close, with what was saved before', async () => {
    const { room, learner, id } = await started({ closesAt: new Date(at(30)), hardClose: true });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    expectStatus(await ask(room, 'pause'), 200);
    app.clock.advance(31 * MINUTE);
    expect(expectStatus(await ask(room, 'resumption', {}), 200).results).toMatchObject([
      { outcome: 'time_up' },
    ]);
    expect(await app.get(AttemptSweep).sweep()).toBeGreaterThan(0);
    expect(await read(learner, id)).toMatchObject({
      state: 'graded',
      endedAt: at(30),
      pausedAt: null,
      score: '2',
    });
  });

  it('shows and counts nothing in a pause, and keeps what is typed', async () => {
    const { room, learner, id } = await started({});
    const url = `/v1/attempts/${id}/answers/${room.questionIds[0]}`;
    expectStatus(await learner.put(url, { response: 'mean', sequence: 1 }), 200);
    expectStatus(await ask(room, 'pause'), 200);
    const covered = await read(learner, id);
    expect(covered).toMatchObject({ state: 'in_progress', pausedAt: NOON, questions: [] });
    expect(expectStatus(await room.start(learner), 201)).toMatchObject({ id, questions: [] });
    expect((await read(room.instructor, id)).questions).toHaveLength(5);
    app.clock.advance(1 * MINUTE);
    const sent = { response: 'median', sequence: 2, writtenAt: NOON };
    for (let time = 0; time < 2; time++)
      expect(await learner.put(url, sent)).toMatchObject({
        ...{ status: 409, body: { code: 'assessments.attempt_paused' } },
      });
    const many = { answers: [{ questionId: room.questionIds[1], response: ['sd'], sequence: 1 }] };
    expect(expectStatus(await learner.put(`/v1/attempts/${id}/answers`, many), 200).results).toMatchObject([
      { status: 'refused', code: 'assessments.attempt_paused' },
    ]);
    const last = { [room.questionIds[4]!]: 'zebra-secret' };
    expect(await room.submit(learner, id, last)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.attempt_paused' } },
    });
    expect((await read(room.instructor, id)).questions[0].response).toBe('mean');
    expect(
      (await timeline(room, id)).filter(({ kind }: { kind: string }) => kind === 'answer_saved'),
    ).toMatchObject([
      { answer: { sequence: 1, standing: 'on_time' } },
      ...Array.from({ length: 3 }, () => ({ answer: { standing: 'late' } })),
    ]);
    // Sent again as it was, it counts.
    expectStatus(await ask(room, 'resumption', {}), 200);
    expect(expectStatus(await learner.put(url, sent), 200)).toMatchObject({ outcome: 'counts', sequence: 3 });
    expect(expectStatus(await learner.put(url, sent), 200)).toMatchObject({ outcome: 'replaced' });
    // Another answer cannot have the sequence of what was kept, and says which one it can have.
    const taken = await learner.put(url, { response: 'mean', sequence: 2 });
    expect(taken).toMatchObject({ status: 409, body: { code: 'assessments.sequence_taken' } });
    expect(taken.body.detail).toContain('sequence 4 or a higher one');
    expect((await read(learner, id)).questions[0].response).toBe('median');
    // What was refused in a pause does not replace a later answer.
    expectStatus(await ask(room, 'pause'), 200);
    expectStatus(await learner.put(url, { response: 'median', sequence: 4 }), 409);
    expectStatus(await ask(room, 'resumption', {}), 200);
    expectStatus(await learner.put(url, { response: 'mean', sequence: 5 }), 200);
    expectStatus(await learner.put(url, { response: 'median', sequence: 4 }), 200);
    expect((await read(learner, id)).questions[0].response).toBe('mean');
  });

  it('counts of an attempt that staff submit in a pause what was written offline before the pause, and nothing that was written in it', async () => {
    const { room, learner, id } = await started({ offlineAnswers: 'counted', feedback: 'never' });
    app.clock.set(at(2));
    expectStatus(await ask(room, 'pause'), 200);
    app.clock.set(at(5));
    expectStatus(await room.instructor.post(`/v1/attempts/${id}/ending`, WHY), 200);
    app.clock.set(at(6));
    const answers = [1, 4].map((minute, index) => ({
      ...{ questionId: room.questionIds[index], response: RIGHT_RESPONSES[index] },
      ...{ sequence: 1, writtenAt: at(minute) },
    }));
    const sent = expectStatus(await learner.put(`/v1/attempts/${id}/answers`, { answers }), 200);
    expect(sent.results).toMatchObject([{ outcome: 'counts' }, { code: 'assessments.answering_ended' }]);
    expect(await read(room.instructor, id)).toMatchObject({ score: '2' });
  });

  it('changes nothing the second time, and says who did what, when and why', async () => {
    const { room, id } = await started({ timeLimitSeconds: 3600 });
    const assistant = await room.member('assistant');
    expectStatus(await ask(room, 'pause', WHY, assistant), 200);
    app.clock.advance(2 * MINUTE);
    expect(expectStatus(await ask(room, 'pause', { reason: 'Again' }), 200).results).toMatchObject([
      { outcome: 'unchanged', pausedAt: NOON },
    ]);
    expectStatus(await ask(room, 'resumption', { attemptIds: [id] }), 200);
    expect(expectStatus(await ask(room, 'resumption', {}), 200).results).toMatchObject([
      { outcome: 'unchanged', restedSeconds: 120 },
    ]);
    expectStatus(await ask(room, 'extension', { attemptIds: [id], minutes: 5, ...WHY }), 200);
    expect(await timeline(room, id)).toMatchObject([
      { kind: 'started' },
      { kind: 'paused', at: NOON, by: { id: assistant.id }, ...WHY },
      { kind: 'resumed', at: at(2), reason: null, details: { restedSeconds: 120 } },
      { kind: 'extended', by: { id: room.instructor.id }, details: { minutes: 5 }, ...WHY },
    ]);
  });

  it('adds minutes once for one Idempotency-Key, and thirty days in all', async () => {
    const { room } = await started({ timeLimitSeconds: 3600 });
    const url = `/v1/quizzes/${room.quizId}/open-attempts/extension`;
    const key = { 'Idempotency-Key': 'ten-more' };
    for (let time = 0; time < 2; time++)
      expect(
        expectStatus(await room.instructor.post(url, { minutes: 10, ...WHY }, key), 200).results,
      ).toMatchObject([{ extendedSeconds: 600, endsAt: at(70) }]);
    const day = { minutes: 1440, ...WHY };
    for (let count = 0; count < 30; count++) expectStatus(await ask(room, 'extension', day), 200);
    expect(expectStatus(await ask(room, 'extension', day), 200).results).toMatchObject([
      { outcome: 'unchanged', extendedSeconds: 2_592_000 },
    ]);
  });

  it('brings an attempt back that can only be handed in, and no other', async () => {
    const grace = { timeLimitSeconds: 600, atEnd: 'grace', graceSeconds: 300 };
    const { room, learner, id } = await started(grace);
    app.clock.advance(12 * MINUTE);
    expect((await read(learner, id)).state).toBe('overdue');
    expect(expectStatus(await ask(room, 'pause'), 200).results).toMatchObject([{ outcome: 'time_up' }]);
    expect(expectStatus(await ask(room, 'extension', { ...WHY, minutes: 1 }), 200).results).toMatchObject([
      { outcome: 'done', endsAt: at(11), handInBy: at(16) },
    ]);
    expect((await read(learner, id)).state).toBe('overdue');
    expectStatus(await ask(room, 'extension', { ...WHY, minutes: 4 }), 200);
    expect(await read(learner, id)).toMatchObject({ state: 'in_progress', endsAt: at(15) });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(60 * MINUTE);
    expect(expectStatus(await ask(room, 'extension', { ...WHY, minutes: 600 }), 200).results).toMatchObject([
      { outcome: 'time_up' },
    ]);
  });

  it('keeps pauses and extensions when the rules change', async () => {
    const { room, id } = await started({ timeLimitSeconds: 600 });
    expectStatus(await ask(room, 'extension', { ...WHY, minutes: 5 }), 200);
    expectStatus(await ask(room, 'pause'), 200);
    app.clock.advance(3 * MINUTE);
    const quiz = `/v1/quizzes/${room.quizId}`;
    expectStatus(await room.instructor.patch(quiz, { timeLimitSeconds: 1200 }), 200);
    expect(await read(room.instructor, id)).toMatchObject({ pausedAt: NOON, endsAt: null });
    expectStatus(await ask(room, 'resumption', {}), 200);
    expect((await read(room.instructor, id)).endsAt).toBe(at(28));
    expectStatus(await room.instructor.patch(quiz, { timeLimitSeconds: 900 }), 200);
    expect((await read(room.instructor, id)).endsAt).toBe(at(23));
  });

  it('concerns the open attempts that are named, at this quiz only', async () => {
    const room = await Classroom.open(app);
    const [one, two] = [await room.learner(), await room.learner()];
    const [first, second] = [await room.start(one), await room.start(two)];
    const elsewhere = await started({});
    const attemptIds = [elsewhere.id, first.body.id];
    expect(expectStatus(await ask(room, 'pause', { ...WHY, attemptIds }), 200).results).toMatchObject([
      { attemptId: elsewhere.id, outcome: 'not_open' },
      { attemptId: first.body.id, outcome: 'done' },
    ]);
    expect((await read(room.instructor, second.body.id)).pausedAt).toBeNull();
    expect((await read(elsewhere.learner, elsewhere.id)).pausedAt).toBeNull();
  });

  it('costs as many statements for a class as for one learner', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 3600 } });
    await room.start(await room.learner());
    const statements = async (): Promise<number[]> => {
      const costs = [];
      for (const what of ['pause', 'resumption', 'extension'] as const)
        costs.push((await sqlOf(async () => expectStatus(await ask(room, what, BODIES[what]), 200))).length);
      return costs;
    };
    const few = await statements();
    for (let count = 0; count < 12; count++) {
      app.clock.advance(1000);
      await room.start(await room.learner());
    }
    expect(await statements()).toEqual(few);
  });

  it('shows learners what staff write to them, and staff when it was read', async () => {
    const { room, learner, id } = await started({});
    const other = expectStatus(await room.start(await room.learner()), 201);
    const text = 'Question 3:\nread 5 for <b>4</b>.';
    const sent = await ask(room, 'messages', { text, attemptIds: [id] });
    expect(expectStatus(sent, 200).results).toMatchObject([{ attemptId: id, outcome: 'done' }]);
    expectStatus(await ask(room, 'messages', { text: 'To all' }), 200);
    const unread = [
      { text, sentAt: NOON, readAt: null },
      { text: 'To all', sentAt: NOON, readAt: null },
    ];
    expect((await read(room.instructor, id)).messages).toMatchObject(unread);
    app.clock.advance(1 * MINUTE);
    await Promise.all([read(learner, id), read(learner, id)]);
    app.clock.advance(1 * MINUTE);
    for (const reader of [learner, room.instructor])
      expect((await read(reader, id)).messages.map(({ readAt }: { readAt: string }) => readAt)).toEqual([
        ...[at(1), at(1)],
      ]);
    expect((await read(room.instructor, other.id)).messages).toMatchObject([{ text: 'To all' }]);
    expect((await timeline(room, id)).map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['started', 'message', 'message', 'message_delivered', 'message_delivered'],
    ]);
    expect((await ask(room, 'messages', { text: 'x'.repeat(2001) })).status).toBe(422);
    await room.submit(learner, id);
    expect(
      expectStatus(await ask(room, 'messages', { text: 'Late', attemptIds: [id] }), 200).results,
    ).toEqual([{ attemptId: id, outcome: 'not_open' }]);
  });

  it('keeps a save out that waits while a pause holds the attempt', async () => {
    const { room, learner, id } = await started({});
    const transactions = app.get(Transactions);
    let saving: Promise<Answer> | undefined;
    await transactions.run(async () => {
      await app.database.row('SELECT id FROM attempts WHERE id = ? FOR UPDATE', [toBinary(id)]);
      saving = transactions.outside(() => room.save(learner, id, 0, 'median'));
      await until(() => transactions.outside(() => isWaiting()));
      await app.database.run('UPDATE attempts SET paused_at = ? WHERE id = ?', [
        app.clock.now(),
        toBinary(id),
      ]);
    });
    expect(await saving).toMatchObject({ status: 409, body: { code: 'assessments.attempt_paused' } });
    expect((await read(room.instructor, id)).questions[0].response).toBeNull();
  });

  /** Whether a statement that adds an answer is under way. */
  async function isWaiting(): Promise<boolean> {
    const rows = await app.database.rows(
      `SELECT id FROM information_schema.processlist
       WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE 'INSERT INTO answer_entries%'`,
    );
    return rows.length > 0;
  }

  it('is for no learner, and nobody of another course', async () => {
    const { room, learner, id } = await started({});
    const stranger = (await Classroom.open(app)).instructor;
    for (const what of ['pause', 'resumption', 'extension', 'messages'] as const)
      for (const other of [learner, await room.learner(), stranger])
        expect((await ask(room, what, BODIES[what], other)).status).toBe(403);
    expect(await read(room.instructor, id)).toMatchObject({ pausedAt: null, extendedSeconds: 0 });
  });

  it('lets a save, a submission or the sweep of the same moment come before a pause, or find it', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    for (let round = 0; round < 12; round++) {
      app.clock.set(NOON);
      const learner = await room.learner();
      const { id } = expectStatus(await room.start(learner), 201);
      const isAtEnd = round % 3 === 2;
      app.clock.advance((isAtEnd ? 10 : 5) * MINUTE);
      const attemptIds = [id];
      const [paused, saved, submitted] = await Promise.all([
        ask(room, 'pause', { ...WHY, attemptIds }),
        room.save(learner, id, 0, 'median'),
        round % 3 === 1 ? room.submit(learner, id) : undefined,
        isAtEnd ? app.get(AttemptSweep).sweep() : undefined,
      ]);
      const [{ outcome }] = expectStatus(paused, 200).results;
      const seen = await read(room.instructor, id);
      const counts = seen.questions[0].response === 'median';
      expect([200, 409]).toContain(saved.status);
      expect(counts).toBe(saved.status === 200);
      if (isAtEnd)
        expect([outcome, seen.state]).toEqual([expect.stringMatching(/time_up|not_open/), 'graded']);
      else if (outcome === 'done') expect([submitted?.status ?? 409, seen.pausedAt]).toEqual([409, at(5)]);
      else expect([outcome, submitted?.status, seen.state]).toEqual(['not_open', 200, 'graded']);
    }
  });
});
