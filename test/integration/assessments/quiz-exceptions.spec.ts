import { Classroom } from '../../support/classroom';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const CANARY = 'canary-funeral';

describe('exceptions in a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  const urlOf = (room: Classroom, person: Caller): string =>
    `/v1/quizzes/${room.quizId}/exceptions/${person.id}`;
  const grant = async (room: Classroom, person: Caller, what: object): Promise<Answer['body']> =>
    expectStatus(await room.instructor.put(urlOf(room, person), { reason: CANARY, ...what }), 200);

  it('grants the terms that are named, also none of a limit, and leaves the others', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner({});
    const answer = await room.instructor.put(urlOf(room, learner), {
      closesAt: '2026-04-01T10:00:00+02:00',
      maxAttempts: null,
      passwordWaived: true,
      reason: CANARY,
    });
    expect(answer.body).toMatchObject({
      activityId: room.quizId,
      user: { id: learner.id },
      granted: { closesAt: '2026-04-01T08:00:00.000Z', maxAttempts: null, passwordWaived: true },
      reason: CANARY,
      version: 1,
    });
    expect(Object.keys(answer.body.granted).sort()).toEqual(['closesAt', 'maxAttempts', 'passwordWaived']);
    expect((await room.instructor.get(urlOf(room, learner))).body).toEqual(answer.body);
    const replaced = await grant(room, learner, { timeLimitSeconds: 5400 });
    expect(replaced).toMatchObject({
      granted: { timeLimitSeconds: 5400, passwordWaived: false },
      version: 2,
    });
    expect(Object.keys(replaced.granted).sort()).toEqual(['passwordWaived', 'timeLimitSeconds']);
  });

  it.each([
    [{}, 'assessments.empty_exception', undefined],
    [{ passwordWaived: false }, 'assessments.empty_exception', undefined],
    [{ maxAttempts: 0 }, 'request.invalid', 'maxAttempts'],
    [{ maxAttempts: 201 }, 'request.invalid', 'maxAttempts'],
    [{ timeLimitSeconds: 0 }, 'request.invalid', 'timeLimitSeconds'],
    [{ timeLimitSeconds: 604_801 }, 'request.invalid', 'timeLimitSeconds'],
    [{ closesAt: '2026-03-02' }, 'request.invalid', 'closesAt'],
    [{ maxAttempts: 2, reason: '' }, 'request.invalid', 'reason'],
    [{ maxAttempts: 2, grading: 'latest' }, 'request.invalid', 'grading'],
    [{ closesAt: '2026-02-01T00:00:00Z' }, 'assessments.invalid_settings', 'closesAt'],
  ])('refuses %j', async (what, code, field) => {
    const room = await Classroom.open(app, { settings: { opensAt: new Date('2026-03-01T00:00:00Z') } });
    const learner = await room.learner({});
    const answer = await room.instructor.put(urlOf(room, learner), { reason: 'Ill', ...what });
    expect(answer).toMatchObject({ status: 422, body: { code } });
    if (field !== undefined) expect(answer.body.errors[0].field).toBe(field);
    expect((await room.instructor.get(urlOf(room, learner))).status).toBe(404);
  });

  it('grants nothing to who never was a learner of the course', async () => {
    const room = await Classroom.open(app);
    const [stranger, former] = [await app.person('learner'), await room.formerLearner()];
    const refused = await room.instructor.put(urlOf(room, stranger), { reason: 'Ill', maxAttempts: 2 });
    expect(refused).toMatchObject({ status: 404, body: { code: 'assessments.not_a_learner' } });
    await grant(room, former, { maxAttempts: 2 });
  });

  it('takes one back, keeps the history, and gives no two states the same ETag', async () => {
    const room = await Classroom.open(app);
    const learner = await room.learner({});
    const url = urlOf(room, learner);
    await grant(room, learner, { maxAttempts: 2 });
    const stale = await room.instructor.delete(url, { 'if-match': '"v7"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
    expectStatus(await room.instructor.delete(url, { 'if-match': '"v1"' }), 204);
    expect((await room.instructor.delete(url)).status).toBe(404);
    expect(await grant(room, learner, { dueAt: null })).toMatchObject({ version: 3 });
    const again = await room.instructor.put(url, { reason: 'x', maxAttempts: 1 }, { 'if-match': '"v1"' });
    expect(again.status).toBe(412);
    const { data } = expectStatus(await room.instructor.get(`${url}/history`), 200);
    expect(data).toMatchObject([
      { before: null, after: { dueAt: null, reason: CANARY } },
      { before: { maxAttempts: 2 }, after: null },
      { changedBy: { id: room.instructor.id }, before: null, after: { maxAttempts: 2 } },
    ]);
  });

  it('tells the reason to those who grant only', async () => {
    const room = await Classroom.open(app);
    const [learner, classmate] = [await room.learner({}), await room.learner({})];
    const assistant = await room.member('assistant');
    await grant(room, learner, { maxAttempts: 2 });
    const url = urlOf(room, learner);
    const list = `/v1/quizzes/${room.quizId}/exceptions`;
    for (const reader of [learner, classmate, assistant, app.anyone])
      for (const address of [
        url,
        list,
        `${url}/history`,
        `/v1/quizzes/${room.quizId}`,
        `${room.url}/outline`,
      ])
        expect((await reader.get(address)).text).not.toContain('canary');
    expect(expectStatus(await learner.get(url), 200)).toMatchObject({ granted: { maxAttempts: 2 } });
    expect((await classmate.get(url)).status).toBe(403);
    expect(expectStatus(await assistant.get(list), 200).data).toMatchObject([{ user: { id: learner.id } }]);
    expect((await room.instructor.get(list)).text).toContain(CANARY);
    for (const other of [learner, classmate, assistant]) {
      expect((await other.put(url, { reason: 'mine', maxAttempts: 9 })).status).toBe(403);
      expect((await other.delete(url)).status).toBe(403);
    }
  });
});

describe('the terms of one person', () => {
  let app: TestApp;
  let approver: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  const JANUARY = '2026-01-01T00:00:00.000Z';
  const approve = async (person: Caller, what: object): Promise<string> =>
    expectStatus(
      await approver.post(`/v1/users/${person.id}/accommodations`, {
        reason: 'Needed',
        validFrom: JANUARY,
        ...what,
      }),
      201,
    ).id;
  const room = (): Promise<Classroom> =>
    Classroom.open(app, {
      settings: {
        opensAt: new Date('2026-03-01T00:00:00Z'),
        dueAt: new Date('2026-03-27T17:00:00Z'),
        closesAt: new Date('2026-03-28T17:00:00Z'),
        timeLimitSeconds: 3600,
        maxAttempts: 1,
      },
    });
  const quizOf = async (course: Classroom, reader: Caller): Promise<Answer['body']> =>
    expectStatus(await reader.get(`/v1/quizzes/${course.quizId}`), 200);
  const inOutline = async (course: Classroom, reader: Caller): Promise<Answer['body']> =>
    expectStatus(await reader.get(`${course.url}/outline`), 200).sections[0].activities[0];

  it('come beside those of everybody, with the rule that each is from, in the quiz and in the outline', async () => {
    const course = await room();
    const [learner, classmate] = [await course.learner({}), await course.learner({})];
    await approve(learner, { timeFactor: '1.5', daysAdded: 2, restBreakMinutes: 15 });
    await approve(learner, { courseId: course.courseId, extraAttempts: 1 });
    const exception = `/v1/quizzes/${course.quizId}/exceptions/${learner.id}`;
    const granted = { dueAt: '2026-03-20T12:00:00.000Z', reason: 'Traveling' };
    expectStatus(await course.instructor.put(exception, granted), 200);
    const mine = {
      opensAt: '2026-03-01T00:00:00.000Z',
      dueAt: '2026-03-20T12:00:00.000Z',
      // 17:00 in London, where clocks go forward meanwhile.
      closesAt: '2026-03-30T16:00:00.000Z',
      timeLimitSeconds: 5400,
      maxAttempts: 2,
      endsBy: '2026-03-30T16:30:00.000Z',
      cutBy: null,
      passwordWaived: false,
      restBreakMinutes: 15,
      origins: {
        opensAt: 'quiz',
        dueAt: 'exception',
        closesAt: 'accommodation',
        timeLimitSeconds: 'accommodation',
        maxAttempts: 'accommodation',
      },
      nextChangeAt: '2026-03-20T12:00:00.000Z',
    };
    const base = { dueAt: '2026-03-27T17:00:00.000Z', closesAt: '2026-03-28T17:00:00.000Z', maxAttempts: 1 };
    expect(await quizOf(course, learner)).toMatchObject({ ...base, myTerms: mine, myAttempts: { left: 2 } });
    expect(await inOutline(course, learner)).toMatchObject({
      ...base,
      myTerms: mine,
      myAttempts: { left: 2 },
    });
    for (const reader of [classmate, course.instructor]) {
      expect(await quizOf(course, reader)).toMatchObject({ ...base, myTerms: null });
      expect(await inOutline(course, reader)).toMatchObject({ ...base, myTerms: null });
    }
  });

  it('a hard close is said to cut, and an accommodation elsewhere or of the past changes nothing', async () => {
    const course = await room();
    const elsewhere = await CourseRoom.open(app);
    const [learner, other] = [await course.learner({}), await course.learner({})];
    expectStatus(await course.instructor.patch(`/v1/quizzes/${course.quizId}`, { hardClose: true }), 200);
    await approve(learner, { timeFactor: '2', daysAdded: 3 });
    await approve(other, { courseId: elsewhere.courseId, timeFactor: '3' });
    await approve(other, { timeFactor: '3', validUntil: '2026-02-01T00:00:00.000Z' });
    expect((await quizOf(course, learner)).myTerms).toMatchObject({
      timeLimitSeconds: 7200,
      dueAt: '2026-03-28T17:00:00.000Z',
      closesAt: '2026-03-28T17:00:00.000Z',
      endsBy: '2026-03-28T17:00:00.000Z',
      cutBy: 'hard_close',
    });
    expect((await quizOf(course, other)).myTerms).toBeNull();
  });

  it('decide whether an attempt starts: a later close, an earlier opening, more attempts, and only their own', async () => {
    const course = await room();
    const [learner, classmate] = [await course.learner({}), await course.learner({})];
    await approve(learner, { daysAdded: 2, extraAttempts: 1 });
    app.clock.set('2026-03-30T15:59:59.000Z');
    expect(await course.start(classmate)).toMatchObject({
      status: 409,
      body: { code: 'assessments.quiz_closed' },
    });
    for (const number of [1, 2])
      expect((await course.attempt(learner, [])).body).toMatchObject({
        number,
        submittedAt: expect.any(String),
      });
    expect((await course.start(learner)).body.code).toBe('assessments.no_attempts_left');
    const exception = `/v1/quizzes/${course.quizId}/exceptions/`;
    const more = { maxAttempts: 3, reason: 'The power failed' };
    expectStatus(await course.instructor.put(exception + learner.id, more), 200);
    expect((await course.attempt(learner, [])).body.number).toBe(3);
    app.clock.set('2026-03-30T16:00:00.000Z');
    expect((await course.start(learner)).body.code).toBe('assessments.quiz_closed');

    app.clock.set('2026-03-02T10:00:00.000Z');
    const later = { opensAt: '2026-03-05T00:00:00Z' };
    expectStatus(await course.instructor.patch(`/v1/quizzes/${course.quizId}`, later), 200);
    expect((await course.start(classmate)).body.code).toBe('assessments.quiz_not_open_yet');
    const earlier = { opensAt: '2026-03-02T10:00:00Z', reason: 'Surgery on Thursday' };
    expectStatus(await course.instructor.put(exception + classmate.id, earlier), 200);
    expect((await course.start(classmate)).status).toBe(201);
  });

  it('hold from one request to the next: after a change of the person or of the quiz, nothing old is left', async () => {
    const course = await room();
    const learner = await course.learner({});
    const id = await approve(learner, { timeFactor: '2' });
    expect((await quizOf(course, learner)).myTerms.timeLimitSeconds).toBe(7200);
    expectStatus(
      await course.instructor.patch(`/v1/quizzes/${course.quizId}`, { timeLimitSeconds: 600 }),
      200,
    );
    expect((await quizOf(course, learner)).myTerms.timeLimitSeconds).toBe(1200);
    expectStatus(await approver.patch(`/v1/accommodations/${id}`, { timeFactor: '3' }), 200);
    const etag = String((await learner.get(`${course.url}/outline`)).headers['etag']);
    expect((await quizOf(course, learner)).myTerms.timeLimitSeconds).toBe(1800);
    expectStatus(await approver.delete(`/v1/accommodations/${id}`), 204);
    expect((await quizOf(course, learner)).myTerms).toBeNull();
    // A copy of the outline from before is not taken for the present one.
    expect((await learner.get(`${course.url}/outline`, { 'if-none-match': etag })).status).toBe(200);
  });
});
