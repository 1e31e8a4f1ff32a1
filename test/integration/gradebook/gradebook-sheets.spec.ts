import { parse } from 'csv-parse/sync';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

describe('a sheet of the gradebook', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function sheetOf(course: GradedCourse, query = '', delimiter = ','): Promise<string[][]> {
    const answer = await course.instructor.get(`${course.url}/gradebook.csv${query}`);
    expectStatus(answer, 200);
    return parse(answer.text, { bom: true, delimiter });
  }

  it('has words where there is no score, numbers as the spreadsheet writes them, and no address of anybody', async () => {
    const course = await GradedCourse.open(app);
    const [excused, open, absent, graded] = (await Promise.all(
      ['Adams', 'Brown', 'Clark', 'Davis'].map(async (familyName) =>
        course.join(await app.person('learner', { familyName })),
      ),
    )) as [Caller, Caller, Caller, Caller];
    const { id } = await course.lineItem({ title: 'Report' });
    await course.grade(id, excused, { score: null, scoreStatus: 'exempt' });
    await course.grade(id, open, { score: null, scoreStatus: 'submitted' });
    await course.grade(id, absent, { score: null, scoreStatus: 'not submitted' });
    await course.grade(id, graded, { score: '17.5' });
    const [, ...lines] = await sheetOf(course);
    expect(lines.map((line) => line[6])).toEqual(['excused', 'submitted', 'not submitted', '17.5']);
    expect(lines.map((line) => line.at(-1))).toEqual([
      `[${excused.id}|excused||]`,
      `[${open.id}|submitted||0]`,
      `[${absent.id}|not submitted||0]`,
      `[${graded.id}|17.5|87.5|87.5]`,
    ]);
    const [heads, ...european] = await sheetOf(course, '?decimals=comma', ';');
    expect(heads?.[6]).toBe(`Report (of 20) [${id}]`);
    expect(european.at(-1)?.slice(6, 9)).toEqual(['17,5', '87,5', '87,5']);
    const counted = await sheetOf(course, '?scores=counted');
    expect(counted[0]?.slice(6)).toEqual([
      ...['Report (of 20, as counted)', 'Total (%)', 'Final total (%)', 'Grade'],
    ]);
    for (const query of ['?scores=all', '?decimals=dot'])
      expectStatus(await course.instructor.get(`${course.url}/gradebook.csv${query}`), 422);
  });

  it('reads a large course in pieces of two statements each', async () => {
    const course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const of = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, of, { learners: 600, activities: 2, lineItems: 20 });
    const statements = await sqlOf(async () => {
      const [heads, ...lines] = await sheetOf(course, '?learners=all');
      expect([heads?.length, lines.length]).toEqual([30, 600]);
    });
    // Who asks and the course, the columns, and three pieces of at most 250 learners.
    expect(statements.filter((sql) => sql.includes('FROM line_items li'))).toHaveLength(1 + 3);
    expect(statements.length).toBeLessThanOrEqual(2 + 1 + 3 * 2);
  });
});
