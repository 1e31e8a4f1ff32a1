import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId, toBinary } from '../shared/database/ids';
import {
  addColumn,
  addForeignKey,
  addIndex,
  createTable,
  dropColumn,
  dropForeignKey,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Courses get rules for their totals and categories of their own. What rosters brought as a category becomes one of each course that uses it. */
export class GradebookCategories1790000086000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grade_rules',
      `
        course_id BINARY(16) NOT NULL,
        parts VARCHAR(20) NOT NULL,
        aggregation VARCHAR(20) NOT NULL,
        missing VARCHAR(20) NOT NULL,
        allows_over_hundred TINYINT NOT NULL DEFAULT 0,
        scheme MEDIUMTEXT NULL,
        version INT NOT NULL DEFAULT 1,
        updated_at DATETIME(3) NOT NULL,
        PRIMARY KEY (course_id),
        CONSTRAINT fk_grade_rules_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'grade_categories',
      `
        id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        roster_category_id BINARY(16) NULL,
        title VARCHAR(255) NOT NULL,
        position INT NOT NULL,
        weight DECIMAL(7,4) NOT NULL DEFAULT 0,
        aggregation VARCHAR(20) NOT NULL,
        drop_lowest INT NOT NULL DEFAULT 0,
        drop_highest INT NOT NULL DEFAULT 0,
        keep_highest INT NULL,
        PRIMARY KEY (id),
        UNIQUE INDEX uq_grade_categories_roster (course_id, roster_category_id),
        INDEX ix_grade_categories_roster (roster_category_id),
        CONSTRAINT fk_grade_categories_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_grade_categories_roster FOREIGN KEY (roster_category_id) REFERENCES line_item_categories (id)`,
    );
    await addColumn(runner, 'line_items', 'grade_category_id', 'BINARY(16) NULL');
    await addColumn(runner, 'line_items', 'weight', 'DECIMAL(7,4) NOT NULL DEFAULT 1');
    await addColumn(runner, 'line_items', 'is_extra_credit', 'TINYINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'line_items', 'is_omitted', 'TINYINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'line_items', 'never_dropped', 'TINYINT NOT NULL DEFAULT 0');
    await addIndex(runner, 'line_items', 'ix_line_items_grade_category', 'grade_category_id');
    await addForeignKey(
      runner,
      'line_items',
      'fk_line_items_grade_category',
      'FOREIGN KEY (grade_category_id) REFERENCES grade_categories (id) ON DELETE SET NULL',
    );
    await this.carryOver(runner);
  }

  /** Again after a kill: what is there already is left as it is. */
  private async carryOver(runner: QueryRunner): Promise<void> {
    const used = (await runner.query(
      `SELECT DISTINCT li.course_id AS courseId, cat.id AS rosterCategoryId, cat.title FROM line_items li
       JOIN line_item_categories cat ON cat.id = li.category_id
       WHERE NOT EXISTS (SELECT 1 FROM grade_categories g WHERE g.course_id = li.course_id AND g.roster_category_id = cat.id)`,
    )) as { courseId: Buffer; rosterCategoryId: Buffer; title: string }[];
    for (const courses of Map.groupBy(used, ({ courseId }) => courseId.toString('hex')).values())
      for (const [position, { courseId, rosterCategoryId, title }] of courses.entries())
        await runner.query(
          `INSERT INTO grade_categories (id, course_id, roster_category_id, title, position, aggregation)
           VALUES (?, ?, ?, ?, ?, 'mean')`,
          [toBinary(newId()), courseId, rosterCategoryId, title, position],
        );
    await runner.query(
      `UPDATE line_items li JOIN grade_categories g ON g.course_id = li.course_id AND g.roster_category_id = li.category_id
       SET li.grade_category_id = g.id WHERE li.grade_category_id IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropForeignKey(runner, 'line_items', 'fk_line_items_grade_category');
    await dropIndex(runner, 'line_items', 'ix_line_items_grade_category');
    for (const column of ['never_dropped', 'is_omitted', 'is_extra_credit', 'weight', 'grade_category_id'])
      await dropColumn(runner, 'line_items', column);
    await dropTable(runner, 'grade_categories');
    await dropTable(runner, 'grade_rules');
  }
}
