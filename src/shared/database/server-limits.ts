import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions, MOST_PREPARED_STATEMENTS } from './data-source';

/** For migrations, backups and administrators while Stoa runs. */
const SPARE_CONNECTIONS = 5;

/** The settings need more than the database server allows. The message is for the terminal. */
export class ServerLimitError extends Error {}

/**
 * Checks that the server allows the connections of all workers, and what they prepare.
 *
 * @throws ServerLimitError when it does not
 */
export async function requireConnections(
  target: ConnectionTarget,
  { workers, databasePoolSize }: { workers: number; databasePoolSize: number },
): Promise<void> {
  const most = await limitsOf(target);
  const wanted = workers * databasePoolSize;
  const settings = `WORKERS=${workers} with DATABASE_POOL_SIZE=${databasePoolSize}`;
  if (wanted + SPARE_CONNECTIONS > most.connections)
    throw new ServerLimitError(
      `The database server allows ${most.connections} connections, but ${settings} may take ${wanted}, and ${SPARE_CONNECTIONS} must be spare for maintenance. Lower one of the two settings, or raise the server's max_connections. Several replicas share the server's connections.`,
    );
  const prepared = wanted * MOST_PREPARED_STATEMENTS;
  if (prepared > most.preparedStatements)
    throw new ServerLimitError(
      `The database server keeps ${most.preparedStatements} prepared statements, but ${settings} may take ${prepared}. Lower one of the two settings, or raise the server's max_prepared_stmt_count. Several replicas share the server's prepared statements.`,
    );
}

async function limitsOf(
  target: ConnectionTarget,
): Promise<{ connections: number; preparedStatements: number }> {
  const connection = await createConnection(connectionOptions(target));
  try {
    const [[limits]] = await connection.query<RowDataPacket[]>(
      `SELECT @@max_connections AS server, @@max_user_connections AS account,
              @@max_prepared_stmt_count AS preparedStatements`,
    );
    const { server, account, preparedStatements } = limits as Record<
      'server' | 'account' | 'preparedStatements',
      number
    >;
    // 0 stands for no limit of its own.
    return { connections: account === 0 ? server : Math.min(server, account), preparedStatements };
  } finally {
    await connection.end();
  }
}
