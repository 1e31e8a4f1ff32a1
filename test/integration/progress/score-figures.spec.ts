import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';

type Row = Answer['body'];

/** Of numbers that are no sums of many digits, so that doubles are right to six decimals. */
function slowFigures(values: number[]): Record<string, number | null> {
  const sorted = [...values].sort((one, other) => one - other);
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const between = (quarters: number): number => {
    const place = ((n - 1) * quarters) / 4;
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return low + (high - low) * (place - Math.floor(place));
  };
  return {
    mean,
    median: (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2,
    standardDeviation: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    min: sorted[0]!,
    max: sorted[n - 1]!,
    lowerQuartile: between(1),
    upperQuartile: between(3),
  };
}

function expectFigures(answer: Row, values: number[]): void {
  for (const [name, value] of Object.entries(slowFigures(values)))
    if (value === null) expect([name, answer[name]]).toEqual([name, null]);
    else expect([name, Math.abs(Number(answer[name]) - value) < 1e-5]).toEqual([name, true]);
}

/** How the scores of a line item and the totals of a course lie. */
describe('figures of scores and totals', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function populous(learners: number, lineItems: number): Promise<GradedCourse> {
    const course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const terms = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, terms, { learners, activities: 0, lineItems });
    return course;
  }

  async function activeRows(course: GradedCourse): Promise<Row[]> {
    const first = expectStatus(await course.instructor.get(`${course.url}/gradebook?limit=100`), 200);
    expect(first.page.next).toBeNull();
    return first.data.filter(({ isSuspended }: Row) => !isSuspended);
  }

  const ofItem = async (course: GradedCourse, id: string, query = ''): Promise<Row> =>
    expectStatus(await course.instructor.get(`/v1/line-items/${id}/statistics?${query}`), 200);
  const ofTotals = async (course: GradedCourse, query = ''): Promise<Row> =>
    expectStatus(await course.instructor.get(`${course.url}/gradebook/statistics?${query}`), 200);

  it('of a line item are those of the scores that the gradebook shows', async () => {
    const course = await populous(90, 5);
    const rows = await activeRows(course);
    for (const { id, resultValueMax } of await course.lineItems()) {
      const cells: Row[] = rows.map(({ results }) => results[id]);
      const scores = cells.flatMap((cell) =>
        cell && cell.score !== null && cell.status !== 'exempt' ? [Number(cell.score)] : [],
      );
      const answer = await ofItem(course, id, 'bins=7');
      expect(answer).toMatchObject({
        ...{ learners: rows.length, graded: scores.length, courseId: course.courseId },
        results: cells.filter((cell) => cell).length,
        exempt: cells.filter((cell) => cell?.status === 'exempt').length,
      });
      expectFigures(answer, scores);
      const { bins, above, below } = answer.distribution;
      expect(bins).toHaveLength(7);
      const width = Number(resultValueMax) / 7;
      for (const [place, { count }] of bins.entries()) {
        const inside = scores.filter(
          (score) =>
            Math.min(6, Math.floor(score / width + 1e-9)) === place && score <= Number(resultValueMax),
        );
        expect([id, place, count]).toEqual([id, place, inside.length]);
      }
      expect(bins.reduce((sum: number, { count }: Row) => sum + count, above + below)).toBe(scores.length);
    }
  });

  it('of totals are those of the totals that the gradebook shows, for each of the four', async () => {
    const course = await populous(90, 6);
    const rows = [
      { name: 'High', from: '66.5' },
      { name: 'Middle', from: '40' },
      { name: 'Low', from: '0' },
    ];
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { scheme: { rows } }), 200);
    const learners = await activeRows(course);
    for (const [total, field, name] of [
      ['current', 'current', 'grade'],
      ['final', 'final', 'finalGrade'],
      ['posted_current', 'postedCurrent', 'grade'],
      ['posted_final', 'postedFinal', 'finalGrade'],
    ] as const) {
      const shown = learners.flatMap(({ totals }) => (totals[field] === null ? [] : [Number(totals[field])]));
      const answer = await ofTotals(course, `total=${total}&bins=4`);
      expect(answer).toMatchObject({ total, learners: learners.length, withTotal: shown.length });
      const { mean, ...figures } = slowFigures(shown);
      // The gradebook rounds to two decimals.
      for (const [figure, value] of Object.entries({ mean, ...figures }))
        expect([figure, Math.abs(Number(answer[figure]) - value!) < 0.011]).toEqual([figure, true]);
      expect(answer.grades).toEqual(
        rows.map((row) => ({
          name: row.name,
          learners: learners.filter(({ totals }) => totals[name] === row.name).length,
        })),
      );
      const counts = answer.distribution.bins.map(({ count }: Row) => count);
      expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(shown.length);
    }
  });

  it('are empty for a class of none, and say what one learner says', async () => {
    const course = await GradedCourse.open(app);
    const { id } = await course.lineItem({ resultValueMax: '10' });
    const nothing = {
      ...{ mean: null, median: null, standardDeviation: null, min: null, max: null },
      ...{ lowerQuartile: null, upperQuartile: null },
    };
    expect(await ofItem(course, id)).toMatchObject({ ...nothing, learners: 0, graded: 0, missingScores: 0 });
    expect(await ofTotals(course)).toMatchObject({ ...nothing, learners: 0, withTotal: 0, grades: null });
    const learner = await course.learner();
    expect(await ofItem(course, id)).toMatchObject({ ...nothing, learners: 1, graded: 0, missingScores: 1 });
    expect(await ofTotals(course)).toMatchObject({ ...nothing, learners: 1, withTotal: 0 });
    await course.grade(id, learner, { score: '7.5' });
    const one = {
      ...{ mean: '7.5', median: '7.5', standardDeviation: null, min: '7.5', max: '7.5' },
      ...{ lowerQuartile: '7.5', upperQuartile: '7.5' },
    };
    expect(await ofItem(course, id)).toMatchObject({ ...one, learners: 1, graded: 1, missingScores: 0 });
    expect(await ofTotals(course)).toMatchObject({
      ...{ mean: '75', median: '75', standardDeviation: null, lowerQuartile: '75', upperQuartile: '75' },
      ...{ learners: 1, withTotal: 1 },
    });
  });

  it('put a total of exactly a bound into the bin and the grade that begin there', async () => {
    const course = await GradedCourse.open(app);
    const rows = [
      { name: 'Pass', from: '70' },
      { name: 'Fail', from: '0' },
    ];
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { scheme: { rows } }), 200);
    const items = [
      await course.lineItem({ resultValueMax: '3' }),
      await course.lineItem({ resultValueMax: '30', isExtraCredit: true }),
    ];
    // 1/3 + 11/30 is 70 % exactly, and 1/3 + 10.9999/30 rounds to it.
    for (const extra of ['11', '10.9999']) {
      const learner = await course.learner();
      await course.grade(items[0]!.id, learner, { score: '1' });
      await course.grade(items[1]!.id, learner, { score: extra });
    }
    const { distribution, grades, above } = await ofTotals(course);
    expect([distribution.bins[6].count, distribution.bins[7].count, above ?? 0]).toEqual([1, 1, 0]);
    expect(grades).toEqual([
      { name: 'Pass', learners: 1 },
      { name: 'Fail', learners: 1 },
    ]);
  });

  it('are drawn as charts, also by a link that needs no token', async () => {
    const course = await GradedCourse.open(app);
    const [learner, other] = [await course.learner(), await course.learner()];
    const item = await course.lineItem({ resultValueMax: '10' });
    const chart = async (name: string): Promise<string> => {
      const answer = await course.instructor.get(`${course.url}/report/${name}`);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
      return answer.text;
    };
    expect(await chart('total-distribution.svg')).toContain('Nobody has a total yet.');
    expect(await chart('grade-distribution.svg')).toContain('This course gives its totals no names.');
    const scheme = {
      rows: [
        { name: 'Pass', from: '60' },
        { name: 'Fail', from: '0' },
      ],
    };
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { scheme }), 200);
    await course.grade(item.id, learner, { score: '8' });
    expect(await chart('total-distribution.svg')).toContain('80–90: 1');
    expect(await chart('grade-distribution.svg?total=final')).toContain('Fail: 1; Pass: 1');
    expect(await chart('grade-distribution.svg?total=posted_current')).toContain('of posted scores');
    const link = `${course.url}/report/total-distribution/link?total=final`;
    const { url } = expectStatus(await course.instructor.get(link), 200);
    const { pathname, search } = new URL(url);
    expect((await app.anyone.get(pathname + search)).text).toContain('Final totals');
    expect((await other.get(`${course.url}/report/total-distribution.svg`)).status).toBe(403);
  });

  it('are drawn of a grading period, whose title they have', async () => {
    const course = await GradedCourse.open(app);
    const learner = await course.learner();
    const periods = [
      { title: 'First half', startDate: '2026-01-01', endDate: '2026-03-31' },
      { title: 'Second half', startDate: '2026-04-01', endDate: '2026-06-30' },
    ];
    const rules = expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { periods }), 200);
    const [{ id: first }, { id: second }] = rules.periods;
    for (const [dueDate, score] of [['2026-02-01', '8'] as const, ['2026-05-01', '3'] as const]) {
      const item = await course.lineItem({ resultValueMax: '10', dueDate });
      await course.grade(item.id, learner, { score });
    }
    const chart = (name: string, query: string): Promise<Answer> =>
      course.instructor.get(`${course.url}/report/${name}-distribution.svg?${query}`);
    expect((await chart('total', `period=${first}`)).text).toContain('80–90: 1');
    const drawn = (await chart('total', `period=${second}`)).text;
    expect(drawn).toContain('30–40: 1');
    expect(drawn).toContain('Second half');
    expect((await chart('total', '')).text).not.toContain('half');
    expect((await chart('grade', `period=${first}`)).text).toContain('First half');
    const link = `${course.url}/report/total-distribution/link?period=${second}`;
    const { url } = expectStatus(await course.instructor.get(link), 200);
    const { pathname, search } = new URL(url);
    expect((await app.anyone.get(pathname + search)).text).toContain('30–40: 1');
    const unknown = await chart('grade', `period=${course.courseId}`);
    expect([unknown.status, unknown.body.code]).toEqual([422, 'gradebook.no_such_period']);
  });

  it('refuse a number of bins that is none, and an archived line item', async () => {
    const course = await GradedCourse.open(app);
    const { id } = await course.lineItem();
    for (const bins of ['0', '101', '2.5', '-1', 'ten']) {
      expect((await course.instructor.get(`/v1/line-items/${id}/statistics?bins=${bins}`)).status).toBe(422);
      expect((await course.instructor.get(`${course.url}/gradebook/statistics?bins=${bins}`)).status).toBe(
        422,
      );
    }
    expectStatus(await course.instructor.put(`/v1/line-items/${id}/archive`), 200);
    const refused = await course.instructor.get(`/v1/line-items/${id}/statistics`);
    expect([refused.status, refused.body.code]).toEqual([404, 'gradebook.line_item_not_found']);
  });

  it('cost as many statements for 300 learners as for 3', async () => {
    const [small, large] = [await populous(3, 2), await populous(300, 2)];
    for (const course of [small, large]) {
      const [{ id }] = (await course.lineItems()) as [Row];
      expect(await sqlOf(() => ofItem(course, id))).toHaveLength(6);
      expect(await sqlOf(() => ofTotals(course))).toHaveLength(4);
    }
  });
});
