import { Database } from '../../../src/shared/database/database';
import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const REASON = 'A page was overlooked.';

describe('certified final grades', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learners: Caller[];
  let itemId: string;
  const certify = (by: Caller = course.instructor): Promise<Answer> =>
    by.post(`${course.url}/grade-certifications`);
  const close = async (): Promise<void> => {
    expectStatus(await course.instructor.put(`${course.url}/grade-closing`, {}), 200);
  };
  const proofOf = async (reader: Caller, userId = 'me'): Promise<Answer['body']> =>
    expectStatus(await reader.get(`${course.url}/final-grades/${userId}/proof`), 200);
  const check = async (proof: object): Promise<Answer['body']> =>
    expectStatus(await learners[0]!.post('/v1/grade-proofs/verification', proof), 200);
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    course = await GradedCourse.open(app, { startDate: '2031-02-03' });
    itemId = (await course.lineItem()).id;
    learners = [];
    for (const score of ['11', '12', '13', '14', '15']) {
      const learner = await course.learner();
      await course.grade(itemId, learner, { score });
      learners.push(learner);
    }
  });
  afterAll(() => app.stop());

  it('are proved to anybody, each for itself', async () => {
    expect(refusal(await certify())).toEqual([409, 'gradebook.nothing_to_certify']);
    await close();
    const certification = expectStatus(await certify(), 201);
    expect(certification).toMatchObject({
      ...{ courseId: course.courseId, certifiedBy: course.instructor.id, learners: 5, isCurrent: true },
    });
    expect(refusal(await certify())).toEqual([409, 'gradebook.grades_certified']);
    for (const [index, learner] of learners.entries()) {
      const own = await proofOf(learner);
      expect(own).toEqual(await proofOf(course.instructor, learner.id));
      expect(own.certification).toEqual(certification);
      expect(await check(own.proof)).toEqual({
        isGenuine: true,
        states: {
          ...{ courseId: course.courseId, userId: learner.id },
          ...{ percent: String(55 + 5 * index), grade: null, mark: null },
        },
        ...{ certifiedAt: certification.certifiedAt, isCurrent: true },
      });
      const other = learners.find(({ id }) => id !== learner.id)!;
      expect(JSON.stringify(own)).not.toContain(other.id);
    }
  });

  it('cannot be forged: not by one character of the statement, nor by another proof', async () => {
    await close();
    expectStatus(await certify(), 201);
    const [{ proof }, { proof: other }] = [await proofOf(learners[0]!), await proofOf(learners[1]!)];
    const better = proof.statement.replace('"55"', '"95"');
    expect(better).not.toBe(proof.statement);
    for (const forged of [
      { ...proof, statement: better },
      { ...proof, statement: other.statement },
      { ...proof, statement: proof.statement.replace(',', ', ') },
      { ...proof, salt: other.salt },
      { ...proof, position: other.position },
      { ...proof, path: other.path },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, size: 4 },
      { ...proof, certificationId: course.courseId },
    ])
      expect(await check(forged)).toEqual({
        ...{ isGenuine: false, states: null, certifiedAt: null, isCurrent: null },
      });
    for (const bad of [
      { ...proof, salt: 'short' },
      { ...proof, path: ['short'] },
      { ...proof, position: -1 },
      { ...proof, size: 0 },
      { ...proof, path: Array.from({ length: 32 }, () => proof.salt) },
    ])
      expect((await learners[0]!.post('/v1/grade-proofs/verification', bad)).status).toBe(422);
  });

  it('still hold for all others after one person is erased', async () => {
    await close();
    expectStatus(await certify(), 201);
    const before = await Promise.all(learners.map((learner) => proofOf(learner)));
    await app
      .get(Database)
      .run('UPDATE certified_grades SET user_id = NULL, salt = NULL, statement = NULL WHERE user_id = ?', [
        toBinary(learners[2]!.id),
      ]);
    expect(await proofOf(learners[2]!)).toEqual({ certification: null, proof: null });
    for (const [index, learner] of learners.entries()) {
      if (index === 2) continue;
      const own = await proofOf(learner);
      expect(own).toEqual(before[index]);
      expect((await check(own.proof)).isGenuine).toBe(true);
    }
  });

  it('are certified anew after an amendment, and the earlier proofs say that they are of the past', async () => {
    await close();
    expectStatus(await certify(), 201);
    const first = await proofOf(learners[0]!);
    const url = `${course.url}/final-grades/${learners[1]!.id}`;
    expectStatus(await course.instructor.put(url, { percent: '77', reason: REASON }), 200);
    expect(await check(first.proof)).toMatchObject({ isGenuine: true, isCurrent: false });
    const second = expectStatus(await certify(), 201);
    const { proof } = await proofOf(learners[1]!);
    expect(proof.certificationId).toBe(second.id);
    expect(await check(proof)).toMatchObject({ isCurrent: true, states: { percent: '77' } });
    const reopening = `${course.url}/grade-closing/reopening`;
    expectStatus(await course.instructor.post(reopening, { reason: REASON }), 200);
    expect(await check(proof)).toMatchObject({ isGenuine: true, isCurrent: false });
    const { data } = expectStatus(await course.instructor.get(`${course.url}/grade-certifications`), 200);
    expect(data).toMatchObject([
      { id: second.id, isCurrent: false },
      { id: first.certification.id, isCurrent: false },
    ]);
  });

  it('are certified by instructors alone, once, however many do it at once', async () => {
    await close();
    const assistant = await course.member('assistant');
    for (const caller of [assistant, learners[0]!])
      expect(refusal(await certify(caller))).toEqual([403, 'courses.instructors_only']);
    const answers = await Promise.all(Array.from({ length: 8 }, () => certify()));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    expect(refusal(await learners[0]!.get(`${course.url}/final-grades/${learners[1]!.id}/proof`))).toEqual([
      403,
      'courses.staff_only',
    ]);
  });

  it('are missed by administrators, by term', async () => {
    const administrator = await app.person('administrator');
    const missing = async (): Promise<Answer['body'][]> => {
      const term = 'startsFrom=2031-02-01&startsUntil=2031-02-28&limit=100';
      const { data } = expectStatus(await administrator.get(`/v1/uncertified-courses?${term}`), 200);
      return data.filter(({ courseId }: Answer['body']) => courseId === course.courseId);
    };
    expect(await missing()).toMatchObject([{ isClosed: false, lastCertifiedAt: null, code: 'STAT-101' }]);
    await close();
    expect(await missing()).toMatchObject([{ isClosed: true, lastCertifiedAt: null }]);
    const { certifiedAt } = expectStatus(await certify(), 201);
    expect(await missing()).toEqual([]);
    const url = `${course.url}/final-grades/${learners[1]!.id}`;
    expectStatus(await course.instructor.put(url, { percent: '77', reason: REASON }), 200);
    expect(await missing()).toMatchObject([{ isClosed: true, lastCertifiedAt: certifiedAt }]);
    for (const caller of [course.instructor, learners[0]!])
      expect(
        (await caller.get('/v1/uncertified-courses?startsFrom=2031-02-01&startsUntil=2031-02-28')).status,
      ).toBe(403);
  });

  it('cost the same statements, however many learners', async () => {
    await close();
    const sql = await sqlOf(async () => void expectStatus(await certify(), 201));
    expect(sql).toHaveLength(9);
    expect(await sqlOf(() => proofOf(learners[0]!))).toHaveLength(4);
  });
});
