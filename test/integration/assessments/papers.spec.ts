import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, FIVE_QUESTIONS, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { type Answer, TestApp } from '../../support/test-app';

const NEW_QUESTION = {
  prompt: 'Which of them is the **largest**?',
  definition: {
    options: [
      { id: 'one', text: 'One' },
      { id: 'two', text: 'Two' },
      { id: 'three', text: 'Three' },
    ],
    key: 'three',
  },
  feedback: 'Count them.',
};
const OPTIONS = Array.from({ length: 20 }, (_, index) => ({ id: `o${index}`, text: `Option ${index}` }));

describe('the paper of an attempt', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const edit = (room: Classroom, place: number, changes: object): Promise<Answer> =>
    room.instructor.patch(`/v1/questions/${room.questionIds[place]}`, changes);
  const versionsOnPaper = (attemptId: string) =>
    app.database.query<{ version: number; revision: number | null }>(
      `SELECT v.number AS version, k.number AS revision FROM attempt_questions p
         JOIN question_versions v ON v.id = p.version_id LEFT JOIN key_revisions k ON k.id = p.key_revision_id
       WHERE p.attempt_id = ? ORDER BY p.position`,
      [toBinary(attemptId)],
    );

  it('a past attempt shows what was asked, what was right and what it earned, whatever becomes of the questions', async () => {
    const room = await Classroom.open(app, { settings: { maxAttempts: null } });
    const learner = await room.learner();
    const { id } = (await room.attempt(learner, RIGHT_RESPONSES)).body;
    const views = () =>
      Promise.all([
        learner.get(`/v1/attempts/${id}`),
        room.instructor.get(`/v1/attempts/${id}`),
        learner.get(`/v1/quizzes/${room.quizId}/attempts`),
        room.instructor.get(`/v1/quizzes/${room.quizId}/attempts`),
      ]);
    const before = await views();
    expect(before[1].body.questions[0]).toMatchObject({ key: 'median', pointsAwarded: '2' });

    expectStatus(await edit(room, 0, NEW_QUESTION), 200);
    expectStatus(await edit(room, 2, { definition: { key: true }, feedback: 'Corrected.' }), 200);
    expectStatus(await edit(room, 3, { type: 'true_false', definition: { key: true } }), 200);
    expectStatus(await edit(room, 4, { prompt: 'Which word now?' }), 200);
    const after = await views();
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    const repeated = await room.submit(learner, id, room.byQuestion(RIGHT_RESPONSES));
    expect(repeated.body).toEqual(before[0].body);
    expect(await versionsOnPaper(id)).toEqual(Array(5).fill({ version: 1, revision: 1 }));
  });

  it('an open attempt keeps the questions that it began with, and the next one asks the new ones', async () => {
    const room = await Classroom.open(app, { settings: { maxAttempts: null } });
    const learner = await room.learner();
    const started = (await room.start(learner)).body;
    expectStatus(await edit(room, 0, NEW_QUESTION), 200);
    expect((await learner.get(`/v1/attempts/${started.id}`)).body).toEqual(started);
    expect((await room.start(learner)).body).toEqual(started);

    expect((await room.save(learner, started.id, 0, 'three')).status).toBe(422);
    expect((await room.save(learner, started.id, 0, 'median')).status).toBe(200);
    const unknown = await learner.put(`/v1/attempts/${started.id}/answers`, {
      answers: [{ questionId: room.questionIds[0], response: 'three' }],
    });
    expect(unknown.body.results).toMatchObject([{ status: 'refused' }]);
    expect((await room.submit(learner, started.id)).body).toMatchObject({ score: '2', maxScore: '10' });

    const next = (await room.start(learner)).body;
    expect(next.questions[0]).toMatchObject({
      id: room.questionIds[0],
      promptHtml: '<p>Which of them is the <strong>largest</strong>?</p>\n',
      definition: { options: NEW_QUESTION.definition.options },
    });
    expect((await room.save(learner, next.id, 0, 'median')).status).toBe(422);
    expect((await room.submit(learner, next.id, room.byQuestion(['three']))).body.score).toBe('2');
    expect((await versionsOnPaper(next.id))[0]).toEqual({ version: 2, revision: 1 });
  });

  it('a corrected key grades the attempts that are submitted from then on, and the paper says which key that was', async () => {
    const room = await Classroom.open(app);
    const [early, late] = [await room.learner(), await room.learner()];
    const [first, second] = [(await room.start(early)).body.id, (await room.start(late)).body.id];
    const graded = await room.submit(early, first, room.byQuestion(['mean']));
    expect(graded.body.score).toBe('0');
    const { definition } = FIVE_QUESTIONS[0]!;
    expectStatus(await edit(room, 0, { definition: { ...definition, key: 'mean' } }), 200);
    expect((await room.submit(late, second, room.byQuestion(['mean']))).body.score).toBe('2');
    expect((await early.get(`/v1/attempts/${first}`)).body).toEqual(graded.body);
    expect((await versionsOnPaper(first))[0]).toEqual({ version: 1, revision: 1 });
    expect((await versionsOnPaper(second))[0]).toEqual({ version: 1, revision: 2 });
  });

  it('shows the options of each attempt in an order of its own where the quiz says so, and the same at every reading', async () => {
    const question = {
      type: 'single_choice' as const,
      prompt: 'One of twenty?',
      points: '1',
      definition: { options: OPTIONS, key: 'o7' },
    };
    const room = await Classroom.open(app, {
      questions: [question, question, FIVE_QUESTIONS[2]!],
      settings: { shuffleOptions: true },
    });
    const orders = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      const learner = await room.learner();
      const started = (await room.start(learner)).body;
      expect((await learner.get(`/v1/attempts/${started.id}`)).body).toEqual(started);
      for (const { definition } of started.questions.slice(0, 2)) {
        expect(
          definition.options.toSorted((one: Option, other: Option) => place(one) - place(other)),
        ).toEqual(OPTIONS);
        orders.add(definition.options.map(({ id }: Option) => id).join());
      }
      const result = await room.submit(learner, started.id, room.byQuestion(['o7', 'o7', false]));
      expect(result.body.score).toBe('3');
      const shown = (questions: { definition: object }[]) => questions.map(({ definition }) => definition);
      expect(shown(result.body.questions)).toEqual(shown(started.questions));
    }
    expect(orders.size).toBe(6);
  });

  it('shows what is to be matched, put in order or chosen for gaps in an order of its own, which grades alike', async () => {
    const types = ['matching', 'ordering', 'gap_select'] as const;
    const questions = types.map((type) => QUESTION_EXAMPLES[type].value);
    const right = [
      { mean: 'sum', median: 'middle', mode: 'most' },
      ['question', 'collect', 'summarize', 'conclude'],
      { middle: 'median', spread: 'iqr' },
    ];
    const room = await Classroom.open(app, { questions, settings: { shuffleOptions: true } });
    const orders = types.map(() => new Set<string>());
    for (let turn = 0; turn < 4; turn += 1) {
      const learner = await room.learner();
      app.chance.give(turn);
      const started = (await room.start(learner)).body;
      expect((await learner.get(`/v1/attempts/${started.id}`)).body).toEqual(started);
      for (const [place, { definition }] of started.questions.entries())
        orders[place]!.add(JSON.stringify(definition.items ?? definition.choices));
      const result = (await room.submit(learner, started.id, room.byQuestion(right))).body;
      expect(result).toMatchObject({ score: '8', maxScore: '8' });
      for (const [place, { definition }] of result.questions.entries())
        expect(definition).toEqual(started.questions[place].definition);
    }
    for (const shown of orders) expect(shown.size).toBeGreaterThan(1);
  });

  it('never shows what is to be put in order as it was written, though the quiz does not shuffle', async () => {
    const { type, value } = { type: 'ordering', value: QUESTION_EXAMPLES.ordering.value } as const;
    const ids = value.definition as { items: Option[]; key: string[] };
    const written = [ids.items, ids.items.toReversed()];
    const questions = written.map((items) => ({ ...value, type, definition: { ...ids, items } }));
    const room = await Classroom.open(app, { questions });
    const [one, other] = (await room.start(await room.learner())).body.questions;
    expect(one.definition.items).toEqual(other.definition.items);
    expect(one.definition.items.map(({ id }: Option) => id).toSorted()).toEqual(ids.key.toSorted());
  });

  it('keeps the order of the version where the quiz does not shuffle options', async () => {
    const room = await Classroom.open(app);
    const { body } = await room.start(await room.learner());
    expect(body.questions[1].definition.options.map(({ id }: Option) => id)).toEqual([
      'iqr',
      'mode',
      'range',
      'sd',
    ]);
  });

  it('each of a class that starts while a question is edited has one of its two versions whole', async () => {
    for (let round = 0; round < 5; round += 1) {
      const room = await Classroom.open(app);
      const learners = await Promise.all(Array.from({ length: 6 }, () => room.learner()));
      const starts = learners.slice(0, 3).map((learner) => room.start(learner));
      const edited = edit(room, 0, NEW_QUESTION);
      starts.push(...learners.slice(3).map((learner) => room.start(learner)));
      expectStatus(await edited, 200);
      for (const [index, start] of (await Promise.all(starts)).entries()) {
        expect(start.status).toBe(201);
        const [question] = start.body.questions;
        const isNew = question.promptHtml.includes('largest');
        expect(question.definition.options).toHaveLength(isNew ? 3 : 2);
        expect((await versionsOnPaper(start.body.id))[0]!.version).toBe(isNew ? 2 : 1);
        const right = room.byQuestion([isNew ? 'three' : 'median']);
        expect((await room.submit(learners[index]!, start.body.id, right)).body.score).toBe('2');
      }
    }
  });

  it('a paper of the build before, which names no version, is read and graded as the latest', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner();
    const { id } = (await room.start(learner)).body;
    await app.database.run('UPDATE attempt_questions SET version_id = NULL WHERE attempt_id = ?', [
      toBinary(id),
    ]);
    expectStatus(await edit(room, 0, NEW_QUESTION), 200);
    expect((await learner.get(`/v1/attempts/${id}`)).body.questions[0].promptHtml).toContain('largest');
    expect((await room.submit(learner, id, room.byQuestion(['three']))).body.score).toBe('2');
    expect((await versionsOnPaper(id))[0]).toEqual({ version: 2, revision: 1 });
  });
});

interface Option {
  id: string;
}

const place = ({ id }: Option): number => Number(id.slice(1));
