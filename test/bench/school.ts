import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join, resolve } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { MIGRATIONS } from '../../src/migrations';
import { type ConnectionTarget, connectionOptions } from '../../src/shared/database/data-source';
import {
  EMBEDDED_DATABASE,
  type EmbeddedServer,
  startEmbeddedServer,
} from '../../src/shared/database/embedded';
import { migrate } from '../../src/shared/database/migrate';
import { writeSearchTexts } from './data/search-texts';
import { DataMaker } from './data-maker';
import { type Flow } from './flows';
import { HttpConnection } from './http-connection';
import { type StatementCounts, StatementCounters } from './statement-counters';
import { saveWorld, type World } from './world';

/** An operation stores those of the largest course in this time. */
const STORED_WITHIN_MS = 300_000;

/** The store of a run: a private database server with durable commits on a temporary folder, and the school in it. */
export class School {
  private constructor(
    readonly folder: string,
    private readonly server: EmbeddedServer,
    private readonly connection: Connection,
    private readonly counters: StatementCounters,
    readonly target: ConnectionTarget,
    readonly world: World,
    private readonly say: (message: string) => void,
  ) {}

  /** `say` hears of progress. */
  static async open(
    size: number,
    seed: string,
    parent: string | undefined,
    say: (message: string) => void,
  ): Promise<School> {
    const folder = mkdtempSync(join(parent === undefined ? tmpdir() : resolve(parent), 'stoa-bench-'));
    const scratch = join(folder, 'scratch');
    mkdirSync(scratch);
    const server = await startEmbeddedServer({
      dataDirectory: join(folder, 'database'),
      role: 'application',
      // The largest school fits as well, so that what is compared is servers and not disks.
      bufferPoolMegabytes: size > 10 ? 2048 : 512,
      // A starting server clears the folder of temporary tables, even of those that another server is using.
      extraArguments: ['--innodb-flush-log-at-trx-commit=1', `--tmpdir=${scratch}`],
      onProgress: say,
    });
    try {
      const target = { ...server.connection, database: EMBEDDED_DATABASE };
      await migrate(target, MIGRATIONS);
      const connection = await createConnection(connectionOptions(target));
      await connection.query('CREATE TABLE bench_stored_totals LIKE stored_totals');
      const world = await new DataMaker(connection, size, seed, say).make();
      await writeSearchTexts(connection);
      saveWorld(world, join(folder, 'world.json'));
      const counters = await StatementCounters.on(connection);
      return new School(folder, server, connection, counters, target, world, say);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get worldFile(): string {
    return join(this.folder, 'world.json');
  }

  get serverPid(): number {
    return this.server.pid;
  }

  get serverVersion(): string {
    return this.server.version;
  }

  /** Takes back what the flows wrote. */
  async rewind(flows: readonly Flow[]): Promise<void> {
    for (const [sql, params] of flows.flatMap(({ rewind = [] }) => rewind))
      await this.connection.query(sql, params(this.world));
  }

  /**
   * Has the application store the totals of the course, as it does by and by in a school, and keeps a copy that flows which change them go back
   * to.
   */
  async storeTotals(port: number): Promise<void> {
    const path = `/v1/courses/${this.world.courseId}/gradebook?sort=total&limit=1`;
    const token = this.world.staff[0]?.token ?? '';
    const connection = await HttpConnection.open(port);
    for (const deadline = performance.now() + STORED_WITHIN_MS; ; await pause(500)) {
      const { status } = await connection.request('GET', path, token);
      if (status === 200) break;
      if (status !== 503 || performance.now() > deadline) throw new Error(`Totals are not stored: ${status}`);
    }
    connection.close();
    await this.connection.query('REPLACE INTO bench_stored_totals SELECT * FROM stored_totals');
  }

  /** What the flow has written, as text. */
  async traces({ traces = [] }: Flow): Promise<string> {
    const parts: string[] = [];
    for (const [sql, params] of traces) {
      const [rows] = await this.connection.query<RowDataPacket[]>(sql, params(this.world));
      parts.push(...rows.map((row) => JSON.stringify(row)));
    }
    return parts.join('\n');
  }

  /** Statements and rows that the work costs the database server. */
  async costOf<T>(work: () => Promise<T>): Promise<{ result: T; counts: StatementCounts }> {
    const before = await this.counters.read();
    const result = await work();
    return { result, counts: await this.counters.since(before) };
  }

  async close(): Promise<void> {
    if (!existsSync(`/proc/${this.server.pid}`)) {
      const log = readFileSync(join(this.folder, 'database', 'server.log'), 'utf8');
      this.say(`The database server has ended by itself. The end of its log:\n${log.slice(-6000)}`);
    }
    await this.connection.end().catch(() => undefined);
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
