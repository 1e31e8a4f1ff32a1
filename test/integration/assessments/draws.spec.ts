import { newId } from '../../../src/shared/database/ids';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('one paper a learner', ['gives one paper to a learner'], () => {
  alterStore('ALTER TABLE attempts DROP INDEX uq_attempts_open, DROP INDEX uq_attempts_number');
});

const QUESTION = { type: 'true_false', prompt: 'So?', points: '7', definition: { key: true } } as const;

describe('a quiz that draws questions', () => {
  let app: TestApp;
  let room: Classroom;
  let folder: string;
  let inside: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app, { questions: [], settings: { maxAttempts: null } });
    folder = await addFolder('Center');
    inside = await addFolder('Median', folder);
  });

  const addFolder = async (title: string, parentId: string | null = null): Promise<string> =>
    expectStatus(
      await room.instructor.post(`/v1/courses/${room.courseId}/question-folders`, { title, parentId }),
      201,
    ).id;
  const add = async (more: object = {}): Promise<string> =>
    expectStatus(
      await room.instructor.post(`/v1/courses/${room.courseId}/questions`, { ...QUESTION, ...more }),
      201,
    ).id;
  const addMany = async (count: number, more: object = {}): Promise<string[]> => {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await add(more));
    return ids;
  };
  const slotsUrl = (): string => `/v1/quizzes/${room.quizId}/slots`;
  const put = (slots: object[]): Promise<Answer> => room.instructor.put(slotsUrl(), { slots });
  const quiz = async () => expectStatus(await room.instructor.get(`/v1/quizzes/${room.quizId}`), 200);
  const idsOf = (answer: Answer): string[] =>
    expectStatus(answer, 201).questions.map(({ id }: { id: string }) => id);
  const finish = async (learner: Caller, { body }: Answer): Promise<Answer['body']> =>
    expectStatus(
      await room.submit(
        learner,
        body.id,
        Object.fromEntries(body.questions.map(({ id }: { id: string }) => [id, true])),
      ),
      200,
    );

  it('asks each learner as many as it says, by folder, tags and types, worth what the draw says', async () => {
    const fixed = await add({ tags: ['exam'] });
    const [deep] = await addMany(1, { folderId: inside, tags: ['Exam'] });
    const shallow = await addMany(3, { folderId: folder, tags: ['exam', 'Hard'] });
    await addMany(2, { tags: ['exam'] });
    const draws = [
      { draw: { count: 2, points: '1.5', folderId: folder, tags: ['HARD', 'exam'] } },
      { questionId: fixed },
      {
        draw: {
          count: 2,
          points: '3',
          folderId: folder,
          below: true,
          tags: ['hard', 'exam'],
          tagsMatch: 'any',
        },
      },
    ];
    const { data } = expectStatus(await put(draws), 200);
    expect(data).toMatchObject([
      {
        position: 1,
        questionId: null,
        points: '1.5',
        draw: { count: 2, folderId: folder, below: false, types: [] },
      },
      { position: 2, questionId: fixed, points: '7', draw: null },
      { position: 3, versionId: null, points: '3', draw: { tagsMatch: 'any', tags: ['hard', 'exam'] } },
    ]);
    expect(await quiz()).toMatchObject({ pointsPossible: '16', questionCount: 5 });
    const learner = await room.learner();
    const started = await room.start(learner);
    const ids = idsOf(started);
    expect(ids[2]).toBe(fixed);
    expect(ids.filter((id) => id !== fixed).toSorted()).toEqual([deep!, ...shallow].toSorted());
    expect(ids.indexOf(deep!)).toBeGreaterThan(2);
    expect(started.body.questions.map(({ points }: { points: string }) => points)).toEqual([
      '1.5',
      '1.5',
      '7',
      '3',
      '3',
    ]);
    const result = await finish(learner, started);
    expect(result).toMatchObject({ score: '16', maxScore: '16' });
    expect(result.questions.map(({ pointsAwarded }: { pointsAwarded: string }) => pointsAwarded)).toEqual([
      '1.5',
      '1.5',
      '7',
      '3',
      '3',
    ]);
    const seenByStaff = expectStatus(await room.instructor.get(`/v1/attempts/${started.body.id}`), 200);
    expect(seenByStaff.questions.map(({ id }: { id: string }) => id)).toEqual(ids);
    const grades = expectStatus(await learner.get(`/v1/courses/${room.courseId}/grades/me`), 200);
    expect(JSON.stringify(grades)).toContain('"16"');
  });

  it('draws by the seed of the attempt, and gives the same paper at every reading', async () => {
    await addMany(12);
    expectStatus(await put([{ draw: { count: 4, points: '1', types: ['true_false'] } }]), 200);
    const papers: string[] = [];
    for (const seed of [5, 5, 6]) {
      const learner = await room.learner();
      app.chance.give(seed);
      const started = await room.start(learner);
      expect((await learner.get(`/v1/attempts/${started.body.id}`)).body.questions).toEqual(
        started.body.questions,
      );
      expect((await room.start(learner)).body.questions).toEqual(started.body.questions);
      papers.push(idsOf(started).join());
    }
    expect(papers[0]).toBe(papers[1]);
    expect(papers[2]).not.toBe(papers[0]);
  });

  it('asks in the next attempt what the learner has not been asked yet, and begins again when all has been', async () => {
    const all = await addMany(6);
    expectStatus(await put([{ draw: { count: 3, points: '1' } }]), 200);
    const learner = await room.learner();
    const asked: string[][] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const started = await room.start(learner);
      asked.push(idsOf(started));
      await finish(learner, started);
    }
    for (const pair of [asked.slice(0, 2), asked.slice(2)])
      expect(pair.flat().toSorted()).toEqual(all.toSorted());
  });

  it('refuses a draw for which the bank lacks questions, at other places of the quiz too, and names the place', async () => {
    const [one, two] = await addMany(2, { folderId: folder });
    const elsewhere = await Classroom.open(app);
    const foreign = await elsewhere.instructor.post(`/v1/courses/${elsewhere.courseId}/question-folders`, {
      title: 'x',
    });
    const draw = (count: number, more: object = {}) => ({ draw: { count, points: '1', ...more } });
    const cases: [slots: object[], field: string, rule: string][] = [
      [[draw(3)], 'slots[0].draw.count', 'areEnough'],
      [[{ questionId: one }, draw(2)], 'slots[1].draw.count', 'areEnough'],
      [[draw(1), draw(2)], 'slots[1].draw.count', 'areEnough'],
      [[draw(1, { tags: ['none'] })], 'slots[0].draw.count', 'areEnough'],
      [[draw(1, { types: ['numeric'] })], 'slots[0].draw.count', 'areEnough'],
      [[draw(1, { folderId: foreign.body.id })], 'slots[0].draw.folderId', 'isFolder'],
      [[draw(1, { folderId: newId() })], 'slots[0].draw.folderId', 'isFolder'],
      [[{ questionId: two, ...draw(1) }], 'slots[0].questionId', 'isOneKind'],
      [[{}], 'slots[0].questionId', 'isOneKind'],
      [[draw(200), draw(1)], 'slots', 'size'],
    ];
    for (const [slots, field, rule] of cases) {
      const { status, body } = await put(slots);
      expect({ slots, status, errors: body.errors }).toMatchObject({
        slots,
        status: 422,
        errors: [{ field, rule }],
      });
    }
    expect(await quiz()).toMatchObject({ pointsPossible: '0', questionCount: 0 });
  });

  it('does not start, and starts nothing half, while the bank lacks questions for a place', async () => {
    const [one] = await addMany(3, { folderId: folder });
    expectStatus(await put([{ draw: { count: 3, points: '1', folderId: folder } }]), 200);
    expectStatus(await room.instructor.delete(`/v1/questions/${one}`), 204);
    const learner = await room.learner();
    const refused = await room.start(learner);
    expect(refused).toMatchObject({ status: 409, body: { code: 'assessments.too_few_questions' } });
    expect(refused.body.detail).toContain('at place 1 it draws 3 questions, and only 2 are left');
    expect((await learner.get(`/v1/quizzes/${room.quizId}/attempts`)).body.data).toEqual([]);
    await add({ folderId: folder });
    expect(idsOf(await room.start(learner))).toHaveLength(3);
  });

  it('gives one paper to a learner who starts many times at once', async () => {
    await addMany(10);
    expectStatus(await put([{ draw: { count: 3, points: '1' } }]), 200);
    const learner = await room.learner();
    const answers = await Promise.all(Array.from({ length: 6 }, () => room.start(learner)));
    expect(new Set(answers.map((answer) => idsOf(answer).join())).size).toBe(1);
  });

  it('leaves papers as they are when the bank is edited, filed anew and emptied meanwhile', async () => {
    const ids = await addMany(3, { folderId: folder });
    expectStatus(await put([{ draw: { count: 3, points: '2', folderId: folder } }]), 200);
    const learner = await room.learner();
    const started = await room.start(learner);
    expectStatus(
      await room.instructor.patch(`/v1/questions/${ids[0]}`, {
        prompt: 'Other?',
        points: '9',
        folderId: null,
      }),
      200,
    );
    expectStatus(await room.instructor.delete(`/v1/questions/${ids[1]}`), 204);
    expect((await learner.get(`/v1/attempts/${started.body.id}`)).body.questions).toEqual(
      started.body.questions,
    );
    const result = await finish(learner, started);
    expect(result).toMatchObject({ score: '6', maxScore: '6' });
    const shown = (questions: { promptHtml: string; points: string }[]) =>
      questions.map(({ promptHtml, points }) => ({ promptHtml, points }));
    expect(shown(result.questions)).toEqual(shown(started.body.questions));
  });

  it('keeps how many it draws and what they are worth once there are attempts, and can draw from elsewhere', async () => {
    await addMany(2, { tags: ['a'] });
    const other = await addMany(2, { tags: ['b'] });
    const draw = (tag: string, more: object = {}) => [
      { draw: { count: 2, points: '1', tags: [tag], ...more } },
    ];
    expectStatus(await put(draw('a')), 200);
    const [{ id }] = expectStatus(await room.instructor.get(slotsUrl()), 200).data;
    await room.start(await room.learner());
    for (const slots of [
      draw('a', { count: 1 }),
      draw('a', { points: '2' }),
      [],
      other.map((questionId) => ({ questionId })),
    ])
      expect((await put(slots)).body.code).toBe('assessments.quiz_has_attempts');
    expect(expectStatus(await put(draw('b')), 200).data).toMatchObject([{ id, draw: { tags: ['b'] } }]);
    expect(idsOf(await room.start(await room.learner())).toSorted()).toEqual(other.toSorted());
  });

  it('shows learners no filter, and a folder that it draws from stays', async () => {
    await addMany(2, { folderId: inside, tags: ['canary-tag'] });
    expectStatus(
      await put([{ draw: { count: 1, points: '1', folderId: folder, below: true, tags: ['canary-tag'] } }]),
      200,
    );
    const learner = await room.learner();
    const answers = [
      await room.start(learner),
      await learner.get(`/v1/quizzes/${room.quizId}`),
      await learner.get(`/v1/courses/${room.courseId}/outline`),
    ];
    for (const { text } of answers) expect(text).not.toMatch(new RegExp(`canary-tag|${folder}|${inside}`));
    expect((await learner.get(slotsUrl())).status).toBe(403);
    const other = await addFolder('Other');
    const only = await add({ folderId: other });
    expectStatus(await put([{ draw: { count: 1, points: '1', folderId: other } }]), 200);
    expectStatus(await room.instructor.patch(`/v1/questions/${only}`, { folderId: null }), 200);
    expect((await room.instructor.delete(`/v1/question-folders/${other}`)).body.code).toBe(
      'assessments.folder_not_empty',
    );
  });

  it('draws no question that a correction has taken out, and says that it lacks one where none is left', async () => {
    const ids = await addMany(4);
    expectStatus(await put([{ draw: { count: 2, points: '2' } }]), 200);
    const correct = async (questionId: string, voided: string | null): Promise<void> => {
      const versions = await room.instructor.get(`/v1/questions/${questionId}/versions`);
      const versionId = expectStatus(versions, 200).data[0].id;
      expectStatus(await room.instructor.patch(`/v1/question-versions/${versionId}/key`, { voided }), 200);
    };
    await correct(ids[0]!, 'taken_out');
    await correct(ids[1]!, 'taken_out');
    await correct(ids[2]!, 'full_credit');
    for (let turn = 0; turn < 8; turn += 1) {
      const learner = await room.learner();
      const started = await room.start(learner);
      expect(idsOf(started).toSorted()).toEqual(ids.slice(2).toSorted());
      expect(started.body.questions.map(({ points }: { points: string }) => points)).toEqual(['2', '2']);
    }
    const usage = async (id: string): Promise<unknown[]> =>
      expectStatus(await room.instructor.get(`/v1/questions/${id}/usage`), 200).places;
    expect(await usage(ids[0]!)).toEqual([]);
    expect(await usage(ids[2]!)).toHaveLength(1);
    await correct(ids[3]!, 'taken_out');
    expect(await room.start(await room.learner())).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.too_few_questions' } },
    });
    expect(await put([{ draw: { count: 2, points: '2', types: ['true_false'] } }])).toMatchObject({
      ...{ status: 422, body: { code: 'assessments.invalid_slots' } },
    });
    await correct(ids[3]!, null);
    expect(idsOf(await room.start(await room.learner())).toSorted()).toEqual(ids.slice(2).toSorted());
  });

  it('starts with as many statements from sixty-three questions in five draws as from three in one', async () => {
    const costOf = async (slots: object[], questions: number): Promise<number> => {
      // What questions say is read once: here by somebody who is asked all of them.
      room.quizId = await room.addQuiz(`All ${questions}`);
      const all = { count: questions, points: '1', folderId: folder, below: true };
      expectStatus(await put([{ draw: all }]), 200);
      expectStatus(await room.start(await room.learner()), 201);
      room.quizId = await room.addQuiz(`Some of ${questions}`);
      expectStatus(await put(slots), 200);
      const learner = await room.learner();
      return (await sqlOf(() => room.start(learner))).length;
    };
    await addMany(3, { folderId: folder });
    const draw = { points: '1', folderId: folder, below: true };
    const small = await costOf([{ draw: { ...draw, count: 1 } }], 3);
    await addMany(60, { folderId: inside });
    const five = Array.from({ length: 5 }, () => ({ draw: { ...draw, count: 8 } }));
    expect(await costOf(five, 63)).toBe(small);
    // Six without draws; more are the bank, its folders, what the draws find, and the questions that were drawn.
    expect(small).toBe(10);
  });
});
