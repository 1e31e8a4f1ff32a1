import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed, codes, people, person, renew, row } from './school-people';

describe('people whose sourcedId has changed, and others with few values', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  it('people whose sourcedId has changed keep their account, their enrollments and their results', async () => {
    const before = await person(room, 's-amara');
    const operation = await room.import(await changed((school) => renew(school, 's-amara', 'U-9001')));
    expect(await person(room, 'U-9001')).toEqual({ ...before, sourcedId: 'U-9001' });
    expect(countsOf(operation)).toMatchObject({
      'users.csv': { changed: 1, unchanged: 9 },
      'enrollments.csv': { changed: 2, unchanged: 12 },
      'results.csv': { changed: 3, unchanged: 7 },
    });
    expect(await room.issues(operation.id)).toMatchObject([
      { file: 'users.csv', severity: 'warning', code: 'account_taken_over', value: 's-amara' },
    ]);
    expect(await people(room)).toHaveLength(11);
  });

  it('people whose sourcedId has changed are the same in a dry run, and change nothing there', async () => {
    const bundle = await changed((school) => renew(school, 's-amara', 'U-9001'));
    const before = await room.fingerprint();
    const dry = await room.import(bundle, { dryRun: true });
    expect(await room.fingerprint()).toBe(before);
    expect((await room.import(bundle)).summary.slice(0, 5)).toEqual(dry.summary.slice(0, 5));
  });

  it('people whose sourcedId has changed are found by their number if their username has changed too', async () => {
    await room.import(await changed((school) => (row(school, 's-amara').identifier = 'N-17')));
    const before = await person(room, 's-amara');
    await room.import(
      await changed((school) =>
        renew(school, 's-amara', 'U-9001', {
          identifier: 'n-17',
          username: 'amara.new',
          familyName: 'Musa',
        }),
      ),
    );
    expect(await person(room, 'U-9001')).toMatchObject({
      id: before!.id,
      username: 'amara.new',
      isSuspended: false,
    });
  });

  it('people whose sourcedId has changed come back to their account after they had left', async () => {
    const before = await person(room, 's-amara');
    await room.import(await smallDelta('users', ['s-amara', { status: 'tobedeleted' }]));
    expect(await person(room, 's-amara')).toMatchObject({ isSuspended: true });
    const again = await smallDelta('users', ['s-amara', { sourcedId: 'U-9001' }]);
    await room.import(again);
    expect(await person(room, 'U-9001')).toEqual({ ...before, sourcedId: 'U-9001' });
  });

  it('people whose sourcedId has changed keep the account if a file of changes removes the old row and adds the new one, in either order', async () => {
    for (const [index, order] of [
      [0, 1],
      [1, 0],
    ].entries()) {
      const [from, to] = [`s-${index === 0 ? 'amara' : 'bao'}`, `U-${index}`];
      const before = await person(room, from);
      const rows = [
        [from, { status: 'tobedeleted' }],
        [from, { sourcedId: to }],
      ] as [string, RowValues][];
      await room.import(await smallDelta('users', ...order.map((at) => rows[at]!)));
      expect(await person(room, to)).toEqual({ ...before, sourcedId: to });
    }
  });

  it('people whose sourcedId has changed do not get the account of somebody with the same username who has left', async () => {
    const left = await person(room, 's-amara');
    const operation = await room.import(
      await changed((school) =>
        renew(school, 's-amara', 'U-9001', { givenName: 'Amadou', familyName: 'Bell', email: '' }),
      ),
    );
    expect(await codes(room, operation.id)).toContain('username_freed');
    expect(await person(room, 'U-9001')).toMatchObject({ username: 'amara', isSuspended: false });
    expect((await person(room, 'U-9001'))!.id).not.toBe(left!.id);
    const former = `amara.former-${left!.id.slice(-12)}`;
    expect(await person(room, 's-amara')).toMatchObject({
      id: left!.id,
      username: former,
      isSuspended: true,
    });
  });

  it('people whose sourcedId has changed do not get the account of a namesake with another number', async () => {
    await room.import(await changed((school) => (row(school, 's-amara').identifier = 'N-17')));
    const left = await person(room, 's-amara');
    await room.import(await changed((school) => renew(school, 's-amara', 'U-9001', { identifier: 'N-18' })));
    expect((await person(room, 'U-9001'))!.id).not.toBe(left!.id);
    expect(await person(room, 's-amara')).toMatchObject({ id: left!.id, isSuspended: true });
  });

  it('people whose sourcedId has changed do not get an account that was made in Stoa or belongs to an administrator, nor one that is listed still', async () => {
    await app.database.run(`UPDATE users SET sourced_id = NULL WHERE sourced_id = 's-amara'`);
    await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 's-bao'`);
    const before = await people(room);
    const operation = await room.import(
      await smallDelta(
        'users',
        ['s-amara', { sourcedId: 'U-1' }],
        ['s-bao', { sourcedId: 'U-2' }],
        ['s-chloe', { sourcedId: 'U-3' }],
      ),
    );
    expect(countsOf(operation)['users.csv']).toEqual({ refused: 3 });
    expect(new Set(await codes(room, operation.id))).toEqual(new Set(['username_taken']));
    expect(await people(room)).toEqual(before);
  });

  it('people with one name have it as their given name', async () => {
    const operation = await room.import(
      await changed((school) => {
        row(school, 's-amara').familyName = '';
        row(school, 's-bao').givenName = '';
        Object.assign(row(school, 's-chloe'), { givenName: '', familyName: '' });
      }),
    );
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 2, unchanged: 7, refused: 1 });
    expect(await room.issues(operation.id)).toMatchObject([
      { column: 'givenName', code: 'required', message: 'givenName or familyName must have a value.' },
    ]);
    const names = `SELECT given_name, family_name FROM users WHERE sourced_id IN ('s-amara', 's-bao') ORDER BY 1`;
    expect(await room.rows(names)).toEqual([
      { given_name: 'Amara', family_name: '' },
      { given_name: 'Nguyễn', family_name: '' },
    ]);
  });

  it('accounts end by a row of changes that has nothing but its sourcedId and status', async () => {
    const bare = { status: 'tobedeleted', dateLastModified: '2025-10-01T00:00:00.000Z' };
    const operation = await room.import(
      await buildBundle(
        {
          users: [{ sourcedId: 's-amara', ...bare }],
          enrollments: [{ sourcedId: 'BIO-A:s-bao', ...bare }],
          results: [{ sourcedId: 'bio-1:s-bao', ...bare }],
        },
        { 'file.users': 'delta', 'file.enrollments': 'delta', 'file.results': 'delta' },
      ),
    );
    expect(operation.issueCount).toBe(0);
    expect(countsOf(operation)).toEqual({
      'users.csv': { ended: 1 },
      'enrollments.csv': { ended: 1 },
      'results.csv': { ended: 1 },
    });
  });
});
