import { newId } from '../../../src/shared/database/ids';
import { encodeCursor } from '../../../src/shared/http/pagination';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

interface Row {
  id: string;
  role: string;
  state: string;
  user: { givenName: string; familyName: string };
}

describe('the roster of a course', () => {
  let app: TestApp;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  async function roster(query = '', caller = room.instructor): Promise<Row[]> {
    return expectStatus(await caller.get(`${room.url}/enrollments?limit=100&${query}`), 200).data;
  }

  const names = async (query: string): Promise<string[]> =>
    (await roster(query)).map(({ user }) => `${user.givenName} ${user.familyName}`);

  async function named(givenName: string, familyName: string): Promise<Caller> {
    const person = await app.person('learner', { givenName, familyName });
    await room.enroll(person);
    return person;
  }

  it('gives everybody once, by family name and given name, over pages of every size', async () => {
    room = await CourseRoom.open(app);
    const people = [
      ['Zoë', 'Abel'],
      ['anna', 'Berg'],
      ['Anna', 'Berg'],
      ['Anna', 'Berg'],
      ['Bo', 'berg'],
      ['Ann', 'Östlund'],
      ['Ida', "O'Neill"],
    ] as const;
    for (const [given, family] of people) await named(given, family);
    const whole = await roster();
    expect(whole.map(({ user }) => user.familyName)).toEqual([
      ...['Abel', 'Berg', 'Berg', 'Berg', 'berg', 'Instructor', "O'Neill", 'Östlund'],
    ]);
    for (const limit of [1, 2, 3, 5, 8]) {
      const gathered: string[] = [];
      let next: string | null = null;
      do {
        const cursor: string = next === null ? '' : `&cursor=${next}`;
        const answer = await room.instructor.get(`${room.url}/enrollments?limit=${limit}${cursor}`);
        const { data, page } = expectStatus(answer, 200) as { data: Row[]; page: { next: string | null } };
        expect(data.length).toBeLessThanOrEqual(limit);
        gathered.push(...data.map(({ id }) => id));
        next = page.next;
      } while (next !== null);
      expect(gathered).toEqual(whole.map(({ id }) => id));
    }
  });

  it('filters by role, status and the beginning of a name', async () => {
    room = await CourseRoom.open(app);
    await named('Amara', 'Okafor');
    await named('Okan', 'Yilmaz');
    await named('Max 100%', 'Mustermann');
    const upcoming = await app.person('learner', { givenName: 'Una', familyName: 'Upcoming' });
    await room.enroll(upcoming, 'learner', { beginDate: '2026-03-03' });
    const helper = await app.person('learner', { givenName: 'Hal', familyName: 'Helper' });
    await room.enroll(helper, 'assistant');
    const former = await app.person('learner', { givenName: 'Fay', familyName: 'Former' });
    expectStatus(await room.instructor.delete(`/v1/enrollments/${await room.enroll(former)}`), 204);

    expect(await names('role=assistant')).toEqual(['Hal Helper']);
    expect(await names('role=instructor')).toEqual(['Ines Instructor']);
    expect(await names('role=learner&state=active')).toEqual([
      'Max 100% Mustermann',
      'Amara Okafor',
      'Okan Yilmaz',
    ]);
    expect(await names('state=withdrawn')).toEqual(['Fay Former']);
    expect(await names('state=upcoming')).toEqual(['Una Upcoming']);
    expect(await names('search=oka')).toEqual(['Amara Okafor', 'Okan Yilmaz']);
    expect(await names('search=amara%20ok')).toEqual(['Amara Okafor']);
    expect(await names('search=max%20100%25')).toEqual(['Max 100% Mustermann']);
    expect(await names('search=%25')).toEqual([]);
    expect(await names('search=_')).toEqual([]);
    expect(await names(`search=${encodeURIComponent("' OR '1'='1")}`)).toEqual([]);
    expect(new Set((await roster()).map(({ state }) => state))).toEqual(
      new Set(['active', 'withdrawn', 'upcoming']),
    );
    app.clock.advanceDays(1);
    expect(await names('state=upcoming')).toEqual([]);
    app.clock.advanceDays(-1);
  });

  it('is shown to the staff of the course only', async () => {
    room = await CourseRoom.open(app);
    const url = `${room.url}/enrollments`;
    expect((await (await room.member('assistant')).get(url)).status).toBe(200);
    expect((await (await app.person('administrator')).get(url)).status).toBe(200);
    for (const person of [
      await room.member('learner'),
      await room.formerLearner(),
      (await CourseRoom.open(app)).instructor,
    ]) {
      expect(await person.get(url)).toMatchObject({ status: 403, body: { code: 'courses.staff_only' } });
    }
    expect((await app.anyone.get(url)).status).toBe(401);
    const draft = await CourseRoom.open(app, { published: false });
    expect((await room.instructor.get(`${draft.url}/enrollments`)).status).toBe(404);
    expect((await room.instructor.get(`/v1/courses/${newId()}/enrollments`)).status).toBe(404);
  });

  it.each([
    ['role=owner', 422],
    ['status=paused', 422],
    ['search=', 422],
    ['limit=101', 422],
    ['total=perhaps', 422],
    ['cursor=x', 400],
    [`cursor=${encodeCursor(['Berg', 'Anna', 'x'])}`, 400],
    [`cursor=${encodeCursor(['Berg', newId()])}`, 400],
  ])('refuses the query ?%s with %d', async (query, status) => {
    expect((await room.instructor.get(`${room.url}/enrollments?${query}`)).status).toBe(status);
  });

  it('reads a page with two statements, however many people there are', async () => {
    room = await CourseRoom.open(app);
    await room.member();
    const page = async (): Promise<number> => {
      let rows = 0;
      const statements = await sqlOf(async () => {
        const answer = await room.instructor.get(
          `${room.url}/enrollments?limit=20&role=learner&state=active`,
        );
        rows = expectStatus(answer, 200).data.length;
      });
      expect(statements).toHaveLength(2);
      return rows;
    };
    expect(await page()).toBe(1);
    for (let count = 0; count < 24; count += 1) await room.member();
    expect(await page()).toBe(20);
  });
});
