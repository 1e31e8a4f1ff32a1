import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from './data-source';

/** For migrations, backups and administrators while Stoa runs. */
const SPARE_CONNECTIONS = 5;

/** The settings need more than the database server allows. The message is for the terminal. */
export class ServerLimitError extends Error {}

/**
 * Checks that the server allows the connections of all workers.
 *
 * @throws ServerLimitError when it does not
 */
export async function requireConnections(
  target: ConnectionTarget,
  { workers, databasePoolSize }: { workers: number; databasePoolSize: number },
): Promise<void> {
  const most = await mostConnections(target);
  const wanted = workers * databasePoolSize;
  if (wanted + SPARE_CONNECTIONS <= most) return;
  throw new ServerLimitError(
    `The database server allows ${most} connections, but WORKERS=${workers} with DATABASE_POOL_SIZE=${databasePoolSize} may take ${wanted}, and ${SPARE_CONNECTIONS} must be spare for maintenance. Lower one of the two settings, or raise the server's max_connections. Several replicas share the server's connections.`,
  );
}

async function mostConnections(target: ConnectionTarget): Promise<number> {
  const connection = await createConnection(connectionOptions(target));
  try {
    const [[limits]] = await connection.query<RowDataPacket[]>(
      'SELECT @@max_connections AS server, @@max_user_connections AS account',
    );
    const { server, account } = limits as { server: number; account: number };
    // 0 stands for no limit of its own.
    return account === 0 ? server : Math.min(server, account);
  } finally {
    await connection.end();
  }
}
