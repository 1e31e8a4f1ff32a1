import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(__filename);

// Every statement of mysql2, prepared or not, through pool or connection, passes one of these two methods. The
// package exports no path to them, so the file is named whole.
const BaseConnection = require(
  join(dirname(require.resolve('mysql2/package.json')), 'lib/base/connection.js'),
) as {
  prototype: Record<'query' | 'execute', (...args: unknown[]) => unknown>;
};

/**
 * The SQL statements that the work sends to the server, transaction statements included.
 * A budget stands beside a request's test as `expect(await sqlOf(() => …)).toHaveLength(3)`.
 */
export async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const { query, execute } = BaseConnection.prototype;
  const record = (statement: unknown): void => {
    const text = typeof statement === 'string' ? statement : (statement as { sql: string }).sql;
    statements.push(text.replace(/\s+/g, ' ').trim());
  };
  BaseConnection.prototype.query = function (this: unknown, ...args: unknown[]) {
    record(args[0]);
    return query.apply(this, args);
  };
  BaseConnection.prototype.execute = function (this: unknown, ...args: unknown[]) {
    record(args[0]);
    return execute.apply(this, args);
  };
  try {
    await work();
  } finally {
    Object.assign(BaseConnection.prototype, { query, execute });
  }
  return statements;
}
