import { AttemptSubmitted } from '../../../src/modules/assessments';
import { type Answer, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';
import { listen, refuseNext } from '../../support/listeners';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';
negativeControl(
  'the lock on an attempt that is submitted',
  ['grades one of two submissions', 'grades one of twenty submissions', 'refuses or counts every answer'],
  () => {
    rewriteStatements(
      /`openMarker` FROM attempts t WHERE/,
      /t\.open_marker AS `openMarker`/,
      '1 AS `openMarker`',
    );
    rewriteStatements(/INSERT INTO answer_entries .* SELECT/, /AND t\.open_marker = 1/, '');
  },
);
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('submitting an attempt', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  it('takes no answers after the submission, and answers a second submission with the same result', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const first = await room.submit(learner, body.id, room.byQuestion(['mean']));
    app.clock.advance(3_600_000);
    expect(await room.save(learner, body.id, 0, 'median')).toMatchObject({
      status: 409,
      body: { code: 'assessments.attempt_submitted' },
    });
    for (const answers of [undefined, {}, room.byQuestion(['mean'])])
      expect(await room.submit(learner, body.id, answers)).toMatchObject({ status: 200, body: first.body });
    expect(first.body.score).toBe('0');
    expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(first.body);
  });

  it('refuses a second submission with other answers, since they would be lost', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const first = await room.submit(learner, body.id, room.byQuestion(['mean', ['iqr'], false]));
    const again = await room.submit(learner, body.id, room.byQuestion(['median', ['iqr'], false, '3']));
    expect(again).toMatchObject({
      status: 409,
      body: {
        code: 'assessments.graded_otherwise',
        errors: [0, 3].map((index) => ({ field: `answers.${room.questionIds[index]}`, rule: 'asGraded' })),
      },
    });
    const takenBack = await room.submit(learner, body.id, room.byQuestion([null]));
    expect(takenBack.body.code).toBe('assessments.graded_otherwise');
    const malformed = await room.submit(learner, body.id, { 'no-question': 'x' });
    expect(malformed).toMatchObject({ status: 422, body: { code: 'assessments.invalid_response' } });
    expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(first.body);
  });

  it('accepts a second submission with the same answers in another form', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const first = await room.submit(learner, body.id, room.byQuestion(RIGHT_RESPONSES));
    const inOtherWords = ['median', ['iqr', 'range', 'sd'], false, 1729.6, 'Heliotrope'];
    const again = await room.submit(learner, body.id, room.byQuestion(inOtherWords));
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it('grades one of two submissions with different answers at the same moment, and refuses the other', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const answers = await times(2, (index) =>
      room.submit(learner, body.id, room.byQuestion([['mean', 'median'][index]])),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { body: read } = await learner.get(`/v1/attempts/${body.id}`);
    expect(read).toEqual(answers.find(({ status }) => status === 200)?.body);
  });

  it('grades one of twenty submissions at the same moment, and answers all with its result', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    const events = listen(app, AttemptSubmitted);
    const answers = await times(20, () => room.submit(learner, body.id, room.byQuestion(RIGHT_RESPONSES)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(events).toEqual([
      expect.objectContaining({
        attemptId: body.id,
        activityId: room.quizId,
        courseId: room.courseId,
        userId: learner.id,
        score: answers[0]!.body.score,
        maxScore: '10',
        gradeScore: answers[0]!.body.score,
        passed: true,
        submittedAt: app.clock.now(),
      }),
    ]);
  });

  it('refuses or counts every answer that is saved while the attempt is submitted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const [result, ...saves] = (await Promise.all([
        room.save(learner, body.id, 0, 'median'),
        room.save(learner, body.id, 2, false),
        room.submit(learner, body.id),
        room.save(learner, body.id, 3, '1729.25'),
        room.save(learner, body.id, 4, 'zebra-secret'),
      ]).then(([one, two, submission, three, four]) => [submission, one, two, three, four])) as [
        Answer,
        ...Answer[],
      ];
      expect(result.status).toBe(200);
      const accepted = saves.filter(({ status }) => status === 200).map((answer) => answer.body.questionId);
      expect(saves.filter(({ status }) => status !== 200).every(({ status }) => status === 409)).toBe(true);
      const { body: read } = await learner.get(`/v1/attempts/${body.id}`);
      const counted = read.questions.filter(({ correct }: { correct: boolean }) => correct);
      expect(counted.map(({ id }: { id: string }) => id).toSorted()).toEqual(accepted.toSorted());
      const answered = read.questions.filter(({ response }: { response: unknown }) => response !== null);
      expect(answered).toHaveLength(accepted.length);
    }
  });

  it('rolls back the whole submission when a consumer of its event fails', async () => {
    const learner = await room.learner();
    const { body } = await room.start(learner);
    refuseNext(app, AttemptSubmitted, new Error('The gradebook is out of order'));
    expect((await room.submit(learner, body.id, room.byQuestion(['median']))).status).toBe(500);
    expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
    expect((await room.submit(learner, body.id)).body.score).toBe('0');
  });

  it('computes scores exactly where floating-point numbers would not', async () => {
    const question = { ...FIVE_QUESTIONS[2]!, points: '0.1' };
    const tenths = await Classroom.open(app, {
      questions: [question, question, question],
      settings: { passPercentage: '100' },
    });
    const result = await tenths.attempt(await tenths.learner(), [false, false, false]);
    expect(result.body).toMatchObject({ score: '0.3', maxScore: '0.3', percentage: '100', passed: true });
  });
});
