import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { expectStatus } from '../../support/course-room';
import { buildBundle, buildBundleOf1Dot2, type RowValues } from '../../support/oneroster-bundle';
import { roleOf, rolesDelta, smallBundle, smallSchool, smallSchoolOf1Dot2 } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

type School = ReturnType<typeof smallSchoolOf1Dot2>;

/** The small school in version 1.2, after a change of its rows. */
function changed(change: (school: School) => void = () => undefined): Promise<string> {
  const school = smallSchoolOf1Dot2();
  change(school);
  return buildBundleOf1Dot2(school);
}

function row(rows: RowValues[], sourcedId: string): RowValues {
  return rows.find((candidate) => candidate['sourcedId'] === sourcedId)!;
}

/** What becomes of the rows, without the ids of Stoa. */
const STATE = [
  `SELECT u.sourced_id AS person, u.username, u.email, u.given_name AS given, u.family_name AS family, u.role, u.relation,
     o.sourced_id AS org, u.disabled_at AS disabledAt FROM users u LEFT JOIN orgs o ON o.id = u.org_id
     WHERE u.sourced_id IS NOT NULL ORDER BY u.sourced_id`,
  'SELECT sourced_id AS class, title, start_date AS start, end_date AS end FROM courses ORDER BY sourced_id',
  'SELECT sourced_id AS term, start_date AS start, end_date AS end FROM academic_sessions ORDER BY sourced_id',
  'SELECT sourced_id AS enrollment, role, begin_date AS begin, end_date AS end FROM enrollments ORDER BY sourced_id',
  'SELECT sourced_id AS result, score, score_status FROM results ORDER BY sourced_id',
];

describe('a bundle of OneRoster 1.2', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  const state = async (of = room): Promise<unknown[]> => {
    const tables: unknown[] = [];
    for (const sql of STATE) tables.push(await of.rows(sql));
    return tables;
  };
  const account = async (sourcedId: string): Promise<Record<string, unknown> | undefined> => {
    const people = (await state())[0] as Record<string, unknown>[];
    return people.find(({ person }) => person === sourcedId);
  };
  const remarks = async ({ id }: OperationResponse): Promise<unknown[]> =>
    (await room.issues(id)).map(({ severity, file, line, column, code }) => [
      ...[severity, file, line, column, code],
    ]);

  it('becomes the same people, classes and enrollments as its twin of version 1.1', async () => {
    const operation = await room.import(await changed());
    expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(countsOf(operation)).toMatchObject({ 'roles.csv': { added: 10 }, 'users.csv': { added: 10 } });
    const other = await TestApp.start();
    try {
      const twin = await RosterRoom.open(other);
      await twin.import(await smallBundle());
      expect(await state()).toEqual(await state(twin));
    } finally {
      await other.stop();
    }
  });

  it('changes nothing when it is imported again', async () => {
    await room.import(await changed());
    const before = await room.fingerprint();
    const again = await room.import(await changed());
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(countsOf(again)).toMatchObject({ 'roles.csv': { unchanged: 10 }, 'users.csv': { unchanged: 10 } });
    expect(await room.fingerprint()).toBe(before);
  });

  it('takes over from version 1.1, and version 1.1 from it, without a change of accounts', async () => {
    await room.import(await smallBundle());
    const before = await state();
    expect(countsOf(await room.import(await changed()))['users.csv']).toEqual({ unchanged: 10 });
    expect(await state()).toEqual(before);
    expect(countsOf(await room.import(await smallBundle()))['users.csv']).toEqual({ unchanged: 10 });
  });

  it('says in a dry run what the import does', async () => {
    const bundle = await changed(({ roles }) => void roles.splice(3, 1));
    const dry = await room.import(bundle, { dryRun: true });
    const real = await room.import(bundle);
    expect(countsOf(dry)).toEqual(countsOf(real));
    expect(await remarks(dry)).toEqual(await remarks(real));
  });

  describe('with several roles of a person', () => {
    it('gives their account the one that may do most, and the organization of it', async () => {
      const operation = await room.import(
        await changed(({ roles }) =>
          roles.push(
            roleOf('t-okafor', 'parent', { orgSourcedId: 'district' }),
            roleOf('s-amara', 'teacher', { roleType: 'secondary', orgSourcedId: 'district' }),
            roleOf('s-bao', 'relative', { roleType: 'secondary' }),
            roleOf('s-dev', 'teacher', { roleType: 'secondary', endDate: '2025-10-01' }),
            roleOf('s-emil', 'teacher', { roleType: 'secondary', beginDate: '2025-10-02' }),
          ),
        ),
      );
      expect(operation.issueCount).toBe(0);
      const standing = async (sourcedId: string): Promise<unknown[]> => {
        const { role, relation, org } = (await account(sourcedId))!;
        return [role, relation, org];
      };
      expect(await standing('t-okafor')).toEqual(['instructor', null, 'school']);
      expect(await standing('s-amara')).toEqual(['instructor', null, 'district']);
      expect(await standing('s-bao')).toEqual(['learner', null, 'school']);
      expect(await standing('s-dev')).toEqual(['learner', null, 'school']);
      expect(await standing('s-emil')).toEqual(['learner', null, 'school']);
    });

    it('says where two primary ones are in one organization', async () => {
      const operation = await room.import(
        await changed(({ roles }) => roles.push(roleOf('s-bao', 'relative'))),
      );
      expect(await remarks(operation)).toEqual([['warning', 'users.csv', 5, null, 'several_primary_roles']]);
    });

    it('makes no administrator of Stoa, and says so', async () => {
      const operation = await room.import(
        await changed(({ roles }) =>
          Object.assign(row(roles, 't-okafor:teacher'), { role: 'systemAdministrator' }),
        ),
      );
      expect(await account('t-okafor')).toMatchObject({ role: 'instructor' });
      expect(await remarks(operation)).toEqual([
        ['warning', 'users.csv', 2, 'role', 'administrator_not_granted'],
      ]);
    });
  });

  describe('with changes of roles', () => {
    it('changes accounts that have no row in users.csv, and can be undone', async () => {
      await room.import(await changed());
      const before = await state();
      app.clock.advanceDays(1);
      const operation = await room.import(
        await rolesDelta(roleOf('s-amara', 'teacher'), {
          ...roleOf('s-bao', 'student'),
          role: 'parent',
        }),
      );
      expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
      expect(countsOf(operation)).toEqual({
        'roles.csv': { added: 1, changed: 1 },
        'users.csv': { changed: 2 },
      });
      expect(await account('s-amara')).toMatchObject({ role: 'instructor' });
      expect(await account('s-bao')).toMatchObject({ role: 'guardian', relation: 'parent' });
      const answer = await room.administrator.post(`/v1/operations/${operation.id}/reversal`, {});
      const reversal = await room.finished((expectStatus(answer, 202) as OperationResponse).id);
      expect(reversal).toMatchObject({ status: 'succeeded', issueCount: 0 });
      expect(await state()).toEqual(before);
      expect(await room.rows('SELECT 1 FROM roster_roles WHERE ended_at IS NULL')).toHaveLength(10);
    });

    it('takes a role away that the roster has no longer', async () => {
      await room.import(
        await changed(({ roles }) => roles.push(roleOf('s-amara', 'teacher', { roleType: 'secondary' }))),
      );
      expect(await account('s-amara')).toMatchObject({ role: 'instructor' });
      const operation = await room.import(await changed());
      expect(countsOf(operation)).toMatchObject({
        'roles.csv': { ended: 1 },
        'users.csv': { changed: 1, unchanged: 9 },
      });
      expect(await account('s-amara')).toMatchObject({ role: 'learner' });
    });

    it('ends a role by its id and status alone', async () => {
      await room.import(await changed(({ roles }) => roles.push(roleOf('s-amara', 'teacher'))));
      const ended = { sourcedId: 's-amara:teacher', status: 'tobedeleted' };
      expect(countsOf(await room.import(await rolesDelta(ended)))).toEqual({
        'roles.csv': { ended: 1 },
        'users.csv': { changed: 1 },
      });
      expect(await account('s-amara')).toMatchObject({ role: 'learner' });
    });

    it('asks before it takes most roles away', async () => {
      await room.import(await changed());
      const operation = await room.import(await changed(({ roles }) => void roles.splice(2)));
      expect(operation).toMatchObject({
        status: 'needs_confirmation',
        confirmation: { items: [{ title: 'roles.csv', active: 10, ending: 8 }] },
      });
    });
  });

  describe('with people who have no role', () => {
    it('refuses new ones by file and line, and keeps accounts as they are', async () => {
      await room.import(await changed());
      const newcomer = {
        ...smallSchoolOf1Dot2().users[2],
        ...{ sourcedId: 's-new', username: 'new', email: '' },
      };
      const operation = await room.import(
        await changed(({ roles, users }) => {
          users.push(newcomer);
          roles.splice(roles.indexOf(row(roles, 't-okafor:teacher')), 1);
        }),
      );
      expect(operation.status).toBe('partly_succeeded');
      expect(await remarks(operation)).toEqual([
        ['warning', 'users.csv', 2, null, 'role_missing'],
        ['error', 'users.csv', 12, 'sourcedId', 'role_missing'],
      ]);
      expect(await account('t-okafor')).toMatchObject({ role: 'instructor' });
      expect(await account('s-new')).toBeUndefined();
    });

    it('tells of roles that have nobody', async () => {
      const operation = await room.import(
        await changed(({ roles }) =>
          roles.push(roleOf('s-later', 'student'), roleOf('s-much-later', 'student')),
        ),
      );
      expect(await room.issues(operation.id)).toMatchObject([
        {
          ...{ severity: 'warning', file: 'roles.csv', code: 'roles_of_nobody' },
          message: expect.stringMatching(/^2 roles are those of people who are neither in users\.csv nor/),
        },
      ]);
    });

    it('reads the role in users.csv if there is no roles.csv', async () => {
      const { roles: _roles, users, ...school } = smallSchoolOf1Dot2();
      const header = 'sourcedId,enabledUser,username,givenName,familyName,role,orgSourcedIds';
      const rows = users.map(({ sourcedId, enabledUser, username, familyName }, index) =>
        [
          sourcedId,
          enabledUser,
          username,
          'A',
          `"${familyName}"`,
          index < 2 ? 'teacher' : 'student',
          'school',
        ].join(','),
      );
      const operation = await room.import(
        await buildBundleOf1Dot2({ ...school, users: [header, ...rows, ''].join('\r\n') }),
      );
      expect(operation).toMatchObject({ status: 'succeeded', issueCount: 0 });
      expect(await account('t-okafor')).toMatchObject({ role: 'instructor', org: 'school' });
      expect(await account('s-amara')).toMatchObject({ role: 'learner', org: 'school' });
    });
  });

  it('names people as they prefer, and reads the columns that are new', async () => {
    const operation = await room.import(
      await changed(({ users }) =>
        Object.assign(row(users, 's-amara'), {
          ...{ preferredGivenName: 'Ama', preferredMiddleName: 'J', preferredFamilyName: 'Bello-Ade' },
          ...{ userMasterIdentifier: 'M-77', primaryOrgSourcedId: 'district' },
        }),
      ),
    );
    expect(operation.issueCount).toBe(0);
    expect(await account('s-amara')).toMatchObject({ given: 'Ama', family: 'Bello-Ade', org: 'district' });
    expect(await room.rows(`SELECT middle_name, identifier FROM users WHERE sourced_id = 's-amara'`)).toEqual(
      [{ middle_name: 'J', identifier: 'M-77' }],
    );
  });

  it('is imported without profiles, pronouns and passwords, and says so', async () => {
    const operation = await room.import(
      await buildBundleOf1Dot2(
        (() => {
          const school = smallSchoolOf1Dot2();
          Object.assign(row(school.users, 's-amara'), {
            pronouns: 'they',
            password: 'secret',
            resourceSourcedIds: 'r-1',
          });
          return school;
        })(),
        { 'file.userProfiles': 'bulk' },
        { extraFiles: { 'userprofiles.csv': 'sourcedId,userSourcedId,password\r\np,s-amara,secret\r\n' } },
      ),
    );
    expect(operation.status).toBe('succeeded');
    expect((await remarks(operation)).sort()).toEqual([
      ['warning', 'userProfiles.csv', null, null, 'file_not_imported'],
      ['warning', 'users.csv', null, 'password', 'password_ignored'],
      ['warning', 'users.csv', null, 'pronouns', 'pronouns_ignored'],
      ['warning', 'users.csv', null, 'resourceSourcedIds', 'resourceSourcedIds_ignored'],
    ]);
  });

  it('has its terms end on the day before their endDate, and names one that ends before it starts', async () => {
    const operation = await room.import(
      await changed(({ academicSessions }) =>
        academicSessions.push(
          {
            ...row(academicSessions, 'autumn'),
            sourcedId: 'day',
            startDate: '2025-09-01',
            endDate: '2025-09-02',
          },
          {
            ...row(academicSessions, 'autumn'),
            sourcedId: 'none',
            startDate: '2025-09-01',
            endDate: '2025-09-01',
          },
        ),
      ),
    );
    expect(
      await room.rows(`SELECT start_date, end_date FROM academic_sessions WHERE sourced_id = 'day'`),
    ).toEqual([{ start_date: '2025-09-01', end_date: '2025-09-01' }]);
    expect(await remarks(operation)).toEqual([
      ['error', 'academicSessions.csv', 5, 'endDate', 'dates_reversed'],
    ]);
  });

  describe('with faults', () => {
    it('has each refused role named by line and column', async () => {
      const operation = await room.import(
        await changed(({ roles }) =>
          roles.push(
            roleOf('s-amara', 'headmaster'),
            roleOf('s-amara', 'aide', { roleType: 'main' }),
            roleOf('s-amara', 'parent', { beginDate: '1/05/2023' }),
            roleOf('s-amara', 'ext:librarian', { roleType: 'secondary' }),
            roleOf('s-amara', 'relative', { roleType: 'secondary', orgSourcedId: 'elsewhere' }),
          ),
        ),
      );
      expect(operation.status).toBe('partly_succeeded');
      expect(await remarks(operation)).toEqual([
        ['error', 'roles.csv', 12, 'role', 'invalid_value'],
        ['error', 'roles.csv', 13, 'roleType', 'invalid_value'],
        ['error', 'roles.csv', 14, 'beginDate', 'invalid_date'],
        ['warning', 'roles.csv', 15, 'role', 'role_without_rights'],
        ['warning', 'roles.csv', 16, 'orgSourcedId', 'unknown_reference'],
      ]);
    });

    it('is refused if its version is unknown or a column that it needs is missing', async () => {
      const future = await room.import(
        await buildBundleOf1Dot2(smallSchoolOf1Dot2(), { 'oneroster.version': '1.3' }),
      );
      expect(future).toMatchObject({ status: 'failed', error: { code: 'rostering.bundle_refused' } });
      expect(await room.issues(future.id)).toContainEqual(
        expect.objectContaining({
          code: 'unsupported_version',
          message: 'manifest.csv has "1.3" for oneroster.version; it must be one of 1.1, 1.2.',
        }),
      );
      const torn = await room.import(
        await buildBundleOf1Dot2({ roles: 'sourcedId,userSourcedId,role\r\nr,s-amara,student\r\n' }),
      );
      expect(await room.issues(torn.id)).toMatchObject([
        { file: 'roles.csv', line: 1, column: 'roleType', code: 'column_missing' },
      ]);
    });

    it('has roles.csv left aside where the manifest says version 1.1', async () => {
      const operation = await room.import(
        await buildBundle(
          smallSchool(),
          {},
          {
            extraFiles: {
              'roles.csv': 'sourcedId,userSourcedId,roleType,role\r\nr,s-amara,primary,teacher\r\n',
            },
          },
        ),
      );
      expect(operation.status).toBe('succeeded');
      expect(await room.issues(operation.id)).toMatchObject([
        {
          code: 'file_unknown',
          message: 'roles.csv is not a file of OneRoster 1.1, so it is not imported.',
        },
      ]);
      expect(await room.rows('SELECT 1 FROM roster_roles')).toEqual([]);
    });
  });
});
