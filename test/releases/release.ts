import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { MIGRATIONS } from '../../src/migrations';
import { type ConnectionTarget, connectionOptions } from '../../src/shared/database/data-source';
import type { MigrationClass } from '../../src/shared/database/pending-migrations';
import type { RecordedAnswer } from './questions';
import type { ReleaseSchool } from './school';
import { loadDump } from './sql-dump';

/** A school as an earlier build left it, and what that build said about it. */
export class Release {
  private constructor(
    /** The number in the name of its last migration. */
    readonly name: string,
    readonly school: ReleaseSchool,
    readonly answers: RecordedAnswer[],
  ) {}

  /** All that are kept, oldest first. */
  static all(): Release[] {
    return readdirSync(__dirname)
      .filter((name) => /^\d+$/.test(name))
      .sort()
      .map((name) => {
        const text = readFileSync(join(__dirname, name, 'answers.json'), 'utf8');
        const { school, answers } = JSON.parse(text) as Pick<Release, 'school' | 'answers'>;
        return new Release(name, school, answers);
      });
  }

  /** The migrations it had. */
  get migrations(): MigrationClass[] {
    return MIGRATIONS.filter((migration) => !this.later.includes(migration));
  }

  /** Those that came since. */
  get later(): MigrationClass[] {
    return MIGRATIONS.filter(({ name }) => /\d+$/.exec(name)![0] > this.name);
  }

  async load(target: ConnectionTarget): Promise<void> {
    const connection = await createConnection(connectionOptions(target));
    try {
      await loadDump(connection, readFileSync(join(__dirname, this.name, 'school.sql.gz')));
    } finally {
      await connection.end();
    }
  }
}
