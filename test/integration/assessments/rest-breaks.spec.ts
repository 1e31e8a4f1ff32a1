import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the clock that stands in a rest', ['keep an answer out'], () =>
  rewriteStatements(
    /INSERT INTO answer_entries/,
    /\(t\.rest_ends_at IS NULL OR t\.rest_ends_at <= \?\)/,
    '? IS NOT NULL',
  ),
);

const NOON = '2026-03-02T12:00:00.000Z';
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(Date.parse(NOON) + minutes * MINUTE).toISOString();

describe('rest breaks', () => {
  let app: TestApp;
  let approver: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set(NOON));

  const rest = (learner: Caller, id: string, headers = {}): Promise<Answer> =>
    learner.post(`/v1/attempts/${id}/rest`, undefined, headers);
  const goOn = (learner: Caller, id: string): Promise<Answer> =>
    learner.post(`/v1/attempts/${id}/continuation`);
  const read = async (caller: Caller, id: string): Promise<Answer['body']> =>
    expectStatus(await caller.get(`/v1/attempts/${id}`), 200);
  const timeline = async (room: Classroom, id: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/attempts/${id}/timeline`), 200).data;
  const kinds = async (room: Classroom, id: string): Promise<string[]> =>
    (await timeline(room, id)).map(({ kind }: { kind: string }) => kind);
  const staff = (room: Classroom, what: string): Promise<Answer> =>
    room.instructor.post(`/v1/quizzes/${room.quizId}/open-attempts/${what}`, { reason: 'The fire alarm' });

  interface Scene {
    room: Classroom;
    learner: Caller;
    id: string;
    accommodationId: string;
  }

  async function started(settings: object, restBreakMinutes = 15): Promise<Scene> {
    const room = await Classroom.open(app, { settings });
    const learner = await room.learner();
    const granted = { restBreakMinutes, reason: 'A back that needs movement', validFrom: at(-60) };
    const accommodation = await approver.post(`/v1/users/${learner.id}/accommodations`, granted);
    const accommodationId: string = expectStatus(accommodation, 201).id;
    const { id } = expectStatus(await room.start(learner), 201);
    return { room, learner, id, accommodationId };
  }

  it('stop the clock until the learner goes on, and keep the rest of the allowance', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    expect(await read(learner, id)).toMatchObject({
      restSecondsLeft: 900,
      restingSince: null,
      endsAt: at(30),
    });
    app.clock.advance(10 * MINUTE);
    expect(expectStatus(await rest(learner, id), 200)).toMatchObject({
      ...{ id, state: 'in_progress', restingSince: at(10), restsUntil: at(25), endsAt: at(45) },
      ...{ restSeconds: 0, restSecondsLeft: 900, pausedAt: null, questions: [] },
    });
    app.clock.advance(4 * MINUTE);
    expect(await read(learner, id)).toMatchObject({ restSeconds: 240, restSecondsLeft: 660, questions: [] });
    expect((await read(room.instructor, id)).questions).toHaveLength(5);
    expect(expectStatus(await goOn(learner, id), 200)).toMatchObject({
      ...{ restingSince: null, restsUntil: null, endsAt: at(34), restSeconds: 240, restSecondsLeft: 660 },
    });
    expect((await read(learner, id)).questions).toHaveLength(5);
    app.clock.advance(19 * MINUTE);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(1 * MINUTE);
    expectStatus(await room.save(learner, id, 1, ['sd']), 409);
    expect(await read(learner, id)).toMatchObject({
      ...{ state: 'graded', endedAt: at(34), score: '2', restSeconds: 240 },
    });
    expect(await kinds(room, id)).toEqual([
      ...['started', 'rest_began', 'rest_ended', 'answer_saved', 'answer_saved', 'submitted'],
    ]);
  });

  it('end by themselves when the allowance is used up, whoever looks first', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    expectStatus(await rest(learner, id), 200);
    app.clock.set(at(15 - 1 / MINUTE));
    expectStatus(await room.save(learner, id, 0, 'median'), 409);
    app.clock.set(at(15));
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    expect(await read(learner, id)).toMatchObject({
      ...{ restingSince: null, restSeconds: 900, restSecondsLeft: 0, endsAt: at(45) },
    });
    expect(await rest(learner, id)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.no_rest_left' } },
    });
    app.clock.set(at(45));
    await app.get(AttemptSweep).sweep();
    expect(await read(learner, id)).toMatchObject({ state: 'graded', endedAt: at(45), score: '2' });
  });

  it('let nobody gain time by many short ones', async () => {
    const { learner, id } = await started({ timeLimitSeconds: 1800 }, 1);
    for (let time = 0; time < 40; time++) {
      expectStatus(await rest(learner, id), 200);
      app.clock.advance(10);
      expectStatus(await goOn(learner, id), 200);
    }
    const end = Date.parse(at(30)) + 400;
    expect(await read(learner, id)).toMatchObject({ endsAt: new Date(end).toISOString(), restSeconds: 0 });
    expect((await read(learner, id)).restSecondsLeft).toBe(59);
  });

  it('count no answer that comes meanwhile, and keep it', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    const url = `/v1/attempts/${id}/answers/${room.questionIds[0]}`;
    expectStatus(await learner.put(url, { response: 'mean', sequence: 1 }), 200);
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(1 * MINUTE);
    const resting = { status: 409, body: { code: 'assessments.attempt_resting' } };
    const sent = { response: 'median', sequence: 2, writtenAt: NOON };
    expect(await learner.put(url, sent)).toMatchObject(resting);
    const many = { answers: [{ questionId: room.questionIds[1], response: ['sd'], sequence: 1 }] };
    expect(expectStatus(await learner.put(`/v1/attempts/${id}/answers`, many), 200).results).toMatchObject([
      { status: 'refused', code: 'assessments.attempt_resting' },
    ]);
    expect(await room.submit(learner, id, { [room.questionIds[4]!]: 'kept' })).toMatchObject(resting);
    expect(await room.submit(learner, id)).toMatchObject(resting);
    expect((await read(room.instructor, id)).questions[0].response).toBe('mean');
    const saved = (await timeline(room, id)).filter(({ kind }: { kind: string }) => kind === 'answer_saved');
    expect(saved.map(({ answer }: { answer: { standing: string } }) => answer.standing)).toEqual([
      ...['on_time', 'late', 'late', 'late'],
    ]);
    expectStatus(await goOn(learner, id), 200);
    expect(expectStatus(await learner.put(url, sent), 200)).toMatchObject({ outcome: 'counts' });
    expect(expectStatus(await room.submit(learner, id), 200)).toMatchObject({ state: 'graded', score: '2' });
  });

  it('keep an answer out that was on its way when the rest began', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    beforeNext(/INSERT INTO answer_entries/, () => rest(learner, id));
    expect(await room.save(learner, id, 0, 'median')).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.attempt_resting' } },
    });
    expect((await read(room.instructor, id)).questions[0].response).toBeNull();
  });

  it('are one rest for two tabs and for a request that is sent again', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    const both = await Promise.all([rest(learner, id), rest(learner, id)]);
    for (const answer of both) expect(expectStatus(answer, 200)).toMatchObject({ restsUntil: at(15) });
    app.clock.advance(5 * MINUTE);
    expect(expectStatus(await rest(learner, id), 200)).toMatchObject({ restingSince: NOON });
    for (const answer of await Promise.all([goOn(learner, id), goOn(learner, id)]))
      expect(expectStatus(answer, 200)).toMatchObject({ restSeconds: 300, endsAt: at(35) });
    expect(await kinds(room, id)).toEqual(['started', 'rest_began', 'rest_ended']);
    // A retry of the beginning that comes when the learner has gone on begins no other rest.
    const key = { 'Idempotency-Key': 'tea' };
    expectStatus(await rest(learner, id, key), 200);
    expectStatus(await goOn(learner, id), 200);
    app.clock.advance(1 * MINUTE);
    expectStatus(await rest(learner, id, key), 200);
    expect((await read(learner, id)).restingSince).toBeNull();
  });

  it('go on behind a close, and count as the last close of the quiz', async () => {
    const { room, learner, id } = await started({ closesAt: new Date(at(20)) });
    const other = await room.learner();
    expectStatus(await room.attempt(other, ['median']), 200);
    app.clock.advance(15 * MINUTE);
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(10 * MINUTE);
    expect(await read(learner, id)).toMatchObject({
      state: 'in_progress',
      restingSince: at(15),
      endsAt: at(35),
    });
    expectStatus(await goOn(learner, id), 200);
    expect(await read(learner, id)).toMatchObject({ endsAt: at(30), cutBy: null });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
  });

  it('give nothing behind a hard close, which ends them', async () => {
    const { room, learner, id } = await started({ closesAt: new Date(at(20)), hardClose: true });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(15 * MINUTE);
    expect(expectStatus(await rest(learner, id), 200)).toMatchObject({
      ...{ endsAt: at(20), cutBy: 'hard_close', restsUntil: at(30) },
    });
    app.clock.advance(5 * MINUTE);
    expect(await rest(learner, id)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.answering_ended' } },
    });
    await app.get(AttemptSweep).sweep();
    expect(await read(learner, id)).toMatchObject({
      ...{ state: 'graded', endedAt: at(20), endReason: 'close', score: '2' },
      ...{ restingSince: null, restSeconds: 300, restSecondsLeft: 600 },
    });
    expectStatus(await goOn(learner, id), 200);
  });

  it('are not taken in a pause of staff, which ends one and takes nothing from it', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(5 * MINUTE);
    const list = `/v1/quizzes/${room.quizId}/open-attempts`;
    expect(expectStatus(await room.instructor.get(list), 200).data).toMatchObject([
      { id, restingSince: NOON, restsUntil: at(15), restSeconds: 300, pausedAt: null, restedSeconds: 0 },
    ]);
    expectStatus(await staff(room, 'pause'), 200);
    app.clock.advance(30 * MINUTE);
    expect(await read(learner, id)).toMatchObject({
      ...{ pausedAt: at(5), restingSince: null, restSeconds: 300, restSecondsLeft: 600, endsAt: null },
    });
    expect(await rest(learner, id)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.attempt_paused' } },
    });
    expect(expectStatus(await goOn(learner, id), 200)).toMatchObject({ pausedAt: at(5) });
    expectStatus(await staff(room, 'resumption'), 200);
    expect(await read(learner, id)).toMatchObject({ endsAt: at(65), restedSeconds: 1800, restSeconds: 300 });
    expect(expectStatus(await rest(learner, id), 200)).toMatchObject({ restsUntil: at(45), endsAt: at(75) });
    expect(expectStatus(await room.instructor.get(list), 200).data).toMatchObject([
      { restingSince: at(35), restedSeconds: 1800, pausedAt: null },
    ]);
  });

  it('last as long as the accommodation says that changes meanwhile', async () => {
    const { room, learner, id, accommodationId } = await started({ timeLimitSeconds: 1800 });
    const change = async (restBreakMinutes: number): Promise<void> => {
      const url = `/v1/accommodations/${accommodationId}`;
      expectStatus(await approver.patch(url, { restBreakMinutes }), 200);
    };
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(5 * MINUTE);
    await change(20);
    expect(await read(learner, id)).toMatchObject({
      restsUntil: at(20),
      endsAt: at(50),
      restSecondsLeft: 900,
    });
    await change(10);
    expect(await read(learner, id)).toMatchObject({
      restsUntil: at(10),
      endsAt: at(40),
      restSecondsLeft: 300,
    });
    await change(2);
    expect(await read(learner, id)).toMatchObject({
      ...{ restingSince: null, endsAt: at(35), restSeconds: 300, restSecondsLeft: 0 },
    });
    app.clock.advance(1000);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    expect(await kinds(room, id)).toEqual([
      ...['started', 'rest_began', 'rest_moved', 'rest_moved', 'rest_ended', 'answer_saved'],
    ]);
    await change(6);
    expect(expectStatus(await rest(learner, id), 200)).toMatchObject({ restsUntil: at(6 + 1 / 60) });
  });

  it('stay for an attempt that began before the accommodation was ended', async () => {
    const { learner, id, accommodationId } = await started({ timeLimitSeconds: 1800 });
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(5 * MINUTE);
    const url = `/v1/accommodations/${accommodationId}`;
    expectStatus(await approver.patch(url, { validUntil: at(5) }), 200);
    expect(await read(learner, id)).toMatchObject({ restsUntil: at(15), endsAt: at(45) });
  });

  it('are for learners who have them, in their own open attempts', async () => {
    const room = await Classroom.open(app, { settings: { timeLimitSeconds: 1800 } });
    const learner = await room.learner();
    const { id } = expectStatus(await room.start(learner), 201);
    expect((await rest(learner, id)).body).toMatchObject({
      ...{ code: 'assessments.no_rest_left', detail: 'You have no rest breaks.' },
    });
    expect((await rest(room.instructor, id)).status).toBe(403);
    expect((await rest(await room.learner(), id)).status).toBe(404);
    expectStatus(await room.submit(learner, id), 200);
    expect(await rest(learner, id)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.attempt_submitted' } },
    });
  });

  it('end with an attempt that staff submit, and go on in none that is opened again', async () => {
    const { room, learner, id } = await started({ timeLimitSeconds: 1800 });
    expectStatus(await rest(learner, id), 200);
    app.clock.advance(5 * MINUTE);
    const why = { reason: 'The learner had to leave' };
    expect(expectStatus(await room.instructor.post(`/v1/attempts/${id}/ending`, why), 200)).toMatchObject({
      ...{ state: 'graded', endedAt: at(5), restingSince: null, restSeconds: 300, restSecondsLeft: 600 },
    });
    expect(expectStatus(await room.instructor.post(`/v1/attempts/${id}/reopening`, why), 200)).toMatchObject({
      ...{ state: 'in_progress', endsAt: at(35), restingSince: null, restSeconds: 300 },
    });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
  });
});
