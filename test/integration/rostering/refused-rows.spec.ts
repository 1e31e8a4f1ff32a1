import { buildBundle, type Kind, type RowValues } from '../../support/oneroster-bundle';
import { smallBundle, smallSchool } from '../../support/small-school';
import { rawZip } from '../../support/raw-zip';
import { temporaryFile } from '../../support/oneroster-bundle';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

/** Another row like the kind's first, at the end of its file. */
function more(school: ReturnType<typeof smallSchool>, kind: Kind, ...rows: RowValues[]): void {
  school[kind].push(...rows.map((values) => ({ ...school[kind][0], ...values })));
}

/** The small school with rows in every file that cannot be imported, or not whole, after its good ones. */
function schoolWithFaults(): ReturnType<typeof smallSchool> {
  const school = smallSchool();
  more(
    school,
    'orgs',
    { sourcedId: 'annex', parentSourcedId: 'nowhere' },
    { sourcedId: 'me', parentSourcedId: 'me' },
  );
  more(school, 'courses', { sourcedId: 'ART', orgSourcedId: 'nowhere' });
  more(
    school,
    'classes',
    { sourcedId: 'ART-A', courseSourcedId: 'ART' },
    { sourcedId: 'BIO-B', termSourcedIds: 'autumn,winter' },
  );
  more(
    school,
    'users',
    { sourcedId: 's-new', username: 'newcomer', email: 'not an address' },
    { sourcedId: 's-else', username: 'AMARA', email: 'else@hillview.example' },
    { sourcedId: 's-mail', username: 'mail', email: 'Bao@hillview.example' },
    { sourcedId: 's-amara', username: 'amara2', email: 'amara2@hillview.example' },
  );
  more(
    school,
    'enrollments',
    { sourcedId: 'e-1', userSourcedId: 's-nobody' },
    { sourcedId: 'e-2', classSourcedId: 'nowhere' },
    { sourcedId: 'e-3', userSourcedId: 's-emil', role: 'wizard' },
  );
  more(
    school,
    'lineItems',
    { sourcedId: 'l-1', categorySourcedId: 'games' },
    { sourcedId: 'l-2', dueDate: 'Friday' },
  );
  more(
    school,
    'results',
    { sourcedId: 'r-1', lineItemSourcedId: 'l-2' },
    { sourcedId: 'r-2', lineItemSourcedId: 'bio-3', studentSourcedId: 's-dev', score: 'A+' },
  );
  return school;
}

const PLACES = [
  ['orgs.csv', 5, 'parentSourcedId', 'own_parent'],
  // Its parent might have come later, so it is told at the end of its file.
  ['orgs.csv', 4, 'parentSourcedId', 'unknown_reference'],
  ['courses.csv', 4, 'orgSourcedId', 'unknown_reference'],
  ['classes.csv', 5, 'termSourcedIds', 'unknown_reference'],
  ['users.csv', 12, 'email', 'invalid_value'],
  ['users.csv', 13, 'username', 'username_taken'],
  ['users.csv', 14, 'email', 'email_taken'],
  ['users.csv', 15, 'sourcedId', 'duplicate_sourced_id'],
  ['enrollments.csv', 16, 'userSourcedId', 'unknown_reference'],
  ['enrollments.csv', 17, 'classSourcedId', 'unknown_reference'],
  ['enrollments.csv', 18, 'role', 'invalid_value'],
  // One of the descriptions above has two lines.
  ['lineItems.csv', 7, 'categorySourcedId', 'unknown_reference'],
  ['lineItems.csv', 8, 'dueDate', 'invalid_date'],
  ['results.csv', 12, 'lineItemSourcedId', 'unknown_reference'],
  ['results.csv', 13, 'score', 'invalid_number'],
] as const;

const COUNTS = {
  'orgs.csv': { added: 4 },
  'academicSessions.csv': { added: 2 },
  'courses.csv': { added: 3 },
  'classes.csv': { added: 4 },
  'users.csv': { added: 12, refused: 2 },
  'enrollments.csv': { added: 14, refused: 3 },
  'categories.csv': { added: 2 },
  'lineItems.csv': { added: 5, refused: 1 },
  'results.csv': { added: 10, refused: 2 },
};

describe('rows that cannot be imported', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  const placesOf = async (id: string): Promise<unknown[]> =>
    (await room.places(id)).map(({ file, line, column, code }) => [file, line, column, code]);

  it('refused rows are reported by file, line and column, while the other rows are imported', async () => {
    const operation = await room.import(await buildBundle(schoolWithFaults()));
    expect(operation).toMatchObject({ status: 'partly_succeeded', issueCount: PLACES.length });
    expect(countsOf(operation)).toEqual(COUNTS);
    expect(await placesOf(operation.id)).toEqual(PLACES);
    expect(
      (await room.issues(operation.id)).find(({ line, file }) => line === 16 && file === 'enrollments.csv'),
    ).toEqual({
      number: 9,
      severity: 'error',
      file: 'enrollments.csv',
      line: 16,
      column: 'userSourcedId',
      code: 'unknown_reference',
      message: 'userSourcedId refers to a record that is neither in users.csv nor imported earlier.',
      value: 's-nobody',
    });
  });

  it('rows are imported with a warning if they can do without what is wrong with them', async () => {
    const operation = await room.import(await buildBundle(schoolWithFaults()));
    const warnings = (await room.issues(operation.id)).filter(({ severity }) => severity === 'warning');
    expect(warnings.map(({ file, line, column, value }) => [file, line, column, value])).toEqual([
      ['orgs.csv', 5, 'parentSourcedId', 'me'],
      ['orgs.csv', 4, 'parentSourcedId', 'nowhere'],
      ['courses.csv', 4, 'orgSourcedId', 'nowhere'],
      ['classes.csv', 5, 'termSourcedIds', 'winter'],
      ['users.csv', 12, 'email', 'not an address'],
      ['users.csv', 14, 'email', 'Bao@hillview.example'],
      ['lineItems.csv', 7, 'categorySourcedId', 'games'],
    ]);
    expect(warnings[1]!.message).toBe(
      'parentSourcedId refers to a record that is neither in orgs.csv nor imported earlier. The row is imported without it.',
    );
    // The class has the dates of the term that is known.
    expect(await room.rows(`SELECT start_date, end_date FROM courses WHERE sourced_id = 'BIO-B'`)).toEqual([
      { start_date: '2025-09-01', end_date: '2025-12-19' },
    ]);
  });

  it('refused rows do not take along the rows below them if their parent is not in the file', async () => {
    const orgs = [
      { sourcedId: 'class', name: 'Class', type: 'department', parentSourcedId: 'branch' },
      { sourcedId: 'branch', name: 'Branch', type: 'school', parentSourcedId: 'root' },
      { sourcedId: 'root', name: 'Root', type: 'district', parentSourcedId: 'state' },
      { sourcedId: 'ring-1', name: 'Ring 1', type: 'local', parentSourcedId: 'ring-2' },
      { sourcedId: 'ring-2', name: 'Ring 2', type: 'local', parentSourcedId: 'ring-1' },
      { sourcedId: 'below', name: 'Below', type: 'local', parentSourcedId: 'ring-1' },
    ];
    for (const dryRun of [true, false]) {
      const operation = await room.import(await buildBundle({ orgs }), { dryRun });
      expect(operation).toMatchObject({ status: 'succeeded' });
      expect(countsOf(operation)).toEqual({ 'orgs.csv': { added: 6 } });
    }
    expect(
      await room.rows(
        `SELECT o.sourced_id AS org, p.sourced_id AS parent FROM orgs o LEFT JOIN orgs p ON p.id = o.parent_id
         ORDER BY org`,
      ),
    ).toEqual([
      { org: 'below', parent: 'ring-1' },
      { org: 'branch', parent: 'root' },
      { org: 'class', parent: 'branch' },
      { org: 'ring-1', parent: null },
      { org: 'ring-2', parent: null },
      { org: 'root', parent: null },
    ]);
  });

  it('refused rows are the same in a dry run', async () => {
    const bundle = await buildBundle(schoolWithFaults());
    const before = await room.fingerprint();
    const dry = await room.import(bundle, { dryRun: true });
    expect(dry).toMatchObject({ status: 'partly_succeeded', dryRun: true });
    expect(countsOf(dry)).toEqual(COUNTS);
    expect(await placesOf(dry.id)).toEqual(PLACES);
    expect(await room.fingerprint()).toBe(before);
    const real = await room.import(bundle);
    expect(real.summary).toEqual(dry.summary);
  });

  it('refused rows are the same in a second import of the file', async () => {
    const bundle = await buildBundle(schoolWithFaults());
    await room.import(bundle);
    const before = await room.fingerprint();
    const again = await room.import(bundle);
    expect(countsOf(again)).toEqual(
      Object.fromEntries(
        Object.entries(COUNTS).map(([part, { added, ...rest }]) => [part, { unchanged: added, ...rest }]),
      ),
    );
    expect(again.issueCount).toBe(PLACES.length);
    expect(await room.fingerprint()).toBe(before);
  });

  it('refused rows include those with the username of an account that was created in Stoa, which stays unchanged', async () => {
    const { id } = await app.person('learner');
    await app.database.run(
      `UPDATE users SET username = 'Amara', email = 'bao@hillview.example' WHERE LOWER(HEX(id)) = ?`,
      [id.replaceAll('-', '')],
    );
    const [before] = await room.rows(`SELECT * FROM users WHERE username = 'Amara'`);
    const operation = await room.import(await smallBundle());
    expect(countsOf(operation)).toMatchObject({
      'users.csv': { added: 9, refused: 1 },
      'enrollments.csv': { added: 12, refused: 2 },
    });
    expect((await placesOf(operation.id)).slice(0, 3)).toEqual([
      ['users.csv', 4, 'username', 'username_taken'],
      ['users.csv', 5, 'email', 'email_taken'],
      ['enrollments.csv', 3, 'userSourcedId', 'unknown_reference'],
    ]);
    expect(await room.rows(`SELECT * FROM users WHERE username = 'Amara'`)).toEqual([before]);
  });

  it('refused rows include those whose names only the database treats as equal', async () => {
    const { orgs, users } = smallSchool();
    const operation = await room.import(
      await buildBundle({
        orgs,
        users: ['straße', 'strase', 'other'].map((username) => ({
          ...users[2]!,
          ...{ sourcedId: username, username, email: '' },
        })),
      }),
    );
    expect(countsOf(operation)['users.csv']).toEqual({ added: 2, refused: 1 });
    expect(await placesOf(operation.id)).toEqual([['users.csv', 3, 'username', 'username_taken']]);
  });

  it.each([
    ['when the table was empty', false],
    ['when it was not', true],
  ])(
    'rows are refused that have the sourcedId of a row a thousand lines above: %s',
    async (_when, hadRows) => {
      if (hadRows)
        await room.import(await buildBundle({ categories: [{ sourcedId: 'c-0', title: 'Zero' }] }));
      const categories = Array.from({ length: 2500 }, (_, index) => ({
        ...{ sourcedId: `c-${index === 2400 ? 7 : index}`, title: `Category ${index}` },
      }));
      const operation = await room.import(await buildBundle({ categories }));
      expect(countsOf(operation)['categories.csv']).toEqual(
        hadRows ? { added: 2498, changed: 1, refused: 1 } : { added: 2499, refused: 1 },
      );
      expect(await placesOf(operation.id)).toEqual([
        ['categories.csv', 2402, 'sourcedId', 'duplicate_sourced_id'],
      ]);
      expect(await room.rows(`SELECT title FROM line_item_categories WHERE sourced_id = 'c-7'`)).toEqual([
        { title: 'Category 7' },
      ]);
    },
  );

  it('refused rows include results that would move to another learner, and line items to another class', async () => {
    await room.import(await smallBundle());
    const school = smallSchool();
    school.results[0]!.studentSourcedId = 's-dev';
    school.lineItems[2]!.classSourcedId = 'STA-A';
    const operation = await room.import(await buildBundle(school));
    expect(await placesOf(operation.id)).toEqual([
      ['lineItems.csv', 4, 'classSourcedId', 'reference_changed'],
      ['results.csv', 2, 'studentSourcedId', 'reference_changed'],
    ]);
  });

  it('refused rows are all counted, and listed up to ten thousand', async () => {
    const users = Array.from({ length: 10_050 }, (_, index) => ({ sourcedId: `u-${index}` }));
    const operation = await room.import(await buildBundle({ orgs: smallSchool().orgs, users }));
    expect(countsOf(operation)['users.csv']).toEqual({ refused: 10_050 });
    expect(operation.issueCount).toBeGreaterThan(10_050);
    expect(await room.rows('SELECT COUNT(*) AS kept, MAX(seq) AS last FROM operation_issues')).toEqual([
      { kept: 10_000, last: 10_000 },
    ]);
  });
});

describe('a bundle that cannot be read', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterAll(() => app.stop());

  const { results, ...school } = smallSchool();
  const columns = Object.keys(results[0]!);
  const text = (rows: RowValues[], names = columns): string =>
    [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
      .map((cells) => cells.join(','))
      .join('\r\n');

  it.each([
    ['no zip', 'not_a_zip', null, null, () => temporaryFile('plain text')],
    [
      'a path outside the archive',
      'unsafe_path',
      '../evil.csv',
      null,
      () => temporaryFile(rawZip([{ name: '../evil.csv' }])),
    ],
    [
      'a zip bomb',
      'compression_ratio',
      'users.csv',
      null,
      () => temporaryFile(rawZip([{ name: 'users.csv', data: Buffer.alloc(20_000_000, 32) }])),
    ],
    [
      'a column missing in the last file',
      'column_missing',
      'results.csv',
      1,
      () =>
        buildBundle({
          ...school,
          results: text(
            results,
            columns.filter((name) => name !== 'scoreStatus'),
          ),
        }),
    ],
    [
      'a wrong encoding in the last line of the last file',
      'invalid_encoding',
      'results.csv',
      12,
      () =>
        buildBundle({
          ...school,
          results: Buffer.concat([Buffer.from(`${text(results)}\r\n`), Buffer.from([0xe9])]),
        }),
    ],
    [
      'a file that the manifest promises and the archive lacks',
      'file_missing',
      'results.csv',
      null,
      () => buildBundle(school, { 'file.results': 'bulk' }),
    ],
  ])(
    'a bundle that cannot be read says why and changes nothing: %s',
    async (_what, code, file, line, make) => {
      const before = await room.fingerprint();
      const operation = await room.import(await make());
      expect(operation).toMatchObject({ status: 'failed', error: { code: 'rostering.bundle_refused' } });
      expect(await room.issues(operation.id)).toMatchObject([{ severity: 'error', code, file, line }]);
      expect(operation.error!.detail).not.toBe('');
      expect(await room.fingerprint()).toBe(before);
    },
  );

  it('a bundle that cannot be read does not prevent the next import', async () => {
    expect(await room.import(await smallBundle())).toMatchObject({ status: 'succeeded' });
  });
});
