import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { RowDataPacket } from 'mysql2/promise';
import { serverEnvironment } from '../../../src/shared/database/embedded/server-process';
import { freePort } from '../../bench/child';
import { DatabaseNode } from '../database-node';
import type { GaleraPrograms } from './packages';

/** The ports of one node beside its database port, which the others must know. */
export interface ClusterPorts {
  /** Group communication. */
  group: number;
  /** Incremental and whole state transfer. */
  incremental: number;
  whole: number;
}

const SYNCED_WITHIN_MS = 120_000;
const NOBODY = '65534:65534';

/**
 * How soon the others give up a node that is silent: Galera's own 5 s and 15 s would be most of the interruption that
 * people notice. Shorter than a second or two, and a busy machine is taken for a dead one.
 */
export const PATIENCE =
  'evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT5S';

/** A node of a Galera cluster on this machine. */
export class GaleraNode {
  readonly database: DatabaseNode;

  constructor(
    readonly name: string,
    readonly folder: string,
    port: number,
    readonly ports: ClusterPorts,
    private readonly programs: GaleraPrograms,
    private readonly clusterName: string,
  ) {
    const { server, environment } = programs;
    this.database = new DatabaseNode(name, port, folder, server, GALERA_NEEDS, environment);
  }

  static async ports(): Promise<ClusterPorts> {
    return { group: await freePort(), incremental: await freePort(), whole: await freePort() };
  }

  /** Makes the cluster's first database, and the cluster of this one node. */
  async found(nodes: readonly GaleraNode[]): Promise<void> {
    await this.database.make();
    this.letRsyncWrite();
    await this.database.startWithAccounts();
    await this.database.stop();
    await this.database.start([...this.clusterOptions(nodes), '--wsrep-new-cluster']);
    await this.untilSynced();
  }

  /** Joins the cluster; an empty node gets everything from another one. */
  async join(nodes: readonly GaleraNode[]): Promise<void> {
    mkdirSync(this.database.dataPath, { recursive: true });
    this.letRsyncWrite();
    mkdirSync(join(this.folder, 'tmp'), { recursive: true });
    await this.database.start(this.clusterOptions(nodes), SYNCED_WITHIN_MS);
    await this.untilSynced();
  }

  /** Comes back after a kill: finds how far its data go, so that the others send it only what it missed. */
  async rejoin(nodes: readonly GaleraNode[]): Promise<void> {
    const position = await this.recoveredPosition(nodes);
    this.letRsyncWrite();
    const start = position === undefined ? [] : [`--wsrep-start-position=${position}`];
    await this.database.start([...this.clusterOptions(nodes), ...start], SYNCED_WITHIN_MS);
    await this.untilSynced();
  }

  async status(name: string): Promise<string | undefined> {
    const connection = await this.database.connect();
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SHOW GLOBAL STATUS LIKE ?', [name]);
      return rows[0] === undefined ? undefined : String(rows[0]['Value']);
    } finally {
      connection.destroy();
    }
  }

  async untilSynced(): Promise<void> {
    for (
      const deadline = performance.now() + SYNCED_WITHIN_MS;
      performance.now() < deadline;
      await pause(100)
    ) {
      const state = await this.status('wsrep_local_state').catch(() => undefined);
      if (state === '4') return;
    }
    throw new Error(`${this.name} does not get in step with its cluster. ${this.database.log.quote()}`);
  }

  /** Run by root, the rsync that receives the data works as nobody. */
  private letRsyncWrite(): void {
    if (process.getuid?.() === 0) spawnSync('chown', ['-R', NOBODY, this.database.dataPath]);
  }

  private async recoveredPosition(nodes: readonly GaleraNode[]): Promise<string | undefined> {
    const { server, environment } = this.programs;
    const [program, ...words] = this.database.command([
      ...this.clusterOptions(nodes),
      '--wsrep-recover',
      '--disable-log-error',
    ]);
    const env = serverEnvironment(server, environment);
    const { stderr, stdout } = await promisify(execFile)(program, words, { env, timeout: SYNCED_WITHIN_MS });
    return /Recovered position:\s*(\S+)/.exec(stderr + stdout)?.[1];
  }

  private clusterOptions(nodes: readonly GaleraNode[]): string[] {
    const { ports, name, programs, clusterName } = this;
    const provider = [
      `gmcast.listen_addr=tcp://127.0.0.1:${ports.group}`,
      `ist.recv_addr=127.0.0.1:${ports.incremental}`,
      'gcache.size=128M',
      PATIENCE,
    ];
    return [
      '--wsrep-on=ON',
      `--wsrep-provider=${programs.provider}`,
      `--wsrep-provider-options=${provider.join(';')}`,
      `--wsrep-cluster-name=${clusterName}`,
      `--wsrep-cluster-address=gcomm://${nodes.map((node) => `127.0.0.1:${node.ports.group}`).join(',')}`,
      `--wsrep-node-name=${name}`,
      `--wsrep-node-address=127.0.0.1:${ports.group}`,
      '--wsrep-sst-method=rsync',
      `--wsrep-sst-receive-address=127.0.0.1:${ports.whole}`,
      // The last in haproxy's order, and so the last to be the writer, gives its data to the others first.
      `--wsrep-sst-donor=${nodes.at(-1)!.name},`,
    ];
  }
}

/** What Galera needs of every server. */
const GALERA_NEEDS = [
  '--binlog-format=ROW',
  '--default-storage-engine=InnoDB',
  '--innodb-autoinc-lock-mode=2',
];
