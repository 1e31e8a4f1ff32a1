import { toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { expectStatus } from '../../support/course-room';
import { GradedCourse, resultUrl } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { beforeNext, rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl(
  'the lock on the time zone of a course',
  ['keeps a person enrolled who', 'keeps a person withdrawn who'],
  () => {
    rewriteStatements(/time_zone.* FROM courses/s, /LOCK IN SHARE MODE/, '');
  },
);

/** 00:30 on March 3 in Kiritimati, 23:30 on March 1 in Niue, 22:30 on March 1 in Etc/GMT+12. */
const NOW = '2026-03-02T10:30:00.000Z';
const KIRITIMATI = 'Pacific/Kiritimati';
const NIUE = 'Pacific/Niue';
/** To the west, where today was before, and to the east, where it comes next. */
const CHANGES = [
  [KIRITIMATI, NIUE],
  [KIRITIMATI, 'Etc/GMT+12'],
  [NIUE, KIRITIMATI],
  ['Etc/GMT+12', KIRITIMATI],
  ['UTC', KIRITIMATI],
  ['Asia/Kathmandu', 'America/St_Johns'],
] as const;

describe('a course with a new time zone', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(() => app.clock.set(NOW));
  afterAll(() => app.stop());

  const open = (timeZone: string, more: Record<string, unknown> = {}): Promise<GradedCourse> =>
    GradedCourse.open(app, { timeZone, ...more });

  async function move(course: GradedCourse, timeZone: string): Promise<Answer['body']> {
    return expectStatus(await administrator.patch(course.url, { timeZone }), 200).timeZoneChange;
  }

  const roleOf = async (course: GradedCourse, person: Caller): Promise<string> =>
    expectStatus(await person.get(course.url), 200).role;

  const today = (timeZone: string): string => app.clock.now().toLocaleDateString('sv-SE', { timeZone });

  describe('and its people', () => {
    it.each(CHANGES)('keeps their access when it moves from %s to %s', async (from, to) => {
      const course = await open(from);
      const outline = `${course.url}/outline`;
      const appointed = await course.member('instructor');
      const learner = await course.learner({ beginDate: '2026-01-05' });
      const withdrawn = await course.formerLearner();
      const tomorrow = new Date(Date.parse(today(from)) + 86_400_000).toISOString().slice(0, 10);
      const upcoming = await course.learner({ beginDate: tomorrow });
      const lastDay = await course.learner({ beginDate: '2026-01-05', endDate: tomorrow });
      await move(course, to);
      expect(await roleOf(course, course.instructor)).toBe('owner');
      expect(await roleOf(course, appointed)).toBe('instructor');
      expect((await appointed.patch(course.url, { summary: 'Still mine.' })).status).toBe(200);
      expect(await roleOf(course, learner)).toBe('learner');
      expect(await roleOf(course, lastDay)).toBe('learner');
      expect(await roleOf(course, withdrawn)).toBe('visitor');
      expect(await roleOf(course, upcoming)).toBe('visitor');
      expect((await withdrawn.get(outline)).text).not.toContain('contentHtml');
      const { data } = (await course.instructor.get(`${course.url}/enrollments?limit=100`)).body;
      const statuses = data.map(({ user, state }: Answer['body']) => [user.id, state]);
      expect(Object.fromEntries(statuses)).toEqual({
        [course.instructor.id]: 'active',
        [appointed.id]: 'active',
        [learner.id]: 'active',
        [lastDay.id]: 'active',
        [withdrawn.id]: 'withdrawn',
        [upcoming.id]: 'upcoming',
      });
      // Three days later, by every clock on earth, the one has begun and the other has ended.
      app.clock.advanceDays(3);
      expect(await roleOf(course, upcoming)).toBe('learner');
      expect(await roleOf(course, lastDay)).toBe('visitor');
    });

    it('keeps their days unless today lies between, and tells which have moved', async () => {
      const course = await open(KIRITIMATI, { startDate: '2026-03-03', endDate: '2026-03-03' });
      const days = { beginDate: '2026-01-05', endDate: '2026-05-22' };
      const learner = await course.learner(days);
      const person = await app.person('learner', { givenName: 'Amara', familyName: 'Okafor' });
      const id = await course.enroll(person);
      const change = await move(course, NIUE);
      expect(change).toMatchObject({
        from: KIRITIMATI,
        to: NIUE,
        dayBefore: '2026-03-03',
        dayAfter: '2026-03-01',
      });
      const [people] = change.moves;
      expect(people).toMatchObject({ of: 'enrollments', moved: 2, kept: 0 });
      expect(people.dates).toContainEqual({
        id,
        title: 'Amara Okafor',
        field: 'beginDate',
        from: '2026-03-03',
        to: '2026-03-01',
      });
      const { data } = (await course.instructor.get(`${course.url}/enrollments?role=learner`)).body;
      expect(data.find(({ user }: Answer['body']) => user.id === learner.id)).toMatchObject(days);
      expect((await course.instructor.get(course.url)).body).toMatchObject({
        startDate: '2026-03-03',
        endDate: '2026-03-03',
      });
    });

    it('tells nothing when the time zone stays, in whatever spelling', async () => {
      const course = await open('Europe/Berlin');
      expect(await move(course, 'europe/berlin')).toBeUndefined();
      const { body } = await course.instructor.patch(course.url, { title: 'Statistics' });
      expect(body).toEqual((await course.instructor.get(course.url)).body);
    });

    it('lists the first hundred moved dates and counts them all, with eleven statements more', async () => {
      const course = await open(KIRITIMATI);
      for (let count = 0; count < 104; count += 1) await course.learner();
      const plain = await sqlOf(() => course.instructor.patch(course.url, { summary: 'x' }));
      let change: Answer['body'];
      const statements = await sqlOf(async () => (change = await move(course, NIUE)));
      const [people] = change.moves;
      expect([people.moved, people.dates.length]).toEqual([105, 100]);
      // People and their histories, sessions, surveys, quizzes, exceptions, line items, open attempts, the structure of grades; and what moves.
      expect(statements.length - plain.length).toBeLessThanOrEqual(11);
    });

    it('keeps a person enrolled who is enrolled at the moment of the change', async () => {
      const course = await open(KIRITIMATI);
      const person = await app.person();
      // Nothing is locked before that statement, which makes sure of the time zone itself.
      beforeNext(/^INSERT INTO enrollments/, () => app.get(Transactions).outside(() => move(course, NIUE)));
      await course.enroll(person);
      expect(await roleOf(course, person)).toBe('learner');
    });

    it('keeps a person withdrawn who is withdrawn at the moment of the change', async () => {
      const course = await open(KIRITIMATI);
      const person = await app.person();
      const id = await course.enroll(person, 'learner', { beginDate: '2026-01-05' });
      const moving: Promise<unknown>[] = [];
      beforeNext(/^UPDATE .?enrollments/, () =>
        app.get(Transactions).outside(async () => {
          const lock = 'SELECT id FROM courses WHERE id = ? FOR UPDATE NOWAIT';
          await expect(app.database.rows(lock, [toBinary(course.courseId)])).rejects.toThrow(/lock/i);
          moving.push(move(course, NIUE));
        }),
      );
      expectStatus(await course.instructor.delete(`/v1/enrollments/${id}`), 204);
      await Promise.all(moving);
      expect(await roleOf(course, person)).toBe('visitor');
    });

    it('loses nobody when people come and go while it moves back and forth', async () => {
      const course = await open(KIRITIMATI);
      const [coming, going] = (await Promise.all(
        [0, 1].map(() => Promise.all(Array.from({ length: 10 }, () => app.person()))),
      )) as [Caller[], Caller[]];
      const ids = await Promise.all(going.map((person) => course.enroll(person)));
      const zones = [NIUE, KIRITIMATI, 'Etc/GMT+12', KIRITIMATI, NIUE];
      await Promise.all([
        ...coming.map((person) => course.enroll(person)),
        ...ids.map(async (id) => expectStatus(await administrator.delete(`/v1/enrollments/${id}`), 204)),
        ...zones.map((zone) => move(course, zone)),
      ]);
      for (const person of coming) expect(await roleOf(course, person)).toBe('learner');
      for (const person of going) expect(await roleOf(course, person)).toBe('visitor');
    });
  });

  describe('and its due dates', () => {
    const item = async (course: GradedCourse, id: string): Promise<Answer['body']> =>
      expectStatus(await course.instructor.get(`/v1/line-items/${id}`), 200);

    it('keeps the due day and the local time of what is still to come', async () => {
      const course = await open('Europe/Berlin');
      const day = await course.lineItem({ title: 'By the day', dueDate: '2026-03-27' });
      // After Europe has set its clocks, while America has done so before.
      const hour = await course.lineItem({ title: 'By the hour', dueAt: '2026-03-30T15:00:00Z' });
      expect((await item(course, hour.id)).dueDate).toBe('2026-03-30');
      const change = await move(course, 'America/New_York');
      expect(await item(course, day.id)).toMatchObject({
        dueDate: '2026-03-27',
        dueAt: '2026-03-28T03:59:59.999Z',
        version: 2,
      });
      expect(await item(course, hour.id)).toMatchObject({
        dueDate: '2026-03-30',
        dueAt: '2026-03-30T21:00:00.000Z',
      });
      expect(movesOf(change, 'line_items')).toEqual({
        of: 'line_items',
        moved: 2,
        kept: 0,
        dates: expect.arrayContaining([
          {
            id: day.id,
            title: 'By the day',
            field: 'dueAt',
            from: '2026-03-27T22:59:59.999Z',
            to: '2026-03-28T03:59:59.999Z',
          },
        ]),
      });
      const stale = { 'if-match': '"v1"' };
      expect((await course.instructor.patch(`/v1/line-items/${day.id}`, { title: 'x' }, stale)).status).toBe(
        412,
      );
    });

    it.each([
      [KIRITIMATI, NIUE],
      [NIUE, KIRITIMATI],
    ])('keeps day, instant and verdict of what was due before, from %s to %s', async (from, to) => {
      const course = await open(from);
      const learner = await course.learner({ beginDate: '2026-01-05' });
      const past = await course.lineItem({ dueDate: '2026-02-20' });
      await course.grade(past.id, learner, { score: '10', scoreDate: '2026-02-20' });
      const late = await course.lineItem({ dueDate: '2026-02-20' });
      await course.grade(late.id, learner, { score: '10', scoreDate: '2026-02-21' });
      const verdicts = async (): Promise<unknown[]> => {
        const { lineItems } = expectStatus(await learner.get(`${course.url}/grades/me`), 200);
        return lineItems.map(({ dueDate, dueAt, late: isLate }: Answer['body']) => [dueDate, dueAt, isLate]);
      };
      const before = await verdicts();
      const change = await move(course, to);
      expect(movesOf(change, 'line_items')).toMatchObject({ of: 'line_items', moved: 0, kept: 2 });
      expect(await verdicts()).toEqual(before);
      expect(await item(course, past.id)).toMatchObject({
        dueDate: '2026-02-20',
        dueAt: past.dueAt,
        version: 1,
      });
      // Another change, and the way back, keep it too.
      await move(course, 'Europe/Berlin');
      await move(course, from);
      expect(await verdicts()).toEqual(before);
    });

    it('does not make overdue what is due today', async () => {
      const course = await open(NIUE);
      const learner = await course.learner({ beginDate: '2026-01-05' });
      const due = await course.lineItem({ dueDate: '2026-03-01' });
      const change = await move(course, KIRITIMATI);
      expect(movesOf(change, 'line_items')).toMatchObject({ moved: 0, kept: 1 });
      expect(await item(course, due.id)).toMatchObject({ dueDate: '2026-03-01', dueAt: due.dueAt });
      const { data } = expectStatus(await learner.get('/v1/me/progress'), 200);
      expect(data[0].dueItems).toMatchObject([{ lineItemId: due.id, isOverdue: false }]);
    });

    it('counts a new due date in the new time zone', async () => {
      const course = await open(KIRITIMATI);
      const past = await course.lineItem({ dueDate: '2026-02-20' });
      await move(course, NIUE);
      const url = `/v1/line-items/${past.id}`;
      expect((await course.instructor.patch(url, { title: 'Same day' })).body.dueDate).toBe('2026-02-20');
      expect((await course.instructor.patch(url, { dueDate: '2026-04-20' })).body).toMatchObject({
        dueDate: '2026-04-20',
        dueAt: '2026-04-21T10:59:59.999Z',
      });
    });

    it('moves the dates of quizzes, but opens none and closes none', async () => {
      const course = await open(NIUE);
      const learner = await course.learner({ beginDate: '2026-01-05' });
      const dates = (opens: string, due: string, closes: string): Record<string, Date> => ({
        opensAt: new Date(opens),
        dueAt: new Date(due),
        closesAt: new Date(closes),
      });
      const later = await course.quiz(
        'Later',
        1,
        dates('2026-03-10T20:00:00Z', '2026-03-12T10:59:59.999Z', '2026-03-13T20:00:00Z'),
      );
      // Opens at midnight in Niue, in half an hour; midnight of that day has passed in Kiritimati.
      const soon = await course.quiz(
        'Soon',
        1,
        dates('2026-03-02T11:00:00Z', '2026-03-02T20:00:00Z', '2026-03-02T22:00:00Z'),
      );
      const closed = await course.quiz(
        'Closed',
        1,
        dates('2026-02-02T11:00:00Z', '2026-02-05T20:00:00Z', '2026-02-05T20:00:00Z'),
      );
      const read = async (activityId: string): Promise<unknown[]> => {
        const { opensAt, dueAt, closesAt } = expectStatus(
          await course.instructor.get(`/v1/quizzes/${activityId}`),
          200,
        );
        return [opensAt, dueAt, closesAt];
      };
      const [soonBefore, closedBefore] = [await read(soon.activityId), await read(closed.activityId)];
      const change = await move(course, KIRITIMATI);
      expect(await read(later.activityId)).toEqual([
        '2026-03-09T19:00:00.000Z',
        '2026-03-11T09:59:59.999Z',
        '2026-03-12T19:00:00.000Z',
      ]);
      expect(await read(soon.activityId)).toEqual(soonBefore);
      expect(await read(closed.activityId)).toEqual(closedBefore);
      expect(movesOf(change, 'quizzes')).toMatchObject({ of: 'quizzes', moved: 3, kept: 2 });
      for (const { activityId } of [later, soon, closed])
        expect((await learner.post(`/v1/quizzes/${activityId}/attempts`)).status).toBe(409);
      const quizItem = (await course.lineItems()).find(({ id }) => id === closed.lineItemId);
      expect(quizItem).toMatchObject({ dueDate: '2026-02-05', dueAt: '2026-02-05T20:00:00.000Z' });
    });

    it('moves when a quiz posts its marks, by itself, and posts none and hides none', async () => {
      const course = await open(NIUE);
      const posting = (postsAt: string): object => ({ posting: 'at_date', postsAt: new Date(postsAt) });
      // At 9:00 in Niue; and one that was posted before.
      const later = await course.quiz('Later', 1, posting('2026-03-10T20:00:00Z'));
      const posted = await course.quiz('Posted', 1, posting('2026-02-10T20:00:00Z'));
      const change = await move(course, KIRITIMATI);
      const read = async ({ activityId }: { activityId: string }): Promise<unknown> =>
        expectStatus(await course.instructor.get(`/v1/quizzes/${activityId}`), 200).postsAt;
      expect([await read(later), await read(posted)]).toEqual([
        '2026-03-09T19:00:00.000Z',
        '2026-02-10T20:00:00.000Z',
      ]);
      expect(movesOf(change, 'quizzes')).toMatchObject({ of: 'quizzes', moved: 1, kept: 1 });
      const log = `/v1/quizzes/${later.activityId}/policy-changes`;
      expect(expectStatus(await course.instructor.get(log), 200).data[0]).toMatchObject({
        setting: 'postsAt',
        oldValue: '2026-03-10T20:00:00.000Z',
        newValue: '2026-03-09T19:00:00.000Z',
        cause: 'time_zone',
      });
    });

    it('lets an attempt that has begun go on', async () => {
      const course = await open(NIUE);
      const learner = await course.learner({ beginDate: '2026-01-05' });
      const quiz = await course.quiz('Check', 1, { closesAt: new Date('2026-03-03T10:59:59.999Z') });
      const { id } = expectStatus(await learner.post(`/v1/quizzes/${quiz.activityId}/attempts`), 201);
      await move(course, KIRITIMATI);
      const answers = Object.fromEntries(quiz.questionIds.map((question) => [question, true]));
      expect((await learner.put(`/v1/attempts/${id}/submission`, { answers })).status).toBe(200);
      expect((await learner.get(resultUrl(quiz.lineItemId, learner))).status).not.toBe(500);
    });
  });
});

/** What a new time zone did to the things of one kind. */
function movesOf(change: { moves: { of: string }[] }, kind: string): unknown {
  return change.moves.find(({ of }) => of === kind);
}
