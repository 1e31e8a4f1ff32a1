import { randomBytes } from 'node:crypto';
import { AssessmentsFacade } from '../../../src/modules/assessments';
import { QuestionFilesRepository } from '../../../src/modules/assessments/questions/files/question-files.repository';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import type { Answer, Caller } from '../../support/test-app';

negativeControl(
  'what a paper shows of files',
  ['are for learners whose paper has come to the question', 'are shown with the feedback alone'],
  () => {
    replaceMethod(
      QuestionFilesRepository.prototype,
      'onPapersOf',
      (onPapersOf) =>
        async function (this: QuestionFilesRepository, userId, fileIds) {
          const found = await onPapersOf.call(this, userId, fileIds);
          return found.map((file) => ({ ...file, position: 1, isAsked: true }));
        },
    );
  },
);

const HIDDEN = 'files.not_found';

describe('the files of a question', () => {
  let room: FilesRoom;
  beforeAll(async () => {
    room = await FilesRoom.open({ FILES_PER_COURSE_MEGABYTES: '1' });
  });
  afterAll(() => room.close());

  const question = (prompt: string, feedback: string | null = null): Record<string, unknown> => ({
    ...{ type: 'true_false', prompt, points: '1', definition: { key: true }, feedback },
  });
  const add = (class_: Classroom, prompt: string, feedback?: string | null): Promise<Answer> =>
    class_.instructor.post(`/v1/quizzes/${class_.quizId}/questions`, question(prompt, feedback));
  const codeOf = async (caller: Caller, file: KnownFile): Promise<unknown> => {
    const { status, body } = await caller.get(`/v1/files/${file.id}`);
    return status === 200 ? 200 : body.code;
  };
  const open = (settings = {}): Promise<Classroom> => Classroom.open(room.app, { questions: [], settings });

  it('are shown by its texts to staff, and to nobody before a paper asks it', async () => {
    const class_ = await open();
    const file = await room.file(class_.instructor);
    const made = expectStatus(await add(class_, textOf([file])), 201);
    expect(made.promptHtml).toBe(`<p><img src="${file.address}" alt="A picture" /></p>\n`);
    const [assistant, learner] = [await class_.member('assistant'), await class_.learner()];
    const [stranger, administrator] = [
      await room.app.person('instructor'),
      await room.app.person('administrator'),
    ];
    const everybody = [assistant, administrator, learner, stranger];
    const answers = await Promise.all(everybody.map((person) => codeOf(person, file)));
    expect(answers).toEqual([200, 200, HIDDEN, HIDDEN]);
  });

  it('are for learners whose paper has come to the question, also after the end, and for nobody else', async () => {
    const class_ = await open({ navigation: 'sequential' });
    const files = [await room.file(class_.instructor), await room.file(class_.instructor)];
    for (const file of files) expectStatus(await add(class_, textOf([file])), 201);
    const [learner, classmate] = [await class_.learner(), await class_.learner()];
    const attempt = expectStatus(await class_.start(learner), 201);
    const seen = (caller: Caller): Promise<unknown[]> =>
      Promise.all(files.map((file) => codeOf(caller, file)));
    expect(await seen(learner)).toEqual([200, HIDDEN]);
    expect(attempt.questions[0].promptHtml).toContain(files[0]!.address);
    expect((await room.fetch(files[0]!.address, learner)).status).toBe(200);
    expectStatus(await learner.put(`/v1/attempts/${attempt.id}/position`, { position: 2 }), 200);
    expect(await seen(learner)).toEqual([200, 200]);
    expectStatus(await class_.submit(learner, attempt.id), 200);
    expect(await seen(learner)).toEqual([200, 200]);
    expect(await seen(classmate)).toEqual([HIDDEN, HIDDEN]);
  });

  it('are shown with the feedback alone where only that names them', async () => {
    const class_ = await open();
    const [asked, told] = [await room.file(class_.instructor), await room.file(class_.instructor)];
    expectStatus(await add(class_, textOf([asked]), textOf([asked, told])), 201);
    const learner = await class_.learner();
    const attempt = expectStatus(await class_.start(learner), 201);
    expect([await codeOf(learner, asked), await codeOf(learner, told)]).toEqual([200, HIDDEN]);
    const result = expectStatus(await class_.submit(learner, attempt.id), 200);
    expect(result.questions[0].feedbackHtml).toContain(told.address);
    expect([await codeOf(learner, asked), await codeOf(learner, told)]).toEqual([200, 200]);
  });

  it('stay with the version that a paper asks when a later one names others', async () => {
    const class_ = await open();
    const [first, second] = [await room.file(class_.instructor), await room.file(class_.instructor)];
    const { id } = expectStatus(await add(class_, textOf([first])), 201);
    const [early, late] = [await class_.learner(), await class_.learner()];
    expectStatus(await class_.start(early), 201);
    expectStatus(await class_.instructor.patch(`/v1/questions/${id}`, { prompt: textOf([second]) }), 200);
    expectStatus(await class_.start(late), 201);
    const seen = (caller: Caller): Promise<unknown[]> =>
      Promise.all([first, second].map((file) => codeOf(caller, file)));
    expect(await seen(early)).toEqual([200, HIDDEN]);
    expect(await seen(late)).toEqual([HIDDEN, 200]);
    room.app.clock.advanceDays(3);
    await room.collect();
    const again = expectStatus(await class_.instructor.get(`/v1/files/${first.id}`), 200);
    expect(again.id).toBe(first.id);
  });

  it('come with a new key, whose feedback names them', async () => {
    const class_ = await open();
    const file = await room.file(class_.instructor);
    const { id, versionId } = expectStatus(await add(class_, 'Right?'), 201);
    const changed = await class_.instructor.patch(`/v1/questions/${id}`, { feedback: textOf([file]) });
    expect(expectStatus(changed, 200).versionId).toBe(versionId);
    const assistant = await class_.member('assistant');
    expect(await codeOf(assistant, file)).toBe(200);
  });

  it('cannot be taken from where the author may not read them', async () => {
    const owner = await open();
    const file = await room.file(owner.instructor);
    expectStatus(await add(owner, textOf([file])), 201);
    const thief = await open();
    const refused = (field: string): object => ({
      ...{ status: 422, body: { code: 'files.not_usable', errors: [{ field }] } },
    });
    expect(await add(thief, textOf([file]))).toMatchObject(refused('prompt'));
    expect(await add(thief, 'Right?', textOf([file]))).toMatchObject(refused('feedback'));
    const inBank = await thief.instructor.post(
      `/v1/courses/${thief.courseId}/questions`,
      question(textOf([file])),
    );
    expect(inBank).toMatchObject(refused('prompt'));
    const { id } = expectStatus(await add(thief, 'Right?'), 201);
    const changed = await thief.instructor.patch(`/v1/questions/${id}`, { prompt: textOf([file]) });
    expect(changed).toMatchObject(refused('prompt'));
    expect(await codeOf(thief.instructor, file)).toBe(HIDDEN);
  });

  it('are at most as large together as a course may hold', async () => {
    const class_ = await open();
    const half = (): Promise<KnownFile> =>
      room.file(class_.instructor, Buffer.concat([picture(), randomBytes(0.6 * 1024 * 1024)]));
    const [first, second] = [await half(), await half()];
    expectStatus(await add(class_, textOf([first])), 201);
    expectStatus(await add(class_, textOf([first])), 201);
    expect(await add(class_, textOf([second]))).toMatchObject({
      ...{ status: 413, body: { code: 'files.course_limit' } },
    });
  });

  it('are removed some time after the course', async () => {
    const class_ = await Classroom.open(room.app, { questions: [], published: false });
    const file = await room.file(class_.instructor);
    expectStatus(await add(class_, textOf([file])), 201);
    room.app.clock.advanceDays(3);
    await room.collect();
    expect(await codeOf(class_.instructor, file)).toBe(200);
    expectStatus(await class_.instructor.delete(`/v1/courses/${class_.courseId}`), 204);
    room.app.clock.advanceDays(3);
    await room.collect();
    expect(await codeOf(class_.instructor, file)).toBe(HIDDEN);
  });

  it('cost statements only where a text names some, whatever their number', async () => {
    const class_ = await open();
    const files = await Promise.all(Array.from({ length: 6 }, () => room.file(class_.instructor)));
    // Whether prompts look alike depends on the ids in them, and costs a statement more.
    const costOf = async (prompt: string): Promise<number> =>
      (await sqlOf(async () => expectStatus(await add(class_, prompt), 201))).filter(
        (sql) => !/FROM question_fingerprints/.test(sql),
      ).length;
    const none = await costOf('Right?');
    expect(await costOf(textOf(files.slice(0, 1)))).toBe(none + 5);
    expect(await costOf(textOf(files))).toBe(none + 5);
    await room.app.get(AssessmentsFacade).createQuestions(class_.quizId, [
      ...Array.from({ length: 40 }, () => ({
        type: 'true_false' as const,
        prompt: textOf(files),
        points: '1',
        definition: { key: true },
      })),
    ]);
    const learner = await class_.learner();
    expectStatus(await class_.start(learner), 201);
    const read = async (): Promise<string[]> =>
      sqlOf(async () => expectStatus(await learner.get(`/v1/files/${files[0]!.id}`), 200));
    expect((await read()).filter((sql) => sql.includes('question_version_files'))).toHaveLength(2);
  });
});
