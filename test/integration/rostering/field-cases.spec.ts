import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

/** Where bundles lie that were made after reports of real files. They are not part of the repository. */
const FOLDER = join(process.env['CASES_DIRECTORY'] ?? '../shared/cases', 'oneroster');

interface FieldCase {
  /** Imported one after another, without a confirmation. */
  bundles: string[];
  /** Completes a sentence that starts with the first bundle. */
  right: string;
  /** `imports` has an operation for each bundle. */
  expected: (imports: OperationResponse[], room: RosterRoom) => Promise<void>;
}

const ADDED = {
  'orgs.csv': { added: 2 },
  'academicSessions.csv': { added: 2 },
  'courses.csv': { added: 1 },
  'classes.csv': { added: 1 },
  'users.csv': { added: 3 },
  'enrollments.csv': { added: 3 },
};

/** The good bundle's rows are in, with these warnings alone. */
async function expectAllIn(
  operation: OperationResponse,
  room: RosterRoom,
  warnings: { file: string; line: number | null; code: string }[] = [],
  added: Record<string, object> = ADDED,
): Promise<void> {
  expect(operation).toMatchObject({ status: 'succeeded', confirmation: null, error: null });
  expect(countsOf(operation)).toEqual(added);
  const issues = await room.issues(operation.id);
  expect(issues).toMatchObject(warnings.map((warning) => ({ ...warning, severity: 'warning' })));
}

async function enrolled(room: RosterRoom): Promise<number> {
  const { length } = await room.rows(
    `SELECT 1 FROM enrollments WHERE end_date IS NULL OR end_date > '2026-10-15'`,
  );
  return length;
}

function allIn(bundle: string, right: string): FieldCase {
  return {
    bundles: [bundle],
    right,
    expected: ([operation], room) => expectAllIn(operation!, room),
  };
}

const CASES: FieldCase[] = [
  allIn('or00-base', 'is imported without a remark'),
  {
    bundles: ['en1-small-classes', 'en1-empty-enrollments'],
    right: 'is asked about before an empty file ends all of ten small classes',
    expected: async ([first, second], room) => {
      expect(countsOf(first!)['enrollments.csv']).toEqual({ added: 40 });
      const asked = {
        confirmation: {
          detail: expect.stringContaining('enrollments.csv'),
          items: expect.arrayContaining([
            expect.objectContaining({ id: null, title: 'enrollments.csv', active: 40, ending: 40 }),
            expect.objectContaining({ title: 'Kurs 7', active: 4, ending: 4 }),
          ]),
        },
      };
      expect(second).toMatchObject({ status: 'needs_confirmation', ...asked });
      expect(second!.confirmation!.items).toHaveLength(11);
      const bundle = join(FOLDER, 'en1-empty-enrollments.zip');
      expect(await room.import(bundle, { dryRun: true })).toMatchObject({ dryRun: true, ...asked });
      expect(await enrolled(room)).toBe(40);
    },
  },
  {
    bundles: ['id1-before', 'id1-new-sourcedId-same-person'],
    right: 'is followed by one with new ids of a person, who keeps their account and enrollment',
    expected: async ([first, second], room) => {
      await expectAllIn(first!, room);
      await expectAllIn(second!, room, [{ file: 'users.csv', line: 3, code: 'account_taken_over' }], {
        'orgs.csv': { unchanged: 2 },
        'academicSessions.csv': { unchanged: 2 },
        'courses.csv': { unchanged: 1 },
        'classes.csv': { unchanged: 1 },
        'users.csv': { changed: 1, unchanged: 2 },
        'enrollments.csv': { changed: 1, unchanged: 2 },
      });
      expect(
        await room.rows(
          `SELECT u.sourced_id AS person, u.username, u.disabled_at AS disabledAt, e.sourced_id AS enrollment,
             e.end_date AS endDate FROM users u JOIN enrollments e ON e.user_id = u.id WHERE u.username = 'i1.s2'`,
        ),
      ).toEqual([
        {
          ...{ person: 'i1-U-9002', username: 'i1.s2', disabledAt: null },
          ...{ enrollment: 'i1-E-9002', endDate: null },
        },
      ]);
      expect(await room.rows('SELECT 1 FROM users WHERE sourced_id IS NOT NULL')).toHaveLength(3);
      expect(await enrolled(room)).toBe(3);
    },
  },
  allIn('or04-datelastmodified-day', 'is imported, whatever stands in a column that nobody reads'),
  allIn('or05-booleans', 'is imported with other words for true and false'),
  {
    bundles: ['or07-dangling-parent-org'],
    right: 'is imported without the parent that it does not contain',
    expected: async ([operation], room) => {
      const added = { ...ADDED, 'orgs.csv': { added: 1 } };
      await expectAllIn(operation!, room, [{ file: 'orgs.csv', line: 2, code: 'unknown_reference' }], added);
      expect(await room.rows(`SELECT parent_id FROM orgs WHERE sourced_id = 'a7-s'`)).toEqual([
        { parent_id: null },
      ]);
    },
  },
  {
    bundles: ['or10-second-org-unknown'],
    right: 'is imported with those of several organizations that are known',
    expected: async ([operation], room) => {
      await expectAllIn(operation!, room, [{ file: 'users.csv', line: 3, code: 'unknown_reference' }]);
      expect(
        await room.rows(
          `SELECT o.sourced_id AS org FROM users u JOIN orgs o ON o.id = u.org_id WHERE u.sourced_id = 'b1-u2'`,
        ),
      ).toEqual([{ org: 'b1-s' }]);
    },
  },
  {
    bundles: ['or12-courses-absent'],
    right: 'has its classes imported without a course template',
    expected: async ([operation], room) => {
      const { 'courses.csv': _courses, ...added } = ADDED;
      expect(operation).toMatchObject({ status: 'succeeded' });
      expect(countsOf(operation!)).toEqual(added);
      expect(await room.issues(operation!.id)).toMatchObject([
        { severity: 'warning', file: 'classes.csv', column: 'courseSourcedId', code: 'unknown_reference' },
      ]);
      expect(await room.rows('SELECT title, template_id FROM courses')).toEqual([
        { title: 'Biologie 9a', template_id: null },
      ]);
    },
  },
  {
    bundles: ['or18-header-space-optional'],
    right: 'has the columns read that have blanks around their names',
    expected: async ([operation], room) => {
      // The status of one person is tobedeleted, so they get no account, and their enrollment is refused.
      expect(operation).toMatchObject({ status: 'partly_succeeded' });
      expect(await room.places(operation!.id)).toEqual([
        { file: 'enrollments.csv', line: 4, column: 'userSourcedId', code: 'unknown_reference' },
      ]);
      expect(countsOf(operation!)['users.csv']).toEqual({ added: 2, unchanged: 1 });
      expect(await room.rows(`SELECT email FROM users WHERE sourced_id IS NOT NULL ORDER BY email`)).toEqual([
        { email: 'c0.anke@schule.example' },
        { email: 'c0.bo@schule.example' },
      ]);
      expect(await enrolled(room)).toBe(2);
    },
  },
  {
    bundles: ['or19-delta-base', 'or19-delta-bare-tobedeleted'],
    right: 'is followed by a file of changes that ends rows by their ids and status alone',
    expected: async ([first, second], room) => {
      await expectAllIn(first!, room);
      await expectAllIn(second!, room, [], {
        'users.csv': { ended: 1 },
        'enrollments.csv': { ended: 1 },
      });
      expect(await room.rows(`SELECT sourced_id AS person FROM users WHERE disabled_at IS NOT NULL`)).toEqual(
        [{ person: 'c2-u3' }],
      );
      expect(await enrolled(room)).toBe(2);
    },
  },
  {
    bundles: ['or25-shared-or-placeholder-email'],
    right: 'is imported without addresses that are none or that another person has',
    expected: async ([operation], room) => {
      await expectAllIn(
        operation!,
        room,
        [
          { file: 'users.csv', line: 4, code: 'email_taken' },
          { file: 'users.csv', line: 5, code: 'invalid_value' },
        ],
        { ...ADDED, 'users.csv': { added: 4 }, 'enrollments.csv': { added: 4 } },
      );
      expect(
        await room.rows(`SELECT username, email FROM users WHERE sourced_id IS NOT NULL ORDER BY username`),
      ).toEqual([
        { username: 'c5.lehrer', email: 'c5.anke@schule.example' },
        { username: 'c5.s2', email: 'familie@mail.example' },
        { username: 'c5.s3', email: null },
        { username: 'c5.s4', email: null },
      ]);
    },
  },
  {
    bundles: ['or26-mononym'],
    right: 'is imported with people who have one name, in whichever column it stands',
    expected: async ([operation], room) => {
      await expectAllIn(operation!, room);
      expect(
        await room.rows(`SELECT given_name AS given, family_name AS family FROM users
          WHERE sourced_id IS NOT NULL ORDER BY username`),
      ).toEqual([
        { given: 'Anke', family: 'Petersen' },
        { given: 'Wulan', family: '' },
        { given: 'Ayu', family: '' },
      ]);
    },
  },
  {
    bundles: ['or28-semicolon'],
    right: 'is refused with the sign that separates its columns',
    expected: async ([operation], room) => {
      expect(operation).toMatchObject({ status: 'failed', error: { code: 'rostering.bundle_refused' } });
      const issues = await room.issues(operation!.id);
      expect(issues).toHaveLength(6);
      for (const issue of issues)
        expect(issue).toMatchObject({
          code: 'wrong_separator',
          line: 1,
          message: expect.stringContaining('semicolon'),
        });
    },
  },
  allIn('or34b-folder-and-root-dsstore', 'is imported from its folder, without the hidden files around it'),
  allIn('or36-manifest-Bulk', 'is imported, whatever the letter case of its manifest'),
  {
    bundles: ['or40-empty-comma-rows'],
    right: 'is imported without its empty rows, and absence is judged',
    expected: async ([operation], room) => {
      await expectAllIn(operation!, room);
      const again = await room.import(join(FOLDER, 'or40-empty-comma-rows.zip'));
      expect(again).toMatchObject({ status: 'succeeded', issueCount: 0 });
      expect(countsOf(again)['users.csv']).toEqual({ unchanged: 3 });
    },
  },
];

describe('a bundle from the field', () => {
  if (!existsSync(FOLDER)) {
    it(`a bundle from the field is not there to be imported (${FOLDER}): CASES_DIRECTORY names another folder`, () => {
      process.stderr.write(`No ${FOLDER}: no bundle from the field was imported.\n`);
    });
    return;
  }

  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    app.clock.set('2026-10-15T09:00:00.000Z');
  });
  afterEach(() => app.stop());

  it('has a row in the table above, every one of them', () => {
    const there = readdirSync(FOLDER)
      .filter((file) => file.endsWith('.zip'))
      .map((file) => basename(file, '.zip'));
    expect(CASES.flatMap(({ bundles }) => bundles).sort()).toEqual(there.sort());
  });

  it.each(CASES.map((fieldCase) => [fieldCase.bundles[0], fieldCase.right, fieldCase] as const))(
    'a bundle from the field, %s, %s',
    async (_bundle, _right, { bundles, expected }) => {
      const imports: OperationResponse[] = [];
      for (const bundle of bundles) imports.push(await room.import(join(FOLDER, `${bundle}.zip`)));
      await expected(imports, room);
    },
  );
});
