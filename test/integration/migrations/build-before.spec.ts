import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../src/migrations';
import type { ConnectionTarget } from '../../../src/shared/database/data-source';
import { migrate } from '../../../src/shared/database/migrate';
import type { MigrationClass } from '../../../src/shared/database/pending-migrations';
import { addColumn } from '../../../src/shared/database/schema-steps';
import { Release } from '../../releases/release';
import { emptyDatabase } from '../../support/test-database';
import { OldWriter } from './old-writes';

jest.setTimeout(120_000);

/** Tables that a migration has moved: what the build before writes there is refused, which it answers with 503. */
const MOVED = ['questions', 'attempt_answers'];
const IS_OF_MOVED = new RegExp(`^(${MOVED.join('|')}): This table takes no writes while it is moved`);

describe('the build before', () => {
  let target: ConnectionTarget;
  let writer: OldWriter;
  const release = Release.all().at(-1)!;

  beforeEach(async () => {
    target = await emptyDatabase('_before');
    await release.load(target);
    writer = await OldWriter.open(target);
  });
  afterEach(() => writer.close());

  /** Migrates while old writes go on without a pause, and says which were refused. */
  async function refusedDuring(migrations: MigrationClass[]): Promise<string[]> {
    const refused: string[] = [];
    let isDone = false;
    const migrating = migrate(target, migrations).finally(() => (isDone = true));
    while (!isDone) refused.push(...(await writer.writeAll()));
    await migrating;
    return [...new Set([...refused, ...(await writer.writeAll())])].filter(
      (fault) => !IS_OF_MOVED.test(fault),
    );
  }

  it('the previous build writes to every table while and after each later migration runs', async () => {
    expect(await writer.writeAll()).toEqual([]);
    expect(writer.tables).toBeGreaterThan(20);
    const refused: Record<string, string[]> = {};
    for (const { name } of release.later) {
      const upToThis = MIGRATIONS.slice(0, MIGRATIONS.findIndex((migration) => migration.name === name) + 1);
      const faults = await refusedDuring(upToThis);
      if (faults.length > 0) refused[name] = faults;
    }
    expect(refused).toEqual({});
  });

  it('the test notices a migration that adds a column without a default, which the previous build cannot fill', async () => {
    class AddNeededColumn1799999999999 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await addColumn(runner, 'courses', 'needed', 'INT NOT NULL');
      }

      async down(): Promise<void> {}
    }
    const refused = await refusedDuring([...release.migrations, AddNeededColumn1799999999999]);
    expect(refused).toEqual([expect.stringMatching(/^courses: Field 'needed' doesn't have a default value/)]);
  });
});
