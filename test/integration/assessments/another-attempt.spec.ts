import { SAFE_REVIEW } from '../../../src/modules/assessments/review/review-rules';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe('another attempt for one learner', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, { settings: { maxAttempts: 1 } });
    learner = await room.learner();
  });

  const url = (person = learner): string => `/v1/quizzes/${room.quizId}/exceptions/${person.id}`;
  const give = (headers = {}, caller = room.instructor, person = learner): Promise<Answer> =>
    caller.post(`${url(person)}/attempts`, { reason: 'The power failed' }, headers);

  it('can be started, once, and by no classmate', async () => {
    const classmate = await room.learner();
    for (const person of [learner, classmate]) expectStatus(await room.attempt(person, ['mean']), 200);
    expect((await room.start(learner)).body).toMatchObject({ code: 'assessments.no_attempts_left' });
    expect(expectStatus(await give(), 200)).toMatchObject({
      ...{ granted: { maxAttempts: 2, passwordWaived: false }, reason: 'The power failed', version: 1 },
    });
    expect(expectStatus(await room.attempt(learner, RIGHT_RESPONSES), 200)).toMatchObject({ score: '10' });
    expect((await room.start(learner)).body).toMatchObject({ code: 'assessments.no_attempts_left' });
    expect((await room.start(classmate)).status).toBe(409);
  });

  it('is one more than was used where that is more than the limit', async () => {
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { maxAttempts: 3 }), 200);
    for (let count = 0; count < 3; count++) expectStatus(await room.attempt(learner, ['mean']), 200);
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { maxAttempts: 1 }), 200);
    expect(expectStatus(await give(), 200).granted.maxAttempts).toBe(4);
  });

  it('keeps what else was granted, and tells the history', async () => {
    const granted = { timeLimitSeconds: 5400, passwordWaived: true, reason: 'Ill' };
    expectStatus(await room.instructor.put(url(), granted), 200);
    expect(expectStatus(await give(), 200)).toMatchObject({
      ...{ granted: { timeLimitSeconds: 5400, passwordWaived: true, maxAttempts: 2 }, version: 2 },
    });
    expect(expectStatus(await room.instructor.get(`${url()}/history`), 200).data).toMatchObject([
      { before: { reason: 'Ill' }, after: { reason: 'The power failed', maxAttempts: 2 } },
      { before: null },
    ]);
  });

  it('is given once for one Idempotency-Key and for one version, and by each of two requests otherwise', async () => {
    const key = { 'Idempotency-Key': 'one-more' };
    for (let time = 0; time < 2; time++)
      expect(expectStatus(await give(key), 200).granted.maxAttempts).toBe(2);
    const { headers } = await room.instructor.get(url());
    const once = { 'If-Match': String(headers['etag']) };
    const answers = await Promise.all([give(once), give(once)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    await Promise.all([give(), give()]);
    expect(expectStatus(await room.instructor.get(url()), 200).granted.maxAttempts).toBe(5);
  });

  it('is refused where the quiz has closed for them, until a later close is granted, which covers the key again', async () => {
    const closing = { closesAt: after(60), review: SAFE_REVIEW };
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, closing), 200);
    const { id } = expectStatus(await room.attempt(learner, ['mean']), 200);
    app.clock.set(after(61));
    expect(await give()).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.quiz_closed_for_person' } },
    });
    const later = { closesAt: after(120), reason: 'Ill' };
    const key = async (): Promise<unknown> =>
      expectStatus(await learner.get(`/v1/attempts/${id}`), 200).questions[0].key;
    const shown = await key();
    expectStatus(await room.instructor.put(url(), later), 200);
    expectStatus(await give(), 200);
    expect(shown).toBeDefined();
    expect(await key()).toBeUndefined();
    expectStatus(await room.attempt(learner, RIGHT_RESPONSES), 200);
    app.clock.set(after(121));
    expect(await key()).toEqual(shown);
  });

  it('is nothing that somebody without a limit needs, and no more than a quiz can have', async () => {
    expectStatus(await room.instructor.put(url(), { maxAttempts: 200, reason: 'x' }), 200);
    expect((await give()).body).toMatchObject({ code: 'assessments.most_attempts' });
    expectStatus(await room.instructor.put(url(), { maxAttempts: null, reason: 'x' }), 200);
    expect((await give()).body).toMatchObject({ code: 'assessments.attempts_unlimited' });
  });

  it('is given by instructors, to learners of the course', async () => {
    const assistant = await room.member('assistant');
    for (const caller of [assistant, learner, await room.learner()])
      expect((await give({}, caller)).status).toBe(403);
    const stranger = await app.person('learner');
    expect((await give({}, room.instructor, stranger)).body).toMatchObject({
      code: 'assessments.not_a_learner',
    });
    expect((await room.instructor.post(`${url()}/attempts`, {})).status).toBe(422);
  });
});
