import fc from 'fast-check';
import { stateInForce, type StoredState } from '../../../src/modules/courses/access/enrollment-states';
import { ExpirySweep } from '../../../src/modules/enrollments/states/expiry-sweep';
import { movesOf } from '../../../src/modules/enrollments/states/moves';
import { addDays } from '../../../src/shared/time/zoned-time';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const TODAY = '2026-03-02';

describe('the states of an enrollment', () => {
  let app: TestApp;
  let room: CourseRoom;
  let learner: Caller;
  let id: string;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await CourseRoom.open(app);
    learner = await app.person('learner', { givenName: 'Amara', familyName: 'Okafor' });
    id = await room.enroll(learner);
  });
  afterAll(() => app.stop());

  const url = (): string => `/v1/enrollments/${id}`;
  const change = (dto: object, version?: number): Promise<Answer> =>
    room.instructor.patch(url(), dto, version === undefined ? {} : { 'if-match': `"v${version}"` });
  const read = async (by = room.instructor): Promise<Answer['body']> =>
    expectStatus(await by.get(url()), 200);
  const history = async (by = room.instructor): Promise<Answer['body']> =>
    expectStatus(await by.get(`${url()}/history`), 200).spells;

  it('suspending takes access at once, keeps the person in the roster, and bringing them back gives it back', async () => {
    const page = await room.activity(await room.section());
    expect((await learner.get(`/v1/activities/${page}`)).status).toBe(200);
    expect(expectStatus(await change({ state: 'suspended', reason: 'On leave' }), 200)).toMatchObject({
      ...{ state: 'suspended', beginDate: TODAY, endDate: null, version: 2, spell: 1 },
    });
    expect((await learner.get(`/v1/activities/${page}`)).status).toBe(403);
    const { data } = (await room.instructor.get(`${room.url}/enrollments?state=suspended`)).body;
    expect(data).toMatchObject([{ id, user: { id: learner.id } }]);
    expect((await learner.get('/v1/me/enrollments?state=suspended')).body.data).toMatchObject([{ id }]);
    const suspended = (await room.instructor.get(`${room.url}/gradebook?learners=suspended`)).body.data;
    expect(suspended).toHaveLength(1);
    expect((await room.instructor.get(`${room.url}/gradebook`)).body.data).toHaveLength(0);
    expectStatus(await change({ state: 'active' }), 200);
    expect((await learner.get(`/v1/activities/${page}`)).status).toBe(200);
  });

  it('a suspended learner cannot come back by enrolling themself, or withdraw what staff keep', async () => {
    expectStatus(await room.instructor.patch(room.url, { selfEnrollment: true }), 200);
    expectStatus(await change({ state: 'suspended' }), 200);
    const again = await learner.post('/v1/me/enrollments', { courseId: room.courseId });
    expect(again).toMatchObject({ status: 409, body: { code: 'enrollments.already_enrolled' } });
    const refused = await learner.patch(url(), { state: 'active' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'courses.instructors_only' } });
    expect((await read()).state).toBe('suspended');
  });

  it('completing ends the enrollment and leaves what learners read after the end of the course', async () => {
    const page = await room.activity(await room.section());
    expectStatus(await change({ state: 'completed' }), 200);
    expect(await read()).toMatchObject({ state: 'completed', endDate: TODAY });
    expect((await learner.get(`/v1/activities/${page}`)).status).toBe(200);
    const done = await learner.put(`/v1/activities/${page}/completion`);
    expect(done).toMatchObject({ status: 403, body: { code: 'courses.over' } });
    expectStatus(await change({ state: 'active' }), 200);
    expect(await read()).toMatchObject({ state: 'active', endDate: null });
    expect((await learner.put(`/v1/activities/${page}/completion`)).status).toBe(204);
  });

  it('a move that is not allowed names the state and where it can go', async () => {
    expectStatus(await change({ state: 'completed' }), 200);
    expect(await change({ state: 'suspended' })).toMatchObject({
      status: 409,
      body: { code: 'enrollments.move_not_allowed', detail: expect.stringContaining('can become: active') },
    });
    expect(await change({ endDate: '2026-04-01' })).toMatchObject({
      ...{ status: 409, body: { code: 'enrollments.ended' } },
    });
    expectStatus(await change({ state: 'active' }), 200);
    expect(await change({ state: 'withdrawn', endDate: '2026-04-01' })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'endDate' }] } },
    });
    expectStatus(await change({ state: 'withdrawn' }), 200);
    expect(await change({ state: 'active' })).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('Enroll the person again') } },
    });
  });

  it('an access period that is over is expired at once, stored once by the sweep, and extended by a later end', async () => {
    expectStatus(await change({ endDate: '2026-03-04' }), 200);
    app.clock.set('2026-03-04T00:00:00.000Z');
    expect(await read()).toMatchObject({ state: 'expired', version: 2 });
    const sweep = app.get(ExpirySweep);
    const swept = await Promise.all([sweep.sweep(), sweep.sweep()]);
    expect(swept.reduce((all, own) => all + own)).toBe(1);
    expect(await sweep.sweep()).toBe(0);
    expect(await read()).toMatchObject({ state: 'expired', version: 3, endDate: '2026-03-04' });
    expectStatus(await change({ endDate: '2026-03-10' }), 200);
    expect(await read()).toMatchObject({ state: 'active', spell: 1 });
    const [{ moves }] = await history();
    expect(moves.map(({ to, source }: Answer['body']) => `${to} by ${source}`)).toEqual([
      ...['active by staff', 'expired by rule', 'active by staff'],
    ]);
  });

  it('the sweep goes by the day in the zone of the course', async () => {
    const west = await CourseRoom.open(app, { timeZone: 'Pacific/Niue' });
    const enrollment = await west.enroll(await app.person(), 'learner', {
      ...{ beginDate: '2026-02-20', endDate: '2026-03-03' },
    });
    app.clock.set('2026-03-03T09:00:00.000Z');
    expect(await app.get(ExpirySweep).sweep()).toBe(0);
    app.clock.set('2026-03-03T11:00:00.000Z');
    expect(await app.get(ExpirySweep).sweep()).toBe(1);
    const { body } = await west.instructor.get(`/v1/enrollments/${enrollment}`);
    expect(body).toMatchObject({ state: 'expired' });
  });

  it('after the end of the course, learners have completed it, and its staff goes on', async () => {
    expectStatus(
      await room.instructor.patch(room.url, { startDate: '2026-01-05', endDate: '2026-03-02' }),
      200,
    );
    expect((await read()).state).toBe('active');
    app.clock.set('2026-03-03T09:00:00.000Z');
    expect((await read(learner)).state).toBe('completed');
    const states = async (state: string): Promise<string[]> =>
      (await room.instructor.get(`${room.url}/enrollments?state=${state}`)).body.data.map(
        ({ role }: Answer['body']) => role,
      );
    expect(await states('completed')).toEqual(['learner']);
    expect(await states('active')).toEqual(['instructor']);
    expect((await learner.get('/v1/me/enrollments?state=completed')).body.data).toHaveLength(1);
    expect((await learner.get('/v1/me/enrollments?state=active')).body.data).toHaveLength(0);
  });

  it('coming back begins a new spell, and the old one stays with its moves', async () => {
    expectStatus(await change({ state: 'suspended', reason: 'On leave' }), 200);
    expectStatus(await change({ state: 'withdrawn' }), 200);
    app.clock.advanceDays(3);
    expect(await room.enroll(learner)).toBe(id);
    expect(await read()).toMatchObject({ state: 'active', spell: 2, source: 'staff', version: 4 });
    const actor = { id: room.instructor.id, givenName: 'Ines', familyName: 'Instructor' };
    expect(await history()).toMatchObject([
      { spell: 2, state: 'active', begunAt: '2026-03-05T09:00:00.000Z', begunBy: actor, moves: [] },
      {
        ...{
          spell: 1,
          state: 'withdrawn',
          endDate: TODAY,
          begunAt: '2026-03-02T09:00:00.000Z',
          begunBy: actor,
        },
        moves: [
          { from: 'active', to: 'suspended', by: actor, reason: 'On leave', source: 'staff' },
          { from: 'suspended', to: 'withdrawn', by: actor, reason: null },
        ],
      },
    ]);
  });

  it('the learner reads their own history without names and reasons; other learners read nothing', async () => {
    expectStatus(await change({ state: 'suspended', reason: 'On leave' }), 200);
    const [{ begunBy, moves }] = await history(learner);
    expect([begunBy, moves[0].by, moves[0].reason]).toEqual([null, null, null]);
    expect(moves).toMatchObject([{ from: 'active', to: 'suspended', source: 'staff' }]);
    const other = await room.member();
    const refused = { status: 404, body: { code: 'enrollments.not_found' } };
    expect(await other.get(url())).toMatchObject(refused);
    expect(await other.get(`${url()}/history`)).toMatchObject(refused);
    expect(await other.patch(url(), { state: 'withdrawn' })).toMatchObject(refused);
    expect((await read(learner)).user.email).not.toBeNull();
  });

  it('a change of a stale version changes nothing; an empty one makes no move', async () => {
    expectStatus(await change({ reason: 'Nothing else' }), 200);
    expect((await read()).version).toBe(1);
    expectStatus(await change({ state: 'suspended' }, 1), 200);
    expect(await change({ state: 'active' }, 1)).toMatchObject({ status: 412 });
    expect((await read()).state).toBe('suspended');
  });

  it('the last instructor cannot be suspended', async () => {
    const { data } = (await room.instructor.get(`${room.url}/enrollments?role=instructor`)).body;
    const answer = await room.instructor.patch(`/v1/enrollments/${data[0].id}`, { state: 'suspended' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'enrollments.last_instructor' } });
  });

  it('of several changes at once, each is a move from what the one before made', async () => {
    const wanted = ['suspended', 'completed', 'withdrawn', 'active', 'suspended', 'withdrawn'];
    const answers = await Promise.all(wanted.map((state) => change({ state })));
    expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
    await expectReplay();
  });

  it('random changes on a moving clock follow the model, and the history replays to the present state', async () => {
    const action = fc.oneof(
      fc.record({ state: fc.constantFrom('active', 'suspended', 'completed', 'withdrawn') }),
      fc.record({ endIn: fc.option(fc.integer({ min: -1, max: 3 })) }),
      fc.constantFrom({ days: 1 }, { days: 2 }, { sweep: true }, { enroll: true }, { leave: true }),
    );
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const actions = fc.sample(action, { numRuns: 250, seed }) as Action[];
    const model: Model = { state: 'active', endDate: null, today: TODAY };
    try {
      for (const one of actions) {
        await act(one, model);
        const { state, endDate } = await read();
        expect({ state, endDate }).toEqual({ state: inForce(model), endDate: model.endDate });
      }
    } catch (error) {
      throw new Error(`With SEED=${seed}`, { cause: error });
    }
    await expectReplay();
  });

  interface Model {
    state: StoredState;
    endDate: string | null;
    today: string;
  }
  interface Action {
    state?: StoredState;
    /** An end in so many days; null: none. */
    endIn?: number | null;
    days?: number;
    sweep?: true;
    enroll?: true;
    leave?: true;
  }

  function inForce({ state, endDate, today }: Model): string {
    const own = { state, endDate, role: 'learner', beginDate: TODAY } as const;
    return stateInForce(own, { status: 'published', endDate: null }, today);
  }

  /** What the API answers, and what the model does by the same action. */
  async function act(action: Action, model: Model): Promise<void> {
    const isOver = model.endDate !== null && model.endDate <= model.today;
    const isOpen = model.state === 'active' || model.state === 'suspended';
    if (action.days !== undefined) {
      app.clock.advanceDays(action.days);
      model.today = addDays(model.today, action.days);
    } else if (action.sweep) {
      await app.get(ExpirySweep).sweep();
      if (isOpen && isOver) model.state = 'expired';
    } else if (action.enroll) {
      const { status } = await room.instructor.post(`${room.url}/enrollments`, {
        ...{ userId: learner.id, role: 'learner' },
      });
      expect(status).toBe(isOver ? 201 : 409);
      if (isOver) Object.assign(model, { state: 'active', endDate: null });
    } else if (action.leave) {
      expectStatus(await room.instructor.delete(url()), 204);
      if (isOpen) Object.assign(model, { state: 'withdrawn', endDate: isOver ? model.endDate : model.today });
    } else if (action.state !== undefined) {
      const allowed = action.state === model.state || movesOf(model.state, 'staff').includes(action.state);
      expect((await change({ state: action.state })).status).toBe(allowed ? 200 : 409);
      if (!allowed || action.state === model.state) return;
      if (action.state === 'completed' || action.state === 'withdrawn')
        model.endDate = isOver ? model.endDate : model.today;
      else if (!isOpen) model.endDate = null;
      model.state = action.state;
    } else {
      const endDate =
        action.endIn === null || action.endIn === undefined ? null : addDays(model.today, action.endIn);
      const isAhead = endDate === null || endDate > model.today;
      const isExtension = model.state === 'expired' && isAhead;
      const { status } = await change({ endDate });
      if (!isOpen && !isExtension) expect(status).toBe(409);
      else if (endDate !== null && endDate <= TODAY && endDate !== model.endDate) expect(status).toBe(422);
      else {
        expect(status).toBe(200);
        Object.assign(model, { endDate, state: isExtension ? 'active' : model.state });
      }
    }
  }

  /** Each spell's moves lead, one from the other, from its beginning to its state. */
  async function expectReplay(): Promise<void> {
    const spells = await history();
    let number = 0;
    for (const spell of [...spells].reverse()) {
      number += 1;
      let state = 'active';
      for (const move of spell.moves) {
        expect(move).toMatchObject({ number: (number += 1), from: state });
        state = move.to;
      }
      // A spell that nobody ended before the next one began had expired.
      const isPresent = spell.spell === spells[0].spell;
      expect(isPresent || spell.state !== 'expired' ? state : 'expired').toBe(spell.state);
      const last = spell.moves.at(-1);
      if (last) expect([spell.beginDate, spell.endDate]).toEqual([last.beginDate, last.endDate]);
    }
    expect((await read()).version).toBe(number);
  }
});
