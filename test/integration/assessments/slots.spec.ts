import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the lock of a quiz whose places are exchanged',
  ['each of a class that starts while the places'],
  () => {
    withoutLocks(/FROM users u STRAIGHT_JOIN courses c STRAIGHT_JOIN quizzes z/);
  },
);

interface Wanted {
  questionId: string | undefined;
  versionId?: string | null;
}

describe('the places of a quiz', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app, { settings: { maxAttempts: null } });
  });

  const url = (quizId = room.quizId): string => `/v1/quizzes/${quizId}/slots`;
  const put = (slots: Wanted[], quizId = room.quizId): Promise<Answer> =>
    room.instructor.put(url(quizId), { slots });
  const list = async (quizId = room.quizId) => expectStatus(await room.instructor.get(url(quizId)), 200).data;
  const edit = async (place: number, changes: object) =>
    expectStatus(await room.instructor.patch(`/v1/questions/${room.questionIds[place]}`, changes), 200);
  const pointsOf = async (quizId = room.quizId) =>
    expectStatus(await room.instructor.get(`/v1/quizzes/${quizId}`), 200).pointsPossible as string;
  const asked = async (learner: Caller, quizId = room.quizId) =>
    expectStatus(await learner.post(`/v1/quizzes/${quizId}/attempts`), 201).questions as {
      id: string;
      promptHtml: string;
    }[];

  it('follow the latest version of their questions until they are held to one', async () => {
    const before = await list();
    expect(before.map(({ questionId }: Wanted) => questionId)).toEqual(room.questionIds);
    expect(before[0]).toMatchObject({ position: 1, versionId: null, askedVersionNumber: 1, points: '2' });
    const old = before[0].askedVersionId as string;
    await edit(0, { prompt: 'The second one?' });
    expect((await list())[0]).toMatchObject({ versionId: null, askedVersionNumber: 2 });

    const held = room.questionIds.map((questionId, place) => ({
      questionId,
      versionId: place === 0 ? old : null,
    }));
    const after = expectStatus(await put(held), 200).data;
    expect(after[0]).toMatchObject({
      ...{ id: before[0].id, versionId: old, askedVersionId: old, askedVersionNumber: 1 },
    });
    await edit(0, { prompt: 'The third one?', points: '5' });
    expect(await pointsOf()).toBe('10');
    expect((await list())[0]).toMatchObject({ askedVersionId: old, points: '2' });
    const [question] = await asked(await room.learner());
    expect(question!.promptHtml).toContain('<strong>least</strong>');
  });

  it('take questions of the bank in any order, into several quizzes, and leave the others in the bank', async () => {
    const [one, two, three] = room.questionIds;
    const other = await room.addQuiz('Another quiz');
    expectStatus(await put([{ questionId: three }, { questionId: one }], other), 200);
    expect(await pointsOf(other)).toBe('3');
    expect((await asked(await room.learner(), other)).map(({ id }) => id)).toEqual([three, one]);

    expectStatus(await put([{ questionId: two }, { questionId: one }]), 200);
    expect(await pointsOf()).toBe('5');
    expect((await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`)).body.data).toMatchObject([
      { id: two },
      { id: one },
    ]);
    // It was taken out of the quiz that it was made in, and can be put back.
    expectStatus(await put([{ questionId: three }]), 200);
    expectStatus(await put([]), 200);
    expect(await pointsOf()).toBe('0');
    expectStatus(await put(room.questionIds.map((questionId) => ({ questionId }))), 200);
    expect(await pointsOf()).toBe('10');
  });

  it('stay as they are once there are attempts, but for versions that are worth the same', async () => {
    const learner = await room.learner();
    const all = room.questionIds.map((questionId) => ({ questionId }));
    const [{ askedVersionId: old }] = await list();
    await asked(learner);
    for (const slots of [all.slice(1), all.toReversed(), []])
      expect(await put(slots)).toMatchObject({
        status: 409,
        body: { code: 'assessments.quiz_has_attempts' },
      });
    const { versionId } = await edit(0, { prompt: 'Another one?' });
    expectStatus(
      await put(all.map((slot, place) => (place === 0 ? { ...slot, versionId: old } : slot))),
      200,
    );
    const dear = await edit(0, { prompt: 'A dear one?', points: '7' });
    const holding = (version: unknown): Wanted[] =>
      all.map((slot, place) => (place === 0 ? { ...slot, versionId: version as string | null } : slot));
    expectStatus(await put(holding(versionId)), 200);
    for (const worthMore of [dear.versionId, null])
      expect((await put(holding(worthMore))).body.code).toBe('assessments.quiz_has_attempts');
    expect(await pointsOf()).toBe('10');
  });

  it('refuse what is no question of the bank, twice the same and versions of others, and name the place', async () => {
    const foreign = await Classroom.open(app);
    const [one, two] = room.questionIds;
    const [, { askedVersionId }] = await list();
    expectStatus(await room.instructor.delete(`/v1/questions/${two}`), 204);
    const cases: [Wanted[], string, string][] = [
      [[{ questionId: foreign.questionIds[0] }], 'slots[0].questionId', 'isInBank'],
      [[{ questionId: one }, { questionId: two }], 'slots[1].questionId', 'isInBank'],
      [[{ questionId: one }, { questionId: one }], 'slots[1].questionId', 'unique'],
      [[{ questionId: one, versionId: askedVersionId }], 'slots[0].versionId', 'isVersion'],
    ];
    for (const [slots, field, rule] of cases)
      expect((await put(slots)).body).toMatchObject({
        ...{ status: 422, code: 'assessments.invalid_slots' },
        errors: [{ field, rule }],
      });
    expect(await list()).toHaveLength(4);
  });

  it('are guarded by the version of the quiz', async () => {
    const seen = (await room.instructor.get(`/v1/quizzes/${room.quizId}`)).headers.etag as string;
    const slots = [{ questionId: room.questionIds[0] }];
    const send = () => room.instructor.put(url(), { slots }, { 'if-match': seen });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(412);
  });

  it('each of a class that starts while the places are exchanged has one of the two papers whole', async () => {
    const halves = [room.questionIds.slice(0, 2), room.questionIds.slice(2)];
    for (let round = 0; round < 5; round += 1) {
      const quizId = await room.addQuiz(`Quiz ${round}`);
      expectStatus(
        await put(
          halves[0]!.map((questionId) => ({ questionId })),
          quizId,
        ),
        200,
      );
      const learners = await Promise.all(Array.from({ length: 4 }, () => room.learner()));
      const starts = learners.slice(0, 2).map((learner) => asked(learner, quizId));
      const exchanged = put(
        halves[1]!.map((questionId) => ({ questionId })),
        quizId,
      );
      starts.push(...learners.slice(2).map((learner) => asked(learner, quizId)));
      const { status } = await exchanged;
      expect([200, 409]).toContain(status);
      // Either the exchange came before all attempts, or there were attempts and it was refused.
      const paper = halves[status === 200 ? 1 : 0];
      for (const questions of await Promise.all(starts)) expect(questions.map(({ id }) => id)).toEqual(paper);
    }
  });

  it('are worth what the newest key of a held version says', async () => {
    const [first] = await list();
    expectStatus(await put([{ questionId: first.questionId, versionId: first.askedVersionId }]), 200);
    await edit(0, { points: '4' });
    expect(await pointsOf()).toBe('4');
  });

  it('are chosen from the bank of the course, which lists what no quiz asks as well, but nothing that was removed', async () => {
    const bank = async (query = ''): Promise<{ id: string; versionNumber: number }[]> =>
      expectStatus(await room.instructor.get(`/v1/courses/${room.courseId}/questions${query}`), 200).data;
    const newest = room.questionIds.toSorted().toReversed();
    await edit(0, { prompt: 'The second one?' });
    await Classroom.open(app);
    expectStatus(await put([{ questionId: room.questionIds[0] }]), 200);
    expect((await bank()).map(({ id }) => id)).toEqual(newest);
    expect((await bank()).find(({ id }) => id === room.questionIds[0])!.versionNumber).toBe(2);
    expectStatus(await room.instructor.delete(`/v1/questions/${newest[1]}`), 204);

    const left = newest.filter((id) => id !== newest[1]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const url = `/v1/courses/${room.courseId}/questions?limit=3&total=true${cursor && `&cursor=${cursor}`}`;
      const { body }: Answer = await room.instructor.get(url);
      expect(body.page).toMatchObject({ total: 4, isTotalExact: true });
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.page.next;
    }
    expect(seen).toEqual(left);
    const learner = await room.learner();
    expect((await learner.get(`/v1/courses/${room.courseId}/questions`)).status).toBe(403);
  });
});
