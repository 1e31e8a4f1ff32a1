import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { RubricRoom } from '../../support/rubric-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** Its best level earns what the question is worth, and the one in the middle a third of that. */
const THIRDS = {
  ...{ title: 'The whole', kind: 'holistic', scaled: true, mayOverride: true },
  criteria: [
    {
      ...{ id: 'whole', title: 'The answer as a whole' },
      levels: [
        { id: 'weak', title: 'Hardly an answer', points: '0' },
        { id: 'fair', title: 'An answer with gaps', points: '1' },
        { id: 'good', title: 'All that can be said', points: '3' },
      ],
    },
  ],
};
const level = (levelId: string, revision = 1): object => ({
  revision,
  levels: [{ criterionId: 'whole', levelId }],
});

describe('marks by a scaled rubric, whose question is made worth something else', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function settled(room: RubricRoom, answer: Answer): Promise<Answer['body']> {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await room.instructor.get(`/v1/operations/${id}`), 200);
  }
  /** Corrects what the essay is worth, and returns what grades by it. */
  async function worth(room: RubricRoom, points: string): Promise<(dryRun?: boolean) => Promise<string>> {
    const { quizId } = room.marking.room;
    const { data } = expectStatus(await room.instructor.get(`/v1/quizzes/${quizId}/questions`), 200);
    const { versionId } = data.find(({ id }: { id: string }) => id === room.questionId);
    expectStatus(await room.instructor.patch(`/v1/question-versions/${versionId}/key`, { points }), 200);
    return async (dryRun = false) => {
      const body = { policy: 'recompute', dryRun };
      return (await settled(room, await room.instructor.post(`/v1/quizzes/${quizId}/regrades`, body))).id;
    };
  }
  async function reverse(room: RubricRoom, id: string): Promise<Answer['body']> {
    return settled(room, await room.instructor.post(`/v1/operations/${id}/reversal`, {}));
  }
  const script = async (room: RubricRoom, id: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/scripts/${id}`), 200);
  /** Of the attempt: the essay, and 1 point of the other question. */
  const score = async ({ marking }: RubricRoom, attemptId: string): Promise<string> =>
    expectStatus(await marking.room.instructor.get(`/v1/attempts/${attemptId}`), 200).score;

  it('stay the part of it that they were, exactly, and come back when the regrade is taken back', async () => {
    const room = await RubricRoom.open(app, { rubric: THIRDS });
    const fair = await room.marked(level('fair'));
    const other = await room.marked(level('fair'), { points: '3.5' });
    expect(await score(room, fair.attemptId)).toBe('2.3333');
    const regrade = await worth(room, '40');
    const preview = await regrade(true);
    const listed = expectStatus(await room.instructor.get(`/v1/regrades/${preview}/attempts`), 200).data;
    expect(listed[0]).toMatchObject({ attemptId: fair.attemptId, to: { score: '14.3333', maxScore: '41' } });
    expect(await score(room, fair.attemptId)).toBe('2.3333');

    const applied = await regrade();
    // A third of 40, not ten times what a third of 4 is when it is rounded.
    expect(await score(room, fair.attemptId)).toBe('14.3333');
    expect(await script(room, fair.scriptId)).toMatchObject({
      maxPoints: '40',
      mark: { points: '13.3333', rubric: { points: '13.3333', overridden: false } },
    });
    const [own] = expectStatus(await fair.learner.get(`/v1/attempts/${fair.attemptId}`), 200).questions.slice(
      -1,
    );
    expect(own.markRubric.mark).toMatchObject({ points: '13.3333', overridden: false });
    // What a marker gave in place of the rubric is no part of anything.
    expect(await score(room, other.attemptId)).toBe('4.5');
    expect((await script(room, other.scriptId)).mark).toMatchObject({
      ...{ points: '3.5', rubric: { overridden: true } },
    });
    // Nobody has marked again: the history has the one mark, as it was given.
    const { data: marks } = expectStatus(
      await room.instructor.get(`/v1/scripts/${fair.scriptId}/marks`),
      200,
    );
    expect(marks).toMatchObject([{ points: '1.3333', cause: 'marker' }]);
    const { version } = await script(room, fair.scriptId);
    expect(expectStatus(await room.mark(fair.scriptId, level('fair')), 200).version).toBe(version);

    expect(await reverse(room, applied)).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(await score(room, fair.attemptId)).toBe('2.3333');
    expect(await script(room, fair.scriptId)).toMatchObject({ maxPoints: '4', mark: { points: '1.3333' } });
  });

  it('follow when it is made worth less, and a changed rubric and its reversal go on from there', async () => {
    const room = await RubricRoom.open(app, { rubric: THIRDS });
    const { attemptId, scriptId } = await room.marked(level('fair'));
    await (
      await worth(room, '2')
    )();
    expect(await score(room, attemptId)).toBe('1.6667');
    const better = structuredClone(THIRDS);
    better.criteria[0]!.levels[1]!.points = '1.5';
    const change = await settled(room, await room.instructor.post(`${room.url}/changes`, { rubric: better }));
    const listed = expectStatus(await room.instructor.get(`/v1/rubric-changes/${change.id}/scripts`), 200);
    expect(listed.data).toMatchObject([{ scriptId, from: '0.6667', to: '1' }]);
    expect(await score(room, attemptId)).toBe('2');
    await reverse(room, change.id);
    expect(await score(room, attemptId)).toBe('1.6667');
    await (
      await worth(room, '4')
    )();
    expect(await score(room, attemptId)).toBe('2.3333');
  });

  it('of two markers stay parts, too, of which what counts is the mean', async () => {
    const room = await RubricRoom.open(app, { rubric: THIRDS });
    const { room: course } = room.marking;
    const rule = room.url.replace('/rubrics/', '/marking-rules/');
    expectStatus(await room.instructor.put(rule, { method: 'average' }), 200);
    const markers: Caller[] = [await course.member('assistant'), await course.member('assistant')];
    const learner = await course.learner();
    const { id: attemptId } = await room.marking.handIn(learner);
    const { id } = await room.marking.scriptOf(learner);
    for (const [index, chosen] of ['fair', 'good'].entries())
      expectStatus(await room.mark(id, level(chosen), {}, markers[index]), 200);
    expect(await score(room, attemptId)).toBe('3.6667');
    await (
      await worth(room, '40')
    )();
    expect(await score(room, attemptId)).toBe('27.6667');
    expect(await script(room, id)).toMatchObject({
      mark: { points: '26.6667' },
      markersMarks: [{ points: '13.3333' }, { points: '40' }],
    });
    const agreement = expectStatus(await room.instructor.get(`${rule}/agreement`), 200);
    expect(agreement).toMatchObject({ scripts: 1, largestDifference: '26.6667' });
    expectStatus(await room.mark(id, level('good'), {}, markers[0]), 200);
    expect(await score(room, attemptId)).toBe('41');
  });

  it('is what a learner asks about, where they ask for another mark', async () => {
    const room = await RubricRoom.open(app, { rubric: THIRDS });
    const { quizId } = room.marking.room;
    expectStatus(await room.instructor.put(`/v1/quizzes/${quizId}/remark-rule`, { days: 7 }), 200);
    const { learner, attemptId } = await room.marked(level('fair'));
    await (
      await worth(room, '6')
    )();
    const url = `/v1/attempts/${attemptId}/questions/${room.questionId}/remark-requests`;
    const request = expectStatus(await learner.post(url, { reason: 'There is more in it.' }), 201);
    expect(request.pointsBefore).toBe('2');
    const decision = `/v1/remark-requests/${request.id}/decision`;
    const same = { outcome: 'changed', points: '2', message: 'No.' };
    expect((await room.instructor.put(decision, same)).body.code).toBe('marking.invalid_decision');
    expectStatus(await room.instructor.put(decision, { ...same, points: '6', message: 'Yes.' }), 200);
    expect(await score(room, attemptId)).toBe('7');
  });
});
