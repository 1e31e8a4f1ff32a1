import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { toBinary } from '../../../src/shared/database/ids';
import { MergedRows } from '../../../src/modules/identity/merges/merged-rows';
import { Transactions } from '../../../src/shared/database/transactions';
import { PersonalDataMap } from '../../../src/shared/personal-data/personal-data-map';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { MarkingRoom } from '../../support/marking-room';
import { putEverywhere, RETIRED_TABLES } from '../../support/person-everywhere';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('merging two accounts', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const account = async ({ id }: Caller): Promise<Answer['body']> =>
    expectStatus(await administrator.get(`/v1/users/${id}`), 200);
  const start = async (kept: Caller, duplicate: Caller, more: object = {}): Promise<Answer> => {
    const { username } = await account(duplicate);
    return administrator.post(`/v1/users/${kept.id}/merges`, {
      duplicateUsername: username,
      ...more,
    });
  };
  const ended = async (answer: Answer): Promise<Answer['body']> => {
    const { id } = expectStatus(answer, 202);
    await app.get(OperationRunner).settled(id);
    return expectStatus(await administrator.get(`/v1/operations/${id}`), 200);
  };
  const merge = async (kept: Caller, duplicate: Caller, more: object = {}): Promise<Answer['body']> => {
    const done = await ended(await start(kept, duplicate, more));
    expect(done).toMatchObject({ status: 'succeeded', error: null });
    return done;
  };
  const reverse = async ({ id }: Answer['body']): Promise<Answer['body']> =>
    ended(await administrator.post(`/v1/operations/${id}/reversal`, {}));
  const issuesOf = async ({ id }: Answer['body']): Promise<[code: string, value: string][]> => {
    const { data } = expectStatus(await administrator.get(`/v1/operations/${id}/issues`), 200);
    return (data as { code: string; value: string }[]).map(({ code, value }) => [code, value]);
  };
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];
  const enrollmentOf = async (room: GradedCourse, person: Caller): Promise<Answer['body']> => {
    const { data } = expectStatus(
      await administrator.get(`/v1/users/${person.id}/enrollments?limit=100`),
      200,
    );
    return (data as Answer['body'][]).find(({ course }) => course.id === room.courseId);
  };
  const withdraw = async (room: GradedCourse, person: Caller): Promise<void> => {
    const { id } = await enrollmentOf(room, person);
    expectStatus(await room.instructor.delete(`/v1/enrollments/${id}`), 204);
  };

  /** The rows of the map that name one of the people by an id, without what every change of an account changes. */
  const everything = async (...people: Caller[]): Promise<Map<string, unknown[]>> => {
    const found = new Map<string, unknown[]>();
    for (const { table, of } of app.get(PersonalDataMap).rows()) {
      if (of.steps || of.has || RETIRED_TABLES.includes(table)) continue;
      const rows = await app.database.query<Record<string, unknown>>(
        `SELECT * FROM ${table} WHERE ${of.column} IN (?)`,
        [people.map(({ id }) => toBinary(id))],
      );
      const texts = rows.map((row) =>
        JSON.stringify({ ...row, version: 0, updated_at: 0 }, (_, value: unknown) =>
          Buffer.isBuffer(value) ? value.toString('hex') : value,
        ),
      );
      found.set(`${table}.${of.column}`, texts.sort());
    }
    return found;
  };
  const countOf = async (table: string, column: string, { id }: Caller): Promise<number> => {
    const [row] = await app.database.rows<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${table} WHERE ${column} = ?`,
      [toBinary(id)],
    );
    return Number(row?.count);
  };

  /** What is everywhere refers to rows that are not there. */
  const withoutKeys = <Result>(work: () => Promise<Result>): Promise<Result> =>
    app.get(Transactions).run(async () => {
      await app.database.run('SET SESSION foreign_key_checks = 0');
      try {
        return await work();
      } finally {
        await app.database.run('SET SESSION foreign_key_checks = 1');
      }
    });

  it('moves every row that the map says moves, leaves the others, and puts all of them back', async () => {
    const [kept, duplicate] = [await app.person(), await app.person()];
    await putEverywhere(app, duplicate, 'zqdouble');
    const before = await everything(kept, duplicate);
    const had = new Map([...(await everything(kept))].map(([rows, texts]) => [rows, texts.length]));
    const pair = { keptId: kept.id, duplicateId: duplicate.id };
    const { moved } = await withoutKeys(() => app.get(MergedRows).merge(pair, false));
    const wrong: string[] = [];
    for (const { table, of, atMerge, only } of app.get(PersonalDataMap).rows()) {
      if (of.steps || of.has || RETIRED_TABLES.includes(table) || only) continue;
      if (table === 'users' || table === 'sessions') continue;
      const counts = [await countOf(table, of.column, kept), await countOf(table, of.column, duplicate)];
      const own = before.get(`${table}.${of.column}`)?.length ?? 0;
      const ofKept = had.get(`${table}.${of.column}`) ?? 0;
      const expected = atMerge.kind === 'moves' ? [own, 0] : [ofKept, own - ofKept];
      if (JSON.stringify(counts) !== JSON.stringify(expected))
        wrong.push(`${table}.${of.column}: ${counts.join(', ')} and not ${expected.join(', ')}`);
    }
    expect(wrong).toEqual([]);
    await withoutKeys(() => app.get(MergedRows).reverse(pair, moved));
    const after = await everything(kept, duplicate);
    expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
  });

  it('gives the person the course of the duplicate, with attempts, marks and totals, and takes it back', async () => {
    const room = await MarkingRoom.open(app);
    const duplicate = await room.room.learner();
    const kept = await app.person('learner', { givenName: 'Noor', familyName: 'Kept' });
    await room.handIn(duplicate, [true, 'Large values.']);
    const script = await room.scriptOf(duplicate);
    expectStatus(await room.mark(room.room.instructor, script.id, '3'), 200);
    const result = await room.result(duplicate);
    const preview = await ended(await start(kept, duplicate, { dryRun: true }));
    expect(await room.result(duplicate)).toEqual(result);
    const operation = await merge(kept, duplicate, { reason: 'Registered twice.' });
    expect(operation.summary).toEqual(preview.summary);
    expect(operation.summary).toContainEqual(
      expect.objectContaining({ part: 'attempts', read: 1, changed: 1, unchanged: 0 }),
    );
    expect(await issuesOf(operation)).toEqual([]);
    expect(await room.result(kept)).toMatchObject({ score: result.score, userId: kept.id });
    const attempts = await kept.get(`/v1/quizzes/${room.room.quizId}/attempts`);
    expect(expectStatus(attempts, 200).data).toHaveLength(1);
    // The duplicate is gone from the roster, and cannot sign in.
    const roster = expectStatus(
      await room.room.instructor.get(`${room.room.url}/enrollments?role=learner`),
      200,
    );
    expect(roster.data.map(({ user }: Answer['body']) => [user.id, user.familyName])).toEqual([
      [kept.id, 'Kept'],
    ]);
    expect((await duplicate.get('/v1/me')).status).toBe(401);
    expect(
      refusal(await administrator.delete(`/v1/users/${duplicate.id}/suspension`, { 'if-match': '*' })),
    ).toEqual([409, 'identity.account_merged']);
    const merges = expectStatus(await administrator.get(`/v1/users/${duplicate.id}/merges`), 200);
    expect(merges.data).toMatchObject([
      {
        keptId: kept.id,
        duplicateId: duplicate.id,
        reason: 'Registered twice.',
        mergedBy: administrator.id,
        reversedAt: null,
      },
    ]);
    expect(await reverse(operation)).toMatchObject({ status: 'succeeded' });
    expect(await room.result(duplicate)).toMatchObject({ score: result.score });
    expect((await kept.get(`/v1/quizzes/${room.room.quizId}/attempts`)).status).toBe(403);
    expect((await account(duplicate)).suspendedAt).toBeNull();
    const [reversed] = expectStatus(await administrator.get(`/v1/users/${kept.id}/merges`), 200).data;
    expect(reversed.reversedBy).toBe(administrator.id);
    // Once only.
    expect(await reverse(operation)).toMatchObject({ status: 'partly_succeeded' });
  });

  it('moves work of a shared course that only the duplicate did, and goes on with the better enrollment', async () => {
    const room = await GradedCourse.open(app);
    const [kept, duplicate] = [await room.learner(), await room.learner()];
    const [both, alone] = [await room.quiz('Both', 2), await room.quiz('Alone', 4)];
    const item = (await room.lineItem()).id as string;
    await room.attempt(kept, both, 1);
    await room.attempt(duplicate, both, 2);
    await room.attempt(duplicate, alone, 3);
    await room.grade(item, duplicate, { score: '15' });
    await withdraw(room, kept);
    const operation = await merge(kept, duplicate);
    expect(await issuesOf(operation)).toEqual([
      ['merge.work_stays', both.activityId],
      ['merge.course_shared', room.courseId],
    ]);
    expect(await enrollmentOf(room, kept)).toMatchObject({ state: 'active', spell: 2 });
    expect(await enrollmentOf(room, duplicate)).toMatchObject({ state: 'withdrawn' });
    expect(await room.result(both.lineItemId, kept)).toMatchObject({ score: '1' });
    expect(await room.result(alone.lineItemId, kept)).toMatchObject({ score: '3' });
    expect(await room.result(item, kept)).toMatchObject({ score: '15' });
    expect(await room.result(both.lineItemId, duplicate)).toMatchObject({ score: '2' });
    const grades = expectStatus(await kept.get(`${room.url}/grades/me`), 200);
    expect(JSON.stringify(grades)).toContain('"15"');
    expect(await reverse(operation)).toMatchObject({ status: 'succeeded' });
    expect(await enrollmentOf(room, kept)).toMatchObject({ state: 'withdrawn' });
    expect(await enrollmentOf(room, duplicate)).toMatchObject({ state: 'active' });
    expect(await room.result(alone.lineItemId, duplicate)).toMatchObject({ score: '3' });
    expect(
      (await room.instructor.get(`/v1/line-items/${item}/results/${kept.id}`)).body.score ?? null,
    ).toBeNull();
  });

  it('gives the account what it lacks, and gives it back as far as nobody has changed it since', async () => {
    const [kept, duplicate] = [await app.person(), await app.person()];
    const column = 'UPDATE users SET email = ?, sourced_id = ?, identifier = ?, phone = ? WHERE id = ?';
    const fields = ['noor@school.example', 'sis-771', '771', '+47 555 0100'];
    await app.database.run(column, [null, null, null, '+47 555 0199', toBinary(kept.id)]);
    await app.database.run(column, [...fields, toBinary(duplicate.id)]);
    const operation = await merge(kept, duplicate);
    const taken = { email: fields[0], sourcedId: fields[1], identifier: fields[2] };
    expect(await account(kept)).toMatchObject(taken);
    expect(await account(duplicate)).toMatchObject({
      email: null,
      sourcedId: null,
      identifier: null,
    });
    await app.database.run('UPDATE users SET email = ? WHERE id = ?', [
      'new@school.example',
      toBinary(kept.id),
    ]);
    expect(await reverse(operation)).toMatchObject({ status: 'succeeded' });
    expect(await account(kept)).toMatchObject({
      email: 'new@school.example',
      sourcedId: null,
      identifier: null,
    });
    expect(await account(duplicate)).toMatchObject({
      email: null,
      sourcedId: fields[1],
      identifier: fields[2],
    });
  });

  it('leaves the seat of a shared course to whoever waits', async () => {
    const room = await GradedCourse.open(app, { selfEnrollment: true });
    const [kept, duplicate, waiting] = [await room.learner(), await room.learner(), await app.person()];
    expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, { capacity: 2 }), 200);
    const asked = await waiting.post('/v1/me/enrollment-requests', { courseId: room.courseId });
    expect(expectStatus(asked, 201).state).toBe('waitlisted');
    await merge(kept, duplicate);
    expect(await enrollmentOf(room, waiting)).toMatchObject({ state: 'active' });
  });

  it('gives a role in a course in which the kept account is no longer', async () => {
    const room = await GradedCourse.open(app);
    const [kept, duplicate] = [await room.formerLearner(), await room.member('assistant')];
    const operation = await merge(kept, duplicate);
    expect(await enrollmentOf(room, kept)).toMatchObject({ role: 'assistant', state: 'active' });
    expect(await reverse(operation)).toMatchObject({ status: 'succeeded' });
    expect(await enrollmentOf(room, duplicate)).toMatchObject({ role: 'assistant', state: 'active' });
    expect(await enrollmentOf(room, kept)).toMatchObject({ role: 'learner', state: 'withdrawn' });
  });

  it('keeps an only instructor, who is a learner with the other account', async () => {
    const room = await GradedCourse.open(app);
    const kept = await room.join(await app.person('instructor'));
    const done = await ended(await start(kept, room.instructor));
    expect(done).toMatchObject({ status: 'failed', error: { code: 'enrollments.last_instructor' } });
    expect((await account(room.instructor)).suspendedAt).toBeNull();
    await room.member('instructor');
    expect(await issuesOf(await merge(kept, room.instructor))).toEqual([
      ['merge.course_shared', room.courseId],
      ['merge.role_dropped', room.courseId],
    ]);
  });

  it('is refused for accounts that cannot be one person, and while something is in the way', async () => {
    const room = await MarkingRoom.open(app);
    const [kept, duplicate, teacher] = [
      await app.person(),
      await room.room.learner(),
      await app.person('instructor'),
    ];
    const set = (id: string, column: string, value: string | null): Promise<unknown> =>
      app.database.run(`UPDATE users SET ${column} = ? WHERE id = ?`, [value, toBinary(id)]);
    const merges = `/v1/users/${kept.id}/merges`;
    expect(refusal(await start(kept, duplicate, { duplicateUsername: 'nobody.of.this.name' }))).toEqual([
      422,
      'request.invalid',
    ]);
    expect(refusal(await start(kept, administrator))).toEqual([403, 'identity.own_account']);
    expect(refusal(await start(kept, kept))).toEqual([409, 'identity.not_mergeable']);
    expect(refusal(await start(teacher, duplicate))).toEqual([409, 'identity.not_mergeable']);
    for (const person of [kept, duplicate]) await set(person.id, 'sourced_id', person.id);
    expect((await start(kept, duplicate)).body.detail).toContain('roster');
    await set(kept.id, 'sourced_id', null);
    const hold = expectStatus(
      await administrator.post(`/v1/users/${kept.id}/legal-holds`, { reason: 'Case 1' }),
      201,
    );
    expect(refusal(await start(kept, duplicate))).toEqual([409, 'identity.legal_hold']);
    expectStatus(await administrator.put(`/v1/legal-holds/${hold.id}/lifting`), 200);
    expectStatus(await room.room.start(duplicate), 201);
    expect(refusal(await start(kept, duplicate))).toEqual([409, 'assessments.person_has_open_attempt']);
    for (const caller of [kept, duplicate, teacher, room.room.instructor]) {
      expect((await caller.post(merges, { duplicateUsername: 'x' })).status).toBe(403);
      expect((await caller.get(merges)).status).toBe(403);
    }
    const [third, fourth] = [await app.person(), await app.person()];
    await merge(third, fourth);
    expect(refusal(await start(kept, fourth))).toEqual([409, 'identity.account_merged']);
    expect(refusal(await start(fourth, kept))).toEqual([409, 'identity.account_merged']);
    expectStatus(await administrator.put(`/v1/users/${kept.id}/suspension`, {}, { 'if-match': '*' }), 200);
    expect((await start(kept, third)).body.detail).toContain('suspended');
  });

  it('merges an account once, whoever asks at the same time', async () => {
    const [duplicate, first, second] = [await app.person(), await app.person(), await app.person()];
    const room = await GradedCourse.open(app);
    await room.join(duplicate);
    const answers = await Promise.all([first, second, first, second].map((kept) => start(kept, duplicate)));
    const begun = answers.filter(({ status }) => status === 202);
    for (const { body } of begun) await app.get(OperationRunner).settled(body.id);
    const inCourse = await Promise.all([duplicate, first, second].map((one) => enrollmentOf(room, one)));
    expect(inCourse.filter((one) => one?.state === 'active')).toHaveLength(1);
    const [row] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM account_merges WHERE duplicate_id = ?',
      [toBinary(duplicate.id)],
    );
    expect(Number(row?.count)).toBe(1);
  });
});
