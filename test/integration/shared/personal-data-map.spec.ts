import { PersonalDataMap } from '../../../src/shared/personal-data/personal-data-map';
import { Database } from '../../../src/shared/database/database';
import { inWords, mapFaults, type SchemaColumn } from '../../support/personal-data-check';
import { TestApp } from '../../support/test-app';

/** Every column of the migrated database, and whether it refers to accounts. */
async function schemaOf(app: TestApp): Promise<SchemaColumn[]> {
  // Two statements: a subquery for each column would open every table of the server for each of them.
  const database = app.nest.get(Database);
  const rows = await database.query<Record<string, unknown>>(
    `SELECT table_name AS t, column_name AS n, data_type AS y, character_maximum_length AS l
     FROM information_schema.columns WHERE table_schema = DATABASE()`,
  );
  const keys = await database.query<Record<string, unknown>>(
    `SELECT table_name AS t, column_name AS n FROM information_schema.key_column_usage
     WHERE table_schema = DATABASE() AND referenced_table_name = 'users'`,
  );
  const toUsers = new Set(keys.map(({ t, n }) => `${String(t)}.${String(n)}`));
  return rows.map((row) => ({
    ...{ table: String(row['t']), column: String(row['n']), type: String(row['y']) },
    length: row['l'] === null ? null : Number(row['l']),
    refersToUsers: toUsers.has(`${String(row['t'])}.${String(row['n'])}`),
  }));
}

describe('the map of personal data', () => {
  let app: TestApp;
  let schema: SchemaColumn[];

  beforeAll(async () => {
    app = await TestApp.start();
    schema = await schemaOf(app);
  });
  afterAll(() => app.stop());

  const faults = (columns: readonly SchemaColumn[]) =>
    mapFaults(app.nest.get(PersonalDataMap).parts(), columns);

  it('has every column of the database that could hold personal data, and none that is not there', () => {
    expect(inWords(faults(schema))).toBe('');
  });

  it('is found wanting for a new column that holds the id of a person, by key or by name', () => {
    const column = { table: 'group_members', type: 'binary', length: 16 };
    const added = [
      { ...column, column: 'whoever', refersToUsers: true },
      { ...column, column: 'added_by', refersToUsers: false },
      { ...column, column: 'group_id', refersToUsers: false },
    ];
    expect(faults([...schema, ...added])).toEqual([
      'group_members.whoever is not in the map of personal data.',
      'group_members.added_by is not in the map of personal data.',
    ]);
  });

  it.each(['text', 'mediumtext', 'json', 'longblob'])(
    'is found wanting for a new column of type %s',
    (type) => {
      const added = { table: 'results', column: 'remark', type, length: 65_535, refersToUsers: false };
      expect(faults([...schema, added])).toEqual(['results.remark is not in the map of personal data.']);
    },
  );

  it('is found wanting when a column that it names is gone', () => {
    const rest = schema.filter(({ table, column }) => table !== 'sessions' || column !== 'ip');
    expect(faults(rest)).toEqual(['sessions.ip is in the map of personal data, but not in the database.']);
  });

  it('says in words what to do', () => {
    expect(inWords(['a.b is not in the map of personal data.'])).toContain('personal-data.ts');
    expect(inWords([])).toBe('');
  });
});
