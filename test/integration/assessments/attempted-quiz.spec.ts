import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { type Answer, TestApp } from '../../support/test-app';
import { Classroom } from '../../support/classroom';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl('the lock of the quiz', ['lets either the start or the edit win'], () => {
  withoutLocks(/STRAIGHT_JOIN courses c STRAIGHT_JOIN quizzes z LEFT JOIN|FROM quizzes z WHERE/);
});

const questionsUrl = ({ quizId }: Classroom): string => `/v1/quizzes/${quizId}/questions`;

describe('a quiz that learners have attempted', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('refuses whatever would change which questions are asked, or what they are worth', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const url = `/v1/questions/${room.questionIds[0]}`;
    for (const answer of [
      await room.instructor.patch(url, { points: '3' }),
      await room.instructor.patch(url, { prompt: 'New', points: '3' }),
      await room.instructor.delete(url),
      await room.instructor.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value),
      await room.instructor.put(`${questionsUrl(room)}/order`, {
        questionIds: room.questionIds.toReversed(),
      }),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'assessments.quiz_has_attempts' } });
    expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
    expect((await room.instructor.get(questionsUrl(room))).body.frozen).toBe(true);
  });

  it('lets either the start or the edit win when both come at the same moment, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const room = await Classroom.open(app);
      const learner = await room.learner();
      const requests: [Promise<Answer>, Promise<Answer>] = [
        room.start(learner),
        room.instructor.patch(`/v1/questions/${room.questionIds[0]}`, { points: '7' }),
      ];
      const [start, edited] = await Promise.all(requests);
      expect(start.status).toBe(201);
      const points = edited.status === 200 ? ['7', '15'] : ['2', '10'];
      expect([start.body.questions[0].points, start.body.maxScore]).toEqual(points);
      expect([200, 409]).toContain(edited.status);
      const result = await room.submit(learner, start.body.id, room.byQuestion(['median']));
      expect([result.body.score, result.body.maxScore]).toEqual(points);
    }
  });

  it('refuses to delete the activity of an attempted quiz', async () => {
    const room = await Classroom.open(app);
    const attempted = await room.addQuiz('Quiz 2');
    const untouched = await room.addQuiz('Quiz 3');
    for (const quizId of [attempted, untouched])
      await room.instructor.post(`/v1/quizzes/${quizId}/questions`, QUESTION_EXAMPLES.numeric.value);
    await (await room.learner()).post(`/v1/quizzes/${attempted}/attempts`);
    expect(await room.instructor.delete(`/v1/activities/${attempted}`)).toMatchObject({
      status: 409,
      body: { code: 'assessments.quiz_has_attempts' },
    });
    expect((await room.instructor.get(`/v1/quizzes/${attempted}`)).status).toBe(200);
    expect((await room.instructor.delete(`/v1/activities/${untouched}`)).status).toBe(204);
    expect((await room.instructor.get(`/v1/quizzes/${untouched}`)).status).toBe(404);
  });

  it('lists staff all attempts with names, of one learner or of everybody, page by page', async () => {
    const room = await Classroom.open(app, { settings: { passPercentage: '20' } });
    const ada = await room.join(
      await app.person('learner', { givenName: 'Ada', familyName: 'Okafor' }),
      'learner',
    );
    const bea = await room.join(
      await app.person('learner', { givenName: 'Bea', familyName: 'Lind' }),
      'learner',
    );
    for (const learner of [ada, bea, ada]) {
      app.clock.advance(60_000);
      await room.attempt(learner, learner === ada ? ['median'] : []);
    }
    await room.start(bea);
    const url = `/v1/quizzes/${room.quizId}/attempts`;
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await room.instructor.get(`${url}?limit=1${cursor}`);
      seen.push(...body.data);
      cursor = body.page.next === null ? '' : `&cursor=${body.page.next}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(4);
    expect(seen[3]).toMatchObject({
      number: 1,
      learner: { id: ada.id, givenName: 'Ada', familyName: 'Okafor' },
    });
    expect((await room.instructor.get(url)).body.data).toEqual(seen);
    const { body } = await room.instructor.get(`${url}?userId=${ada.id}`);
    expect(
      body.data.map(({ number, score, passed }: Record<string, unknown>) => [number, score, passed]),
    ).toEqual([
      [2, '2', true],
      [1, '2', true],
    ]);
    for (const bad of [
      'limit=101',
      'cursor=x',
      `cursor=${Buffer.from('["x","y"]').toString('base64url')}`,
      'userId=7',
    ])
      expect([400, 422]).toContain((await room.instructor.get(`${url}?${bad}`)).status);
  });
});
