import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenedBundle, openedBundle, savedBundle } from '../../support/opened-bundle';
import type { Kind } from '../../support/oneroster-bundle';
import { TestApp } from '../../support/test-app';
import { countsOf, EVERYTHING, RosterRoom } from './roster-room';

/** Bundles from the field, which are not part of the repository: as those of the imports. */
const OULAD = join(process.env['OULAD_DIRECTORY'] ?? '../shared/data/oulad', 'oulad-oneroster-1.1.zip');
const CASES = join(process.env['CASES_DIRECTORY'] ?? '../shared/cases', 'oneroster');

/** What an export must give back as it came, by file. */
const GIVEN_BACK: Partial<Record<Kind, readonly string[]>> = {
  classes: ['sourcedId', 'title', 'courseSourcedId', 'classCode', 'schoolSourcedId', 'termSourcedIds'],
  users: [
    'sourcedId',
    'username',
    'givenName',
    'familyName',
    'email',
    'role',
    'enabledUser',
    'orgSourcedIds',
  ],
  enrollments: ['sourcedId', 'classSourcedId', 'userSourcedId', 'role', 'beginDate', 'endDate'],
  categories: ['sourcedId', 'title'],
  lineItems: [
    ...['sourcedId', 'title', 'description', 'assignDate', 'dueDate', 'classSourcedId', 'categorySourcedId'],
    ...['resultValueMin', 'resultValueMax'],
  ],
  results: [
    'sourcedId',
    'lineItemSourcedId',
    'studentSourcedId',
    'scoreStatus',
    'score',
    'scoreDate',
    'comment',
  ],
};

const NUMBERS = new Set(['resultValueMin', 'resultValueMax', 'score']);

/** Numbers in one form: `0.0` is `0`. Without the days on which those began that the roster gave none: an import gives them one. */
function told(bundle: OpenedBundle, kind: Kind, columns: readonly string[], given = bundle): string[] {
  const undated = new Set(
    given
      .rows('enrollments')
      .filter(({ beginDate }) => beginDate === '')
      .map(({ sourcedId }) => sourcedId),
  );
  const written = (column: string, value = '', sourcedId = ''): string => {
    if (column === 'beginDate' && undated.has(sourcedId)) return '';
    // The specification wants days, and exporters write instants.
    if (column.endsWith('Date')) return value.slice(0, 10);
    return NUMBERS.has(column) && value !== '' ? String(Number(value)) : value;
  };
  return bundle
    .rows(kind)
    .filter(({ sourcedId = '' }) => !sourcedId.startsWith('stoa:'))
    .map((row) => JSON.stringify(columns.map((column) => written(column, row[column], row['sourcedId']))))
    .sort();
}

describe('bundles from the field', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  it(`go out as they came in, row by row: those of a real university (${OULAD})`, async () => {
    if (!existsSync(OULAD)) return void process.stderr.write(`No ${OULAD}: nothing was compared.\n`);
    await room.import(OULAD);
    const sent = await openedBundle(readFileSync(OULAD));
    const { bytes, operation } = await room.export({});
    const back = await openedBundle(bytes);
    for (const [kind, columns] of Object.entries(GIVEN_BACK) as [Kind, string[]][]) {
      const known = columns.filter((column) => sent.columns(kind).includes(column));
      const [wanted, got] = [told(sent, kind, known), told(back, kind, known, sent)];
      const others = got.filter((row, index) => row !== wanted[index]);
      expect([kind, got.length, others.slice(0, 3)]).toEqual([kind, wanted.length, []]);
    }
    expect(operation.summary.find(({ part }) => part === 'results.csv')?.read).toBe(173_912);
    for (const mode of ['delta', 'bulk']) {
      const { bytes: again } = mode === 'delta' ? { bytes } : await room.export({ mode });
      const imported = await room.import(await savedBundle(again));
      expect([mode, imported.status, imported.issueCount]).toEqual([mode, 'succeeded', 0]);
      const counts = new Set(Object.values(countsOf(imported)).flatMap((each) => Object.keys(each)));
      expect([mode, counts]).toEqual([mode, new Set(['unchanged'])]);
    }
  }, 600_000);

  it(`change nothing when they come back, whatever quirks they had (${CASES})`, async () => {
    if (!existsSync(CASES)) return void process.stderr.write(`No ${CASES}: no bundle was sent back.\n`);
    for (const file of readdirSync(CASES).sort()) {
      await room.import(join(CASES, file), { confirmed: true });
      const before = await room.fingerprint(EVERYTHING);
      const { bytes } = await room.export({});
      const operation = await room.import(await savedBundle(bytes));
      expect([file, operation.status, await room.issues(operation.id)]).toEqual([file, 'succeeded', []]);
      expect([file, await room.fingerprint(EVERYTHING)]).toEqual([file, before]);
    }
  }, 300_000);
});
