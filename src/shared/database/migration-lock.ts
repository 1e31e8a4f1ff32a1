import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from './data-source';

/** One wait for the lock. Between two of them progress is reported. */
const WAIT_SECONDS = 2;
const REPORT_EVERY_MILLISECONDS = 30_000;

/** The server frees the lock of a connection that is silent for this long; the heartbeat keeps a live one. */
const SILENCE_SECONDS = 60;
const HEARTBEAT_MILLISECONDS = 10_000;

const LOCK_WAIT_TIMEOUT = 1205;
const NO_SUCH_TABLE = 1146;

/** The lock is no longer held: another process may have it. */
export class MigrationLockLostError extends Error {}

/**
 * Keeps two replicas from migrating at once: a transaction locks a row. The server frees the lock as soon as the
 * connection ends, so a killed process blocks nobody. A row rather than GET_LOCK, which some clusters refuse; in a
 * cluster all processes migrate through the same node, the writer.
 */
export class MigrationLock {
  private isLost = false;
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(private readonly connection: Connection) {
    // Emitted when the connection ends; without a listener `error` would end the process.
    for (const event of ['error', 'end']) connection.on(event, () => (this.isLost = true));
    this.heartbeat = setInterval(() => {
      connection.query('SELECT 1').catch(() => (this.isLost = true));
    }, HEARTBEAT_MILLISECONDS);
    this.heartbeat.unref();
  }

  /** Connects to the server; the lock is not held yet. */
  static async open(target: ConnectionTarget): Promise<MigrationLock> {
    return new MigrationLock(await createConnection({ ...connectionOptions(target), enableKeepAlive: true }));
  }

  /** Waits for the lock without a limit. Reports the wait to `onProgress` at its start and every half minute. */
  async acquire(onProgress: (message: string) => void): Promise<void> {
    await this.prepareSession();
    for (let reportedAt = -Infinity; ;) {
      try {
        if (await this.lockRow()) return;
      } catch (error) {
        if (errnoOf(error) !== LOCK_WAIT_TIMEOUT) throw error;
        if (performance.now() - reportedAt < REPORT_EVERY_MILLISECONDS) continue;
        reportedAt = performance.now();
        onProgress('Another process is migrating this database; waiting for it…');
      }
    }
  }

  /** @throws MigrationLockLostError */
  assertHeld(): void {
    if (this.isLost)
      throw new MigrationLockLostError('The connection that held the migration lock was lost.');
  }

  async release(): Promise<void> {
    clearInterval(this.heartbeat);
    await this.connection.end().catch(() => this.connection.destroy());
  }

  private async prepareSession(): Promise<void> {
    const { connection } = this;
    await connection.query(
      `SET SESSION innodb_lock_wait_timeout = ${WAIT_SECONDS}, lock_wait_timeout = ${WAIT_SECONDS}, wait_timeout = ${SILENCE_SECONDS}`,
    );
    // With it, a search for a missing row locks nothing.
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  }

  /** False if the row had to be inserted first. Reads first, since an INSERT would wait for the lock of an existing row. */
  private async lockRow(): Promise<boolean> {
    const { connection } = this;
    try {
      await connection.query('START TRANSACTION');
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT id FROM migration_lock WHERE id = 1 FOR UPDATE',
      );
      if (rows.length > 0) return true;
    } catch (error) {
      if (errnoOf(error) !== NO_SUCH_TABLE) throw error;
      await connection.query(
        'CREATE TABLE IF NOT EXISTS migration_lock (id TINYINT NOT NULL PRIMARY KEY) ENGINE=InnoDB',
      );
    }
    await connection.query('INSERT IGNORE INTO migration_lock (id) VALUES (1)');
    await connection.query('COMMIT');
    return false;
  }
}

function errnoOf(error: unknown): number | undefined {
  return (error as { errno?: number }).errno;
}
