import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { MarkingRoom } from '../../support/marking-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const SECRET = 'zymurgy';

describe('erasing a person', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const nameOf = async (id: string): Promise<Answer['body']> =>
    expectStatus(await administrator.get(`/v1/users/${id}`), 200);
  const start = async (person: Caller, more: object = {}): Promise<Answer> => {
    const { username } = await nameOf(person.id);
    return administrator.post(`/v1/users/${person.id}/erasures`, { username, ...more });
  };
  const erase = async (person: Caller, more: object = {}): Promise<Answer['body']> => {
    const { id } = expectStatus(await start(person, more), 202);
    await app.get(OperationRunner).settled(id);
    return expectStatus(await administrator.get(`/v1/operations/${id}`), 200);
  };
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];
  /** Everything in the store that is a text, in which a word can stand. */
  const tablesWith = async (word: string): Promise<string[]> => {
    const columns = await app.database.rows<{ t: string; c: string }>(
      `SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = DATABASE()
         AND data_type IN ('varchar', 'text', 'mediumtext')`,
    );
    const found: string[] = [];
    for (const { t, c } of columns) {
      const rows = await app.database.rows(`SELECT 1 FROM \`${t}\` WHERE LOCATE(?, \`${c}\`) > 0 LIMIT 1`, [
        word,
      ]);
      if (rows.length > 0) found.push(`${t}.${c}`);
    }
    return found;
  };

  it('takes names, texts and sessions away, and leaves scores, statistics and the marks of others as they were', async () => {
    const room = await MarkingRoom.open(app, { settings: { maxAttempts: null } });
    const [noor, other] = [await room.room.learner(), await room.room.learner()];
    for (const learner of [noor, other]) {
      await room.handIn(learner, [false, learner === noor ? `It is ${SECRET}.` : 'Large values.']);
      const script = await room.scriptOf(learner);
      const comment = learner === noor ? `Dear ${SECRET}` : 'Well seen.';
      expectStatus(await room.mark(room.room.instructor, script.id, '3', { comment }), 200);
    }
    const statistics = `/v1/quizzes/${room.room.quizId}/statistics`;
    const figures = expectStatus(await room.room.instructor.get(statistics), 200);
    const { score } = await room.result(noor);
    const others = await room.result(other);
    const before = await nameOf(noor.id);
    expect((await tablesWith(SECRET)).length).toBeGreaterThan(1);

    const operation = await erase(noor);
    expect(operation).toMatchObject({ status: 'succeeded', subject: `users/${noor.id}` });
    expect(await tablesWith(SECRET)).toEqual([]);
    expect(await tablesWith(before.username)).toEqual([]);
    expect(await nameOf(noor.id)).toMatchObject({
      ...{ givenName: 'Erased person', familyName: expect.stringMatching(/^\d+$/) as string, email: null },
      ...{ username: `erased-${noor.id}`, identifier: null },
    });
    expect((await noor.get('/v1/me')).status).toBe(401);
    const search = `/v1/users?search=${encodeURIComponent(before.givenName)}&limit=100`;
    const found = expectStatus(await administrator.get(search), 200).data as { id: string }[];
    expect(found.map(({ id }) => id)).not.toContain(noor.id);
    expect((await room.result(noor)).score).toBe(score);
    expect(await room.result(other)).toEqual(others);
    const after = expectStatus(await room.room.instructor.get(statistics), 200);
    expect({ ...after, computedAt: null }).toEqual({ ...figures, computedAt: null });
  });

  it('counts without changing anything, and again what the erasure then does', async () => {
    const room = await MarkingRoom.open(app);
    const noor = await room.room.learner();
    await room.handIn(noor, [false, `It is ${SECRET}.`]);
    const before = await nameOf(noor.id);
    const preview = await erase(noor, { dryRun: true });
    expect(preview).toMatchObject({ status: 'succeeded', dryRun: true });
    expect(await nameOf(noor.id)).toEqual(before);
    expect((await noor.get('/v1/me')).status).toBe(200);
    const part = (summary: Answer['body'][], name: string) => summary.find((one) => one.part === name);
    expect(part(preview.summary, 'sessions')).toMatchObject({ ended: 1, changed: 0, unchanged: 0 });
    expect(part(preview.summary, 'users')).toMatchObject({ ended: 0, changed: 1 });
    const issues = `/v1/operations/${preview.id}/issues?limit=100`;
    expect(expectStatus(await administrator.get(issues), 200).data).toContainEqual(
      expect.objectContaining({ file: 'attempts', code: 'personal_data.stays_figures', value: '1' }),
    );
    const done = await erase(noor);
    const counted = ({ summary }: Answer['body']) =>
      // The erasure itself notes whom it was about, and that they left their courses.
      (summary as { part: string }[]).filter(
        (one) => !['erased_people', 'enrollment_moves'].includes(one.part),
      );
    expect(counted(done)).toEqual(counted(preview));
    // Again: nothing is left to delete, and the number stays.
    const name = await nameOf(noor.id);
    const again = await erase(noor);
    expect(again.status).toBe('succeeded');
    expect(part(again.summary, 'sessions')).toBeUndefined();
    expect((await nameOf(noor.id)).familyName).toBe(name.familyName);
  });

  it('leaves the proofs of others and the totals as they were', async () => {
    const course = await GradedCourse.open(app, { startDate: '2031-02-03' });
    const item = (await course.lineItem()).id as string;
    const learners: Caller[] = [];
    for (const score of ['11', '12', '13']) {
      const learner = await course.learner();
      await course.grade(item, learner, { score });
      learners.push(learner);
    }
    expectStatus(await course.instructor.put(`${course.url}/grade-closing`, {}), 200);
    expectStatus(await course.instructor.post(`${course.url}/grade-certifications`), 201);
    const proofOf = async (learner: Caller): Promise<Answer['body']> =>
      expectStatus(await course.instructor.get(`${course.url}/final-grades/${learner.id}/proof`), 200);
    const totals = () =>
      app.database.rows<{ f: string }>(
        'SELECT posted_final AS f FROM stored_totals WHERE course_id = ? ORDER BY user_id, scope_kind, scope_id',
        [toBinary(course.courseId)],
      );
    const [before, sums] = [await Promise.all(learners.map(proofOf)), await totals()];
    expect((await erase(learners[1]!)).status).toBe('succeeded');
    expect(await totals()).toEqual(sums);
    expect(await proofOf(learners[1]!)).toEqual({ certification: null, proof: null });
    for (const place of [0, 2]) {
      const own = await proofOf(learners[place]!);
      expect(own).toEqual(before[place]);
      const verdict = await course.instructor.post('/v1/grade-proofs/verification', own.proof);
      expect(expectStatus(verdict, 200).isGenuine).toBe(true);
    }
  });

  it('is refused for another username, oneself, an only instructor, and somebody who works on a quiz', async () => {
    const room = await MarkingRoom.open(app);
    const noor = await room.room.learner();
    expect(refusal(await start(noor, { username: 'somebody.else' }))).toEqual([
      422,
      'identity.other_username',
    ]);
    expect(refusal(await start(administrator))).toEqual([403, 'identity.own_account']);
    expect(refusal(await start(room.room.instructor))).toEqual([409, 'enrollments.teaches_alone']);
    expectStatus(await room.room.start(noor), 201);
    expect(refusal(await start(noor))).toEqual([409, 'assessments.person_has_open_attempt']);
    expect((await nameOf(noor.id)).givenName).not.toBe('Erased person');
  });

  it('withdraws the person from their courses, which gives their seat to whoever waits, and keeps the history', async () => {
    const course = await GradedCourse.open(app, { selfEnrollment: true });
    const [noor, waiting] = [await course.learner(), await app.person()];
    expectStatus(await course.instructor.patch(`${course.url}/enrollment-settings`, { capacity: 1 }), 200);
    const asked = await waiting.post('/v1/me/enrollment-requests', { courseId: course.courseId });
    expect(expectStatus(asked, 201).state).toBe('waitlisted');
    const preview = await erase(noor, { dryRun: true });
    const enrollmentOf = async ({ id }: Caller): Promise<Answer['body']> =>
      expectStatus(await administrator.get(`/v1/users/${id}/enrollments`), 200).data[0];
    expect(await enrollmentOf(noor)).toMatchObject({ state: 'active' });
    const done = await erase(noor);
    const partOf = ({ summary }: Answer['body']) =>
      (summary as { part: string }[]).find((one) => one.part === 'enrollments');
    expect(partOf(done)).toEqual(partOf(preview));
    const left = await enrollmentOf(noor);
    expect(left).toMatchObject({ state: 'withdrawn' });
    const { spells } = expectStatus(await administrator.get(`/v1/enrollments/${left.id}/history`), 200);
    expect(JSON.stringify(spells)).toContain('"from":"active","to":"withdrawn"');
    expect(await enrollmentOf(waiting)).toMatchObject({ state: 'active' });
  });

  it('gives each pseudonym a number of its own', async () => {
    const people = [await app.person(), await app.person()];
    const numbers = [];
    for (const person of people) {
      expect((await erase(person)).status).toBe('succeeded');
      numbers.push(Number((await nameOf(person.id)).familyName));
    }
    expect(numbers[1]).toBe(numbers[0]! + 1);
  });
});
