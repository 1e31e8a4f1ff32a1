import { toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'one recording of a register at a time',
  ['keeps every change of those who record at the same moment'],
  () => {
    withoutLocks(/FROM live_sessions s WHERE s.activity_id = \? FOR UPDATE/);
  },
);

describe('the register of a session', () => {
  let app: TestApp;
  let course: CourseRoom;
  let author: Caller;
  let sessionId: string;
  let learners: Caller[];
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    course = await CourseRoom.open(app);
    author = course.instructor;
    const dto = { type: 'live_session', title: 'Questions' };
    const url = `/v1/sections/${await course.section()}/activities`;
    sessionId = expectStatus(await author.post(url, dto), 201).id;
    learners = [await course.learner(), await course.learner(), await course.learner()];
  });
  afterAll(() => app.stop());

  const url = (): string => `/v1/live-sessions/${sessionId}/register`;
  const record = (caller: Caller, entries: object[]): Promise<Answer> => caller.put(url(), { entries });
  const entry = (index: number, status: string | null, version?: number): object => ({
    ...{ userId: learners[index]!.id, status },
    ...(version === undefined ? {} : { version }),
  });
  const statuses = async (): Promise<unknown[]> => {
    const { data } = expectStatus(await author.get(url()), 200);
    return learners.map(({ id }) => {
      const found = data.find(({ userId }: { userId: string }) => userId === id);
      return [found.status, found.version];
    });
  };

  it('says of a whole class at once who was there, and who recorded it when', async () => {
    const assistant = await course.member('assistant');
    const recorded = await record(assistant, [entry(0, 'present'), entry(1, 'late'), entry(2, 'absent')]);
    expect(expectStatus(recorded, 200)).toEqual({ changed: 3, unchanged: 0 });
    const { data } = expectStatus(await author.get(url()), 200);
    expect(data).toHaveLength(3);
    for (const each of data)
      expect(each).toMatchObject({
        recordedBy: assistant.id,
        recordedAt: '2026-03-04T09:00:00.000Z',
        version: 1,
      });
  });

  it('changes nothing by the same again, and only those whom a part of it names', async () => {
    await record(author, [entry(0, 'present'), entry(1, 'absent')]);
    expect(expectStatus(await record(author, [entry(0, 'present'), entry(1, 'absent')]), 200)).toEqual({
      ...{ changed: 0, unchanged: 2 },
    });
    expect(expectStatus(await record(author, [entry(1, 'excused'), entry(2, null)]), 200)).toEqual({
      ...{ changed: 1, unchanged: 1 },
    });
    expect(await statuses()).toEqual([
      ['present', 1],
      ['excused', 2],
      [null, 0],
    ]);
    expect(expectStatus(await record(author, [entry(0, null)]), 200).changed).toBe(1);
    expect((await statuses())[0]).toEqual([null, 2]);
  });

  it('records nothing of a request in which an entry has changed since it was read', async () => {
    await record(author, [entry(0, 'present')]);
    const answer = await record(author, [entry(1, 'late', 0), entry(0, 'absent', 0)]);
    expect(answer).toMatchObject({
      ...{
        status: 409,
        body: { code: 'enrollments.register_changed', errors: [{ field: 'entries[1].version' }] },
      },
    });
    expect(await statuses()).toEqual([
      ['present', 1],
      [null, 0],
      [null, 0],
    ]);
    // Whoever wants what is there already has lost nothing.
    expect(expectStatus(await record(author, [entry(0, 'present', 0)]), 200).unchanged).toBe(1);
    expect(expectStatus(await record(author, [entry(0, 'absent', 1)]), 200).changed).toBe(1);
  });

  it('keeps every change of those who record at the same moment, one after another', async () => {
    const wanted = ['present', 'late', 'absent', 'excused', 'present', 'late'];
    const answers = await Promise.all(wanted.map((status) => record(author, [entry(0, status)])));
    for (const answer of answers) expectStatus(answer, 200);
    const [[status, version]] = (await statuses()) as [[string, number]];
    const changes = await app.database.rows<{ oldStatus: string | null; newStatus: string }>(
      'SELECT old_status AS oldStatus, new_status AS newStatus FROM attendance_changes WHERE user_id = ?',
      [toBinary(learners[0]!.id)],
    );
    expect(changes).toHaveLength(version);
    // Each change begins with what another has made, so that they can be played back to the present.
    const beginnings = changes.map(({ oldStatus }) => oldStatus ?? 'nothing').toSorted();
    const ends = ['nothing', ...changes.map(({ newStatus }) => newStatus)];
    ends.splice(ends.indexOf(status), 1);
    expect(ends.toSorted()).toEqual(beginnings);
  });

  it('lets learners have completed the session who were there or are excused, as long as it says so', async () => {
    const progress = async (learner: Caller): Promise<string> =>
      expectStatus(await learner.get(`${course.url}/progress/me`), 200).percentage;
    await record(author, [entry(0, 'late'), entry(1, 'excused'), entry(2, 'absent')]);
    expect(await Promise.all(learners.map(progress))).toEqual(['100', '100', '0']);
    await record(author, [entry(0, 'absent'), entry(1, null), entry(2, 'present')]);
    expect(await Promise.all(learners.map(progress))).toEqual(['0', '0', '100']);
    expect(await learners[0]!.put(`/v1/activities/${sessionId}/completion`)).toMatchObject({
      ...{ status: 409, body: { code: 'progress.register_completes' } },
    });
  });

  it('tells each learner their own entry and nobody else’s', async () => {
    await record(author, [entry(0, 'late'), entry(1, 'absent')]);
    const own = async (caller: Caller): Promise<unknown[]> => {
      const { sections } = expectStatus(await caller.get(`${course.url}/outline`), 200);
      const { myAttendance } = expectStatus(await caller.get(`/v1/live-sessions/${sessionId}`), 200);
      return [sections[0].activities[0].myAttendance, myAttendance];
    };
    expect(await own(learners[0]!)).toEqual(['late', 'late']);
    expect(await own(learners[1]!)).toEqual(['absent', 'absent']);
    expect(await own(learners[2]!)).toEqual([null, null]);
    expect(await own(author)).toEqual([null, null]);
    expect((await learners[0]!.get(url())).status).toBe(403);
    expect((await record(learners[0]!, [entry(0, 'present')])).status).toBe(403);
  });

  it('is refused for people who are no learners of the course, twice the same, and what is no status', async () => {
    const stranger = await app.person('learner');
    const assistant = await course.member('assistant');
    for (const { id } of [stranger, assistant])
      expect(await record(author, [entry(0, 'present'), { userId: id, status: 'present' }])).toMatchObject({
        ...{ status: 422, body: { errors: [{ field: 'entries[1].userId', rule: 'isLearner' }] } },
      });
    for (const entries of [
      [entry(0, 'present'), entry(0, 'late')],
      [entry(0, 'asleep')],
      [{ userId: learners[0]!.id }],
    ])
      expect((await record(author, entries)).status).toBe(422);
    expect(await statuses()).toEqual(learners.map(() => [null, 0]));
    const page = await course.activity(await course.section());
    expect((await author.put(`/v1/live-sessions/${page}/register`, { entries: [] })).body.code).toBe(
      'enrollments.live_session_not_found',
    );
  });

  it('keeps its session from being deleted, and takes nothing in an archived course', async () => {
    await record(author, [entry(0, 'present')]);
    expect((await author.delete(`/v1/activities/${sessionId}`)).body.code).toBe(
      'enrollments.session_has_register',
    );
    expectStatus(await author.put(`${course.url}/archive`), 200);
    expect((await record(author, [entry(1, 'present')])).body.code).toBe('courses.archived');
    expect((await author.get(url())).status).toBe(200);
  });

  it('costs the same statements for three learners as for one', async () => {
    const cost = (entries: object[]): Promise<string[]> =>
      sqlOf(async () => expectStatus(await record(author, entries), 200));
    const one = await cost([entry(0, 'present')]);
    expect(await cost(learners.map((_, index) => entry(index, 'late')))).toHaveLength(one.length);
    const few = await sqlOf(() => author.get(`${url()}?limit=1`));
    expect(await sqlOf(() => author.get(`${url()}?limit=3`))).toHaveLength(few.length);
  });
});
