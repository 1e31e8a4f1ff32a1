import { CoursesFacade, type NewCourse } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { encodeCursor } from '../../../src/shared/http/pagination';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

const SORTS = ['title', 'newest'];

describe('the list of courses', () => {
  let app: TestApp;
  let administrator: Caller;
  let person: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    person = await app.person();
  });
  afterAll(() => app.stop());

  async function titles(caller: Caller, query: string): Promise<string[]> {
    const { data } = expectStatus(await caller.get(`/v1/courses?limit=100&${query}`), 200);
    return data.map(({ title }: { title: string }) => title);
  }

  async function make(courses: Partial<NewCourse>[]): Promise<string[]> {
    const made = courses.map((course) => ({
      id: newId(),
      code: 'X-1',
      title: 'Untitled',
      summary: '',
      status: 'published' as const,
      timeZone: 'UTC',
      selfEnrollment: false,
      startDate: null,
      endDate: null,
      createdBy: null,
      publishedAt: app.clock.now(),
      createdAt: app.clock.now(),
      ...course,
    }));
    await app.get(CoursesFacade).createCourses(made);
    return made.map(({ id }) => id);
  }

  it('shows published courses to everyone, drafts to their staff and archived courses to their members', async () => {
    const open = async (title: string, published = true): Promise<CourseRoom> =>
      CourseRoom.open(app, { title, code: 'VIS', published });
    const [draft, published, archived] = [
      await open('Vis draft', false),
      await open('Vis published'),
      await open('Vis shut'),
    ];
    const members: Caller[] = [];
    for (const role of ['learner', 'assistant', 'instructor'] as const) {
      const member = await app.person(role === 'instructor' ? 'instructor' : 'learner');
      for (const room of [draft, published, archived]) await room.enroll(member, role);
      members.push(member);
    }
    expectStatus(await archived.instructor.put(`${archived.url}/archive`), 200);
    const [learner, assistant, instructor] = members as [Caller, Caller, Caller];
    const seen = (caller: Caller, query = ''): Promise<string[]> => titles(caller, `search=VIS&${query}`);
    expect(await seen(person)).toEqual(['Vis published']);
    expect(await seen(learner)).toEqual(['Vis published', 'Vis shut']);
    expect(await seen(assistant)).toEqual(['Vis draft', 'Vis published', 'Vis shut']);
    expect(await seen(instructor)).toEqual(['Vis draft', 'Vis published', 'Vis shut']);
    expect(await seen(administrator)).toEqual(['Vis draft', 'Vis published', 'Vis shut']);
    expect(await seen(instructor, 'status=draft')).toEqual(['Vis draft']);
    expect(await seen(person, 'status=draft')).toEqual([]);
    expect(await seen(learner, 'mine=true')).toEqual(['Vis published', 'Vis shut']);
    expect(await seen(person, 'mine=true')).toEqual([]);
    expect(await seen(administrator, 'mine=true')).toEqual([]);
    expect((await app.anyone.get('/v1/courses')).status).toBe(401);
  });

  it('gives the role of the caller in each course', async () => {
    const room = await CourseRoom.open(app, { code: 'ROLE-1' });
    const rolesFor = async (caller: Caller): Promise<string[]> =>
      (await caller.get('/v1/courses?search=ROLE-1')).body.data.map(({ role }: { role: string }) => role);
    expect(await rolesFor(room.instructor)).toEqual(['owner']);
    expect(await rolesFor(await room.member('learner'))).toEqual(['learner']);
    expect(await rolesFor(await room.formerLearner())).toEqual(['visitor']);
    expect(await rolesFor(administrator)).toEqual(['administrator']);
  });

  it.each(SORTS)(
    'gives every course once and in order by %s, over pages of every size, ties included',
    async (sort) => {
      const code = `TIE-${sort}`;
      await make(
        ['Beta', 'alpha', 'Alpha', 'Beta', 'gamma', 'Beta', 'Élan', 'elan'].map((title, index) => ({
          title,
          code,
          createdAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 3))),
        })),
      );
      const { data: whole } = expectStatus(
        await person.get(`/v1/courses?search=${code}&sort=${sort}&limit=100`),
        200,
      );
      expect(whole).toHaveLength(8);
      if (sort === 'title') {
        expect(whole.map(({ title }: { title: string }) => title.toLowerCase()).slice(0, 5)).toEqual([
          ...['alpha', 'alpha', 'beta', 'beta', 'beta'],
        ]);
      } else {
        const instants = whole.map(({ createdAt }: { createdAt: string }) => createdAt);
        expect(instants).toEqual([...instants].sort().reverse());
      }
      for (const limit of [1, 2, 3, 7, 8]) {
        const gathered: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
          const { data, page } = expectStatus(
            await person.get(`/v1/courses?search=${code}&sort=${sort}&limit=${limit}${next}`),
            200,
          );
          expect(page.limit).toBe(limit);
          gathered.push(...data.map(({ id }: { id: string }) => id));
          cursor = page.next;
        }
        expect(gathered).toEqual(whole.map(({ id }: { id: string }) => id));
      }
    },
  );

  it('finds courses by parts of words of title or code, in any letter case, and takes no wildcards', async () => {
    await make([
      { title: '100% Algebra', code: 'ALG-1' },
      { title: 'Linear algebra', code: 'LIN_A' },
      { title: "O'Hara's Prose", code: 'LINXA' },
    ]);
    expect(await titles(person, 'search=alg')).toEqual(['100% Algebra', 'Linear algebra']);
    expect(await titles(person, 'search=gebr%20lin')).toEqual(['Linear algebra']);
    expect(await titles(person, 'search=li%20alg')).toEqual(['Linear algebra']);
    expect(await titles(person, 'search=ge')).toEqual([]);
    expect(await titles(person, 'search=100%25')).toEqual(['100% Algebra']);
    expect(await titles(person, 'search=%25')).toEqual([]);
    expect(await titles(person, 'search=lin_')).toEqual(['Linear algebra', "O'Hara's Prose"]);
    expect(await titles(person, "search=o'hara")).toEqual(["O'Hara's Prose"]);
    expect(await titles(person, `search=${encodeURIComponent("' OR 1=1 -- ")}`)).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'sort=random',
    'status=lost',
    'mine=perhaps',
    'search=',
    'role=learner',
    'sort=title&sort=newest',
  ])('refuses the query ?%s', async (query) => {
    expect((await person.get(`/v1/courses?${query}`)).status).toBe(422);
  });

  it.each([
    ['title', 'x'],
    ['title', encodeCursor(['title', 'Beta'])],
    ['title', encodeCursor(['title', 'Beta', 'not-an-id'])],
    ['title', encodeCursor(['newest', '2026-01-01T00:00:00.000Z', newId()])],
    ['newest', encodeCursor(['newest', 'yesterday', newId()])],
    ['newest', encodeCursor(['newest', '+275760-09-13T00:00:00.000Z', newId()])],
  ])('refuses, sorted by %s, the cursor %s, which it never gave', async (sort, cursor) => {
    const answer = await person.get(`/v1/courses?sort=${sort}&cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid_cursor' } });
  });

  it('costs three statements, however many courses there are', async () => {
    const room = await CourseRoom.open(app, { code: 'GROW' });
    const cost = (): Promise<string[]> => sqlOf(() => room.instructor.get('/v1/courses?limit=100'));
    expect(await cost()).toHaveLength(3);
    await make(Array.from({ length: 200 }, (_, index) => ({ title: `Growth ${index}` })));
    expect(await cost()).toHaveLength(3);
  });
});
