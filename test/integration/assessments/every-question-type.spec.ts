import { QUESTION_EXAMPLES } from '../../../src/modules/assessments/questions/dto/question.examples';
import { ALL_QUESTION_TYPES } from '../../../src/modules/assessments/question-types/registry';
import { gradeResponse } from '../../../src/modules/assessments/question-types/responses';
import { readDefinition } from '../../../src/modules/assessments/question-types/definitions';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';

describe('a quiz with a question of every type', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let attempt: { id: string; questions: { id: string; type: string; definition: object }[] };

  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app, { questions: [] });
    room.questionIds = [];
    for (const { value } of Object.values(QUESTION_EXAMPLES)) {
      const added = await room.instructor.post(`/v1/quizzes/${room.quizId}/questions`, value);
      room.questionIds.push(expectStatus(added, 201).id);
    }
    learner = await room.learner();
    attempt = (await room.start(learner)).body;
  });
  afterAll(() => app.stop());

  it('shows a learner each without its key', () => {
    expect(attempt.questions.map(({ type }) => type)).toEqual(ALL_QUESTION_TYPES.map(({ name }) => name));
    for (const [index, type] of ALL_QUESTION_TYPES.entries()) {
      const shown = attempt.questions[index]?.definition;
      for (const field of type.keyFields) expect(shown).not.toHaveProperty(field);
      expect(shown).toEqual(
        type.viewOf(readDefinition(type.name, type.example.definition).definition!, null),
      );
    }
  });

  it('takes the response of each example, and grades it as the type says', async () => {
    const responses = ALL_QUESTION_TYPES.map(({ example }) => example.response);
    for (const [index, response] of responses.entries())
      expect(await room.save(learner, attempt.id, index, response)).toMatchObject({
        status: 200,
        body: { response },
      });
    const { body } = await room.submit(learner, attempt.id, room.byQuestion(responses));
    for (const [index, type] of ALL_QUESTION_TYPES.entries()) {
      const { name, example } = type;
      const { definition } = readDefinition(name, example.definition);
      const { earned } = gradeResponse(definition!, example.response, example.points);
      expect(body.questions[index]).toMatchObject({
        response: example.response,
        pointsAwarded: earned.toDecimal(4),
        key: type.keyOf(definition!),
      });
    }
  });
});
