import { AttemptSweep } from '../../../src/modules/assessments/attempts/attempt-sweep';
import { Classroom, RIGHT_RESPONSES } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { OpenAttemptsEndsRepository } from '../../../src/modules/assessments/attempts/open-attempts-ends.repository';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the ends of open attempts that follow the rules',
  ['gives a class that is at work the time', 'gives one person the time', 'gives everything that'],
  () => replaceMethod(OpenAttemptsEndsRepository.prototype, 'update', () => () => Promise.resolve()),
);

const START = '2026-03-02T09:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe('the end of an open attempt', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let other: Caller;
  let ids: string[];

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set(START);
    room = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
    [learner, other] = [await room.learner(), await room.learner()];
    ids = [];
    for (const person of [learner, other]) ids.push(expectStatus(await room.start(person), 201).id);
  });
  afterAll(() => app.stop());

  const read = async (whose: 0 | 1): Promise<Answer['body']> =>
    expectStatus(await [learner, other][whose]!.get(`/v1/attempts/${ids[whose]}`), 200);
  const ends = async (): Promise<string[]> => [(await read(0)).endsAt, (await read(1)).endsAt];
  const change = async (settings: object): Promise<void> => {
    expectStatus(await room.instructor.patch(`/v1/quizzes/${room.quizId}`, settings), 200);
  };
  const grant = async (terms: object): Promise<void> => {
    const address = `/v1/quizzes/${room.quizId}/exceptions/${learner.id}`;
    const answer = await room.instructor.put(address, { reason: 'The room had to be left.', ...terms });
    expect([200, 201]).toContain(answer.status);
  };

  it('gives a class that is at work the time that its instructor adds, and takes what they take, but not in the past', async () => {
    app.clock.set(after(5));
    await change({ timeLimitSeconds: 1200 });
    expect(await ends()).toEqual([after(20), after(20)]);
    await change({ closesAt: after(15) });
    expect(await read(0)).toMatchObject({ endsAt: after(15) });
    await change({ timeLimitSeconds: 60, closesAt: null });
    // What was saved in time by the rules of then stays in time.
    expect(await read(0)).toMatchObject({ state: 'graded', endedAt: after(5), endReason: 'time_limit' });
    expect(await read(1)).toMatchObject({ state: 'graded', endedAt: after(5) });
  });

  it('gives one person the time that an exception grants, and takes it back with it', async () => {
    app.clock.set(after(5));
    await grant({ timeLimitSeconds: 1800 });
    expect(await ends()).toEqual([after(30), after(10)]);
    expectStatus(await room.instructor.delete(`/v1/quizzes/${room.quizId}/exceptions/${learner.id}`), 204);
    expect(await ends()).toEqual([after(10), after(10)]);
  });

  it('gives everything that an accommodation adds at once, in all courses of its person', async () => {
    app.clock.set(after(5));
    const approver = await app.person('administrator');
    const address = `/v1/users/${learner.id}/accommodations`;
    const approved = { timeFactor: '1.5', minutesAdded: 5, reason: 'A broken wrist' };
    expectStatus(await approver.post(address, approved), 201);
    expect(await ends()).toEqual([after(20), after(10)]);
  });

  it('stays where time was up before, also if nothing has recorded that yet', async () => {
    expectStatus(await room.save(learner, ids[0]!, 0, RIGHT_RESPONSES[0]), 200);
    app.clock.set(after(11));
    await grant({ timeLimitSeconds: 6000 });
    await change({ timeLimitSeconds: 6000 });
    expect(await read(0)).toMatchObject({ state: 'graded', endedAt: after(10), score: '2' });
  });

  it('is that of the rules of its instant: an attempt that was to be submitted is not abandoned by a later rule', async () => {
    app.clock.set(after(11));
    await change({ atEnd: 'abandon' });
    expect(await read(0)).toMatchObject({ state: 'graded', endReason: 'time_limit', endedAt: after(10) });
    await app.get(AttemptSweep).sweep();
    expect(await read(1)).toMatchObject({ state: 'graded', endedAt: after(10) });
  });

  it('gets a grace that comes while it is open', async () => {
    await change({ atEnd: 'grace', graceSeconds: 120 });
    expect(await read(0)).toMatchObject({ endsAt: after(10), handInBy: after(12) });
    app.clock.set(after(11));
    expect(await read(0)).toMatchObject({ state: 'overdue' });
  });

  it('costs as many statements for a class as for one learner', async () => {
    const costOf = async (more: number): Promise<number> => {
      const full = await Classroom.open(app, { settings: { timeLimitSeconds: 600 } });
      for (let count = 0; count < more; count += 1) await full.start(await full.learner());
      const request = (): Promise<Answer> =>
        full.instructor.patch(`/v1/quizzes/${full.quizId}`, { timeLimitSeconds: 900 });
      return (await sqlOf(request)).length;
    };
    expect(await costOf(12)).toBe(await costOf(1));
  });
});
