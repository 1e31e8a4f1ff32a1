import { LastClosesRepository } from '../../../src/modules/assessments/review/last-closes.repository';
import { Classroom, RIGHT_RESPONSES, SECRETS } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the last close of a class',
  [
    'the key stays hidden from all',
    'an exception given after the close hides',
    'stays hidden for good',
    'an attempt that staff paused',
    'an accommodation counts for all courses',
    'what is shown follows a close that moves',
  ],
  () => {
    replaceMethod(LastClosesRepository.prototype, 'update', () => () => Promise.resolve());
  },
);

const CLOSES = '2026-03-10T17:00:00.000Z';
const HIDDEN_SCORE = { during: [], immediatelyAfter: ['answers'], laterWhileOpen: ['answers'] };
const ALL_AFTER_CLOSE = ['answers', 'correctness', 'maxMarks', 'marks', 'generalFeedback', 'rightAnswer'];

describe('what is shown after the close of a quiz', () => {
  let app: TestApp;
  let approver: Caller;
  let room: Classroom;
  let learner: Caller;
  let classmate: Caller;
  let attemptId: string;
  let lineItemId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    approver = await app.person('administrator');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    room = await Classroom.open(app);
    const review = { ...HIDDEN_SCORE, afterClose: ALL_AFTER_CLOSE };
    expectStatus(
      await room.instructor.patch(`/v1/quizzes/${room.quizId}`, { review, closesAt: CLOSES }),
      200,
    );
    [learner, classmate] = [await room.learner(), await room.learner()];
    const { id } = expectStatus(await room.start(learner), 201);
    attemptId = id;
    // Mostly wrong, so that secrets can come from the key alone.
    const answers = room.byQuestion([RIGHT_RESPONSES[0], [], true, '1', 'nothing']);
    expectStatus(await room.submit(learner, attemptId, answers), 200);
    const items = expectStatus(await room.instructor.get(`${room.url}/line-items`), 200).data;
    lineItemId = items.find(({ activityId }: { activityId: string }) => activityId === room.quizId).id;
  });

  const grant = async (person: Caller, what: object): Promise<void> => {
    const url = `/v1/quizzes/${room.quizId}/exceptions/${person.id}`;
    expectStatus(await room.instructor.put(url, { reason: 'Ill', ...what }), 200);
  };
  const takeBack = async (person: Caller): Promise<void> => {
    const url = `/v1/quizzes/${room.quizId}/exceptions/${person.id}`;
    expectStatus(await room.instructor.delete(url), 204);
  };
  const approve = async (person: Caller, what: object): Promise<void> => {
    const validFrom = '2026-01-01T00:00:00.000Z';
    const dto = { reason: 'Needed', validFrom, ...what };
    expectStatus(await approver.post(`/v1/users/${person.id}/accommodations`, dto), 201);
  };

  /** Every answer that a learner can get about what they earned. */
  async function answersOf(reader: Caller): Promise<Answer[]> {
    return [
      await reader.get(`/v1/attempts/${attemptId}`),
      await reader.send('HEAD', `/v1/attempts/${attemptId}`),
      await reader.get(`/v1/quizzes/${room.quizId}/attempts`),
      await reader.get(`/v1/quizzes/${room.quizId}`),
      await reader.get(`${room.url}/grades/me`),
      await reader.get(`/v1/line-items/${lineItemId}/results/${learner.id}`),
      await reader.get(`/v1/line-items/${lineItemId}/results/${learner.id}/history`),
      await reader.put(`/v1/attempts/${attemptId}/submission`, {}),
    ];
  }

  async function expectHidden(): Promise<void> {
    for (const { text } of await answersOf(learner)) {
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/"key":|"correct":|"pointsAwarded":/);
      // The score of one right answer, and its percentage.
      expect(text).not.toMatch(/"score":"2"|"percentage":"20"|"gradeScore":"2"|"total":"20"/);
    }
    const own = (await learner.get(`${room.url}/grades/me`)).body;
    expect(own.lineItems[0]).toMatchObject({ score: null, scoreStatus: 'submitted' });
  }

  async function expectShown(): Promise<void> {
    const { body, text } = await learner.get(`/v1/attempts/${attemptId}`);
    expect(body).toMatchObject({ score: '2', gradeScore: '2' });
    for (const secret of SECRETS) expect(text).toContain(secret);
    expect((await learner.get(`${room.url}/grades/me`)).body.lineItems[0].score).toBe('2');
  }

  it('is shown at the close where nobody has other terms', async () => {
    app.clock.set('2026-03-10T16:59:59.999Z');
    await expectHidden();
    app.clock.set(CLOSES);
    await expectShown();
  });

  it('the key stays hidden from all while one of the class has longer, whatever gives it to them', async () => {
    await grant(classmate, { closesAt: '2026-03-11T09:00:00.000Z' });
    app.clock.set('2026-03-11T08:59:59.999Z');
    await expectHidden();
    app.clock.set('2026-03-11T09:00:00.000Z');
    await expectShown();

    await approve(classmate, { daysAdded: 3 });
    // The exception stands above the days; without it they count.
    await expectShown();
    await takeBack(classmate);
    await expectHidden();
    app.clock.set('2026-03-13T16:59:59.999Z');
    await expectHidden();
    app.clock.set('2026-03-13T17:00:00.000Z');
    await expectShown();
  });

  it('an exception given after the close hides the key again, and taking it back shows it', async () => {
    app.clock.set('2026-03-12T09:00:00.000Z');
    await expectShown();
    await grant(classmate, { closesAt: '2026-03-14T09:00:00.000Z', maxAttempts: 1 });
    await expectHidden();
    expectStatus(await room.start(classmate), 201);
    await takeBack(classmate);
    await expectShown();
  });

  it('stays hidden for good where the close is lifted for somebody, until they leave it', async () => {
    await grant(classmate, { closesAt: null });
    app.clock.set('2027-03-12T09:00:00.000Z');
    await expectHidden();
    await grant(classmate, { closesAt: CLOSES });
    await expectShown();
  });

  it('an accommodation counts for all courses of its person, also one that becomes a learner later', async () => {
    const late = await app.person('learner');
    await approve(late, { daysAdded: 1 });
    app.clock.set(CLOSES);
    await expectShown();
    await room.enroll(late);
    await expectHidden();
    app.clock.set('2026-03-11T17:00:00.000Z');
    await expectShown();
  });

  it('one that is for another course, or of somebody who is no learner here, hides nothing', async () => {
    const elsewhere = await Classroom.open(app);
    await approve(classmate, { daysAdded: 5, courseId: elsewhere.courseId });
    await approve(await room.member('assistant'), { daysAdded: 5 });
    await approve(await room.formerLearner(), { daysAdded: 5 });
    app.clock.set('2026-03-11T17:00:00.000Z');
    await expectShown();
  });

  it('what is shown follows a close that moves, a longer time limit and a grace', async () => {
    const quiz = `/v1/quizzes/${room.quizId}`;
    await approve(classmate, { timeFactor: '2' });
    app.clock.set(CLOSES);
    await expectShown();
    expectStatus(await room.instructor.patch(quiz, { timeLimitSeconds: 3600 }), 200);
    await expectHidden();
    app.clock.set('2026-03-10T18:00:00.000Z');
    await expectShown();
    expectStatus(await room.instructor.patch(quiz, { atEnd: 'grace', graceSeconds: 600 }), 200);
    await expectHidden();
    app.clock.set('2026-03-10T18:10:00.000Z');
    await expectShown();
    expectStatus(await room.instructor.patch(quiz, { hardClose: true, atEnd: 'submit' }), 200);
    await expectShown();
    expectStatus(await room.instructor.patch(quiz, { closesAt: '2026-03-20T17:00:00.000Z' }), 200);
    await expectHidden();
  });

  it('an attempt that staff paused, gave more time or opened again holds the key back until it ends', async () => {
    const staff = (what: string, body: object): Promise<Answer> =>
      room.instructor.post(`/v1/quizzes/${room.quizId}/open-attempts/${what}`, {
        reason: 'The fire alarm',
        ...body,
      });
    const { id } = expectStatus(await room.start(classmate), 201);
    app.clock.set('2026-03-10T16:30:00.000Z');
    expectStatus(await staff('pause', {}), 200);
    app.clock.set('2026-03-12T09:00:00.000Z');
    await expectHidden();
    // Half an hour was left of it.
    expectStatus(await staff('resumption', {}), 200);
    app.clock.set('2026-03-12T09:29:59.999Z');
    await expectHidden();
    expectStatus(await staff('extension', { minutes: 10 }), 200);
    app.clock.set('2026-03-12T09:39:59.999Z');
    await expectHidden();
    app.clock.set('2026-03-12T09:40:00.000Z');
    await expectShown();

    const reopened = { reason: 'The fire alarm', minutes: 20 };
    expectStatus(await room.instructor.post(`/v1/attempts/${id}/reopening`, reopened), 200);
    await expectHidden();
    expectStatus(await room.instructor.post(`/v1/attempts/${id}/ending`, { reason: 'They went home' }), 200);
    await expectShown();
  });

  it('a paused attempt of somebody who has left holds back nothing', async () => {
    const leaver = await app.person('learner');
    const enrollmentId = await room.enroll(leaver);
    expectStatus(await room.start(leaver), 201);
    const url = `/v1/quizzes/${room.quizId}/open-attempts/pause`;
    expectStatus(await room.instructor.post(url, { reason: 'The fire alarm' }), 200);
    app.clock.set('2026-03-12T09:00:00.000Z');
    await expectHidden();
    expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollmentId}`), 204);
    await expectShown();
  });

  it('a new time zone of the course moves it with the close', async () => {
    await approve(classmate, { daysAdded: 1 });
    expectStatus(await room.instructor.patch(room.url, { timeZone: 'America/New_York' }), 200);
    // 17:00 in London is 17:00 in New York then, a day later.
    app.clock.set('2026-03-11T20:59:59.999Z');
    await expectHidden();
    app.clock.set('2026-03-11T21:00:00.000Z');
    await expectShown();
  });

  it('reading an attempt needs no further statement, and a change of terms as many in a large class', async () => {
    const read = (): Promise<Answer> => learner.get(`/v1/attempts/${attemptId}`);
    const change = (hour: number) => (): Promise<void> =>
      grant(classmate, { closesAt: `2026-03-12T1${hour}:00:00.000Z` });
    await change(9)();
    const before = [(await sqlOf(read)).length, (await sqlOf(change(0))).length];
    for (let person = 0; person < 12; person += 1) {
      const another = await room.learner();
      await grant(another, { closesAt: '2026-03-11T09:00:00.000Z' });
      await approve(another, { daysAdded: 1 });
    }
    expect([(await sqlOf(read)).length, (await sqlOf(change(1))).length]).toEqual(before);
  });

  it('of an exception and an accommodation that are granted at once, neither is forgotten', async () => {
    const another = await room.learner();
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([
        grant(classmate, { closesAt: `2026-03-1${round + 1}T09:00:00.000Z` }),
        approve(another, { daysAdded: round + 1 }),
      ]);
      app.clock.set(`2026-03-1${round + 1}T16:59:59.999Z`);
      await expectHidden();
    }
  });
});
