import { setTimeout as pause } from 'node:timers/promises';
import { AbstractLogger, DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { type ConnectionTarget, dataSourceOptions } from './data-source';
import { MigrationLock, MigrationLockLostError } from './migration-lock';
import { type MigrationClass, pendingMigrations } from './pending-migrations';
import { driverError, storeFault, type StoreFault } from './store-faults';

interface MigrateOptions {
  /** Hears, in whole sentences, of waits and of what keeps others waiting. */
  onProgress?: (message: string) => void;
  /** How often the same migration may have to give way or lose its connection before it is given up; 100 by default. */
  maxTries?: number;
}

/**
 * How long a change of a table waits for those who use the table. Everybody who comes after it waits with it, so it is
 * not long: the change gives way, and comes back later.
 */
const WAIT_FOR_TABLE_SECONDS = 2;
const WAIT_FOR_ROW_SECONDS = 5;
const LONGEST_PAUSE_MILLISECONDS = 5000;

const PASSING_FAULTS: (StoreFault | undefined)[] = ['rolled_back', 'lost', 'killed', 'crowded'];

/**
 * Brings the schema up to date and returns the names of the migrations that ran.
 *
 * One process migrates at a time: others wait for it, then find nothing to do. A migration that had to give way to
 * those who use a table, or lost its connection, is run again from its start, which finds done what was done.
 *
 * @throws Error where the server cannot be reached at first, a migration fails, or it had to give way too often
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
      if (!wasReached || !mayGoOn(error)) throw error;
      if (ran.size > before) tries = 1;
      if (tries >= maxTries) throw givenUp(error, tries);
      const milliseconds = Math.min(250 * 2 ** tries, LONGEST_PAUSE_MILLISECONDS);
      onProgress(`Migrating goes on in ${milliseconds / 1000} s: ${(error as Error).message}`);
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
      // Each statement is a transaction by itself: DDL ends any other, and batches must not hold all their rows.
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

/** What there is to say is thrown, or told by `onProgress`. */
class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {}
}

/** Sends nothing once the lock is lost, since another process may be at work. */
function onlyUnder(lock: MigrationLock, runner: QueryRunner): void {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>;
  runner.query = async (...args: unknown[]) => {
    lock.assertHeld();
    return query(...args);
  };
}

/** Whether it failed because of others or on the way, so that it may be run again. */
function mayGoOn(error: unknown): boolean {
  if (error instanceof MigrationLockLostError) return true;
  const { driverError: cause = error } = error as { driverError?: unknown };
  return PASSING_FAULTS.includes(storeFault(driverError(cause as Error)));
}

function givenUp(error: unknown, tries: number): Error {
  return new Error(
    `Migrating was given up after ${tries} tries: ${(error as Error).message}. Run it again at a quieter time; it goes on where it stopped.`,
    { cause: error },
  );
}
