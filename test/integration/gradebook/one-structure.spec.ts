import { parse } from 'csv-parse/sync';
import { CoursePieces, PIECE } from '../../../src/modules/gradebook/grid/course-pieces';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const LEARNERS = 24;
const ROUNDS = 12;

negativeControl('the structure of a view', ['are of one structure each'], () => {
  replaceMethod(CoursePieces.prototype, 'refuseOther', () => () => undefined);
});

/** Views of a whole course, while others change what its totals depend on. */
describe('views of a whole course', () => {
  const usual = { ...PIECE };
  let app: TestApp;
  let course: GradedCourse;
  let url: string;
  let extraUrl: string;
  beforeAll(async () => {
    app = await TestApp.start();
    PIECE.learners = 2;
    course = await GradedCourse.open(app);
    url = `${course.url}/gradebook`;
    const people: Caller[] = [];
    for (let count = 0; count < LEARNERS; count += 1) people.push(await course.learner());
    const [item, extra] = [await course.lineItem(), await course.lineItem()];
    extraUrl = `/v1/line-items/${extra.id}`;
    // 50 % with one line item, 75 % with both.
    const cells = people.flatMap(({ id: userId }) => [
      { userId, lineItemId: item.id as string, score: '10' },
      { userId, lineItemId: extra.id as string, score: '20' },
    ]);
    expectStatus(await course.instructor.post(`${course.url}/results/batch`, { cells }), 200);
  });
  afterAll(() => {
    Object.assign(PIECE, usual);
    return app.stop();
  });

  /** Archives a line item and takes it back while a view is read. */
  async function whileItChanges<T>(read: () => Promise<T>): Promise<T> {
    const [view] = await Promise.all([
      read(),
      (async () => {
        // So often that the fifth reading finds the last change.
        for (let time = 0; time < 2; time += 1) {
          expectStatus(await course.instructor.put(`${extraUrl}/archive`), 200);
          expectStatus(await course.instructor.delete(`${extraUrl}/archive`), 200);
        }
      })(),
    ]);
    return view;
  }

  /** Null for one that broke off. */
  async function sheet(): Promise<{ version: string | undefined; totals: string[] } | null> {
    let answer: Answer;
    try {
      answer = await course.instructor.get(`${url}.csv?scores=counted`);
    } catch {
      return null;
    }
    if (answer.status === 503) return null;
    const [heads, ...lines] = parse(expectText(answer), { bom: true, relax_column_count: true });
    if (lines.length < LEARNERS) return null;
    const total = heads!.indexOf('Total (%)');
    return {
      version: answer.headers['stoa-structure-version'] as string | undefined,
      totals: lines.map((line) => line[total]!),
    };
  }

  function expectText(answer: Answer): string {
    expect(answer.status).toBe(200);
    return answer.text;
  }

  it('name its version, which is that of the gradebook, and rises with a change', async () => {
    const versions = async (): Promise<unknown[]> => [
      expectStatus(await course.instructor.get(url), 200).structureVersion,
      expectStatus(await course.instructor.get(`${url}/statistics`), 200).structureVersion,
      Number((await sheet())?.version),
    ];
    const [before, ...others] = await versions();
    expect(others).toEqual([before, before]);
    expectStatus(await course.instructor.patch(extraUrl, { isExtraCredit: true }), 200);
    const [after, ...same] = await versions();
    expect(after).toBeGreaterThan(before as number);
    expect(same).toEqual([after, after]);
    expectStatus(await course.instructor.patch(extraUrl, { isExtraCredit: false }), 200);
  });

  it('are of one structure each, whatever is changed while they are read: statistics begin again, a sheet breaks off', async () => {
    const whole = { statistics: 0, sheets: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const figures = await whileItChanges(() => course.instructor.get(`${url}/statistics`));
      const { min, max, withTotal } = expectStatus(figures, 200);
      expect([withTotal, max]).toEqual([LEARNERS, min]);
      expect(['50', '75']).toContain(min);
      whole.statistics += 1;
      const read = await whileItChanges(sheet);
      if (!read) continue;
      expect(new Set(read.totals).size).toBe(1);
      whole.sheets += 1;
    }
    expect(whole.statistics).toBe(ROUNDS);
    expect(await sheet()).toMatchObject({ totals: Array(LEARNERS).fill('75') });
  });
});
