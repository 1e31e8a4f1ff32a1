import { type Answer, TestApp } from '../../support/test-app';
import { Classroom } from '../../support/classroom';
import { alterStore, negativeControl } from '../../support/negative-control';
negativeControl(
  'the unique keys of attempts',
  ['starts one attempt when ten starts', 'starts one attempt for parallel starts'],
  () => {
    alterStore(
      'ALTER TABLE attempts ADD INDEX (activity_id, user_id), DROP INDEX uq_attempts_open, DROP INDEX uq_attempts_number',
    );
  },
);

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('starting an attempt', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  it('answers a second start with the attempt in progress', async () => {
    const learner = await room.learner();
    const first = await room.start(learner);
    await room.save(learner, first.body.id, 0, 'median');
    app.clock.advance(60_000);
    const again = await room.start(learner);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: first.body.id, startedAt: first.body.startedAt, number: 1 });
    expect(again.body.questions[0].response).toBe('median');
  });

  it('starts one attempt when ten starts arrive at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const learner = await room.learner();
      const answers = await times(10, () => room.start(learner));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      const { body } = await learner.get(`/v1/quizzes/${room.quizId}/attempts`);
      expect(body.data).toHaveLength(1);
    }
  });

  it('starts an attempt for each learner of a class that starts at the same moment', async () => {
    const learners = await times(12, () => room.learner());
    const answers = await Promise.all(learners.map((learner) => room.start(learner)));
    expect(answers.map(({ body }) => body.userId)).toEqual(learners.map(({ id }) => id));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(12);
  });

  it('answers a repeated Idempotency-Key with the same attempt, even after its submission', async () => {
    const learner = await room.learner();
    const start = (): Promise<Answer> =>
      learner.post(`/v1/quizzes/${room.quizId}/attempts`, undefined, { 'idempotency-key': 'start-1' });
    const first = await start();
    await room.submit(learner, first.body.id);
    const replay = await start();
    expect(replay).toMatchObject({ status: 201, body: { id: first.body.id, status: 'in_progress' } });
    expect((await learner.get(`/v1/quizzes/${room.quizId}/attempts`)).body.data).toHaveLength(1);
  });

  it('starts one attempt for parallel starts with and without an Idempotency-Key', async () => {
    const learner = await room.learner();
    const answers = await times(10, (index) =>
      learner.post(
        `/v1/quizzes/${room.quizId}/attempts`,
        undefined,
        index % 2 === 0 ? {} : { 'idempotency-key': `start-${index}` },
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('starts no more attempts than the quiz allows, also by parallel starts and submissions', async () => {
    const limited = await Classroom.open(app, { settings: { maxAttempts: 2 } });
    const learner = await limited.learner();
    await times(6, async () => {
      const { body } = await limited.start(learner);
      if (body.id !== undefined) await limited.submit(learner, body.id);
    });
    // The parallel ones may all have shared the first attempt; these use up the rest.
    await limited.attempt(learner, []);
    await limited.attempt(learner, []);
    const refused = await limited.start(learner);
    expect(refused).toMatchObject({ status: 409, body: { code: 'assessments.no_attempts_left' } });
    const { body } = await learner.get(`/v1/quizzes/${limited.quizId}/attempts`);
    expect(body.data.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
  });

  it('starts attempts only while the quiz is open, and ends an open one when it closes', async () => {
    const opensAt = new Date('2026-03-02T10:00:00Z');
    const closesAt = new Date('2026-03-02T11:00:00Z');
    const gated = await Classroom.open(app, { settings: { opensAt, closesAt } });
    const learner = await gated.learner();
    app.clock.set('2026-03-02T09:59:59.999Z');
    expect((await gated.start(learner)).body).toMatchObject({
      status: 409,
      code: 'assessments.quiz_not_open_yet',
      detail: expect.stringContaining('2026-03-02T10:00:00.000Z'),
    });
    app.clock.set('2026-03-02T10:00:00.000Z');
    const { body, status } = await gated.start(learner);
    expect(status).toBe(201);
    app.clock.set('2026-03-02T10:59:59.999Z');
    expect((await gated.start(learner)).body.id).toBe(body.id);
    expect((await gated.save(learner, body.id, 0, 'median')).status).toBe(200);
    app.clock.set('2026-03-02T11:00:00.000Z');
    const late = await gated.learner();
    expect((await gated.start(late)).body).toMatchObject({ status: 409, code: 'assessments.quiz_closed' });
    expect((await gated.save(learner, body.id, 1, ['sd'])).status).toBe(409);
    expect((await gated.submit(learner, body.id)).body).toMatchObject({
      ...{ score: '2', endedAt: '2026-03-02T11:00:00.000Z', endReason: 'close' },
    });
    expect((await gated.start(learner)).body.code).toBe('assessments.quiz_closed');
  });

  it('starts no attempt at a quiz without questions', async () => {
    const empty = await Classroom.open(app, { questions: [] });
    expect((await empty.start(await empty.learner())).body).toMatchObject({
      status: 409,
      code: 'assessments.quiz_has_no_questions',
    });
  });

  it('starts no attempt for staff, who are told why, nor for strangers', async () => {
    const administrator = await app.person('administrator');
    const assistant = await room.join(await app.person('learner'), 'assistant');
    for (const staff of [room.instructor, administrator, assistant])
      expect((await room.start(staff)).body).toMatchObject({
        status: 403,
        code: 'assessments.staff_take_no_attempts',
      });
    const stranger = await app.person('learner');
    expect((await room.start(stranger)).body).toMatchObject({ status: 403, code: 'courses.not_enrolled' });
    expect((await app.anyone.post(`/v1/quizzes/${room.quizId}/attempts`)).status).toBe(401);
  });

  it('starts no attempt in a draft, which looks missing to learners, nor in an archived course', async () => {
    const draft = await Classroom.open(app, { published: false });
    expect((await draft.start(await draft.learner())).status).toBe(404);
    const archived = await Classroom.open(app);
    const member = await archived.learner();
    expect((await archived.instructor.put(`${archived.url}/archive`)).status).toBe(200);
    expect((await archived.start(member)).body).toMatchObject({
      status: 409,
      code: 'courses.archived',
    });
  });

  it('starts no attempt at an activity that is no quiz or does not exist', async () => {
    const learner = await room.learner();
    for (const id of [room.courseId, '01990000-0000-7000-8000-000000000000'])
      expect((await learner.post(`/v1/quizzes/${id}/attempts`)).status).toBe(404);
    expect((await learner.post('/v1/quizzes/1/attempts')).status).toBe(400);
  });
});
