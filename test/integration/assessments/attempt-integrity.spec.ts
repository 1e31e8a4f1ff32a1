import { AttemptSubmitted } from '../../../src/modules/assessments';
import { type Answer, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';
import { alterStore, negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { listen, refuseNext } from '../../support/listeners';

negativeControl(
  'the lock on an attempt that is submitted',
  ['grades one of two submissions', 'grades one of twenty submissions', 'refuses or counts every answer'],
  () => {
    withoutLocks(/FROM attempts t JOIN attempt_answers/);
  },
);
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

describe('attempts under attack and in races', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  describe('access', () => {
    it('hides an attempt from other learners, who can neither read, answer nor submit it', async () => {
      const [owner, other] = [await room.learner(), await room.learner()];
      const { body } = await room.start(owner);
      const attempts = [
        await other.get(`/v1/attempts/${body.id}`),
        await room.save(other, body.id, 0, 'median'),
        await room.submit(other, body.id),
      ];
      for (const answer of attempts)
        expect(answer).toMatchObject({ status: 404, body: { code: 'assessments.attempt_not_found' } });
      expect((await owner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
    });

    it('lets staff read an attempt but not answer or submit it', async () => {
      const { body } = await room.start(await room.learner());
      expect((await room.instructor.get(`/v1/attempts/${body.id}`)).status).toBe(200);
      const refused = { status: 403, body: { code: 'assessments.not_your_attempt' } };
      expect(await room.save(room.instructor, body.id, 0, 'median')).toMatchObject(refused);
      expect(await room.submit(room.instructor, body.id)).toMatchObject(refused);
    });

    it('answers the same for an unknown attempt as for a hidden one', async () => {
      const learner = await room.learner();
      const unknown = '01990000-0000-7000-8000-000000000000';
      for (const answer of [
        await learner.get(`/v1/attempts/${unknown}`),
        await room.save(learner, unknown, 0, 'median'),
        await room.submit(learner, unknown),
      ])
        expect(answer).toMatchObject({ status: 404, body: { code: 'assessments.attempt_not_found' } });
    });

    it('lists a learner only their own attempts, whichever learner they filter for', async () => {
      const [learner, other] = [await room.learner(), await room.learner()];
      await room.start(other);
      const { body } = await learner.get(`/v1/quizzes/${room.quizId}/attempts?userId=${other.id}`);
      expect(body.data).toEqual([]);
    });
  });

  describe('answers', () => {
    it.each([
      ['a list for a single choice', 0, ['median'], 'response'],
      ['an unknown option', 0, 'mode', 'response'],
      ['an object', 0, { id: 'median' }, 'response'],
      ['an operator of some query language', 0, { $ne: null }, 'response'],
      ['one option for a multiple choice', 1, 'iqr', 'response'],
      ['an option twice', 1, ['iqr', 'iqr'], 'response[1]'],
      ['an unknown option among others', 1, ['iqr', 'nonsense'], 'response[1]'],
      ['a list in a list', 1, [['iqr']], 'response[0]'],
      ['the word for a boolean', 2, 'false', 'response'],
      ['a number for a boolean', 2, 0, 'response'],
      ['what is not a number', 3, 'NaN', 'response'],
      ['a hexadecimal number', 3, '0x6C1', 'response'],
      ['a decimal comma', 3, '1729,25', 'response'],
      ['a boolean for a number', 3, true, 'response'],
      ['a number for a text', 4, 42, 'response'],
      ['a text of 1001 characters', 4, 'x'.repeat(1001), 'response'],
    ])('and refuses %s', async (_what, question, response, field) => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const saved = await room.save(learner, body.id, question, response);
      expect(saved).toMatchObject({
        status: 422,
        body: { code: 'assessments.invalid_response', errors: [{ field }] },
      });
      const id = room.questionIds[question]!;
      const submitted = await room.submit(learner, body.id, { [id]: response });
      expect(submitted).toMatchObject({
        status: 422,
        body: {
          code: 'assessments.invalid_response',
          errors: [{ field: field.replace('response', `answers.${id}`) }],
        },
      });
      expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
    });

    it('refuses a missing response, an unknown field, and marks that learners give themselves', async () => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const url = `/v1/attempts/${body.id}/answers/${room.questionIds[0]}`;
      expect(await learner.put(url, {})).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'response' }] },
      });
      for (const extra of ['pointsAwarded', 'correct', 'score', 'userId', 'savedAt'])
        expect(await learner.put(url, { response: 'median', [extra]: '10' })).toMatchObject({
          status: 422,
          body: { errors: [{ field: extra, rule: 'unknownField' }] },
        });
      for (const extra of ['score', 'maxScore', 'passed', 'submittedAt', 'gradeScore'])
        expect(await learner.put(`/v1/attempts/${body.id}/submission`, { [extra]: '10' })).toMatchObject({
          status: 422,
          body: { errors: [{ field: extra, rule: 'unknownField' }] },
        });
      expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);
    });

    it('refuses answers to questions that are unknown or of another quiz', async () => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const elsewhere = await Classroom.open(app);
      for (const id of [
        elsewhere.questionIds[0]!,
        '01990000-0000-7000-8000-000000000000',
        body.id as string,
      ]) {
        expect(
          await learner.put(`/v1/attempts/${body.id}/answers/${id}`, { response: 'median' }),
        ).toMatchObject({
          status: 404,
          body: { code: 'assessments.question_not_found' },
        });
        expect(await room.submit(learner, body.id, { [id]: 'median' })).toMatchObject({
          status: 422,
          body: {
            code: 'assessments.invalid_response',
            errors: [{ field: `answers.${id}`, rule: 'isQuestion' }],
          },
        });
      }
      for (const id of ['__proto__x', ''])
        expect((await room.submit(learner, body.id, { [id]: 'median' })).status).toBe(422);
    });

    it('stores the text of an answer unchanged, whatever it contains', async () => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      for (const text of [`'; DROP TABLE attempts; --`, 'null', '"', '\u0000', '<script>', '𝒳 ± 1 ✓', '']) {
        expect(await room.save(learner, body.id, 4, text)).toMatchObject({
          status: 200,
          body: { response: text },
        });
        const { body: read } = await learner.get(`/v1/attempts/${body.id}`);
        expect(read.questions[4].response).toBe(text);
      }
    });

    it('accepts the same answer twice at the same moment, as a client that retries sends it', async () => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const first = await room.save(learner, body.id, 0, 'median');
      const again = await room.save(learner, body.id, 0, 'median');
      expect(again).toMatchObject({ status: 200, body: first.body });
    });

    it('refuses a response that is nested thousands of levels deep', async () => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
      const answer = await learner.send(
        'PUT',
        `/v1/attempts/${body.id}/answers/${room.questionIds[1]}`,
        `{"response":${deep}}`,
        { 'content-type': 'application/json' },
      );
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.too_deep' } });
    });
  });

  describe('submission', () => {
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
  });

  describe('starting once', () => {
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

    it('gives each learner of a class that starts at the same moment their own attempt', async () => {
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
  });

  describe('starting', () => {
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

    it('starts attempts only while the quiz is open, and lets an open one be continued and submitted after it has closed', async () => {
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
      app.clock.set('2026-03-02T11:00:00.000Z');
      const late = await gated.learner();
      expect((await gated.start(late)).body).toMatchObject({ status: 409, code: 'assessments.quiz_closed' });
      expect((await gated.start(learner)).body.id).toBe(body.id);
      expect((await gated.save(learner, body.id, 0, 'median')).status).toBe(200);
      expect((await gated.submit(learner, body.id)).body.score).toBe('2');
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

  describe('after the end of the enrollment', () => {
    it('lets a learner neither answer, submit, read nor start an attempt until they are enrolled again', async () => {
      const learner = await app.person();
      const enrollmentId = await room.enroll(learner);
      const { body } = await room.start(learner);
      expect((await room.instructor.delete(`/v1/enrollments/${enrollmentId}`)).status).toBe(204);
      for (const answer of [
        await room.save(learner, body.id, 0, 'median'),
        await room.submit(learner, body.id),
        await learner.get(`/v1/attempts/${body.id}`),
        await room.start(learner),
      ])
        expect(answer.status).toBe(403);
      await room.enroll(learner, 'learner', { endDate: '2026-03-03' });
      expect((await room.submit(learner, body.id)).body).toMatchObject({ status: 'submitted', score: '0' });
    });

    it('ends access at midnight in the time zone of the course', async () => {
      // London leaves winter time at 01:00 UTC on 29 March 2026; midnight on 1 April is 23:00 UTC on 31 March.
      const learner = await room.learner({ endDate: '2026-04-01' });
      app.clock.set('2026-03-31T22:59:59.999Z');
      const { body } = await room.start(learner);
      expect((await room.save(learner, body.id, 0, 'median')).status).toBe(200);
      app.clock.set('2026-03-31T23:00:00.000Z');
      expect((await room.save(learner, body.id, 0, 'mean')).status).toBe(403);
      expect((await room.submit(learner, body.id)).status).toBe(403);
    });
  });

  it('cannot change an attempt once its course has been archived', async () => {
    const closing = await Classroom.open(app);
    const learner = await closing.learner();
    const { body } = await closing.start(learner);
    await app.database.execute("UPDATE courses SET status = 'archived' WHERE code = ? AND id = ?", [
      'STAT-101',
      Buffer.from(closing.courseId.replaceAll('-', ''), 'hex'),
    ]);
    expect((await closing.save(learner, body.id, 0, 'median')).body.code).toBe('courses.archived');
    expect((await closing.submit(learner, body.id)).body.code).toBe('courses.archived');
    expect((await learner.get(`/v1/attempts/${body.id}`)).status).toBe(200);
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
