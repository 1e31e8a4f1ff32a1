import { CourseRoom, expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

interface State {
  completedAt: string | null;
  cause: string | null;
  conditions: { kind: string; says: string; metAt: string | null }[];
  isCounted: boolean;
  expectedAt: string | null;
  decisions?: { isCompleted: boolean; reason: string; author: { id: string } }[];
}

describe('completion rules', () => {
  let app: TestApp;
  let room: GradedCourse;
  let section: string;
  let page: string;
  let simple: SimpleQuiz;
  let quiz: string;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await GradedCourse.open(app);
    section = room.sectionId;
    page = await room.activity(section, 'A page');
    simple = await room.quiz('A quiz', 2, { passPercentage: '100' });
    quiz = simple.activityId;
    learner = await room.learner();
  });

  const change = (id: string, changes: object): Promise<Answer> =>
    room.instructor.patch(`/v1/activities/${id}`, changes);
  const ruled = (conditions: object[], more = {}): object => ({ completionRule: { conditions, ...more } });
  const complete = (id: string, by = learner): Promise<Answer> => by.put(`/v1/activities/${id}/completion`);
  const stateOf = async (id: string, by = learner): Promise<State> =>
    expectStatus(await by.get(`/v1/activities/${id}/completion`), 200);
  const stateFor = async (id: string, of: Caller): Promise<State> =>
    expectStatus(await room.instructor.get(`/v1/activities/${id}/learners/${of.id}/completion`), 200);
  const decide = (
    id: string,
    isCompleted: boolean,
    reason = 'Seen in the lesson.',
    of = learner,
  ): Promise<Answer> =>
    room.instructor.put(`/v1/activities/${id}/learners/${of.id}/completion`, { isCompleted, reason });
  const progress = async (by = learner): Promise<Record<string, unknown>> =>
    expectStatus(await by.get(`${room.url}/progress/me`), 200);
  const codeOf = ({ status, body }: Answer): [number, string] => [status, body?.code];
  /** Hands in an attempt that is right, or one that is wrong. */
  const attempt = (isRight: boolean, by = learner): Promise<unknown> =>
    room.attempt(by, simple, isRight ? 2 : 0);

  const override = async (result: Record<string, unknown>): Promise<void> => {
    await room.grade(simple.lineItemId, learner, result);
  };

  it('say in the state of a learner what is asked for, and which of that is done', async () => {
    expectStatus(
      await change(page, ruled([{ kind: 'marked_done' }, { kind: 'viewed' }], { match: 'any' })),
      200,
    );
    expect(await stateOf(page)).toMatchObject({
      ...{ completedAt: null, cause: null, match: 'any', isCounted: true, expectedAt: null },
      conditions: [
        { kind: 'marked_done', says: 'Mark it as done', metAt: null },
        { kind: 'viewed', says: 'Open it', metAt: null },
      ],
    });
    expectStatus(await complete(page), 204);
    expect(await stateOf(page)).toMatchObject({
      ...{ completedAt: '2026-03-02T09:00:00.000Z', cause: 'rule' },
      conditions: [{ metAt: '2026-03-02T09:00:00.000Z' }, { metAt: null }],
    });
    expectStatus(await learner.delete(`/v1/activities/${page}/completion`), 204);
    expect(await stateOf(page)).toMatchObject({ completedAt: null, conditions: [{ metAt: null }, {}] });
  });

  it('complete a quiz by an attempt that is handed in, whatever it is worth', async () => {
    expectStatus(await change(quiz, ruled([{ kind: 'submitted' }])), 200);
    await attempt(false);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: '2026-03-02T09:00:00.000Z', cause: 'rule' });
  });

  it('complete a quiz by its score, and take that back when the score is lowered', async () => {
    expectStatus(await change(quiz, ruled([{ kind: 'score', minPercent: '60' }])), 200);
    await attempt(false);
    expect(await stateOf(quiz)).toMatchObject({
      completedAt: null,
      conditions: [{ says: 'Score at least 60 %', metAt: null }],
    });
    app.clock.advance(60_000);
    await attempt(true);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: '2026-03-02T09:01:00.000Z' });
    await override({ score: '0.5', scoreStatus: 'fully graded' });
    expect(await stateOf(quiz)).toMatchObject({ completedAt: null, conditions: [{ metAt: null }] });
    await override({ score: null, scoreStatus: 'exempt' });
    expect((await stateOf(quiz)).completedAt).not.toBeNull();
  });

  it('tell what completes an activity that is not marked as done', async () => {
    expectStatus(
      await change(quiz, ruled([{ kind: 'submitted' }, { kind: 'score', minPercent: '60' }])),
      200,
    );
    const refused = await complete(quiz);
    expect(codeOf(refused)).toEqual([409, 'progress.rule_completes']);
    expect(refused.body.detail).toBe(
      'This activity is not completed by saying so. What completes it: Hand it in; Score at least 60 %.',
    );
    expectStatus(await change(quiz, { completionRule: null }), 200);
    expect(codeOf(await complete(quiz))).toEqual([409, 'progress.quiz_completes_itself']);
    expectStatus(await change(quiz, ruled([{ kind: 'marked_done' }])), 200);
    expectStatus(await complete(quiz), 204);
  });

  it('ask what becomes of those who have completed the activity already', async () => {
    expectStatus(await complete(page), 204);
    const asked = await change(page, ruled([{ kind: 'viewed' }]));
    expect(codeOf(asked)).toEqual([409, 'progress.completions_to_decide']);
    expect(asked.body.detail).toContain('1 learner has completed this activity by another rule.');
    // The same in other words is no other rule.
    expectStatus(await change(page, ruled([{ kind: 'marked_done' }])), 200);
    expectStatus(await change(page, ruled([{ kind: 'viewed' }], { earlier: 'keep' })), 200);
    expect(await stateOf(page)).toMatchObject({ completedAt: '2026-03-02T09:00:00.000Z', cause: 'kept' });
    const recheck = { earlier: 'recheck' };
    expectStatus(await change(page, ruled([{ kind: 'marked_done' }, { kind: 'viewed' }], recheck)), 200);
    expect(await stateOf(page)).toMatchObject({ completedAt: '2026-03-02T09:00:00.000Z', cause: 'kept' });
    // What they said themselves is not forgotten.
    expect((await stateOf(page)).conditions).toMatchObject([
      { metAt: '2026-03-02T09:00:00.000Z' },
      { metAt: null },
    ]);
  });

  it('recheck those who have completed it, when the author says so', async () => {
    const other = await room.learner();
    for (const person of [learner, other]) expectStatus(await complete(page, person), 204);
    expectStatus(await decide(page, true, 'Read it with me.', other), 200);
    const both = [{ kind: 'marked_done' }, { kind: 'viewed' }];
    expectStatus(await change(page, ruled(both, { earlier: 'recheck' })), 200);
    expect(await stateOf(page)).toMatchObject({ completedAt: null });
    expect(await stateOf(page, other)).toMatchObject({ cause: 'staff' });
    // Back to what it was: what they said still holds.
    expectStatus(await change(page, ruled([{ kind: 'marked_done' }], { earlier: 'recheck' })), 200);
    expect(await stateOf(page)).toMatchObject({ completedAt: '2026-03-02T09:00:00.000Z', cause: 'rule' });
  });

  it('complete an activity at once for those who have done already what a new rule asks for', async () => {
    await attempt(false);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: null });
    app.clock.advanceDays(1);
    expectStatus(await change(quiz, ruled([{ kind: 'submitted' }])), 200);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: '2026-03-02T09:00:00.000Z' });
  });

  it('yield to staff, who set and lift with a reason that is kept', async () => {
    expectStatus(await decide(page, true), 200);
    expect(await stateOf(page)).toMatchObject({ cause: 'staff' });
    app.clock.advance(60_000);
    expectStatus(await decide(page, false, 'That was someone else.'), 200);
    expect(await stateFor(page, learner)).toMatchObject({
      completedAt: null,
      decisions: [
        { isCompleted: false, reason: 'That was someone else.', author: { id: room.instructor.id } },
        { isCompleted: true, reason: 'Seen in the lesson.' },
      ],
    });
    expect((await stateOf(page)).decisions).toBeUndefined();
    const wrong = await decide(page, true, '   ');
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'reason']);
    expect(codeOf(await decide(page, true, 'Because.', room.instructor))).toEqual([
      ...[404, 'progress.learner_not_found'],
    ]);
    const label = await room.activity(section, 'A label', { type: 'label', content: 'Read me.' });
    expect(codeOf(await decide(label, true))).toEqual([409, 'progress.nothing_to_complete']);
  });

  it('complete an activity again after a lift only by what is done anew', async () => {
    expectStatus(await change(quiz, ruled([{ kind: 'submitted' }])), 200);
    await attempt(false);
    app.clock.advance(60_000);
    expectStatus(await decide(quiz, false), 200);
    expectStatus(
      await change(
        quiz,
        ruled([{ kind: 'submitted' }, { kind: 'viewed' }], { match: 'any', earlier: 'recheck' }),
      ),
      200,
    );
    expect(await stateOf(quiz)).toMatchObject({ completedAt: null });
    app.clock.advance(60_000);
    await attempt(false);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: '2026-03-02T09:02:00.000Z' });
  });

  it('let no mark, register or word of the learner take back what staff have set', async () => {
    expectStatus(await decide(quiz, true), 200);
    await attempt(false);
    await override({ score: '0', scoreStatus: 'fully graded' });
    expect(await stateOf(quiz)).toMatchObject({ cause: 'staff' });
    expectStatus(await decide(page, true), 200);
    expectStatus(await learner.delete(`/v1/activities/${page}/completion`), 204);
    expect(await stateOf(page)).toMatchObject({ cause: 'staff' });
  });

  it('stay lifted of a quiz that is completed as usual, until it is passed anew', async () => {
    await attempt(true);
    app.clock.advance(60_000);
    expectStatus(await decide(quiz, false), 200);
    // Nothing of this is new.
    await override({ score: '2', scoreStatus: 'fully graded', comment: 'Well done.' });
    const lifted = await room.instructor.delete(
      `/v1/line-items/${simple.lineItemId}/results/${learner.id}/override`,
    );
    expectStatus(lifted, 204);
    expect(await stateOf(quiz)).toMatchObject({ completedAt: null });
    app.clock.advance(60_000);
    await attempt(true);
    expect((await stateOf(quiz)).completedAt).toBe('2026-03-02T09:02:00.000Z');
  });

  it('leave what is optional out of progress where something is required', async () => {
    expect(await progress()).toMatchObject({ total: 2, isNothingToDo: false });
    expectStatus(await change(quiz, { isRequired: false }), 200);
    expect(await progress()).toMatchObject({ total: 1, nextActivity: { activityId: page } });
    await attempt(true);
    expect(await progress()).toMatchObject({ completed: 0, total: 1, percentage: '0' });
    expectStatus(await change(page, { isRequired: false }), 200);
    // Nothing is required, so everything counts.
    expect(await progress()).toMatchObject({ completed: 1, total: 2, percentage: '50' });
    const [listed] = expectStatus(await room.instructor.get(`${room.url}/progress`), 200).data;
    expect(listed).toMatchObject({ completed: 1, total: 2, percentage: '50' });
    expectStatus(await change(page, { isRequired: true }), 200);
    const [again] = expectStatus(
      await room.instructor.get(`${room.url}/progress?sort=-percentage`),
      200,
    ).data;
    expect(again).toMatchObject({ completed: 0, total: 1, percentage: '0' });
  });

  it('say that there is nothing to do in a course without anything to complete', async () => {
    const empty = await CourseRoom.open(app);
    const someone = await empty.learner();
    expect(expectStatus(await someone.get(`${empty.url}/progress/me`), 200)).toMatchObject({
      ...{ percentage: '0', total: 0, isNothingToDo: true },
    });
  });

  it('tell in the outline what is completed, required, and expected by when', async () => {
    const label = await room.activity(section, 'A label', { type: 'label', content: 'Read me.' });
    const day = { daysAfterStart: 7, time: '18:00' };
    expectStatus(await change(page, { expectedBy: day, isRequired: false }), 200);
    const outline = async (): Promise<Answer> => learner.get(`${room.url}/outline`);
    const before = await outline();
    const [shown] = before.body.sections[0].activities;
    expect(shown).toMatchObject({ isRequired: false, completedAt: null });
    expect(before.body.sections[0].activities.at(-1)).toMatchObject({ id: label, isRequired: false });
    expect(shown.expectedAt).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
    expect((await stateOf(page)).expectedAt).toBe(shown.expectedAt);
    const copy = { 'If-None-Match': before.headers['etag'] as string };
    expect((await learner.get(`${room.url}/outline`, copy)).status).toBe(304);
    expectStatus(await complete(page), 204);
    const after = await learner.get(`${room.url}/outline`, copy);
    expect(after.status).toBe(200);
    expect(after.body.sections[0].activities[0].completedAt).toBe('2026-03-02T09:00:00.000Z');
    expect(expectStatus(await room.instructor.get(`/v1/activities/${page}`), 200)).toMatchObject({
      ...{ expectedBy: day, isRequired: false, completionRule: null },
    });
  });

  it('are part of versions: compared, restored, and in force only when they are published', async () => {
    const manual = await CourseRoom.open(app, { publishing: 'manual' });
    const place = await manual.section('Week 1');
    const drafted = await manual.activity(place, 'Draft');
    expectStatus(await manual.instructor.post(`${manual.url}/versions`, { note: '' }), 201);
    const rule = { completionRule: { conditions: [{ kind: 'viewed' }] }, isRequired: false };
    expectStatus(await manual.instructor.patch(`/v1/activities/${drafted}`, rule), 200);
    const someone = await manual.learner();
    expect((await stateOf(drafted, someone)).conditions).toMatchObject([{ kind: 'marked_done' }]);
    const { changes } = expectStatus(await manual.instructor.get(`${manual.url}/content-changes`), 200);
    expect(changes[0].fields.map(({ field }: { field: string }) => field)).toEqual([
      'completionRule',
      'isRequired',
    ]);
    expectStatus(await manual.instructor.post(`${manual.url}/versions`, { note: '' }), 201);
    expect((await stateOf(drafted, someone)).conditions).toMatchObject([{ kind: 'viewed' }]);
  });

  it('are refused where they do not fit, and nobody else changes them', async () => {
    const refused = await change(page, ruled([{ kind: 'passed' }]));
    expect([refused.status, refused.body.errors[0]]).toMatchObject([
      422,
      { field: 'completionRule.conditions[0].kind', rule: 'isIn' },
    ]);
    expect(codeOf(await learner.get(`/v1/activities/${page}/learners/${learner.id}/completion`))).toEqual([
      ...[403, 'courses.staff_only'],
    ]);
    expect(
      codeOf(
        await learner.put(`/v1/activities/${page}/learners/${learner.id}/completion`, {
          isCompleted: true,
          reason: 'Me.',
        }),
      ),
    ).toEqual([...[403, 'courses.staff_only']]);
  });

  it('see both of two things that are done at the same moment', async () => {
    expectStatus(await change(quiz, ruled([{ kind: 'submitted' }, { kind: 'marked_done' }])), 200);
    for (let round = 0; round < 10; round += 1) {
      const someone = await room.learner();
      await Promise.all([attempt(false, someone), complete(quiz, someone)]);
      expect((await stateOf(quiz, someone)).completedAt).not.toBeNull();
    }
  });

  it('lose nobody who does what a rule asks for while that is published', async () => {
    for (let round = 0; round < 5; round += 1) {
      const someone = await room.learner();
      const conditions = round % 2 === 0 ? [{ kind: 'submitted' }] : [{ kind: 'passed' }];
      const changed = change(quiz, ruled(conditions, { earlier: 'recheck' }));
      await Promise.all([attempt(false, someone), changed]);
      expectStatus(await changed, 200);
      expect((await stateOf(quiz, someone)).completedAt !== null).toBe(round % 2 === 0);
    }
  });

  it('cost a constant number of statements', async () => {
    expectStatus(await change(page, ruled([{ kind: 'marked_done' }, { kind: 'viewed' }])), 200);
    await stateOf(page);
    const counts = async (): Promise<number[]> => [
      (await sqlOf(() => complete(page))).length,
      (await sqlOf(() => stateOf(page))).length,
      (await sqlOf(() => stateFor(page, learner))).length,
    ];
    const first = await counts();
    for (let more = 0; more < 5; more += 1) {
      const id = await room.activity(section, `Page ${more}`);
      expectStatus(await change(id, ruled([{ kind: 'marked_done' }])), 200);
      expectStatus(await complete(id), 204);
      await stateOf(id);
    }
    expect(await counts()).toEqual(first);
  });
});
