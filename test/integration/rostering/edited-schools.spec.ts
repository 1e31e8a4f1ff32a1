import { fromBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { openedBundle, savedBundle } from '../../support/opened-bundle';
import { smallBundle } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { changed } from './school-people';
import { countsOf, EVERYTHING, RosterRoom } from './roster-room';

describe('terms and schools that were edited by hand', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  async function idOf(table: string, where: string): Promise<string> {
    const [row] = await room.rows<{ id: Buffer }>(
      `SELECT id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1`,
    );
    return fromBinary(row!.id);
  }

  it('come out, and coming in again changes nothing', async () => {
    const { administrator } = room;
    const termId = await idOf('academic_sessions', 'TRUE');
    const term = expectStatus(await administrator.get(`/v1/terms/${termId}`), 200);
    const holidays = [{ title: 'Off', startDate: term.startDate, endDate: term.startDate }];
    const edits = { title: 'Edited "here"', holidays, dropUntil: term.endDate };
    expectStatus(await administrator.patch(`/v1/terms/${termId}`, edits), 200);
    const schoolId = await idOf('orgs', 'TRUE');
    const school = { title: 'Edited, too', openCatalog: true, timeZone: 'Europe/Oslo', locale: 'nb' };
    expectStatus(await administrator.patch(`/v1/schools/${schoolId}`, school), 200);
    const within = { title: 'Made here', type: 'term', startDate: term.startDate, endDate: term.endDate };
    expectStatus(
      await administrator.post('/v1/terms', { ...within, parentId: termId, schoolYear: 2026 }),
      201,
    );
    expectStatus(await administrator.post('/v1/schools', { title: 'Made here', type: 'state' }), 201);

    const before = await room.fingerprint(EVERYTHING);
    for (const mode of ['delta', 'bulk'] as const) {
      const { bytes } = await room.export({ mode });
      const bundle = await openedBundle(bytes);
      const titles = bundle.rows('academicSessions').map(({ title }) => title);
      expect(titles).toEqual(expect.arrayContaining(['Edited "here"', 'Made here']));
      expect(bundle.rows('orgs').map(({ name }) => name)).toEqual(
        expect.arrayContaining(['Edited, too', 'Made here']),
      );
      const operation = await room.import(await savedBundle(bytes), { confirmed: true });
      expect(operation.status).toBe('succeeded');
      expect(countsOf(operation)).toMatchObject({
        'academicSessions.csv': { unchanged: 3 },
        'orgs.csv': { unchanged: 3 },
      });
      expect(await room.fingerprint(EVERYTHING)).toEqual(before);
    }
  });

  it('lose to the next file of the school what rosters bring, and nothing else', async () => {
    const { administrator } = room;
    const termId = await idOf('academic_sessions', 'TRUE');
    const before = expectStatus(await administrator.get(`/v1/terms/${termId}`), 200);
    const holidays = [{ title: 'Off', startDate: before.startDate, endDate: before.startDate }];
    const ours = { holidays, enrollUntil: before.startDate, dropUntil: before.endDate };
    expectStatus(await administrator.patch(`/v1/terms/${termId}`, { title: 'Edited', ...ours }), 200);
    const schoolId = await idOf('orgs', 'TRUE');
    const school = expectStatus(await administrator.get(`/v1/schools/${schoolId}`), 200);
    const settings = { openCatalog: true, timeZone: 'Europe/Oslo', locale: 'nb' };
    expectStatus(await administrator.patch(`/v1/schools/${schoolId}`, { title: 'Edited', ...settings }), 200);

    await room.import(await changed(() => undefined));
    expect(expectStatus(await administrator.get(`/v1/terms/${termId}`), 200)).toEqual({
      ...before,
      ...ours,
      version: 3,
    });
    expect(expectStatus(await administrator.get(`/v1/schools/${schoolId}`), 200)).toEqual({
      ...school,
      ...settings,
      version: 3,
    });
  });
});
