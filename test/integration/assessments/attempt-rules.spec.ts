import { OpenAttemptsEndsRepository } from '../../../src/modules/assessments/attempts/open-attempts-ends.repository';
import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { Database } from '../../../src/shared/database/database';
import { toBinary } from '../../../src/shared/database/ids';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the rules of open attempts that follow those of the quiz',
  ['follow what changes', 'go on from the last change', 'are unknown in'],
  () => replaceMethod(OpenAttemptsEndsRepository.prototype, 'update', () => () => Promise.resolve()),
);

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const REASON = 'A canary that nobody but approvers may read';

describe('the rules that an attempt goes by', () => {
  let app: TestApp;
  let approver: Caller;
  let room: Classroom;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, {
      settings: {
        timeLimitSeconds: 600,
        closesAt: new Date(after(60)),
        maxAttempts: 3,
        delayAfterFirstSeconds: 60,
      },
    });
    learner = await room.learner();
  });
  afterAll(() => app.stop());

  const start = async (person: Caller = learner): Promise<Answer['body']> =>
    expectStatus(await room.start(person), 201);
  const read = async (id: string, by: Caller = learner): Promise<Answer['body']> =>
    expectStatus(await by.get(`/v1/attempts/${id}`), 200);
  const change = async (settings: object): Promise<void> => {
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, settings), 200);
  };
  const grant = async (terms: object): Promise<void> => {
    const address = `/v1/quizzes/${room.quizId}/exceptions/${learner.id}`;
    expect([200, 201]).toContain((await room.instructor.put(address, { reason: REASON, ...terms })).status);
  };
  const approve = async (needs: object): Promise<void> => {
    const address = `/v1/users/${learner.id}/accommodations`;
    expectStatus(await approver.post(address, { reason: REASON, ...needs }), 201);
  };
  const changesIn = async (id: string): Promise<Answer['body'][]> => {
    const { data } = expectStatus(await room.instructor.get(`/v1/attempts/${id}/timeline`), 200);
    return data.filter(({ kind }: { kind: string }) => kind === 'rules_changed');
  };

  it('are those of the quiz where nobody granted anything, and are told at the start, after it and when it is over', async () => {
    const started = await start();
    expect(started.rules).toEqual({
      since: START,
      base: {
        ...{ opensAt: null, dueAt: null, closesAt: after(60), timeLimitSeconds: 600, maxAttempts: 3 },
        ...{ hardClose: false, atEnd: 'submit', graceSeconds: null, offlineAnswers: 'not_counted' },
        ...{ navigation: 'free', behavior: 'deferred' },
        ...{ delayAfterFirstSeconds: 60, delayAfterLaterSeconds: null },
        ...{ shuffleQuestions: false, shuffleOptions: false },
      },
      effective: started.rules.base,
      origins: Object.fromEntries(Object.keys(started.rules.base).map((rule) => [rule, 'quiz'])),
      ...{ endsBy: after(60), cutBy: null, passwordWaived: false, restBreakMinutes: 0 },
    });
    expect((await read(started.id)).rules).toEqual(started.rules);
    expect((await read(started.id, room.instructor)).rules).toEqual(started.rules);
    const submitted = expectStatus(await room.submit(learner, started.id), 200);
    expect(submitted.rules).toEqual(started.rules);
  });

  it('name what an accommodation and an exception give, and nobody reads a reason there', async () => {
    await approve({ timeFactor: '1.5', daysAdded: 1 });
    await grant({ maxAttempts: null });
    const { id } = await start();
    for (const person of [learner, room.instructor]) {
      const answer = await person.get(`/v1/attempts/${id}`);
      expect(answer.body.rules).toMatchObject({
        base: { timeLimitSeconds: 600, closesAt: after(60), maxAttempts: 3 },
        effective: { timeLimitSeconds: 900, closesAt: after(60 + 24 * 60), maxAttempts: null },
        origins: {
          ...{ timeLimitSeconds: 'accommodation', closesAt: 'accommodation', maxAttempts: 'exception' },
          atEnd: 'quiz',
        },
        endsBy: after(60 + 24 * 60 + 5),
      });
      expect(answer.text).not.toContain(REASON);
    }
  });

  it('say what cut the time that a learner would have got', async () => {
    await change({ hardClose: true });
    await approve({ daysAdded: 2 });
    expect((await start()).rules).toMatchObject({ cutBy: 'hard_close', endsBy: after(60) });
  });

  it('follow what changes while the attempt is open, and its timeline tells who changed what', async () => {
    const { id } = await start();
    app.clock.set(after(1));
    await change({ timeLimitSeconds: 1200, offlineAnswers: 'counted' });
    app.clock.set(after(2));
    await grant({ timeLimitSeconds: 1800 });
    app.clock.set(after(3));
    await approve({ daysAdded: 1 });
    expect((await read(id)).rules).toMatchObject({
      since: after(3),
      base: { timeLimitSeconds: 1200, offlineAnswers: 'counted', closesAt: after(60) },
      effective: { timeLimitSeconds: 1800, closesAt: after(60 + 24 * 60) },
      origins: { timeLimitSeconds: 'exception', closesAt: 'accommodation' },
    });
    const told = await changesIn(id);
    expect(told.map(({ at, by, details }) => [at, by.id, details.changes])).toEqual([
      [
        after(1),
        room.instructor.id,
        [
          { rule: 'timeLimitSeconds', before: 600, after: 1200, origin: 'quiz' },
          { rule: 'offlineAnswers', before: 'not_counted', after: 'counted', origin: 'quiz' },
        ],
      ],
      [
        after(2),
        room.instructor.id,
        [{ rule: 'timeLimitSeconds', before: 1200, after: 1800, origin: 'exception' }],
      ],
      [
        after(3),
        approver.id,
        [{ rule: 'closesAt', before: after(60), after: after(60 + 24 * 60), origin: 'accommodation' }],
      ],
    ]);
    expect(JSON.stringify(told)).not.toContain(REASON);
  });

  it('go on from the last change: what changes nothing for the learner is told in no timeline', async () => {
    await grant({ timeLimitSeconds: 1800 });
    const { id } = await start();
    app.clock.set(after(1));
    await change({ timeLimitSeconds: 900 });
    await change({ password: 'open sesame' });
    expect((await read(id)).rules).toMatchObject({
      since: after(1),
      base: { timeLimitSeconds: 900 },
      effective: { timeLimitSeconds: 1800 },
    });
    expect(await changesIn(id)).toEqual([]);
  });

  it('keep what made the paper, which no later setting can change', async () => {
    const { id } = await start();
    await change({ shuffleQuestions: true });
    expect((await read(id)).rules.base).toMatchObject({ shuffleQuestions: false });
  });

  it('stay as they were when the attempt ended', async () => {
    const { id } = await start();
    expectStatus(await room.submit(learner, id), 200);
    const { rules } = await read(id);
    await change({ timeLimitSeconds: 60, closesAt: null, offlineAnswers: 'counted' });
    await grant({ timeLimitSeconds: 30 });
    expect((await read(id)).rules).toEqual(rules);
    expect(await changesIn(id)).toEqual([]);
  });

  it.each([
    ['counted', 'not_counted', '2'],
    ['not_counted', 'counted', '0'],
  ])(
    'decide whether answers count that were written offline: %s stays so after the end, also if the quiz says %s since',
    async (then, since, score) => {
      await change({ offlineAnswers: then, feedback: 'never' });
      const { id } = await start();
      app.clock.set(after(11));
      await read(id);
      await change({ offlineAnswers: since });
      const answers = [
        { questionId: room.questionIds[0], sequence: 1, response: RIGHT_RESPONSES[0], writtenAt: after(9) },
      ];
      expectStatus(await learner.put(`/v1/attempts/${id}/answers`, { answers }), 200);
      expect((await read(id, room.instructor)).score).toBe(score);
    },
  );

  it.each(['submit', 'abandon'] as const)(
    'let an attempt be handed in until its grace is over, also if the quiz says %s since',
    async (atEnd) => {
      await change({ atEnd: 'grace', graceSeconds: 300 });
      const { id } = await start();
      expectStatus(await room.save(learner, id, 0, RIGHT_RESPONSES[0]), 200);
      app.clock.set(after(11));
      await change({ atEnd, graceSeconds: null });
      const overdue = { state: 'overdue', endsAt: after(10), handInBy: after(15) };
      expect(await read(id)).toMatchObject(overdue);
      const url = `/v1/quizzes/${room.quizId}`;
      expect((await room.instructor.get(`${url}/open-attempts`)).body.data).toMatchObject([
        { id, state: 'overdue' },
      ]);
      expect((await learner.get(`${url}/attempts`)).body.data).toMatchObject([{ id, state: 'overdue' }]);
      app.clock.set(after(14));
      expect(expectStatus(await room.submit(learner, id), 200)).toMatchObject({
        ...{ endReason: 'submitted', endedAt: after(14), rules: { base: { atEnd: 'grace' } } },
      });
    },
  );

  it('abandon an attempt that nobody handed in in its grace, also if the quiz submits what ran out since', async () => {
    await change({ atEnd: 'grace', graceSeconds: 300 });
    const { id } = await start();
    app.clock.set(after(11));
    await change({ atEnd: 'submit', graceSeconds: null });
    app.clock.set(after(16));
    await app.get(AttemptSweep).sweep();
    expect(await read(id)).toMatchObject({ state: 'abandoned', endedAt: after(15) });
  });

  it('count a grace from the end that a change brings at once', async () => {
    await change({ atEnd: 'grace', graceSeconds: 300 });
    const { id } = await start();
    app.clock.set(after(8));
    await change({ timeLimitSeconds: 60 });
    expect(await read(id)).toMatchObject({ state: 'overdue', endsAt: after(8), handInBy: after(13) });
  });

  it('are those of now in an attempt that is opened again, and its timeline tells what became of them', async () => {
    const { id } = await start();
    expectStatus(await room.submit(learner, id), 200);
    app.clock.set(after(2));
    await change({ timeLimitSeconds: 900 });
    app.clock.set(after(3));
    const reopening = `/v1/attempts/${id}/reopening`;
    expectStatus(await room.instructor.post(reopening, { reason: REASON }), 200);
    expect((await read(id)).rules).toMatchObject({ since: after(3), effective: { timeLimitSeconds: 900 } });
    expect(await changesIn(id)).toMatchObject([
      {
        ...{ at: after(3), by: { id: room.instructor.id } },
        details: { changes: [{ rule: 'timeLimitSeconds', before: 600, after: 900 }] },
      },
    ]);
    // They are followed from then on.
    app.clock.set(after(4));
    await change({ timeLimitSeconds: 1200 });
    expect((await read(id)).rules).toMatchObject({ since: after(4), effective: { timeLimitSeconds: 1200 } });
  });

  const extend = async (id: string, minutes: number): Promise<void> => {
    const url = `/v1/quizzes/${room.quizId}/open-attempts/extension`;
    expectStatus(await room.instructor.post(url, { attemptIds: [id], minutes, reason: REASON }), 200);
  };

  it('are those of now in an attempt that more time brings back, and those of its end where it does not', async () => {
    await change({ atEnd: 'grace', graceSeconds: 600 });
    const { id } = await start();
    app.clock.set(after(12));
    await change({ atEnd: 'abandon', graceSeconds: null });
    await extend(id, 1);
    expect(await read(id)).toMatchObject({
      ...{ state: 'overdue', endsAt: after(11), handInBy: after(21), rules: { base: { atEnd: 'grace' } } },
    });
    app.clock.set(after(13));
    await extend(id, 5);
    expect(await read(id)).toMatchObject({
      ...{ state: 'in_progress', endsAt: after(16), handInBy: after(16) },
      rules: { since: after(13), base: { atEnd: 'abandon', graceSeconds: null } },
    });
    expect(await changesIn(id)).toMatchObject([
      { at: after(13), details: { changes: [{ rule: 'atEnd' }, { rule: 'graceSeconds' }] } },
    ]);
  });

  it('are up to date after a pause, as of when an accommodation began', async () => {
    await approve({ timeFactor: '2', validFrom: after(2) });
    const { id } = await start();
    app.clock.set(after(3));
    for (const step of ['pause', 'resumption']) {
      const url = `/v1/quizzes/${room.quizId}/open-attempts/${step}`;
      expectStatus(await room.instructor.post(url, { reason: REASON }), 200);
    }
    const { data } = await app.database
      .rows<{ terms: string }>('SELECT terms AS terms FROM attempts WHERE id = ?', [toBinary(id)])
      .then((rows) => ({ data: rows.map(({ terms }) => JSON.parse(terms) as object) }));
    expect(data).toMatchObject([
      { since: after(2), own: { timeLimitSeconds: { effective: 1200, origin: 'accommodation' } } },
    ]);
    expect(await changesIn(id)).toMatchObject([{ at: after(2), by: null }]);
  });

  it('are unknown in an attempt of an earlier release, until something changes while it is open', async () => {
    const { id } = await start();
    await app.get(Database).execute('UPDATE attempts SET terms = NULL WHERE activity_id IS NOT NULL', []);
    expect((await read(id)).rules).toBeNull();
    app.clock.set(after(1));
    await change({ timeLimitSeconds: 660 });
    expect((await read(id)).rules).toMatchObject({ since: after(1), effective: { timeLimitSeconds: 660 } });
    expect(await changesIn(id)).toEqual([]);
  });

  it('cost as many statements for a class as for one learner, also if each has other ones', async () => {
    const costOf = async (people: number): Promise<number> => {
      const full = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
      for (let count = 0; count < people; count += 1) {
        const person = await full.learner();
        const terms = { reason: REASON, closesAt: after(600 + count) };
        expectStatus(
          await full.instructor.put(`/v1/quizzes/${full.quizId}/exceptions/${person.id}`, terms),
          200,
        );
        await full.start(person);
      }
      const request = (): Promise<Answer> =>
        full.instructor.patch(`/v1/quizzes/${full.quizId}`, { timeLimitSeconds: 900 });
      return (await sqlOf(request)).length;
    };
    expect(await costOf(8)).toBe(await costOf(1));
  });
});
