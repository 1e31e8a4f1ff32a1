import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeInBatches } from '../shared/database/schema-steps';
import { canonicalTimeZone } from '../shared/time/zoned-time';

/** Time zones that were stored as they were typed get the name that requests give them now: `us/eastern` was taken too. */
export class CoursesTimeZoneNames1790000019100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rename(runner, 'users');
    await rename(runner, 'courses');
  }

  /** Nothing: the names are of the same zones, and the build before takes both. */
  async down(): Promise<void> {}
}

async function rename(runner: QueryRunner, table: string): Promise<void> {
  const rows = (await runner.query(
    `SELECT DISTINCT time_zone COLLATE utf8mb4_bin AS name FROM ${table}`,
  )) as { name: string }[];
  const renamed = rows.flatMap(({ name }) => {
    const canonical = canonicalTimeZone(name);
    return canonical === undefined || canonical === name ? [] : [[name, canonical] as const];
  });
  if (renamed.length === 0) return;
  // Names of zones have no character that must be escaped.
  const names = renamed.map(([name]) => `'${name}'`).join(', ');
  const cases = renamed.map(([name, canonical]) => `WHEN '${name}' THEN '${canonical}'`).join(' ');
  await changeInBatches(
    runner,
    table,
    'id',
    `UPDATE ${table} SET time_zone = CASE time_zone COLLATE utf8mb4_bin ${cases} ELSE time_zone END
     WHERE id > ? AND id <= ? AND time_zone COLLATE utf8mb4_bin IN (${names})`,
  );
}
