import { type Connection, createConnection } from 'mysql2/promise';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../src/migrations';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { Release } from '../../releases/release';
import { countsOf, inNoOrder, schemaOf } from '../../releases/sql-dump';
import { emptyDatabase } from '../../support/test-database';
import { faultOf, Workbench } from './steps-of';

jest.setTimeout(300_000);

describe('a migration that is cut off after any of its statements', () => {
  let connection: Connection;
  let bench: Workbench;

  async function openOn(suffix: string, load?: Release): Promise<void> {
    const target = await emptyDatabase(suffix);
    await load?.load(target);
    connection = await createConnection(connectionOptions(target));
    bench = await Workbench.open(target);
  }

  afterEach(async () => {
    await bench.close();
    await connection.end();
  });

  const look = async (): Promise<unknown> => [
    inNoOrder(await schemaOf(connection)),
    await countsOf(connection),
  ];

  it('a migration that was cut off can be run again on a new database, with the same outcome', async () => {
    await openOn('_cut');
    const faults: (string | null)[] = [];
    for (const migration of MIGRATIONS) faults.push(await faultOf(bench, migration, look));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it('a migration that was cut off can be run again on the school of the last release, with the same outcome', async () => {
    const release = Release.all().at(-1)!;
    await openOn('_cut', release);
    const faults: (string | null)[] = [];
    for (const migration of release.later) faults.push(await faultOf(bench, migration, look));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it('the test notices a migration that cannot be run again', async () => {
    class AddTwoTables implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('CREATE TABLE first_table (id INT PRIMARY KEY)');
        await runner.query('CREATE TABLE second_table (id INT PRIMARY KEY)');
      }

      async down(runner: QueryRunner): Promise<void> {
        await runner.query('DROP TABLE first_table, second_table');
      }
    }
    await openOn('_cut');
    expect(await faultOf(bench, AddTwoTables, look)).toMatch(
      /AddTwoTables, cut off after 1 statements, fails: .*first_table/,
    );
  });
});
