import { createConnection } from 'mysql2/promise';
import { connectionOptions } from '../../src/shared/database/data-source';
import { unmetPatterns } from './statements';
import { workerDatabase } from './test-database';

/**
 * Where NEGATIVE_CONTROL names it, takes a guard away and runs the tests of the file that are about it alone, named by how
 * they begin. They must fail then, or they test nothing: `npm run test:controls` sees to that. Off by default.
 *
 * A guard is taken away from the outside, never by a switch in the application: by a setting, by what a method of
 * a class does, by statements that are sent without their locks, by an index less in the test's database.
 */
export function negativeControl(name: string, tests: readonly string[], takeGuardAway: () => void): void {
  if (process.env['NEGATIVE_CONTROL'] !== name) return;
  const every = globalThis.it;
  const chosen = (title: string): jest.It =>
    tests.some((beginning) => title.startsWith(beginning)) ? every : every.skip;
  const only = (title: string, ...rest: [jest.ProvidesCallback, number?]): void =>
    chosen(title)(title, ...rest);
  const each = (...table: unknown[]) => {
    return (title: string, ...rest: unknown[]): void =>
      (chosen(title).each as (...of: unknown[]) => (...test: unknown[]) => void)(...table)(title, ...rest);
  };
  globalThis.it = Object.assign(only, every, { each }) as jest.It;
  takeGuardAway();
  afterAll(() => {
    const unmet = unmetPatterns();
    if (unmet.length > 0) throw new Error(`The guard is still there: no statement had ${unmet.join(', ')}`);
  });
}

/** Changes the schema of this worker's database before the tests of the file, which the run of a control has for itself. */
export function alterStore(statement: string): void {
  beforeAll(async () => {
    const connection = await createConnection(connectionOptions(await workerDatabase()));
    await connection.query(statement);
    await connection.end();
  });
}

/** Replaces a method of all objects of a class by what `change` makes of it. */
export function replaceMethod<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  change: (original: T[K]) => T[K],
): void {
  prototype[name] = change(prototype[name]);
}
