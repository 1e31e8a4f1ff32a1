import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed, codes, NEWCOMER, people, person, row } from './school-people';

describe('imported people whose names others have', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  it('people who want a name of another account swap usernames and email addresses within one import', async () => {
    const [amara, bao] = [await person(room, 's-amara'), await person(room, 's-bao')];
    const operation = await room.import(
      await changed((school) => {
        Object.assign(row(school, 's-amara'), { username: 'bao', email: 'bao@hillview.example' });
        Object.assign(row(school, 's-bao'), { username: 'amara', email: 'amara@hillview.example' });
      }),
    );
    expect(operation.issueCount).toBe(0);
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 2, unchanged: 8 });
    expect(await person(room, 's-amara')).toEqual({
      ...amara,
      username: 'bao',
      email: 'bao@hillview.example',
    });
    expect(await person(room, 's-bao')).toEqual({
      ...bao,
      username: 'amara',
      email: 'amara@hillview.example',
    });
  });

  it('people who want a name of another account pass usernames on in a ring that reaches over a thousand rows', async () => {
    const { orgs, users } = smallSchool();
    const many = (shift: number): RowValues[] =>
      Array.from({ length: 2300 }, (_, index) => ({
        ...users[2],
        ...{ sourcedId: `m-${index}`, username: `many.${(index + shift) % 2300}`, email: '' },
      }));
    await room.import(await buildBundle({ orgs, users: [...users, ...many(0)] }));
    const operation = await room.import(await buildBundle({ orgs, users: [...users, ...many(1)] }));
    expect(operation.issueCount).toBe(0);
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 2300, unchanged: 10 });
    const [wrong] = await room.rows<{ count: number }>(
      `SELECT COUNT(*) AS count FROM users WHERE sourced_id LIKE 'm-%'
       AND username <> CONCAT('many.', (SUBSTRING(sourced_id, 3) + 1) % 2300)`,
    );
    expect(wrong).toEqual({ count: 0 });
  });

  it('people who want a name of another account get the username of somebody who has left, whether that row is listed as disabled or not at all', async () => {
    const operation = await room.import(
      await changed((school) => {
        school.users.push({ ...row(school, 's-amara'), ...NEWCOMER, sourcedId: 's-new', username: 'hana' });
      }),
    );
    expect(countsOf(operation)['users.csv']).toMatchObject({ added: 1 });
    expect(await person(room, 's-new')).toMatchObject({ username: 'hana' });
    const left = await person(room, 's-hana');
    expect(left!.username).toBe(`hana.former-${left!.id.slice(-12)}`);
    // The row of the leaver, which wants its old name night by night, is no fault.
    const bundle = await changed((school) => {
      school.users.push({ ...row(school, 's-amara'), ...NEWCOMER, sourcedId: 's-new', username: 'hana' });
    });
    const again = await room.import(bundle);
    expect(countsOf(again)['users.csv']).toEqual({ unchanged: 11 });
    expect(again.issueCount).toBe(0);
  });

  it('people who want a name of another account are refused if the other account keeps its name, and then nobody loses one', async () => {
    const before = await people(room);
    const operation = await room.import(
      await changed((school) => {
        // Amara wants Bao's name, Bao wants Chloë's, and Chloë keeps their own.
        row(school, 's-amara').username = 'bao';
        row(school, 's-bao').username = 'CHLOE';
      }),
    );
    expect(countsOf(operation)['users.csv']).toEqual({ unchanged: 8, refused: 2 });
    expect(await codes(room, operation.id)).toEqual(['username_taken', 'username_taken']);
    expect(await people(room)).toEqual(before);
  });

  it('people with an email address that cannot be theirs alone are imported without it, with a warning', async () => {
    const operation = await room.import(
      await changed((school) => {
        row(school, 's-bao').email = 'AMARA@hillview.example';
        row(school, 's-chloe').email = 'n/a';
        school.users.push({
          ...NEWCOMER,
          sourcedId: 's-new',
          username: 'new',
          email: 'dev@hillview.example',
        });
      }),
    );
    expect(operation.status).toBe('succeeded');
    expect(countsOf(operation)['users.csv']).toEqual({ added: 1, changed: 2, unchanged: 8 });
    expect(
      (await room.issues(operation.id)).map(({ severity, column, code }) => [severity, column, code]),
    ).toEqual([
      ['warning', 'email', 'email_taken'],
      ['warning', 'email', 'invalid_value'],
      ['warning', 'email', 'email_taken'],
    ]);
    for (const sourcedId of ['s-bao', 's-chloe', 's-new'])
      expect(await person(room, sourcedId)).toMatchObject({ email: null, isSuspended: false });
  });

  it('people with an email address that cannot be theirs alone are imported without one that only the database treats as the same', async () => {
    const operation = await room.import(
      await changed(({ users }) => {
        for (const [index, name] of ['straße', 'strase'].entries())
          users.push({
            ...NEWCOMER,
            sourcedId: name,
            username: `u-${index}`,
            email: `${name}@school.example`,
          });
      }),
    );
    expect(countsOf(operation)['users.csv']).toMatchObject({ added: 2 });
    expect(await codes(room, operation.id)).toContain('email_taken');
  });
});
