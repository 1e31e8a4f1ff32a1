import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { MigrationClass } from '../../src/shared/database/pending-migrations';
import type { TestApp } from './test-app';

/** Runs a migration again on the store of an application, as it is run again after a kill. */
export async function migrateUp(app: TestApp, migration: MigrationClass): Promise<void> {
  const runner = app.nest.get<DataSource>(getDataSourceToken()).createQueryRunner();
  try {
    await new migration().up(runner);
  } finally {
    await runner.release();
  }
}
