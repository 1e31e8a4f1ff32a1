import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceIndex } from '../shared/database/schema-steps';

const OPEN = 'activity_id, user_id, open_marker';
const SIGNS = 'course_id, user_id, submitted_at, started_at';

/** Somebody who previews a quiz can be its learner besides; and their preview is no sign of a learner's work. */
export class AssessmentsPreviews1790000070100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, 'attempts', 'uq_attempts_open', `${OPEN}, is_preview`, { unique: true });
    await replaceIndex(runner, 'attempts', 'ix_attempts_signs', `${SIGNS}, is_preview`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, 'attempts', 'ix_attempts_signs', SIGNS);
    await replaceIndex(runner, 'attempts', 'uq_attempts_open', OPEN, { unique: true });
  }
}
