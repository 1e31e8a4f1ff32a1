import { DataSource, type DataSourceOptions } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { MIGRATIONS } from '../../../src/migrations';
import { EnrollmentsNames1790000008000 } from '../../../src/migrations/1790000008000-enrollments-names';
import { type ConnectionTarget, dataSourceOptions } from '../../../src/shared/database/data-source';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { migrate } from '../../../src/shared/database/migrate';
import { TestApp } from '../../support/test-app';
import { workerDatabase } from '../../support/test-database';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl('the lock of migrations', ['two processes that start at the same moment'], () => {
  withoutLocks(/FROM migration_lock/);
});

let app: TestApp;

describe('the schema', () => {
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('the migrations make the schema that the entities describe', async () => {
    const differences = await withDataSource(app.target, async (dataSource) => {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      return upQueries.map(({ query }) => query);
    });
    // Foreign keys are compared below: servers report NO ACTION as RESTRICT, which TypeORM takes for a difference.
    expect(differences.filter((query) => !/ (DROP|ADD CONSTRAINT \S+) FOREIGN KEY /.test(query))).toEqual([]);
  });

  it('the schema has every foreign key that the entities name', async () => {
    // Those into another module's table stand in migrations alone: entities do not cross modules.
    await withDataSource(app.target, async (dataSource) => {
      const rows = await dataSource.query<{ name: string }[]>(
        "SELECT constraint_name AS name FROM information_schema.table_constraints WHERE table_schema = DATABASE() AND constraint_type = 'FOREIGN KEY'",
      );
      const described = dataSource.entityMetadatas.flatMap((entity) =>
        entity.foreignKeys.map((key) => key.name),
      );
      expect(described.length).toBeGreaterThan(10);
      expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(described));
    });
  });

  it('undoing and redoing every migration leads to the same schema', async () => {
    const target = await workerDatabase('_again');
    const before = await withDataSource(target, async (dataSource) => {
      const tables = await tablesOf(dataSource);
      for (const _migration of MIGRATIONS) await dataSource.undoLastMigration();
      expect(await tablesOf(dataSource)).toEqual(['migration_lock', 'migrations']);
      return tables;
    });
    expect(await migrate(target, MIGRATIONS)).toHaveLength(MIGRATIONS.length);
    expect(await withDataSource(target, tablesOf)).toEqual(before);
  });

  it('a migration copies the names of people into existing enrollments', async () => {
    const target = await workerDatabase('_again');
    const names = await withDataSource(target, async (dataSource) => {
      const undone = MIGRATIONS.length - MIGRATIONS.indexOf(EnrollmentsNames1790000008000);
      for (let count = 0; count < undone; count += 1) await dataSource.undoLastMigration();
      const [personId, courseId] = [toBinary(newId()), toBinary(newId())];
      await dataSource.query(
        `INSERT INTO users (id, username, given_name, family_name, role, created_at, updated_at)
         VALUES (?, 'zoe', 'Zoë', 'Åberg', 'learner', NOW(), NOW())`,
        [personId],
      );
      await dataSource.query(
        `INSERT INTO courses (id, code, title, time_zone, status, created_at, updated_at)
         VALUES (?, 'A', 'A', 'UTC', 'draft', NOW(), NOW())`,
        [courseId],
      );
      await dataSource.query(
        `INSERT INTO enrollments (id, course_id, user_id, role, begin_date, created_at, updated_at)
         VALUES (?, ?, ?, 'learner', '2026-01-05', NOW(), NOW())`,
        [toBinary(newId()), courseId, personId],
      );
      await migrate(target, MIGRATIONS);
      return dataSource.query<unknown[]>('SELECT given_name, family_name FROM enrollments');
    });
    expect(names).toEqual([{ given_name: 'Zoë', family_name: 'Åberg' }]);
  });

  it('two processes that start at the same moment migrate the schema once', async () => {
    const target = await workerDatabase('_twice');
    await withDataSource(target, async (dataSource) => {
      for (const _migration of MIGRATIONS) await dataSource.undoLastMigration();
    });
    const [first, second] = await Promise.all([migrate(target, MIGRATIONS), migrate(target, MIGRATIONS)]);
    expect([first.length, second.length].sort((a, b) => a - b)).toEqual([0, MIGRATIONS.length]);
  });
});

/** A data source with the application's entities, of the kind that reads this server's catalog right. */
async function withDataSource<T>(
  target: ConnectionTarget,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const running = app.nest.get<DataSource>(getDataSourceToken());
  const [{ version }] = await running.query<[{ version: string }]>('SELECT VERSION() AS version');
  const dataSource = await new DataSource({
    ...dataSourceOptions(target, 1),
    type: version.includes('MariaDB') ? 'mariadb' : 'mysql',
    entities: running.options.entities,
    migrations: MIGRATIONS,
  } as DataSourceOptions).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name',
  );
  return rows.map((row) => row.name).sort();
}
