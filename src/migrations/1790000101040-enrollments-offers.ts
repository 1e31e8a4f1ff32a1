import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropColumn, dropIndex } from '../shared/database/schema-steps';

/** Seats that are offered to whoever waits, for some hours. */
export class EnrollmentsOffers1790000101040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'enrollment_settings', 'offer_hours', 'INT NULL AFTER has_waitlist');
    await addColumn(runner, 'enrollment_requests', 'offer_until', 'DATETIME(3) NULL AFTER open_marker');
    await addIndex(runner, 'enrollment_requests', 'ix_enrollment_requests_offers', 'state, offer_until');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'enrollment_requests', 'ix_enrollment_requests_offers');
    await dropColumn(runner, 'enrollment_requests', 'offer_until');
    await dropColumn(runner, 'enrollment_settings', 'offer_hours');
  }
}
