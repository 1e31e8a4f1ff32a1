import { randomBytes } from 'node:crypto';
import type { NewQuestion } from '../../../src/modules/assessments';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { sqlOf } from '../../support/query-counter';
import type { Answer, Caller } from '../../support/test-app';

const HIDDEN = 'files.not_found';
const NOBODY = '01990000-0000-7000-8000-00000000dead';

const fileQuestion = (changes: object = {}): NewQuestion => ({
  ...{ type: 'file', prompt: 'Hand in your plot.', points: '4' },
  definition: {
    ...{ minFiles: 1, maxFiles: 2, mediaTypes: ['text/plain', 'application/pdf'], maxMegabytes: 1 },
    ...changes,
  },
});

describe('files as answers', () => {
  let room: FilesRoom;
  let class_: Classroom;
  let learner: Caller;
  let attemptId: string;
  beforeAll(async () => {
    room = await FilesRoom.open();
  });
  beforeEach(async () => {
    class_ = await Classroom.open(room.app, { questions: [fileQuestion(), fileQuestion()] });
    learner = await class_.learner();
    attemptId = expectStatus(await class_.start(learner), 201).id;
  });
  afterAll(() => room.close());

  const upload = async (
    caller: Caller,
    content: Buffer = Buffer.from(randomBytes(16).toString('hex')),
    purpose = 'answer',
    name = 'journeys.txt',
  ): Promise<KnownFile> =>
    expectStatus(await room.send(caller, { purpose, file: { content, name } }), 201) as KnownFile;
  const codeOf = async (caller: Caller, file: KnownFile): Promise<unknown> => {
    const { status, body } = await caller.get(`/v1/files/${file.id}`);
    return status === 200 ? 200 : body.code;
  };
  const answered = async (response: unknown): Promise<Answer> => class_.save(learner, attemptId, 0, response);

  it('are saved, submitted, marked and shown with their links, and only to the learner and to staff', async () => {
    const [one, two] = [await upload(learner), await upload(learner)];
    expectStatus(await answered([one.id, two.id]), 200);
    const names = [one, two].map(({ id }) => ({ id, name: 'journeys.txt' }));
    expect(expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200).media).toMatchObject(names);
    const result = expectStatus(await class_.submit(learner, attemptId), 200);
    expect(result.questions[0]).toMatchObject({ response: [one.id, two.id], needsMark: true });
    expect(result.media).toMatchObject(names);

    const assistant = await class_.member('assistant');
    const seen = expectStatus(await assistant.get(`/v1/attempts/${attemptId}`), 200);
    expect(seen.questions[0]).toMatchObject({ responseSummary: '2 files' });
    expect(seen.media).toMatchObject(names);
    const [waiting] = expectStatus(await assistant.get(`${class_.url}/marking-queue`), 200).data;
    const script = expectStatus(await assistant.get(`/v1/scripts/${waiting.id}`), 200);
    expect(script).toMatchObject({ response: [one.id, two.id], media: names });
    expect(await (await room.fetch(script.media[0].url as string)).text()).toHaveLength(32);

    const others = [
      ...[await class_.learner(), await room.app.person('learner'), await room.app.person('instructor')],
      (await Classroom.open(room.app)).instructor,
    ];
    const may = [learner, assistant, class_.instructor, await room.app.person('administrator')];
    expect(await Promise.all(may.map((person) => codeOf(person, one)))).toEqual([200, 200, 200, 200]);
    expect(await Promise.all(others.map((person) => codeOf(person, one)))).toEqual(others.map(() => HIDDEN));
    for (const person of others) expect((await person.get(`/v1/files/${one.id}/content`)).status).toBe(404);
  });

  it('are nobody’s but the learner’s before they are an answer', async () => {
    const file = await upload(learner);
    expect(await codeOf(class_.instructor, file)).toBe(HIDDEN);
    expectStatus(await answered([file.id]), 200);
    expect(await codeOf(class_.instructor, file)).toBe(200);
  });

  it('cannot be put on a page or into a question by who marks them', async () => {
    const file = await upload(learner);
    expectStatus(await answered([file.id]), 200);
    const refused = { status: 422, body: { code: 'files.not_usable' } };
    const page = { type: 'page', title: 'Look at this', content: textOf([file]) };
    expect(await class_.instructor.post(`/v1/sections/${class_.sectionId}/activities`, page)).toMatchObject(
      refused,
    );
    const template = fileQuestion({ templates: [{ fileId: file.id }] });
    expect(
      await class_.instructor.post(`/v1/quizzes/${await class_.addQuiz('Quiz 2')}/questions`, template),
    ).toMatchObject(refused);
  });

  it('are refused with the rule that they break, however they are sent, and what was saved before stays', async () => {
    const classmate = await class_.learner();
    const own = await upload(learner);
    const other = await upload(classmate);
    const theirs = expectStatus(await class_.start(classmate), 201).id as string;
    expectStatus(await class_.save(classmate, theirs, 0, [other.id]), 200);
    const page = await upload(class_.instructor, picture(), 'activity', 'a.png');
    expectStatus(await answered([own.id]), 200);
    const cases: [fileId: string, rule: string][] = [
      [other.id, 'isOwnFile'],
      [page.id, 'isOwnFile'],
      [NOBODY, 'isOwnFile'],
      [(await upload(learner, picture(), 'answer', 'a.png')).id, 'isOfType'],
      [(await upload(learner, Buffer.alloc(1024 * 1024 + 1, 'a'))).id, 'maxBytes'],
      ['essay.pdf', 'isUuid'],
    ];
    const questionId = class_.questionIds[0]!;
    for (const [fileId, rule] of cases) {
      const refusal = (field: string): object => ({
        code: 'assessments.invalid_response',
        errors: [{ field, rule }],
      });
      expect(await answered([own.id, fileId])).toMatchObject({
        ...{ status: 422, body: refusal('response[1]') },
      });
      const many = { answers: [{ questionId, response: [own.id, fileId] }] };
      const { results } = expectStatus(await learner.put(`/v1/attempts/${attemptId}/answers`, many), 200);
      expect(results).toMatchObject([{ status: 'refused', code: 'assessments.invalid_response' }]);
      expect(await class_.submit(learner, attemptId, { [questionId]: [own.id, fileId] })).toMatchObject({
        ...{ status: 422, body: refusal(`answers.${questionId}[1]`) },
      });
    }
    const { questions } = expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200);
    expect(questions[0]).toMatchObject({ response: [own.id], sequence: 1 });
  });

  it('are kept with a remark where there are fewer than are asked for', async () => {
    const few = await Classroom.open(room.app, { questions: [fileQuestion({ minFiles: 2 })] });
    const somebody = await few.learner();
    const { id } = expectStatus(await few.start(somebody), 201);
    const file = await upload(somebody);
    const saved = expectStatus(await few.save(somebody, id as string, 0, [file.id]), 200);
    expect(saved.remarks).toMatchObject([{ code: 'too_few_files' }]);
  });

  it('stay for as long as the attempt, also those of an answer that was replaced or came too late', async () => {
    const [replaced, present] = [await upload(learner), await upload(learner)];
    const [late, unused] = [await upload(learner), await upload(learner)];
    expectStatus(await answered([replaced.id]), 200);
    expectStatus(await answered([present.id]), 200);
    const timed = await Classroom.open(room.app, {
      questions: [fileQuestion()],
      settings: { timeLimitSeconds: 600 },
    });
    await timed.enroll(learner, 'learner');
    const { id } = expectStatus(await timed.start(learner), 201);
    room.app.clock.advance(700_000);
    expect((await timed.save(learner, id as string, 0, [late.id])).status).toBe(409);

    room.app.clock.advanceDays(3);
    await room.collect();
    const kept = [replaced, present, late, unused];
    expect(await Promise.all(kept.map((file) => codeOf(learner, file)))).toEqual([200, 200, 200, HIDDEN]);
    expect(await codeOf(timed.instructor, late)).toBe(200);
  });

  it('stay with an attempt that staff delete, and go with a preview', async () => {
    const file = await upload(learner);
    expectStatus(await answered([file.id]), 200);
    expectStatus(
      await class_.instructor.post(`/v1/attempts/${attemptId}/deletion`, { reason: 'The wrong room' }),
      200,
    );
    const preview = expectStatus(await class_.instructor.post(`/v1/quizzes/${class_.quizId}/preview`), 201);
    const tried = await upload(class_.instructor);
    const answerUrl = `/v1/attempts/${preview.id}/answers/${class_.questionIds[0]}`;
    expectStatus(await class_.instructor.put(answerUrl, { response: [tried.id] }), 200);
    const assistant = await class_.member('assistant');
    expect(await codeOf(assistant, tried)).toBe(HIDDEN);
    room.app.clock.advanceDays(3);
    await room.collect();
    expect([await codeOf(class_.instructor, file), await codeOf(class_.instructor, tried)]).toEqual([
      200, 200,
    ]);
    expectStatus(await class_.instructor.post(`/v1/quizzes/${class_.quizId}/preview`), 201);
    room.app.clock.advanceDays(3);
    await room.collect();
    expect([await codeOf(class_.instructor, file), await codeOf(class_.instructor, tried)]).toEqual([
      ...[200, HIDDEN],
    ]);
  });

  it('cost as many statements for ten as for one, and other answers none', async () => {
    const wide = await Classroom.open(room.app, { questions: [fileQuestion({ maxFiles: 10 })] });
    const somebody = await wide.learner();
    const { id } = expectStatus(await wide.start(somebody), 201);
    const files: string[] = [];
    for (let number = 0; number < 10; number += 1) files.push((await upload(somebody)).id);
    const statements = async (response: string[]): Promise<number> =>
      (await sqlOf(async () => expectStatus(await wide.save(somebody, id as string, 0, response), 200)))
        .length;
    const one = await statements(files.slice(0, 1));
    expect(await statements(files)).toBe(one);
    const reads = async (): Promise<number> => (await sqlOf(() => somebody.get(`/v1/attempts/${id}`))).length;
    const withFiles = await reads();
    expectStatus(await wide.save(somebody, id as string, 0, null), 200);
    expect(withFiles - (await reads())).toBe(2);
  });
});
