import { othersEnded } from './open-apps';
import { watchStatements } from './statements';

/**
 * The SQL statements that the work sends to the server, transaction statements included.
 * A budget stands beside a request's test as `expect(await sqlOf(() => …)).toHaveLength(3)`.
 */
export async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  await othersEnded();
  const statements: string[] = [];
  const end = watchStatements({ having: /(?:)/, before: (text) => void statements.push(text) });
  try {
    await work();
  } finally {
    end();
  }
  return statements;
}
