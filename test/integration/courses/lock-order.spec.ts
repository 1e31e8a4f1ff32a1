import { AttemptChangesRepository } from '../../../src/modules/assessments/invigilation/attempt-changes.repository';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { expectStatus } from '../../support/course-room';
import { deadlocksOf } from '../../support/deadlocks';
import { GradedCourse, resultUrl, type SimpleQuiz } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { rewriteStatements, withoutLocks } from '../../support/statements';

negativeControl('the shared lock on who makes a course', ['makes 64 courses of one person at once'], () => {
  rewriteStatements(/FROM users FORCE INDEX/, /LOCK IN SHARE MODE/, 'FOR UPDATE');
});
negativeControl(
  'the order of locks in grading',
  ['answers authors, learners and graders without 503'],
  () => {
    withoutLocks(/STRAIGHT_JOIN quizzes z/);
  },
);

negativeControl(
  'the locks that staff take before they correct',
  ['answers staff who act in attempts'],
  () => {
    replaceMethod(AttemptChangesRepository.prototype, 'hold', () => () => Promise.resolve());
  },
);

describe('writes that come at once', () => {
  let app: TestApp;
  beforeAll(async () => {
    // Deadlocks are what is looked for: how long a busy machine lets a request wait is another matter.
    app = await TestApp.start({
      DATABASE_WAIT_SECONDS: '120',
      DATABASE_STATEMENT_SECONDS: '120',
      DATABASE_LOCK_WAIT_SECONDS: '60',
    });
  });
  afterAll(() => app.stop());

  /** How many answers had which status. */
  async function storm(requests: (() => Promise<Answer>)[]): Promise<Record<number, number>> {
    const statuses: Record<number, number> = {};
    const answers = await Promise.all(requests.map((send) => send()));
    for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
    return statuses;
  }

  it('makes 64 courses of one person at once, five times over, without a deadlock', async () => {
    const instructor = await app.person('instructor');
    const statuses: Record<number, number>[] = [];
    const victims = await deadlocksOf(async () => {
      for (let round = 1; round <= 5; round += 1) {
        const course = { code: `C-${round}`, title: 'Made in a hurry' };
        statuses.push(
          await storm(Array.from({ length: 64 }, () => () => instructor.post('/v1/courses', course))),
        );
      }
    });
    expect(victims).toEqual({});
    expect(statuses).toEqual(Array.from({ length: 5 }, () => ({ 201: 64 })));
  });

  // The control of the tests here: they see a deadlock where there is one.
  it('sees a deadlock where the account is locked after a course that points at it', async () => {
    const { id } = await app.person('instructor');
    const { database } = app;
    let waiting = 2;
    const wrongWayRound = async (): Promise<void> => {
      await database.run(
        `INSERT INTO courses (id, code, title, time_zone, status, created_by, created_at, updated_at)
         VALUES (?, 'C', 'C', 'UTC', 'draft', ?, NOW(3), NOW(3))`,
        [toBinary(newId()), toBinary(id)],
      );
      waiting -= 1;
      await until(() => waiting <= 0);
      await database.run('SELECT id FROM users WHERE id = ? FOR UPDATE', [toBinary(id)]);
    };
    const transactions = app.get(Transactions);
    const victims = await deadlocksOf(() =>
      Promise.all([transactions.run(wrongWayRound), transactions.run(wrongWayRound)]),
    );
    expect(Object.values(victims)).toEqual([1]);
  });

  describe('in one course', () => {
    let course: GradedCourse;
    let quiz: SimpleQuiz;
    let other: SimpleQuiz;
    let page: string;
    let essay: string;
    let learners: Caller[];

    beforeAll(async () => {
      course = await GradedCourse.open(app, { selfEnrollment: true });
      quiz = await course.quiz('Check yourself', 3);
      other = await course.quiz('Check again', 2);
      // Who leaves it may have held back the review of others.
      const closesAt = '2030-01-01T00:00:00.000Z';
      expectStatus(await course.instructor.patch(`/v1/quizzes/${quiz.activityId}`, { closesAt }), 200);
      page = await course.activity(course.sectionId);
      essay = (await course.lineItem()).id;
      learners = await Promise.all(Array.from({ length: 40 }, () => course.learner()));
    });

    it('answers authors, learners and graders without 503 and without a deadlock', async () => {
      const { instructor, url } = course;
      const attempts = await Promise.all(
        learners.map(
          async (learner) =>
            expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201).id as string,
        ),
      );
      // People who are at work, some with other terms than everybody, and are withdrawn and enrolled again meanwhile.
      const leaving = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const person = await app.person();
          const enrollmentId = await course.enroll(person);
          expectStatus(await person.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
          const exception = `/v1/quizzes/${quiz.activityId}/exceptions/${person.id}`;
          if (index % 2 === 0)
            expectStatus(await course.instructor.put(exception, { maxAttempts: 5, reason: 'Ill' }), 200);
          return { person, enrollmentId };
        }),
      );
      const newcomers = await Promise.all(Array.from({ length: 40 }, () => app.person()));
      const answers = Object.fromEntries(quiz.questionIds.map((question) => [question, true]));
      const requests = learners.flatMap((learner, index): (() => Promise<Answer>)[] => [
        () => learner.put(`/v1/attempts/${attempts[index]}/submission`, { answers }),
        () => learner.put(`/v1/activities/${page}/completion`),
        () => learner.patch('/v1/me', { givenName: `Name ${index}` }),
        ...leaving.slice(index, index + 1).flatMap(({ person, enrollmentId }) => [
          () => instructor.delete(`/v1/enrollments/${enrollmentId}`),
          () => person.patch('/v1/me', { givenName: `Leaver ${index}` }),
          async () => {
            expectStatus(await instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
            return instructor.post(`${url}/enrollments`, { userId: person.id, role: 'learner' });
          },
        ]),
        () => learner.post(`/v1/quizzes/${other.activityId}/attempts`),
        () => learner.put(`/v1/activities/${page}/completion`),
        () => newcomers[index]!.post('/v1/me/enrollments', { courseId: course.courseId }),
        () => instructor.put(resultUrl(essay, learner), { score: '12' }),
        () => instructor.post('/v1/courses', { code: 'NEW', title: 'New' }),
        () => instructor.patch(`/v1/activities/${quiz.activityId}`, { title: `Check ${index}` }),
        () => instructor.patch(`/v1/activities/${other.activityId}`, { title: `Quiz ${index}` }),
        () => instructor.put(resultUrl(quiz.lineItemId, learner), { score: '2' }),
        () => instructor.patch(`/v1/quizzes/${quiz.activityId}`, { timeLimitSeconds: 3600 + index }),
        () => instructor.patch(`/v1/activities/${page}`, { title: `Read ${index}` }),
        () => instructor.patch(url, { summary: `Summary ${index}` }),
        () => instructor.patch(`/v1/line-items/${essay}`, { description: `Description ${index}` }),
        () => instructor.put(`${url}/publication`),
      ]);
      let statuses: Record<number, number> = {};
      const victims = await deadlocksOf(async () => {
        statuses = await storm(requests);
      });
      expect(victims).toEqual({});
      expect(Object.keys(statuses)).toEqual(['200', '201', '204']);
    });

    /** A class at work on the quiz. */
    async function sitting(count: number): Promise<{ learner: Caller; attemptId: string }[]> {
      return Promise.all(
        Array.from({ length: count }, async () => {
          const learner = await course.learner();
          const started = await learner.post(`/v1/quizzes/${other.activityId}/attempts`);
          return { learner, attemptId: expectStatus(started, 201).id as string };
        }),
      );
    }

    it('answers staff who act in attempts of a class at work, and grant exceptions meanwhile, without a deadlock', async () => {
      const { instructor } = course;
      const settings = { navigation: 'sequential', maxAttempts: null, timeLimitSeconds: 3600 };
      expectStatus(await instructor.patch(`/v1/quizzes/${other.activityId}`, settings), 200);
      const reason = 'The alarm rang';
      const all = `/v1/quizzes/${other.activityId}/open-attempts`;
      const requests = (await sitting(24)).flatMap(
        ({ learner, attemptId }, index): (() => Promise<Answer>)[] => {
          const attempt = `/v1/attempts/${attemptId}`;
          const exception = `/v1/quizzes/${other.activityId}/exceptions/${learner.id}`;
          const [question] = other.questionIds;
          return [
            () => learner.put(`${attempt}/answers/${question}`, { response: true }),
            () => instructor.post(`${all}/pause`, { reason, attemptIds: [attemptId] }),
            () => learner.put(`${attempt}/position`, { position: 2 }),
            () => instructor.put(exception, { maxAttempts: 3 + index, reason }),
            () => instructor.post(`${all}/resumption`, index % 3 === 0 ? {} : { attemptIds: [attemptId] }),
            () => instructor.post(`${all}/extension`, { reason, minutes: 1 }),
            () => instructor.post(`${all}/messages`, { text: 'Everybody back, please.' }),
            () => learner.put(`${attempt}/submission`, {}),
            () => instructor.post(`${attempt}/ending`, { reason }),
            () => instructor.post(`${attempt}/reopening`, { reason, minutes: 10 }),
            () => instructor.patch(`/v1/quizzes/${other.activityId}`, { timeLimitSeconds: 3600 + index }),
            () => instructor.delete(exception),
            () => learner.post(`/v1/quizzes/${other.activityId}/attempts`),
            ...(index % 4 === 0 ? [() => instructor.post(`${attempt}/deletion`, { reason })] : []),
          ];
        },
      );
      await expectNoDeadlock(requests);
    });

    it('answers authors who edit the bank that a class draws from without a deadlock', async () => {
      const { instructor, url } = course;
      const question = { type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } };
      const folder = expectStatus(await instructor.post(`${url}/question-folders`, { title: 'Center' }), 201);
      const ids: string[] = [];
      for (let index = 0; index < 12; index += 1) {
        const added = await instructor.post(`${url}/questions`, { ...question, folderId: folder.id });
        ids.push(expectStatus(added, 201).id);
      }
      const drawn = await course.quiz('Drawn', 0, { maxAttempts: null });
      const draw = { count: 2, points: '1', folderId: folder.id };
      const slots = `/v1/quizzes/${drawn.activityId}/slots`;
      expectStatus(await instructor.put(slots, { slots: [{ draw }] }), 200);
      const requests = learners.slice(0, 24).flatMap((learner, index): (() => Promise<Answer>)[] => {
        const id = ids[index % ids.length]!;
        return [
          () => learner.post(`/v1/quizzes/${drawn.activityId}/attempts`),
          () => instructor.patch(`/v1/questions/${id}`, { prompt: `So ${index}?` }),
          () => instructor.patch(`/v1/questions/${id}`, { definition: { key: index % 2 === 0 } }),
          () =>
            instructor.post(`${url}/questions`, { ...question, folderId: folder.id, tags: [`t${index}`] }),
          () => instructor.post(`${url}/question-filings`, { questionIds: ids, addTags: ['exam'] }),
          () => instructor.post(`${url}/question-folders`, { title: `F ${index}`, parentId: folder.id }),
          () => instructor.put(slots, { slots: [{ draw: { ...draw, below: index % 2 === 0 } }] }),
          () => instructor.patch(`/v1/question-folders/${folder.id}`, { title: `Center ${index}` }),
        ];
      });
      await expectNoDeadlock(requests);
    });

    /** Refusals are right where another request has been first, and a deadlock or an overload never is. */
    async function expectNoDeadlock(requests: (() => Promise<Answer>)[]): Promise<void> {
      let statuses: Record<number, number> = {};
      const victims = await deadlocksOf(async () => {
        statuses = await storm(requests);
      });
      expect(victims).toEqual({});
      expect(Object.keys(statuses).filter((status) => Number(status) >= 500)).toEqual([]);
      expect((statuses[200] ?? 0) + (statuses[201] ?? 0)).toBeGreaterThan(requests.length / 2);
    }
  });
});
