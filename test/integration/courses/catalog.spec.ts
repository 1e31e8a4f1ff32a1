import fc from 'fast-check';
import { CATALOG_LIMITS } from '../../../src/modules/courses/catalog/course-attributes';
import { newId } from '../../../src/shared/database/ids';
import { searchForm } from '../../../src/shared/text/search-form';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import type { Caller } from '../../support/test-app';
import { TestApp } from '../../support/test-app';

interface Described {
  id: string;
  title: string;
  schoolId: string | null;
  termId: string | null;
  language: string | null;
  level: string | null;
  category: string | null;
  tags: string[];
  visibility: string;
  status: string;
}

type Filter = 'schoolId' | 'termId' | 'language' | 'level' | 'category' | 'tag';

const FACETS = {
  ...{ schools: 'schoolId', terms: 'termId', languages: 'language', levels: 'level' },
  ...{ categories: 'category', tags: 'tag' },
} as const;
const COURSES = 40;

/** Always the same courses, so that the same code gets the same verdict. */
const SEED = 75;

/** Filters, facets and the open catalog are held against what is computed of all courses, one by one. */
describe('the catalog', () => {
  let app: TestApp;
  let administrator: Caller;
  let instructor: Caller;
  let learner: Caller;
  let open: string;
  let closed: string;
  const courses: Described[] = [];
  const own = new Set<string>();

  beforeAll(async () => {
    app = await TestApp.start();
    [administrator, instructor] = [await app.person('administrator'), await app.person('instructor')];
    learner = await app.person('learner');
    const school = async (openCatalog: boolean): Promise<string> => {
      const body = { title: openCatalog ? 'Open' : 'Closed', type: 'school', openCatalog };
      return expectStatus(await administrator.post('/v1/schools', body), 201).id;
    };
    [open, closed] = [await school(true), await school(false)];
    const term = { title: 'Spring', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
    const termId = expectStatus(await administrator.post('/v1/terms', term), 201).id;
    const body = fc.record({
      schoolId: fc.constantFrom(null, open, open, closed),
      termId: fc.constantFrom(null, termId),
      language: fc.constantFrom(null, 'en', 'nb'),
      level: fc.constantFrom(null, 'introductory', 'advanced'),
      category: fc.constantFrom(null, 'Science', 'SCIENCE', 'Art'),
      tags: fc.constantFrom([], ['Data'], ['data', 'Field work'], ['Field Work']),
      visibility: fc.constantFrom('public', 'public', 'signed_in', 'members'),
    });
    const samples = fc.sample(body, { numRuns: COURSES, seed: SEED });
    for (const [place, sample] of samples.entries()) {
      const title = `Course ${String(place).padStart(2, '0')}`;
      const made = expectStatus(
        await instructor.post('/v1/courses', { code: `C-${place}`, title, ...sample }),
        201,
      );
      const isDraft = place % 8 === 7;
      if (!isDraft) expectStatus(await instructor.put(`/v1/courses/${made.id}/publication`), 200);
      courses.push({ ...made, status: isDraft ? 'draft' : 'published' });
      if (place % 5 !== 0) continue;
      const enrollment = { userId: learner.id, role: 'learner' };
      expectStatus(await instructor.post(`/v1/courses/${made.id}/enrollments`, enrollment), 201);
      own.add(made.id);
    }
  }, 120_000);
  afterAll(() => app.stop());

  const isSeen = ({ id, status, visibility }: Described): boolean =>
    status === 'published' && (visibility !== 'members' || own.has(id));
  const isOpen = ({ status, visibility, schoolId }: Described): boolean =>
    status === 'published' && visibility === 'public' && schoolId === open;

  function has(course: Described, filter: string, value: string): boolean {
    if (filter === 'tag') return course.tags.some((tag) => searchForm(tag) === searchForm(value));
    const own = course[filter as Exclude<Filter, 'tag'>];
    return own !== null && searchForm(own) === searchForm(value);
  }

  const filters = (): fc.Arbitrary<Record<string, string>> =>
    fc.record(
      {
        schoolId: fc.constantFrom(open, closed, newId()),
        termId: fc.constant(courses.find(({ termId }) => termId !== null)!.termId!),
        language: fc.constantFrom('en', 'nb', 'de'),
        level: fc.constantFrom('introductory', 'advanced', 'graduate'),
        category: fc.constantFrom('science', 'Art', 'Music'),
        tag: fc.constantFrom('DATA', 'Field work', 'none'),
      },
      { requiredKeys: [] },
    );
  const sorts = fc.constantFrom('title', '-title', 'code', '-code', 'newest', 'oldest');

  /** All pages, three courses each. */
  async function leaf(caller: Caller, path: string, query: Record<string, string>): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const all = { ...query, limit: '3', ...(cursor === '' ? {} : { cursor }) };
      const page = expectStatus(await caller.get(`${path}?${new URLSearchParams(all).toString()}`), 200);
      ids.push(...page.data.map(({ id }: { id: string }) => id));
      cursor = page.page.next;
    }
    return ids;
  }

  function expected(
    rule: (course: Described) => boolean,
    asked: Record<string, string>,
    sort: string,
  ): string[] {
    const found = courses.filter(
      (course) => rule(course) && Object.entries(asked).every(([name, value]) => has(course, name, value)),
    );
    const isByCode = sort.endsWith('code');
    const code = ({ title }: Described): string => `C-${Number(title.slice(-2))}`;
    const inOrder = isByCode ? found.toSorted((one, other) => (code(one) < code(other) ? -1 : 1)) : found;
    return (sort.startsWith('-') || sort === 'newest' ? inOrder.toReversed() : inOrder).map(({ id }) => id);
  }

  it.each(['few', 'many'])(
    'has exactly the courses that the filters name, in each order, where %s have an attribute',
    async (many) => {
      // With none that are few, the list is looked through.
      const limits = { ...CATALOG_LIMITS };
      if (many === 'many') Object.assign(CATALOG_LIMITS, { rare: 0, walked: 7 });
      try {
        await fc.assert(
          fc.asyncProperty(filters(), sorts, async (asked, sort) => {
            const query = { ...asked, sort };
            expect(await leaf(learner, '/v1/courses', query)).toEqual(expected(isSeen, asked, sort));
            expect(await leaf(app.anyone, '/v1/catalog', query)).toEqual(expected(isOpen, asked, sort));
            expect(await leaf(administrator, '/v1/courses', query)).toEqual(
              expected(() => true, asked, sort),
            );
          }),
          { numRuns: 25, seed: SEED },
        );
      } finally {
        Object.assign(CATALOG_LIMITS, limits);
      }
    },
    120_000,
  );

  it('has facets that count what the same filters list', async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (asked) => {
        for (const [caller, rule] of [
          [learner, isSeen],
          [administrator, () => true],
        ] as const) {
          const answer = await caller.get(`/v1/courses/facets?${new URLSearchParams(asked).toString()}`);
          const { courses: counted, isExact, ...facets } = expectStatus(answer, 200);
          const found = new Set(expected(rule, asked, 'title'));
          expect([counted, isExact]).toEqual([found.size, true]);
          const all = courses.filter(({ id }) => found.has(id));
          for (const [name, filter] of Object.entries(FACETS) as [string, Filter][]) {
            const values = facets[name] as { value: string; courses: number }[];
            for (const { value, courses: count } of values)
              expect([name, value, count]).toEqual([
                name,
                value,
                all.filter((one) => has(one, filter, value)).length,
              ]);
            const forms = new Set(values.map(({ value }) => searchForm(value)));
            expect(forms.size).toBe(values.length);
            const present = all.flatMap((one) =>
              filter === 'tag' ? one.tags : [one[filter]].filter((value) => value !== null),
            );
            expect(forms).toEqual(new Set(present.map(searchForm)));
            expect(values.map(({ courses: count }) => count)).toEqual(
              values.map(({ courses: count }) => count).sort((one, other) => other - one),
            );
          }
        }
      }),
      { numRuns: 20, seed: SEED },
    );
  }, 60_000);

  it('sends as many statements whatever the filters find', async () => {
    const wide = new URLSearchParams({ level: 'introductory', language: 'en', tag: 'Data' }).toString();
    const count = async (url: string): Promise<number> =>
      (await sqlOf(async () => expectStatus(await learner.get(url), 200))).length;
    const narrow = new URLSearchParams({ schoolId: newId() }).toString();
    expect(await count(`/v1/courses?${wide}`)).toBe(await count(`/v1/courses?${narrow}`));
    expect(await count(`/v1/courses/facets?${wide}`)).toBe(await count(`/v1/courses/facets?${narrow}`));
  });

  it('says to people who are not signed in what everybody may know, and nothing more', async () => {
    const course = courses.find(isOpen)!;
    const shown = expectStatus(await app.anyone.get(`/v1/catalog/${course.id}`), 200);
    expect(Object.keys(shown).sort()).toEqual(
      [
        ...['id', 'code', 'title', 'summary', 'school', 'term', 'language', 'level', 'category', 'tags'],
        ...['timeZone', 'startDate', 'endDate', 'selfEnrollment', 'syllabusHtml', 'cover', 'syllabusFiles'],
      ].sort(),
    );
    expect(shown.school).toEqual({ id: open, title: 'Open' });
    for (const hidden of courses.filter((one) => !isOpen(one)))
      for (const caller of [app.anyone, administrator])
        expectStatus(await caller.get(`/v1/catalog/${hidden.id}`), 404);
    expectStatus(await app.anyone.get('/v1/courses'), 401);
    expectStatus(await app.anyone.get(`/v1/courses/${course.id}`), 401);
    expectStatus(await app.anyone.get('/v1/courses/facets'), 401);
  });

  it('closes at once with the catalog of the school, with archiving, and when a course becomes a draft', async () => {
    const room = await CourseRoom.open(app, { visibility: 'public', schoolId: open, title: 'Zzz' });
    const url = `/v1/catalog/${room.courseId}`;
    const isThere = async (): Promise<boolean> => {
      const listed = await leaf(app.anyone, '/v1/catalog', { search: 'zzz' });
      const { status } = await app.anyone.get(url);
      expect(status).toBe(listed.length === 1 ? 200 : 404);
      return status === 200;
    };
    expect(await isThere()).toBe(true);
    expectStatus(await administrator.patch(`/v1/schools/${open}`, { openCatalog: false }), 200);
    expect(await isThere()).toBe(false);
    expectStatus(await administrator.patch(`/v1/schools/${open}`, { openCatalog: true }), 200);
    expectStatus(await room.instructor.delete(`${room.url}/publication`), 200);
    expect(await isThere()).toBe(false);
    expectStatus(await room.instructor.put(`${room.url}/publication`), 200);
    expect(await isThere()).toBe(true);
    expectStatus(await room.instructor.put(`${room.url}/archive`), 200);
    expect(await isThere()).toBe(false);
  });
});
