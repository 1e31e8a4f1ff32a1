import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';

const RULES = {
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
    { title: 'Examinations', weight: '50', aggregation: 'points' },
  ],
};

/** Totals as they would be with other results. */
describe('what a total would be', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function weightedCourse(): Promise<{ course: GradedCourse; items: string[] }> {
    const course = await GradedCourse.open(app);
    const { categories } = expectStatus(await course.instructor.put(`${course.url}/grade-rules`, RULES), 200);
    const [homework, examinations] = categories.map(({ id }: { id: string }) => id);
    const items = [];
    for (const [title, categoryId, more] of [
      ['First', homework, {}],
      ['Second', homework, {}],
      ['Third', homework, { isExtraCredit: true }],
      ['Exam', examinations, {}],
      ['Below zero', examinations, { resultValueMin: '-5' }],
      ['Of its own', null, {}],
    ] as const)
      items.push((await course.lineItem({ title, categoryId, resultValueMax: '10', ...more })).id as string);
    return { course, items };
  }

  const supposed = (course: GradedCourse, caller: Caller, body: unknown, whose = 'me'): Promise<Answer> =>
    caller.post(`${course.url}/grades/${whose}/what-if`, body);

  it('is what it is for somebody who really has these results', async () => {
    const { below, pick } = seededRandom(20);
    const { course, items } = await weightedCourse();
    for (let round = 0; round < 12; round += 1) {
      const [dreamer, doer] = [await course.learner(), await course.learner()];
      const results = [];
      for (const lineItemId of items) {
        const before = below(3) === 0 ? null : String(below(101) / 10);
        const wish = pick(['none', 'score', 'excused', 'same'] as const);
        const after = wish === 'score' ? String(below(101) / 10) : before;
        if (before !== null) await course.grade(lineItemId, dreamer, { score: before });
        if (wish === 'excused') await course.grade(lineItemId, doer, { score: null, scoreStatus: 'exempt' });
        else if (wish !== 'none' && after !== null) await course.grade(lineItemId, doer, { score: after });
        if (wish === 'score') results.push({ lineItemId, score: after });
        else if (wish === 'excused') results.push({ lineItemId, isExcused: true });
        else if (wish === 'none') results.push({ lineItemId, score: null });
      }
      const before = (await dreamer.get(`${course.url}/grades/me`)).body;
      const own = expectStatus(await supposed(course, dreamer, { results, explain: 'final' }), 200);
      const really = (await doer.get(`${course.url}/grades/me`)).body;
      expect(own).toMatchObject({ totals: really.totals, present: before.totals, userId: dreamer.id });
      const why = (await doer.get(`${course.url}/grades/me/explanation?total=final`)).body;
      expect(own.explanation).toEqual({ ...why, userId: dreamer.id });
      const byStaff = await supposed(course, course.instructor, { results }, dreamer.id);
      expect(expectStatus(byStaff, 200)).toEqual({ ...own, explanation: null });
      expect((await dreamer.get(`${course.url}/grades/me`)).body).toEqual(before);
    }
  });

  it('costs what the grades cost, and stores nothing', async () => {
    const { course, items } = await weightedCourse();
    const learner = await course.learner();
    const results = items.map((lineItemId) => ({ lineItemId, score: '5' }));
    const statements = await sqlOf(() => supposed(course, learner, { results, explain: 'current' }));
    expect(statements).toHaveLength(2);
    expect(statements.every((text) => text.startsWith('SELECT'))).toBe(true);
    const read = await sqlOf(() => course.instructor.get(`${course.url}/grades/${learner.id}`));
    expect(await sqlOf(() => supposed(course, course.instructor, { results }, learner.id))).toHaveLength(
      read.length,
    );
    expect(await course.instructor.get(`/v1/line-items/${items[0]}/results/${learner.id}`)).toMatchObject({
      status: 404,
    });
  });

  it('tells nothing of a score that is not posted, whatever is supposed', async () => {
    const { course, items } = await weightedCourse();
    const { categories } = (await course.instructor.get(`${course.url}/grade-rules`)).body;
    const quiz = await course.quiz('Muted', 3, { posting: 'by_hand' });
    const categoryId = categories[1].id as string;
    expectStatus(await course.instructor.patch(`/v1/line-items/${quiz.lineItemId}`, { categoryId }), 200);
    // Two learners differ in nothing but the score that neither may know.
    const [best, worst] = [await course.learner(), await course.learner()];
    await course.attempt(best, quiz, 3);
    await course.attempt(worst, quiz, 0);
    for (const learner of [best, worst]) await course.grade(items[3]!, learner, { score: '6' });
    const muted = { lineItemId: quiz.lineItemId };
    const tries: Record<string, unknown>[][] = [
      [],
      [{ ...muted, score: '3' }],
      [{ ...muted, score: '0' }],
      [{ ...muted, score: null }],
      [{ ...muted, isExcused: true }],
      items.map((lineItemId) => ({ lineItemId, score: '10' })),
      items.map((lineItemId) => ({ lineItemId, isExcused: true })),
      [...items.map((lineItemId) => ({ lineItemId, isExcused: true })), { ...muted, score: '1.5' }],
      items.slice(0, 3).map((lineItemId, place) => ({ lineItemId, score: String(place) })),
    ];
    for (const results of tries)
      for (const explain of ['current', 'final', 'posted_current', 'posted_final']) {
        const [one, other] = await Promise.all(
          [best, worst].map(async (learner) => {
            const answer = expectStatus(await supposed(course, learner, { results, explain }), 200);
            return JSON.stringify(answer).replaceAll(learner.id, 'the learner');
          }),
        );
        expect(one).toBe(other);
      }
    // The staff see it, and so the two differ: what is compared above could have told.
    const [one, other] = await Promise.all(
      [best, worst].map(({ id }) => supposed(course, course.instructor, { results: [] }, id)),
    );
    expect(one!.body.totals.current).not.toBe(other!.body.totals.current);
    expect(one!.body.totals.postedCurrent).toBe(other!.body.totals.postedCurrent);
  });

  it('counts what is supposed of a muted quiz as posted, also for the staff', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const quiz = await course.quiz('Muted', 4, { posting: 'by_hand' });
    await course.attempt(learner, quiz, 4);
    const results = [{ lineItemId: quiz.lineItemId, score: '1' }];
    const { totals } = expectStatus(await supposed(course, course.instructor, { results }, learner.id), 200);
    expect(totals).toMatchObject({ current: '25', final: '25', postedCurrent: '25', postedFinal: '25' });
  });

  it.each([
    ['above the range', { score: '10.0001' }, 'gradebook.score_out_of_range', 'results[0].score'],
    ['below the range', { score: '-0.5' }, 'gradebook.score_out_of_range', 'results[0].score'],
    ['with five decimals', { score: '1.00001' }, 'request.invalid', 'results[0].score'],
    ['of 1e400', { score: '1e400' }, 'request.invalid', 'results[0].score'],
    ['that is no number', { score: 'NaN' }, 'request.invalid', 'results[0].score'],
    [
      'of somebody who is excused',
      { score: '1', isExcused: true },
      'gradebook.excused_with_score',
      'results[0].score',
    ],
    [
      'of an unknown line item',
      { lineItemId: newId() },
      'gradebook.unknown_line_item',
      'results[0].lineItemId',
    ],
    ['with a field too many', { isPosted: true }, 'request.invalid', 'results[0].isPosted'],
  ])('refuses a score %s', async (_, result, code, field) => {
    const { course, items } = await weightedCourse();
    const learner = await course.learner();
    const refused = await supposed(course, learner, { results: [{ lineItemId: items[0], ...result }] });
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect(refused.body.errors).toEqual([expect.objectContaining({ field })]);
  });

  it('refuses a line item that is named twice, is archived or is of another course', async () => {
    const { course, items } = await weightedCourse();
    const other = await weightedCourse();
    const learner = await course.learner();
    expectStatus(await course.instructor.put(`/v1/line-items/${items[5]}/archive`), 200);
    for (const ids of [[items[0], items[0]], [items[5]], [other.items[0]]]) {
      const results = ids.map((lineItemId) => ({ lineItemId, score: '1' }));
      const refused = await supposed(course, learner, { results });
      expect([refused.status, refused.body.code]).toEqual([422, 'gradebook.unknown_line_item']);
    }
  });

  it('is told to learners of themselves, also after the course, and to nobody else of them', async () => {
    const { course } = await weightedCourse();
    const [learner, classmate, former] = [
      await course.learner(),
      await course.learner(),
      await course.formerLearner(),
    ];
    const assistant = await course.member('assistant');
    const body = { results: [] };
    expectStatus(await supposed(course, former, body), 200);
    expectStatus(await supposed(course, assistant, body, learner.id), 200);
    expect((await supposed(course, classmate, body, learner.id)).status).toBe(403);
    expect((await supposed(course, course.instructor, body)).status).toBe(403);
    expect((await supposed(course, course.instructor, body, course.instructor.id)).body.code).toBe(
      'courses.learners_only',
    );
  });
});
