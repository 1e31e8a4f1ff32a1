import type { NewQuestion } from '../../../src/modules/assessments';
import { MarkingRoom, essay } from '../../support/marking-room';
import { FIVE_QUESTIONS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('marks by hand', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('grade the attempt with the last one, and gradebook and progress follow', async () => {
    const questions = [FIVE_QUESTIONS[2]!, essay('4'), essay('2.5')];
    const marking = await MarkingRoom.open(app, { questions, settings: { passPercentage: '60' } });
    const { room } = marking;
    const learner = await room.learner();
    const { id } = await marking.handIn(learner, [false, 'Large values.', 'Small ones.']);
    const [first, second] = await marking.queue();
    expectStatus(await marking.mark(room.instructor, first.id, '2'), 200);
    const halfway = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
    expect(halfway).toMatchObject({ state: 'submitted', score: null, needsMarks: 1, scoreSoFar: '3' });
    expect(await marking.result(learner)).toMatchObject({ score: null, scoreStatus: 'submitted' });
    expect(await marking.hasCompleted(learner)).toBe(false);

    app.clock.advanceDays(1);
    expectStatus(await marking.mark(room.instructor, second.id, '1.5'), 200);
    expect(expectStatus(await learner.get(`/v1/attempts/${id}`), 200)).toMatchObject({
      ...{ state: 'graded', score: '4.5', needsMarks: 0, percentage: '60', passed: true, gradeScore: '4.5' },
    });
    expect(await marking.result(learner)).toMatchObject({
      score: '4.5',
      scoreStatus: 'fully graded',
      attemptId: id,
    });
    expect(await marking.resultHistory(learner)).toMatchObject([
      {
        ...{ cause: 'mark', from: { score: null }, to: { score: '4.5' }, attemptId: id },
        changedBy: { userId: room.instructor.id },
      },
      { cause: 'attempt', from: null, to: { score: null, scoreStatus: 'submitted' } },
    ]);
    expect(await marking.hasCompleted(learner)).toBe(true);
    expect(await marking.queue()).toEqual([]);
  });

  it('leave the price of tries at other questions as it was', async () => {
    const options = ['a', 'b'].map((id) => ({ id, text: `Option ${id}` }));
    const tried = {
      type: 'single_choice',
      prompt: 'Which?',
      points: '3',
      hints: [{ text: 'Not that one.' }],
    };
    const questions = [{ ...tried, definition: { options, key: 'a' } } as NewQuestion, essay('4')];
    const marking = await MarkingRoom.open(app, { questions, settings: { behavior: 'interactive' } });
    const { room } = marking;
    const learner = await room.learner();
    const { id } = expectStatus(await room.start(learner), 201);
    const url = (index: number): string => `/v1/attempts/${id}/questions/${room.questionIds[index]}/tries`;
    expect((await learner.post(url(0), { response: 'b' })).body.standing).toMatchObject({
      pointsAwarded: '0',
    });
    expect((await learner.post(url(0), { response: 'a' })).body.standing).toMatchObject({
      pointsAwarded: '2',
    });
    expect(await learner.post(url(1), { response: 'Large values.' })).toMatchObject({ status: 409 });
    expectStatus(await room.save(learner, id, 1, 'Large values.'), 200);
    expectStatus(await room.submit(learner, id), 200);
    const script = await marking.scriptOf(learner);
    expectStatus(await marking.mark(room.instructor, script.id, '3'), 200);
    expect(expectStatus(await room.instructor.get(`/v1/attempts/${id}`), 200)).toMatchObject({
      ...{ state: 'graded', score: '5' },
    });
  });

  it('are followed by the grade when they change, up, down, and when they are taken back', async () => {
    const marking = await MarkingRoom.open(app, { settings: { passPercentage: '60' } });
    const { instructor } = marking.room;
    const learner = await marking.room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const steps: [string | null, string | null, boolean][] = [
      ['2', '3', true],
      ['1.9999', '2.9999', false],
      ['4', '5', true],
      [null, null, false],
      ['0', '1', false],
    ];
    for (const [points, score, isCompleted] of steps) {
      const { body } = await marking.mark(instructor, script.id, points);
      expect(body).toMatchObject({ standing: points === null ? 'waiting' : 'marked' });
      expect(body.mark?.points ?? null).toBe(points);
      expect((await learner.get(`/v1/attempts/${id}`)).body).toMatchObject({
        ...{ score, state: score === null ? 'submitted' : 'graded' },
      });
      expect((await marking.result(learner)).score).toBe(score);
      expect(await marking.hasCompleted(learner)).toBe(isCompleted);
    }
    const { data } = expectStatus(await instructor.get(`/v1/scripts/${script.id}/marks`), 200);
    expect(data.map(({ points }: { points: string }) => points)).toEqual(
      steps.map(([points]) => points).reverse(),
    );
    expect(data[0]).toMatchObject({
      ...{ kind: 'given', cause: 'marker', answerNumber: 1, markedBy: { id: instructor.id } },
    });
  });

  it('have no effect as drafts, which only markers see', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const learner = await room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const draft = { kind: 'draft', comment: 'canary: look again' };
    const saved = expectStatus(await marking.mark(room.instructor, script.id, '3', draft), 200);
    expect(saved).toMatchObject({
      ...{ standing: 'waiting', mark: null, draft: { points: '3', comment: draft.comment } },
      claim: { by: { id: room.instructor.id } },
    });
    const { body, text } = await learner.get(`/v1/attempts/${id}`);
    expect(body).toMatchObject({ state: 'submitted', score: null });
    expect(text).not.toContain('canary');
    const given = expectStatus(await marking.mark(room.instructor, script.id, '1'), 200);
    expect(given).toMatchObject({ mark: { points: '1', comment: null }, draft: null, claim: null });
    // A draft of another mark leaves the one that counts.
    const later = expectStatus(await marking.mark(room.instructor, script.id, null, draft), 200);
    expect(later).toMatchObject({ standing: 'marked', mark: { points: '1' }, draft: { points: null } });
    expect((await learner.get(`/v1/attempts/${id}`)).body).toMatchObject({ score: '2' });
  });

  it('are shown with their comment when the review rules show feedback, as HTML without scripts', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const learner = await room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const comment = 'An *example* is missing. <script>alert(1)</script>';
    expectStatus(await marking.mark(room.instructor, script.id, '3', { comment }), 200);
    const { questions } = (await learner.get(`/v1/attempts/${id}`)).body;
    expect(questions[1]).toMatchObject({ pointsAwarded: '3', correct: false });
    expect(questions[1].markCommentHtml).toContain('<em>example</em>');
    expect(questions[1].markCommentHtml).not.toContain('<script');

    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { feedback: 'never' }), 200);
    expect((await learner.get(`/v1/attempts/${id}`)).text).not.toContain('example');
  });

  it.each([
    ['4.0001', 'marking.points_out_of_bounds'],
    ['-0.5', 'request.invalid'],
    ['3.33333', 'request.invalid'],
    [`3.${'1'.repeat(20)}`, 'request.invalid'],
    ['1e1', 'request.invalid'],
    ['', 'request.invalid'],
    [3, 'request.invalid'],
    [undefined, 'marking.invalid_marking'],
  ])('of %p are refused by name of the field', async (points, code) => {
    const marking = await MarkingRoom.open(app);
    const learner = await marking.room.learner();
    await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const answer = await marking.room.instructor.put(`/v1/scripts/${script.id}/mark`, {
      kind: 'given',
      points,
    });
    expect(answer).toMatchObject({ status: 422, body: { code, errors: [{ field: 'points' }] } });
    expect((await marking.scriptOf(learner)).version).toBe(script.version);
  });

  it('take all points and none', async () => {
    const marking = await MarkingRoom.open(app);
    const learner = await marking.room.learner();
    await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    for (const points of ['4', '4.0000', '0']) {
      expectStatus(await marking.mark(marking.room.instructor, script.id, points), 200);
      expect((await marking.result(learner)).score).toBe(points.startsWith('4') ? '5' : '1');
    }
  });

  it('are refused for a version that somebody else has changed, and say nothing new when sent twice', async () => {
    const marking = await MarkingRoom.open(app);
    const { instructor } = marking.room;
    const learner = await marking.room.learner();
    await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const read = await instructor.get(`/v1/scripts/${script.id}`);
    const etag = read.headers['etag'] as string;
    const put = (points: string): Promise<Answer> =>
      instructor.put(`/v1/scripts/${script.id}/mark`, { kind: 'given', points }, { 'if-match': etag });
    expectStatus(await put('3'), 200);
    expect(await put('2')).toMatchObject({ status: 412 });
    const before = (await marking.scriptOf(learner, 'marked')).version;
    expectStatus(await marking.mark(instructor, script.id, '3.00'), 200);
    expect((await marking.scriptOf(learner, 'marked')).version).toBe(before);
    expect((await marking.result(learner)).score).toBe('4');
  });

  it('survive when the attempt is opened again and submitted with the same answer, and not with another', async () => {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const learner = await room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    expectStatus(await marking.mark(room.instructor, script.id, '3'), 200);
    const reopen = async (): Promise<void> => {
      const body = { reason: 'It ended by mistake.' };
      expectStatus(await room.instructor.post(`/v1/attempts/${id}/reopening`, body), 200);
    };
    await reopen();
    expect(await marking.mark(room.instructor, script.id, '1')).toMatchObject({
      ...{ status: 409, body: { code: 'marking.not_handed_in' } },
    });
    expect(await marking.scriptOf(learner, 'marked')).toBeUndefined();
    expectStatus(await room.submit(learner, id, { [room.questionIds[0]!]: true }), 200);
    expect((await marking.result(learner)).score).toBe('3');
    expect(await marking.scriptOf(learner, 'marked')).toMatchObject({ id: script.id, mark: { points: '3' } });

    await reopen();
    expectStatus(await room.submit(learner, id, { [room.questionIds[1]!]: 'Other values.' }), 200);
    expect(await marking.result(learner)).toMatchObject({ score: null, scoreStatus: 'submitted' });
    expect(await marking.scriptOf(learner)).toMatchObject({ id: script.id, standing: 'waiting' });
    expectStatus(await marking.mark(room.instructor, script.id, '2'), 200);
    expect((await marking.result(learner)).score).toBe('2');
  });

  it('leave an override alone, and count when it is lifted', async () => {
    const marking = await MarkingRoom.open(app);
    const { instructor } = marking.room;
    const learner = await marking.room.learner();
    await marking.handIn(learner);
    const result = `/v1/line-items/${marking.lineItemId}/results/${learner.id}`;
    expectStatus(await instructor.put(result, { score: '4.5' }), 200);
    expectStatus(await marking.mark(instructor, (await marking.scriptOf(learner)).id, '2'), 200);
    expect(await marking.result(learner)).toMatchObject({ score: '4.5', isOverride: true });
    expectStatus(await instructor.delete(`${result}/override`), 204);
    expect(await marking.result(learner)).toMatchObject({ score: '3', isOverride: false });
  });

  it.each([
    ['highest', '3'],
    ['average', '2'],
    ['first', '1'],
    ['latest', '3'],
  ] as const)('make the grade by the %s of the attempts when one is marked: %s', async (grading, score) => {
    const marking = await MarkingRoom.open(app, { settings: { grading } });
    const learner = await marking.room.learner();
    await marking.handIn(learner, [false, null]);
    await marking.handIn(learner);
    expectStatus(await marking.mark(marking.room.instructor, (await marking.scriptOf(learner)).id, '2'), 200);
    expect((await marking.result(learner)).score).toBe(score);
  });

  it('of a deleted attempt are refused, and it leaves the queue', async () => {
    const marking = await MarkingRoom.open(app);
    const learner = await marking.room.learner();
    const { id } = await marking.handIn(learner);
    const script = await marking.scriptOf(learner);
    const body = { reason: 'Started by mistake.' };
    expectStatus(await marking.room.instructor.post(`/v1/attempts/${id}/deletion`, body), 200);
    expect(await marking.queue()).toEqual([]);
    expect(await marking.mark(marking.room.instructor, script.id, '1')).toMatchObject({ status: 409 });
  });

  it('cost the same statements, however many scripts there are, and whichever it is of its attempt', async () => {
    const questions = [FIVE_QUESTIONS[2]!, essay('4'), essay('2.5')];
    const marking = await MarkingRoom.open(app, { questions });
    const { room } = marking;
    const cost = async (learner: Caller): Promise<number[]> => {
      const scripts = await marking.queue(`?userId=${learner.id}`);
      const counts: number[] = [];
      for (const { id } of scripts) {
        const statements = await sqlOf(() => marking.mark(room.instructor, id, '1'));
        counts.push(statements.length);
      }
      return counts;
    };
    const one = await room.learner();
    await marking.handIn(one, [false, 'Large values.', 'Small ones.']);
    const alone = await cost(one);
    for (let number = 0; number < 5; number += 1)
      await marking.handIn(await room.learner(), [false, 'Large values.', 'Small ones.']);
    const other = await room.learner();
    await marking.handIn(other, [false, 'Large values.', 'Small ones.']);
    expect(await cost(other)).toEqual(alone);
    expect(alone).toEqual([18, 27]);
  });

  it('add one statement to a submission with an essay, and none to one without', async () => {
    const cost = async (questions: Parameters<typeof MarkingRoom.open>[1]): Promise<number> => {
      const marking = await MarkingRoom.open(app, questions);
      const learner = await marking.room.learner();
      const { body } = await marking.room.start(learner);
      const responses = marking.room.byQuestion([false, 'Large values.']);
      return (await sqlOf(() => marking.room.submit(learner, body.id, responses))).length;
    };
    const without = await cost({ questions: [FIVE_QUESTIONS[2]!, FIVE_QUESTIONS[4]!] });
    expect(await cost({})).toBe(without + 1);
  });
});
