import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { evaluated } from '../../unit/gradebook/slow-gradebook';

const FIRST = { title: 'First half', startDate: '2026-01-12', endDate: '2026-03-31', weight: '40' };
const SECOND = { title: 'Second half', startDate: '2026-04-01', endDate: '2026-06-30', weight: '60' };
const WEIGHTED = { aggregation: 'points', periods: [FIRST, SECOND] };
const UNWEIGHTED = { ...WEIGHTED, periods: WEIGHTED.periods.map((period) => ({ ...period, weight: null })) };

negativeControl('the line items of a period that is removed', ['leave no line item without'], () => {
  rewriteStatements(/DELETE FROM grading_periods/, /AND NOT EXISTS \(.*\)$/s, '');
});

const ROUNDS = 25;

type Body = Answer['body'];

/** Grading periods of a course, over HTTP. */
describe('grading periods', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.clock.set('2026-03-02T09:00:00.000Z'));

  interface Divided {
    course: GradedCourse;
    learner: Caller;
    rules: string;
    first: string;
    second: string;
  }

  async function dividedCourse(wanted: object = WEIGHTED): Promise<Divided> {
    const course = await GradedCourse.open(app, { timeZone: 'Europe/London', startDate: '2026-01-05' });
    const rules = `${course.url}/grade-rules`;
    const { periods } = expectStatus(await course.instructor.put(rules, wanted), 200);
    const [first, second] = periods.map(({ id }: { id: string }) => id);
    return { course, learner: await course.learner(), rules, first, second };
  }

  async function graded(
    { course, learner }: Pick<Divided, 'course' | 'learner'>,
    item: Record<string, unknown>,
    score: string | null,
  ): Promise<string> {
    const { id } = await course.lineItem({ resultValueMax: '10', ...item });
    if (score !== null) await course.grade(id, learner, { score });
    return id;
  }

  const own = async ({ course, learner }: Pick<Divided, 'course' | 'learner'>): Promise<Body> =>
    expectStatus(await learner.get(`${course.url}/grades/me`), 200);

  it('have totals of their own, of which that of the course is made by their weights', async () => {
    const divided = await dividedCourse();
    const { course, learner, first, second } = divided;
    await graded(divided, { title: 'Essay', dueDate: '2026-03-31' }, '9');
    await graded(divided, { title: 'Talk', dueDate: '2026-04-01' }, '5');
    await graded(divided, { title: 'Open', dueDate: '2026-05-01' }, null);
    const { total, totals, periods, lineItems } = await own(divided);
    // 0.4 · 90 % + 0.6 · 50 %; in the final total 0.6 · 25 %.
    expect([total, totals.final]).toEqual(['66', '51']);
    expect(periods).toMatchObject([
      { periodId: first, title: 'First half', weight: '40', totals: { current: '90', final: '90' } },
      { periodId: second, startDate: '2026-04-01', totals: { current: '50', final: '25' } },
    ]);
    expect(lineItems.map(({ title, periodId }: Body) => [title, periodId])).toEqual([
      ['Essay', first],
      ['Talk', second],
      ['Open', second],
    ]);
    const staff = expectStatus(await course.instructor.get(`${course.url}/grades/${learner.id}`), 200);
    expect(staff.periods).toEqual(periods);
    const { lineItems: columns, data } = (await course.instructor.get(`${course.url}/gradebook`)).body;
    expect(columns.map(({ periodId }: Body) => periodId)).toEqual([first, second, second]);
    expect(data[0].totals).toMatchObject({ current: '66', final: '51' });
  });

  it('are explained with their weights, and the explanation evaluates to the total', async () => {
    const divided = await dividedCourse({
      ...{ parts: 'categories', aggregation: 'weighted_mean', periods: WEIGHTED.periods },
      categories: [
        { title: 'Homework', weight: '50', aggregation: 'mean', dropLowest: 1 },
        { title: 'Examinations', weight: '50' },
      ],
    });
    const { course, learner, rules, first } = divided;
    const [homework, exams] = (await learner.get(rules)).body.categories.map(({ id }: Body) => id);
    await graded(divided, { title: 'H1', dueDate: '2026-02-01', categoryId: homework }, '2');
    await graded(divided, { title: 'H2', dueDate: '2026-02-02', categoryId: homework }, '8');
    await graded(divided, { title: 'Exam', dueDate: '2026-03-01', categoryId: exams }, '6');
    await graded(divided, { title: 'H3', dueDate: '2026-07-02', categoryId: homework }, '10');
    const why = expectStatus(await learner.get(`${course.url}/grades/me/explanation`), 200);
    expect(why.percentage).toBe('70');
    expect([evaluated(why).share, evaluated(why).areNodesRight].flat().slice(-1)).toEqual([true]);
    expect(why.sentence).toBe('The total is 70 %, made of the grading periods by their weights.');
    expect(why.periods.map(({ sentence }: Body) => sentence)).toEqual([
      'First half: 70 %, made of its categories: the mean, weighted. It counts 100 % of the total: 40 %, scaled up because the weights that count are less than 100 % together.',
      'Second half: nothing counts so far, so the period is left out.',
      'Line items that are due in no grading period. They do not count, because the total is made of periods.',
    ]);
    expect(why.periods[0].categories[0].items.map(({ sentence }: Body) => sentence)).toEqual([
      'H1: 2 of 10 points, dropped: without it the result is the greatest.',
      'H2: 8 of 10 points (80 %).',
    ]);
    expect(why.periods[2].categories[0].items[0].sentence).toBe(
      'H3: due in no grading period, so it does not count.',
    );
    // Over all periods, where one drop rule takes one of three.
    expect(why.categories.map(({ share, sentence, items }: Body) => [share, sentence, items])).toEqual([
      [
        '9/10',
        'Homework: 90 % over all periods, the mean, each the same. For information: the total is made of the periods.',
        [],
      ],
      [
        '3/5',
        'Examinations: 60 % over all periods, all points over all that can be reached. For information: the total is made of the periods.',
        [],
      ],
    ]);
    const final = expectStatus(await learner.get(`${course.url}/grades/me/explanation?total=final`), 200);
    expect([final.percentage, evaluated(final).areNodesRight]).toEqual(['28', true]);
    expect(final.periods[1].sentence).toBe(
      'Second half: nothing has a score, so the period counts 0. It counts 60 % of the total.',
    );
    const ofFirst = expectStatus(
      await learner.get(`${course.url}/grades/me/explanation?period=${first}`),
      200,
    );
    expect(ofFirst).toMatchObject({ periodId: first, percentage: '70', periods: [] });
    expect(ofFirst.sentence).toBe('The total is 70 %, made of the categories: the mean, weighted.');
    expect(ofFirst.categories[0]).toMatchObject({ countedWeight: '50/1', share: '4/5' });
  });

  it('divide a gradebook without changing its total where they have no weights', async () => {
    const divided = await dividedCourse(UNWEIGHTED);
    await graded(divided, { title: 'Essay', dueDate: '2026-02-01' }, '9');
    await graded(divided, { title: 'Talk', dueDate: '2026-07-02' }, '5');
    const { total, periods } = await own(divided);
    expect(total).toBe('70');
    expect(periods.map(({ weight, totals }: Body) => [weight, totals.current])).toEqual([
      [null, '90'],
      [null, null],
    ]);
  });

  it('hold what is due in them for the learner: exceptions and accommodations move it', async () => {
    const divided = await dividedCourse();
    const { course, learner, first, second } = divided;
    const dueAt = new Date('2026-03-30T12:00:00.000Z');
    const quiz = await course.quiz('Quiz', 2, { dueAt, feedback: 'after_submission' });
    const [exempted, accommodated] = [await course.learner(), await course.learner()];
    const exception = `/v1/quizzes/${quiz.activityId}/exceptions/${exempted.id}`;
    const granted = { reason: 'Ill', dueAt: '2026-04-05T12:00:00.000Z' };
    expectStatus(await course.instructor.put(exception, granted), 200);
    const approver = await app.person('administrator');
    const needs = { reason: 'Needed', validFrom: '2026-01-01T00:00:00.000Z', daysAdded: 3 };
    expectStatus(await approver.post(`/v1/users/${accommodated.id}/accommodations`, needs), 201);
    await course.attempt(learner, quiz, 2);
    await course.attempt(exempted, quiz, 1);
    const periodOf = async (person: Caller): Promise<string> =>
      (await own({ course, learner: person })).lineItems[0].periodId;
    expect(await periodOf(learner)).toBe(first);
    expect(await periodOf(exempted)).toBe(second);
    expect(await periodOf(accommodated)).toBe(second);
    expect((await own({ course, learner: exempted })).periods).toMatchObject([
      { totals: { current: null } },
      { totals: { current: '50' } },
    ]);
    const page = async (period: string): Promise<Body> =>
      expectStatus(await course.instructor.get(`${course.url}/gradebook?period=${period}`), 200);
    const told = ({ data }: Body): Body =>
      Object.fromEntries(
        data.map(({ userId, totals, results }: Body) => [
          userId,
          [totals.current, Object.keys(results).length],
        ]),
      );
    expect(told(await page(first))).toEqual({
      ...{ [learner.id]: ['100', 1], [exempted.id]: [null, 0], [accommodated.id]: [null, 0] },
    });
    const later = await page(second);
    expect(told(later)).toEqual({
      ...{ [learner.id]: [null, 0], [exempted.id]: ['50', 1], [accommodated.id]: [null, 0] },
    });
    expect(later.lineItems).toMatchObject([{ title: 'Quiz', periodId: first }]);
  });

  it('take what has no due date into the last one, and what names one into that', async () => {
    const divided = await dividedCourse();
    const { course, first, second } = divided;
    const id = await graded(divided, { title: 'Folder' }, '10');
    const periodIn = async (): Promise<string> => (await own(divided)).lineItems[0].periodId;
    expect(await periodIn()).toBe(second);
    const url = `/v1/line-items/${id}`;
    expect(expectStatus(await course.instructor.patch(url, { periodId: first }), 200).periodId).toBe(first);
    expect(await periodIn()).toBe(first);
    expectStatus(await course.instructor.patch(url, { dueDate: '2026-05-01' }), 200);
    expect(await periodIn()).toBe(first);
    expectStatus(await course.instructor.patch(url, { periodId: null }), 200);
    expect(await periodIn()).toBe(second);
    const other = await dividedCourse();
    for (const periodId of [other.first, newId()]) {
      const refused = await course.instructor.patch(url, { periodId });
      expect([refused.status, refused.body.code, refused.body.errors[0].field]).toEqual([
        ...[422, 'gradebook.no_such_period', 'periodId'],
      ]);
    }
  });

  it('of the first days and the last belong to the calendar of the course', async () => {
    const divided = await dividedCourse();
    const { first, second } = divided;
    // London has summer time by then: the last instant of March 31, and the first of April 1.
    await graded(divided, { title: 'Last', dueAt: '2026-03-31T22:59:59.999Z' }, '1');
    await graded(divided, { title: 'Next', dueAt: '2026-03-31T23:00:00.000Z' }, '1');
    expect((await own(divided)).lineItems.map(({ periodId }: Body) => periodId)).toEqual([first, second]);
  });

  it('can be supposed about, previewed, counted and exported', async () => {
    const divided = await dividedCourse();
    const { course, learner, first, second } = divided;
    const essay = await graded(divided, { title: 'Essay', dueDate: '2026-02-01' }, '9');
    await graded(divided, { title: 'Talk', dueDate: '2026-05-01' }, '5');
    const supposed = { results: [{ lineItemId: essay, score: '4' }], explain: 'current', period: first };
    const ahead = expectStatus(await learner.post(`${course.url}/grades/me/what-if`, supposed), 200);
    expect(ahead).toMatchObject({ totals: { current: '46' }, present: { current: '66' } });
    expect(ahead.periods).toMatchObject([
      { periodId: first, totals: { current: '40' }, present: { current: '90' } },
      { periodId: second, totals: { current: '50' }, present: { current: '50' } },
    ]);
    expect(ahead.explanation).toMatchObject({ periodId: first, percentage: '40' });

    const evenly = {
      ...WEIGHTED,
      periods: [
        { ...FIRST, id: first, weight: '50' },
        { ...SECOND, id: second, weight: '50' },
      ],
    };
    const preview = async (body: object, query: string): Promise<Body> =>
      expectStatus(await course.instructor.post(`${course.url}/grade-rules/preview?${query}`, body), 200);
    expect((await preview(evenly, 'total=current')).moves).toMatchObject([
      { from: { percentage: '66' }, to: { percentage: '70' }, move: '4' },
    ]);
    const shorter = {
      ...evenly,
      periods: [evenly.periods[0], { ...evenly.periods[1], startDate: '2026-06-01' }],
    };
    expect((await preview(shorter, `total=current&period=${second}`)).moves).toMatchObject([
      { from: { percentage: '50' }, to: { percentage: null }, move: null },
    ]);

    const figures = async (query: string): Promise<Body> =>
      expectStatus(await course.instructor.get(`${course.url}/gradebook/statistics?${query}`), 200);
    expect(await figures('')).toMatchObject({ periodId: null, mean: '66' });
    expect(await figures(`period=${second}`)).toMatchObject({ periodId: second, mean: '50' });

    const csv = async (query: string): Promise<string[]> =>
      (await course.instructor.get(`${course.url}/gradebook.csv?${query}`)).text
        .replaceAll('"', '')
        .trim()
        .split('\r\n');
    const [heads = '', line = ''] = await csv('scores=counted');
    expect(heads).toContain(
      'First half: Total (%),First half: Final total (%),Second half: Total (%),Second half: Final total (%),Total (%)',
    );
    expect(line).toContain(',9,5,90,90,50,50,66,66,');
    const [ofFirst = '', counted = ''] = await csv(`scores=counted&period=${first}`);
    expect(ofFirst).toContain('Essay (of 10, as counted),First half: Total (%)');
    expect(ofFirst).not.toContain('Talk');
    expect(counted).toContain(',9,90,90,');
    const [, entered = ''] = await csv(`period=${first}`);
    expect(entered).toContain(`,9,90,90,,[${learner.id}|9|90|90]`);
  });

  it.each([
    ['one that ends before it begins', [{ ...FIRST, endDate: '2026-01-11' }], 'period_dates', 'endDate'],
    ['two of one day', [SECOND, { ...FIRST, endDate: '2026-04-01' }], 'periods_overlap', 'startDate'],
    ['two of the same days', [FIRST, { ...FIRST, title: 'Again' }], 'periods_overlap', 'startDate'],
    ['a weight for one of two', [FIRST, { ...SECOND, weight: null }], 'period_weights', 'weight'],
    ['weights over 100', [FIRST, { ...SECOND, weight: '60.0001' }], 'weights_over_hundred', 'periods'],
    ['an unknown one', [{ ...FIRST, id: newId() }], 'no_such_period', 'periods'],
    ['a day that the calendar lacks', [{ ...FIRST, endDate: '2026-02-30' }], 'invalid', 'endDate'],
    ['a negative weight', [{ ...FIRST, weight: '-1' }], 'invalid', 'weight'],
    ['a weight of 5 decimals', [{ ...FIRST, weight: '1.00001' }], 'invalid', 'weight'],
    ['a weight as 1e400', [{ ...FIRST, weight: '1e400' }], 'invalid', 'weight'],
    ['an instant for a day', [{ ...FIRST, startDate: '2026-01-12T00:00:00Z' }], 'invalid', 'startDate'],
    ['one without a title', [{ ...FIRST, title: ' ' }], 'invalid', 'title'],
  ] satisfies [string, object[], string, string][])(
    'refuse %s, and change nothing',
    async (_, periods, code, field) => {
      const { course, rules } = await dividedCourse();
      const before = (await course.instructor.get(rules)).body;
      for (const [method, url] of [
        ['put', rules],
        ['post', `${rules}/preview`],
      ] as const) {
        const refused = await course.instructor[method](url, { ...WEIGHTED, periods });
        expect([refused.status, refused.body.code.split('.').at(-1)]).toEqual([422, code]);
        expect(refused.body.errors[0].field).toContain(field);
      }
      expect((await course.instructor.get(rules)).body).toEqual(before);
    },
  );

  it('may weigh more than 100 together where the course says so, and then the total may be above 100 %', async () => {
    const periods = [
      { ...FIRST, weight: '100' },
      { ...SECOND, weight: '20' },
    ];
    const divided = await dividedCourse({ ...WEIGHTED, allowsOverHundred: true, periods });
    await graded(divided, { title: 'Essay', dueDate: '2026-02-01' }, '9');
    await graded(divided, { title: 'Talk', dueDate: '2026-05-01' }, '10');
    expect((await own(divided)).total).toBe('110');
  });

  it('of weights that are all 0 make no total', async () => {
    const periods = WEIGHTED.periods.map((period) => ({ ...period, weight: '0' }));
    const divided = await dividedCourse({ ...WEIGHTED, periods });
    await graded(divided, { title: 'Essay', dueDate: '2026-02-01' }, '9');
    const { total, totals, periods: each } = await own(divided);
    expect([total, totals.final, each[0].totals.current]).toEqual([null, null, '90']);
  });

  it('count 0 in the final total where nothing has a score, and not where the learner is excused', async () => {
    const divided = await dividedCourse();
    const { course, learner } = divided;
    await graded(divided, { title: 'Essay', dueDate: '2026-02-01' }, '9');
    expect((await own(divided)).totals).toMatchObject({ current: '90', final: '36' });
    const id = await graded(divided, { title: 'Talk', dueDate: '2026-05-01' }, null);
    expect((await own(divided)).totals).toMatchObject({ current: '90', final: '36' });
    await course.grade(id, learner, { score: null, scoreStatus: 'exempt' });
    expect((await own(divided)).totals).toMatchObject({ current: '90', final: '90' });
  });

  it('stay with their ids, in the order of time, and are removed where nothing names them', async () => {
    const divided = await dividedCourse();
    const { course, rules, first, second, learner } = divided;
    const item = await course.lineItem({ title: 'Folder', periodId: first });
    const only = { ...WEIGHTED, periods: [{ ...SECOND, id: second, title: 'All', startDate: '2026-01-12' }] };
    const refused = await course.instructor.put(rules, only);
    expect([refused.status, refused.body.code]).toEqual([409, 'gradebook.period_in_use']);
    expect(refused.body.detail).toContain('“First half”');
    expectStatus(await course.instructor.patch(`/v1/line-items/${item.id}`, { periodId: second }), 200);
    const changed = expectStatus(await course.instructor.put(rules, only), 200);
    expect(changed.periods).toMatchObject([{ id: second, title: 'All', lineItems: 1, weight: '60' }]);
    expect(changed.totalPeriodWeight).toBe('60');
    expect((await learner.put(rules, only)).status).toBe(403);
    const again = expectStatus(await course.instructor.put(rules, only), 200);
    expect(again.version).toBe(changed.version);
    expectStatus(await course.instructor.put(rules, only, { 'if-match': `"v${changed.version}"` }), 200);
    expect((await course.instructor.put(rules, only, { 'if-match': '"v1"' })).status).toBe(412);
    const { data } = (await course.instructor.get(`${rules}/changes`)).body;
    expect(data[0].to.periods).toMatchObject([{ id: second, title: 'All' }]);
  });

  it('leave no line item without the one it names when that is taken away at the same moment', async () => {
    const { course, rules } = await dividedCourse({});
    const item = await course.lineItem({ title: 'Moving' });
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { periods } = expectStatus(await course.instructor.put(rules, { periods: [FIRST] }), 200);
      const [{ id: periodId }] = periods;
      const [moved, removed] = await Promise.all([
        course.instructor.patch(`/v1/line-items/${item.id}`, { periodId }),
        course.instructor.put(rules, { periods: [] }),
      ]);
      outcomes.add(`${moved.status} ${removed.status}`);
      const now = (await course.instructor.get(`/v1/line-items/${item.id}`)).body.periodId;
      expect([moved.status, now]).toEqual([moved.status, moved.status === 200 ? periodId : null]);
      expectStatus(await course.instructor.patch(`/v1/line-items/${item.id}`, { periodId: null }), 200);
    }
    expect([...outcomes].every((outcome) => ['200 409', '422 200'].includes(outcome))).toBe(true);
  });

  it('are refused in queries where the course has none of that id', async () => {
    const { course, learner } = await dividedCourse();
    const { first: foreign } = await dividedCourse();
    for (const url of [
      'gradebook',
      'gradebook.csv',
      'gradebook/statistics',
      `grades/${learner.id}/explanation`,
    ]) {
      const refused = await course.instructor.get(`${course.url}/${url}?period=${foreign}`);
      expect([url, refused.status, refused.body.code]).toEqual([url, 422, 'gradebook.no_such_period']);
    }
    const preview = await course.instructor.post(`${course.url}/grade-rules/preview?period=${foreign}`, {});
    expect([preview.status, preview.body.code]).toEqual([422, 'gradebook.no_such_period']);
  });

  it('are there before anything is graded', async () => {
    const divided = await dividedCourse();
    expect((await own(divided)).periods).toMatchObject([
      { title: 'First half', totals: { current: null, final: null } },
      { title: 'Second half', totals: { current: null } },
    ]);
  });

  it('cost no statement, however many there are', async () => {
    const { course, learner, first } = await dividedCourse();
    await course.lineItem({ dueDate: '2026-02-01' });
    // The version of the course, which tells whether anything is hidden, is read once.
    await learner.get(`${course.url}/outline`);
    expect(await sqlOf(() => learner.get(`${course.url}/grades/me`))).toHaveLength(2);
    expect(
      await sqlOf(() => learner.get(`${course.url}/grades/me/explanation?period=${first}`)),
    ).toHaveLength(2);
    expect(await sqlOf(() => course.instructor.get(`${course.url}/gradebook?period=${first}`))).toHaveLength(
      3,
    );
  });
});
