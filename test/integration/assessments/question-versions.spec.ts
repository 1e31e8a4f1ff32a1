import { FIVE_QUESTIONS, Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { TestApp } from '../../support/test-app';

interface Version {
  id: string;
  number: number;
  prompt: string;
  createdBy: { id: string } | null;
}

describe('the versions of a question', () => {
  let app: TestApp;
  let room: Classroom;
  let questionId: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app);
    questionId = room.questionIds[0]!;
  });

  const change = async (changes: object) =>
    expectStatus(await room.instructor.patch(`/v1/questions/${questionId}`, changes), 200) as unknown as {
      version: number;
      versionId: string;
      versionNumber: number;
      keyRevision: number;
    };
  const versions = async (query = ''): Promise<Version[]> =>
    expectStatus(await room.instructor.get(`/v1/questions/${questionId}/versions${query}`), 200).data;
  const read = async (versionId: string) =>
    expectStatus(await room.instructor.get(`/v1/question-versions/${versionId}`), 200);

  it('a change of what is asked makes a version, and what was asked before can still be read', async () => {
    const [first] = await versions();
    expect(first).toMatchObject({ number: 1, prompt: FIVE_QUESTIONS[0]!.prompt, createdBy: null });
    const before = await read(first!.id);
    app.clock.advance(60_000);
    const changed = await change({ prompt: 'Which one now?' });
    expect(changed).toMatchObject({ version: 2, versionNumber: 2, keyRevision: 1 });
    expect(changed.versionId).not.toBe(first!.id);
    expect(await versions()).toMatchObject([
      { id: changed.versionId, number: 2, prompt: 'Which one now?', createdBy: { id: room.instructor.id } },
      { id: first!.id, number: 1 },
    ]);
    expect(await read(first!.id)).toEqual(before);
  });

  it('a change of key, points or feedback alone revises the key of the same version, and keeps what was right before', async () => {
    const { definition } = FIVE_QUESTIONS[0]!;
    const revised = await change({ definition: { ...definition, key: 'mean' } });
    expect(revised).toMatchObject({ version: 2, versionNumber: 1, keyRevision: 2 });
    expect(await change({ points: '3.5', feedback: null })).toMatchObject({
      version: 3,
      versionId: revised.versionId,
      keyRevision: 3,
    });
    const { keyRevisions } = await read(revised.versionId);
    expect(keyRevisions).toMatchObject([
      { number: 3, points: '3.5', feedback: null, definition: { key: 'mean' }, voided: null },
      { number: 2, points: '2', definition: { key: 'mean' }, createdBy: { id: room.instructor.id } },
      { number: 1, points: '2', definition: { type: 'single_choice', key: 'median' }, createdBy: null },
    ]);
    expect((await room.instructor.get(`/v1/quizzes/${room.quizId}`)).body.pointsPossible).toBe('11.5');
  });

  it('a change that changes nothing counts for the ETag, and makes neither version nor revision', async () => {
    expect(await change({ points: '2.0' })).toMatchObject({ version: 2, versionNumber: 1, keyRevision: 1 });
  });

  it('each of many changes at the same moment has a version or a revision of its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        room.instructor.patch(
          `/v1/questions/${questionId}`,
          turn % 2 === 0 ? { prompt: `Prompt ${turn}` } : { points: String(turn) },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    const all = await versions('?limit=100');
    expect(all.map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    const revisions = await Promise.all(
      all.map(async ({ id }) => (await read(id)).keyRevisions.length as number),
    );
    expect(revisions.reduce((sum, count) => sum + count, 0)).toBe(7 + 6);
    const [latest] = expectStatus(
      await room.instructor.get(`/v1/quizzes/${room.quizId}/questions`),
      200,
    ).data;
    expect(latest.version).toBe(13);
    const [{ points }] = (await read(all[0]!.id)).keyRevisions;
    expect(latest.points).toBe(points);
  });

  it('a question that was removed is in no list, and its versions can still be read', async () => {
    const [first] = await versions();
    expectStatus(await room.instructor.delete(`/v1/questions/${questionId}`), 204);
    expect((await room.instructor.get(`/v1/questions/${questionId}/versions`)).status).toBe(404);
    expect(await read(first!.id)).toMatchObject({
      questionId,
      keyRevisions: [{ definition: { key: 'median' } }],
    });
  });

  it('a quiz that is deleted leaves its questions in the bank', async () => {
    expectStatus(await room.instructor.delete(`/v1/activities/${room.quizId}`), 204);
    expect(await versions()).toHaveLength(1);
    expect(await change({ prompt: 'Still here?' })).toMatchObject({ versionNumber: 2, activityId: null });
  });
});
