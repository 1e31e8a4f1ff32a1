import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { chosen, RubricRoom, TWO_CRITERIA, withNamedWorth } from '../../support/rubric-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('marks by a revision of a rubric', () => {
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
  async function change(room: RubricRoom, rubric: object): Promise<Answer['body']> {
    return settled(room, await room.instructor.post(`${room.url}/changes`, { rubric }));
  }
  const script = async (room: RubricRoom, id: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/scripts/${id}`), 200);
  const score = async (room: RubricRoom, learner: Caller): Promise<string | null> =>
    (await room.marking.result(learner)).score;

  it('stand when an attempt that was opened again meanwhile comes back, and the script shows both revisions', async () => {
    const room = await RubricRoom.open(app);
    const { learner, scriptId, attemptId } = await room.marked(chosen('named', '1'));
    expect(await script(room, scriptId)).toMatchObject({ rubric: { revision: 1 }, rubricOfMark: null });
    const reopening = { reason: 'The room was dark.' };
    expectStatus(await room.instructor.post(`/v1/attempts/${attemptId}/reopening`, reopening), 200);
    const applied = await change(room, { ...withNamedWorth('1.75'), title: 'Changed' });
    expect(applied).toMatchObject({ status: 'succeeded', summary: [{ changed: 0 }] });
    expectStatus(await room.marking.room.submit(learner, attemptId, {}), 200);

    // The mark that was given stands, and says by what; the next is given by the present revision alone.
    expect(await score(room, learner)).toBe('3');
    expect(await script(room, scriptId)).toMatchObject({
      standing: 'marked',
      mark: { points: '2', rubric: { revision: 1, points: '2' } },
      rubric: { revision: 2, title: 'Changed' },
      rubricOfMark: { revision: 1, title: TWO_CRITERIA.title },
    });
    const { questions } = expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200);
    expect(JSON.stringify(questions)).toContain(TWO_CRITERIA.title);
    expect(await room.mark(scriptId, chosen('named', '1', 1))).toMatchObject({
      ...{ status: 409, body: { code: 'marking.rubric_changed' } },
    });
    const again = expectStatus(await room.mark(scriptId, chosen('named', '1', 2)), 200);
    expect(again).toMatchObject({
      ...{ mark: { points: '2.75', rubric: { revision: 2 } }, rubric: { revision: 2 }, rubricOfMark: null },
    });
    expect(await score(room, learner)).toBe('3.75');
  });

  it('of two markers follow a change each, what counts follows from both, and all comes back', async () => {
    const room = await RubricRoom.open(app);
    const { room: course } = room.marking;
    const rule = room.url.replace('/rubrics/', '/marking-rules/');
    expectStatus(await room.instructor.put(rule, { method: 'average' }), 200);
    const markers = [await course.member('assistant'), await course.member('assistant')];
    const learner = await course.learner();
    await room.marking.handIn(learner);
    const { id } = await room.marking.scriptOf(learner);
    const choices = [chosen('named', '1'), chosen('reason', '2')];
    for (const [index, marker] of markers.entries())
      expectStatus(await room.mark(id, choices[index]!, { comment: `From ${index}.` }, marker), 200);
    const state = async (): Promise<unknown> => {
      const { mark, counted, markersMarks } = await script(room, id);
      const of = markersMarks.map(({ turn, points, comment, markedBy, rubric }: Answer['body']) => [
        ...[turn, points, comment, markedBy.id, rubric.revision, rubric.levels[0].levelId],
      ]);
      return [mark.points, counted, of];
    };
    const average = { by: 'average', turns: ['first', 'second'] };
    const marksBy = (revision: number, first: string): unknown[] => [
      ['first', first, 'From 0.', markers[0]!.id, revision, 'named'],
      ['second', '4', 'From 1.', markers[1]!.id, revision, 'reason'],
    ];
    const before = await state();
    expect(before).toEqual(['3', average, marksBy(1, '2')]);

    const applied = await change(room, withNamedWorth('1.75'));
    expect(applied).toMatchObject({ status: 'succeeded', summary: [{ read: 1, changed: 1 }] });
    expect(await state()).toEqual(['3.375', average, marksBy(2, '2.75')]);
    expect(await score(room, learner)).toBe('4.375');

    const reversal = await settled(
      room,
      await room.instructor.post(`/v1/operations/${applied.id}/reversal`, {}),
    );
    expect(reversal).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(await state()).toEqual(before);
    expect(await score(room, learner)).toBe('4');
  });

  it('of two markers wait for a third, where a change takes them too far apart, and no more when it is taken back', async () => {
    const room = await RubricRoom.open(app);
    const { room: course } = room.marking;
    const rule = room.url.replace('/rubrics/', '/marking-rules/');
    expectStatus(await room.instructor.put(rule, { method: 'average', thirdAbove: '1' }), 200);
    const markers = [await course.member('assistant'), await course.member('assistant')];
    const learner = await course.learner();
    await room.marking.handIn(learner);
    const { id } = await room.marking.scriptOf(learner);
    for (const [index, level] of ['named', 'reason'].entries())
      expectStatus(await room.mark(id, chosen(level), {}, markers[index]), 200);
    expect(await score(room, learner)).toBe('2.5');
    const applied = await change(room, withNamedWorth('0.5'));
    const { data } = expectStatus(await room.instructor.get(`/v1/operations/${applied.id}/issues`), 200);
    expect(data).toMatchObject([{ code: 'waits_again', value: id }]);
    expect(await script(room, id)).toMatchObject({ standing: 'waiting', awaits: 'third', mark: null });
    expect(await score(room, learner)).toBeNull();
    await settled(room, await room.instructor.post(`/v1/operations/${applied.id}/reversal`, {}));
    expect(await script(room, id)).toMatchObject({ standing: 'marked', mark: { points: '1.5' } });
    expect(await score(room, learner)).toBe('2.5');
  });
});
