import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { AT_ONCE } from '../../../src/modules/gradebook/stored-totals/present-totals';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fractionOf, StoredTotalsOf } from '../../support/totals-room';
import { seededRandom } from '../../unit/seeded-random';

/** 5,000 learners with 40 line items are the long form: `TOTALS_LEARNERS=5000 TOTALS_ITEMS=40`. */
const LEARNERS = Number(process.env['TOTALS_LEARNERS'] ?? 300);
const ITEMS = Number(process.env['TOTALS_ITEMS'] ?? 6);

type Row = Answer['body'];

jest.setTimeout(120_000 + LEARNERS * 200);

/** Views of whole courses by stored totals. */
describe('the totals of a course', () => {
  let app: TestApp;
  let course: GradedCourse;
  let stored: StoredTotalsOf;
  let large: GradedCourse;
  const atOnce = { ...AT_ONCE };
  beforeAll(async () => {
    app = await TestApp.start();
    large = await filled(LEARNERS, ITEMS);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.set('2026-03-02T09:00:00.000Z');
    Object.assign(AT_ONCE, atOnce);
    course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    stored = new StoredTotalsOf(app, course);
  });

  async function filled(learners: number, lineItems: number): Promise<GradedCourse> {
    const opened = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = opened;
    const terms = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, terms, { learners, activities: 0, lineItems, seed: 5 });
    return opened;
  }

  /** The learners with these scores of 20, and one without any. */
  async function graded(scores: string[]): Promise<{ learners: Caller[]; without: Caller; itemId: string }> {
    const { id: itemId } = await course.lineItem();
    const learners: Caller[] = [];
    for (const score of scores) {
      const learner = await course.learner();
      await course.grade(itemId as string, learner, { score });
      learners.push(learner);
    }
    return { learners, without: await course.learner(), itemId: itemId as string };
  }

  const get = (of: GradedCourse, query: string): Promise<Answer> =>
    of.instructor.get(`${of.url}/gradebook?${query}`);

  async function pages(of: GradedCourse, query: string): Promise<{ rows: Row[]; versions: Set<number> }> {
    const [rows, versions] = [[] as Row[], new Set<number>()];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, page, structureVersion } = expectStatus(
        await get(of, cursor === '' ? query : `${query}&cursor=${encodeURIComponent(cursor)}`),
        200,
      );
      rows.push(...data);
      versions.add(structureVersion);
      cursor = page.next;
    }
    return { rows, versions };
  }

  const settled = async (of: GradedCourse): Promise<Row> => {
    const { data } = expectStatus(await of.instructor.get('/v1/operations'), 200);
    const operation = data.find(({ kind }: { kind: string }) => kind === 'totals_refresh');
    if (operation) await app.get(OperationRunner).settled(operation.id as string);
    return operation && expectStatus(await of.instructor.get(`/v1/operations/${operation.id}`), 200);
  };

  it('readers show what is stored, and what is computed once the structure has changed', async () => {
    const { learners, itemId } = await graded(['10']);
    const [learner] = learners as [Caller];
    await stored.spoil(learner);
    const totals = async () => {
      const rows: Row[] = expectStatus(await get(course, 'limit=100'), 200).data;
      return {
        page: rows.find(({ userId }) => userId === learner.id).totals.current,
        own: expectStatus(await learner.get(`${course.url}/grades/me`), 200).total,
        overview: expectStatus(await learner.get('/v1/me/progress'), 200).data[0].total,
        final: expectStatus(await course.instructor.get(`${course.url}/final-grades/${learner.id}`), 200)
          .computed.percent,
      };
    };
    expect(await totals()).toMatchObject({ page: '12.5', own: '12.5' });
    await course.lineItem({ title: 'Another', resultValueMax: '10' });
    expect(await totals()).toMatchObject({ page: '50', own: '50' });
    await settled(course);
    expect((await stored.of(learner))?.shares).toMatchObject({ current: '1/2', final: '1/4' });
    expectStatus(await course.instructor.patch(`/v1/line-items/${itemId}`, { title: 'Only a name' }), 200);
    expect(await stored.claimsToHold(learner)).toBe(true);
  });

  it('hold until work becomes missing, marks are posted or an accommodation begins, and are computed from then on', async () => {
    const { learners } = await graded(['10']);
    const [learner] = learners as [Caller];
    const rules = { parts: 'items', aggregation: 'mean', missing: 'zero' };
    expectStatus(await course.instructor.put(`${course.url}/grade-rules`, rules), 200);
    // One that is about to end would leave the next change to whoever reads all totals.
    await settled(course);
    const dueAt = '2026-03-04T12:00:00.000Z';
    await course.lineItem({ title: 'Due', dueAt, expectsSubmission: true });
    await settled(course);
    const own = async () => expectStatus(await learner.get(`${course.url}/grades/me`), 200).total as string;
    expect((await stored.of(learner))?.holdsUntil).toEqual(new Date('2026-03-04T12:00:00.001Z'));
    app.clock.set(dueAt);
    expect([await own(), await stored.claimsToHold(learner)]).toEqual(['50', true]);
    app.clock.set('2026-03-04T12:00:00.001Z');
    expect([await own(), await stored.claimsToHold(learner)]).toEqual(['25', false]);
    const { data } = expectStatus(await get(course, 'sort=total'), 200);
    expect(data.map(({ total }: Row) => total)).toEqual(['0', '25']);
    expect(await stored.claimsToHold(learner)).toBe(true);
    // A clock that is set back does not make them older ones again.
    app.clock.set('2026-03-04T11:00:00.000Z');
    expect(await own()).toBe('50');
  });

  it('sorts by total, who has none last and equal ones by id, with all pages of one structure', async () => {
    const { learners, without } = await graded(['10', '20', '0', '10', '7.5']);
    const byId = (one: Caller, other: Caller): number => (one.id < other.id ? -1 : 1);
    const same = [learners[0]!, learners[3]!].sort(byId);
    const rising = [learners[2]!, learners[4]!, ...same, learners[1]!];
    const ids = (of: Caller[]): string[] => of.map(({ id }) => id);
    const up = await pages(course, 'sort=total&limit=2');
    expect(up.rows.map(({ userId }) => userId as string)).toEqual(ids([...rising, without]));
    const down = await pages(course, 'sort=-total&limit=2');
    expect(down.rows.map(({ userId }) => userId as string)).toEqual(ids([...rising.toReversed(), without]));
    expect(up.versions).toEqual(new Set([await stored.version()]));
    const { page } = expectStatus(await get(course, 'sort=total&limit=2&total=true'), 200);
    expect(page.total).toBe(6);
    await course.lineItem({ title: 'Another', resultValueMax: '10' });
    const answer = await get(course, `sort=total&limit=2&cursor=${encodeURIComponent(page.next as string)}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'gradebook.structure_changed']);
    const other = await get(course, `sort=name&limit=2&cursor=${encodeURIComponent(page.next as string)}`);
    expect(other.status).toBe(400);
    await settled(course);
  });

  it('sorts by the total of a grading period where one is shown', async () => {
    const periods = [
      { title: 'First half', startDate: '2026-01-05', endDate: '2026-03-31' },
      { title: 'Second half', startDate: '2026-04-01', endDate: '2026-06-30' },
    ];
    const { learners, without, itemId } = await graded(['10', '20', '0']);
    // What was stored before there were periods says nothing of them.
    await pages(course, 'sort=total');
    const rules = expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { periods }), 200);
    const [first, second] = rules.periods.map(({ id }: Row) => id);
    const earlier = { dueDate: '2026-02-01' };
    expectStatus(await course.instructor.patch(`/v1/line-items/${itemId}`, earlier), 200);
    const { id: later } = await course.lineItem({ title: 'Talk', dueDate: '2026-05-01' });
    for (const [place, score] of ['8', '2', '20'].entries())
      await course.grade(later as string, learners[place]!, { score });
    const order = async (query: string): Promise<number[]> =>
      (await pages(course, `${query}&limit=2`)).rows.map(({ userId }) =>
        [...learners, without].findIndex(({ id }) => id === userId),
      );
    expect(await order(`period=${first}&sort=total`)).toEqual([2, 0, 1, 3]);
    expect(await order(`period=${first}&sort=-total`)).toEqual([1, 0, 2, 3]);
    expect(await order(`period=${second}&sort=total`)).toEqual([1, 0, 2, 3]);
    // Together 18, 22 and 20 of 40 points.
    expect(await order('sort=total')).toEqual([0, 2, 1, 3]);
    const strange = await get(course, `period=${course.courseId}&sort=total`);
    expect([strange.status, strange.body.code]).toEqual([422, 'gradebook.no_such_period']);
  });

  it('sends as many statements for a page of a large course as for one of a small one', async () => {
    await graded(['10', '20', '0', '10', '7.5']);
    const costs = async (of: GradedCourse): Promise<number[]> => {
      await pages(of, 'sort=total&limit=100');
      return [
        (await sqlOf(() => get(of, 'sort=total&limit=3'))).length,
        (await sqlOf(() => get(of, 'sort=-total&limit=3'))).length,
      ];
    };
    // The caller, the structure, who is older, the learners, and their cells.
    expect(await costs(course)).toEqual([5, 5]);
    // What was stored for many is stored for one with no more statements than before.
    await course.lineItem({ title: 'Another', resultValueMax: '10' });
    await settled(course);
    const [{ id: itemId }] = (await course.lineItems()) as [Row];
    const [, rated] = (await pages(course, 'limit=100')).rows;
    const grade = (score: string) =>
      sqlOf(() => course.instructor.put(`/v1/line-items/${itemId}/results/${rated.userId}`, { score }));
    const [once, again] = [await grade('3'), await grade('4')];
    const ofTotals = (statements: string[]) => statements.filter((sql) => sql.includes('INTO stored_totals'));
    expect([ofTotals(once).length, ofTotals(again).length]).toEqual([1, 1]);
    if (LEARNERS * ITEMS > AT_ONCE.cells) AT_ONCE.cells = LEARNERS * ITEMS;
    expect(await costs(large)).toEqual([5, 5]);
  });

  it('are right for any learner and on any page right after a weight has changed, whatever the operation has done', async () => {
    const { below, pick } = seededRandom(3);
    const totals = new StoredTotalsOf(app, large);
    const items = await large.lineItems();
    AT_ONCE.cells = LEARNERS * ITEMS + ITEMS;
    const all = (await pages(large, 'sort=total&limit=100')).rows;
    const before = await totals.version();
    AT_ONCE.cells = 1;
    const begun = performance.now();
    const url = `/v1/line-items/${pick(items).id}`;
    expectStatus(await large.instructor.patch(url, { weight: '3' }), 200);
    const changed = performance.now();
    expect(await totals.version()).toBe(before + 1);
    const { status, body, headers } = await get(large, 'sort=total');
    if (status !== 200)
      expect([body.code, headers['retry-after']]).toEqual(['gradebook.totals_not_ready', '3']);
    for (let count = 0; count < 5; count += 1) {
      const { userId } = all[below(all.length)];
      const expected = await totals.computed({ id: userId as string });
      const told = expectStatus(await large.instructor.get(`${large.url}/grades/${userId}`), 200);
      expect(told.totals.current).toBe(expected.percentages['current']);
    }
    const shown = await pages(large, 'limit=100');
    for (let count = 0; count < 5; count += 1) {
      const row = pick(shown.rows);
      const expected = await totals.computed({ id: row.userId as string });
      expect(row.totals).toMatchObject({
        ...{ current: expected.percentages['current'], final: expected.percentages['final'] },
        postedFinal: expected.percentages['posted_final'],
      });
    }
    const operation = await settled(large);
    const took = performance.now() - changed;
    expect(operation).toMatchObject({ status: 'succeeded', requestedBy: large.instructor.id });
    const sorted = await pages(large, 'sort=-total&limit=100');
    expect(sorted.versions).toEqual(new Set([before + 1]));
    const shares = new Map(
      (await totals.rows()).map(({ userId, shares }) => [userId, shares['current'] ?? null]),
    );
    const numbers = sorted.rows.map(({ userId }) => numberOf(shares.get(userId as string) ?? null));
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
    const computed = await totals.computed({ id: sorted.rows[0].userId as string });
    expect(fractionOf(shares.get(sorted.rows[0].userId as string) ?? null)).toBe(computed.course['current']);
    process.stderr.write(
      `${LEARNERS} learners, ${ITEMS} line items: changed in ${Math.round(changed - begun)} ms, all refreshed after ${Math.round(took)} ms\n`,
    );
  });
});

/** Of a fraction; who has none comes last. */
function numberOf(fraction: string | null): number {
  if (fraction === null) return -Infinity;
  const [upper, lower = '1'] = fraction.split('/');
  return Number(upper) / Number(lower);
}
