import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const CANARY = 'canary-dyscalculia';
const JANUARY = '2026-01-01T00:00:00.000Z';

describe('accommodations', () => {
  let app: TestApp;
  let approver: Caller;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  const approve = async (person: Caller, more: Record<string, unknown> = {}): Promise<Answer['body']> =>
    expectStatus(
      await approver.post(`/v1/users/${person.id}/accommodations`, {
        reason: CANARY,
        validFrom: JANUARY,
        ...more,
      }),
      201,
    );

  it('takes a hundred of a person, those that have ended included, and no more', async () => {
    const learner = await room.learner();
    const first = await approve(learner);
    for (let more = 1; more < 100; more += 1) await approve(learner);
    expectStatus(await approver.delete(`/v1/accommodations/${first.id}`), 204);
    const answer = await approver.post(`/v1/users/${learner.id}/accommodations`, { reason: CANARY });
    expect(answer).toMatchObject({ status: 409, body: { code: 'enrollments.too_many_accommodations' } });
    await approve(await room.learner());
  });

  it('keeps what was approved, for whom, by whom and why, and needs only a reason', async () => {
    const learner = await room.learner();
    const answer = await approver.post(`/v1/users/${learner.id}/accommodations`, { reason: CANARY });
    const body = expectStatus(answer, 201);
    expect(body).toEqual({
      id: expect.any(String),
      userId: learner.id,
      courseId: null,
      labelAccommodationId: null,
      timeFactor: '1',
      minutesAdded: 0,
      extraAttempts: 0,
      daysAdded: 0,
      restBreakMinutes: 0,
      presentation: [],
      reason: CANARY,
      approvedBy: approver.id,
      validFrom: app.clock.now().toISOString(),
      validUntil: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      version: 1,
    });
    expect(answer.headers['location']).toBe(`/v1/accommodations/${body.id}`);
    const read = await approver.get(`/v1/accommodations/${body.id}`);
    expect(read.body).toEqual(body);
    expect(read.headers['etag']).toBe('"v1"');
  });

  it.each([
    [{ timeFactor: '0.99' }, 'timeFactor'],
    [{ timeFactor: '10.01' }, 'timeFactor'],
    [{ timeFactor: '1.005' }, 'timeFactor'],
    [{ timeFactor: 1.5 }, 'timeFactor'],
    [{ minutesAdded: -1 }, 'minutesAdded'],
    [{ minutesAdded: 1441 }, 'minutesAdded'],
    [{ extraAttempts: 101 }, 'extraAttempts'],
    [{ daysAdded: 366 }, 'daysAdded'],
    [{ daysAdded: 0.5 }, 'daysAdded'],
    [{ restBreakMinutes: 601 }, 'restBreakMinutes'],
    [{ presentation: ['larger'] }, 'presentation'],
    [{ presentation: ['captions', 'captions'] }, 'presentation'],
    [{ presentation: 'captions' }, 'presentation'],
    [{ reason: '' }, 'reason'],
    [{ reason: null }, 'reason'],
    [{ reason: 'x'.repeat(2001) }, 'reason'],
    [{ validFrom: '2026-01-01' }, 'validFrom'],
    [{ validFrom: null }, 'validFrom'],
    [{ validUntil: JANUARY }, 'validUntil'],
    [{ courseId: newId() }, 'courseId'],
    [{ courseId: 'none' }, 'courseId'],
    [{ approvedBy: newId() }, 'approvedBy'],
  ])('refuses %j and names the field', async (wrong, field) => {
    const learner = await room.learner();
    const body = { reason: 'Because', validFrom: JANUARY, ...wrong };
    const answer = await approver.post(`/v1/users/${learner.id}/accommodations`, body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    const { data } = expectStatus(await approver.get(`/v1/users/${learner.id}/accommodations`), 200);
    expect(data).toEqual([]);
  });

  it('changes the fields that are named, from the version that was read, and nothing by an empty change', async () => {
    const { id } = await approve(await room.learner(), { timeFactor: '1.50', daysAdded: 3 });
    const url = `/v1/accommodations/${id}`;
    const changed = await approver.patch(url, { daysAdded: 5 }, { 'if-match': '"v1"' });
    expect(changed.body).toMatchObject({ timeFactor: '1.5', daysAdded: 5, reason: CANARY, version: 2 });
    const stale = await approver.patch(url, { daysAdded: 9 }, { 'if-match': '"v1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
    expect((await approver.patch(url, {})).body).toMatchObject({ daysAdded: 5, version: 2 });
    const impossible = await approver.patch(url, { validUntil: JANUARY });
    expect(impossible).toMatchObject({ status: 422, body: { code: 'enrollments.accommodation_period' } });
  });

  it('ends one now, or before it begins, once, and keeps it', async () => {
    const learner = await room.learner();
    const running = await approve(learner);
    const ahead = await approve(learner, { validFrom: '2090-01-01T00:00:00.000Z' });
    for (const { id } of [running, ahead, running])
      expectStatus(await approver.delete(`/v1/accommodations/${id}`), 204);
    const now = app.clock.now().toISOString();
    const { data } = expectStatus(await approver.get(`/v1/users/${learner.id}/accommodations`), 200);
    expect(data).toMatchObject([
      { id: ahead.id, validFrom: '2090-01-01T00:00:00.000Z', validUntil: '2090-01-01T00:00:00.000Z' },
      { id: running.id, validFrom: JANUARY, validUntil: now, version: 2 },
    ]);
    expect((await learner.get('/v1/me/accommodations')).body.data).toMatchObject([
      { id: ahead.id, isInForce: false },
      { id: running.id, isInForce: false },
    ]);
    const stale = await approver.delete(`/v1/accommodations/${ahead.id}`, { 'if-match': '"v1"' });
    expect(stale.status).toBe(412);
  });

  it('keeps every change: who, when, what it said before and after, the latest first', async () => {
    const { id } = await approve(await room.learner(), { extraAttempts: 1 });
    const other = await app.person('administrator', { givenName: 'Olga', familyName: 'Other' });
    expectStatus(await other.patch(`/v1/accommodations/${id}`, { extraAttempts: 2, reason: 'Renewed' }), 200);
    expectStatus(await approver.delete(`/v1/accommodations/${id}`), 204);
    const { data } = expectStatus(await approver.get(`/v1/accommodations/${id}/history`), 200);
    const now = app.clock.now().toISOString();
    expect(data).toMatchObject([
      { kind: 'ended', before: { validUntil: null }, after: { validUntil: now, reason: 'Renewed' } },
      {
        kind: 'changed',
        changedAt: now,
        changedBy: { userId: other.id, givenName: 'Olga', familyName: 'Other' },
        before: { extraAttempts: 1, reason: CANARY },
        after: { extraAttempts: 2, reason: 'Renewed' },
      },
      { kind: 'created', changedBy: { userId: approver.id }, before: null, after: { extraAttempts: 1 } },
    ]);
  });

  it('two changes of the same version at once: one counts, the other is told', async () => {
    const { id } = await approve(await room.learner());
    const change = (daysAdded: number): Promise<Answer> =>
      approver.patch(`/v1/accommodations/${id}`, { daysAdded }, { 'if-match': '"v1"' });
    const statuses = (await Promise.all([change(1), change(2), change(3)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412]);
    const { data } = expectStatus(await approver.get(`/v1/accommodations/${id}/history`), 200);
    expect(data).toHaveLength(2);
  });

  it('shows staff of a course what its learners need there, without what ended or counts elsewhere', async () => {
    const [course, elsewhere] = [await CourseRoom.open(app), await CourseRoom.open(app)];
    const learner = await course.learner({});
    await elsewhere.join(learner);
    const everywhere = await approve(learner, { timeFactor: '2', presentation: ['quiet_room', 'captions'] });
    const here = await approve(learner, { courseId: course.courseId, daysAdded: 2 });
    const ahead = await approve(learner, { validFrom: '2090-01-01T00:00:00.000Z' });
    await approve(learner, { courseId: elsewhere.courseId });
    await approve(learner, { validUntil: '2026-01-02T00:00:00.000Z' });
    await approve(course.instructor);
    const assistant = await course.member('assistant');
    for (const staff of [course.instructor, assistant]) {
      const { data } = expectStatus(await staff.get(`${course.url}/accommodations`), 200);
      expect(data).toMatchObject([
        { id: ahead.id, isInForce: false },
        { id: here.id, daysAdded: 2, isInForce: true, courseId: course.courseId },
        { id: everywhere.id, timeFactor: '2', courseId: null, user: { id: learner.id } },
      ]);
      expect(Object.keys(data[0])).not.toContain('reason');
    }
  });

  it('tells a reason to approvers only: in no list, error, history or other answer of anybody else', async () => {
    const course = await CourseRoom.open(app);
    const [learner, classmate] = [await course.learner(), await course.learner()];
    const assistant = await course.member('assistant');
    const { id } = await approve(learner, { timeFactor: '1.5' });
    expectStatus(await approver.patch(`/v1/accommodations/${id}`, { reason: `${CANARY} again` }), 200);
    const urls = [
      `/v1/users/${learner.id}/accommodations`,
      `/v1/users/${learner.id}/accommodations?total=true&limit=1`,
      `/v1/accommodations/${id}`,
      `/v1/accommodations/${id}/history`,
      `${course.url}/accommodations`,
      `${course.url}/accommodations?total=true&limit=1`,
      `${course.url}/enrollments`,
      `${course.url}/gradebook`,
      `${course.url}/gradebook.csv`,
      `${course.url}/progress`,
      `${course.url}/report`,
      `${course.url}/grades/${learner.id}`,
      `${course.url}/outline`,
      '/v1/me',
      '/v1/me/accommodations',
      '/v1/me/enrollments',
      '/v1/operations',
    ];
    for (const reader of [learner, classmate, assistant, course.instructor, app.anyone])
      for (const url of urls) {
        const { text, headers } = await reader.get(url);
        expect([url, text.includes('canary') || JSON.stringify(headers).includes('canary')]).toEqual([
          url,
          false,
        ]);
      }
    for (const reader of [learner, classmate, assistant, course.instructor])
      for (const answer of [
        await reader.patch(`/v1/accommodations/${id}`, { reason: 'mine' }),
        await reader.delete(`/v1/accommodations/${id}`),
        await reader.post(`/v1/users/${learner.id}/accommodations`, { reason: 'mine' }),
      ]) {
        expect(answer.status).toBe(403);
        expect(answer.text).not.toContain('canary');
      }
    // A refused body does not come back either.
    const refused = await approver.post(`/v1/users/${learner.id}/accommodations`, {
      reason: CANARY,
      timeFactor: '99',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).not.toContain('canary');
    expect((await approver.get(urls[2]!)).text).toContain(CANARY);
  });

  it('a repeated request with the same key approves once', async () => {
    const learner = await room.learner();
    const url = `/v1/users/${learner.id}/accommodations`;
    const send = (): Promise<Answer> =>
      approver.post(url, { reason: CANARY }, { 'idempotency-key': `key-${learner.id}` });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect((await approver.get(url)).body.data).toHaveLength(1);
  });
});
