import fc from 'fast-check';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { savedBundle } from '../../support/opened-bundle';
import { smallSchool } from '../../support/small-school';
import type { Caller } from '../../support/test-app';
import { TestApp } from '../../support/test-app';
import { countsOf, EVERYTHING, RosterRoom } from './roster-room';

/** Always the same gradebooks, so that the same code gets the same verdict; ROUND_TRIPS=200 tries new ones. */
const LONG_RUNS = process.env['ROUND_TRIPS'];
const RUNS = Number(LONG_RUNS ?? 6);
const SEED = LONG_RUNS === undefined ? 73 : undefined;

const LEARNERS = 3;

/** What people type: commas, quotes, line breaks, umlauts, and what a spreadsheet would run. */
const piece = fc.constantFrom(
  ...['=1+1', '+', '-2', '@SUM(A1)', '"', '""', ',', ';', 'ä', 'Ω', '😀', "'", '\t', ' ', 'x', '0', 'stoa:'],
);
const line = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join('').trim())
  .filter((text) => text !== '');
const lines = fc
  .array(fc.oneof(line, fc.constantFrom('\n', '\r\n', '\n\n', ' ')), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''));
/** In ten-thousandths. */
const decimal = (most: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 0, max: most * 10_000 }), fc.constantFrom(1, 10, 100, 2500, 10_000))
    .map(([value, step]) => String((Math.floor(value / step) * step) / 10_000));

const result = fc.oneof(
  { weight: 4, arbitrary: fc.record({ score: decimal(20), comment: fc.option(lines) }) },
  fc.constant({ score: null, scoreStatus: 'exempt' }),
  fc.constant({ score: null, scoreStatus: 'not submitted' }),
  fc.constant({ score: null, scoreStatus: 'submitted' }),
  fc.record({ score: decimal(20), scoreStatus: fc.constant('partially graded') }),
);
const due = fc.option(
  fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => new Date(Date.UTC(2025, 9, 2, 0, minutes))),
);
const gradebook = fc.record({
  zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia', 'Europe/Berlin'),
  title: line,
  items: fc.array(
    fc.record({
      title: line,
      description: fc.option(lines),
      dueAt: due,
      results: fc.array(fc.option(result), { minLength: LEARNERS, maxLength: LEARNERS }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  right: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: LEARNERS }),
  override: fc.option(decimal(3)),
  // Of the roster: scores may be above the maximum of 20.
  rostered: fc.array(fc.record({ title: line, scores: fc.array(decimal(30), { maxLength: 3 }) }), {
    maxLength: 3,
  }),
});

type Gradebook = typeof gradebook extends fc.Arbitrary<infer T> ? T : never;

describe('exporting and importing', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  it('again changes nothing, whatever a gradebook holds', async () => {
    let schools = 0;
    await fc.assert(
      fc.asyncProperty(gradebook, async (wanted) => {
        schools += 1;
        await room.import(await rosterOf(wanted, schools));
        const course = await filled(wanted);
        for (const body of [{ courseIds: [course.courseId] }, {}, { mode: 'bulk' }]) {
          const before = await room.fingerprint(EVERYTHING);
          const { bytes } = await room.export(body);
          const operation = await room.import(await savedBundle(bytes));
          expect([operation.status, await room.issues(operation.id)]).toEqual(['succeeded', []]);
          expect(new Set(Object.values(countsOf(operation)).flatMap((each) => Object.keys(each)))).toEqual(
            new Set(['unchanged']),
          );
          expect(await room.fingerprint(EVERYTHING)).toBe(before);
        }
      }),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }) },
    );
  }, 300_000);

  async function filled({ zone, title, items, right, override }: Gradebook): Promise<GradedCourse> {
    const course = await GradedCourse.open(app, { timeZone: zone, title });
    const learners: Caller[] = [];
    for (let index = 0; index < LEARNERS; index += 1) learners.push(await course.learner());
    for (const { results, dueAt, ...item } of items) {
      const { id } = await course.lineItem({ ...item, ...(dueAt && { dueAt: dueAt.toISOString() }) });
      for (const [index, value] of results.entries())
        if (value) await course.grade(id, learners[index] as Caller, value);
    }
    const quiz = await course.quiz(title, 3);
    for (const [index, count] of right.entries())
      await course.attempt(learners[index] as Caller, quiz, count);
    if (override !== null) await course.grade(quiz.lineItemId, learners[0] as Caller, { score: override });
    return course;
  }

  /** The small school with further line items, as its information system sends it. */
  function rosterOf({ rostered }: Gradebook, number: number): Promise<string> {
    const school = smallSchool();
    const students = ['s-amara', 's-bao', 's-chloe'];
    const items = rostered.map(({ title }, index): RowValues => {
      const own = school.lineItems[0] ?? {};
      return { ...own, sourcedId: `li-${number}-${index}`, title };
    });
    const results = rostered.flatMap(({ scores }, index) =>
      scores.map((score, place): RowValues => {
        const own = school.results[0] ?? {};
        const ids = { lineItemSourcedId: `li-${number}-${index}`, studentSourcedId: students[place] ?? '' };
        return { ...own, ...ids, sourcedId: `r-${number}-${index}-${place}`, score };
      }),
    );
    const delta = (rows: readonly RowValues[]): RowValues[] =>
      rows.map((row) => ({ ...row, status: 'active' }));
    return number === 1
      ? buildBundle({
          ...school,
          lineItems: [...school.lineItems, ...items],
          results: [...school.results, ...results],
        })
      : buildBundle(
          { lineItems: delta(items), results: delta(results) },
          { 'file.lineItems': 'delta', 'file.results': 'delta' },
        );
  }

  it('a term, the archived course of a roster stays archived, and its results go out', async () => {
    await room.import(await buildBundle(smallSchool()));
    const { data } = expectStatus(await room.administrator.get('/v1/courses?limit=100'), 200) as {
      data: { id: string; code: string }[];
    };
    const id = data.find(({ code }) => code === 'STA-A')?.id ?? '';
    expectStatus(await room.administrator.put(`/v1/courses/${id}/archive`), 200);
    const before = await room.fingerprint(EVERYTHING);
    const { bytes } = await room.export({ courseIds: [id] });
    const operation = await room.import(await savedBundle(bytes));
    expect(countsOf(operation)['results.csv']).toEqual({ unchanged: 3 });
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
  });
});
