import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { type Caller, TestApp } from '../../support/test-app';

const LIMIT = 20;
const [FEW, MANY] = [50, 500];
/** Its entry in the index and its row. */
const ROWS_PER_ENROLLMENT = 2;
/** An enrollment and its course, and both once more where they are sorted. */
const ROWS_PER_COURSE = { '/v1/courses': 3, '/v1/me/progress': 5, '/v1/me/enrollments': 0 } as const;
const LISTS = Object.keys(ROWS_PER_COURSE) as (keyof typeof ROWS_PER_COURSE)[];

const LONG_AGO = { begin_date: '2021-09-01', end_date: '2022-02-01' };

type Row = Record<string, unknown>;

describe('lists of the own courses of somebody in 500 courses', () => {
  let app: TestApp;
  let few: Caller;
  let many: Caller;
  /** As many courses as `many`, of which as many are present ones as of `few`. */
  let formerly: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    [few, many] = [await studentOf(FEW), await studentOf(MANY)];
    formerly = await studentOf(MANY, FEW);
  });
  afterAll(() => app.stop());

  /** Somebody who learned in so many courses of one section, two pages and two line items each, and in some still does. */
  async function studentOf(courses: number, present = courses): Promise<Caller> {
    const room = await CourseRoom.open(app);
    const section = await room.section();
    for (const title of ['One', 'Two']) await room.activity(section, title);
    for (const title of ['Essay', 'Talk'])
      expectStatus(
        await room.instructor.post(`${room.url}/line-items`, { title, resultValueMax: '10' }),
        201,
      );
    const student = await room.learner();
    for (let count = 1; count < courses; count += 1)
      await copyCourse(room.courseId, student.id, { number: count, isPresent: count < present });
    return student;
  }

  async function copyCourse(
    courseId: string,
    userId: string,
    { number, isPresent }: { number: number; isPresent: boolean },
  ): Promise<void> {
    const ids = { course: toBinary(newId()), section: toBinary(newId()) };
    const own = { course_id: ids.course };
    await copy('courses', 'id', courseId, () => ({ id: ids.course, title: `Course ${number}` }));
    await copy('sections', 'course_id', courseId, () => ({ ...own, id: ids.section }));
    await copy('activities', 'course_id', courseId, () => ({
      ...own,
      id: toBinary(newId()),
      section_id: ids.section,
    }));
    await copy('line_items', 'course_id', courseId, () => ({ ...own, id: toBinary(newId()) }));
    await copy('enrollments', 'course_id', courseId, (row) =>
      toBinary(userId).equals(row['user_id'] as Buffer)
        ? { ...own, id: toBinary(newId()), ...(isPresent ? {} : LONG_AGO) }
        : undefined,
    );
  }

  /** Adds each of the rows once more with other values; without values it is left out. */
  async function copy(
    table: string,
    column: string,
    courseId: string,
    others: (row: Row) => Row | undefined,
  ): Promise<void> {
    const rows = await app.database.query<Row>(`SELECT * FROM ${table} WHERE ${column} = ?`, [
      toBinary(courseId),
    ]);
    const copies = rows.flatMap((row) => {
      const changed = others(row);
      return changed ? [{ ...row, ...changed }] : [];
    });
    await app.database.insertMany(
      table,
      Object.keys(copies[0] ?? {}),
      copies.map((row) => Object.values(row) as never[]),
    );
  }

  it.each(LISTS)('%s sends as many statements for somebody in 500 courses as in 50', async (list) => {
    const statements = async (caller: Caller): Promise<number> =>
      (await sqlOf(() => pageOf(caller, list))).length;
    expect(await statements(many)).toBe(await statements(few));
  });

  it.each(LISTS)(
    '%s reads a page of rows more than the own courses, at the beginning and in the middle',
    async (list) => {
      for (const start of [async () => '', (caller: Caller) => middleOf(caller, list)]) {
        const [before, after] = [await rowsOf(few, list, start), await rowsOf(many, list, start)];
        expect(after - before).toBeLessThanOrEqual(ROWS_PER_COURSE[list] * (MANY - FEW) + LIMIT);
      }
    },
  );

  it.each(['/v1/courses', '/v1/me/progress'] as const)(
    '%s reads only the enrollment of each course that the person has left',
    async (list) => {
      for (const start of [async () => '', (caller: Caller) => middleOf(caller, list)]) {
        const [before, after] = [await rowsOf(few, list, start), await rowsOf(formerly, list, start)];
        expect(after - before).toBeLessThanOrEqual(ROWS_PER_ENROLLMENT * (MANY - FEW) + LIMIT);
      }
    },
  );

  it('/v1/me/enrollments reads the rows of one page, however many courses somebody has', async () => {
    const start = (caller: Caller): Promise<string> => middleOf(caller, '/v1/me/enrollments');
    const [before, after] = [
      await rowsOf(few, '/v1/me/enrollments', start),
      await rowsOf(many, '/v1/me/enrollments', start),
    ];
    expect(after).toBe(before);
  });

  async function pageOf(
    caller: Caller,
    list: string,
    cursor = '',
  ): Promise<{ data: unknown[]; page: { next: string } }> {
    const answer = expectStatus(await caller.get(`${list}?limit=${LIMIT}${cursor}`), 200);
    expect(answer.data).toHaveLength(LIMIT);
    return answer;
  }

  /** The cursor behind the first page. */
  async function middleOf(caller: Caller, list: string): Promise<string> {
    return `&cursor=${(await pageOf(caller, list)).page.next}`;
  }

  async function rowsOf(
    caller: Caller,
    list: string,
    start: (caller: Caller) => Promise<string>,
  ): Promise<number> {
    const cursor = await start(caller);
    return rowsRead(app, () => pageOf(caller, list, cursor));
  }
});
