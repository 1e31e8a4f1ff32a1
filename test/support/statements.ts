import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataSource } from 'typeorm';
import type { TestApp } from './test-app';

const require = createRequire(__filename);

type Send = (...args: unknown[]) => unknown;

/**
 * What every statement of mysql2 passes, whether plain or prepared, in a transaction or not: one of two methods of the
 * connection that all its connections inherit from, which the package does not export.
 */
export const BaseConnection = require(
  join(dirname(require.resolve('mysql2/package.json')), 'lib/base/connection.js'),
) as { prototype: Record<'query' | 'execute', Send> };

/** The server's number for a transaction that it rolled back to end a deadlock. */
export const ER_LOCK_DEADLOCK = 1213;

/** The text of what is given to `query` or `execute`, on one line. */
export function textOf(statement: unknown): string {
  const text = typeof statement === 'string' ? statement : (statement as { sql: string }).sql;
  return text.replace(/\s+/g, ' ').trim();
}

/** What was looked for in statements, and has stood in none so far. */
const unmet = new Set<RegExp>();

/** The patterns of the functions below that no statement has had: the code says it otherwise now. */
export function unmetPatterns(): string[] {
  return [...unmet].map(String);
}

/** How long a statement without its locks keeps whoever sent it waiting. */
const LATE_MILLISECONDS = 250;

type Done = (...outcome: unknown[]) => unknown;

/** From now on, in this process, every statement that contains the first pattern is sent with its parts replaced. */
export function rewriteStatements(having: RegExp, part: RegExp, replacement: string): void {
  unmet.add(part);
  changeStatements(having, (text, done) => {
    const rewritten = text.replace(part, replacement);
    if (rewritten !== text) unmet.delete(part);
    return [rewritten, done];
  });
}

/**
 * As `rewriteStatements`: reads that contain the pattern take no locks. They come back late besides, so that of several that
 * come at once all have read before the first writes. Where they deadlock then, nobody tries again: the second try would find
 * what the first had written, and hide that the lock is missing.
 */
export function withoutLocks(having: RegExp): void {
  unmet.add(having);
  withoutErrno(ER_LOCK_DEADLOCK);
  changeStatements(having, (text, done) => {
    const rewritten = text.replace(/(FOR UPDATE|FOR SHARE|LOCK IN SHARE MODE)( SKIP LOCKED)?/g, '');
    if (rewritten !== text) unmet.delete(having);
    return [rewritten, late(done)];
  });
}

/** From now on, in this process, statements that contain the pattern reach the server a moment later. */
export function sentLate(having: RegExp): void {
  unmet.add(having);
  for (const method of ['query', 'execute'] as const) {
    const send = BaseConnection.prototype[method];
    BaseConnection.prototype[method] = function (this: unknown, ...args: unknown[]) {
      if (!having.test(textOf(args[0]))) return send.apply(this, args);
      unmet.delete(having);
      return void setTimeout(() => send.apply(this, args), LATE_MILLISECONDS / 2);
    };
  }
}

/** From now on, in this process, the driver reports errors of the server with this number as errors without a number. */
export function withoutErrno(errno: number): void {
  changeStatements(/(?:)/, (text, done) => [
    text,
    (error, ...result) =>
      (error as { errno?: number } | null)?.errno === errno
        ? done(new Error((error as Error).message), ...result)
        : done(error, ...result),
  ]);
}

/**
 * From now on, in this process, every statement is a transaction by itself. Those with the pattern come back late: all at
 * once, or where `isReversed`, the first of them last, so that what follows them is in another order.
 */
export function withoutTransactions(having: RegExp, isReversed = false): void {
  rewriteStatements(/START TRANSACTION/, /START TRANSACTION/, 'DO 0');
  unmet.add(having);
  let turn = 0;
  changeStatements(having, (text, done) => {
    unmet.delete(having);
    turn += 1;
    return [text, late(done, LATE_MILLISECONDS * (isReversed ? 1 + (-turn & 7) : 1))];
  });
}

/** Which statements are watched, and what is done while they wait. */
interface Watch {
  having: RegExp;
  /** Only statements that have this among their values. */
  value?: unknown;
  /** Only those of this application; by default those of every application in this process. */
  of?: TestApp;
  /** Done before the statement is sent. Its text is on one line. */
  before?: (text: string) => Promise<unknown> | void;
  /** Done when its result is there, before whoever sent it has it. */
  after?: (result: { affectedRows?: number }) => Promise<unknown> | void;
}

interface PooledConnection {
  config: { pool?: unknown };
}

const watches = new Set<Watch>();

/** Watches the statements that applications in this process send. Returns what ends it. */
export function watchStatements(watch: Watch): () => void {
  passByWatches();
  watches.add(watch);
  return () => watches.delete(watch);
}

export function endWatches(): void {
  watches.clear();
}

/**
 * Does some work between two statements of the application: just before it sends the next one that contains the pattern,
 * which waits for it. For what somebody else does at that moment.
 */
export function beforeNext(having: RegExp, work: () => Promise<unknown>): void {
  const end = watchStatements({
    having,
    before: () => {
      end();
      return work();
    },
  });
}

let isPassing = false;

/** From now on every statement passes by the watches, of which there may be none. */
function passByWatches(): void {
  if (isPassing) return;
  isPassing = true;
  for (const method of ['query', 'execute'] as const) {
    const send = BaseConnection.prototype[method];
    BaseConnection.prototype[method] = function (this: PooledConnection, ...args: unknown[]) {
      const own = [...watches].filter((watch) => isWatched(watch, this, args));
      const befores = own.map(({ before }) => before?.(textOf(args[0])));
      const done = args.at(-1);
      if (own.length === 0 || typeof done !== 'function') return send.apply(this, args);
      const watched: Done = (error, result, ...more) => {
        const afters = error ? [] : own.map(({ after }) => after?.(result as object));
        whenDone(afters, done as Done, () => (done as Done)(error, result, ...more));
      };
      // Not returned: what TypeORM's way to send gives back throws when it is awaited.
      whenDone(befores, done as Done, () => send.apply(this, [...args.slice(0, -1), watched]));
      return undefined;
    };
  }
}

/** Goes on at once where there is nothing to wait for, so that statements keep their order. */
function whenDone(work: (Promise<unknown> | void)[], failed: Done, next: () => unknown): void {
  const pending = work.filter((one) => one !== undefined);
  if (pending.length === 0) next();
  else void Promise.all(pending).then(() => void next(), failed);
}

function isWatched({ having, value, of }: Watch, { config }: PooledConnection, args: unknown[]): boolean {
  if (of && config.pool !== poolOf(of)) return false;
  if (!having.test(textOf(args[0]))) return false;
  const values = Array.isArray(args[1]) ? args[1] : ((args[0] as { values?: unknown[] }).values ?? []);
  return value === undefined || (values as unknown[]).includes(value);
}

function poolOf(app: TestApp): unknown {
  return (app.get(DataSource).driver as unknown as { pool: unknown }).pool;
}

export interface HeldStatements {
  /** Resolves when the first of them is held. */
  reached: Promise<void>;
  /** How many there were, held and let go. */
  count(): number;
  /** Sends those that are held; later ones are not held. */
  go(): void;
  /** As `go`, and takes no notice of statements any more. */
  restore(): void;
}

/** Holds every statement that contains the pattern, each on its connection, until they are let go. */
export function holdStatements(having: RegExp): HeldStatements {
  const { query, execute } = BaseConnection.prototype;
  let count = 0;
  let [go, arrive] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (go = resolve));
  const holding = (send: Send): Send =>
    function (this: unknown, ...args: unknown[]) {
      if (!having.test(textOf(args[0]))) return send.apply(this, args);
      count += 1;
      arrive();
      return void held.then(() => void send.apply(this, args));
    };
  Object.assign(BaseConnection.prototype, { query: holding(query), execute: holding(execute) });
  const restore = (): void => {
    go();
    Object.assign(BaseConnection.prototype, { query, execute });
  };
  return { reached, count: () => count, go, restore };
}

function late(done: Done, milliseconds = LATE_MILLISECONDS): Done {
  return (...outcome) => setTimeout(() => done(...outcome), milliseconds);
}

function changeStatements(
  having: RegExp,
  change: (text: string, done: Done) => [text: string, done: Done],
): void {
  for (const method of ['query', 'execute'] as const) {
    const send = BaseConnection.prototype[method];
    BaseConnection.prototype[method] = function (this: unknown, ...args: unknown[]) {
      const [statement, done] = [args[0], args.at(-1)];
      if (typeof done !== 'function' || !having.test(textOf(statement))) return send.apply(this, args);
      const [text, changedDone] = change(textOf(statement), done as Done);
      const options = typeof statement === 'string' ? text : { ...(statement as object), sql: text };
      return send.apply(this, [options, ...args.slice(1, -1), changedDone]);
    };
  }
}
