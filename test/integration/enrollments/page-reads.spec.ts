import { CourseRoom, expectStatus } from '../../support/course-room';
import { populate } from '../../support/populous-course';
import { rowsRead } from '../../support/rows-read';
import { TestApp } from '../../support/test-app';

const LEARNERS = 2000;
const LIMIT = 10;
/** Each row of a page is read some times over: in its index, out of the sort's buffer, with its account. */
const MOST_ROWS = 15 * LIMIT;

describe('a page of people by name, in a course of 2,000', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await CourseRoom.open(app);
    const where = { sectionId: await room.section(), timeZone: 'UTC', startDate: '2026-01-05' };
    // Twenty names for all of them, so that a page lies among namesakes.
    await populate(
      app,
      { courseId: room.courseId, ...where },
      { learners: LEARNERS, activities: 0, lineItems: 0 },
    );
    for (let count = 0; count < LIMIT; count += 1) await room.member('assistant');
  });
  afterAll(() => app.stop());

  /** The cursor behind a thousand people. */
  async function middle(url: string): Promise<string> {
    let cursor = '';
    for (let seen = 0; seen < LEARNERS / 2; seen += 100) {
      const { page } = expectStatus(await room.instructor.get(`${url}limit=100${cursor}`), 200);
      cursor = `&cursor=${page.next}`;
    }
    return cursor;
  }

  it.each([
    ['the roster', 'enrollments?'],
    ['the roster of its learners', 'enrollments?role=learner&'],
    ['the roster of its active learners', 'enrollments?role=learner&state=active&'],
    ['the gradebook', 'gradebook?'],
    ['the gradebook of all learners', 'gradebook?learners=all&'],
    ['the progress of its learners', 'progress?sort=name&'],
  ])('reads for %s the rows of one page, at the beginning and in the middle', async (_list, path) => {
    const url = `${room.url}/${path}`;
    for (const cursor of ['', await middle(url)]) {
      const rows = await rowsRead(app, async () => {
        const { data } = expectStatus(await room.instructor.get(`${url}limit=${LIMIT}${cursor}`), 200);
        expect(data).toHaveLength(LIMIT);
      });
      expect(rows).toBeGreaterThan(LIMIT);
      expect(rows).toBeLessThan(MOST_ROWS);
    }
  });
});
