import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/shared/database/embedded';
import {
  type ConnectionTarget,
  parseDatabaseUrl,
  toDatabaseUrl,
} from '../../src/shared/database/data-source';
import { openRunFolder } from './run-folder';
import { TestRun } from './test-run';

declare global {
  // Jest's setup and teardown share nothing but the global object.
  var stoaTestServer: EmbeddedServer | undefined;
  var stoaTestFolder: string | undefined;
  var stoaTestRun: TestRun | undefined;
}

/**
 * One database server a run: a private one in the folder of the run, or the one TEST_DATABASE_URL names, whose user may
 * make and drop databases named stoa_test_…; its database need not exist. The suite tells its workers by
 * STOA_TEST_SERVER, and what to call their databases by STOA_TEST_RUN.
 */
export default async function globalSetup(): Promise<void> {
  const folder = openRunFolder();
  globalThis.stoaTestFolder = folder;
  // Temporary files of the tests, and of the processes that they start, go there as well.
  process.env['TMPDIR'] = folder;
  const given = process.env['TEST_DATABASE_URL'];
  const target = given ? parseDatabaseUrl(given) : await startOwnServer(join(folder, 'server'));
  const run = await TestRun.open(target);
  globalThis.stoaTestRun = run;
  process.env['STOA_TEST_SERVER'] = given || toDatabaseUrl(target);
  process.env['STOA_TEST_RUN'] = run.name;
}

async function startOwnServer(dataDirectory: string): Promise<ConnectionTarget> {
  const server = await startEmbeddedServer({
    dataDirectory,
    role: 'application',
    // Tests never cut the power, and a crash of the process alone loses nothing with this setting.
    extraArguments: ['--innodb-flush-log-at-trx-commit=2'],
    onProgress: (message: string) => process.stderr.write(`${message}\n`),
  });
  globalThis.stoaTestServer = server;
  return { ...server.connection, database: 'stoa' };
}
