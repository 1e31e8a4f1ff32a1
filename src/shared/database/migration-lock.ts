import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from './data-source';

/** Each wait for the lock, so that there is something to hear of it now and then. */
const WAIT_SECONDS = 2;
const SAY_EVERY_MILLISECONDS = 30_000;

/** How soon the server lets go of a lock whose owner's machine has gone without a word, and how it hears of one that lives. */
const SILENCE_SECONDS = 60;
const HEARTBEAT_MILLISECONDS = 10_000;

const LOCK_WAIT_TIMEOUT = 1205;
const NO_SUCH_TABLE = 1146;

/** The lock is not held any more: somebody else may have it. */
export class MigrationLockLostError extends Error {}

/**
 * What keeps two replicas from migrating at once: a row that a transaction holds. The server frees it as soon as the
 * connection ends, so one whose owner was killed stands in nobody's way. It is a row, not GET_LOCK, which some clusters
 * refuse; in a cluster all migrate by way of the same node, the writer.
 */
export class MigrationLock {
  private isLost = false;
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(private readonly connection: Connection) {
    // Emitted when the server, or the way to it, ends the connection; unheard it would end the process.
    for (const event of ['error', 'end']) connection.on(event, () => (this.isLost = true));
    this.heartbeat = setInterval(() => {
      connection.query('SELECT 1').catch(() => (this.isLost = true));
    }, HEARTBEAT_MILLISECONDS);
    this.heartbeat.unref();
  }

  /** Reaches the server; the lock is not held yet. */
  static async open(target: ConnectionTarget): Promise<MigrationLock> {
    return new MigrationLock(await createConnection({ ...connectionOptions(target), enableKeepAlive: true }));
  }

  /** Waits for the lock as long as it takes. `onProgress` hears of the wait when it begins and every half minute. */
  async acquire(onProgress: (message: string) => void): Promise<void> {
    await this.prepareSession();
    for (let saidAt = -Infinity; ;) {
      try {
        if (await this.lockRow()) return;
      } catch (error) {
        if (errnoOf(error) !== LOCK_WAIT_TIMEOUT) throw error;
        if (performance.now() - saidAt < SAY_EVERY_MILLISECONDS) continue;
        saidAt = performance.now();
        onProgress('Another process is migrating this database; waiting for it…');
      }
    }
  }

  /** @throws MigrationLockLostError */
  assertHeld(): void {
    if (this.isLost)
      throw new MigrationLockLostError('The connection that held the lock of migrations was lost.');
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
    // Looking for a row that is not there then locks nothing.
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  }

  /** False if it had to make the row first. An INSERT into what is there already would wait for who holds the row. */
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
