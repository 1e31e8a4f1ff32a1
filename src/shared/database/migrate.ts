import { setTimeout as pause } from 'node:timers/promises';
import { AbstractLogger, DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { type ConnectionTarget, dataSourceOptions } from './data-source';
import { MigrationLock, MigrationLockLostError } from './migration-lock';
import { type MigrationClass, pendingMigrations } from './pending-migrations';
import { driverError, storeFault, type StoreFault } from './store-faults';

interface MigrateOptions {
  /** Called with sentences about waits, and about steps that make writers wait. */
  onProgress?: (message: string) => void;
  /** How often the same migration may time out on a lock or lose its connection; 100 by default. */
  maxTries?: number;
}

/**
 * How long an ALTER TABLE waits for transactions that use the table. New statements queue behind it meanwhile, so the
 * wait is short: the step fails and is repeated later.
 */
const WAIT_FOR_TABLE_SECONDS = 2;
const WAIT_FOR_ROW_SECONDS = 5;
const LONGEST_PAUSE_MILLISECONDS = 5000;

const PASSING_FAULTS: (StoreFault | undefined)[] = ['rolled_back', 'lost', 'killed', 'crowded'];

/**
 * Brings the schema up to date and returns the names of the migrations that ran.
 *
 * One process migrates at a time: others wait for it and then have nothing to do. A migration that timed out on a lock
 * or lost its connection is run again from its start; steps that are done already do nothing.
 *
 * @throws Error when the server cannot be reached at first, a migration fails, or it timed out too often
 */
export async function migrate(
  target: ConnectionTarget,
  migrations: readonly MigrationClass[],
  { onProgress = () => undefined, maxTries = 100 }: MigrateOptions = {},
): Promise<string[]> {
  const ran = new Set<string>();
  let wasReached = false;
  for (let tries = 1; ; tries += 1) {
    const before = ran.size;
    try {
      const lock = await MigrationLock.open(target);
      wasReached = true;
      try {
        await lock.acquire(onProgress);
        await runPending(target, migrations, lock, onProgress, ran);
        return [...ran];
      } finally {
        await lock.release();
      }
    } catch (error) {
      if (!wasReached || !mayBeRetried(error)) throw error;
      if (ran.size > before) tries = 1;
      if (tries >= maxTries) throw givenUp(error, tries);
      const milliseconds = Math.min(250 * 2 ** tries, LONGEST_PAUSE_MILLISECONDS);
      onProgress(`The migration is tried again in ${milliseconds / 1000} s: ${(error as Error).message}`);
      await pause(milliseconds);
    }
  }
}

async function runPending(
  target: ConnectionTarget,
  migrations: readonly MigrationClass[],
  lock: MigrationLock,
  onProgress: (message: string) => void,
  ran: Set<string>,
): Promise<void> {
  const dataSource = new DataSource({
    ...dataSourceOptions(target, 1),
    migrations: [...migrations],
    logger: new SilentLogger(),
  });
  await dataSource.initialize();
  try {
    const runner = dataSource.createQueryRunner();
    runner.data = { onProgress };
    onlyUnder(lock, runner);
    await runner.query(
      `SET SESSION lock_wait_timeout = ${WAIT_FOR_TABLE_SECONDS}, innodb_lock_wait_timeout = ${WAIT_FOR_ROW_SECONDS}`,
    );
    const names = migrations.map(({ name }) => name);
    const pending = (): Promise<string[]> => pendingMigrations((sql) => runner.query(sql), names);
    const before = await pending();
    try {
      const executor = new MigrationExecutor(dataSource, runner);
      // Without a transaction around them: DDL commits any transaction, and batches must not lock all rows at once.
      executor.transaction = 'none';
      await executor.executePendingMigrations();
    } finally {
      const left = new Set(await pending().catch(() => before));
      for (const name of before) if (!left.has(name)) ran.add(name);
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/** Logs nothing: errors are thrown, and progress goes to `onProgress`. */
class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {}
}

/** Makes the runner refuse statements once the lock is lost, since another process may be migrating. */
function onlyUnder(lock: MigrationLock, runner: QueryRunner): void {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>;
  runner.query = async (...args: unknown[]) => {
    lock.assertHeld();
    return query(...args);
  };
}

/** Whether the migration failed for a passing reason, such as a lock wait or a lost connection. */
function mayBeRetried(error: unknown): boolean {
  if (error instanceof MigrationLockLostError) return true;
  const { driverError: cause = error } = error as { driverError?: unknown };
  return PASSING_FAULTS.includes(storeFault(driverError(cause as Error)));
}

function givenUp(error: unknown, tries: number): Error {
  return new Error(
    `The migration failed ${tries} times: ${(error as Error).message}. Run it again at a quieter time; it continues where it stopped.`,
    { cause: error },
  );
}
