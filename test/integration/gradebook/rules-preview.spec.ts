import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';

/** 5,000 is the long form. */
const LEARNERS = Number(process.env['PREVIEWED_LEARNERS'] ?? 300);
const SCHEME = {
  rows: [
    { name: 'Good', from: '70' },
    { name: 'Pass', from: '45.5' },
    { name: 'Fail', from: '0' },
  ],
};

type Row = Answer['body'];

/** Whom a change of grade rules would move, before it is made. */
describe('a preview of grade rules', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function filledCourse(learners: number, lineItems: number): Promise<GradedCourse> {
    const course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const terms = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, terms, { learners, activities: 0, lineItems, seed: 11 });
    return course;
  }

  const preview = (course: GradedCourse, rules: object, query = '', headers = {}): Promise<Answer> =>
    course.instructor.post(`${course.url}/grade-rules/preview?${query}`, rules, headers);

  async function rowsOf(course: GradedCourse): Promise<Map<string, Row>> {
    const rows = new Map<string, Row>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const url = `${course.url}/gradebook?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { data, page } = expectStatus(await course.instructor.get(url), 200);
      for (const row of data) rows.set(row.userId, row);
      cursor = page.next;
    }
    return rows;
  }

  it('says of everybody what the gradebook says before and after the change', async () => {
    const course = await filledCourse(80, 7);
    const url = `${course.url}/grade-rules`;
    const items = await course.lineItems();
    const steps = [
      { parts: 'items', aggregation: 'points', scheme: SCHEME },
      { parts: 'items', aggregation: 'points', scheme: { ...SCHEME, roundsTo: 0 } },
      {
        ...{ parts: 'categories', aggregation: 'weighted_mean', scheme: SCHEME },
        categories: [
          { title: 'Few', weight: '30', aggregation: 'mean', dropLowest: 1 },
          { title: 'Many', weight: '70', aggregation: 'points' },
        ],
      },
    ];
    for (const step of steps) {
      const before = await rowsOf(course);
      const ahead = {
        current: expectStatus(await preview(course, step, 'total=current&limit=500'), 200),
        final: expectStatus(await preview(course, step, 'total=final&limit=500'), 200),
      };
      const { categories, version } = expectStatus(await course.instructor.put(url, step), 200);
      const after = await rowsOf(course);
      for (const [total, name] of [
        ['current', 'grade'],
        ['final', 'finalGrade'],
      ] as const) {
        const { moves, counts, grades, more, rulesVersion } = ahead[total];
        expect([rulesVersion, more, counts.learners]).toEqual([version - 1, 0, before.size]);
        const told = new Map<string, Row>(moves.map((move: Row) => [move.userId, move]));
        for (const [userId, { totals }] of before) {
          const now = after.get(userId)!.totals;
          const move = told.get(userId);
          if (move === undefined) expect([now[total], now[name]]).toEqual([totals[total], totals[name]]);
          else
            expect([move.from.percentage, move.from.grade, move.to.percentage, move.to.grade]).toEqual([
              ...[totals[total], totals[name], now[total], now[name]],
            ]);
        }
        const renamed = [...before].filter(
          ([userId, { totals }]) => totals[name] !== after.get(userId)!.totals[name],
        );
        expect(counts.renamed).toBe(renamed.length);
        for (const grade of grades)
          expect([grade.name, grade.before, grade.after]).toEqual([
            grade.name,
            ...[before, after].map(
              (rows) => [...rows.values()].filter(({ totals }) => totals[name] === grade.name).length,
            ),
          ]);
      }
      // The next step keeps what the line items are in by then.
      for (const [place, { id }] of items.entries()) {
        const category = categories[place % 2];
        if (category)
          expectStatus(
            await course.instructor.patch(`/v1/line-items/${id}`, { categoryId: category.id }),
            200,
          );
      }
    }
    // Weights of the categories that there are, with line items in them by now.
    const { categories } = (await course.instructor.get(url)).body;
    const [few, many] = categories.map(({ id, title }: Row) => ({ id, title, aggregation: 'points' }));
    const swapped = {
      ...steps[2],
      categories: [
        { ...few, weight: '70' },
        { ...many, weight: '30' },
      ],
    };
    const { moves, counts } = expectStatus(await preview(course, swapped, 'limit=500'), 200);
    expect(counts.up + counts.down).toBeGreaterThan(20);
    const sizes = moves.map(({ move }: Row) => Math.abs(Number(move)));
    expect(sizes).toEqual(sizes.toSorted((one: number, other: number) => other - one));
    const few10 = expectStatus(await preview(course, swapped, 'limit=10'), 200);
    expect(few10.moves).toEqual(moves.slice(0, 10));
    expect([few10.counts, few10.more]).toEqual([counts, moves.length - 10]);
  });

  it('tells first who gets a total or loses theirs, which no distance says', async () => {
    const course = await GradedCourse.open(app);
    const [one, other] = [await course.learner(), await course.learner()];
    const [small, large] = [
      await course.lineItem({ title: 'Small', resultValueMax: '10' }),
      await course.lineItem({ title: 'Large', resultValueMax: '90' }),
    ];
    await course.grade(small.id, one, { score: '10' });
    await course.grade(large.id, one, { score: '0' });
    await course.grade(small.id, other, { score: '1' });
    expect(
      expectStatus(await preview(course, { aggregation: 'points' }, 'total=current'), 200),
    ).toMatchObject({
      counts: { learners: 2, up: 0, down: 1, gained: 0, lost: 0, renamed: 0 },
      moves: [{ userId: one.id, from: { share: '1/2' }, to: { share: '1/10' }, move: '-40' }],
    });
    // No line item has a category, so nothing counts.
    const byCategories = { parts: 'categories', categories: [{ title: 'Empty' }] };
    const lost = expectStatus(await preview(course, byCategories, 'total=current'), 200);
    expect(lost.counts).toMatchObject({ lost: 2, up: 0, down: 0 });
    expect(lost.moves).toHaveLength(2);
    expect(lost.moves[0]).toMatchObject({ to: { share: null, percentage: null, grade: null }, move: null });
  });

  it('is of nobody in a course without learners', async () => {
    const course = await GradedCourse.open(app);
    expect(expectStatus(await preview(course, { aggregation: 'points', scheme: SCHEME }), 200)).toEqual({
      ...{ courseId: course.courseId, total: 'final', periodId: null, rulesVersion: 1, moves: [], more: 0 },
      counts: { learners: 0, up: 0, down: 0, gained: 0, lost: 0, renamed: 0 },
      grades: SCHEME.rows.map(({ name }) => ({ name, before: 0, after: 0 })),
    });
  });

  it('changes nothing, also with an Idempotency-Key, and refuses what the change would be refused for', async () => {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    const { categories } = expectStatus(
      await course.instructor.put(url, { categories: [{ title: 'Homework' }] }),
      200,
    );
    await course.lineItem({ categoryId: categories[0].id });
    const before = (await course.instructor.get(url)).body;
    const key = { 'idempotency-key': 'one-preview' };
    const more = { categories: [{ id: categories[0].id, title: 'Renamed' }, { title: 'More' }] };
    const [first, again] = [await preview(course, more, '', key), await preview(course, more, '', key)];
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    expect(again.body).toEqual(first.body);
    for (const [wrong, status, code] of [
      [{ categories: [] }, 409, 'gradebook.category_in_use'],
      [{ categories: [{ ...more.categories[0], weight: '101' }] }, 422, 'gradebook.weights_over_hundred'],
      [{ ...more, parts: 'items', aggregation: 'median' }, 422, 'gradebook.rules_do_not_fit'],
      [{ ...more, scheme: { rows: [{ name: 'A', from: '1' }] } }, 422, 'gradebook.scheme_order'],
      [{ ...more, weights: [] }, 422, 'request.invalid'],
    ] as const) {
      const refused = await preview(course, wrong);
      expect([refused.status, refused.body.code]).toEqual([status, code]);
    }
    expect((await course.instructor.get(url)).body).toEqual(before);
    const assistant = await course.member('assistant');
    expect((await assistant.post(`${url}/preview`, more)).body.code).toBe('courses.instructors_only');
  });

  it(`serves others while it reads ${LEARNERS} learners × 40 line items, in pieces of two statements`, async () => {
    const course = await filledCourse(LEARNERS, 40);
    const began = performance.now();
    let isDone = false;
    let answer: Answer | undefined;
    const statements = await sqlOf(async () => {
      answer = await preview(course, { aggregation: 'points', scheme: SCHEME }, 'limit=20');
    });
    const alone = performance.now() - began;
    const { counts } = expectStatus(answer!, 200);
    expect(counts.learners).toBeGreaterThan(LEARNERS / 2);
    const pieces = Math.ceil(counts.learners / 125);
    // Standing, categories, periods, rules, columns; then learners and their cells for each piece.
    expect(statements).toHaveLength(5 + 2 * pieces);
    const waits: number[] = [];
    const others = async (): Promise<void> => {
      while (!isDone) {
        const asked = performance.now();
        expectStatus(await course.instructor.get('/v1/me'), 200);
        waits.push(performance.now() - asked);
      }
    };
    await Promise.all([preview(course, { aggregation: 'points' }).finally(() => (isDone = true)), others()]);
    const slowest = Math.round(Math.max(...waits));
    if (process.env['PREVIEWED_LEARNERS'])
      console.log(
        `${Math.round(alone)} ms alone; others waited ${slowest} ms at most, ${waits.length} times`,
      );
    expect(waits.length).toBeGreaterThan(pieces);
    // The long form fills a large course first.
  }, 600_000);
});
