import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { withModules } from '../../src/application';
import { loadSettings } from '../../src/config/settings';
import { MIGRATIONS } from '../../src/migrations';
import { RosterImportsService } from '../../src/modules/rostering';
import {
  type ConnectionTarget,
  connectionOptions,
  toDatabaseUrl,
} from '../../src/shared/database/data-source';
import { migrate } from '../../src/shared/database/migrate';
import type { PartCounts } from '../../src/shared/operations/operation';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { OperationsRepository } from '../../src/shared/operations/operations.repository';
import { BENCH_KEY } from './access-token';

/** What an import writes, in an order in which each row follows those that it refers to. */
const TABLES = [
  ...['orgs', 'academic_sessions', 'course_templates', 'courses', 'users', 'enrollments'],
  ...['line_item_categories', 'grade_categories', 'line_items', 'results'],
];
export const ROWS_A_STATEMENT = 1000;

/** Milliseconds; each is the median of the rounds. */
export interface RosterImportFigures {
  rows: number;
  /** `npm run import` on an empty school, from the zip file on. */
  firstImport: number;
  /** The same file again, which changes nothing. */
  secondImport: number;
  /** The rows that it has written, with their ids, by statements of 1,000 rows through the same driver. */
  plainInserts: number;
  /** firstImport / plainInserts. */
  ratio: number;
  /** secondImport / firstImport: what a night in which nothing changed costs of the first import. */
  unchangedRatio: number;
}

/**
 * Imports a OneRoster bundle and holds the time against that of plain multi-row inserts of the same rows, on the same
 * server, into the same tables with the same indexes. Both find their tables empty. Makes a database for each and
 * drops it.
 *
 * @param server may create databases; its own is left alone.
 */
export async function benchRosterImport(
  server: ConnectionTarget,
  bundle: string,
  { rounds = 3, say = () => undefined }: { rounds?: number; say?: (message: string) => void } = {},
): Promise<RosterImportFigures> {
  const times: [first: number, second: number, plain: number][] = [];
  let rows = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const seconds = await withDatabase(server, 'stoa_bench_import', (imported) =>
      withDatabase(server, 'stoa_bench_inserts', async (inserted) => {
        const [first, second] = await timeImports(imported, bundle);
        rows = first.summary.reduce((sum, { added }) => sum + added, 0);
        return [first.milliseconds, second.milliseconds, await timeInserts(imported, inserted)] as const;
      }),
    );
    times.push([...seconds]);
    say(`Round ${round}: ${seconds.map((time) => `${(time / 1000).toFixed(1)} s`).join(', ')}`);
  }
  const [firstImport, secondImport, plainInserts] = [0, 1, 2].map((which) =>
    median(times.map((all) => all[which]!)),
  );
  return {
    rows,
    firstImport: firstImport!,
    secondImport: secondImport!,
    plainInserts: plainInserts!,
    ratio: firstImport! / plainInserts!,
    unchangedRatio: secondImport! / firstImport!,
  };
}

/** The figures as a table for the terminal. */
export function rosterImportTable({ rows, ...times }: RosterImportFigures): string {
  const line = (name: string, milliseconds: number): string =>
    `${name.padEnd(34)} ${(milliseconds / 1000).toFixed(1).padStart(6)} s ${Math.round(
      (rows * 1000) / milliseconds,
    )
      .toLocaleString('en')
      .padStart(9)} rows/s`;
  return [
    `Roster import, ${rows.toLocaleString('en')} rows`,
    line('first import', times.firstImport),
    line('the same again, nothing changed', times.secondImport),
    line('plain inserts of 1,000 rows', times.plainInserts),
    `first import / plain inserts        ${times.ratio.toFixed(2)}`,
    `unchanged import / first import     ${times.unchangedRatio.toFixed(2)}`,
  ].join('\n');
}

interface TimedImport {
  milliseconds: number;
  summary: PartCounts[];
}

async function timeImports(target: ConnectionTarget, path: string): Promise<[TimedImport, TimedImport]> {
  const settings = loadSettings({
    NODE_ENV: 'production',
    DATABASE_URL: toDatabaseUrl(target),
    ...FOR_PRODUCTION,
  });
  return withModules(settings, target, async (modules) => {
    const time = async (): Promise<TimedImport> => {
      const start = performance.now();
      const { id } = await modules.get(RosterImportsService, { strict: false }).start({
        ...{
          path,
          name: 'bench.zip',
          requestedBy: null,
          dryRun: false,
          confirmed: false,
        },
      });
      await modules.get(OperationRunner, { strict: false }).settled(id);
      const milliseconds = performance.now() - start;
      const operation = await modules.get(OperationsRepository, { strict: false }).find(id);
      if (operation?.status !== 'succeeded') throw new Error(`The import ended as ${operation?.status}`);
      return { milliseconds, summary: operation.summary ?? [] };
    };
    return [await time(), await time()];
  });
}

/** The settings that production cannot do without. */
export const FOR_PRODUCTION = {
  JWT_KEYS: `${BENCH_KEY.kid}:${BENCH_KEY.secret}`,
  PUBLIC_URL: 'https://stoa.example',
  ALLOW_IN_PRODUCTION: 'mail-files',
  LOG_LEVEL: 'error',
};

/** Copies the rows in the order of their ids, which is the order in which they were made; only the inserts count. */
async function timeInserts(from: ConnectionTarget, to: ConnectionTarget): Promise<number> {
  const source = await createConnection(connectionOptions(from));
  const target = await createConnection(connectionOptions(to));
  try {
    let milliseconds = 0;
    for (const table of TABLES) milliseconds += await copyTable(table, source, target);
    return milliseconds;
  } finally {
    await source.end();
    await target.end();
  }
}

/** Copies a table by statements of 1,000 rows in the order of its key; gives the milliseconds of the inserts. */
export async function copyTable(
  table: string,
  source: Connection,
  target: Connection,
  { where = 'TRUE', key = 'id' }: { where?: string; key?: string } = {},
): Promise<number> {
  let milliseconds = 0;
  for (let after: unknown = key === 'id' ? Buffer.alloc(16) : 0; ;) {
    const [rows] = await source.query<RowDataPacket[]>(
      `SELECT * FROM ${table} WHERE ${key} > ? AND ${where} ORDER BY ${key} LIMIT ?`,
      [after, ROWS_A_STATEMENT],
    );
    const last = rows.at(-1);
    if (!last) return milliseconds;
    after = last[key] as unknown;
    // As the import does: columns that hold nothing are left out.
    const columns = Object.keys(last).filter((column) => rows.some((row) => row[column] !== null));
    const values = rows.map((row) => columns.map((column) => row[column] as unknown));
    const start = performance.now();
    await target.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?`, [values]);
    milliseconds += performance.now() - start;
  }
}

export async function withDatabase<T>(
  server: ConnectionTarget,
  database: string,
  work: (target: ConnectionTarget) => Promise<T>,
): Promise<T> {
  const connection = await createConnection(connectionOptions(server));
  const target = { ...server, database };
  try {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`);
    await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    await migrate(target, MIGRATIONS);
    return await work(target);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`);
    await connection.end();
  }
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
