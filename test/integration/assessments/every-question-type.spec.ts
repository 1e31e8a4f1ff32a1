import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import {
  ALL_QUESTION_TYPES,
  type QuestionDefinition,
} from '../../../src/modules/assessments/question-types/registry';
import { gradeResponse, isMarkedByHand } from '../../../src/modules/assessments/question-types/responses';
import { readDefinition } from '../../../src/modules/assessments/question-types/definitions';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { exampleAnswerFiles, exampleFile } from '../../support/files-room';
import { type Caller, TestApp } from '../../support/test-app';

describe('a quiz with a question of every type', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let attempt: {
    id: string;
    questions: { id: string; type: string; definition: { values?: Record<string, string> } }[];
  };

  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app, { questions: [] });
    room.questionIds = [];
    await exampleFile(app, room.instructor);
    for (const { value } of Object.values(QUESTION_EXAMPLES)) {
      const added = await room.instructor.post(`/v1/quizzes/${room.quizId}/questions`, value);
      room.questionIds.push(expectStatus(added, 201).id);
    }
    learner = await room.learner();
    await exampleAnswerFiles(app, learner);
    attempt = (await room.start(learner)).body;
  });
  afterAll(() => app.stop());

  /** The definition as this attempt asks it: with the numbers that it shows. */
  const asked = (index: number): QuestionDefinition => {
    const type = ALL_QUESTION_TYPES[index]!;
    const { definition } = readDefinition(type.name, type.example.definition);
    const { values } = attempt.questions[index]!.definition;
    return values ? type.withDrawn!(definition!, values) : definition!;
  };

  it('shows a learner each without its key', () => {
    expect(attempt.questions.map(({ type }) => type)).toEqual(ALL_QUESTION_TYPES.map(({ name }) => name));
    for (const [index, type] of ALL_QUESTION_TYPES.entries()) {
      const shown = attempt.questions[index]?.definition;
      for (const field of type.keyFields) expect(shown).not.toHaveProperty(field);
      expect(shown).toEqual(type.viewOf(asked(index), null));
    }
  });

  it('takes the response of each example, and grades it as the type says, or waits for a mark', async () => {
    const responses = ALL_QUESTION_TYPES.map(({ example }) => example.response);
    for (const [index, response] of responses.entries())
      expect(await room.save(learner, attempt.id, index, response)).toMatchObject({
        status: 200,
        body: { response },
      });
    const { body } = await room.submit(learner, attempt.id, room.byQuestion(responses));
    for (const [index, type] of ALL_QUESTION_TYPES.entries()) {
      const { example } = type;
      const { earned } = gradeResponse(asked(index), example.response, example.points);
      expect(body.questions[index]).toMatchObject({
        response: example.response,
        pointsAwarded: isMarkedByHand(asked(index)) ? null : earned.toDecimal(4),
        key: type.keyOf(asked(index)),
      });
    }
  });

  it('keeps what is typed and refuses every other wrong shape, names the field, and loses no answer that was there', async () => {
    const someone = await room.learner();
    const { id, questions } = (await room.start(someone)).body as typeof attempt;
    const hostile: [string, unknown][] = [
      ['a megabyte', 'x'.repeat(1_000_000)],
      ['more than a megabyte', 'x'.repeat(2 ** 20)],
      ['a long text', 'y'.repeat(60_000)],
      ['control characters', 'a\u0000b\u0007\u001b[2J'],
      ['HTML', '<script>alert(1)</script>'],
      ['an object', { a: { b: 1 } }],
      ['a list of numbers', [1, 2, 3]],
      ['a list of lists', [[['a']]]],
      ['a number of its own', 1e308],
      ['names that objects inherit', ['__proto__', 'constructor']],
      ['what is nested 500 times', JSON.parse('['.repeat(500) + ']'.repeat(500))],
    ];
    for (const [index, question] of questions.entries()) {
      const type = ALL_QUESTION_TYPES[index]!;
      const isTyped = 'isTyped' in type.response && type.response.isTyped === true;
      const url = `/v1/attempts/${id}/answers/${question.id}`;
      // The files of the examples are those of another learner.
      const before = type.example.files ? null : type.example.response;
      for (const [what, response] of hostile) {
        expectStatus(await someone.put(url, { response: before }), 200);
        const { status, body } = await someone.put(url, { response });
        const isKept = status === 200;
        const told = [type.name, what, status];
        expect([...told, isKept && !(isTyped && typeof response === 'string')]).toEqual([...told, false]);
        const fields = ((body.errors ?? []) as { field: string }[]).map(({ field }) => field);
        // Requests that are too large or too deep are refused before anybody looks at their fields.
        if (status === 400 || status === 413) expect(body.code).toMatch(/^request\.too_(deep|large)$/);
        else if (!isKept)
          expect([...told, fields.length > 0, fields.every((field) => /^response\b/.test(field))]).toEqual([
            ...[type.name, what, 422, true, true],
          ]);
        const { body: read } = await someone.get(`/v1/attempts/${id}`);
        expect([...told, read.questions[index].response]).toEqual([...[...told, isKept ? response : before]]);
      }
    }
  });

  it('draws other numbers for the next attempt, shows them in the prompt, and takes the right answer to them', async () => {
    const index = ALL_QUESTION_TYPES.findIndex(({ name }) => name === 'calculated');
    const someone = await room.learner();
    const other = (await room.start(someone)).body;
    const { id, promptHtml, definition } = other.questions[index];
    const { a, b } = definition.values;
    expect(promptHtml).toContain(`${a} cm long and ${b} cm wide`);
    expect({ a, b }).not.toEqual(attempt.questions[index]!.definition.values);

    const diagonal = Math.hypot(Number(a), Number(b)).toFixed(2);
    const { body } = await room.submit(someone, other.id, { [id]: diagonal });
    expect(body.questions[index]).toMatchObject({ pointsAwarded: '2', correct: true, key: diagonal });
  });
});
