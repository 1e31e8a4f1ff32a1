import { QuizPointsChanged } from '../../../src/modules/assessments';
import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { type Answer, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS } from '../../support/classroom';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { listen } from '../../support/listeners';

negativeControl('the lock of the quiz', ['lets either the start or the edit win'], () => {
  withoutLocks(/FROM users u STRAIGHT_JOIN courses c STRAIGHT_JOIN quizzes z|FROM quizzes z WHERE/);
});

describe('authoring a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const questionsUrl = ({ quizId }: Classroom): string => `/v1/quizzes/${quizId}/questions`;

  describe('settings', () => {
    it('gives a new quiz settings without limits and with feedback', async () => {
      const room = await Classroom.open(app, { questions: [] });
      const { body, headers } = await room.instructor.get(`/v1/quizzes/${room.quizId}`);
      expect(body).toEqual({
        activityId: room.quizId,
        courseId: room.courseId,
        title: 'Quiz 1',
        maxAttempts: null,
        grading: 'highest',
        opensAt: null,
        dueAt: null,
        closesAt: null,
        passPercentage: null,
        shuffleQuestions: false,
        feedback: 'after_submission',
        pointsPossible: '0',
        questionCount: 0,
        myAttempts: null,
        version: expect.any(Number),
      });
      expect(headers.etag).toBe(`"v${body.version}"`);
    });

    it('changes each setting by itself, and clears it with null', async () => {
      const room = await Classroom.open(app);
      const url = `/v1/quizzes/${room.quizId}`;
      const changes = {
        maxAttempts: 3,
        grading: 'average',
        opensAt: '2026-03-02T10:00:00+02:00',
        dueAt: '2026-03-09T22:59:59Z',
        closesAt: '2026-03-09T22:59:59Z',
        passPercentage: '62.50',
        shuffleQuestions: true,
        feedback: 'never',
      };
      expect((await room.instructor.patch(url, changes)).body).toMatchObject({
        ...changes,
        opensAt: '2026-03-02T08:00:00.000Z',
        dueAt: '2026-03-09T22:59:59.000Z',
        closesAt: '2026-03-09T22:59:59.000Z',
        passPercentage: '62.5',
      });
      const cleared = { maxAttempts: null, opensAt: null, dueAt: null, closesAt: null, passPercentage: null };
      expect((await room.instructor.patch(url, cleared)).body).toMatchObject({
        ...cleared,
        grading: 'average',
      });
      expect((await room.instructor.get(url)).body).toMatchObject({ ...cleared, feedback: 'never' });
    });

    it.each([
      [{ maxAttempts: 0 }, 'maxAttempts'],
      [{ maxAttempts: 101 }, 'maxAttempts'],
      [{ maxAttempts: 1.5 }, 'maxAttempts'],
      [{ grading: 'best' }, 'grading'],
      [{ grading: null }, 'grading'],
      [{ opensAt: '2026-03-02' }, 'opensAt'],
      [{ opensAt: '2026-03-02T10:00:00' }, 'opensAt'],
      [{ dueAt: '2026-02-30T10:00:00Z' }, 'dueAt'],
      [{ closesAt: 1772445600000 }, 'closesAt'],
      [{ passPercentage: '100.01' }, 'passPercentage'],
      [{ passPercentage: '-1' }, 'passPercentage'],
      [{ passPercentage: 60 }, 'passPercentage'],
      [{ passPercentage: '60.123' }, 'passPercentage'],
      [{ shuffleQuestions: 'yes' }, 'shuffleQuestions'],
      [{ feedback: 'always' }, 'feedback'],
      [{ pointsPossible: '100' }, 'pointsPossible'],
      [{ version: 7 }, 'version'],
      [{ opensAt: '2026-03-02T10:00:00Z', dueAt: '2026-03-02T10:00:00Z' }, 'dueAt'],
      [{ opensAt: '2026-03-02T10:00:00Z', closesAt: '2026-03-02T09:00:00Z' }, 'closesAt'],
      [{ dueAt: '2026-03-02T10:00:00Z', closesAt: '2026-03-02T09:59:59Z' }, 'closesAt'],
    ])('are refused when wrong: %j', async (changes, field) => {
      const room = await Classroom.open(app, { questions: [] });
      const answer = await room.instructor.patch(`/v1/quizzes/${room.quizId}`, changes);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    });

    it('checks new settings against those that stay: refuses a due date before the stored opening', async () => {
      const room = await Classroom.open(app, { settings: { opensAt: new Date('2026-03-10T00:00:00Z') } });
      const answer = await room.instructor.patch(`/v1/quizzes/${room.quizId}`, {
        dueAt: '2026-03-09T00:00:00Z',
      });
      expect(answer).toMatchObject({ status: 422, body: { code: 'assessments.invalid_settings' } });
    });

    it('refuses settings from an old copy', async () => {
      const room = await Classroom.open(app);
      const url = `/v1/quizzes/${room.quizId}`;
      const etag = String((await room.instructor.get(url)).headers.etag);
      expect((await room.instructor.get(url, { 'if-none-match': etag })).status).toBe(304);
      expect((await room.instructor.patch(url, { maxAttempts: 1 }, { 'if-match': etag })).status).toBe(200);
      const stale = await room.instructor.patch(url, { maxAttempts: 2 }, { 'if-match': etag });
      expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
      expect((await room.instructor.get(url, { 'if-none-match': etag })).body.maxAttempts).toBe(1);
    });

    it('keeps grading and pass mark once a learner has attempted the quiz, and lets the others change', async () => {
      const room = await Classroom.open(app);
      await room.attempt(await room.learner(), []);
      const url = `/v1/quizzes/${room.quizId}`;
      for (const changes of [{ grading: 'latest' }, { passPercentage: '50' }])
        expect(await room.instructor.patch(url, changes)).toMatchObject({
          status: 409,
          body: { code: 'assessments.quiz_has_attempts' },
        });
      const changes = {
        grading: 'highest',
        passPercentage: null,
        maxAttempts: 5,
        dueAt: '2027-01-01T00:00:00Z',
      };
      expect((await room.instructor.patch(url, changes)).status).toBe(200);
    });

    it('lets instructors and administrators change settings, but no assistants, learners or strangers', async () => {
      const room = await Classroom.open(app);
      const url = `/v1/quizzes/${room.quizId}`;
      const assistant = await room.join(await app.person('learner'), 'assistant');
      for (const caller of [assistant, await room.learner(), await app.person('instructor')])
        expect((await caller.patch(url, { maxAttempts: 1 })).status).toBe(403);
      expect((await (await app.person('administrator')).patch(url, { maxAttempts: 1 })).status).toBe(200);
    });

    it('sends learners no ETag, since their view changes with their attempts', async () => {
      const room = await Classroom.open(app);
      const { headers, body } = await (await room.learner()).get(`/v1/quizzes/${room.quizId}`);
      expect(headers.etag).toBeUndefined();
      expect(body).not.toHaveProperty('version');
    });

    it('has no settings for activities that are no quizzes', async () => {
      const room = await Classroom.open(app);
      const admin = await app.person('administrator');
      for (const id of [room.courseId, '01990000-0000-7000-8000-000000000000'])
        expect((await admin.get(`/v1/quizzes/${id}`)).status).toBe(404);
    });
  });

  describe('questions', () => {
    it('adds the documented example of each type, and reads it back unchanged', async () => {
      const room = await Classroom.open(app, { questions: [] });
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
      'are refused with %s, and the message names where',
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
      [{ type: 'essay' }, 'type'],
      [{ definition: [] }, 'definition'],
      [{ definition: null }, 'definition'],
      [{ position: 1 }, 'position'],
      [{ activityId: '01990000-0000-7000-8000-000000000000' }, 'activityId'],
    ])('are refused with a wrong field (case %#)', async (changes, field) => {
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
      expect(last).toEqual(added.body);
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

  describe('once a learner has started', () => {
    it('refuses whatever would change what is asked or earned, and takes corrections of prompt and feedback', async () => {
      const room = await Classroom.open(app);
      const learner = await room.learner();
      const { body } = await room.start(learner);
      const url = `/v1/questions/${room.questionIds[0]}`;
      const { definition } = FIVE_QUESTIONS[0]!;
      for (const answer of [
        await room.instructor.patch(url, { points: '3' }),
        await room.instructor.patch(url, { definition: { ...definition, key: 'mean' } }),
        await room.instructor.patch(url, { type: 'true_false', definition: { key: true } }),
        await room.instructor.patch(url, { prompt: 'New', points: '3' }),
        await room.instructor.delete(url),
        await room.instructor.post(questionsUrl(room), QUESTION_EXAMPLES.numeric.value),
        await room.instructor.put(`${questionsUrl(room)}/order`, {
          questionIds: room.questionIds.toReversed(),
        }),
      ])
        expect(answer).toMatchObject({ status: 409, body: { code: 'assessments.quiz_has_attempts' } });
      expect((await learner.get(`/v1/attempts/${body.id}`)).body).toEqual(body);

      const corrected = await room.instructor.patch(url, {
        prompt: 'Which measure of the center is *least* affected?',
        feedback: 'Think of the order.',
        points: '2.0',
        type: 'single_choice',
        definition,
      });
      expect(corrected.status).toBe(200);
      expect((await learner.get(`/v1/attempts/${body.id}`)).body.questions[0].promptHtml).toContain(
        '<em>least</em>',
      );
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
  });

  it('makes a quiz with the activity, which shows its new title after a rename', async () => {
    const room = await Classroom.open(app);
    const made = await room.instructor.post(`/v1/sections/${room.sectionId}/activities`, {
      type: 'quiz',
      title: 'Final quiz',
    });
    expect(made.status).toBe(201);
    const before = await room.instructor.get(`/v1/quizzes/${made.body.id}`);
    expect(before.body).toMatchObject({ title: 'Final quiz', pointsPossible: '0' });
    await room.instructor.patch(`/v1/activities/${made.body.id}`, { title: 'Last quiz' });
    const after = await room.instructor.get(`/v1/quizzes/${made.body.id}`, {
      'if-none-match': String(before.headers.etag),
    });
    expect(after).toMatchObject({ status: 200, body: { title: 'Last quiz' } });
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

/** Sets what stands at the path to the value. */
function spoil(target: object, path: readonly (string | number)[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  const fields = target as Record<string, object>;
  if (rest.length === 0) Object.assign(fields, { [key]: value });
  else spoil(fields[key] ?? {}, rest, value);
}
