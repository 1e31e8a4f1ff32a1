import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';

type Entry = Answer['body'];

/** Who changed the grade rules of a course. */
describe('the changes of grade rules', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const changes = async (course: GradedCourse, query = ''): Promise<Answer['body']> =>
    expectStatus(await course.instructor.get(`${course.url}/grade-rules/changes?${query}`), 200);

  it('say who changed them, when, and from what to what, the newest first', async () => {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    expect((await changes(course)).data).toEqual([]);
    const standard = (await course.instructor.get(url)).body;
    const first = expectStatus(
      await course.instructor.put(url, { aggregation: 'points', categories: [{ title: 'Homework' }] }),
      200,
    );
    const changedAt = app.clock.now().toISOString();
    app.clock.advance(60_000);
    const colleague = await course.member('instructor');
    const second = expectStatus(await colleague.put(url, {}), 200);
    const { data } = await changes(course);
    expect(data).toMatchObject([
      { from: first, to: second, changedBy: { userId: colleague.id } },
      { from: standard, to: first, changedBy: { userId: course.instructor.id }, changedAt },
    ]);
    expect(second.categories).toEqual([]);
    const { givenName, familyName } = (await colleague.get('/v1/me')).body;
    expect(data[0].changedBy).toEqual({ userId: colleague.id, givenName, familyName });
  });

  it('are as many as changed something: not what is sent again, refused or previewed', async () => {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    expectStatus(await course.instructor.put(url, { aggregation: 'points' }), 200);
    expectStatus(await course.instructor.put(url, { aggregation: 'points' }), 200);
    expect((await course.instructor.put(url, {}, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await course.instructor.put(url, { aggregation: 'median' })).status).toBe(422);
    expectStatus(await course.instructor.post(`${url}/preview`, {}), 200);
    expect((await changes(course, 'total=true')).page.total).toBe(1);
  });

  it('form a chain also where instructors change them at the same moment', async () => {
    const course = await GradedCourse.open(app);
    const url = `${course.url}/grade-rules`;
    const titles = Array.from({ length: 12 }, (_, number) => `Category ${number}`);
    const answers = await Promise.all(
      titles.map((title) => course.instructor.put(url, { categories: [{ title }] })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const steps: Entry[] = (await changes(course)).data.toSorted(
      (one: Entry, other: Entry) => one.to.version - other.to.version,
    );
    expect(steps.map(({ to }) => to.version)).toEqual(titles.map((_, place) => place + 2));
    for (const [place, { from }] of steps.slice(1).entries()) expect(from).toEqual(steps[place]!.to);
  });

  it('are for the staff of the course', async () => {
    const course = await GradedCourse.open(app);
    const assistant = await course.member('assistant');
    const learner = await course.learner();
    const url = `${course.url}/grade-rules/changes`;
    expect([(await assistant.get(url)).status, (await learner.get(url)).status]).toEqual([200, 403]);
  });

  it('cost two statements a page, however many there are', async () => {
    const course = await GradedCourse.open(app);
    const counts = [];
    for (let change = 0; change < 6; change += 1) {
      const aggregation = change % 2 === 0 ? 'points' : 'mean';
      expectStatus(await course.instructor.put(`${course.url}/grade-rules`, { aggregation }), 200);
      if (change % 5 === 0) counts.push((await sqlOf(() => changes(course, 'limit=2'))).length);
    }
    // The standing of the caller, and the page.
    expect(counts).toEqual([2, 2]);
    const first = await changes(course, 'limit=4');
    const rest = await changes(course, `limit=4&cursor=${first.page.next}`);
    expect([...first.data, ...rest.data].map(({ to }: Entry) => to.version)).toEqual([7, 6, 5, 4, 3, 2]);
    expect(rest.page.next).toBeNull();
  });
});
