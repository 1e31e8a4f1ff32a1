import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** Sections and activities have rules that say to whom they are open, and when. Those that are there have none. */
export class CoursesReleaseRules1790000095000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'sections', 'release_rule', 'MEDIUMTEXT NULL');
    await addColumn(runner, 'sections', 'sequential', 'TINYINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'activities', 'release_rule', 'MEDIUMTEXT NULL');
    await addColumn(runner, 'published_activities', 'is_guarded', 'TINYINT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'published_activities', 'is_guarded');
    await dropColumn(runner, 'activities', 'release_rule');
    await dropColumn(runner, 'sections', 'sequential');
    await dropColumn(runner, 'sections', 'release_rule');
  }
}
