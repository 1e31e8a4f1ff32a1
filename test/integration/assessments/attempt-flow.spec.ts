import { TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';

describe('taking a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  it('takes a learner from the start over saved answers to a graded result, for all five types of question', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();

    const started = await room.start(learner);
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      activityId: room.quizId,
      courseId: room.courseId,
      userId: learner.id,
      number: 1,
      status: 'in_progress',
      startedAt: '2026-03-02T09:00:00.000Z',
      submittedAt: null,
      maxScore: '10',
      score: null,
      percentage: null,
      passed: null,
      gradeScore: null,
    });
    expect(started.body.questions.map(({ id }: { id: string }) => id)).toEqual(room.questionIds);
    expect(started.body.questions[0]).toEqual({
      id: room.questionIds[0],
      type: 'single_choice',
      promptHtml: expect.stringContaining('<strong>least</strong>'),
      points: '2',
      definition: {
        type: 'single_choice',
        options: [
          { id: 'mean', text: 'The mean' },
          { id: 'median', text: 'The median' },
        ],
      },
      response: null,
      sequence: null,
      savedAt: null,
      certainty: null,
    });

    for (const [index, response] of RIGHT_RESPONSES.entries()) {
      app.clock.advance(60_000);
      const saved = await room.save(learner, started.body.id, index, response);
      expect(saved).toMatchObject({
        status: 200,
        body: { questionId: room.questionIds[index], response, savedAt: app.clock.now().toISOString() },
      });
    }
    const underWay = await learner.get(`/v1/attempts/${started.body.id}`);
    expect(underWay.body.questions.map(({ response }: { response: unknown }) => response)).toEqual(
      RIGHT_RESPONSES,
    );

    app.clock.advance(60_000);
    const result = await room.submit(learner, started.body.id);
    expect(result.status).toBe(200);
    expect(result.body).toMatchObject({
      status: 'submitted',
      submittedAt: '2026-03-02T09:06:00.000Z',
      score: '10',
      maxScore: '10',
      percentage: '100',
      passed: null,
      gradeScore: '10',
    });
    const points = FIVE_QUESTIONS.map(({ points: possible }) => possible);
    expect(
      result.body.questions.map((question: { pointsAwarded: string }) => question.pointsAwarded),
    ).toEqual(points);
    expect(result.body.questions.map((question: { key: unknown }) => question.key)).toEqual([
      'median',
      ['iqr', 'range', 'sd'],
      false,
      '1729.25',
      ['zebra-secret', 'heliotrope'],
    ]);
    expect(result.body.questions[0]).toMatchObject({
      response: 'median',
      correct: true,
      feedbackHtml: '<p>quokka-feedback on the <em>median</em></p>\n',
    });
    expect((await learner.get(`/v1/attempts/${started.body.id}`)).body).toEqual(result.body);
  });

  it('grades wrong, partly right and missing answers exactly', async () => {
    const room = await Classroom.open(app);
    const result = await room.attempt(await room.learner(), ['mean', ['iqr', 'sd'], null, '1728.75']);
    // 2 of 3 right options make 2 of 3 points; 1728.75 lies on the tolerance's bound.
    expect(result.body).toMatchObject({ score: '4.5', percentage: '45' });
    const marks = result.body.questions.map(({ pointsAwarded, correct }: Record<string, unknown>) => [
      pointsAwarded,
      correct,
    ]);
    expect(marks).toEqual([
      ['0', false],
      ['2', false],
      ['0', false],
      ['2.5', true],
      ['0', false],
    ]);
  });

  it('takes an answer back with null, and replaces a saved answer with one sent at the submission', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { body } = await room.start(learner);
    await room.save(learner, body.id, 0, 'median');
    await room.save(learner, body.id, 2, false);
    expect((await room.save(learner, body.id, 2, null)).body.response).toBeNull();
    const result = await room.submit(learner, body.id, { [room.questionIds[0]!]: 'mean' });
    expect(result.body.questions[0]).toMatchObject({ response: 'mean', pointsAwarded: '0' });
    expect(result.body.questions[2]).toMatchObject({ response: null, pointsAwarded: '0' });
    expect(result.body.score).toBe('0');
  });

  it('grades answers sent at the submission together with saved ones to other questions', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { body } = await room.start(learner);
    await room.save(learner, body.id, 4, 'zebra-secret');
    const result = await room.submit(learner, body.id, { [room.questionIds[2]!]: false });
    expect(result.body.score).toBe('2.5');
  });

  it('submits an attempt with an empty body or none at all', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { body } = await room.start(learner);
    expect(await learner.put(`/v1/attempts/${body.id}/submission`)).toMatchObject({
      status: 200,
      body: { score: '0', percentage: '0' },
    });
  });

  it('passes an attempt that reaches the pass mark exactly, and fails one below it', async () => {
    const room = await Classroom.open(app, { settings: { passPercentage: '45' } });
    const passed = await room.attempt(await room.learner(), ['mean', ['iqr', 'sd'], null, '1729']);
    const failed = await room.attempt(await room.learner(), ['median', ['iqr', 'sd']]);
    expect([passed.body.score, passed.body.passed]).toEqual(['4.5', true]);
    expect([failed.body.score, failed.body.passed]).toEqual(['4', false]);
  });

  it.each([
    ['highest', ['2', '3', '3']],
    ['latest', ['2', '3', '1']],
    ['first', ['2', '2', '2']],
    ['average', ['2', '2.5', '2']],
  ] as const)('makes the grade of the %s of all submitted attempts', async (grading, grades) => {
    const room = await Classroom.open(app, { settings: { grading } });
    const learner = await room.learner();
    const attempts = [['median'], [null, ['iqr', 'range', 'sd']], [null, null, false]];
    const seen: string[] = [];
    for (const [index, responses] of attempts.entries()) {
      const { body } = await room.attempt(learner, responses);
      expect(body.number).toBe(index + 1);
      seen.push(body.gradeScore);
    }
    expect(seen).toEqual(grades);
  });

  it('asks the questions of each attempt in an order of its own if the quiz shuffles, and keeps that order', async () => {
    const questions = Array.from({ length: 30 }, () => FIVE_QUESTIONS[2]!);
    const room = await Classroom.open(app, { questions, settings: { shuffleQuestions: true } });
    const orders: string[][] = [];
    for (let count = 0; count < 3; count += 1) {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const order = body.questions.map(({ id }: { id: string }) => id);
      const again = await learner.get(`/v1/attempts/${body.id}`);
      const result = await room.submit(learner, body.id);
      for (const view of [again, result, await learner.get(`/v1/attempts/${body.id}`)])
        expect(view.body.questions.map(({ id }: { id: string }) => id)).toEqual(order);
      expect(order.toSorted()).toEqual(room.questionIds.toSorted());
      orders.push(order);
    }
    // Of 30! orders, three learners and the author hardly share one.
    expect(new Set([...orders, room.questionIds].map(String)).size).toBe(4);
  });

  it('shows score and answers but no marks, keys or feedback where the quiz never gives feedback', async () => {
    const room = await Classroom.open(app, { settings: { feedback: 'never' } });
    const learner = await room.learner();
    const result = await room.attempt(learner, ['median']);
    expect(result.body).toMatchObject({ score: '2', percentage: '20' });
    for (const view of [result, await learner.get(`/v1/attempts/${result.body.id}`)]) {
      expect(Object.keys(view.body.questions[0]).toSorted()).toEqual([
        'certainty',
        'definition',
        'id',
        'points',
        'promptHtml',
        'response',
        'savedAt',
        'sequence',
        'type',
      ]);
    }
    const staffView = await room.instructor.get(`/v1/attempts/${result.body.id}`);
    expect(staffView.body.questions[0]).toMatchObject({ correct: true, pointsAwarded: '2', key: 'median' });
  });

  it('lists a learner their own attempts, the newest first, page by page', async () => {
    const room = await Classroom.open(app);
    const [learner, other] = [await room.learner(), await room.learner()];
    for (let number = 1; number <= 3; number += 1) {
      app.clock.advance(60_000);
      await room.attempt(learner, ['median']);
      await room.attempt(other, []);
    }
    const first = await learner.get(`/v1/quizzes/${room.quizId}/attempts?limit=2`);
    const second = await learner.get(
      `/v1/quizzes/${room.quizId}/attempts?limit=2&cursor=${first.body.page.next}`,
    );
    const listed = [...first.body.data, ...second.body.data];
    expect(listed.map(({ number }: { number: number }) => number)).toEqual([3, 2, 1]);
    expect(new Set(listed.map((attempt) => attempt.learner.id))).toEqual(new Set([learner.id]));
    expect(listed[0]).toMatchObject({ status: 'submitted', score: '2', percentage: '20', passed: null });
    expect(second.body.page.next).toBeNull();
  });

  it('tells a learner how many attempts they have left and which one is under way', async () => {
    const room = await Classroom.open(app, { settings: { maxAttempts: 2 } });
    const learner = await room.learner();
    const quiz = async (): Promise<unknown> =>
      (await learner.get(`/v1/quizzes/${room.quizId}`)).body.myAttempts;
    expect(await quiz()).toEqual({ started: 0, left: 2, openAttemptId: null });
    const { body } = await room.start(learner);
    expect(await quiz()).toEqual({ started: 1, left: 1, openAttemptId: body.id });
    await room.submit(learner, body.id);
    await room.attempt(learner, []);
    expect(await quiz()).toEqual({ started: 2, left: 0, openAttemptId: null });
  });
});
