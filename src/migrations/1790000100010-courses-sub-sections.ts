import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  dropColumn,
  dropForeignKey,
  dropIndex,
} from '../shared/database/schema-steps';

/** Sections have sub-sections, and are archived with what is in them. Those that are there stand by themselves, in the outline. */
export class CoursesSubSections1790000100010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'sections', 'parent_id', 'BINARY(16) NULL');
    await addIndex(runner, 'sections', 'ix_sections_parent', 'parent_id');
    await addForeignKey(
      runner,
      'sections',
      'fk_sections_parent',
      'FOREIGN KEY (parent_id) REFERENCES sections (id) ON DELETE SET NULL',
    );
    await addColumn(runner, 'sections', 'archived_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'sections', 'archived_with', 'BINARY(16) NULL');
    await addIndex(runner, 'sections', 'ix_sections_archived_with', 'archived_with');
    await addColumn(runner, 'activities', 'archived_with', 'BINARY(16) NULL');
    await addIndex(runner, 'activities', 'ix_activities_archived_with', 'archived_with');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'activities', 'ix_activities_archived_with');
    await dropColumn(runner, 'activities', 'archived_with');
    await dropIndex(runner, 'sections', 'ix_sections_archived_with');
    await dropColumn(runner, 'sections', 'archived_with');
    await dropColumn(runner, 'sections', 'archived_at');
    await dropForeignKey(runner, 'sections', 'fk_sections_parent');
    await dropIndex(runner, 'sections', 'ix_sections_parent');
    await dropColumn(runner, 'sections', 'parent_id');
  }
}
