import { TestApp } from '../../support/test-app';
import { Classroom } from '../../support/classroom';
describe('the answers of an attempt', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

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
    ['a boolean for a number', 3, true, 'response'],
    ['a number for a text', 4, 42, 'response'],
    ['more than 64 KiB', 4, 'x'.repeat(65_535), 'response'],
  ])('refuses %s as an answer', async (_what, question, response, field) => {
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

  it.each([
    ['what is not a number', 3, 'NaN'],
    ['a hexadecimal number', 3, '0x6C1'],
    ['a number that could be two', 3, '1,729'],
    ['a text of 1001 characters', 4, 'x'.repeat(1001)],
    ['a text of 64 KiB', 4, 'x'.repeat(65_534)],
  ])(
    'keeps %s as it was typed, with a remark, and gives no points for it',
    async (_what, question, response) => {
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const kept = {
        response,
        remarks: [{ code: 'not_readable', message: expect.stringContaining('kept') }],
      };
      expect(await room.save(learner, body.id, question, response)).toMatchObject({
        status: 200,
        body: kept,
      });
      const answers = { [room.questionIds[question]!]: response };
      const submitted = await room.submit(learner, body.id, answers);
      expect(submitted.body.questions[question]).toMatchObject({ ...kept, pointsAwarded: '0' });
      expect(await room.submit(learner, body.id, answers)).toMatchObject({
        status: 200,
        body: { score: '0' },
      });
    },
  );

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
    for (const id of [elsewhere.questionIds[0]!, '01990000-0000-7000-8000-000000000000', body.id as string]) {
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
    const { response, savedAt, outcome } = first.body;
    expect(again).toMatchObject({ status: 200, body: { response, savedAt, outcome } });
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
