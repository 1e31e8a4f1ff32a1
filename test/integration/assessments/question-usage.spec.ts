import { newId } from '../../../src/shared/database/ids';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

const QUESTION = { type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } } as const;

describe('where a question is asked', () => {
  let app: TestApp;
  let room: Classroom;
  let questionId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app, { questions: [], settings: { maxAttempts: null } });
    questionId = await add({ tags: ['exam'] });
  });

  const add = async (more: object = {}): Promise<string> =>
    expectStatus(
      await room.instructor.post(`/v1/courses/${room.courseId}/questions`, { ...QUESTION, ...more }),
      201,
    ).id;
  const ask = async (slots: object[], quizId = room.quizId): Promise<void> =>
    void expectStatus(await room.instructor.put(`/v1/quizzes/${quizId}/slots`, { slots }), 200);
  const usage = async (id = questionId) =>
    expectStatus(await room.instructor.get(`/v1/questions/${id}/usage`), 200);
  const draw = (more: object) => ({ draw: { count: 1, points: '1', ...more } });

  it('nowhere, as long as no quiz names or draws it', async () => {
    await add({ tags: ['homework'] });
    await ask([draw({ tags: ['homework'] })]);
    expect(await usage()).toEqual({
      ...{ questionId, places: [], elsewhere: 0, attempts: 0, learners: 0, isExact: true },
    });
  });

  it('tells the slots that name it, held to a version or not, and the draws that find it now', async () => {
    const { versionId } = expectStatus(
      await room.instructor.patch(`/v1/questions/${questionId}`, { prompt: 'And now?' }),
      200,
    );
    const other = await room.addQuiz('Another quiz');
    await add({ tags: ['homework'] });
    await ask([draw({ tags: ['homework'] }), { questionId }]);
    await ask([draw({ tags: ['exam'] }), draw({})], other);
    const { places } = await usage();
    expect(places).toEqual([
      { activityId: room.quizId, title: 'Quiz 1', position: 2, kind: 'question', heldToVersion: null },
      { activityId: other, title: 'Another quiz', position: 1, kind: 'draw', heldToVersion: null },
      { activityId: other, title: 'Another quiz', position: 2, kind: 'draw', heldToVersion: null },
    ]);
    await ask([{ questionId, versionId }]);
    expect((await usage()).places[0]).toMatchObject({ position: 1, heldToVersion: 2 });
    expectStatus(await room.instructor.patch(`/v1/questions/${questionId}`, { tags: ['homework'] }), 200);
    expect((await usage()).places).toMatchObject([{ activityId: room.quizId }, { position: 2 }]);
  });

  it('counts attempts and people, without previews and deleted attempts', async () => {
    await ask([{ questionId }]);
    const [ada, ben] = [await room.learner(), await room.learner()];
    const first = expectStatus(await ada.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    expectStatus(await room.submit(ada, first.id, {}), 200);
    expectStatus(await ada.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    const bens = expectStatus(await ben.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    expectStatus(await room.instructor.post(`/v1/quizzes/${room.quizId}/preview`), 201);
    expect(await usage()).toMatchObject({ attempts: 3, learners: 2, isExact: true });
    expectStatus(
      await room.instructor.post(`/v1/attempts/${bens.id}/deletion`, { reason: 'Began by mistake.' }),
      200,
    );
    expect(await usage()).toMatchObject({ attempts: 2, learners: 1 });
  });

  it('takes as many statements for many draws and attempts as for few', async () => {
    await ask([draw({})]);
    const before = await sqlOf(() => usage());
    await add();
    await add();
    await ask([draw({}), draw({ tags: ['exam'] }), draw({})]);
    const learner = await room.learner();
    expectStatus(await learner.post(`/v1/quizzes/${room.quizId}/attempts`), 201);
    expect((await sqlOf(() => usage())).length).toBe(before.length);
    expect(before.length).toBeLessThanOrEqual(9);
  });

  it('is not there for learners, nor for people of other courses', async () => {
    const learner = await room.learner();
    expect((await learner.get(`/v1/questions/${questionId}/usage`)).status).toBe(403);
    expect((await room.instructor.get(`/v1/questions/${newId()}/usage`)).status).toBe(404);
  });
});
