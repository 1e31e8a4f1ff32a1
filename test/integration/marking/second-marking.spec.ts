import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { SecondMarkingRoom } from '../../support/second-marking-room';
import { rewriteStatements, withoutLocks } from '../../support/statements';
import { type Answer, TestApp } from '../../support/test-app';

negativeControl('the lock on a script of two markers', ['keeps both marks'], () => {
  withoutLocks(/FROM scripts s WHERE s.id = \? FOR UPDATE/);
  withoutLocks(/FROM attempts t WHERE t.id IN/);
});

negativeControl('the rule that a reader of a script is held to', ['shows nobody the first mark'], () => {
  rewriteStatements(/LEFT JOIN marking_rules k/, /k\.item_id = s\.item_id/, 'FALSE');
});

describe('a question that two people mark', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];

  it('waits for both marks, and counts their average, exactly and rounded once', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { learner, scriptId } = await room.marked('3');
    expect(await room.script(scriptId)).toMatchObject({ standing: 'waiting', awaits: 'second', mark: null });
    expect(await room.score(learner)).toBeNull();
    const [first, second] = room.markers;
    const both = expectStatus(await room.mark(second, scriptId, '2.3333', { comment: 'Short.' }), 200);
    expect(both).toMatchObject({
      ...{ standing: 'marked', awaits: null, mark: { points: '2.6667' } },
      counted: { by: 'average', turns: ['first', 'second'] },
    });
    expect(both.markersMarks).toMatchObject([
      { turn: 'first', points: '3', markedBy: { id: first.id } },
      { turn: 'second', points: '2.3333', markedBy: { id: second.id } },
    ]);
    expect(await room.score(learner)).toBe('3.6667');
  });

  it('counts the higher of both, or waits for an instructor, who may decide otherwise and take that back', async () => {
    const highest = await SecondMarkingRoom.open(app, { method: 'highest' });
    const { learner: better } = await highest.marked('1', '2.5');
    expect(await highest.score(better)).toBe('3.5');

    const room = await SecondMarkingRoom.open(app, { method: 'by_hand' });
    const agreed = await room.marked('2', '2');
    expect(await room.script(agreed.scriptId)).toMatchObject({ counted: { by: 'agreed' } });
    const { learner, scriptId } = await room.marked('1', '2');
    expect(await room.script(scriptId)).toMatchObject({
      standing: 'waiting',
      awaits: 'decision',
      mark: null,
    });
    expect(await room.marking.queue('?awaits=decision')).toMatchObject([{ id: scriptId }]);
    expect(refusal(await room.decide(scriptId, '4', room.markers[2]))).toEqual([
      403,
      'courses.instructors_only',
    ]);
    expect(refusal(await room.decide(scriptId, '4.5'))).toEqual([422, 'marking.points_out_of_bounds']);
    const decided = expectStatus(await room.decide(scriptId, '1.75', undefined, { comment: 'Fair.' }), 200);
    expect(decided).toMatchObject({
      mark: { points: '1.75', comment: 'Fair.' },
      counted: { by: 'decision' },
    });
    expect(await room.score(learner)).toBe('2.75');
    expect(refusal(await room.mark(room.markers[0], scriptId, '2'))).toEqual([409, 'marking.decided']);
    const open = expectStatus(await room.decide(scriptId, null), 200);
    expect(open).toMatchObject({ standing: 'waiting', awaits: 'decision', mark: null });
    expect(await room.score(learner)).toBeNull();
    expectStatus(await room.mark(room.markers[0], scriptId, '2'), 200);
    expect(await room.score(learner)).toBe('3');
  });

  it('asks for a third marker where two differ by more than the limit, and counts all three', async () => {
    const room = await SecondMarkingRoom.open(app, {
      method: 'average',
      thirdAbove: '25',
      thirdUnit: 'percent',
    });
    const { learner: close } = await room.marked('2', '3');
    expect(await room.score(close)).toBe('3.5');
    const { learner, scriptId } = await room.marked('1', '2.01');
    expect(await room.script(scriptId)).toMatchObject({ awaits: 'third' });
    expect(await room.score(learner)).toBeNull();
    const [first, second, third] = room.markers;
    for (const marker of [first, second]) {
      expect(refusal(await room.marking.claimNext(marker))).toEqual([404, 'marking.nothing_left']);
      expectStatus(await room.mark(marker, scriptId, marker === first ? '1' : '2.01'), 200);
    }
    expect(await room.script(scriptId)).toMatchObject({ awaits: 'third' });
    expect(expectStatus(await room.marking.claimNext(third), 201).id).toBe(scriptId);
    expectStatus(await room.mark(third, scriptId, '4'), 200);
    expect(await room.score(learner)).toBe('3.3367');
    expect(refusal(await room.mark(room.instructor, scriptId, '4'))).toEqual([409, 'marking.marks_complete']);
  });

  it('never takes two marks of one person, who corrects the one they gave', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { learner, scriptId } = await room.marked('1');
    const [first, second] = room.markers;
    expectStatus(await room.mark(first, scriptId, '2'), 200);
    expect(await room.script(scriptId)).toMatchObject({ awaits: 'second' });
    expect(refusal(await room.marking.claimNext(first))).toEqual([404, 'marking.nothing_left']);
    expectStatus(await room.mark(second, scriptId, '3'), 200);
    expect(await room.score(learner)).toBe('3.5');
    expectStatus(await room.mark(first, scriptId, '4'), 200);
    expect(await room.score(learner)).toBe('4.5');
    expectStatus(await room.mark(second, scriptId, null), 200);
    expect(await room.script(scriptId)).toMatchObject({ standing: 'waiting', awaits: 'second', mark: null });
    expect(await room.score(learner)).toBeNull();
  });

  it('shows nobody the first mark before they have given theirs, by no route', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { scriptId, attemptId, learner } = await room.handIn();
    const [first, second] = room.markers;
    const secret = { comment: 'A telling word: wallaby.' };
    expectStatus(await room.mark(first, scriptId, '3.0625', { kind: 'draft', ...secret }), 200);
    expectStatus(await first.delete(`/v1/scripts/${scriptId}/claim`), 204);
    const { url, quizId } = room.marking.room;
    const routes = [
      ...[`/v1/scripts/${scriptId}`, `/v1/scripts/${scriptId}/marks?total=true`, `${url}/marking-queue`],
      ...[`${url}/marking-queue?awaits=second`, `/v1/attempts/${attemptId}`, `${room.url}/agreement`],
      ...[
        `/v1/line-items/${room.marking.lineItemId}/results/${learner.id}`,
        `/v1/quizzes/${quizId}/statistics`,
      ],
    ];
    const seen = async (): Promise<string> => {
      const texts = await Promise.all(routes.map(async (route) => (await second.get(route)).text));
      texts.push((await second.put(`/v1/scripts/${scriptId}/claim`)).text);
      texts.push((await room.mark(second, scriptId, null, { kind: 'draft' })).text);
      expectStatus(await second.delete(`/v1/scripts/${scriptId}/claim`), 204);
      return texts.join('\n');
    };
    expect(await seen()).not.toMatch(/wallaby|3\.0625/);
    expectStatus(await room.mark(first, scriptId, '3.0625', secret), 200);
    expect(await seen()).not.toMatch(/wallaby|3\.0625/);
    const own = expectStatus(await second.get(`/v1/scripts/${scriptId}/marks?total=true`), 200);
    expect(own.data.map(({ markedBy }: Answer['body']) => markedBy.id)).toEqual(
      own.data.map(() => second.id),
    );
    expect(own.page.total).toBe(own.data.length);
    expect(await room.script(scriptId, first)).toMatchObject({ markersMarks: [{ points: '3.0625' }] });

    expectStatus(await room.mark(second, scriptId, '3'), 200);
    expect(await seen()).toMatch(/wallaby/);
  });

  it('keeps both marks where two second markers give theirs at once, and where the first is corrected meanwhile', async () => {
    const room = await SecondMarkingRoom.open(app);
    const [first, second, third] = room.markers;
    for (let round = 0; round < 5; round += 1) {
      const { learner, scriptId } = await room.marked('1');
      const answers = await Promise.all([room.mark(second, scriptId, '2'), room.mark(third, scriptId, '3')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const given = answers[0].status === 200 ? '2.5' : '3';
      expect(await room.score(learner)).toBe(given);
      const other = await room.marked('1');
      const both = await Promise.all([
        room.mark(first, other.scriptId, '4'),
        room.mark(second, other.scriptId, '3'),
      ]);
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
      expect(await room.score(other.learner)).toBe('4.5');
      const { markersMarks } = await room.script(other.scriptId);
      expect(markersMarks.map(({ points }: Answer['body']) => points)).toEqual(['4', '3']);
    }
  });

  it('tells the learner the comments of both, and the one of the decision instead', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { learner, scriptId, attemptId } = await room.handIn();
    const [first, second] = room.markers;
    expectStatus(await room.mark(first, scriptId, '3', { comment: 'Well argued.' }), 200);
    expect(JSON.stringify((await learner.get(`/v1/attempts/${attemptId}`)).body)).not.toContain(
      'Well argued',
    );
    expectStatus(await room.mark(second, scriptId, '2', { comment: 'An example is missing.' }), 200);
    const shown = (await learner.get(`/v1/attempts/${attemptId}`)).text;
    expect(shown).toMatch(/Well argued\..*An example is missing\./s);
    expectStatus(await room.decide(scriptId, '2', undefined, { comment: 'Decided.' }), 200);
    const decided = (await learner.get(`/v1/attempts/${attemptId}`)).text;
    expect(decided).toContain('Decided.');
    expect(decided).not.toContain('Well argued');
  });

  it('says how much both markers agree, of answers that both have marked', async () => {
    const room = await SecondMarkingRoom.open(app);
    const nothing = expectStatus(await room.instructor.get(`${room.url}/agreement`), 200);
    expect(nothing).toMatchObject({ scripts: 0, meanDifference: null, weightedKappa: null });
    await room.marked('1', '1');
    await room.marked('2', '4');
    await room.marked('3');
    expect(expectStatus(await room.instructor.get(`${room.url}/agreement`), 200)).toEqual({
      ...{ scripts: 2, samePercentage: '50', meanDifference: '1', largestDifference: '2' },
      weightedKappa: '0.4286',
    });
  });

  describe('whose rule is changed', () => {
    async function changed(room: SecondMarkingRoom, body: object): Promise<Answer['body']> {
      return settled(room, await room.change(body));
    }
    async function settled(room: SecondMarkingRoom, answer: Answer): Promise<Answer['body']> {
      const { id } = expectStatus(answer, 202);
      await app.get(OperationRunner).settled(id as string);
      return expectStatus(await room.instructor.get(`/v1/operations/${id}`), 200);
    }
    async function reversed(room: SecondMarkingRoom, id: string): Promise<Answer['body']> {
      return settled(room, await room.instructor.post(`/v1/operations/${id}/reversal`, {}));
    }

    it('is refused once scripts have marks, and done by an operation that is looked at first and taken back', async () => {
      const room = await SecondMarkingRoom.open(app);
      const { learner, scriptId } = await room.marked('1', '4');
      expect(refusal(await room.rule({ method: 'highest' }))).toEqual([409, 'marking.rule_has_marks']);
      expect(refusal(await room.instructor.delete(room.url))).toEqual([409, 'marking.rule_has_marks']);
      const preview = await changed(room, { method: 'highest', dryRun: true });
      expect(preview).toMatchObject({ dryRun: true, summary: [{ read: 1, changed: 1 }] });
      const issues = expectStatus(await room.instructor.get(`/v1/operations/${preview.id}/issues`), 200).data;
      expect(issues).toMatchObject([{ code: 'mark_changes', value: scriptId }]);
      expect(await room.score(learner)).toBe('3.5');
      const { id } = await changed(room, { method: 'highest' });
      expect(await room.score(learner)).toBe('5');
      await reversed(room, id);
      expect(await room.score(learner)).toBe('3.5');
      expect((await room.instructor.get(room.url)).body.method).toBe('average');
      expectStatus(await room.mark(room.markers[1], scriptId, '2'), 200);
      expect(await room.score(learner)).toBe('2.5');
    });

    it('makes the mark of one person the first of two, and that of the first the only one again', async () => {
      const room = await SecondMarkingRoom.open(app, null);
      const [first, second] = room.markers;
      const { learner, scriptId } = await room.marked('3');
      expect(await room.score(learner)).toBe('4');
      const { id } = await changed(room, { method: 'average' });
      expect(await room.script(scriptId)).toMatchObject({
        standing: 'waiting',
        awaits: 'second',
        mark: null,
      });
      expect(await room.score(learner)).toBeNull();
      expect(refusal(await room.marking.claimNext(first))).toEqual([404, 'marking.nothing_left']);
      expect(expectStatus(await room.marking.claimNext(second), 201)).toMatchObject({ id: scriptId });
      expectStatus(await second.delete(`/v1/scripts/${scriptId}/claim`), 204);
      await reversed(room, id);
      expect(await room.score(learner)).toBe('4');

      await changed(room, { method: 'average' });
      expectStatus(await room.mark(second, scriptId, '1'), 200);
      expect(await room.score(learner)).toBe('3');
      await changed(room, { method: null });
      expect(await room.score(learner)).toBe('4');
      expectStatus(await room.mark(second, scriptId, '2'), 200);
      expect(await room.score(learner)).toBe('3');
    });

    it('takes effect in marks of what is pending, too, and leaves a script alone that was marked since', async () => {
      const room = await SecondMarkingRoom.open(app, { method: 'by_hand' });
      const one = await room.marked('1', '2');
      const other = await room.marked('3', '4');
      const { id } = await changed(room, { method: 'average' });
      expect([await room.score(one.learner), await room.score(other.learner)]).toEqual(['2.5', '4.5']);
      expectStatus(await room.mark(room.markers[0], one.scriptId, '2'), 200);
      const undone = await reversed(room, id);
      expect(undone).toMatchObject({ status: 'partly_succeeded', issueCount: 1 });
      expect([await room.score(one.learner), await room.score(other.learner)]).toEqual(['3', null]);
      expect(await room.script(other.scriptId)).toMatchObject({ awaits: 'decision' });
    });
  });

  it('goes on where the same answer comes again, and begins anew where another comes', async () => {
    const room = await SecondMarkingRoom.open(app);
    const { learner, scriptId, attemptId } = await room.marked('3');
    const { questionIds } = room.marking.room;
    const again = async (answers: Record<string, unknown>): Promise<void> => {
      const body = { reason: 'The room was dark.' };
      expectStatus(await room.instructor.post(`/v1/attempts/${attemptId}/reopening`, body), 200);
      expectStatus(await room.marking.room.submit(learner, attemptId, answers), 200);
    };
    await again({ [questionIds[0]!]: true });
    expect(await room.script(scriptId)).toMatchObject({ standing: 'waiting', awaits: 'second' });
    expectStatus(await room.mark(room.markers[1], scriptId, '2'), 200);
    expect(await room.score(learner)).toBe('2.5');
    await again({ [questionIds[1]!]: 'Other values.' });
    expect(await room.script(scriptId)).toMatchObject({
      standing: 'waiting',
      awaits: 'first',
      markersMarks: [],
    });
    await again({});
    expect(await room.script(scriptId)).toMatchObject({
      standing: 'waiting',
      awaits: 'first',
      markersMarks: [],
    });
    expect(await room.score(learner)).toBeNull();
    for (const marker of [room.markers[1], room.markers[2]])
      expectStatus(await room.mark(marker, scriptId, '4'), 200);
    expect(await room.score(learner)).toBe('4');
  });

  it('costs a marker as many statements for the hundredth script as for the first', async () => {
    const room = await SecondMarkingRoom.open(app);
    const cost = async (): Promise<number> => {
      const { scriptId } = await room.marked('3');
      return (await sqlOf(() => room.mark(room.markers[1], scriptId, '2'))).length;
    };
    const before = await cost();
    for (let number = 0; number < 5; number += 1) await room.marked('1', '2');
    expect(await cost()).toBe(before);
    const few = (await sqlOf(() => room.marking.queue('?standing=marked&limit=1'))).length;
    expect(await sqlOf(() => room.marking.queue('?standing=marked'))).toHaveLength(few);
  });
});
