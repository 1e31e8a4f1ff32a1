import { StoredTotalsRepository } from '../../../src/modules/gradebook/stored-totals/stored-totals.repository';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { deadlocksOf } from '../../support/deadlocks';
import { GradedCourse, type SimpleQuiz } from '../../support/graded-course';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sentLate } from '../../support/statements';
import { type Caller, TestApp } from '../../support/test-app';
import { fractionOf, StoredTotalsOf } from '../../support/totals-room';

const ROUNDS = 4;
const LEARNERS = 8;

negativeControl('the revision of stored totals', ['are never those of one change alone'], () => {
  // All have read before the first writes.
  sentLate(/^INSERT INTO stored_totals/);
  replaceMethod(
    StoredTotalsRepository.prototype,
    'storeNext',
    (storeNext) =>
      async function (this: StoredTotalsRepository, ...totals) {
        await storeNext.apply(this, totals);
        return true;
      },
  );
});

/** Changes of the same totals at the same moment. */
describe('stored totals that several change at once', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function opened(): Promise<{
    course: GradedCourse;
    quizzes: SimpleQuiz[];
    itemId: string;
    people: Caller[];
  }> {
    const course = await GradedCourse.open(app, { startDate: '2026-03-01' });
    const quizzes = [await course.quiz('First', 3), await course.quiz('Second', 7)];
    const { id } = await course.lineItem();
    const people = [];
    for (let count = 0; count < LEARNERS; count += 1) people.push(await course.learner());
    return { course, quizzes, itemId: id as string, people };
  }

  const settle = async (course: GradedCourse): Promise<void> => {
    const { data } = expectStatus(await course.instructor.get('/v1/operations'), 200);
    for (const { id } of data) await app.get(OperationRunner).settled(id as string);
  };

  /** Hands in both quizzes of each learner and grades their item, all at once, with something else. */
  async function rush(
    { course, quizzes, itemId, people }: Awaited<ReturnType<typeof opened>>,
    others: (() => Promise<unknown>)[],
  ): Promise<void> {
    const begun = [];
    for (const learner of people)
      for (const { activityId, questionIds } of quizzes) {
        const { id } = expectStatus(await learner.post(`/v1/quizzes/${activityId}/attempts`), 201);
        begun.push({ learner, id: id as string, questionIds });
      }
    const answers = await Promise.all(
      [
        ...begun.map(({ learner, id, questionIds }) =>
          learner.put(`/v1/attempts/${id}/submission`, {
            answers: Object.fromEntries(questionIds.map((question, index) => [question, index < 2])),
          }),
        ),
        ...people.map((learner) =>
          course.instructor.put(`/v1/line-items/${itemId}/results/${learner.id}`, { score: '7' }),
        ),
      ].concat(others.map((send) => send() as never)),
    );
    for (const answer of answers) expect(answer.status).toBe(200);
  }

  async function expectRight(course: GradedCourse, people: Caller[], mustHold: boolean): Promise<void> {
    const stored = new StoredTotalsOf(app, course);
    for (const learner of people) {
      if (mustHold) expect(await stored.claimsToHold(learner)).toBe(true);
      if (!(await stored.claimsToHold(learner))) continue;
      const shares = (await stored.of(learner))?.shares ?? {};
      const { course: computed } = await stored.computed(learner);
      for (const [name, share] of Object.entries(shares)) expect(fractionOf(share)).toBe(computed[name]);
    }
  }

  it('are never those of one change alone', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const room = await opened();
      await rush(room, []);
      await expectRight(room.course, room.people, true);
    }
  });

  it('are never those of other rules, while weights change and learners hand in', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const room = await opened();
      const { course, itemId } = room;
      const reweigh = (weight: string) => () =>
        course.instructor.patch(`/v1/line-items/${itemId}`, { weight });
      await rush(room, [reweigh('2'), reweigh('5'), reweigh('3')]);
      await expectRight(course, room.people, false);
      await settle(course);
      const { data } = expectStatus(await course.instructor.get(`${course.url}/gradebook?sort=total`), 200);
      expect(data).toHaveLength(LEARNERS);
      await expectRight(course, room.people, true);
    }
  });

  it('are stored without a deadlock, once a course has some', async () => {
    const room = await opened();
    await rush(room, []);
    const victims = await deadlocksOf(() => rush(room, []));
    expect(victims).toEqual({});
  });

  it('are right where all have read before the first writes', async () => {
    sentLate(/^INSERT INTO stored_totals/);
    const room = await opened();
    await rush(room, []);
    await expectRight(room.course, room.people, true);
  });
});
