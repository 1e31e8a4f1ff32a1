import { expectStatus } from '../../support/course-room';
import { buildBundle, type Kind, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';
import { changed } from './school-people';

/** The small school without some of its rows. */
function schoolWithout(without: Partial<Record<Kind, string[]>>): Promise<string> {
  return changed((school) => {
    for (const [kind, sourcedIds] of Object.entries(without) as [Kind, string[]][])
      school[kind] = school[kind].filter(({ sourcedId }) => !sourcedIds.includes(sourcedId!));
  });
}

describe('ending records by an import', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(() => app.stop());

  const endDate = async (sourcedId: string): Promise<unknown> =>
    (await room.rows(`SELECT end_date FROM enrollments WHERE sourced_id = '${sourcedId}'`))[0]?.['end_date'];
  const enrollmentId = async (sourcedId: string): Promise<string> => {
    const [row] = await room.rows<{ id: string }>(
      `SELECT LOWER(HEX(id)) AS id FROM enrollments WHERE sourced_id = '${sourcedId}'`,
    );
    return row!.id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };

  describe('with the status tobedeleted in a delta file', () => {
    it('an import ends enrollments today, suspends accounts, archives classes, and hides line items and results', async () => {
      const files: [Kind, string][] = [
        ['enrollments', 'BIO-A:s-amara'],
        ['users', 's-bao'],
        ['classes', 'STA-A'],
        ['lineItems', 'bio-3'],
        ['results', 'bio-1:s-bao'],
      ];
      const bundle = await buildBundle(
        Object.fromEntries(
          files.map(([kind, sourcedId]) => [
            kind,
            smallSchool()
              [kind].filter((row) => row.sourcedId === sourcedId)
              .map((row) => ({
                ...row,
                status: 'tobedeleted',
                dateLastModified: '2025-10-01T00:00:00.000Z',
              })),
          ]),
        ),
        Object.fromEntries(files.map(([kind]) => [`file.${kind}`, 'delta'])),
      );
      const operation = await room.import(bundle);
      expect(countsOf(operation)).toEqual(
        Object.fromEntries(files.map(([kind]) => [`${kind}.csv`, { ended: 1 }])),
      );
      expect(await endDate('BIO-A:s-amara')).toBe('2025-10-01');
      expect(await room.rows(`SELECT disabled_at FROM users WHERE sourced_id = 's-bao'`)).toEqual([
        { disabled_at: app.clock.now() },
      ]);
      expect(await room.rows(`SELECT status FROM courses ORDER BY sourced_id`)).toEqual([
        { status: 'published' },
        { status: 'archived' },
      ]);
      expect(await room.rows(`SELECT sourced_id FROM line_items WHERE deleted_at IS NOT NULL`)).toEqual([
        { sourced_id: 'bio-3' },
      ]);
      expect(
        await room.rows(
          `SELECT r.sourced_id, h.old_score, h.new_score FROM results r JOIN result_changes h ON h.result_id = r.id
           WHERE r.deleted_at IS NOT NULL ORDER BY h.id`,
        ),
      ).toEqual([
        { sourced_id: 'bio-1:s-bao', old_score: null, new_score: '13.2500' },
        { sourced_id: 'bio-1:s-bao', old_score: '13.2500', new_score: null },
      ]);

      app.clock.advanceDays(1);
      const before = await room.fingerprint();
      expect(countsOf(await room.import(bundle))).toEqual(
        Object.fromEntries(files.map(([kind]) => [`${kind}.csv`, { unchanged: 1 }])),
      );
      expect(await room.fingerprint()).toBe(before);
    });

    it('an import ends the sessions of a suspended account at once', async () => {
      const person = await app.person('learner');
      await app.database.run(`UPDATE users SET sourced_id = NULL WHERE sourced_id = 's-bao'`);
      const renamed = `UPDATE users SET sourced_id = 's-bao' WHERE LOWER(HEX(id)) = ?`;
      await app.database.run(renamed, [person.id.replaceAll('-', '')]);
      await room.import(await smallDelta('users', ['s-bao', { status: 'tobedeleted' }]));
      expect((await person.get('/v1/me')).status).toBe(401);
      expect(await room.rows('SELECT revoked_reason FROM sessions WHERE revoked_at IS NOT NULL')).toEqual([
        { revoked_reason: 'suspended' },
      ]);
    });

    it('an import keeps an organization, with a warning, and all records that the file does not name', async () => {
      const operation = await room.import(await smallDelta('orgs', ['school', { status: 'tobedeleted' }]));
      expect(countsOf(operation)).toEqual({ 'orgs.csv': { unchanged: 1 } });
      expect(await room.places(operation.id)).toEqual([
        { file: 'orgs.csv', line: 2, column: 'status', code: 'left_alone' },
      ]);
      expect(await room.rows('SELECT sourced_id FROM orgs ORDER BY 1')).toHaveLength(2);
    });

    it('an import never suspends an administrator of Stoa', async () => {
      await app.database.run(`UPDATE users SET role = 'administrator' WHERE sourced_id = 't-okafor'`);
      const operation = await room.import(
        await smallDelta(
          'users',
          ['t-okafor', { status: 'tobedeleted' }],
          ['t-lindqvist', { enabledUser: 'false' }],
        ),
      );
      expect(countsOf(operation)).toEqual({ 'users.csv': { unchanged: 1, ended: 1 } });
      expect(await room.places(operation.id)).toEqual([
        { file: 'users.csv', line: 2, column: null, code: 'administrator_kept' },
      ]);
    });
  });

  describe('that are missing from a complete file', () => {
    it('an import ends imported records that are missing, and no others', async () => {
      await app.person('learner');
      const bundle = await schoolWithout({
        enrollments: ['BIO-A:s-amara', 'BIO-A:s-gus'],
        users: ['s-farah'],
        lineItems: ['sta-1'],
        results: ['sta-1:s-amara', 'sta-1:s-bao', 'sta-1:s-hana'],
        orgs: [],
        categories: [],
      });
      const operation = await room.import(bundle);
      expect(operation.status).toBe('succeeded');
      expect(countsOf(operation)).toMatchObject({
        'users.csv': { unchanged: 9, ended: 1 },
        // BIO-A:s-gus was to end on 14 October; the file no longer knows of it.
        'enrollments.csv': { unchanged: 12, ended: 2 },
        'lineItems.csv': { unchanged: 3, ended: 1 },
        'results.csv': { unchanged: 7, ended: 3 },
      });
      expect(await endDate('BIO-A:s-amara')).toBe('2025-10-01');
      expect(await endDate('BIO-A:s-gus')).toBe('2025-10-01');
      expect(await endDate('BIO-A:s-dev')).toBe('2025-08-24');
      expect(
        await room.rows('SELECT sourced_id FROM users WHERE disabled_at IS NOT NULL ORDER BY sourced_id'),
      ).toEqual([{ sourced_id: 's-farah' }, { sourced_id: 's-hana' }]);

      app.clock.advanceDays(1);
      const before = await room.fingerprint();
      await room.import(bundle);
      expect(await room.fingerprint()).toBe(before);
    });

    it('an import archives missing classes, and reports missing categories, which stay', async () => {
      const { classes, categories, ...others } = smallSchool();
      const operation = await room.import(
        await buildBundle({
          classes: classes.filter(({ sourcedId }) => sourcedId === 'BIO-A'),
          categories: categories.slice(1),
          courses: others.courses,
        }),
      );
      expect(countsOf(operation)).toMatchObject({ 'classes.csv': { unchanged: 1, ended: 1 } });
      expect(await room.rows(`SELECT sourced_id FROM courses WHERE status = 'archived'`)).toEqual([
        { sourced_id: 'STA-A' },
      ]);
      expect(await room.issues(operation.id)).toEqual([
        expect.objectContaining({
          severity: 'warning',
          file: 'categories.csv',
          code: 'left_alone',
          message: '1 record is missing from the file and stays unchanged: Stoa does not delete it.',
        }),
      ]);
    });

    it('an import reactivates records once the file has them again', async () => {
      const missing = { enrollments: ['BIO-A:s-amara'], classes: ['STA-A'], users: ['s-farah'] };
      const { lineItems: _items, results: _results, ...school } = smallSchool();
      const withoutStatistics = Object.fromEntries(
        Object.entries(school).map(([kind, rows]) => [
          kind,
          rows.filter(
            ({ sourcedId, classSourcedId, userSourcedId }) =>
              !Object.values(missing).flat().includes(sourcedId!) &&
              classSourcedId !== 'STA-A' &&
              userSourcedId !== 's-farah',
          ),
        ]),
      );
      const gone = await room.import(await buildBundle(withoutStatistics), { confirmed: true });
      expect(countsOf(gone)).toMatchObject({ 'classes.csv': { ended: 1 }, 'users.csv': { ended: 1 } });
      app.clock.advanceDays(1);
      const back = await room.import(await smallBundle());
      expect(countsOf(back)).toMatchObject({
        'classes.csv': { changed: 1, unchanged: 1 },
        'users.csv': { changed: 1, unchanged: 9 },
        'enrollments.csv': { changed: 5, unchanged: 9 },
      });
      expect(await endDate('BIO-A:s-amara')).toBeNull();
      expect(await room.rows(`SELECT disabled_at FROM users WHERE sourced_id = 's-farah'`)).toEqual([
        { disabled_at: null },
      ]);
      expect(await room.rows(`SELECT status FROM courses WHERE sourced_id = 'STA-A'`)).toEqual([
        { status: 'published' },
      ]);
    });

    it('an import ends no record if the sourcedId of a row cannot be read', async () => {
      const school = smallSchool();
      // Its sourcedId can be read, though nothing else may be believed.
      school.users.find(({ sourcedId }) => sourcedId === 's-amara')!.role = 'wizard';
      const wrong = await room.import(await buildBundle(school));
      expect(countsOf(wrong)).toMatchObject({ 'users.csv': { unchanged: 9, refused: 1 } });
      expect(await room.places(wrong.id)).toEqual([
        { file: 'users.csv', line: 4, column: 'role', code: 'invalid_value' },
      ]);

      const { users } = smallSchool();
      const columns = Object.keys(users[0]!);
      const lines = [
        columns,
        ...users.slice(0, 8).map((row) => columns.map((name) => `"${row[name]}"`)),
        ['torn'],
      ];
      const torn = await room.import(
        await buildBundle({
          users: lines
            .map((cells) => cells.join(','))
            .join('\r\n')
            .replaceAll('"Gus"', '""Gus""'),
        }),
      );
      expect(countsOf(torn)).toEqual({ 'users.csv': { unchanged: 8, refused: 1 } });
      expect(await room.places(torn.id)).toEqual([
        { file: 'users.csv', line: 10, column: null, code: 'too_few_fields' },
        { file: 'users.csv', line: null, column: null, code: 'absence_not_judged' },
      ]);
      expect(await room.rows('SELECT sourced_id FROM users WHERE disabled_at IS NOT NULL')).toEqual([
        { sourced_id: 's-hana' },
      ]);
    });
  });

  describe('that somebody has changed in Stoa', () => {
    it('an import does not undo a withdrawal in Stoa until the file changes', async () => {
      const url = `/v1/enrollments/${await enrollmentId('BIO-A:s-amara')}`;
      expectStatus(await room.administrator.delete(url), 204);
      app.clock.advanceDays(7);
      const repeated = await room.import(await smallBundle());
      expect(countsOf(repeated)['enrollments.csv']).toEqual({ unchanged: 14 });
      expect(await room.places(repeated.id)).toEqual([
        { file: 'enrollments.csv', line: 3, column: null, code: 'local_override' },
      ]);
      expect(await endDate('BIO-A:s-amara')).toBe('2025-10-01');

      const news = await room.import(
        await smallDelta('enrollments', ['BIO-A:s-amara', { endDate: '2025-10-03' }]),
      );
      expect(countsOf(news)['enrollments.csv']).toEqual({ changed: 1 });
      expect(await endDate('BIO-A:s-amara')).toBe('2025-10-03');
    });

    it('an import does not end again an enrollment that was reactivated in Stoa', async () => {
      const ending = await smallDelta('enrollments', ['BIO-A:s-amara', { status: 'tobedeleted' }]);
      await room.import(ending);
      await app.database.run(`UPDATE enrollments SET end_date = NULL WHERE sourced_id = 'BIO-A:s-amara'`);
      app.clock.advanceDays(7);
      const repeated = await room.import(ending);
      expect(countsOf(repeated)['enrollments.csv']).toEqual({ unchanged: 1 });
      expect(await room.places(repeated.id)).toEqual([
        { file: 'enrollments.csv', line: 2, column: null, code: 'local_override' },
      ]);
      expect(
        countsOf(await room.import(await schoolWithout({ enrollments: ['BIO-A:s-amara'] }))),
      ).toMatchObject({
        'enrollments.csv': { unchanged: 13 },
      });
      expect(await endDate('BIO-A:s-amara')).toBeNull();
    });

    it('an import keeps an account suspended that an administrator has suspended', async () => {
      const [row] = await room.rows<{ id: string }>(
        `SELECT LOWER(HEX(id)) AS id FROM users WHERE sourced_id = 's-bao'`,
      );
      const id = row!.id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      expectStatus(await room.administrator.put(`/v1/users/${id}/suspension`), 200);
      const operation = await room.import(await smallBundle());
      expect(countsOf(operation)['users.csv']).toEqual({ unchanged: 10 });
      expect(await room.places(operation.id)).toEqual([
        { file: 'users.csv', line: 5, column: null, code: 'local_override' },
      ]);
    });

    it('an import does not overwrite a result of an instructor, and reports it', async () => {
      const [slot] = await room.rows<{ lineItem: string; user: string }>(
        `SELECT LOWER(HEX(line_item_id)) AS lineItem, LOWER(HEX(user_id)) AS user FROM results
         WHERE sourced_id = 'bio-1:s-amara'`,
      );
      const uuid = (hex: string): string =>
        hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      const url = `/v1/line-items/${uuid(slot!.lineItem)}/results/${uuid(slot!.user)}`;
      expectStatus(await room.administrator.put(url, { score: '19' }), 200);
      const operation = await room.import(await smallBundle());
      expect(countsOf(operation)['results.csv']).toEqual({ unchanged: 9, refused: 1 });
      expect(await room.issues(operation.id)).toEqual([
        expect.objectContaining({
          ...{ severity: 'error', file: 'results.csv', line: 2, column: 'score', code: 'local_override' },
          value: '19.0000',
        }),
      ]);
      expect(await room.rows(`SELECT score FROM results WHERE sourced_id = 'bio-1:s-amara'`)).toEqual([
        { score: '19.0000' },
      ]);
    });
  });

  describe('with several rows for one enrollment', () => {
    const again = (sourcedId: string, values: RowValues): RowValues => ({
      ...smallSchool().enrollments.find((row) => row.sourcedId === 'BIO-A:s-gus'),
      ...{ sourcedId, ...values },
    });

    it('an import imports, of several rows for one enrollment, the one that ends last, in any order of the rows', async () => {
      const school = smallSchool();
      school.enrollments.push(again('gus-came-back', { beginDate: '2025-10-20', endDate: '' }));
      const first = await room.import(await buildBundle(school));
      expect(countsOf(first)['enrollments.csv']).toEqual({ unchanged: 14, changed: 1 });
      expect(
        await room.rows(`SELECT begin_date, end_date FROM enrollments WHERE sourced_id = 'gus-came-back'`),
      ).toEqual([{ begin_date: '2025-10-20', end_date: null }]);
      const before = await room.fingerprint();
      school.enrollments.reverse();
      const second = await room.import(await buildBundle(school));
      expect(countsOf(second)['enrollments.csv']).toEqual({ unchanged: 15 });
      expect((await room.places(second.id)).map(({ code }) => code)).toEqual(['enrollment_superseded']);
      expect(await room.fingerprint()).toBe(before);
    });

    it('an import takes over an enrollment with a new sourcedId, or one that was made in Stoa', async () => {
      const learner = await app.person('learner');
      const [course] = await room.rows<{ id: Buffer }>(`SELECT id FROM courses WHERE sourced_id = 'BIO-A'`);
      await app.database.run(
        `INSERT INTO enrollments (id, course_id, user_id, role, family_name, given_name, begin_date, created_at, updated_at)
         SELECT id, ?, id, 'learner', family_name, given_name, '2025-09-05', created_at, created_at FROM users WHERE LOWER(HEX(id)) = ?`,
        [course!.id, learner.id.replaceAll('-', '')],
      );
      await app.database.run(`UPDATE users SET sourced_id = 's-new' WHERE LOWER(HEX(id)) = ?`, [
        learner.id.replaceAll('-', ''),
      ]);
      const school = smallSchool();
      const amara = school.enrollments.find(({ sourcedId }) => sourcedId === 'BIO-A:s-amara')!;
      amara.sourcedId = 'amara-anew';
      school.enrollments.push(again('new-one', { userSourcedId: 's-new', beginDate: '', endDate: '' }));
      const [user] = await room.rows<{ username: string; email: string }>(
        `SELECT username, email FROM users WHERE sourced_id = 's-new'`,
      );
      school.users.push({ ...school.users[3]!, sourcedId: 's-new', ...user });
      const operation = await room.import(await buildBundle(school));
      expect(countsOf(operation)['enrollments.csv']).toEqual({ unchanged: 13, changed: 2 });
      expect(
        await room.rows(
          `SELECT sourced_id, begin_date, end_date FROM enrollments WHERE sourced_id IN ('amara-anew', 'new-one') ORDER BY 1`,
        ),
      ).toEqual([
        { sourced_id: 'amara-anew', begin_date: '2025-08-20', end_date: null },
        // Nothing in the file says when it began, so that stays as it was.
        { sourced_id: 'new-one', begin_date: '2025-09-05', end_date: null },
      ]);
    });

    it('an import ends the old enrollment and adds a new one if the role changes', async () => {
      const bundle = await smallDelta('enrollments', ['BIO-A:s-amara', { role: 'proctor' }]);
      expect(countsOf(await room.import(bundle))['enrollments.csv']).toEqual({ changed: 1 });
      expect(
        await room.rows(
          `SELECT e.sourced_id, e.role, e.end_date FROM enrollments e JOIN users u ON u.id = e.user_id
           JOIN courses c ON c.id = e.course_id WHERE u.sourced_id = 's-amara' AND c.sourced_id = 'BIO-A' ORDER BY role`,
        ),
      ).toEqual([
        { sourced_id: 'BIO-A:s-amara', role: 'assistant', end_date: null },
        { sourced_id: null, role: 'learner', end_date: '2025-10-01' },
      ]);
      expect(countsOf(await room.import(bundle))['enrollments.csv']).toEqual({ unchanged: 1 });
    });
  });
});
