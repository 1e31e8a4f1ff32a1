import { newId } from '../../../src/shared/database/ids';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rewriteStatements } from '../../support/statements';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';
import { evaluated } from '../../unit/gradebook/slow-gradebook';

const WEIGHTED = {
  parts: 'categories',
  aggregation: 'weighted_mean',
  scheme: {
    rows: [
      { name: 'Pass', from: '60' },
      { name: 'Fail', from: '0' },
    ],
  },
  categories: [
    { title: 'Homework', weight: '40', aggregation: 'mean', dropLowest: 1 },
    { title: 'Examinations', weight: '60', aggregation: 'points' },
  ],
};

negativeControl('the line items of a category that is removed', ['leave no line item without'], () => {
  rewriteStatements(/DELETE FROM grade_categories/, /AND NOT EXISTS \(.*\)$/s, '');
});

const ROUNDS = 25;

/** How a course makes totals of scores, over HTTP. */
describe('the rules of a gradebook', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  interface Weighted {
    course: GradedCourse;
    learner: Caller;
    url: string;
    homework: string;
    examinations: string;
    version: string;
  }

  async function weightedCourse(): Promise<Weighted> {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    const { categories, version } = expectStatus(await course.instructor.put(url, WEIGHTED), 200);
    const [homework, examinations] = categories.map(({ id }: { id: string }) => id);
    return { course, url, homework, examinations, learner: await course.learner(), version: `"v${version}"` };
  }

  it('are those of a course in which each line item weighs the same, until an instructor sets others', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    expect((await learner.get(`${course.url}/grade-rules`)).body).toEqual({
      ...{ courseId: course.courseId, parts: 'items', aggregation: 'mean', missing: 'left_out' },
      ...{ allowsOverHundred: false, scheme: null, categories: [], totalWeight: '0' },
      ...{ withoutCategory: 0, version: 1, latePolicy: null, missingDeduction: null },
      ...{ periods: [], totalPeriodWeight: null },
    });
    expect((await learner.put(`${course.url}/grade-rules`, WEIGHTED)).status).toBe(403);
  });

  it('weigh categories, drop what helps most, and give the total a name', async () => {
    const { course, learner, homework, examinations } = await weightedCourse();
    const items = [];
    for (const [title, categoryId, score] of [
      ['First', homework, '10'],
      ['Second', homework, '4'],
      ['Third', homework, '8'],
      ['Exam', examinations, '5'],
      ['Second exam', examinations, null],
    ] as const) {
      const item = await course.lineItem({ title, categoryId, resultValueMax: '10' });
      if (score !== null) await course.grade(item.id, learner, { score });
      items.push(item);
    }
    expect(items[0]).toMatchObject({ category: { id: homework, title: 'Homework' }, weight: '1' });

    const { body } = await learner.get(`${course.url}/grades/me`);
    // Homework without its lowest: 90 %. Examinations: 5 of 10, and of 20 in the final total.
    const totals = { current: '66', final: '51', postedCurrent: '66', postedFinal: '51' };
    expect(body).toMatchObject({ total: '66', totals: { ...totals, grade: 'Pass', finalGrade: 'Fail' } });
    const row = (await course.instructor.get(`${course.url}/gradebook`)).body.data[0];
    expect(row).toMatchObject({ total: '66', totals: { ...totals, grade: 'Pass', finalGrade: 'Fail' } });

    const why = (await learner.get(`${course.url}/grades/me/explanation`)).body;
    expect(why).toMatchObject({ share: '33/50', percentage: '66', grade: 'Pass' });
    const [share] = evaluated(why).share ?? [];
    expect(share).toBeDefined();
    expect(evaluated(why).areNodesRight).toBe(true);
    expect(why.sentence).toBe('The total is 66 % (Pass), made of the categories: the mean, weighted.');
    expect(why.categories[0].sentence).toBe(
      'Homework: 90 %, the mean, each the same. It counts 40 % of the total.',
    );
    expect(why.categories[0].items.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'First: 10 of 10 points (100 %).',
      'Second: 4 of 10 points, dropped: without it the result is the greatest.',
      'Third: 8 of 10 points (80 %).',
    ]);
    const final = `${course.url}/grades/${learner.id}/explanation?total=final`;
    expect((await course.instructor.get(final)).body.categories[1].items[1]).toMatchObject({
      outcome: 'ungraded_counts_zero',
      sentence: 'Second exam: no score, so it counts 0 of 10 points.',
    });
  });

  it('say of what is dropped without a score that it would have counted 0', async () => {
    const { course, learner, homework } = await weightedCourse();
    const graded = await course.lineItem({ title: 'Graded', categoryId: homework, resultValueMax: '10' });
    await course.grade(graded.id, learner, { score: '7' });
    await course.lineItem({ title: 'Open', categoryId: homework, resultValueMax: '10' });
    const why = (await learner.get(`${course.url}/grades/me/explanation?total=final`)).body;
    expect(why.categories[0].items[1].sentence).toBe(
      'Open: 0 of 10 points, dropped: without it the result is the greatest.',
    );
  });

  it('scale up the weights that count, and say so', async () => {
    const { course, learner, homework } = await weightedCourse();
    const item = await course.lineItem({ title: 'Only', categoryId: homework, resultValueMax: '10' });
    await course.grade(item.id, learner, { score: '7' });
    const why = (await learner.get(`${course.url}/grades/me/explanation`)).body;
    expect(why.percentage).toBe('70');
    expect(why.categories[0]).toMatchObject({ weight: '40/1', countedWeight: '100/1' });
    expect(why.categories[0].sentence).toContain('It counts 100 % of the total: 40 %, scaled up');
    expect(why.categories[1].sentence).toBe(
      'Examinations: nothing counts so far, so the category is left out.',
    );
  });

  it('leave a score that is not posted out of what the learner is told, and count it for the staff', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const quiz = await course.quiz('Muted', 2, { posting: 'by_hand' });
    await course.attempt(learner, quiz, 2);
    const item = await course.lineItem({ title: 'Open', resultValueMax: '10' });
    await course.grade(item.id, learner, { score: '5' });
    expect((await learner.get(`${course.url}/grades/me`)).body.totals).toMatchObject({
      ...{ current: '50', final: '50', postedCurrent: '50', postedFinal: '50' },
    });
    expect((await course.instructor.get(`${course.url}/grades/${learner.id}`)).body.totals).toMatchObject({
      ...{ current: '75', final: '75', postedCurrent: '50', postedFinal: '50' },
    });
    const [row] = (await course.instructor.get(`${course.url}/gradebook`)).body.data;
    expect(row.totals).toMatchObject({ current: '75', postedCurrent: '50', postedFinal: '50' });
    const why = JSON.stringify((await learner.get(`${course.url}/grades/me/explanation?total=final`)).body);
    expect(why).toContain('Muted: the score is not posted yet, so it does not count.');
    expect(why).not.toContain('"earned":"2/1"');
  });

  it('keep a category that has line items, and take others away', async () => {
    const { course, url, homework, examinations, version } = await weightedCourse();
    const item = await course.lineItem({ title: 'Kept', categoryId: homework });
    const without = { ...WEIGHTED, categories: [{ ...WEIGHTED.categories[1], id: examinations }] };
    const refused = await course.instructor.put(url, without);
    expect([refused.status, refused.body.code]).toEqual([409, 'gradebook.category_in_use']);
    expect(refused.body.detail).toContain('“Homework”');
    const only = { ...WEIGHTED, categories: [{ ...WEIGHTED.categories[0], id: homework, title: 'Tasks' }] };
    const changed = expectStatus(await course.instructor.put(url, only, { 'if-match': version }), 200);
    expect(changed.categories).toEqual([
      expect.objectContaining({ id: homework, title: 'Tasks', lineItems: 1 }),
    ]);
    expect((await course.instructor.get(`/v1/line-items/${item.id}`)).body.category.title).toBe('Tasks');
    expect((await course.instructor.put(url, only, { 'if-match': version })).status).toBe(412);
  });

  it('get a new version with the first change, so that an editor of the standard is told', async () => {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    const standard = { 'if-match': '"v1"' };
    expect((await course.instructor.put(url, { aggregation: 'points' }, standard)).body.version).toBe(2);
    expect((await course.instructor.put(url, { missing: 'zero' }, standard)).status).toBe(412);
  });

  it('change nothing, not even the version, where the same is sent again', async () => {
    const { course, url } = await weightedCourse();
    const before = await course.instructor.get(url);
    const {
      courseId: _,
      totalWeight: _together,
      totalPeriodWeight: _ofPeriods,
      withoutCategory: _count,
      version: _version,
      ...rules
    } = before.body;
    const categories = rules.categories.map(({ lineItems: _items, ...own }: { lineItems: number }) => own);
    const again = expectStatus(await course.instructor.put(url, { ...rules, categories }), 200);
    expect(again).toEqual(before.body);
  });

  it('leave no line item without its category when that is taken away at the same moment', async () => {
    const { course, url } = await weightedCourse();
    const item = await course.lineItem({ title: 'Moving' });
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { categories } = expectStatus(
        await course.instructor.put(url, { categories: [{ title: 'Brief' }] }),
        200,
      );
      const [{ id: categoryId }] = categories;
      const [moved, removed] = await Promise.all([
        course.instructor.patch(`/v1/line-items/${item.id}`, { categoryId }),
        course.instructor.put(url, { categories: [] }),
      ]);
      outcomes.add(`${moved.status} ${removed.status}`);
      const now = (await course.instructor.get(`/v1/line-items/${item.id}`)).body.category;
      expect([moved.status, now?.id ?? null]).toEqual([
        moved.status,
        moved.status === 200 ? categoryId : null,
      ]);
      expectStatus(await course.instructor.patch(`/v1/line-items/${item.id}`, { categoryId: null }), 200);
    }
    expect([...outcomes].every((outcome) => ['200 409', '422 200'].includes(outcome))).toBe(true);
  });

  it('weigh items naturally: by their points, unless a weight is fixed', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { aggregation: 'natural' }), 200);
    const first = await course.lineItem({ title: 'First', resultValueMax: '10' });
    const second = await course.lineItem({ title: 'Second', resultValueMax: '30' });
    await course.grade(first.id, learner, { score: '10' });
    await course.grade(second.id, learner, { score: '0' });
    const total = async (): Promise<string> => (await learner.get(`${course.url}/grades/me`)).body.total;
    expect(await total()).toBe('25');
    const url = `/v1/line-items/${first.id}`;
    expect(expectStatus(await course.instructor.patch(url, { fixedWeight: '60' }), 200).fixedWeight).toBe(
      '60',
    );
    expect(await total()).toBe('60');
    const why = (await learner.get(`${course.url}/grades/me/explanation`)).body;
    expect(why.categories[0].items.map(({ weight }: { weight: string }) => weight)).toEqual(['3/5', '2/5']);
    for (const fixedWeight of ['-1', '1.00001', '1e400', 'NaN'])
      expect((await course.instructor.patch(url, { fixedWeight })).status).toBe(422);
    expectStatus(await course.instructor.patch(url, { fixedWeight: null }), 200);
    expect(await total()).toBe('25');
    const ofCategories = { parts: 'categories', aggregation: 'natural' };
    const refused = await course.instructor.put(`${course.url}/grade-rules`, ofCategories);
    expect([refused.status, refused.body.code]).toEqual([422, 'gradebook.rules_do_not_fit']);
  });

  it('take line items of quizzes into categories as well, and none of another course', async () => {
    const { course, homework } = await weightedCourse();
    await course.quiz('Sampling', 2);
    const [{ id }] = (await course.instructor.get(`${course.url}/line-items`)).body.data;
    const url = `/v1/line-items/${id}`;
    const moved = {
      categoryId: homework,
      weight: '2.5',
      isExtraCredit: true,
      neverDropped: true,
      isOmitted: true,
    };
    expect(expectStatus(await course.instructor.patch(url, moved), 200)).toMatchObject({
      ...{
        category: { id: homework },
        weight: '2.5',
        isExtraCredit: true,
        neverDropped: true,
        isOmitted: true,
      },
    });
    const other = await weightedCourse();
    for (const categoryId of [other.homework, newId()]) {
      const refused = await course.instructor.patch(url, { categoryId });
      expect([refused.status, refused.body.code]).toEqual([422, 'gradebook.no_such_category']);
    }
    expect(expectStatus(await course.instructor.patch(url, { categoryId: null }), 200).category).toBeNull();
  });

  it.each([
    [
      'weights over 100',
      {
        categories: [
          { title: 'A', weight: '60' },
          { title: 'B', weight: '40.0001' },
        ],
      },
      'gradebook.weights_over_hundred',
    ],
    ['a negative weight', { categories: [{ title: 'A', weight: '-1' }] }, 'request.invalid'],
    ['a weight that is no number', { categories: [{ title: 'A', weight: 'NaN' }] }, 'request.invalid'],
    ['a weight of 1e400', { categories: [{ title: 'A', weight: '1e400' }] }, 'request.invalid'],
    [
      'a weight with 20 decimals',
      { categories: [{ title: 'A', weight: `1.${'1'.repeat(20)}` }] },
      'request.invalid',
    ],
    ['an unknown category', { categories: [{ id: newId(), title: 'A' }] }, 'gradebook.no_such_category'],
    ['the median of items', { parts: 'items', aggregation: 'median' }, 'gradebook.rules_do_not_fit'],
    ['points of categories', { parts: 'categories', aggregation: 'points' }, 'gradebook.rules_do_not_fit'],
    [
      'a scheme that does not fall',
      {
        scheme: {
          rows: [
            { name: 'A', from: '50' },
            { name: 'B', from: '50' },
            { name: 'C', from: '0' },
          ],
        },
      },
      'gradebook.scheme_order',
    ],
    [
      'a scheme that does not end at 0',
      { scheme: { rows: [{ name: 'A', from: '50' }] } },
      'gradebook.scheme_order',
    ],
    ['a drop rule of half an item', { categories: [{ title: 'A', dropLowest: 0.5 }] }, 'request.invalid'],
  ])('refuse %s, and change nothing', async (_, wrong, code) => {
    const { course, url, version } = await weightedCourse();
    const refused = await course.instructor.put(url, wrong);
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect((await course.instructor.get(url)).headers['etag']).toBe(version);
  });

  it('keep one category that was sent twice from hiding the other', async () => {
    const { course, url, homework } = await weightedCourse();
    const twice = [0, 1].map(() => ({ id: homework, title: 'Twice' }));
    const refused = await course.instructor.put(url, { categories: twice });
    expect([refused.status, refused.body.code]).toEqual([422, 'gradebook.no_such_category']);
  });

  it('cost no statement: grades are read with 2 and the gradebook with 3', async () => {
    const { course, learner } = await weightedCourse();
    // The version of the course, which tells whether anything is hidden, is read once.
    await learner.get(`${course.url}/outline`);
    expect(await sqlOf(() => learner.get(`${course.url}/grades/me`))).toHaveLength(2);
    expect(await sqlOf(() => learner.get(`${course.url}/grades/me/explanation`))).toHaveLength(2);
    expect(await sqlOf(() => course.instructor.get(`${course.url}/gradebook`))).toHaveLength(3);
  });
});
