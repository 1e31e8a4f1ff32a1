import { completedPercentage } from '../../../src/modules/progress/statistics/completion';
import { toBinary } from '../../../src/shared/database/ids';
import { encodeCursor } from '../../../src/shared/http/pagination';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate, type PopulousCourse } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { type Answer, TestApp } from '../../support/test-app';

type Row = Answer['body'];

describe('the progress of the learners of a course', () => {
  let app: TestApp;
  let course: GradedCourse;
  let facts: PopulousCourse;
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    facts = await populate(
      app,
      { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' },
      { learners: 60, activities: 9, lineItems: 0 },
    );
  });
  afterAll(() => app.stop());

  async function rows(query: string, limit: number): Promise<Row[]> {
    const gathered: Row[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const url = `${course.url}/progress?limit=${limit}&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { data, page } = expectStatus(await course.instructor.get(url), 200);
      gathered.push(...data);
      cursor = page.next;
    }
    return gathered;
  }

  it('shows what each active learner has completed', async () => {
    const active = facts.learners.filter(
      ({ beginDate, endDate }) => beginDate <= '2026-03-02' && (endDate === null || endDate > '2026-03-02'),
    );
    const expected = active.map(({ userId, givenName, familyName }) => {
      const own = facts.completions.filter((completion) => completion.userId === userId);
      const last =
        own
          .map(({ completedAt }) => completedAt.toISOString())
          .sort()
          .at(-1) ?? null;
      const percentage = completedPercentage(own.length, 9);
      return {
        userId,
        givenName,
        familyName,
        isSuspended: false,
        percentage,
        completed: own.length,
        total: 9,
        lastCompletedAt: last,
      };
    });
    const byId = (one: Row, other: Row): number => (one.userId < other.userId ? -1 : 1);
    for (const sort of ['name', 'percentage', '-percentage'])
      expect((await rows(`sort=${sort}`, 100)).sort(byId)).toEqual([...expected].sort(byId));
  });

  it.each(['name', 'percentage', '-percentage'])(
    'by %s, comes in order over pages of every size',
    async (sort) => {
      const whole = await rows(`sort=${sort}`, 100);
      const keys = whole.map(({ completed, familyName, givenName, userId }): [number, string, string] => [
        sort === 'name' ? 0 : sort === 'percentage' ? completed : -completed,
        `${familyName} ${givenName}`,
        userId,
      ]);
      const compare = new Intl.Collator('en', { sensitivity: 'accent' }).compare;
      expect(keys).toEqual(
        [...keys].sort(
          (one, other) => one[0] - other[0] || compare(one[1], other[1]) || (one[2] < other[2] ? -1 : 1),
        ),
      );
      for (const limit of [1, 7]) expect(await rows(`sort=${sort}`, limit)).toEqual(whole);
    },
  );

  it('takes two statements, however large the course', async () => {
    const budget = async (): Promise<number[]> => {
      const counts: number[] = [];
      for (const sort of ['name', '-percentage'])
        counts.push((await sqlOf(() => course.instructor.get(`${course.url}/progress?sort=${sort}`))).length);
      return counts;
    };
    expect(await budget()).toEqual([2, 2]);
    const where = {
      courseId: course.courseId,
      sectionId: course.sectionId,
      timeZone: 'UTC',
      startDate: '2026-01-05',
    };
    await populate(app, where, { learners: 400, activities: 5, lineItems: 0, seed: 9 });
    expect(await budget()).toEqual([2, 2]);
  });

  describe('by percentage', () => {
    const page = async (query: string): Promise<Row> =>
      expectStatus(
        await course.instructor.get(`${course.url}/progress?sort=-percentage&limit=10&${query}`),
        200,
      );
    const completeAll = async (userId: string): Promise<void> => {
      await app.database.insertMany(
        'activity_completions',
        ['user_id', 'activity_id', 'course_id', 'completed_at', 'cause'],
        facts.activityIds.map((id) => [
          ...[toBinary(userId), toBinary(id), toBinary(course.courseId)],
          ...[app.clock.now(), 'manual'],
        ]),
        'cause = VALUES(cause)',
      );
    };

    it('the pages behind the first read the completions of their own learners only', async () => {
      const first = await page('');
      const whole = await rowsRead(app, () => page(''));
      const second = await rowsRead(app, () => page(`cursor=${first.page.next}`));
      expect(second).toBeLessThan(whole / 3);
    });

    it('nobody is on two pages or on none because of what they complete meanwhile', async () => {
      const first = await page('');
      const rest = await rows('sort=-percentage&learners=active', 100);
      const { userId } = rest.at(-1);
      await completeAll(userId);
      const later = [first];
      for (let { next } = first.page; next !== null; { next } = later.at(-1).page)
        later.push(await page(`cursor=${next}`));
      const shown: string[] = later.flatMap(({ data }) => data.map((row: Row) => row.userId));
      expect([...shown].sort()).toEqual(rest.map((row) => row.userId).sort());
      const learner = later.flatMap(({ data }) => data).find((row: Row) => row.userId === userId);
      expect(learner).toMatchObject({ completed: facts.activityIds.length });
    });

    it('the list goes on where it was when the order is no longer kept', async () => {
      const whole = await rows('sort=-percentage', 100);
      const first = await page('');
      app.clock.advance(3_600_000);
      const second = await page(`cursor=${first.page.next}`);
      expect([...first.data, ...second.data]).toEqual(whole.slice(0, 20));
    });
  });

  it('refuses everybody but the staff, and invalid cursors', async () => {
    const learner = await course.learner();
    expect((await learner.get(`${course.url}/progress`)).body.code).toBe('courses.staff_only');
    expect((await (await app.person()).get(`${course.url}/progress`)).status).toBe(403);
    expect((await app.anyone.get(`${course.url}/progress`)).status).toBe(401);
    for (const values of [['x', 'a', 'b', learner.id], ['1', 'a', 'b', 'no id'], ['1']])
      expect(
        (await course.instructor.get(`${course.url}/progress?cursor=${encodeCursor(values)}`)).status,
      ).toBe(400);
    expect((await course.instructor.get(`${course.url}/progress?sort=email`)).status).toBe(422);
  });
});

describe('my courses at a glance', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('shows progress, the next activity, due work and the total of each course', async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    const learner = await app.person('learner');
    const statistics = await GradedCourse.open(app, { title: 'Statistics', code: 'STAT-101' });
    const biology = await GradedCourse.open(app, { title: 'Biology', code: 'BIO-1' });
    for (const course of [statistics, biology])
      await course.enroll(learner, 'learner', { beginDate: '2026-02-01' });
    const first = await statistics.activity(statistics.sectionId, 'Kinds of data');
    const second = await statistics.activity(statistics.sectionId, 'The median');
    const quiz = await statistics.quiz('Quiz 1', 2, { dueAt: new Date('2026-03-01T12:00:00Z') });
    const done = await statistics.lineItem({ title: 'Done', dueDate: '2026-02-20' });
    const excused = await statistics.lineItem({ title: 'Excused', dueDate: '2026-02-21' });
    const missed = await statistics.lineItem({ title: 'Missed', dueDate: '2026-02-22' });
    const ahead = await statistics.lineItem({ title: 'Ahead', dueDate: '2026-03-20' });
    await statistics.lineItem({ title: 'Some day' });
    await statistics.grade(done.id, learner, { score: '15' });
    await statistics.grade(excused.id, learner, { score: null, scoreStatus: 'exempt' });
    await statistics.grade(missed.id, learner, { score: null, scoreStatus: 'not submitted' });
    expectStatus(await learner.put(`/v1/activities/${first}/completion`), 204);

    expect((await learner.get('/v1/me/progress')).body).toEqual({
      data: [
        expect.objectContaining({
          courseId: biology.courseId,
          title: 'Biology',
          percentage: '0',
          total: 0,
          nextActivity: null,
          dueItems: [],
          gradeTotal: null,
        }),
        {
          courseId: statistics.courseId,
          code: 'STAT-101',
          title: 'Statistics',
          percentage: '33.3',
          completed: 1,
          total: 3,
          nextActivity: { activityId: second, type: 'page', title: 'The median' },
          dueItems: [
            {
              lineItemId: missed.id,
              activityId: null,
              title: 'Missed',
              dueAt: '2026-02-22T23:59:59.999Z',
              isOverdue: true,
            },
            {
              lineItemId: quiz.lineItemId,
              activityId: quiz.activityId,
              title: 'Quiz 1',
              dueAt: '2026-03-01T12:00:00.000Z',
              isOverdue: true,
            },
            {
              lineItemId: ahead.id,
              activityId: null,
              title: 'Ahead',
              dueAt: '2026-03-20T23:59:59.999Z',
              isOverdue: false,
            },
          ],
          gradeTotal: '75',
        },
      ],
      page: { next: null, limit: 50 },
    });
    const firstPage = (await learner.get('/v1/me/progress?limit=1')).body;
    expect(firstPage.data).toMatchObject([{ title: 'Biology' }]);
    const secondPage = (await learner.get(`/v1/me/progress?limit=1&cursor=${firstPage.page.next}`)).body;
    expect(secondPage).toMatchObject({ data: [{ title: 'Statistics' }], page: { next: null } });
  });

  it('leaves out courses that have ended for the caller, that they teach, or that are not published', async () => {
    const person = await app.person('learner');
    const [ended, ahead, taught, draft, open] = [
      await GradedCourse.open(app),
      await GradedCourse.open(app),
      await GradedCourse.open(app),
      await GradedCourse.open(app, { published: false }),
      // Already the next day there.
      await GradedCourse.open(app, { title: 'Open', timeZone: 'Pacific/Kiritimati' }),
    ];
    expectStatus(await ended.instructor.delete(`/v1/enrollments/${await ended.enroll(person)}`), 204);
    await ahead.enroll(person, 'learner', { beginDate: '2026-03-03' });
    await taught.enroll(person, 'assistant');
    await draft.enroll(person);
    app.clock.set('2026-03-02T12:00:00.000Z');
    await open.enroll(person, 'learner', { beginDate: '2026-03-03' });
    const titles = (await person.get('/v1/me/progress')).body.data.map(
      ({ title }: { title: string }) => title,
    );
    expect(titles).toEqual(['Open']);
    expect((await app.anyone.get('/v1/me/progress')).status).toBe(401);
  });

  it('takes four statements, and one more where there are several courses, however many', async () => {
    const learner = await app.person('learner');
    const join = async (): Promise<void> => {
      const course = await GradedCourse.open(app);
      await course.enroll(learner);
      await course.activity(course.sectionId);
      await course.lineItem({ dueDate: '2026-03-20' });
    };
    const budget = async (): Promise<number> => (await sqlOf(() => learner.get('/v1/me/progress'))).length;
    await join();
    expect(await budget()).toBe(4);
    await join();
    expect(await budget()).toBe(5);
    for (let count = 0; count < 20; count += 1) await join();
    expect(await budget()).toBe(5);
  });
});
