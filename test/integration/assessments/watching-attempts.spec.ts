import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

const NOON = '2026-03-02T12:00:00.000Z';
const MINUTE = 60_000;

describe('watching attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set(NOON));

  const openUrl = (room: Classroom): string => `/v1/quizzes/${room.quizId}/open-attempts`;

  it('shows who is in a quiz, since when, and how far they are', async () => {
    const room = await Classroom.open(app);
    const [first, second, done] = [await room.learner(), await room.learner(), await room.learner()];
    const { body: one } = await room.start(first);
    app.clock.advance(1 * MINUTE);
    await room.start(second);
    await room.attempt(done, []);
    app.clock.advance(4 * MINUTE);
    await room.save(first, one.id, 0, 'mean');
    await room.save(first, one.id, 1, ['sd']);
    await room.save(first, one.id, 1, null);
    const { data } = expectStatus(await room.instructor.get(openUrl(room)), 200);
    expect(data).toMatchObject([
      {
        ...{ id: one.id, learner: { id: first.id }, number: 1, state: 'in_progress', startedAt: NOON },
        ...{ asked: 5, answered: 1, lastSavedAt: '2026-03-02T12:05:00.000Z', endsAt: null, pausedAt: null },
      },
      { learner: { id: second.id }, answered: 0, lastSavedAt: null },
    ]);
    expect(data).toHaveLength(2);
  });

  it('asks the store as little for a full room as for one learner', async () => {
    const room = await Classroom.open(app);
    await room.start(await room.learner());
    const statements = async (): Promise<number> =>
      (await sqlOf(async () => void (await room.instructor.get(openUrl(room))))).length;
    const few = await statements();
    for (let count = 0; count < 8; count++) await room.start(await room.learner());
    expect(await statements()).toBe(few);
  });

  it('tells what happened in an attempt, in order, without what the answers say', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner({});
    const { body: attempt } = await room.start(learner);
    app.clock.advance(2 * MINUTE);
    await room.save(learner, attempt.id, 0, 'canary-mean');
    await room.save(learner, attempt.id, 0, 'mean');
    app.clock.advance(3 * MINUTE);
    await room.save(learner, attempt.id, 4, 'canary-word');
    await room.submit(learner, attempt.id);
    const late = { response: 'canary-late', sequence: 99, writtenAt: NOON };
    app.clock.advance(1 * MINUTE);
    const url = `/v1/attempts/${attempt.id}`;
    expectStatus(await learner.put(`${url}/answers/${room.questionIds[4]}`, late), 200);
    const whole = await room.instructor.get(`${url}/timeline?total=true`);
    expect(whole.body.data).toMatchObject([
      { kind: 'started', at: NOON, by: { id: learner.id } },
      { kind: 'answer_saved', answer: { questionId: room.questionIds[0], standing: 'on_time' } },
      { kind: 'answer_saved', answer: { questionId: room.questionIds[4] }, by: { id: learner.id } },
      { kind: 'submitted', at: '2026-03-02T12:05:00.000Z', by: { id: learner.id } },
      { kind: 'answer_saved', answer: { sequence: 99, standing: 'late' } },
    ]);
    expect(whole.body.page.total).toBe(5);
    expect(whole.text).not.toContain('canary');
    const leafed = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, page } = expectStatus(
        await room.instructor.get(`${url}/timeline?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`),
        200,
      );
      leafed.push(...data);
      cursor = page.next;
    }
    expect(leafed).toEqual(whole.body.data);
  });

  it('is for staff of the course', async () => {
    const room = await Classroom.open(app);
    const [learner, assistant] = [await room.learner(), await room.member('assistant')];
    const stranger = (await Classroom.open(app)).instructor;
    const { body: attempt } = await room.start(learner);
    for (const url of [openUrl(room), `/v1/attempts/${attempt.id}/timeline`]) {
      expect((await assistant.get(url)).status).toBe(200);
      for (const other of [learner, stranger, await room.learner()])
        expect([403, 404]).toContain((await other.get(url)).status);
    }
  });
});
