import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { ConnectionTarget } from '../../src/shared/database/data-source';
import { defaultCacheDirectory } from '../../src/shared/database/embedded';
import { obtainServerBinary } from '../../src/shared/database/embedded/server-binary';
import { freePort } from '../bench/child';
import { applicationTarget, DatabaseNode } from './database-node';
import type { Store } from './store';
import { TcpProxy } from './tcp-proxy';

interface PlainStoreOptions {
  folder: string;
  /** Commits reach the disk a second later: the control that shows what a killed server may lose. */
  volatile: boolean;
  say: (message: string) => void;
}

/** One database server behind a network that can be frozen and cut. */
export class PlainStore implements Store {
  readonly kind = 'plain';

  private constructor(
    readonly node: DatabaseNode,
    readonly network: TcpProxy,
    readonly description: string,
  ) {}

  static async open({ folder, volatile, say }: PlainStoreOptions): Promise<PlainStore> {
    const binary = await obtainServerBinary({
      env: process.env,
      cacheDirectory: defaultCacheDirectory(process.env),
      onProgress: say,
    });
    const durability = volatile ? ['--innodb-flush-log-at-trx-commit=0'] : [];
    const node = new DatabaseNode('database', await freePort(), join(folder, 'database'), binary, durability);
    await node.make();
    try {
      await node.startWithAccounts();
      const network = await TcpProxy.before(node.port);
      return new PlainStore(node, network, `one ${binary.vendor} ${binary.version} server`);
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  get target(): ConnectionTarget {
    return applicationTarget(this.network.port);
  }

  async copies(): Promise<{ name: string; connection: Connection }[]> {
    return [{ name: this.node.name, connection: await this.node.connect() }];
  }

  /** Ends connections of the application, as an administrator or an impatient server does. */
  async killConnections(isChosen: () => boolean): Promise<void> {
    const connection = await this.node.connect();
    try {
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT id AS connectionId FROM information_schema.processlist WHERE user = ?',
        [this.target.user],
      );
      for (const { connectionId } of rows.filter(isChosen))
        // It may have ended by itself meanwhile.
        await connection.query('KILL CONNECTION ?', [connectionId]).catch(() => undefined);
    } finally {
      await connection.end();
    }
  }

  async stop(): Promise<void> {
    await this.network.close();
    await this.node.stop();
  }
}
