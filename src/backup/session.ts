import { type Connection, createConnection } from 'mysql2';
import { type ConnectionTarget, connectionOptions } from '../shared/database/data-source';

/** In seconds: a backup reads one table for minutes while it writes another to a slow disk. */
const PATIENCE = 3600;

/** Does work on a connection of its own. Reads in it see one instant, where the work begins a transaction. */
export async function inSession<T>(
  target: ConnectionTarget,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = createConnection({ ...connectionOptions(target), enableKeepAlive: true });
  // Whoever waits for a statement is told of it; without a listener it would end the process.
  connection.on('error', () => undefined);
  try {
    await connection.promise().query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.promise().query(
      `SET SESSION time_zone = '+00:00', wait_timeout = ${PATIENCE}, net_write_timeout = ${PATIENCE},
         net_read_timeout = ${PATIENCE}, sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO'`,
    );
    return await work(connection);
  } finally {
    connection.destroy();
  }
}
