import { QuizPointsChanged } from '../../../src/modules/assessments';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { TestApp } from '../../support/test-app';
import { exampleFile } from '../../support/files-room';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { listen } from '../../support/listeners';

const questionsUrl = ({ quizId }: Classroom): string => `/v1/quizzes/${quizId}/questions`;

describe('the questions of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('adds the documented example of each type, and reads it back unchanged', async () => {
    const room = await Classroom.open(app, { questions: [] });
    await exampleFile(app, room.instructor);
    for (const { value } of Object.values(QUESTION_EXAMPLES)) {
      const answer = await room.instructor.post(questionsUrl(room), value);
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        ...value,
        definition: { ...value.definition, type: value.type },
      });
      expect(answer.body.promptHtml).toMatch(/^<p>/);
    }
    const { body } = await room.instructor.get(questionsUrl(room));
    expect(body.data.map(({ type }: { type: string }) => type)).toEqual(Object.keys(QUESTION_EXAMPLES));
    expect(body.frozen).toBe(false);
    const points = Object.values(QUESTION_EXAMPLES).map(({ value }) => Number(value.points));
    expect((await room.instructor.get(`/v1/quizzes/${room.quizId}`)).body).toMatchObject({
      pointsPossible: String(points.reduce((total, one) => total + one, 0)),
      questionCount: points.length,
    });
  });

  it('names answers by which nothing is graded, since one before them takes all that they would', async () => {
    const room = await Classroom.open(app, { questions: [] });
    const { definition, ...question } = QUESTION_EXAMPLES.numeric.value;
    const within = { key: '2.145', tolerance: { type: 'absolute', value: '0' }, share: '0.5' };
    const sent = {
      ...question,
      definition: { ...definition, alternatives: [within, { ...within, key: '3' }] },
    };
    const { status, body } = await room.instructor.post(questionsUrl(room), sent);
    expect([status, body.hiddenAnswers]).toEqual([201, ['definition.alternatives[0]']]);
    const changed = await room.instructor.patch(`/v1/questions/${body.id}`, { definition });
    expect([changed.status, changed.body.hiddenAnswers]).toEqual([200, []]);
  });

  it('renders Markdown as HTML without scripts', async () => {
    const room = await Classroom.open(app, { questions: [] });
    const prompt = 'Is *x* > 1?\n\n<script>alert(1)</script> [y](javascript:alert(2))';
    const { body } = await room.instructor.post(questionsUrl(room), {
      ...QUESTION_EXAMPLES.true_false.value,
      prompt,
      feedback: prompt,
    });
    expect(body.promptHtml).toContain('<em>x</em>');
    for (const html of [body.promptHtml, body.feedbackHtml]) {
      expect(html).not.toContain('<script');
      expect(html).not.toContain('href="javascript');
    }
  });

  it.each([
    ['an empty option', 'single_choice', ['options', 1, 'text'], '', 'definition.options[1].text'],
    ['an option twice', 'single_choice', ['options', 1, 'id'], 'mean', 'definition.options[1].id'],
    ['a key that is no option', 'single_choice', ['key'], 'mode', 'definition.key'],
    ['no key', 'multiple_choice', ['key'], [], 'definition.key'],
    ['an unknown scoring', 'multiple_choice', ['scoring'], 'fair', 'definition.scoring'],
    ['a key in words', 'true_false', ['key'], 'false', 'definition.key'],
    ['a key that is no number', 'numeric', ['key'], 'pi', 'definition.key'],
    ['a negative tolerance', 'numeric', ['tolerance', 'value'], '-1', 'definition.tolerance.value'],
    ['no accepted answer', 'short_text', ['accepted'], [], 'definition.accepted'],
    ['a field of another type', 'short_text', ['key'], 'x', 'definition.key'],
  ] as const)(
    'refuses a question with %s, and names where it stands',
    async (_what, type, path, value, field) => {
      const room = await Classroom.open(app, { questions: [] });
      const question = structuredClone(QUESTION_EXAMPLES[type].value);
      spoil(question.definition, path, value);
      const answer = await room.instructor.post(questionsUrl(room), question);
      expect(answer).toMatchObject({ status: 422, body: { code: 'assessments.invalid_question' } });
      expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
      expect((await room.instructor.get(questionsUrl(room))).body.data).toEqual([]);
    },
  );

  it.each([
    [{ points: '0' }, 'points'],
    [{ points: '0.00' }, 'points'],
    [{ points: '-1' }, 'points'],
    [{ points: '9999.5' }, 'points'],
    [{ points: '1.23456' }, 'points'],
    [{ points: '1e3' }, 'points'],
    [{ points: 2 }, 'points'],
    [{ prompt: '   ' }, 'prompt'],
    [{ prompt: 'x'.repeat(20_001) }, 'prompt'],
    [{ type: 'riddle' }, 'type'],
    [{ definition: [] }, 'definition'],
    [{ definition: null }, 'definition'],
    [{ position: 1 }, 'position'],
    [{ activityId: '01990000-0000-7000-8000-000000000000' }, 'activityId'],
  ])('refuses a question with a wrong field (case %#)', async (changes, field) => {
    const room = await Classroom.open(app, { questions: [] });
    const answer = await room.instructor.post(questionsUrl(room), {
      ...QUESTION_EXAMPLES.true_false.value,
      ...changes,
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('adds up exactly points of up to 9999 with four decimals', async () => {
    const room = await Classroom.open(app, { questions: [] });
    for (const points of ['9999', '0.0001', '0.1', '0.2'])
      expect(
        (await room.instructor.post(questionsUrl(room), { ...QUESTION_EXAMPLES.true_false.value, points }))
          .status,
      ).toBe(201);
    expect((await room.instructor.get(`/v1/quizzes/${room.quizId}`)).body.pointsPossible).toBe('9999.3001');
  });

  it('keeps the number and points of a quiz when questions are changed, retyped, reordered and removed', async () => {
    const room = await Classroom.open(app);
    const [first, second, third, fourth, fifth] = room.questionIds;
    const news = listen(app, QuizPointsChanged);
    const retyped = await room.instructor.patch(`/v1/questions/${first}`, {
      type: 'true_false',
      definition: { key: true },
      points: '4.50',
      feedback: null,
    });
    expect(retyped).toMatchObject({
      status: 200,
      body: {
        type: 'true_false',
        definition: { type: 'true_false', key: true },
        points: '4.5',
        feedback: null,
        version: 2,
      },
    });
    expect(
      (await room.instructor.patch(`/v1/questions/${second}`, { prompt: 'And **now**?' })).body.promptHtml,
    ).toBe('<p>And <strong>now</strong>?</p>\n');
    expect((await room.instructor.delete(`/v1/questions/${third}`)).status).toBe(204);
    const order = [fifth, first, fourth, second];
    const reordered = await room.instructor.put(`${questionsUrl(room)}/order`, { questionIds: order });
    expect(reordered.body.data.map(({ id }: { id: string }) => id)).toEqual(order);
    const { body } = await room.instructor.get(questionsUrl(room));
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(order);
    const added = await room.instructor.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value);
    const last = (await room.instructor.get(questionsUrl(room))).body.data.at(-1);
    expect({ ...last, similar: [] }).toEqual(added.body);
    expect(news.map(({ pointsPossible }) => pointsPossible)).toEqual(['12.5', '11.5', '14']);
    expect(news.every(({ activityId }) => activityId === room.quizId)).toBe(true);
    expect((await room.instructor.get(`/v1/quizzes/${room.quizId}`)).body).toMatchObject({
      pointsPossible: '14',
      questionCount: 5,
    });
  });

  it('refuses another type without a definition of that type', async () => {
    const room = await Classroom.open(app);
    const answer = await room.instructor.patch(`/v1/questions/${room.questionIds[0]}`, { type: 'numeric' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'assessments.invalid_question' } });
  });

  it('refuses an order that does not name each question once', async () => {
    const room = await Classroom.open(app);
    const other = await Classroom.open(app);
    const [first, ...rest] = room.questionIds as [string, ...string[]];
    for (const questionIds of [
      rest,
      [],
      [...rest, other.questionIds[0]],
      [first, ...rest, other.questionIds[0]],
    ])
      expect(await room.instructor.put(`${questionsUrl(room)}/order`, { questionIds })).toMatchObject({
        status: 422,
        body: { code: 'assessments.question_order_mismatch' },
      });
    for (const questionIds of [[first, first, ...rest.slice(1)], ['x'], 'x', undefined])
      expect((await room.instructor.put(`${questionsUrl(room)}/order`, { questionIds })).status).toBe(422);
  });

  it('refuses to change or remove a question from an old copy', async () => {
    const room = await Classroom.open(app);
    const url = `/v1/questions/${room.questionIds[0]}`;
    const { headers } = await room.instructor.patch(url, { prompt: 'Once more' }, { 'if-match': '"v1"' });
    expect(headers.etag).toBe('"v2"');
    expect((await room.instructor.patch(url, { prompt: 'Lost' }, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await room.instructor.delete(url, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await room.instructor.delete(url, { 'if-match': '"v2"' })).status).toBe(204);
    expect((await room.instructor.delete(url)).status).toBe(404);
  });

  it('refuses more than 200 questions in a quiz', async () => {
    const room = await Classroom.open(app, {
      questions: Array.from({ length: 200 }, () => FIVE_QUESTIONS[2]!),
    });
    expect(
      (await room.instructor.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value)).body,
    ).toMatchObject({
      status: 409,
      code: 'assessments.too_many_questions',
    });
    const result = await room.attempt(await room.learner(), Array(200).fill(false));
    expect(result.body).toMatchObject({ score: '200', percentage: '100' });
  });

  it('lets all staff read questions, instructors and administrators write them, and nobody else see them', async () => {
    const room = await Classroom.open(app);
    const url = `/v1/questions/${room.questionIds[0]}`;
    const assistant = await room.join(await app.person('learner'), 'assistant');
    expect((await assistant.get(questionsUrl(room))).status).toBe(200);
    for (const caller of [assistant, await room.learner(), await app.person('instructor')]) {
      expect((await caller.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value)).status).toBe(403);
      expect((await caller.patch(url, { prompt: 'Mine' })).status).toBe(403);
      expect((await caller.delete(url)).status).toBe(403);
    }
    expect((await (await room.learner()).get(questionsUrl(room))).status).toBe(403);
    expect((await (await app.person('administrator')).patch(url, { prompt: 'Ours' })).status).toBe(200);
  });

  it('answers outsiders about questions of a draft as if they did not exist', async () => {
    const room = await Classroom.open(app, { published: false });
    const outsider = await app.person('instructor');
    for (const id of [room.questionIds[0], '01990000-0000-7000-8000-000000000000'])
      expect(await outsider.patch(`/v1/questions/${id}`, { prompt: 'Mine' })).toMatchObject({
        status: 404,
        body: { code: 'assessments.question_not_found' },
      });
  });

  it('changes no questions of an archived course', async () => {
    const room = await Classroom.open(app);
    expect((await room.instructor.put(`${room.url}/archive`)).status).toBe(200);
    for (const answer of [
      await room.instructor.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value),
      await room.instructor.patch(`/v1/questions/${room.questionIds[0]}`, { prompt: 'Late' }),
      await room.instructor.delete(`/v1/questions/${room.questionIds[0]}`),
      await room.instructor.put(`${questionsUrl(room)}/order`, { questionIds: room.questionIds }),
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { maxAttempts: 1 }),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'courses.archived' } });
  });
});

/** Sets what stands at the path to the value. */
function spoil(target: object, path: readonly (string | number)[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  const fields = target as Record<string, object>;
  if (rest.length === 0) Object.assign(fields, { [key]: value });
  else spoil(fields[key] ?? {}, rest, value);
}
