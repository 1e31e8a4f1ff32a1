import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-03-02T09:00:00.000Z';
const NEEDED = { status: 403, body: { code: 'assessments.password_needed' } };
const WRONG = { status: 403, body: { code: 'assessments.wrong_password' } };

describe('the password of a quiz', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start({ SIGN_IN_LIMIT_PER_MINUTE: '3' });
  });
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, { settings: { password: 'Café am Zoo' } });
    learner = await room.learner();
  });
  afterAll(() => app.stop());

  const start = (password?: string, who = learner): Promise<Answer> =>
    who.post(`/v1/quizzes/${room.quizId}/attempts`, password === undefined ? undefined : { password });

  it('is needed for a new attempt, and not to go on with it', async () => {
    expect((await learner.get(`/v1/quizzes/${room.quizId}`)).body.needsPassword).toBe(true);
    expect(await start()).toMatchObject(NEEDED);
    expect(await start('cafe am zoo')).toMatchObject(WRONG);
    const { id } = expectStatus(await start('Cafe\u0301 am Zoo'), 201);
    expect((await start()).body.id).toBe(id);
    expect((await start('wrong')).body.id).toBe(id);
  });

  it('can be guessed three times a minute by one learner, also at once, whatever others do', async () => {
    const guesses = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((guess) => start(guess)));
    const statuses = guesses.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([403, 403, 403, 429, 429, 429]);
    expect(await start('Café am Zoo')).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.any(String) },
    });
    expectStatus(await start('Café am Zoo', await room.learner()), 201);
    app.clock.set('2026-03-02T09:01:01.000Z');
    expectStatus(await start('Café am Zoo'), 201);
  });

  it('need not be said by whom it is waived for, and tells nothing to whom the quiz is closed', async () => {
    const address = `/v1/quizzes/${room.quizId}/exceptions/${learner.id}`;
    const waived = await room.instructor.put(address, {
      passwordWaived: true,
      reason: 'Sits in another room',
    });
    expect([200, 201]).toContain(waived.status);
    expectStatus(await start(), 201);
    const late = await room.learner();
    expectStatus(
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { closesAt: '2026-03-02T09:30:00Z' }),
      200,
    );
    app.clock.set('2026-03-02T09:30:00.000Z');
    for (const password of [undefined, 'wrong', 'Café am Zoo'])
      expect(await start(password, late)).toMatchObject({
        status: 409,
        body: { code: 'assessments.quiz_closed' },
      });
  });

  it('is in nothing that a learner can read, and ignored where there is none', async () => {
    for (const address of [`/v1/quizzes/${room.quizId}`, room.url, `${room.url}/outline`])
      expect((await learner.get(address)).text).not.toContain('Zoo');
    expect((await start('wrong')).text).not.toContain('Zoo');
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { password: null }), 200);
    expectStatus(await start('anything'), 201);
  });

  it('costs a quiz without one no statement', async () => {
    const open = await Classroom.open(app);
    const other = await open.learner();
    const statements = await sqlOf(() => open.start(other));
    expect(statements.filter((text) => text.includes('rate_counts'))).toEqual([]);
  });
});
