import { createServer } from 'node:http';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { administratorTarget } from '../database-node';

/**
 * What haproxy asks about each database server, on a port for each: 200 for one that may be written to, 503 for any
 * other. A process of its own, so that no load delays its answers.
 */
export interface CheckedNode {
  databasePort: number;
  checkPort: number;
}

/** Shorter than haproxy's own timeout. */
const ANSWER_WITHIN_MS = 800;

class NodeCheck {
  private connection: Connection | undefined;

  constructor(private readonly port: number) {}

  /** Why the server must not be written to; undefined when it may. */
  async fault(): Promise<string | undefined> {
    try {
      this.connection ??= await this.connect();
      const facts = await this.facts(this.connection);
      if (facts['wsrep_cluster_status'] !== 'Primary') return `cluster is ${facts['wsrep_cluster_status']}`;
      if (facts['wsrep_local_state'] !== '4') return `state is ${facts['wsrep_local_state_comment']}`;
      if (facts['wsrep_ready'] !== 'ON') return 'not ready for queries';
      return facts['read_only'] === '0' ? undefined : 'read-only';
    } catch (error) {
      this.connection?.destroy();
      this.connection = undefined;
      return (error as Error).message;
    }
  }

  private async connect(): Promise<Connection> {
    const options = {
      ...connectionOptions(administratorTarget(this.port)),
      connectTimeout: ANSWER_WITHIN_MS,
    };
    const connection = await createConnection(options);
    connection.on('error', () => undefined);
    return connection;
  }

  private async facts(connection: Connection): Promise<Record<string, string>> {
    const [rows] = await connection.query<RowDataPacket[]>({
      sql: `SELECT LOWER(variable_name) AS name, variable_value AS value FROM information_schema.global_status
            WHERE variable_name IN ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_local_state_comment', 'wsrep_ready')
            UNION ALL SELECT 'read_only', @@global.read_only`,
      timeout: ANSWER_WITHIN_MS,
    });
    return Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]));
  }
}

for (const { databasePort, checkPort } of JSON.parse(process.env['NODES'] ?? '[]') as CheckedNode[]) {
  const check = new NodeCheck(databasePort);
  createServer((_, response) => {
    void check
      .fault()
      .then((fault) => response.writeHead(fault === undefined ? 200 : 503).end(fault ?? 'ok'));
  }).listen(checkPort, '127.0.0.1');
}
