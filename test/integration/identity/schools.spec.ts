import { toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import type { Answer, Caller } from '../../support/test-app';
import { TestApp } from '../../support/test-app';

describe('schools', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  async function make(more: Record<string, unknown> = {}): Promise<Answer['body']> {
    const body = { title: 'Harbor College', type: 'school', ...more };
    return expectStatus(await administrator.post('/v1/schools', body), 201);
  }

  it('are made, read by everybody who is signed in, changed and deleted', async () => {
    const district = await make({ title: 'Coast', type: 'district' });
    const school = await make({
      ...{ identifier: 'NO-4711', parentId: district.id, timeZone: 'europe/oslo', locale: 'EN-gb' },
      openCatalog: true,
    });
    expect(school).toEqual({
      ...{ id: school.id, title: 'Harbor College', type: 'school', identifier: 'NO-4711' },
      ...{ parentId: district.id, timeZone: 'Europe/Oslo', locale: 'en-GB', openCatalog: true },
      ...{ learnersFoundBy: 'everybody', staffFoundBy: 'everybody' },
      ...{ isFromRoster: false, version: 1 },
    });
    const learner = await app.person('learner');
    const url = `/v1/schools/${school.id}`;
    expect(expectStatus(await learner.get(url), 200)).toEqual(school);
    const changes = { title: 'Harbor', parentId: null, timeZone: null };
    const changed = await administrator.patch(url, changes, { 'if-match': '"v1"' });
    expect(expectStatus(changed, 200)).toEqual({ ...school, ...changes, version: 2 });
    expectStatus(await administrator.patch(url, changes, { 'if-match': '"v1"' }), 412);
    expectStatus(await administrator.delete(url, { 'if-match': '"v1"' }), 412);
    expectStatus(await administrator.delete(url), 204);
    expect(expectStatus(await learner.get(url), 404).code).toBe('identity.school_not_found');
  });

  it('are refused with the field that is wrong', async () => {
    const sent = async (body: object): Promise<string> => {
      const answer = await administrator.post('/v1/schools', { title: 'New', type: 'school', ...body });
      return expectStatus(answer, 422).errors[0].field;
    };
    expect(await sent({ timeZone: 'Mars/Base' })).toBe('timeZone');
    expect(await sent({ locale: 'not a language' })).toBe('locale');
    expect(await sent({ type: 'club' })).toBe('type');
    expect(await sent({ openCatalog: null })).toBe('openCatalog');
    expect(await sent({ parentId: '01990000-0000-7000-8000-00000000dead' })).toBe('parentId');
  });

  it('never make a circle when each of four moves into the next at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const schools = [await make(), await make(), await make(), await make()];
      const answers = await Promise.all(
        schools.map(({ id }, place) =>
          administrator.patch(`/v1/schools/${id}`, { parentId: schools[(place + 1) % 4].id }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422]);
      const refused = answers.find(({ status }) => status === 422)!;
      expect(refused.body).toMatchObject({ code: 'identity.school_parent', errors: [{ rule: 'noCircle' }] });
    }
  });

  it('to which something belongs are not deleted, and say what', async () => {
    const school = await make();
    await make({ parentId: school.id });
    const room = await CourseRoom.open(app);
    const give = (table: string, id: string): Promise<unknown> =>
      app.database.run(`UPDATE ${table} SET org_id = ? WHERE id = ?`, [toBinary(school.id), toBinary(id)]);
    await give('courses', room.courseId);
    await give('users', room.instructor.id);
    const refused = expectStatus(await administrator.delete(`/v1/schools/${school.id}`), 409);
    expect(refused.code).toBe('identity.school_in_use');
    expect(refused.detail).toContain('1 person');
    expect(refused.detail).toContain('1 other school');
    expect(refused.detail).toContain('1 course');
  });

  it('are listed by name, of one type where that is asked', async () => {
    const made = [
      await make({ title: 'Zeta', type: 'national' }),
      await make({ title: 'Alpha', type: 'national' }),
      await make({ title: 'Beta', type: 'state' }),
    ];
    const names = async (query: string): Promise<string[]> =>
      expectStatus(await administrator.get(`/v1/schools?${query}`), 200).data.map(
        ({ title }: { title: string }) => title,
      );
    expect(await names('type=national')).toEqual(['Alpha', 'Zeta']);
    expect(await names('type=national&sort=-title')).toEqual(['Zeta', 'Alpha']);
    expect(await names(`ids=${made.map(({ id }) => id).join(',')}`)).toEqual(['Alpha', 'Beta', 'Zeta']);
  });
});
