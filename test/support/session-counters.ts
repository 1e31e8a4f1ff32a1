import { Transactions } from '../../src/shared/database/transactions';
import type { TestApp } from './test-app';

/**
 * How many temporary tables on its disk the server makes for what the work sends to it, requests included: all of it runs
 * in one transaction, whose session counts for itself.
 */
export async function diskTables(app: TestApp, work: () => Promise<unknown>): Promise<number> {
  return app.get(Transactions).run(async () => {
    const before = await createdOnDisk(app);
    await work();
    return (await createdOnDisk(app)) - before;
  });
}

async function createdOnDisk(app: TestApp): Promise<number> {
  const [counter] = await app.database.query<{ Value: string }>(
    "SHOW SESSION STATUS LIKE 'Created_tmp_disk_tables'",
  );
  return Number(counter?.Value);
}
