import { DataSource, type QueryRunner } from 'typeorm';
import { type ConnectionTarget, dataSourceOptions } from '../../../src/shared/database/data-source';
import type { MigrationClass } from '../../../src/shared/database/pending-migrations';

/** The connection was lost, as it is when a process is killed. */
class Killed extends Error {}

/** A database on which single migrations are done, undone and cut off. */
export class Workbench {
  private constructor(private readonly dataSource: DataSource) {}

  static async open(target: ConnectionTarget): Promise<Workbench> {
    return new Workbench(await new DataSource(dataSourceOptions(target, 1)).initialize());
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }

  async up(migration: MigrationClass): Promise<void> {
    await this.withRunner((runner) => new migration().up(runner));
  }

  async down(migration: MigrationClass): Promise<void> {
    await this.withRunner((runner) => new migration().down(runner));
  }

  /** Cuts it off after so many statements, if it has as many. Returns whether it was cut off. */
  async upUntil(migration: MigrationClass, statements: number): Promise<boolean> {
    try {
      await this.withRunner((runner) => new migration().up(cutAfter(runner, statements)));
      return false;
    } catch (error) {
      if (error instanceof Killed) return true;
      throw error;
    }
  }

  private async withRunner(work: (runner: QueryRunner) => Promise<void>): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await work(runner);
      await runner.query('SET SESSION foreign_key_checks = 1');
    } finally {
      await runner.release();
    }
  }
}

function cutAfter(runner: QueryRunner, statements: number): QueryRunner {
  let left = statements;
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>;
  runner.query = async (...args: unknown[]) => {
    if (left === 0) throw new Killed();
    left -= 1;
    return query(...args);
  };
  return runner;
}

/** What is the matter with a migration that is cut off after each of its statements and run again; null if nothing. */
export async function faultOf<T>(
  bench: Workbench,
  migration: MigrationClass,
  look: () => Promise<T>,
): Promise<string | null> {
  const before = JSON.stringify(await look());
  await bench.up(migration);
  const after = JSON.stringify(await look());
  await bench.down(migration);
  if (JSON.stringify(await look()) !== before) return `${migration.name} cannot be undone`;
  for (let statements = 0; await bench.upUntil(migration, statements); statements += 1) {
    try {
      await bench.up(migration);
    } catch (error) {
      return `${migration.name}, cut off after ${statements} statements, fails: ${(error as Error).message}`;
    }
    if (JSON.stringify(await look()) !== after)
      return `${migration.name}, cut off after ${statements} statements, has another outcome`;
    await bench.down(migration);
  }
  // The last round was not cut off.
  return JSON.stringify(await look()) === after
    ? null
    : `${migration.name} has another outcome the second time`;
}
