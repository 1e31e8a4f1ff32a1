import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/shared/database/embedded';
import { parseDatabaseUrl, toDatabaseUrl } from '../../src/shared/database/data-source';

declare global {
  // Jest's setup and teardown share nothing but the global object.
  var stoaTestServer: { server: EmbeddedServer; folder: string } | undefined;
}

/**
 * One database server a run: a private one on a temporary folder, or the one TEST_DATABASE_URL names (whose
 * user may create databases). The suite tells its workers by STOA_TEST_SERVER.
 */
export default async function globalSetup(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    process.env['STOA_TEST_SERVER'] = toDatabaseUrl(parseDatabaseUrl(given));
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-test-'));
    const server = await startEmbeddedServer({
      dataDirectory: folder,
      role: 'application',
      // Tests kill no power: a crash of the process alone loses nothing at this setting either.
      extraArguments: ['--innodb-flush-log-at-trx-commit=2'],
      onProgress: (message: string) => process.stderr.write(`${message}\n`),
    });
    globalThis.stoaTestServer = { server, folder };
    const { socketPath, user, password } = server.connection;
    process.env['STOA_TEST_SERVER'] = toDatabaseUrl({ socketPath, user, password, database: 'stoa' });
  }
  process.env['STOA_TEST_RUN'] = `${Date.now().toString(36)}${process.pid}`;
}
