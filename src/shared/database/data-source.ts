import type { Pool, PoolOptions } from 'mysql2';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseTls } from '../../config/settings';
import { SnakeNamingStrategy } from './columns';

/** How to reach the server: a socket of this machine, or an address. */
export interface ConnectionTarget {
  socketPath?: string;
  host?: string;
  port?: number;
  user: string;
  password: string;
  database: string;
  /** No TLS where it is left out. */
  tls?: DatabaseTls;
}

/** Reads `mysql://user:password@host:3306/database?socketPath=/run/x.sock`. */
export function parseDatabaseUrl(text: string, tls?: DatabaseTls): ConnectionTarget {
  const url = new URL(text);
  const socketPath = url.searchParams.get('socketPath') ?? undefined;
  return {
    ...(socketPath === undefined ? { host: url.hostname, port: Number(url.port || 3306) } : { socketPath }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'stoa',
    ...(tls === undefined ? {} : { tls }),
  };
}

/** The address form of a target, as DATABASE_URL takes it. */
export function toDatabaseUrl(target: ConnectionTarget): string {
  const socket =
    target.socketPath === undefined ? '' : `?socketPath=${encodeURIComponent(target.socketPath)}`;
  const credentials = `${encodeURIComponent(target.user)}:${encodeURIComponent(target.password)}`;
  return `mysql://${credentials}@${target.host ?? 'localhost'}:${target.port ?? 3306}/${target.database}${socket}`;
}

/**
 * Statements that a connection keeps prepared; the one that was used longest ago makes room. The server takes 16,382 from all
 * connections together, and 151 connections, unless it is told otherwise: so many from each are never refused, whatever
 * number of workers and replicas there are. Each takes 60 to 100 KB there. The daily flows send about thirty.
 */
export const MOST_PREPARED_STATEMENTS = 100;

/** Options of every connection: exact numbers, UTC instants, calendar days as text. */
export function connectionOptions(target: ConnectionTarget): PoolOptions {
  return {
    ...(target.socketPath === undefined
      ? { host: target.host, port: target.port }
      : { socketPath: target.socketPath }),
    user: target.user,
    password: target.password,
    database: target.database,
    ...sslOptions(target.tls),
    charset: 'utf8mb4_general_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    decimalNumbers: false,
    maxPreparedStatements: MOST_PREPARED_STATEMENTS,
  };
}

function sslOptions(tls: DatabaseTls | undefined): PoolOptions {
  if (tls === undefined || tls.mode === 'disabled') return {};
  const { mode, ca } = tls;
  return {
    ssl: {
      rejectUnauthorized: mode !== 'required',
      verifyIdentity: mode === 'verify_identity',
      ...(ca === undefined ? {} : { ca }),
    },
  };
}

/** TypeORM's options. The schema comes from migrations alone. */
export function dataSourceOptions(target: ConnectionTarget, poolSize: number): DataSourceOptions {
  return {
    type: 'mysql',
    username: target.user,
    password: target.password,
    database: target.database,
    charset: 'utf8mb4_general_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    migrationsRun: false,
    extra: {
      ...connectionOptions(target),
      // Idle connections are closed properly, before the server drops them.
      maxIdle: Math.max(1, poolSize - 1),
      idleTimeout: 30_000,
      gracefulEnd: true,
    } satisfies PoolOptions,
  };
}

/** How long the server keeps the locks of a client that sends nothing, such as a frozen machine. */
const SILENT_SECONDS = 60;

/** Bytes of a list that GROUP_CONCAT makes: that of MariaDB. MySQL would cut it after 1 KB. */
const LONGEST_GROUP = 1_048_576;

/** @param lockWaitSeconds whole seconds, after which a waiting statement fails and its transaction is retried */
function sessionStatements(lockWaitSeconds: number): string[] {
  return [
    // Fewer gap locks than REPEATABLE READ, so fewer deadlocks. A statement, since the variable's name differs by server.
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    // MySQL takes what is between /*M! and */ for a comment: it has no `split_materialized`. With it MariaDB would compute
    // a derived table of a report once for each row that it is joined to, in place of once.
    `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = ${lockWaitSeconds},
      lock_wait_timeout = ${lockWaitSeconds}, wait_timeout = ${SILENT_SECONDS},
      group_concat_max_len = ${LONGEST_GROUP},
      sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'
      /*M! , optimizer_switch = 'split_materialized=off' */`,
  ];
}

/** Sets the session variables that Stoa needs on every connection, whatever the server's defaults are. */
export async function prepareSessions(pool: Pool, lockWaitSeconds: number): Promise<void> {
  const statements = sessionStatements(lockWaitSeconds);
  pool.on('connection', (connection) => statements.forEach((statement) => connection.query(statement)));
  // The one connection that the driver made to try the server was there before the line above.
  for (const statement of statements) await pool.promise().query(statement);
}
