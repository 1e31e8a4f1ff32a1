import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { MIGRATIONS } from '../../src/migrations';
import { connectionOptions } from '../../src/shared/database/data-source';
import { mailFolder } from '../support/mailbox';
import { TestApp } from '../support/test-app';
import { workerDatabase } from '../support/test-database';
import { addressesOf, ask, type RecordedAnswer } from './questions';
import { makeSchool, type ReleaseSchool } from './school';
import { dumpOf } from './sql-dump';

/**
 * `npm run record-release` keeps a school in the schema of this build, and what the API says about it. Later builds
 * migrate that school, and must then say the same.
 */
it('records a school, and the answers of this build', async () => {
  const target = await workerDatabase('_release');
  const files = mailFolder();
  const app = await TestApp.start(files.environment, target);
  const connection = await createConnection(connectionOptions(target));
  const school = await makeSchool(app, connection);
  const answers = await ask(app, school, addressesOf(school));
  await app.stop();
  files.remove();
  const release = join(__dirname, /\d+$/.exec(MIGRATIONS.at(-1)!.name)![0]);
  mkdirSync(release, { recursive: true });
  writeFileSync(join(release, 'school.sql.gz'), await dumpOf(connection));
  writeFileSync(join(release, 'answers.json'), recordOf(school, answers));
  await connection.end();
  process.stderr.write(`Recorded ${answers.length} answers in ${release}\n`);
});

/** One answer a line, so that a difference of two releases can be read. */
function recordOf(school: ReleaseSchool, answers: RecordedAnswer[]): string {
  const lines = answers.map((answer) => JSON.stringify(answer)).join(',\n');
  return `{"school":${JSON.stringify(school)},"answers":[\n${lines}\n]}\n`;
}
