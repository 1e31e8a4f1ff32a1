import { Transactions } from '../../src/shared/database/transactions';
import type { TestApp } from './test-app';

/**
 * How many rows the storage engine is asked for by what the work sends to the server, requests included: all of it runs
 * in one transaction, whose session counts for itself. Index entries that MariaDB passes over inside the engine count
 * too.
 */
export async function rowsRead(app: TestApp, work: () => Promise<unknown>): Promise<number> {
  return app.get(Transactions).run(async () => {
    const before = await handlerReads(app);
    await work();
    return (await handlerReads(app)) - before;
  });
}

async function handlerReads(app: TestApp): Promise<number> {
  const counters = await app.database.query<{ Value: string }>(
    "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Handler_icp_attempts'",
  );
  return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
}
