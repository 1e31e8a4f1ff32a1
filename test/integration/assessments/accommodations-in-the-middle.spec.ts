import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { OpenAttemptsEnds } from '../../../src/modules/assessments/attempts/open-attempts-ends';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('rules that are brought up to date', ['shows the rules'], () =>
  replaceMethod(OpenAttemptsEnds.prototype, 'bringUpToDate', () => () => Promise.resolve()),
);

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe('an accommodation that begins or ends in the middle of an attempt', () => {
  let app: TestApp;
  let approver: Caller;
  let room: Classroom;
  let learner: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    learner = await room.learner();
  });

  const approve = async (what: object): Promise<void> => {
    const url = `/v1/users/${learner.id}/accommodations`;
    expectStatus(await approver.post(url, { reason: 'A broken wrist', ...what }), 201);
  };
  const start = async (): Promise<string> => expectStatus(await room.start(learner), 201).id;
  const read = async (id: string, caller = learner): Promise<Answer['body']> =>
    expectStatus(await caller.get(`/v1/attempts/${id}`), 200);
  const sweep = (): Promise<number> => app.get(AttemptSweep).sweep();

  it('moves its end from its first instant on, though nobody changes anything then', async () => {
    await approve({ timeFactor: '2', validFrom: after(5) });
    const id = await start();
    expect(await read(id)).toMatchObject({ endsAt: after(20) });
    app.clock.set(after(10));
    await sweep();
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
    app.clock.set(after(20));
    expectStatus(await room.save(learner, id, 1, ['sd']), 409);
    await sweep();
    expect(await read(id)).toMatchObject({ state: 'graded', endedAt: after(20), score: '2' });
  });

  it('moves the end of an attempt that was open when it was approved for later', async () => {
    const id = await start();
    await approve({ minutesAdded: 10, validFrom: after(5) });
    expect(await read(id)).toMatchObject({ endsAt: after(20) });
    app.clock.set(after(15));
    await sweep();
    expect(await read(id)).toMatchObject({ state: 'in_progress', endsAt: after(20) });
  });

  it('does not move an end that comes before it, nor one that comes with it', async () => {
    await approve({ timeFactor: '2', validFrom: after(10) });
    const id = await start();
    expect(await read(id)).toMatchObject({ endsAt: after(10) });
    app.clock.set(after(10));
    expectStatus(await room.save(learner, id, 0, 'median'), 409);
    await sweep();
    expect(await read(id)).toMatchObject({ state: 'graded', endedAt: after(10) });
  });

  it('counts where it begins only in the time that another one gives', async () => {
    await approve({ timeFactor: '2', validFrom: after(5) });
    await approve({ minutesAdded: 10, validFrom: after(15) });
    await approve({ timeFactor: '10', validFrom: after(31) });
    expect(await read(await start())).toMatchObject({ endsAt: after(30) });
  });

  it('takes nothing away when it ends meanwhile', async () => {
    await approve({ timeFactor: '2', restBreakMinutes: 5, validFrom: after(-60), validUntil: after(5) });
    const id = await start();
    app.clock.set(after(12));
    await sweep();
    expect(await read(id)).toMatchObject({ state: 'in_progress', endsAt: after(20), restSecondsLeft: 300 });
    expectStatus(await room.save(learner, id, 0, 'median'), 200);
  });

  it('shows the rules that hold since, and tells when they came to hold, also when nobody looked before the end', async () => {
    await approve({ timeFactor: '2', restBreakMinutes: 15, validFrom: after(5) });
    const id = await start();
    expect(await read(id)).toMatchObject({ restSecondsLeft: 0, rules: { since: START } });
    app.clock.set(after(6));
    expect(await read(id)).toMatchObject({ restSecondsLeft: 900, rules: { since: after(5) } });
    expect(expectStatus(await room.start(learner), 201)).toMatchObject({ restSecondsLeft: 900 });
    const changes = async (attemptId: string): Promise<unknown> =>
      expectStatus(await room.instructor.get(`/v1/attempts/${attemptId}/timeline`), 200).data.filter(
        ({ kind }: { kind: string }) => kind === 'rules_changed',
      );
    const noted = [
      {
        ...{ at: after(5), by: null },
        details: {
          changes: [{ rule: 'timeLimitSeconds', before: 600, after: 1200, origin: 'accommodation' }],
        },
      },
    ];
    expect(await changes(id)).toMatchObject(noted);
    for (const ends of ['by the sweep', 'by a submission']) {
      app.clock.set(START);
      learner = await room.learner();
      await approve({ timeFactor: '2', validFrom: after(5) });
      const other = await start();
      app.clock.set(after(15));
      if (ends === 'by a submission') expectStatus(await room.submit(learner, other), 200);
      else app.clock.set(after(25));
      await sweep();
      expect(await read(other)).toMatchObject({ state: 'graded', rules: { since: after(5) } });
      expect(await changes(other)).toMatchObject(noted);
    }
  });

  it('lets a rest last longer that it begins in', async () => {
    await approve({ restBreakMinutes: 2, validFrom: after(-60) });
    await approve({ restBreakMinutes: 10, validFrom: after(3) });
    const id = await start();
    app.clock.set(after(2));
    expect(expectStatus(await learner.post(`/v1/attempts/${id}/rest`), 200)).toMatchObject({
      ...{ restsUntil: after(12), endsAt: after(20), restSecondsLeft: 120 },
    });
    app.clock.set(after(11));
    expectStatus(await room.save(learner, id, 0, 'median'), 409);
    expect(await read(id)).toMatchObject({ restingSince: after(2), restSeconds: 540, restSecondsLeft: 60 });
  });

  it('gives a paused attempt its time when it goes on', async () => {
    await approve({ timeFactor: '2', validFrom: after(5) });
    const id = await start();
    const staff = (what: string): Promise<Answer> =>
      room.instructor.post(`/v1/quizzes/${room.quizId}/open-attempts/${what}`, { reason: 'Alarm' });
    expectStatus(await staff('pause'), 200);
    app.clock.set(after(1));
    expectStatus(await staff('resumption'), 200);
    expect(await read(id)).toMatchObject({ endsAt: after(21) });
  });
});
