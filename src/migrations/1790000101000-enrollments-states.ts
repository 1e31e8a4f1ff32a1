import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  changeInBatches,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

const SPELL = [
  ['state', "VARCHAR(20) NOT NULL DEFAULT 'active'"],
  ['spell', 'INT NOT NULL DEFAULT 1'],
  ['enrolled_at', 'DATETIME(3) NULL'],
  ['enrolled_by', 'BINARY(16) NULL'],
  ['source', "VARCHAR(20) NOT NULL DEFAULT 'unknown'"],
] as const;

/**
 * Enrollments get a state beside their days, a number for each spell, and a history of moves. What is known of old ones: one
 * whose end was written on the day on which it ended was withdrawn then; of another, only its days are over.
 */
export class EnrollmentsStates1790000101000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['enrollments', 'earlier_enrollments'])
      for (const [column, type] of SPELL) await addColumn(runner, table, column, type);
    await addColumn(runner, 'enrollments', 'version', 'INT NOT NULL DEFAULT 1');
    await createTable(
      runner,
      'enrollment_moves',
      `enrollment_id BINARY(16) NOT NULL, number INT NOT NULL, spell INT NOT NULL,
       from_state VARCHAR(20) NOT NULL, to_state VARCHAR(20) NOT NULL, from_begin_date DATE NOT NULL,
       to_begin_date DATE NOT NULL, from_end_date DATE NULL, to_end_date DATE NULL, moved_at DATETIME(3) NOT NULL,
       moved_by BINARY(16) NULL, source VARCHAR(20) NOT NULL, reason VARCHAR(500) NULL,
       PRIMARY KEY (enrollment_id, number),
       CONSTRAINT fk_enrollment_moves_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id) ON DELETE CASCADE`,
    );
    await changeInBatches(
      runner,
      'enrollments',
      'id',
      `UPDATE enrollments
       SET state = IF(ABS(DATEDIFF(end_date, updated_at)) <= 1, 'withdrawn', 'expired')
       WHERE state = 'active' AND end_date < UTC_DATE() AND id > ? AND id <= ?`,
    );
    await changeInBatches(
      runner,
      'earlier_enrollments',
      'id',
      `UPDATE earlier_enrollments SET state = 'withdrawn' WHERE state = 'active' AND id > ? AND id <= ?`,
    );
    await changeInBatches(
      runner,
      'earlier_enrollments',
      'id',
      `UPDATE earlier_enrollments x
       JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY enrollment_id ORDER BY resumed_at, id) AS number
             FROM earlier_enrollments) n ON n.id = x.id
       SET x.spell = n.number WHERE x.id > ? AND x.id <= ?`,
    );
    await changeInBatches(
      runner,
      'enrollments',
      'id',
      `UPDATE enrollments e JOIN (SELECT enrollment_id, COUNT(*) AS earlier FROM earlier_enrollments GROUP BY enrollment_id) n
         ON n.enrollment_id = e.id
       SET e.spell = n.earlier + 1 WHERE e.id > ? AND e.id <= ?`,
    );
    await addIndex(runner, 'enrollments', 'ix_enrollments_expiring', 'state, end_date');
    await addIndex(runner, 'earlier_enrollments', 'ix_earlier_enrollments_spells', 'enrollment_id, spell');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'earlier_enrollments', 'ix_earlier_enrollments_spells');
    await dropIndex(runner, 'enrollments', 'ix_enrollments_expiring');
    await dropTable(runner, 'enrollment_moves');
    await dropColumn(runner, 'enrollments', 'version');
    for (const table of ['enrollments', 'earlier_enrollments'])
      for (const [column] of [...SPELL].reverse()) await dropColumn(runner, table, column);
  }
}
