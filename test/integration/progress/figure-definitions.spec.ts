import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sentLate, withoutLocks } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const START = '2026-01-05';

negativeControl(
  'the lock on the result that a completed quiz looks at',
  ['an override of a quiz agrees with completion'],
  () => {
    withoutLocks(/^INSERT INTO activity_completions .* NOT EXISTS/);
    // So that the override is not committed yet when the attempt looks for it.
    sentLate(/^COMMIT/);
  },
);

/** What each figure counts, one definition a test. The definitions are in docs/glossary.md. */
describe('the figures of a course', () => {
  let app: TestApp;
  let course: GradedCourse;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-02-01T09:00:00.000Z');
    course = await GradedCourse.open(app, { startDate: START });
  });
  afterAll(() => app.stop());

  const report = async (): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`${course.url}/report`), 200);
  const progress = async (learner: Caller): Promise<Answer['body']> =>
    expectStatus(await learner.get(`${course.url}/progress/me`), 200);
  const reasons = async (learner: Caller): Promise<string[]> => {
    const { behind } = await report();
    const own = behind.learners.find(({ userId }: { userId: string }) => userId === learner.id);
    return (own?.reasons ?? []).map(({ code, actual }: Record<string, string>) => `${code} ${actual}`);
  };

  describe('inactivity', () => {
    it('inactivity ends on the day of any sign of the learner, not only of a new result', async () => {
      const page = await course.activity(course.sectionId, 'Page');
      // Whoever has completed everything is never inactive.
      await course.activity(course.sectionId, 'Never completed');
      const quiz = await course.quiz('Quiz', 1);
      const learner = await course.learner();
      await course.attempt(learner, quiz, 1);
      const isInactive = async (): Promise<boolean> =>
        (await reasons(learner)).some((one) => one.startsWith('inactive'));
      const signs: Record<string, () => Promise<unknown>> = {
        'an attempt that changes no grade': () => course.attempt(learner, quiz, 0),
        'starting an attempt': async () =>
          expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201),
        'a saved answer': async () => {
          const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
          const url = `/v1/attempts/${id}/answers/${quiz.questionIds[0]}`;
          expectStatus(await learner.put(url, { response: true }), 200);
        },
        'an opened page': async () => expectStatus(await learner.get(`/v1/activities/${page}`), 200),
        'a completed page': async () =>
          expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204),
        'a page that is not completed after all': async () =>
          expectStatus(await learner.delete(`/v1/activities/${page}/completion`), 204),
      };
      for (const [sign, give] of Object.entries(signs)) {
        app.clock.advanceDays(14);
        expect([sign, await isInactive()]).toEqual([sign, true]);
        await give();
        expect([sign, await isInactive()]).toEqual([sign, false]);
      }
    });

    it('inactivity does not end by what an instructor does', async () => {
      const quiz = await course.quiz('Quiz', 1);
      await course.activity(course.sectionId, 'Page');
      const learner = await course.learner();
      app.clock.advanceDays(14);
      await course.grade(quiz.lineItemId, learner, { score: '1' });
      expect(await reasons(learner)).toEqual(['inactive 14']);
    });
  });

  it('figures count as overdue only what was due on the day on which the learner came, or later', async () => {
    await course.lineItem({ title: 'Early', dueDate: '2026-01-20' });
    const { id } = await course.lineItem({ title: 'Later', dueDate: '2026-02-01' });
    const early = await course.learner({ beginDate: START });
    const newcomer = await course.learner({ beginDate: '2026-02-01' });
    app.clock.set('2026-02-02T09:00:00.000Z');
    expect(await reasons(early)).toEqual(['overdue_work 2', 'inactive 28']);
    expect(await reasons(newcomer)).toEqual(['overdue_work 1']);
    const dueItems = (await newcomer.get('/v1/me/progress')).body.data[0].dueItems;
    expect(dueItems).toMatchObject([{ lineItemId: id, isOverdue: true }]);
    expect((await report()).lineItems).toMatchObject([
      { title: 'Early', missingScores: 1 },
      { title: 'Later', missingScores: 2 },
    ]);
  });

  it('figures count exempt work nowhere as missing, late or undone', async () => {
    const quiz = await course.quiz('Quiz', 1, { dueAt: new Date('2026-01-20T12:00:00Z') });
    const page = await course.activity(course.sectionId, 'Page');
    const [exempt, other] = [
      await course.learner({ beginDate: START }),
      await course.learner({ beginDate: START }),
    ];
    const result = { score: null, scoreStatus: 'exempt', scoreDate: '2026-01-25' };
    await course.grade(quiz.lineItemId, exempt, result);
    for (const learner of [exempt, other])
      expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204);

    expect(await progress(exempt)).toMatchObject({
      ...{ percentage: '100', completed: 1, total: 1, nextActivity: null },
      activities: [{ counts: false }, { counts: true }],
    });
    expect(await progress(other)).toMatchObject({
      ...{ percentage: '50', completed: 1, total: 2, nextActivity: { title: 'Quiz' } },
      activities: [{ counts: true }, { counts: true }],
    });
    for (const sort of ['name', 'percentage', '-percentage']) {
      const { data } = (await course.instructor.get(`${course.url}/progress?sort=${sort}`)).body;
      const shares = data.map(({ userId, completed, total }: Answer['body']) => [userId, completed, total]);
      expect(
        new Map(shares.map(([userId, ...counts]: [string, number, number]) => [userId, counts])),
      ).toEqual(
        new Map([
          [exempt.id, [1, 1]],
          [other.id, [1, 2]],
        ]),
      );
      if (sort === 'percentage') expect(data[0].userId).toBe(other.id);
      if (sort === '-percentage') expect(data[0].userId).toBe(exempt.id);
    }
    expect(await reasons(exempt)).toEqual([]);
    expect(await reasons(other)).toEqual(['overdue_work 1', 'far_below_median 25']);
    expect(await report()).toMatchObject({
      lineItems: [{ results: 1, exempt: 1, missingScores: 1, late: 0 }],
      completionFunnel: [
        { title: 'Quiz', learners: 1, completed: 0 },
        { title: 'Page', learners: 2, completed: 2, percentage: '100' },
      ],
    });
    const { lineItems } = expectStatus(await exempt.get(`${course.url}/grades/me`), 200);
    expect(lineItems).toMatchObject([{ scoreStatus: 'exempt', late: false }]);
    expect((await exempt.get('/v1/me/progress')).body.data[0]).toMatchObject({
      ...{ percentage: '100', completed: 1, total: 1, nextActivity: null, dueItems: [] },
    });
  });

  it('figures leave a quiz without questions out of every denominator', async () => {
    await course.quiz('Nothing in it', 0, { dueAt: new Date('2026-01-20T12:00:00Z') });
    const page = await course.activity(course.sectionId, 'Page');
    const learner = await course.learner({ beginDate: START });
    expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204);
    expect(await progress(learner)).toMatchObject({
      ...{ percentage: '100', completed: 1, total: 1, nextActivity: null },
      activities: [{ title: 'Nothing in it', counts: false }, { title: 'Page' }],
    });
    expect((await learner.get('/v1/me/progress')).body.data[0]).toMatchObject({ total: 1, dueItems: [] });
    const { progressDistribution, completionFunnel, lineItems, behind } = await report();
    expect(progressDistribution[10]).toMatchObject({ learners: 1 });
    expect(completionFunnel).toMatchObject([{ title: 'Page', completed: 1 }]);
    expect(lineItems).toMatchObject([{ title: 'Nothing in it', missingScores: 0 }]);
    expect(behind.total).toBe(0);
  });

  describe('an instructor’s override of a quiz', () => {
    const isCompleted = async (learner: Caller): Promise<boolean> =>
      (await progress(learner)).activities[0].completedAt !== null;
    const causes = async (learner: Caller): Promise<string[]> => {
      const rows = await app.database.rows<{ cause: string }>(
        'SELECT cause FROM activity_completions WHERE user_id = ?',
        [toBinary(learner.id)],
      );
      return rows.map(({ cause }) => cause);
    };

    it('an override of a quiz completes it when it passes, and reopens it when it fails', async () => {
      const quiz = await course.quiz('Quiz', 4, { passPercentage: '50' });
      const learner = await course.learner();
      await course.grade(quiz.lineItemId, learner, { score: '2' });
      expect(await isCompleted(learner)).toBe(true);
      await course.grade(quiz.lineItemId, learner, { score: '1.9999' });
      expect(await isCompleted(learner)).toBe(false);
      expect((await report()).completionFunnel).toMatchObject([{ completed: 0 }]);
    });

    it('an override of a quiz decides alone while it stands; when it is lifted, the attempts decide again', async () => {
      const quiz = await course.quiz('Quiz', 4, { passPercentage: '50' });
      const learner = await course.learner();
      await course.attempt(learner, quiz, 1);
      await course.grade(quiz.lineItemId, learner, { score: '0' });
      app.clock.advanceDays(1);
      await course.attempt(learner, quiz, 4);
      expect(await isCompleted(learner)).toBe(false);

      const lift = () => course.instructor.delete(`${resultUrl(quiz.lineItemId, learner)}/override`);
      expectStatus(await lift(), 204);
      expect((await progress(learner)).activities).toMatchObject([
        { completedAt: '2026-02-02T09:00:00.000Z' },
      ]);
      expect(await causes(learner)).toEqual(['quiz']);

      const idle = await course.learner();
      await course.grade(quiz.lineItemId, idle, { score: '4' });
      expect(await causes(idle)).toEqual(['override']);
      expectStatus(await course.instructor.delete(`${resultUrl(quiz.lineItemId, idle)}/override`), 204);
      expect(await isCompleted(idle)).toBe(false);
    });

    it('an override of a quiz agrees with completion when it is given at the moment of an attempt', async () => {
      const quiz = await course.quiz('Quiz', 2, { passPercentage: '100', grading: 'first' });
      for (let round = 0; round < 8; round += 1) {
        const learner = await course.learner();
        // The first attempt makes the grade, so that the second one writes no result.
        await course.attempt(learner, quiz, 0);
        await Promise.all([
          course.attempt(learner, quiz, 2),
          course.grade(quiz.lineItemId, learner, { score: '1' }),
        ]);
        expect(await isCompleted(learner)).toBe(false);
      }
    });

    it('an override that says nothing was handed in reopens a quiz without a pass mark, and one that exempts decides nothing', async () => {
      const quiz = await course.quiz('Quiz', 1);
      const learner = await course.learner();
      await course.attempt(learner, quiz, 0);
      await course.grade(quiz.lineItemId, learner, { score: null, scoreStatus: 'exempt' });
      expect(await isCompleted(learner)).toBe(true);
      await course.grade(quiz.lineItemId, learner, { score: null, scoreStatus: 'not submitted' });
      expect(await isCompleted(learner)).toBe(false);
      await course.grade(quiz.lineItemId, learner, { score: null, scoreStatus: 'submitted' });
      expect(await isCompleted(learner)).toBe(true);
    });
  });

  it('figures are all about the same learners: those who can take part now, with or without results', async () => {
    const { id: lineItemId } = await course.lineItem({ dueDate: '2026-01-20' });
    const page = await course.activity(course.sectionId, 'Page');
    const [here, silent, left] = [
      await course.learner({ beginDate: START }),
      await course.learner({ beginDate: START }),
      await course.learner({ beginDate: START }),
    ];
    await course.learner({ beginDate: '2026-03-01' });
    for (const learner of [here, left]) {
      await course.grade(lineItemId, learner, { score: '10', submittedAt: '2026-01-25T12:00:00.000Z' });
      expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204);
    }
    await app.database.run("UPDATE enrollments SET end_date = '2026-01-30' WHERE user_id = ?", [
      toBinary(left.id),
    ]);
    const figures = await report();
    expect(figures).toMatchObject({
      ...{ enrolled: 4, active: 2, suspended: 0, upcoming: 1, ended: 1 },
      lineItems: [{ results: 1, exempt: 0, missingScores: 1, late: 1 }],
      completionFunnel: [{ learners: 2, completed: 1 }],
      behind: { total: 1, learners: [{ userId: silent.id }] },
    });
    const bands: { learners: number }[] = figures.progressDistribution;
    expect(bands.reduce((sum, { learners }) => sum + learners, 0)).toBe(2);
  });

  it('figures remember that a learner had left, when they are enrolled again', async () => {
    const learner = await app.person('learner');
    const enrollmentId = await course.enroll(learner, 'learner', { beginDate: START });
    expectStatus(await course.instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
    const weeks = [{ week: 4, count: 1 }];
    expect(await report()).toMatchObject({ ended: 1, endedByCourseWeek: weeks });
    app.clock.advanceDays(10);
    await course.enroll(learner);
    expect(await report()).toMatchObject({ enrolled: 1, active: 1, ended: 0, endedByCourseWeek: weeks });
    const again = (await course.instructor.get(`${course.url}/enrollments?role=learner`)).body.data[0];
    expectStatus(await course.instructor.delete(`/v1/enrollments/${again.id}`), 204);
    expect(await report()).toMatchObject({
      ended: 1,
      endedByCourseWeek: [...weeks, { week: 6, count: 1 }],
    });
  });
});
