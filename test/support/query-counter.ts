import { isByTheWay, othersEnded } from './open-apps';
import { watchStatements } from './statements';

/**
 * The SQL statements that the work sends to the server, transaction statements included.
 * Operations that a request starts by the way, such as a refresh of stored totals, do not count.
 * A budget stands beside a request's test as `expect(await sqlOf(() => …)).toHaveLength(3)`.
 */
export async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  await othersEnded();
  const statements: string[] = [];
  const end = watchStatements({
    having: /(?:)/,
    before: (text) => void (isByTheWay() || statements.push(text)),
  });
  try {
    await work();
  } finally {
    end();
  }
  return statements;
}
