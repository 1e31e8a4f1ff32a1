import { BaseConnection, textOf } from './statements';

/**
 * The SQL statements that the work sends to the server, transaction statements included.
 * A budget stands beside a request's test as `expect(await sqlOf(() => …)).toHaveLength(3)`.
 */
export async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const { query, execute } = BaseConnection.prototype;
  const record = (statement: unknown): void => {
    statements.push(textOf(statement));
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
