import { FIVE_QUESTIONS } from '../../support/classroom';
import { MarkingRoom, essay } from '../../support/marking-room';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';

/** What no learner may find anywhere: the mark of the essay, the score of 7.125 points, and what it is in percent. */
const SCORES = ['3.4375', '4.3125', '60.53', 'canary-comment'];

describe('posting marks', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));
  afterAll(() => app.stop());

  /** A quiz of 7.125 points, of which the program gives 0.875. */
  function open(settings: Parameters<typeof MarkingRoom.open>[1] = {}): Promise<MarkingRoom> {
    const questions = [{ ...FIVE_QUESTIONS[2]!, points: '0.875' }, essay('6.25')];
    return MarkingRoom.open(app, { questions, ...settings });
  }

  async function everythingSeenBy(
    learner: Caller,
    { room, lineItemId }: MarkingRoom,
    attemptId: string,
  ): Promise<string> {
    const texts: string[] = [];
    for (const url of [
      `/v1/attempts/${attemptId}`,
      `/v1/quizzes/${room.quizId}/attempts`,
      `/v1/quizzes/${room.quizId}`,
      `${room.url}/grades/me`,
      `/v1/line-items/${lineItemId}/results/${learner.id}`,
      `/v1/line-items/${lineItemId}/results/${learner.id}/history`,
      `${room.url}/progress/me`,
      '/v1/me/progress',
      `${room.url}/outline`,
      `${room.url}/line-items`,
    ])
      texts.push((await learner.get(url)).text);
    return texts.join('\n');
  }

  async function marked(marking: MarkingRoom): Promise<{ learner: Caller; attemptId: string }> {
    const learner = await marking.room.learner();
    const { id: attemptId } = await marking.handIn(learner);
    const comment = 'canary-comment';
    const script = await marking.scriptOf(learner);
    expectStatus(await marking.mark(marking.room.instructor, script.id, '3.4375', { comment }), 200);
    return { learner, attemptId };
  }

  it('keeps every score and comment from learners, in every answer, until the instructor posts by hand', async () => {
    const marking = await open({ settings: { posting: 'by_hand' } });
    const { room } = marking;
    const { learner, attemptId } = await marked(marking);
    const hidden = await everythingSeenBy(learner, marking, attemptId);
    for (const score of SCORES) expect(hidden).not.toContain(score);
    const staff = await room.instructor.get(`/v1/attempts/${attemptId}`);
    expect(staff.body).toMatchObject({ score: '4.3125', gradeScore: '4.3125' });
    expect(await marking.result(learner)).toMatchObject({ score: '4.3125', scoreStatus: 'fully graded' });

    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { posting: 'at_once' }), 200);
    const shown = await everythingSeenBy(learner, marking, attemptId);
    for (const score of SCORES) expect(shown).toContain(score);
    const { data } = expectStatus(
      await room.instructor.get(`/v1/quizzes/${room.quizId}/policy-changes`),
      200,
    );
    expect(data[0]).toMatchObject({ setting: 'posting', oldValue: 'by_hand', newValue: 'at_once' });
  });

  it('posts at its date', async () => {
    const postsAt = new Date('2026-03-05T08:00:00.000Z');
    const marking = await open({ settings: { posting: 'at_date', postsAt } });
    const { learner, attemptId } = await marked(marking);
    app.clock.set('2026-03-05T07:59:59.999Z');
    expect(await everythingSeenBy(learner, marking, attemptId)).not.toContain('4.3125');
    app.clock.set('2026-03-05T08:00:00.000Z');
    expect(await everythingSeenBy(learner, marking, attemptId)).toContain('4.3125');
  });

  it('posts when all are marked and nobody can hand anything in any more', async () => {
    const closesAt = new Date('2026-03-05T08:00:00.000Z');
    const marking = await open({ settings: { posting: 'when_all_marked', closesAt } });
    const { learner, attemptId } = await marked(marking);
    const other = await marking.room.learner();
    await marking.handIn(other);
    const sees = async (): Promise<boolean> =>
      (await everythingSeenBy(learner, marking, attemptId)).includes('4.3125');
    expect(await sees()).toBe(false);
    app.clock.set('2026-03-05T08:00:00.000Z');
    expect(await sees()).toBe(false);
    const script = await marking.scriptOf(other);
    expectStatus(await marking.mark(marking.room.instructor, script.id, '1', { kind: 'draft' }), 200);
    expect(await sees()).toBe(false);
    expectStatus(await marking.mark(marking.room.instructor, script.id, '1'), 200);
    expect(await sees()).toBe(true);
    expectStatus(await marking.mark(marking.room.instructor, script.id, null), 200);
    expect(await sees()).toBe(false);
  });

  it('posts each attempt by itself in a quiz that never closes, and hides no score again when others hand in', async () => {
    const marking = await open({ settings: { posting: 'when_all_marked' } });
    const sees = async ({
      learner,
      attemptId,
    }: {
      learner: Caller;
      attemptId: string;
    }): Promise<boolean[]> => {
      const text = await everythingSeenBy(learner, marking, attemptId);
      const attempt = expectStatus(await learner.get(`/v1/attempts/${attemptId}`), 200);
      const score = expectStatus(await learner.get(`${marking.room.url}/grades/me`), 200).lineItems[0].score;
      const all = [
        attempt.score,
        attempt.gradeScore,
        score,
        ...SCORES.map((each) => text.includes(each) || null),
      ];
      return [all.every((each) => each !== null), all.some((each) => each !== null)];
    };
    const ada = await marked(marking);
    expect(await sees(ada)).toEqual([true, true]);
    const other = await marking.room.learner();
    const ben = { learner: other, attemptId: (await marking.handIn(other)).id as string };
    expect(await sees(ada)).toEqual([true, true]);
    expect(await sees(ben)).toEqual([false, false]);
    // Not even what the program gave, since that is a part of a score.
    const waiting = expectStatus(await other.get(`/v1/attempts/${ben.attemptId}`), 200);
    expect(waiting).not.toHaveProperty('scoreSoFar');
    for (const question of waiting.questions) expect(question).not.toHaveProperty('pointsAwarded');
    const script = await marking.scriptOf(other);
    expectStatus(
      await marking.mark(marking.room.instructor, script.id, '3.4375', { comment: 'canary-comment' }),
      200,
    );
    expect([await sees(ada), await sees(ben)]).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('asks for the date, and takes no other word', async () => {
    const { room } = await open();
    const quiz = `/v1/quizzes/${room.quizId}`;
    expect(await room.instructor.patch(quiz, { posting: 'at_date' })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'postsAt', rule: 'required' }] } },
    });
    expect(await room.instructor.patch(quiz, { posting: 'later' })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'posting' }] } },
    });
    const learner = await room.learner();
    expect(await learner.patch(quiz, { posting: 'at_once' })).toMatchObject({ status: 403 });
  });
});
