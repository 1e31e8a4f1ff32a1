import { toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';
import { alterStore, negativeControl } from '../../support/negative-control';
import { beforeNext } from '../../support/statements';

negativeControl('the foreign key of a completion', ['refuses the completion or keeps the activity'], () => {
  alterStore('ALTER TABLE activity_completions DROP FOREIGN KEY fk_activity_completions_activity');
  // Long enough for the activity to go.
  beforeNext(/^INSERT INTO activity_completions/, () => new Promise((resume) => setTimeout(resume, 500)));
});

describe('completing activities', () => {
  let app: TestApp;
  let course: GradedCourse;
  let pages: string[];
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app);
    pages = [];
    for (const title of ['One', 'Two', 'Three']) pages.push(await course.activity(course.sectionId, title));
  });
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  const complete = (caller: Caller, activityId: string) =>
    caller.put(`/v1/activities/${activityId}/completion`);
  const reopen = (caller: Caller, activityId: string) =>
    caller.delete(`/v1/activities/${activityId}/completion`);
  const progress = async (caller: Caller, of = course) =>
    expectStatus(await caller.get(`${of.url}/progress/me`), 200);

  it('shows the completed share, the last completed activity and the next one', async () => {
    expect(await progress(learner)).toMatchObject({
      courseId: course.courseId,
      percentage: '0',
      completed: 0,
      total: 3,
      lastActivity: null,
      nextActivity: { activityId: pages[0], type: 'page', title: 'One' },
    });
    expect((await complete(learner, pages[2]!)).status).toBe(204);
    app.clock.advance(60_000);
    expect((await complete(learner, pages[0]!)).status).toBe(204);
    expect(await progress(learner)).toMatchObject({
      percentage: '66.7',
      completed: 2,
      lastActivity: { activityId: pages[0], completedAt: '2026-03-02T09:01:00.000Z' },
      nextActivity: { activityId: pages[1] },
      activities: [
        { activityId: pages[0], sectionId: course.sectionId, completedAt: '2026-03-02T09:01:00.000Z' },
        { activityId: pages[1], completedAt: null },
        { activityId: pages[2], completedAt: '2026-03-02T09:00:00.000Z' },
      ],
    });
    expectStatus(await complete(learner, pages[1]!), 204);
    expect(await progress(learner)).toMatchObject({ percentage: '100', nextActivity: null });
    expectStatus(await reopen(learner, pages[0]!), 204);
    expect(await progress(learner)).toMatchObject({
      percentage: '66.7',
      nextActivity: { activityId: pages[0] },
    });
  });

  it('changes nothing when an activity is completed or reopened twice', async () => {
    expectStatus(await complete(learner, pages[0]!), 204);
    app.clock.advanceDays(1);
    expectStatus(await complete(learner, pages[0]!), 204);
    expect(await progress(learner)).toMatchObject({
      completed: 1,
      lastActivity: { completedAt: '2026-03-02T09:00:00.000Z' },
    });
    for (let times = 0; times < 2; times += 1) expectStatus(await reopen(learner, pages[0]!), 204);
    expect((await progress(learner)).completed).toBe(0);
  });

  it('counts each activity once when it is completed many times at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => complete(learner, pages[index % 3]!)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      expect(await progress(learner)).toMatchObject({ completed: 3, percentage: '100' });
      const mixed = await Promise.all(
        Array.from({ length: 30 }, (_, index) => (index % 2 ? complete : reopen)(learner, pages[index % 3]!)),
      );
      expect(new Set(mixed.map(({ status }) => status))).toEqual(new Set([204]));
      const { completed, activities } = await progress(learner);
      expect(completed).toBe(
        activities.filter(({ completedAt }: { completedAt: string | null }) => completedAt !== null).length,
      );
      const [listed] = (
        await course.instructor.get(`${course.url}/progress?sort=-percentage&limit=100`)
      ).body.data.filter(({ userId }: { userId: string }) => userId === learner.id);
      expect(listed.completed).toBe(completed);
    }
  });

  it('takes two statements to complete an activity and five to reopen it, however large the course', async () => {
    const large = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const someone = await large.learner();
    const budget = async (): Promise<number[]> => {
      const page = await large.activity(large.sectionId);
      // The version of the course, which tells whether anything is hidden, is read once.
      await someone.get(`${large.url}/outline`);
      return [
        (await sqlOf(() => complete(someone, page))).length,
        (await sqlOf(() => complete(someone, page))).length,
        (await sqlOf(() => someone.get(`${large.url}/progress/me`))).length,
        (await sqlOf(() => reopen(someone, page))).length,
      ];
    };
    expect(await budget()).toEqual([2, 2, 2, 5]);
    const where = {
      courseId: large.courseId,
      sectionId: large.sectionId,
      timeZone: 'UTC',
      startDate: '2026-01-05',
    };
    await populate(app, where, { learners: 100, activities: 20, lineItems: 0 });
    expect(await budget()).toEqual([2, 2, 2, 5]);
  });

  it('refuses everybody but active learners', async () => {
    const others = [
      await course.formerLearner(),
      await course.learner({ beginDate: '2026-03-03' }),
      await app.person('learner'),
      course.instructor,
      await app.person('administrator'),
    ];
    for (const caller of others) {
      expect((await complete(caller, pages[0]!)).body.code).toBe('courses.learners_only');
      expect((await reopen(caller, pages[0]!)).body.code).toBe('courses.learners_only');
      expect((await caller.get(`${course.url}/progress/me`)).body.code).toBe('courses.learners_only');
    }
    expect((await complete(app.anyone, pages[0]!)).status).toBe(401);
    expect((await complete(learner, course.courseId)).body.code).toBe('courses.activity_not_found');
    const draft = await GradedCourse.open(app, { published: false });
    const hidden = await draft.activity(draft.sectionId);
    expect((await complete(learner, hidden)).body.code).toBe('courses.activity_not_found');
  });

  it('refuses completions in an archived course', async () => {
    const closed = await GradedCourse.open(app);
    const page = await closed.activity(closed.sectionId);
    const someone = await closed.learner();
    expectStatus(await closed.instructor.put(`${closed.url}/archive`), 200);
    expect((await complete(someone, page)).body.code).toBe('courses.archived');
  });

  it('shows the right share after activities are added and deleted', async () => {
    const own = await GradedCourse.open(app);
    const someone = await own.learner();
    const [kept, dropped] = [await own.activity(own.sectionId), await own.activity(own.sectionId)];
    expectStatus(await complete(someone, kept), 204);
    expectStatus(await complete(someone, dropped), 204);
    expect((await progress(someone, own)).percentage).toBe('100');
    expectStatus(await reopen(someone, dropped), 204);
    const added = await own.activity(own.sectionId);
    expect(await progress(someone, own)).toMatchObject({
      percentage: '33.3',
      nextActivity: { activityId: dropped },
    });
    expectStatus(await own.instructor.delete(`/v1/activities/${dropped}`), 204);
    expect(await progress(someone, own)).toMatchObject({ percentage: '50', completed: 1, total: 2 });
    expectStatus(await own.instructor.delete(`/v1/activities/${added}`), 204);
    expect((await progress(someone, own)).percentage).toBe('100');
    expect((await complete(someone, dropped)).body.code).toBe('courses.activity_not_found');
  });

  it('refuses to delete a completed activity, whoever asks', async () => {
    const own = await GradedCourse.open(app);
    const page = await own.activity(own.sectionId);
    const learners = [await own.learner(), await own.learner()];
    for (const someone of learners) expectStatus(await complete(someone, page), 204);
    for (const caller of [own.instructor, await app.person('administrator')])
      expect((await caller.delete(`/v1/activities/${page}`)).body).toMatchObject({
        status: 409,
        code: 'progress.activity_completed',
        detail: expect.stringContaining('2 learners have completed'),
      });
    expect((await progress(learners[0]!, own)).completed).toBe(1);
  });

  it('keeps a record of a completion that its learner takes back', async () => {
    const page = pages[0]!;
    expectStatus(await complete(learner, page), 204);
    app.clock.advance(60_000);
    expectStatus(await reopen(learner, page), 204);
    expectStatus(await reopen(learner, page), 204);
    const rows = await app.database.rows(
      `SELECT activity_id AS activityId, course_id AS courseId, completed_at AS completedAt, cause,
              reopened_at AS reopenedAt FROM reopened_completions WHERE user_id = ?`,
      [toBinary(learner.id)],
    );
    expect(rows).toEqual([
      {
        activityId: toBinary(page),
        courseId: toBinary(course.courseId),
        completedAt: new Date('2026-03-02T09:00:00.000Z'),
        cause: 'manual',
        reopenedAt: new Date('2026-03-02T09:01:00.000Z'),
      },
    ]);
  });

  it('refuses the completion or keeps the activity when it is deleted at the same moment', async () => {
    const own = await GradedCourse.open(app);
    const someone = await own.learner();
    for (let round = 0; round < 10; round += 1) {
      const page = await own.activity(own.sectionId);
      const [deleted, completed] = await Promise.all([
        own.instructor.delete(`/v1/activities/${page}`),
        complete(someone, page),
      ]);
      expect([deleted.status, completed.status]).toEqual(deleted.status === 204 ? [204, 404] : [409, 204]);
      const { completed: count, total } = await progress(someone, own);
      expect(count).toBe(total);
    }
  });

  describe('a quiz', () => {
    it('refuses learners who mark a quiz as completed', async () => {
      const quiz = await course.quiz('Unsaid', 1);
      expect((await complete(learner, quiz.activityId)).body).toMatchObject({
        status: 409,
        code: 'progress.quiz_completes_itself',
      });
      expect((await reopen(learner, quiz.activityId)).body.code).toBe('progress.quiz_completes_itself');
      expectStatus(await course.instructor.delete(`/v1/activities/${quiz.activityId}`), 204);
    });

    it('completes a quiz by any attempt, or by one that reaches the pass mark where there is one', async () => {
      const own = await GradedCourse.open(app);
      const someone = await own.learner();
      const any = await own.quiz('Any', 2);
      const marked = await own.quiz('Marked', 2, { passPercentage: '60' });
      await own.attempt(someone, any, 0);
      await own.attempt(someone, marked, 1);
      expect(await progress(someone, own)).toMatchObject({
        completed: 1,
        nextActivity: { activityId: marked.activityId },
      });
      await own.attempt(someone, marked, 2);
      app.clock.advanceDays(1);
      await own.attempt(someone, marked, 0);
      expect(await progress(someone, own)).toMatchObject({
        percentage: '100',
        activities: [
          expect.anything(),
          { activityId: marked.activityId, completedAt: '2026-03-02T09:00:00.000Z' },
        ],
      });
      const rows = await app.database.rows<{ cause: string }>(
        'SELECT cause FROM activity_completions WHERE user_id = ?',
        [toBinary(someone.id)],
      );
      expect(rows).toEqual([{ cause: 'quiz' }, { cause: 'quiz' }]);
    });
  });
});
