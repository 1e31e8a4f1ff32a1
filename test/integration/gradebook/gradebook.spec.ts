import { parse } from 'csv-parse/sync';
import { expectStatus } from '../../support/course-room';
import { encodeCursor } from '../../../src/shared/http/pagination';
import { GradedCourse } from '../../support/graded-course';
import { populate, type PopulousCourse } from '../../support/populous-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

type Row = Answer['body'];

describe('the gradebook of a course', () => {
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
      { learners: 90, activities: 2, lineItems: 6 },
    );
  });
  afterAll(() => app.stop());

  async function rows(query: string, limit: number, of = course): Promise<Row[]> {
    const gathered: Row[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const url = `${of.url}/gradebook?limit=${limit}&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { data, page } = expectStatus(await of.instructor.get(url), 200);
      expect(data.length).toBeLessThanOrEqual(limit);
      gathered.push(...data);
      cursor = page.next;
    }
    return gathered;
  }

  const isActive = ({ beginDate, endDate }: { beginDate: string; endDate: string | null }): boolean =>
    beginDate <= '2026-03-02' && (endDate === null || endDate > '2026-03-02');

  it('shows every result of every learner in its cell, over pages of every size', async () => {
    const whole = await rows('learners=all', 100);
    expect(whole.map(({ userId }) => userId).sort()).toEqual(
      facts.learners.map(({ userId }) => userId).sort(),
    );
    for (const { userId, results } of whole) {
      const own = facts.results.filter((result) => result.userId === userId);
      const expected = own.map(({ lineItemId, score, scoreStatus, scoreDate, submittedAt }) => {
        const dueDate = facts.lineItems.find(({ id }) => id === lineItemId)?.dueDate ?? null;
        const isHandedIn = scoreStatus !== 'exempt' && scoreStatus !== 'not submitted';
        const late = isHandedIn && dueDate !== null && scoreDate > dueDate;
        const days = (Date.parse(scoreDate) - Date.parse(dueDate ?? scoreDate)) / 86_400_000;
        const daysLate = isHandedIn && dueDate !== null ? Math.max(0, days) : null;
        const due = { late, daysLate, dueMovedBy: null, submittedAt: submittedAt?.toISOString() };
        const lateness = late ? expect.objectContaining({ status: 'late', deducted: '0' }) : null;
        const given = {
          score,
          effectiveScore: score,
          lateness,
          status: scoreStatus,
          ...due,
          isOverride: false,
          comment: null,
        };
        return [lineItemId, { ...given, version: expect.any(Number) }];
      });
      expect(results).toEqual(Object.fromEntries(expected));
    }
    const names = whole.map(({ familyName, givenName }) => `${familyName} ${givenName}`);
    expect(names).toEqual([...names].sort(new Intl.Collator('en', { sensitivity: 'accent' }).compare));
    for (const limit of [7, 89, 90]) expect(await rows('learners=all', limit)).toEqual(whole);
  });

  it('lists learners as the roster does, whatever letter case and accents, over pages of every size', async () => {
    const named = await GradedCourse.open(app);
    const people = [
      ['Zoë', 'Abel'],
      ['anna', 'Berg'],
      ['Bo', 'berg'],
      ['Anna', 'Berg'],
      ['Ann', 'Östlund'],
      ['Anna', 'Berg'],
      ['Oda', 'Ostlund'],
    ];
    for (const [givenName, familyName] of people)
      await named.enroll(await app.person('learner', { givenName, familyName }));
    const { data: roster } = expectStatus(
      await named.instructor.get(`${named.url}/enrollments?role=learner`),
      200,
    );
    for (const limit of [1, 2, 3, 7]) {
      const userIds = (await rows('', limit, named)).map(({ userId }) => userId);
      expect(userIds).toEqual(roster.map(({ user }: Row) => user.id));
    }
    expect(roster.map(({ user }: Row) => `${user.familyName} ${user.givenName}`)).toEqual([
      ...['Abel Zoë', 'Berg anna', 'Berg Anna', 'Berg Anna', 'berg Bo', 'Östlund Ann', 'Ostlund Oda'],
    ]);
  });

  it('shows active learners unless told otherwise', async () => {
    const active = facts.learners.filter(isActive).map(({ userId }) => userId);
    expect(active.length).toBeLessThan(facts.learners.length);
    const shown = (await rows('', 40)).map(({ userId }) => userId);
    expect(shown.sort()).toEqual(active.sort());
  });

  it('shows the same total for each learner as their own grades do', async () => {
    const learner = await course.learner();
    const [first, second] = facts.lineItems;
    await course.grade(first?.id ?? '', learner, { score: '50' });
    await course.grade(second?.id ?? '', learner, { score: '33.3333' });
    const row = (await rows('', 100)).find(({ userId }) => userId === learner.id);
    expect(row).toMatchObject({ givenName: 'Pat', total: '41.67' });
    expect((await learner.get(`${course.url}/grades/me`)).body.total).toBe('41.67');
  });

  it('shows missing work without a result as the grades of the learner do, with what a deduction leaves of it', async () => {
    const own = await GradedCourse.open(app, { startDate: '2026-02-01' });
    const [absent, present] = [await own.learner(), await own.learner()];
    const periods = [
      { title: 'February', startDate: '2026-02-01', endDate: '2026-02-28' },
      { title: 'March', startDate: '2026-03-01', endDate: '2026-03-31' },
    ];
    const rules = { missing: 'deducted', missingDeduction: '70', periods };
    const { periods: saved } = expectStatus(await own.instructor.put(`${own.url}/grade-rules`, rules), 200);
    const essay = await own.lineItem({ dueDate: '2026-02-20', expectsSubmission: true });
    const talk = await own.lineItem({ dueDate: '2026-02-20' });
    await own.grade(essay.id, present, { score: '20' });
    const rowOf = async (learner: Caller, query = ''): Promise<Row> =>
      (await rows(query, 10, own)).find(({ userId }) => userId === learner.id);
    const { results, totals } = await rowOf(absent);
    expect(Object.keys(results)).toEqual([essay.id]);
    const grades = expectStatus(await absent.get(`${own.url}/grades/me`), 200);
    const grade = grades.lineItems.find(({ lineItemId }: Row) => lineItemId === essay.id);
    const { score, effectiveScore, scoreStatus: status, late, daysLate, submittedAt, lateness } = grade;
    expect(results[essay.id]).toEqual({
      ...{ score, effectiveScore, status, late, daysLate, submittedAt, lateness },
      ...{ dueMovedBy: null, isOverride: false, comment: null, version: null },
    });
    expect(results[essay.id]).toMatchObject({ effectiveScore: '6', lateness: { status: 'missing' } });
    expect(totals.current).toBe(grades.total);
    const [february, march] = saved.map(({ id }: Row) => id);
    expect(Object.keys((await rowOf(absent, `period=${february}`)).results)).toEqual([essay.id]);
    expect(Object.keys((await rowOf(absent, `period=${march}`)).results)).toEqual([]);
    expect((await rowOf(present)).results[talk.id]).toBeUndefined();
    const csv = async (scores: string): Promise<string> =>
      (await own.instructor.get(`${own.url}/gradebook.csv?scores=${scores}`)).text
        .split(/\r?\n/)
        .find((line) => line.includes(absent.id))!;
    expect(await csv('counted')).toContain(`${absent.id}",6,`);
    expect(await csv('entered')).toContain(`${absent.id}",,`);
    await own.grade(essay.id, absent, { score: '10' });
    expect((await rowOf(absent)).results[essay.id]).toMatchObject({ effectiveScore: '10', version: 1 });
  });

  it('shows in each cell what an instructor needs to change it: version, lateness, override and comment', async () => {
    const own = await GradedCourse.open(app);
    const learner = await own.learner();
    const essay = await own.lineItem({ dueDate: '2026-02-20' });
    const quiz = await own.quiz('Quiz', 2);
    await own.attempt(learner, quiz, 1);
    await own.grade(quiz.lineItemId, learner, { score: '2', comment: 'Question 1 was unclear.' });
    await own.grade(essay.id, learner, { score: '5', submittedAt: '2026-02-21T12:00:00.000Z' });
    const cells = async (): Promise<Row> => (await rows('', 10, own))[0].results;
    expect(await cells()).toEqual({
      [essay.id]: {
        score: '5',
        effectiveScore: '5',
        status: 'fully graded',
        late: true,
        daysLate: 1,
        submittedAt: '2026-02-21T12:00:00.000Z',
        lateness: {
          ...{ status: 'late', isByHand: false, seconds: 43_201, deducted: '0' },
          ...{ isAtFloor: false, isWaived: false, graceTokens: 0, countedSeconds: 43_201 },
        },
        dueMovedBy: null,
        isOverride: false,
        comment: null,
        version: 1,
      },
      [quiz.lineItemId]: {
        score: '2',
        effectiveScore: '2',
        status: 'fully graded',
        late: false,
        daysLate: null,
        submittedAt: '2026-03-02T09:00:00.000Z',
        lateness: null,
        dueMovedBy: null,
        isOverride: true,
        comment: 'Question 1 was unclear.',
        version: 2,
      },
    });
    const { version } = (await cells())[essay.id];
    const send = (ifMatch: string): Promise<Answer> =>
      own.instructor.put(
        `/v1/line-items/${essay.id}/results/${learner.id}`,
        { score: '6' },
        { 'if-match': ifMatch },
      );
    expectStatus(await send(`"v${version}"`), 200);
    expect((await send(`"v${version}"`)).status).toBe(412);
  });

  it('lists its columns by due date, on a page without learners too', async () => {
    const empty = await GradedCourse.open(app);
    const item = await empty.lineItem({ title: 'Essay', dueDate: '2026-03-20', resultValueMax: '10.5' });
    const undated = await empty.lineItem({ title: 'Diary' });
    expect((await empty.instructor.get(`${empty.url}/gradebook`)).body).toEqual({
      lineItems: [
        {
          id: item.id,
          activityId: null,
          title: 'Essay',
          dueAt: '2026-03-20T23:59:59.999Z',
          resultValueMin: '0',
          periodId: null,
          resultValueMax: '10.5',
        },
        expect.objectContaining({ id: undated.id, dueAt: null }),
      ],
      data: [],
      structureVersion: null,
      page: { next: null, limit: 50 },
    });
  });

  it('shows the columns that are asked for, with the totals of all', async () => {
    const small = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const learner = await small.learner();
    const wanted = { categories: [{ title: 'Essays' }, { title: 'Talks' }] };
    const rules = expectStatus(await small.instructor.put(`${small.url}/grade-rules`, wanted), 200);
    const [essays, talks] = rules.categories.map(({ id }: Row) => id);
    const items: string[] = [];
    for (const [categoryId, score] of [
      [essays, '10'],
      [essays, '20'],
      [talks, '0'],
    ]) {
      const { id } = await small.lineItem({ categoryId });
      items.push(id as string);
      await small.grade(id as string, learner, { score });
    }
    // Work that is missing has a cell, too.
    const overdue = { categoryId: talks, dueDate: '2026-01-06', expectsSubmission: true, isOmitted: true };
    items.push((await small.lineItem(overdue)).id as string);
    const shown = async (query: string): Promise<{ columns: number[]; cells: number[]; total: string }> => {
      const { lineItems, data } = expectStatus(
        await small.instructor.get(`${small.url}/gradebook?${query}`),
        200,
      );
      const places = (ids: string[]): number[] => ids.map((id) => items.indexOf(id)).sort();
      return {
        columns: places(lineItems.map(({ id }: Row) => id)),
        cells: places(Object.keys(data[0].results as object)),
        total: data[0].total,
      };
    };
    const of = (places: number[]): object => ({ columns: places, cells: places, total: '50' });
    expect(await shown('')).toEqual(of([0, 1, 2, 3]));
    expect(await shown(`category=${essays}`)).toEqual(of([0, 1]));
    expect(await shown(`category=${essays}&sort=total`)).toEqual(of([0, 1]));
    expect(await shown(`lineItemIds=${items[1]},${items[2]},${course.courseId}`)).toEqual(of([1, 2]));
    expect(await shown(`lineItemIds=${items[1]}&lineItemIds=${items[2]}&category=${talks}`)).toEqual(of([2]));
    expect(await shown(`category=${talks}`)).toEqual(of([2, 3]));
    const strange = await small.instructor.get(`${small.url}/gradebook?category=${course.courseId}`);
    expect([strange.status, strange.body.code]).toEqual([422, 'gradebook.no_such_category']);
    expect((await small.instructor.get(`${small.url}/gradebook?lineItemIds=all`)).status).toBe(422);
  });

  it('gives a CSV file with every learner, in which no text can run as a formula', async () => {
    const nasty = await GradedCourse.open(app);
    const item = await nasty.lineItem({ title: '=HYPERLINK("http://evil.example")', resultValueMin: '-5' });
    const learner = await app.person('learner', { givenName: '@SUM(A1)', familyName: 'O"Neil, Ann' });
    await nasty.enroll(learner);
    await nasty.grade(item.id, learner, { score: '-2.5' });
    const answer = await nasty.instructor.get(`${nasty.url}/gradebook.csv`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="gradebook.csv"',
    });
    expect(parse(answer.text, { bom: true })).toEqual([
      [
        'Family name',
        'Given name',
        'Number',
        'Suspended',
        'Username',
        'Learner id',
        `'=HYPERLINK("http://evil.example") (of 20) [${item.id}]`,
        'Total (%)',
        'Final total (%)',
        'Grade',
        `As exported [${nasty.courseId}: ${item.id}]`,
      ],
      [
        ...[
          'O"Neil, Ann',
          "'@SUM(A1)",
          '',
          '',
          expect.stringMatching(/^person-/),
          learner.id,
          '-2.5',
          '10',
          '10',
          '',
        ],
        `[${learner.id}|-2.5|10|10]`,
      ],
    ]);
    const all = await course.instructor.get(`${course.url}/gradebook.csv?learners=all`);
    // One line of titles; one learner more than was made by bulk.
    expect(parse(all.text, { bom: true })).toHaveLength(1 + facts.learners.length + 1);
  });

  it('refuses everybody but the staff', async () => {
    const learner = await course.learner();
    const stranger = await app.person('instructor');
    for (const [caller, status] of [
      [learner, 403],
      [stranger, 403],
      [app.anyone, 401],
      [await course.member('assistant'), 200],
    ] as [Caller, number][]) {
      expect((await caller.get(`${course.url}/gradebook`)).status).toBe(status);
      expect((await caller.get(`${course.url}/gradebook.csv`)).status).toBe(status);
    }
  });

  it('refuses invalid cursors and limits', async () => {
    const get = async (query: string): Promise<number> =>
      (await course.instructor.get(`${course.url}/gradebook?${query}`)).status;
    expect(await get('cursor=nonsense')).toBe(400);
    expect(await get(`cursor=${encodeCursor(['a', 'b', 'c'])}`)).toBe(400);
    expect(await get('limit=101')).toBe(422);
    expect(await get('learners=none')).toBe(422);
    expect(await get('sort=percentage')).toBe(422);
  });
});
