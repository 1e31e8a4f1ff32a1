import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const NOON = '2026-03-02T12:00:00.000Z';
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(Date.parse(NOON) + minutes * MINUTE).toISOString();
const WHY = { reason: 'The device broke' };

describe('what staff do with single attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set(NOON));

  type Change = 'ending' | 'reopening' | 'deletion';
  const ask = (caller: Caller, id: string, what: Change, body: object = WHY): Promise<Answer> =>
    caller.post(`/v1/attempts/${id}/${what}`, body);
  const read = async (caller: Caller, id: string) =>
    expectStatus(await caller.get(`/v1/attempts/${id}`), 200);
  const timeline = async (room: Classroom, id: string) =>
    expectStatus(await room.instructor.get(`/v1/attempts/${id}/timeline`), 200).data;

  async function opened(settings: object = {}): Promise<{ room: Classroom; learner: Caller }> {
    const room = await Classroom.open(app, { settings: { maxAttempts: 2, ...settings } });
    return { room, learner: await room.learner() };
  }
  const started = async (room: Classroom, learner: Caller): Promise<string> =>
    expectStatus(await room.start(learner), 201).id;
  /** The learner's result in the quiz, and whether they have completed it. */
  async function standing(room: Classroom, learner: Caller): Promise<[string | null, boolean]> {
    const grades = expectStatus(await learner.get(`${room.url}/grades/me`), 200);
    const item = grades.lineItems.find((each: { activityId: string }) => each.activityId === room.quizId);
    const progress = expectStatus(await learner.get(`${room.url}/progress/me`), 200);
    return [item.score, JSON.stringify(progress).includes('"completedAt":"2026')];
  }

  it('submits for a learner what is saved, once, and notes who did it', async () => {
    const { room, learner } = await opened();
    const id = await started(room, learner);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(5 * MINUTE);
    const assistant = await room.member('assistant');
    for (let time = 0; time < 2; time++)
      expect(expectStatus(await ask(assistant, id, 'ending'), 200)).toMatchObject({
        ...{ state: 'graded', endReason: 'staff', submittedAt: at(5), score: '2' },
      });
    expect(await standing(room, learner)).toEqual(['2', true]);
    expectStatus(await room.save(learner, id, 1, ['sd']), 409);
    expect(await timeline(room, id)).toMatchObject([
      { kind: 'started' },
      { kind: 'answer_saved', answer: { standing: 'on_time' } },
      { kind: 'answer_saved', answer: { standing: 'late' } },
      { kind: 'submitted_for', by: { id: assistant.id }, ...WHY },
      { kind: 'submitted', by: null, details: { endReason: 'staff' } },
    ]);
  });

  it('submits an abandoned attempt as of its end', async () => {
    const { room, learner } = await opened({ timeLimitSeconds: 600, atEnd: 'abandon' });
    const id = await started(room, learner);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(60 * MINUTE);
    expect((await read(learner, id)).state).toBe('abandoned');
    expect(expectStatus(await ask(room.instructor, id, 'ending'), 200)).toMatchObject({
      ...{ state: 'graded', submittedAt: at(10), score: '2' },
    });
  });

  it('opens a submitted attempt again: result and progress follow, and receipts stay true', async () => {
    const { room, learner } = await opened({ timeLimitSeconds: 1800 });
    const id = await started(room, learner);
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.advance(5 * MINUTE);
    const { receipt } = expectStatus(await room.submit(learner, id), 200);
    expect(await standing(room, learner)).toEqual(['2', true]);
    app.clock.advance(5 * MINUTE);
    for (let time = 0; time < 2; time++)
      expect(expectStatus(await ask(room.instructor, id, 'reopening'), 200)).toMatchObject({
        ...{ state: 'in_progress', endsAt: at(30), submittedAt: null, score: null, receipt: null },
      });
    expect(await standing(room, learner)).toEqual([null, false]);
    const open = await read(learner, id);
    expect(open.questions[0]).toMatchObject({ response: 'median' });
    expect(JSON.stringify(open.questions)).not.toContain('pointsAwarded');
    app.clock.advance(1 * MINUTE);
    expectStatus(await room.save(learner, id, 2, false), 200);
    app.clock.advance(19 * MINUTE);
    expect(await read(learner, id)).toMatchObject({ state: 'graded', endedAt: at(30), score: '3' });
    expect(await standing(room, learner)).toEqual(['3', true]);
    const verified = await learner.post('/v1/receipts/verification', { receipt });
    expect(expectStatus(verified, 200)).toMatchObject({ isGenuine: true });
    expect(await timeline(room, id)).toMatchObject([
      { kind: 'started' },
      { kind: 'answer_saved' },
      { kind: 'ended', at: at(5), by: { id: learner.id }, details: { endReason: 'submitted', score: '2' } },
      { kind: 'reopened', at: at(10), by: { id: room.instructor.id }, ...WHY },
      { kind: 'answer_saved' },
      { kind: 'submitted', at: at(30) },
    ]);
  });

  it('opens nothing whose time is up, unless it is told how much time there is', async () => {
    const { room, learner } = await opened({ timeLimitSeconds: 600, closesAt: new Date(at(60)) });
    const id = await started(room, learner);
    app.clock.advance(90 * MINUTE);
    expect(await ask(room.instructor, id, 'reopening')).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.no_time_left' } },
    });
    const more = await ask(room.instructor, id, 'reopening', { ...WHY, minutes: 15 });
    expect(expectStatus(more, 200)).toMatchObject({ state: 'in_progress', endsAt: at(105) });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    const hard = await opened({ closesAt: new Date(at(100)), hardClose: true });
    const other = await started(hard.room, hard.learner);
    app.clock.advance(20 * MINUTE);
    expect(await ask(hard.room.instructor, other, 'reopening', { ...WHY, minutes: 15 })).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.no_time_left' } },
    });
  });

  it('does not open an attempt beside another open one, and keeps the grade of those that are left', async () => {
    const { room, learner } = await opened();
    const first = (await room.attempt(learner, RIGHT_RESPONSES)).body.id;
    const second = await started(room, learner);
    expect(await ask(room.instructor, first, 'reopening')).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.attempt_in_progress' } },
    });
    expect(await standing(room, learner)).toEqual(['10', true]);
    await room.submit(learner, second, { [room.questionIds[0]!]: 'median' });
    expectStatus(await ask(room.instructor, first, 'reopening'), 200);
    expect(await standing(room, learner)).toEqual(['2', true]);
    // The grade is that of all attempts, also where the first is submitted last.
    await room.submit(learner, first, { [room.questionIds[0]!]: 'mean' });
    expect((await read(learner, first)).gradeScore).toBe('8');
  });

  it('leaves a deleted attempt out of everything, and shows staff its trace', async () => {
    const { room, learner } = await opened({ passPercentage: '50' });
    const poor = (await room.attempt(learner, ['median'])).body.id;
    const good = (await room.attempt(learner, RIGHT_RESPONSES)).body.id;
    expect(await standing(room, learner)).toEqual(['10', true]);
    expectStatus(await room.start(learner), 409);
    app.clock.advance(1 * MINUTE);
    for (let time = 0; time < 2; time++)
      expect(expectStatus(await ask(room.instructor, good, 'deletion'), 200)).toMatchObject({
        ...{ id: good, deletedAt: at(1), score: '10' },
      });
    expect(await standing(room, learner)).toEqual(['2', false]);
    expect((await learner.get(`/v1/attempts/${good}`)).status).toBe(404);
    expect((await room.save(learner, good, 0, 'mean')).status).toBe(404);
    expect((await room.submit(learner, good)).status).toBe(404);
    const quiz = `/v1/quizzes/${room.quizId}`;
    for (const reader of [learner, room.instructor])
      expect(expectStatus(await reader.get(`${quiz}/attempts?total=true`), 200)).toMatchObject({
        ...{ data: [{ id: poor }], page: { total: 1 } },
      });
    expect(expectStatus(await learner.get(quiz), 200).myAttempts).toMatchObject({ started: 1 });
    expect(expectStatus(await room.instructor.get(`${quiz}/attempts?deleted=true`), 200).data).toMatchObject([
      { id: good, deletion: { at: at(1), by: { id: room.instructor.id }, ...WHY } },
    ]);
    expect(expectStatus(await learner.get(`${quiz}/attempts?deleted=true`), 200).data).toMatchObject([
      { id: poor },
    ]);
    expect((await read(room.instructor, good)).questions).toHaveLength(5);
    expect((await ask(room.instructor, good, 'reopening')).body.code).toBe('assessments.attempt_deleted');
    // It is not among the attempts used, and its number is not given again.
    expect(expectStatus(await room.start(learner), 201)).toMatchObject({ number: 3 });
  });

  it('ends an open attempt that it deletes, and lets its learner start again', async () => {
    const { room, learner } = await opened({ maxAttempts: 1 });
    const id = await started(room, learner);
    expectStatus(await ask(room.instructor, id, 'deletion'), 200);
    expect((await room.save(learner, id, 0, 'mean')).status).toBe(404);
    expect(await started(room, learner)).not.toBe(id);
    expect(await standing(room, learner)).toEqual([null, false]);
  });

  it('leaves a score that a person gave', async () => {
    const { room, learner } = await opened();
    const id = (await room.attempt(learner, RIGHT_RESPONSES)).body.id;
    const items = expectStatus(await room.instructor.get(`${room.url}/line-items`), 200).data;
    const item = items.find((each: { activityId: string }) => each.activityId === room.quizId).id;
    const result = `/v1/line-items/${item}/results/${learner.id}`;
    expectStatus(await room.instructor.put(result, { score: '7' }), 200);
    expectStatus(await ask(room.instructor, id, 'deletion'), 200);
    expect(await standing(room, learner)).toEqual(['7', true]);
    expectStatus(await room.instructor.delete(`${result}/override`), 204);
    expect(await standing(room, learner)).toEqual([null, false]);
  });

  it('is for no learner, nobody of another course, and only in part for assistants', async () => {
    const { room, learner } = await opened();
    const id = await started(room, learner);
    const stranger = (await Classroom.open(app)).instructor;
    for (const what of ['ending', 'reopening', 'deletion'] as const)
      for (const other of [learner, await room.learner(), stranger])
        expect((await ask(other, id, what)).status).toBe(404);
    const assistant = await room.member('assistant');
    for (const what of ['reopening', 'deletion'] as const)
      expect((await ask(assistant, id, what)).body.code).toBe('courses.instructors_only');
    expect(await read(learner, id)).toMatchObject({ state: 'in_progress' });
  });

  it('submits each attempt once when staff and learner do so at the same moment', async () => {
    const { room } = await opened();
    for (let round = 0; round < 8; round++) {
      const learner = await room.learner();
      const id = await started(room, learner);
      const answers = await Promise.all([
        ask(room.instructor, id, 'ending'),
        room.submit(learner, id, { [room.questionIds[0]!]: 'median' }),
        round % 2 === 0 ? ask(room.instructor, id, 'deletion') : undefined,
      ]);
      expect(answers.filter((answer) => answer && answer.status >= 500)).toEqual([]);
      const seen = await read(room.instructor, id);
      const ends = (await timeline(room, id)).filter(({ kind }: { kind: string }) => kind === 'submitted');
      expect(ends.length).toBe(1);
      if (round % 2 === 0) expect(await standing(room, learner)).toEqual([null, false]);
      else expect(await standing(room, learner)).toEqual([seen.score, true]);
    }
  });
});
