import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';
import { Child, freePort } from '../../bench/child';
import { administratorTarget, applicationTarget } from '../database-node';
import type { Store } from '../store';
import type { CheckedNode } from './check-agent';
import { GaleraNode } from './galera-node';
import { type Backend, haproxyConfiguration, startHaproxy } from './haproxy';
import { type GaleraPrograms, obtainGaleraPrograms } from './packages';

interface GaleraStoreOptions {
  folder: string;
  install: boolean;
  say: (message: string) => void;
}

const NODES = 3;
const READY_WITHIN_MS = 30_000;

/** Three nodes of which one is written to, and haproxy, which knows which. */
export class GaleraStore implements Store {
  readonly kind = 'galera';
  private readonly stops: (() => Promise<void>)[] = [];

  private constructor(
    readonly nodes: readonly GaleraNode[],
    private readonly port: number,
    readonly description: string,
  ) {}

  static async open({ folder, install, say }: GaleraStoreOptions): Promise<GaleraStore> {
    const programs = await obtainGaleraPrograms(install, say);
    const nodes: GaleraNode[] = [];
    for (let number = 1; number <= NODES; number += 1) {
      const name = `node${number}`;
      const ports = await GaleraNode.ports();
      nodes.push(
        new GaleraNode(name, join(folder, name), await freePort(), ports, programs, `chaos-${process.pid}`),
      );
    }
    const { version } = programs.server;
    const description = `${NODES} Galera nodes of MariaDB ${version}, one of them the writer, behind haproxy`;
    const store = new GaleraStore(nodes, await freePort(), description);
    try {
      say(`Starting ${description}…`);
      await store.start(programs, folder);
      return store;
    } catch (error) {
      await store.stop();
      throw error;
    }
  }

  get target(): ConnectionTarget {
    return applicationTarget(this.port);
  }

  /** The node that haproxy sends the application to. */
  async writer(): Promise<GaleraNode> {
    const connection = await createConnection({
      ...connectionOptions(administratorTarget(this.port)),
      connectTimeout: 2000,
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT @@wsrep_node_name AS name');
      const node = this.nodes.find(({ name }) => name === rows[0]?.['name']);
      if (!node) throw new Error('haproxy leads to no node of the cluster');
      return node;
    } finally {
      connection.destroy();
    }
  }

  /** Every node, once it has applied what the others have committed. */
  async copies(): Promise<{ name: string; connection: Connection }[]> {
    return Promise.all(
      this.nodes.map(async (node) => {
        await node.untilSynced();
        const connection = await node.database.connect();
        await connection.query('SET SESSION wsrep_sync_wait = 1');
        return { name: node.name, connection };
      }),
    );
  }

  async stop(): Promise<void> {
    for (let stop = this.stops.pop(); stop; stop = this.stops.pop()) await stop();
  }

  private async start(programs: GaleraPrograms, folder: string): Promise<void> {
    this.stops.push(async () => {
      await Promise.all(this.nodes.map(({ database }) => database.stop()));
    });
    const [first, ...others] = this.nodes;
    await first!.found(this.nodes);
    for (const node of others) await node.join(this.nodes);
    const backends: Backend[] = [];
    for (const { name, database } of this.nodes)
      backends.push({ name, port: database.port, checkPort: await freePort() });
    const checked: CheckedNode[] = backends.map(({ port, checkPort }) => ({ databasePort: port, checkPort }));
    const agent = Child.start({
      name: 'check agent',
      script: join(__dirname, 'check-agent.ts'),
      environment: { NODES: JSON.stringify(checked) },
      log: join(folder, 'check-agent.log'),
    });
    this.stops.push(() => agent.stop());
    for (const { checkPort } of backends) await until(() => isFit(checkPort));
    const configuration = haproxyConfiguration(this.port, backends);
    const haproxy = await startHaproxy(programs.haproxy, programs.environment, folder, configuration);
    this.stops.push(() => haproxy.stop());
    await until(() => this.writer());
  }
}

/** Whether the check lets the node be written to. Throws while nobody answers. */
async function isFit(checkPort: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${checkPort}/`);
  if (!answer.ok) throw new Error(`The check of a node says: ${await answer.text()}`);
}

/** Retries until the work does not throw. */
async function until(work: () => Promise<unknown>): Promise<void> {
  for (const deadline = performance.now() + READY_WITHIN_MS; ; await pause(100)) {
    try {
      return void (await work());
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}
