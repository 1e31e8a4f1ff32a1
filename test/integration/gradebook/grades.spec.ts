import { newId } from '../../../src/shared/database/ids';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('grades', () => {
  let app: TestApp;
  let course: GradedCourse;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { timeZone: 'Europe/Madrid' });
    learner = await course.learner();
  });
  afterAll(() => app.stop());

  it('shows each line item with its result, and the mean of what is graded', async () => {
    const quiz = await course.quiz('Describing data', 3, { dueAt: new Date('2026-03-20T22:59:59.999Z') });
    const late = await course.lineItem({ title: 'Late', dueDate: '2026-02-10', resultValueMax: '20' });
    const exempt = await course.lineItem({ title: 'Exempt', dueDate: '2026-03-11' });
    const open = await course.lineItem({ title: 'Open' });
    const attemptId = await course.attempt(learner, quiz, 2);
    await course.grade(late.id, learner, {
      ...{ score: '17.5', scoreDate: '2026-02-12', comment: 'A day late.' },
      submittedAt: '2026-02-11T08:00:00.000Z',
    });
    await course.grade(exempt.id, learner, { score: null, scoreStatus: 'exempt' });

    const { body } = await learner.get(`${course.url}/grades/me`);
    // (200/3 + 87.5) / 2
    expect(body).toMatchObject({ courseId: course.courseId, userId: learner.id, total: '77.08' });
    expect(body.lineItems).toEqual([
      {
        lineItemId: late.id,
        activityId: null,
        title: 'Late',
        category: null,
        dueAt: '2026-02-10T22:59:59.999Z',
        dueDate: '2026-02-10',
        effectiveDueAt: '2026-02-10T22:59:59.999Z',
        dueMovedBy: null,
        resultValueMin: '0',
        resultValueMax: '20',
        score: '17.5',
        effectiveScore: '17.5',
        percentage: '87.5',
        scoreStatus: 'fully graded',
        scoreDate: '2026-02-12',
        submittedAt: '2026-02-11T08:00:00.000Z',
        late: true,
        daysLate: 1,
        lateness: {
          ...{ status: 'late', isByHand: false, seconds: 32_401, deducted: '0' },
          ...{ isAtFloor: false, isWaived: false, graceTokens: 0, countedSeconds: 32_401 },
        },
        comment: 'A day late.',
        source: 'instructor',
        isOverride: false,
        attemptId: null,
        periodId: null,
      },
      expect.objectContaining({
        lineItemId: exempt.id,
        score: null,
        percentage: null,
        scoreStatus: 'exempt',
        late: false,
      }),
      expect.objectContaining({
        lineItemId: quiz.lineItemId,
        activityId: quiz.activityId,
        dueDate: '2026-03-20',
        score: '2',
        percentage: '66.67',
        late: false,
        source: 'quiz',
        attemptId,
      }),
      expect.objectContaining({
        lineItemId: open.id,
        score: null,
        percentage: null,
        scoreStatus: null,
        scoreDate: null,
        late: false,
        source: null,
      }),
    ]);
    expect((await course.instructor.get(`${course.url}/grades/${learner.id}`)).body).toEqual(body);
    expect((await learner.get(`${course.url}/grades/${learner.id}`)).body).toEqual(body);
  });

  it('shows grades to the learner, after the enrollment has ended too, and to the staff, but to nobody else', async () => {
    const classmate = await course.learner();
    const former = await course.formerLearner();
    const stranger = await app.person('instructor');
    const of = async (caller: Caller, whose: string): Promise<[number, string | undefined]> => {
      const { status, body } = await caller.get(`${course.url}/grades/${whose}`);
      return [status, body.code];
    };
    expect(await of(former, 'me')).toEqual([200, undefined]);
    expect(await of(course.instructor, former.id)).toEqual([200, undefined]);
    expect(await of(await course.member('assistant'), learner.id)).toEqual([200, undefined]);
    expect(await of(await app.person('administrator'), learner.id)).toEqual([200, undefined]);
    expect(await of(classmate, learner.id)).toEqual([403, 'courses.staff_only']);
    expect(await of(stranger, learner.id)).toEqual([403, 'courses.staff_only']);
    expect(await of(stranger, 'me')).toEqual([403, 'courses.learners_only']);
    expect(await of(course.instructor, 'me')).toEqual([403, 'courses.learners_only']);
    expect(await of(course.instructor, stranger.id)).toEqual([404, 'gradebook.not_a_learner']);
    expect(await of(course.instructor, newId())).toEqual([404, 'gradebook.not_a_learner']);
    expect((await app.anyone.get(`${course.url}/grades/me`)).status).toBe(401);
    const draft = await GradedCourse.open(app, { published: false });
    expect((await learner.get(`${draft.url}/grades/me`)).body.code).toBe('courses.not_found');
  });

  describe('of a large course', () => {
    let large: GradedCourse;
    let own: Caller;
    const read =
      (url: string, caller: Caller): (() => Promise<Answer>) =>
      () =>
        caller.get(`${large.url}/${url}`);

    beforeAll(async () => {
      large = await GradedCourse.open(app, { startDate: '2026-01-05' });
      own = await large.learner();
    });

    it('takes two statements for a learner’s grades and three for a page of the gradebook, however large the course', async () => {
      const budget = async (): Promise<number[]> => {
        // The version of the course, which tells whether anything is hidden, is read once.
        await read('outline', own)();
        return [
          (await sqlOf(read('grades/me', own))).length,
          (await sqlOf(read('gradebook?limit=100', large.instructor))).length,
          (await sqlOf(read(`grades/${own.id}`, large.instructor))).length,
        ];
      };
      const where = {
        courseId: large.courseId,
        sectionId: large.sectionId,
        timeZone: 'UTC',
        startDate: '2026-01-05',
      };
      await populate(app, where, { learners: 10, activities: 1, lineItems: 2 });
      expect(await budget()).toEqual([2, 3, 3]);
      await populate(app, where, { learners: 200, activities: 20, lineItems: 20, seed: 8 });
      expect(await budget()).toEqual([2, 3, 3]);
    });
  });
});
