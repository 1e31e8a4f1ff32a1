import { AsyncResource } from 'node:async_hooks';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { PORTION } from '../../../src/modules/marking/rubrics/changes/rubric-change-run';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { chosen, RubricRoom, TWO_CRITERIA, withNamedWorth } from '../../support/rubric-room';
import { toBinary } from '../../../src/shared/database/ids';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the share of the rubric of a mark', ['waits for a mark that has read'], () => {
  withoutLocks(/STRAIGHT_JOIN question_rubric_revisions/);
});

describe('a change of a rubric by which scripts have been marked', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function finished(room: RubricRoom, answer: Answer): Promise<Answer['body']> {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id as string);
    return expectStatus(await room.instructor.get(`/v1/operations/${id}`), 200);
  }
  async function change(room: RubricRoom, body: object): Promise<Answer['body']> {
    return finished(room, await room.instructor.post(`${room.url}/changes`, body));
  }
  async function reverse(room: RubricRoom, id: string, dryRun = false): Promise<Answer['body']> {
    return finished(room, await room.instructor.post(`/v1/operations/${id}/reversal`, { dryRun }));
  }
  async function listed(room: RubricRoom, id: string): Promise<string[]> {
    const { data } = expectStatus(await room.instructor.get(`/v1/rubric-changes/${id}/scripts`), 200);
    return data.map(
      ({ scriptId, from, to, difference }: Answer['body']) => `${scriptId} ${from} → ${to}: ${difference}`,
    );
  }
  const scoreOf = async (room: RubricRoom, learner: Caller): Promise<string> =>
    (await room.marking.result(learner)).score;
  const markOf = async (room: RubricRoom, scriptId: string): Promise<Answer['body']> =>
    expectStatus(await room.instructor.get(`/v1/scripts/${scriptId}`), 200).mark;

  it('shows whose marks change, applies it and takes it back, and the gradebook follows both ways', async () => {
    const room = await RubricRoom.open(app);
    const named = await room.marked(chosen('named', '1'));
    const reasoned = await room.marked(chosen('reason'));
    const body = { rubric: withNamedWorth('1.75') };
    const preview = await change(room, { ...body, dryRun: true });
    expect(preview).toMatchObject({
      ...{ kind: 'rubric_change', status: 'succeeded', dryRun: true, issueCount: 0 },
      summary: [{ part: 'marks', read: 2, changed: 1, unchanged: 1, refused: 0 }],
    });
    const expected = [`${named.scriptId} 2 → 2.75: 0.75`];
    expect(await listed(room, preview.id)).toEqual(expected);
    expect(await scoreOf(room, named.learner)).toBe('3');
    expect((await room.instructor.get(room.url)).body.revision).toBe(1);

    const applied = await change(room, body);
    expect(applied).toMatchObject({ status: 'succeeded', dryRun: false });
    expect(await listed(room, applied.id)).toEqual(expected);
    expect(await scoreOf(room, named.learner)).toBe('3.75');
    expect(await scoreOf(room, reasoned.learner)).toBe('3');
    expect(await markOf(room, named.scriptId)).toMatchObject({ points: '2.75', rubric: { revision: 2 } });
    expect(await markOf(room, reasoned.scriptId)).toMatchObject({ points: '2', rubric: { revision: 2 } });
    const history = await room.marking.resultHistory(named.learner);
    expect(history[0]).toMatchObject({ cause: 'mark', from: { score: '3' }, to: { score: '3.75' } });
    const { data } = expectStatus(await room.instructor.get(`/v1/scripts/${named.scriptId}/marks`), 200);
    expect(data.map((one: Answer['body']) => [one.cause, one.points])).toEqual([
      ['rubric', '2.75'],
      ['marker', '2'],
    ]);

    expect(await reverse(room, applied.id, true)).toMatchObject({ issueCount: 0, dryRun: true });
    expect(await scoreOf(room, named.learner)).toBe('3.75');
    const reversal = await reverse(room, applied.id);
    expect(reversal).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(await scoreOf(room, named.learner)).toBe('3');
    expect(await markOf(room, named.scriptId)).toMatchObject({ points: '2', rubric: { revision: 1 } });
    expect((await room.instructor.get(room.url)).body).toMatchObject({
      revision: 1,
      title: TWO_CRITERIA.title,
    });
    // And the other way round.
    expect(await reverse(room, reversal.id)).toMatchObject({ status: 'succeeded' });
    expect(await scoreOf(room, named.learner)).toBe('3.75');
    expect((await room.instructor.get(room.url)).body.revision).toBe(2);
  });

  it('leaves what a marker decided in place of the rubric, and marks whose choices are gone, which it lists', async () => {
    const rubric = { ...TWO_CRITERIA, mayOverride: true };
    const room = await RubricRoom.open(app, { rubric });
    const overridden = await room.marked(chosen('named', '1'), { points: '3.5' });
    const gone = await room.marked(chosen('reason'));
    const fewer = { ...structuredClone(rubric), title: 'Fewer' };
    fewer.criteria[0]!.levels.pop();
    fewer.criteria[0]!.levels[1]!.points = '2';
    const applied = await change(room, { rubric: fewer });
    expect(applied).toMatchObject({
      ...{ status: 'partly_succeeded', issueCount: 1 },
      summary: [{ read: 2, changed: 0, unchanged: 1, refused: 1 }],
    });
    const { data } = expectStatus(await room.instructor.get(`/v1/operations/${applied.id}/issues`), 200);
    expect(data).toMatchObject([{ code: 'choice_gone', value: gone.scriptId, severity: 'error' }]);
    expect(await markOf(room, overridden.scriptId)).toMatchObject({
      ...{ points: '3.5', rubric: { revision: 2, points: '3', overridden: true } },
    });
    expect(await markOf(room, gone.scriptId)).toMatchObject({ points: '2', rubric: { revision: 1 } });
  });

  it('is taken back but for scripts that were marked otherwise since, which it lists', async () => {
    const room = await RubricRoom.open(app);
    const [one, other] = [await room.marked(chosen('named')), await room.marked(chosen('named'))];
    const applied = await change(room, { rubric: withNamedWorth('2') });
    expectStatus(await room.mark(one.scriptId, chosen('reason', '2', 2)), 200);
    const reversal = await reverse(room, applied.id);
    expect(reversal).toMatchObject({ status: 'partly_succeeded', issueCount: 1 });
    const { data } = expectStatus(await room.instructor.get(`/v1/operations/${reversal.id}/issues`), 200);
    expect(data).toMatchObject([{ code: 'changed_since', value: one.scriptId }]);
    expect(await scoreOf(room, one.learner)).toBe('5');
    expect(await scoreOf(room, other.learner)).toBe('2');
  });

  it('finds marks that were given until it began, and refuses those by the older revision after that', async () => {
    const room = await RubricRoom.open(app);
    await room.marked(chosen('named'));
    const late = await room.marking.room.learner();
    await room.marking.handIn(late);
    const { id } = await room.marking.scriptOf(late);
    // Between the count and the lock of the rubric, somebody marks; after it, nobody can by what there was.
    beforeNext(/FROM question_rubrics q WHERE .* FOR UPDATE/, async () => {
      expectStatus(await room.mark(id, chosen('named')), 200);
    });
    const applied = await change(room, { rubric: withNamedWorth('2') });
    expect(applied).toMatchObject({ status: 'succeeded', summary: [{ read: 2, changed: 2 }] });
    expect(await scoreOf(room, late)).toBe('3');
    expect(await room.mark(id, chosen('named'))).toMatchObject({
      ...{ status: 409, body: { code: 'marking.rubric_changed' } },
    });
  });

  it('waits for a mark that has read the rubric', async () => {
    const room = await RubricRoom.open(app);
    const learner = await room.marking.room.learner();
    await room.marking.handIn(learner);
    const { id } = await room.marking.scriptOf(learner);
    let isHeld: boolean | undefined;
    // Bound to this test: in the transaction of the mark it would have the lock.
    const tryLock = AsyncResource.bind(() => {
      const lock = 'SELECT revision FROM question_rubrics WHERE item_id = ? FOR UPDATE NOWAIT';
      return app.database.rows(lock, [toBinary(room.questionId)]);
    });
    beforeNext(/INSERT INTO `?mark_revisions/, async () => {
      isHeld = await tryLock().then(
        () => false,
        () => true,
      );
    });
    expectStatus(await room.mark(id, chosen('named')), 200);
    expect(isHeld).toBe(true);
  });

  it('leaves drafts and claims of markers alone', async () => {
    const room = await RubricRoom.open(app);
    const { scriptId } = await room.marked(chosen('named'));
    expectStatus(await room.mark(scriptId, chosen('reason'), { kind: 'draft', comment: 'Look again.' }), 200);
    await change(room, { rubric: withNamedWorth('2') });
    expect(expectStatus(await room.instructor.get(`/v1/scripts/${scriptId}`), 200)).toMatchObject({
      ...{ mark: { points: '2' }, draft: { points: '2', comment: 'Look again.', rubric: { revision: 1 } } },
      claim: { by: { id: room.instructor.id } },
    });
  });

  it('costs the same for each script, however many portions there are', async () => {
    const cost = async (count: number): Promise<number> => {
      const room = await RubricRoom.open(app);
      for (let number = 0; number < count; number += 1) await room.marked(chosen('named'));
      return (await sqlOf(() => change(room, { rubric: withNamedWorth('2') }))).length;
    };
    const whole = PORTION.scripts;
    PORTION.scripts = 2;
    try {
      const [two, four, six] = [await cost(2), await cost(4), await cost(6)];
      expect(six - four).toBeLessThanOrEqual(four - two + 4);
    } finally {
      PORTION.scripts = whole;
    }
  });

  it('is refused to whoever may not change rubrics, of what has none, and while another runs', async () => {
    const room = await RubricRoom.open(app);
    const assistant = await room.marking.room.member('assistant');
    const body = { rubric: TWO_CRITERIA, dryRun: true };
    expect(await assistant.post(`${room.url}/changes`, body)).toMatchObject({ status: 403 });
    expect(await room.instructor.post(`${room.url}/changes`, { dryRun: true })).toMatchObject({
      ...{ status: 422, body: { code: 'marking.invalid_rubric' } },
    });
    expect(
      await room.instructor.post(`${room.url}/changes`, { rubric: { ...TWO_CRITERIA, criteria: [] } }),
    ).toMatchObject({ status: 422 });
    const preview = await change(room, body);
    const stranger = (await RubricRoom.open(app)).instructor;
    expect(await stranger.get(`/v1/rubric-changes/${preview.id}/scripts`)).toMatchObject({ status: 403 });
    const learner = await room.marking.room.learner();
    expect(await learner.get(`/v1/rubric-changes/${preview.id}/scripts`)).toMatchObject({ status: 403 });
    expectStatus(await room.instructor.delete(room.url), 204);
    expect(await room.instructor.post(`${room.url}/changes`, body)).toMatchObject({
      ...{ status: 404, body: { code: 'marking.rubric_not_found' } },
    });
  });
});
