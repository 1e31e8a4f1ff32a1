import { ExceptionSchedulesRepository } from '../../../src/modules/assessments/exceptions/exception-schedules.repository';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the dates of exceptions that follow the time zone of the course',
  ['move with', 'end open attempts', 'count lateness'],
  () => replaceMethod(ExceptionSchedulesRepository.prototype, 'move', () => () => Promise.resolve()),
);

describe('the dates of an exception, when the course gets another time zone', () => {
  let app: TestApp;
  let administrator: Caller;
  let course: GradedCourse;
  let quiz: SimpleQuiz;
  let learner: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-01-12T09:00:00.000Z');
    course = await GradedCourse.open(app, { timeZone: 'Europe/Berlin', startDate: '2026-01-01' });
    quiz = await course.quiz('Quiz', 2, { dueAt: new Date('2026-01-10T22:59:59.000Z') });
    learner = await course.learner();
  });

  const addressOf = (person: Caller): string => `/v1/quizzes/${quiz.activityId}/exceptions/${person.id}`;
  const grant = async (person: Caller, terms: object): Promise<void> => {
    expectStatus(await course.instructor.put(addressOf(person), { reason: 'Ill', ...terms }), 200);
  };
  const granted = async (): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(addressOf(learner)), 200);
  const move = (timeZone = 'America/New_York'): Promise<Answer> =>
    administrator.patch(course.url, { timeZone });

  it('move with it to the same local time, as a version that its history and the answer tell, unless they have passed', async () => {
    await grant(learner, {
      opensAt: '2026-01-11T08:00:00.000Z',
      dueAt: '2026-01-20T22:59:59.000Z',
      closesAt: null,
      timeLimitSeconds: 900,
    });
    const { timeZoneChange } = expectStatus(await move(), 200);
    expect(await granted()).toMatchObject({
      granted: {
        opensAt: '2026-01-11T08:00:00.000Z',
        dueAt: '2026-01-21T04:59:59.000Z',
        closesAt: null,
        timeLimitSeconds: 900,
      },
      version: 2,
    });
    const told = timeZoneChange.moves.find(({ of }: { of: string }) => of === 'quiz_exceptions');
    expect(told).toMatchObject({
      ...{ moved: 1, kept: 1 },
      dates: [
        {
          id: learner.id,
          field: 'dueAt',
          from: '2026-01-20T22:59:59.000Z',
          to: '2026-01-21T04:59:59.000Z',
        },
      ],
    });
    const history = await course.instructor.get(`${addressOf(learner)}/history`);
    expect(expectStatus(history, 200).data[0]).toMatchObject({
      changedBy: { id: administrator.id },
      before: { dueAt: '2026-01-20T22:59:59.000Z', closesAt: null, reason: 'Ill' },
      after: { dueAt: '2026-01-21T04:59:59.000Z', closesAt: null, reason: 'Ill' },
    });
  });

  it('stay, if they would come to lie out of order with those of the quiz', async () => {
    await grant(learner, { closesAt: '2026-01-12T12:00:00.000Z', dueAt: '2026-01-12T11:00:00.000Z' });
    expectStatus(await move('Asia/Tokyo'), 200);
    expect(await granted()).toMatchObject({
      granted: { closesAt: '2026-01-12T12:00:00.000Z', dueAt: '2026-01-12T11:00:00.000Z' },
      version: 1,
    });
  });

  it('end open attempts at the new instant, and the rules of these say so', async () => {
    await grant(learner, { closesAt: '2026-01-20T12:00:00.000Z' });
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
    expectStatus(await move(), 200);
    const attempt = expectStatus(await learner.get(`/v1/attempts/${id}`), 200);
    expect(attempt).toMatchObject({
      endsAt: '2026-01-20T18:00:00.000Z',
      rules: {
        effective: { closesAt: '2026-01-20T18:00:00.000Z' },
        origins: { closesAt: 'exception' },
      },
    });
    const { data } = expectStatus(await course.instructor.get(`/v1/attempts/${id}/timeline`), 200);
    expect(data.at(-1)).toMatchObject({
      ...{ kind: 'rules_changed', by: { id: administrator.id } },
      details: {
        changes: [
          {
            rule: 'closesAt',
            before: '2026-01-20T12:00:00.000Z',
            after: '2026-01-20T18:00:00.000Z',
            origin: 'exception',
          },
        ],
      },
    });
  });

  it('count lateness from the instant of a due date that moved, and of one that has passed', async () => {
    const other = await course.learner();
    await grant(learner, { dueAt: '2026-01-20T22:59:59.000Z' });
    // Some hours before the attempt, on the same day in Berlin.
    await grant(other, { dueAt: '2026-01-11T23:30:00.000Z' });
    app.clock.set('2026-01-12T14:00:00.000Z');
    expectStatus(await move(), 200);
    await course.attempt(other, quiz, 1);
    app.clock.set('2026-01-21T12:00:00.000Z');
    await course.attempt(learner, quiz, 1);
    const gradeOf = async (person: Caller): Promise<Answer['body']> =>
      expectStatus(await person.get(`${course.url}/grades/me`), 200).lineItems[0];
    expect(await gradeOf(learner)).toMatchObject({ daysLate: 1, dueMovedBy: 'exception' });
    expect(await gradeOf(other)).toMatchObject({ daysLate: 1, dueMovedBy: 'exception' });
    const { data } = expectStatus(await course.instructor.get(`${course.url}/gradebook`), 200);
    const cells = new Map(
      data.map((row: Answer['body']) => [row.userId, row.results[quiz.lineItemId].daysLate]),
    );
    expect([cells.get(learner.id), cells.get(other.id)]).toEqual([1, 1]);
    expect(expectStatus(await course.instructor.get(`${course.url}/report`), 200).lineItems[0].late).toBe(2);
  });

  it('cost as many statements for many people as for one', async () => {
    await grant(learner, { dueAt: '2026-01-20T22:59:59.000Z' });
    const one = (await sqlOf(() => move())).length;
    for (let count = 0; count < 5; count += 1)
      await grant(await course.learner(), { dueAt: `2026-01-2${count}T12:00:00.000Z` });
    expect((await sqlOf(() => move('Europe/Berlin'))).length).toBe(one);
  });
});
