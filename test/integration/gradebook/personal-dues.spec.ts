import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const DUE = '2026-03-10T22:59:59.000Z';

describe('when a quiz is due for one learner', () => {
  let app: TestApp;
  let approver: Caller;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let learner: Caller;
  let classmate: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-03-01' });
    quiz = await course.quiz('Quiz', 2, { dueAt: new Date(DUE), feedback: 'after_submission' });
    [learner, classmate] = [await course.learner(), await course.learner()];
  });

  const approve = async (person: Caller, what: object): Promise<void> => {
    const dto = { reason: 'Needed', validFrom: '2026-01-01T00:00:00.000Z', ...what };
    expectStatus(await approver.post(`/v1/users/${person.id}/accommodations`, dto), 201);
  };
  const grant = async (person: Caller, what: object): Promise<void> => {
    const url = `/v1/quizzes/${quiz.activityId}/exceptions/${person.id}`;
    expectStatus(await course.instructor.put(url, { reason: 'Ill', ...what }), 200);
  };
  const ownGrade = async (person: Caller): Promise<Answer['body']> =>
    expectStatus(await person.get(`${course.url}/grades/me`), 200).lineItems[0];
  const cell = async (person: Caller): Promise<Answer['body']> => {
    const { data } = expectStatus(await course.instructor.get(`${course.url}/gradebook`), 200);
    const row = data.find(({ userId }: { userId: string }) => userId === person.id);
    return row.results[quiz.lineItemId];
  };
  const dueItems = async (person: Caller): Promise<Answer['body'][]> => {
    const { data } = expectStatus(await person.get('/v1/me/progress'), 200);
    return data.find(({ courseId }: { courseId: string }) => courseId === course.courseId).dueItems;
  };
  const report = async (): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`${course.url}/report`), 200);
  const overdueOf = async (person: Caller): Promise<number> => {
    const { behind } = await report();
    const own = behind.learners.find(({ userId }: { userId: string }) => userId === person.id);
    const reason = own?.reasons.find(({ code }: { code: string }) => code === 'overdue_work');
    return Number(reason?.actual ?? 0);
  };
  const lateIn = async (): Promise<number> => (await report()).lineItems[0].late;

  it('added days count in grades, gradebook, overview and report alike, and for nobody else', async () => {
    await approve(learner, { daysAdded: 2 });
    expect(await ownGrade(learner)).toMatchObject({
      dueAt: DUE,
      dueDate: '2026-03-10',
      effectiveDueAt: '2026-03-12T22:59:59.000Z',
      dueMovedBy: 'accommodation',
    });
    expect(await ownGrade(classmate)).toMatchObject({ effectiveDueAt: DUE, dueMovedBy: null });
    app.clock.set('2026-03-12T12:00:00.000Z');
    expect(await dueItems(learner)).toMatchObject([{ dueAt: '2026-03-12T22:59:59.000Z', isOverdue: false }]);
    expect(await dueItems(classmate)).toMatchObject([{ dueAt: DUE, isOverdue: true }]);
    expect([await overdueOf(learner), await overdueOf(classmate)]).toEqual([0, 1]);

    await course.attempt(learner, quiz, 2);
    await course.attempt(classmate, quiz, 2);
    expect(await ownGrade(learner)).toMatchObject({ late: false, daysLate: 0 });
    expect(await ownGrade(classmate)).toMatchObject({ late: true, daysLate: 2 });
    expect(await cell(learner)).toMatchObject({ late: false, daysLate: 0, dueMovedBy: 'accommodation' });
    expect(await cell(classmate)).toMatchObject({ late: true, daysLate: 2, dueMovedBy: null });
    expect(await lateIn()).toBe(1);
    const asStaff = await course.instructor.get(`${course.url}/grades/${learner.id}`);
    expect(expectStatus(asStaff, 200).lineItems).toEqual([await ownGrade(learner)]);
  });

  it('an earlier due that was granted makes late who misses it, and one for whom it was lifted is never late', async () => {
    await grant(learner, { dueAt: '2026-03-05T12:00:00.000Z' });
    await grant(classmate, { dueAt: null });
    expect(await dueItems(classmate)).toEqual([]);
    app.clock.set('2026-03-06T12:00:00.000Z');
    expect(await overdueOf(learner)).toBe(1);
    await course.attempt(learner, quiz, 1);
    expect(await cell(learner)).toMatchObject({ late: true, daysLate: 1, dueMovedBy: 'exception' });
    app.clock.set('2026-04-06T12:00:00.000Z');
    expect(await overdueOf(classmate)).toBe(0);
    await course.attempt(classmate, quiz, 1);
    expect(await cell(classmate)).toMatchObject({ late: false, daysLate: null });
    expect(await ownGrade(classmate)).toMatchObject({ dueAt: DUE, effectiveDueAt: null, late: false });
    expect(await lateIn()).toBe(1);
  });

  it('an accommodation that ends after the work was handed in makes nothing late', async () => {
    await approve(learner, { daysAdded: 3, validUntil: '2026-03-14T00:00:00.000Z' });
    app.clock.set('2026-03-12T12:00:00.000Z');
    await course.attempt(learner, quiz, 1);
    app.clock.set('2026-03-20T12:00:00.000Z');
    expect(await ownGrade(learner)).toMatchObject({ late: false, daysLate: 0, dueMovedBy: 'accommodation' });
    expect(await cell(learner)).toMatchObject({ late: false, daysLate: 0 });
    expect(await lateIn()).toBe(0);
  });

  it('one for another course, or one of no days, moves nothing', async () => {
    const other = await GradedCourse.open(app);
    await approve(learner, { daysAdded: 5, courseId: other.courseId });
    await approve(learner, { timeFactor: '2' });
    app.clock.set('2026-03-12T12:00:00.000Z');
    await course.attempt(learner, quiz, 1);
    const late = { late: true, daysLate: 2, dueMovedBy: null };
    expect(await ownGrade(learner)).toMatchObject({ effectiveDueAt: DUE, ...late });
    expect(await cell(learner)).toMatchObject(late);
    expect(await lateIn()).toBe(1);
  });

  it('the statements of grades, gradebook, overview and report stay as many, however many have terms of their own', async () => {
    const statements = async (): Promise<number[]> => [
      (await sqlOf(() => ownGrade(learner))).length,
      (await sqlOf(() => cell(learner))).length,
      (await sqlOf(() => dueItems(learner))).length,
      (await sqlOf(report)).length,
    ];
    // The version of the course, which tells whether anything is hidden, is read once.
    await ownGrade(learner);
    const before = await statements();
    for (let person = 0; person < 6; person += 1) {
      const another = await course.learner();
      await approve(another, { daysAdded: person + 1 });
      await grant(another, { dueAt: `2026-03-1${person}T12:00:00.000Z` });
    }
    expect(await statements()).toEqual(before);
  });
});
