import type { Connection, RowDataPacket } from 'mysql2/promise';
import { emptyDatabase, testServer } from '../../support/test-database';
import { connectTo, TestRun } from '../../support/test-run';

describe('the databases of tests', () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await connectTo(testServer());
  });
  afterAll(() => connection.end());

  it('test databases are made although the named database does not exist, and dropped at the end of the run', async () => {
    const run = await TestRun.open({ ...testServer(), database: 'stoa_is_not_there' });
    await connection.query(`CREATE DATABASE ${run.name}_w1`);
    await connection.query(`CREATE DATABASE ${run.name}_w1_again`);
    await run.close();
    expect(await databasesOf(run.name)).toEqual([]);
  });

  it('test databases of a killed run are dropped by the next run; those of a living run stay', async () => {
    const [living, dead] = [`stoa_test_${'l'.repeat(8)}_1`, `stoa_test_${'d'.repeat(8)}_1`];
    const ofThisRun = await emptyDatabase('_kept');
    const other = await TestRun.open(testServer(), living);
    for (const name of [`${living}_w1`, `${dead}_w1`, `${dead}_w2_again`])
      await connection.query(`CREATE DATABASE ${name}`);

    await (await TestRun.open(testServer())).close();

    expect(await databasesOf(dead)).toEqual([]);
    expect(await databasesOf(living)).toEqual([`${living}_w1`]);
    expect(await databasesOf(ofThisRun.database)).toEqual([ofThisRun.database]);
    await other.close();
    expect(await databasesOf(living)).toEqual([]);
  });

  it('databases whose names are not those of a run are left alone', async () => {
    await connection.query('CREATE DATABASE stoa_test_of_mine_w1');
    await (await TestRun.open(testServer())).close();
    expect(await databasesOf('stoa_test_of_mine')).toEqual(['stoa_test_of_mine_w1']);
    await connection.query('DROP DATABASE stoa_test_of_mine_w1');
  });

  it('an error says which privilege the user of the tests lacks', async () => {
    const { user, password } = testServer();
    const refused = TestRun.open({ ...testServer(), user, password }, 'forbidden_name');
    await expect(refused).rejects.toThrow(/GRANT ALL PRIVILEGES ON `stoa\\_test\\_%`/);
  });

  async function databasesOf(run: string): Promise<string[]> {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW DATABASES LIKE ?', [
      `${run.replaceAll('_', '\\_')}%`,
    ]);
    return rows.map((row) => String(Object.values(row)[0]));
  }
});
