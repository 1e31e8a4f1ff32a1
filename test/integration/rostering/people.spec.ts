import { fromBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

type School = ReturnType<typeof smallSchool>;

/** The small school after a change of its rows. */
function changed(change: (school: School) => void): Promise<string> {
  const school = smallSchool();
  change(school);
  return buildBundle(school);
}

function row(school: School, sourcedId: string): RowValues {
  return school.users.find((user) => user.sourcedId === sourcedId)!;
}

/** Gives a person another sourcedId, in all files. */
function renew(school: School, from: string, to: string, values: RowValues = {}): void {
  Object.assign(row(school, from), { sourcedId: to, ...values });
  for (const enrollment of school.enrollments)
    if (enrollment.userSourcedId === from)
      Object.assign(enrollment, { userSourcedId: to, sourcedId: `new:${enrollment.sourcedId}` });
  for (const result of school.results)
    if (result.studentSourcedId === from)
      Object.assign(result, { studentSourcedId: to, sourcedId: `new:${result.sourcedId}` });
}

describe('the accounts of imported people', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  interface Stored {
    id: string;
    sourcedId: string | null;
    username: string;
    email: string | null;
    isSuspended: boolean;
  }
  async function people(): Promise<Stored[]> {
    const rows = await room.rows<{
      id: Buffer;
      sourcedId: string;
      username: string;
      email: string;
      disabledAt: Date;
    }>(
      `SELECT id, sourced_id AS sourcedId, username, email, disabled_at AS disabledAt FROM users ORDER BY id`,
    );
    return rows.map(({ id, disabledAt, ...rest }) => ({
      ...rest,
      id: fromBinary(id),
      isSuspended: disabledAt !== null,
    }));
  }
  const person = async (sourcedId: string): Promise<Stored | undefined> =>
    (await people()).find((stored) => stored.sourcedId === sourcedId);
  const codes = async (id: string): Promise<string[]> => (await room.issues(id)).map(({ code }) => code);

  describe('whose sourcedId has changed', () => {
    it('keep their account, their enrollments and their results', async () => {
      const before = await person('s-amara');
      const operation = await room.import(await changed((school) => renew(school, 's-amara', 'U-9001')));
      expect(await person('U-9001')).toEqual({ ...before, sourcedId: 'U-9001' });
      expect(countsOf(operation)).toMatchObject({
        'users.csv': { changed: 1, unchanged: 9 },
        'enrollments.csv': { changed: 2, unchanged: 12 },
        'results.csv': { changed: 3, unchanged: 7 },
      });
      expect(await room.issues(operation.id)).toMatchObject([
        { file: 'users.csv', severity: 'warning', code: 'account_taken_over', value: 's-amara' },
      ]);
      expect(await people()).toHaveLength(11);
    });

    it('are the same in a dry run, and change nothing there', async () => {
      const bundle = await changed((school) => renew(school, 's-amara', 'U-9001'));
      const before = await room.fingerprint();
      const dry = await room.import(bundle, { dryRun: true });
      expect(await room.fingerprint()).toBe(before);
      expect((await room.import(bundle)).summary.slice(0, 5)).toEqual(dry.summary.slice(0, 5));
    });

    it('are found by their number if their username has changed too', async () => {
      await room.import(await changed((school) => (row(school, 's-amara').identifier = 'N-17')));
      const before = await person('s-amara');
      await room.import(
        await changed((school) =>
          renew(school, 's-amara', 'U-9001', {
            identifier: 'n-17',
            username: 'amara.new',
            familyName: 'Musa',
          }),
        ),
      );
      expect(await person('U-9001')).toMatchObject({
        id: before!.id,
        username: 'amara.new',
        isSuspended: false,
      });
    });

    it('come back to their account after they had left', async () => {
      const before = await person('s-amara');
      await room.import(await smallDelta('users', ['s-amara', { status: 'tobedeleted' }]));
      expect(await person('s-amara')).toMatchObject({ isSuspended: true });
      const again = await smallDelta('users', ['s-amara', { sourcedId: 'U-9001' }]);
      await room.import(again);
      expect(await person('U-9001')).toEqual({ ...before, sourcedId: 'U-9001' });
    });

    it('keep the account if a file of changes removes the old row and adds the new one, in either order', async () => {
      for (const [index, order] of [
        [0, 1],
        [1, 0],
      ].entries()) {
        const [from, to] = [`s-${index === 0 ? 'amara' : 'bao'}`, `U-${index}`];
        const before = await person(from);
        const rows = [
          [from, { status: 'tobedeleted' }],
          [from, { sourcedId: to }],
        ] as [string, RowValues][];
        await room.import(await smallDelta('users', ...order.map((at) => rows[at]!)));
        expect(await person(to)).toEqual({ ...before, sourcedId: to });
      }
    });

    it('do not get the account of somebody with the same username who has left', async () => {
      const left = await person('s-amara');
      const operation = await room.import(
        await changed((school) =>
          renew(school, 's-amara', 'U-9001', { givenName: 'Amadou', familyName: 'Bell', email: '' }),
        ),
      );
      expect(await codes(operation.id)).toContain('username_freed');
      expect(await person('U-9001')).toMatchObject({ username: 'amara', isSuspended: false });
      expect((await person('U-9001'))!.id).not.toBe(left!.id);
      const former = `amara.former-${left!.id.slice(-12)}`;
      expect(await person('s-amara')).toMatchObject({ id: left!.id, username: former, isSuspended: true });
    });

    it('do not get the account of a namesake with another number', async () => {
      await room.import(await changed((school) => (row(school, 's-amara').identifier = 'N-17')));
      const left = await person('s-amara');
      await room.import(
        await changed((school) => renew(school, 's-amara', 'U-9001', { identifier: 'N-18' })),
      );
      expect((await person('U-9001'))!.id).not.toBe(left!.id);
      expect(await person('s-amara')).toMatchObject({ id: left!.id, isSuspended: true });
    });

    it('do not get an account that was made in Stoa or belongs to an administrator, nor one that is listed still', async () => {
      await app.database.run(`UPDATE users SET sourced_id = NULL WHERE sourced_id = 's-amara'`);
      await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 's-bao'`);
      const before = await people();
      const operation = await room.import(
        await smallDelta(
          'users',
          ['s-amara', { sourcedId: 'U-1' }],
          ['s-bao', { sourcedId: 'U-2' }],
          ['s-chloe', { sourcedId: 'U-3' }],
        ),
      );
      expect(countsOf(operation)['users.csv']).toEqual({ refused: 3 });
      expect(new Set(await codes(operation.id))).toEqual(new Set(['username_taken']));
      expect(await people()).toEqual(before);
    });
  });

  describe('that want a name of another account', () => {
    it('swap usernames and email addresses within one import', async () => {
      const [amara, bao] = [await person('s-amara'), await person('s-bao')];
      const operation = await room.import(
        await changed((school) => {
          Object.assign(row(school, 's-amara'), { username: 'bao', email: 'bao@hillview.example' });
          Object.assign(row(school, 's-bao'), { username: 'amara', email: 'amara@hillview.example' });
        }),
      );
      expect(operation.issueCount).toBe(0);
      expect(countsOf(operation)['users.csv']).toEqual({ changed: 2, unchanged: 8 });
      expect(await person('s-amara')).toEqual({ ...amara, username: 'bao', email: 'bao@hillview.example' });
      expect(await person('s-bao')).toEqual({ ...bao, username: 'amara', email: 'amara@hillview.example' });
    });

    it('pass usernames on in a ring that reaches over a thousand rows', async () => {
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

    it('get the username of somebody who has left, whether that row is listed as disabled or not at all', async () => {
      const operation = await room.import(
        await changed((school) => {
          school.users.push({ ...row(school, 's-amara'), ...NEWCOMER, sourcedId: 's-new', username: 'hana' });
        }),
      );
      expect(countsOf(operation)['users.csv']).toMatchObject({ added: 1 });
      expect(await person('s-new')).toMatchObject({ username: 'hana' });
      const left = await person('s-hana');
      expect(left!.username).toBe(`hana.former-${left!.id.slice(-12)}`);
      // The row of the leaver, which wants its old name night by night, is no fault.
      const bundle = await changed((school) => {
        school.users.push({ ...row(school, 's-amara'), ...NEWCOMER, sourcedId: 's-new', username: 'hana' });
      });
      const again = await room.import(bundle);
      expect(countsOf(again)['users.csv']).toEqual({ unchanged: 11 });
      expect(again.issueCount).toBe(0);
    });

    it('are refused if the other account keeps its name, and then nobody loses one', async () => {
      const before = await people();
      const operation = await room.import(
        await changed((school) => {
          // Amara wants Bao's name, Bao wants Chloë's, and Chloë keeps their own.
          row(school, 's-amara').username = 'bao';
          row(school, 's-bao').username = 'CHLOE';
        }),
      );
      expect(countsOf(operation)['users.csv']).toEqual({ unchanged: 8, refused: 2 });
      expect(await codes(operation.id)).toEqual(['username_taken', 'username_taken']);
      expect(await people()).toEqual(before);
    });
  });

  describe('with an email address that cannot be theirs alone', () => {
    it('are imported without it, with a warning', async () => {
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
        expect(await person(sourcedId)).toMatchObject({ email: null, isSuspended: false });
    });

    it('are imported without one that only the database treats as the same', async () => {
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
      expect(await codes(operation.id)).toContain('email_taken');
    });
  });

  it('of people with one name have it as their given name', async () => {
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

  it('end by a row of changes that has nothing but its sourcedId and status', async () => {
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

  describe('linked by an administrator', () => {
    const url = (id: string): string => `/v1/users/${id}/roster-link`;

    it('to a row that was refused are changed by the next import, and enrolled', async () => {
      const own = await app.person('learner');
      await app.database.run(`UPDATE users SET username = 'ines' WHERE LOWER(HEX(id)) = ?`, [
        own.id.replaceAll('-', ''),
      ]);
      const bundle = await changed((school) => {
        school.users.push({ ...NEWCOMER, sourcedId: 's-ines', username: 'ines', familyName: 'Duarte' });
        school.enrollments.push({
          ...school.enrollments[1],
          ...{ sourcedId: 'BIO-A:s-ines', userSourcedId: 's-ines' },
        });
      });
      expect(countsOf(await room.import(bundle))['users.csv']).toMatchObject({ refused: 1 });
      const linked = expectStatus(await room.administrator.put(url(own.id), { sourcedId: 's-ines' }), 200);
      expect(linked).toMatchObject({ id: own.id, sourcedId: 's-ines' });
      const operation = await room.import(bundle);
      expect(operation.issueCount).toBe(0);
      expect(await person('s-ines')).toMatchObject({ id: own.id, username: 'ines' });
      const mine = expectStatus(await own.get('/v1/me/enrollments'), 200) as { data: unknown[] };
      expect(mine.data).toHaveLength(1);
    });

    it('belong to one row at most, and a row to one account', async () => {
      const [amara, bao] = [await person('s-amara'), await person('s-bao')];
      const refused = await room.administrator.put(url(amara!.id), { sourcedId: 's-bao' });
      expect(refused).toMatchObject({ status: 409, body: { code: 'identity.sourced_id_taken' } });
      expectStatus(await room.administrator.delete(url(bao!.id)), 200);
      expectStatus(await room.administrator.put(url(amara!.id), { sourcedId: 's-bao' }), 200);
      expect((await people()).filter(({ sourcedId }) => sourcedId === 's-amara')).toEqual([]);
    });

    it('are no longer changed or suspended by imports once they are unlinked', async () => {
      const amara = await person('s-amara');
      const answer = await room.administrator.delete(url(amara!.id));
      expect(answer).toMatchObject({ status: 200, body: { sourcedId: null } });
      expect((await room.administrator.delete(url(amara!.id))).status).toBe(200);
      await room.import(
        await changed((school) => school.users.splice(school.users.indexOf(row(school, 's-amara')), 1)),
      );
      expect((await people()).find(({ id }) => id === amara!.id)).toMatchObject({ isSuspended: false });
    });

    it('to another row follow what that row asks for, not what the earlier one did', async () => {
      await room.import(await smallDelta('users', ['s-amara', { status: 'tobedeleted' }]));
      const amara = await person('s-amara');
      expectStatus(await room.administrator.delete(`/v1/users/${amara!.id}/suspension`), 200);
      expectStatus(await room.administrator.put(url(amara!.id), { sourcedId: 's-other' }), 200);
      await room.import(
        await smallDelta('users', ['s-amara', { sourcedId: 's-other', enabledUser: 'false' }]),
      );
      expect(await person('s-other')).toMatchObject({ id: amara!.id, isSuspended: true });
    });

    it('keep the way in which an administrator signs in', async () => {
      await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 't-okafor'`);
      const before = await person('t-okafor');
      await room.import(
        await smallDelta('users', [
          't-okafor',
          { username: 'mine', email: 'mine@evil.example', familyName: 'Obi' },
        ]),
      );
      expect(await person('t-okafor')).toEqual(before);
      expect(await room.rows(`SELECT family_name FROM users WHERE sourced_id = 't-okafor'`)).toEqual([
        { family_name: 'Obi' },
      ]);
    });
  });
});

const NEWCOMER = {
  ...{ enabledUser: 'true', orgSourcedIds: 'school', role: 'student' },
  ...{ givenName: 'Nora', familyName: 'Neu', email: '' },
};
