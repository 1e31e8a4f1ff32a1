import { newId, toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

const FAMILY = 'Zyxwvut';
const SETTINGS = ['everybody', 'school', 'nobody'] as const;

describe('a search for people', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const school = async (more: object = {}): Promise<string> =>
    expectStatus(await administrator.post('/v1/schools', { title: 'Elm', type: 'school', ...more }), 201).id;
  const change = async (id: string, settings: object): Promise<void> => {
    expect(expectStatus(await administrator.patch(`/v1/schools/${id}`, settings), 200)).toMatchObject(
      settings,
    );
  };
  const person = async (role: 'learner' | 'instructor', orgId: string | null): Promise<Caller> => {
    const made = await app.person(role, { familyName: FAMILY });
    await app.database.run('UPDATE users SET org_id = ? WHERE id = ?', [
      orgId && toBinary(orgId),
      toBinary(made.id),
    ]);
    return made;
  };
  const found = async (viewer: Caller, query = `search=${FAMILY}`): Promise<Set<string>> => {
    const { data, page } = expectStatus(await viewer.get(`/v1/people?${query}&limit=100&total=true`), 200);
    expect(page.total).toBe(data.length);
    return new Set(data.map(({ id }: { id: string }) => id));
  };

  it('finds of each school whom it lets whom find, by names and by ids, and administrators find all', async () => {
    const [own, other] = [await school(), await school()];
    const viewers = [
      await person('instructor', own),
      await person('instructor', other),
      await person('instructor', null),
    ];
    const people = [
      { role: 'learner' as const, orgId: own, who: await person('learner', own) },
      { role: 'learner' as const, orgId: null, who: await person('learner', null) },
      { role: 'instructor' as const, orgId: own, who: await person('instructor', own) },
    ];
    const ids = `ids=${people.map(({ who }) => who.id).join(',')}`;
    for (const learnersFoundBy of SETTINGS)
      for (const staffFoundBy of SETTINGS) {
        await change(own, { learnersFoundBy, staffFoundBy });
        for (const [place, viewer] of viewers.entries()) {
          const isOfSchool = place === 0;
          const [byName, byId] = [await found(viewer), await found(viewer, ids)];
          for (const { role, orgId, who } of people) {
            const setting = role === 'learner' ? learnersFoundBy : staffFoundBy;
            const finds = orgId === null || setting === 'everybody' || (setting === 'school' && isOfSchool);
            expect([setting, place, byName.has(who.id), byId.has(who.id)]).toEqual([
              setting,
              place,
              finds,
              finds,
            ]);
          }
        }
        for (const { who } of people) expect((await found(administrator)).has(who.id)).toBe(true);
      }
  });

  it('shows nobody’s address to instructors, whatever a school says', async () => {
    const own = await school({ learnersFoundBy: 'school' });
    const [teacher, learner] = [await person('instructor', own), await person('learner', own)];
    const { data } = expectStatus(await teacher.get(`/v1/people?ids=${learner.id}`), 200);
    expect(data).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain('@');
  });

  it('takes the settings from those who make schools, and as many statements for many schools as for none', async () => {
    const teacher = await person('instructor', null);
    const count = async (): Promise<number> =>
      (await sqlOf(() => teacher.get('/v1/people?search=Zy'))).length;
    const few = await count();
    const ids = Array.from({ length: 50 }, () => newId());
    await app.database.insertMany(
      'orgs',
      ['id', 'name', 'type', 'learners_found_by', 'staff_found_by'],
      ids.map((id) => [toBinary(id), 'Oak', 'school', 'school', 'nobody']),
    );
    expect(await count()).toBe(few);
    const id = await school();
    expect(expectStatus(await administrator.get(`/v1/schools/${id}`), 200)).toMatchObject({
      ...{ learnersFoundBy: 'everybody', staffFoundBy: 'everybody' },
    });
    for (const value of ['friends', null, 1])
      expect((await administrator.patch(`/v1/schools/${id}`, { learnersFoundBy: value })).status).toBe(422);
    expect((await teacher.patch(`/v1/schools/${id}`, { learnersFoundBy: 'school' })).status).toBe(403);
  });
});
