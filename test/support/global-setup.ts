import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/shared/database/embedded';
import {
  type ConnectionTarget,
  parseDatabaseUrl,
  toDatabaseUrl,
} from '../../src/shared/database/data-source';
import { TestRun } from './test-run';

declare global {
  // Jest's setup and teardown share nothing but the global object.
  var stoaTestServer: { server: EmbeddedServer; folder: string } | undefined;
  var stoaTestRun: TestRun | undefined;
}

/**
 * One database server a run: a private one on a temporary folder, or the one TEST_DATABASE_URL names, whose user may
 * make and drop databases named stoa_test_…; its database need not exist. The suite tells its workers by
 * STOA_TEST_SERVER, and what to call their databases by STOA_TEST_RUN.
 */
export default async function globalSetup(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  const target = given ? parseDatabaseUrl(given) : await startOwnServer();
  const run = await TestRun.open(target);
  globalThis.stoaTestRun = run;
  process.env['STOA_TEST_SERVER'] = given || toDatabaseUrl(target);
  process.env['STOA_TEST_RUN'] = run.name;
}

async function startOwnServer(): Promise<ConnectionTarget> {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-test-'));
  const server = await startEmbeddedServer({
    dataDirectory: folder,
    role: 'application',
    // Tests never cut the power, and a crash of the process alone loses nothing with this setting.
    extraArguments: ['--innodb-flush-log-at-trx-commit=2'],
    onProgress: (message: string) => process.stderr.write(`${message}\n`),
  });
  globalThis.stoaTestServer = { server, folder };
  return { ...server.connection, database: 'stoa' };
}
