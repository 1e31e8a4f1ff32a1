import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { GradeCategory } from './grade-category.entity';
import { StoredGradeRules } from './grade-rules.entity';

const RULES = columnsOf(StoredGradeRules, 'r', [
  ...(['parts', 'aggregation', 'missing', 'allowsOverHundred', 'scheme', 'version', 'updatedAt'] as const),
  ...(['latePolicy', 'lateGraceSeconds', 'missingDeduction'] as const),
]);
const CATEGORY = columnsOf(GradeCategory, 'g', [
  ...(['id', 'title', 'weight', 'aggregation', 'dropLowest', 'dropHighest', 'keepHighest'] as const),
  'ignoresLateness' as const,
]).andExpressions<{ lineItems: number }>({
  lineItems: '(SELECT COUNT(*) FROM line_items li WHERE li.grade_category_id = g.id)',
});

export type RulesRow = Omit<StoredGradeRules, 'courseId'>;
/** With how many line items it has, archived ones too. */
export type CategoryRow = Omit<
  GradeCategory,
  'courseId' | 'rosterCategoryId' | 'rosterCategory' | 'position'
> & { lineItems: number };
/** A category whose id the caller chooses. */
export type WantedCategory = Omit<CategoryRow, 'lineItems'>;

@Injectable()
export class GradeRulesRepository {
  constructor(private readonly database: Database) {}

  /** Undefined while the course goes by the standard. */
  find(courseId: string): Promise<RulesRow | undefined> {
    return this.database.row(
      `SELECT ${RULES.sql} FROM grade_rules r WHERE r.course_id = ?`,
      [toBinary(courseId)],
      RULES,
    );
  }

  /** In the order in which they are shown. */
  categories(courseId: string): Promise<CategoryRow[]> {
    return this.database.rows(
      `SELECT ${CATEGORY.sql} FROM grade_categories g WHERE g.course_id = ? ORDER BY g.position, g.id`,
      [toBinary(courseId)],
      CATEGORY,
    );
  }

  /** Makes the row if there is none, and locks it, so that rules change one after another. Returns its version; 0 for a new one. */
  async lock(
    courseId: string,
    standard: Omit<RulesRow, 'version' | 'updatedAt'>,
    now: Date,
  ): Promise<number> {
    const course = toBinary(courseId);
    const { parts, aggregation, missing } = standard;
    await this.database.run(
      `INSERT INTO grade_rules (course_id, parts, aggregation, missing, version, updated_at) VALUES (?, ?, ?, ?, 0, ?)
       ON DUPLICATE KEY UPDATE grade_rules.course_id = grade_rules.course_id`,
      [course, parts, aggregation, missing, now],
    );
    const row = await this.database.row<{ version: number }>(
      'SELECT version FROM grade_rules WHERE course_id = ? FOR UPDATE',
      [course],
    );
    return row?.version ?? 0;
  }

  async update(courseId: string, rules: Omit<RulesRow, 'version' | 'updatedAt'>, now: Date): Promise<void> {
    const { parts, aggregation, missing, allowsOverHundred, scheme } = rules;
    const { latePolicy, lateGraceSeconds, missingDeduction } = rules;
    await this.database.run(
      `UPDATE grade_rules SET parts = ?, aggregation = ?, missing = ?, allows_over_hundred = ?, scheme = ?,
         late_policy = ?, late_grace_seconds = ?, missing_deduction = ?,
         version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE course_id = ?`,
      [
        ...[parts, aggregation, missing, Number(allowsOverHundred)],
        ...[scheme && JSON.stringify(scheme), latePolicy && JSON.stringify(latePolicy)],
        ...[lateGraceSeconds, missingDeduction, now, toBinary(courseId)],
      ],
    );
  }

  /** Writes the categories in the order given, those that exist by their ids. */
  async saveCategories(courseId: string, categories: readonly WantedCategory[]): Promise<void> {
    await this.database.insertMany(
      'grade_categories',
      [
        ...['id', 'course_id', 'title', 'position', 'weight', 'aggregation'],
        ...['drop_lowest', 'drop_highest', 'keep_highest', 'ignores_lateness'],
      ],
      categories.map(({ id, title, weight, aggregation, ...drops }, position) => [
        ...[toBinary(id), toBinary(courseId), title, position, weight, aggregation],
        ...[drops.dropLowest, drops.dropHighest, drops.keepHighest, Number(drops.ignoresLateness)],
      ]),
      `title = VALUES(title), position = VALUES(position), weight = VALUES(weight), aggregation = VALUES(aggregation),
       drop_lowest = VALUES(drop_lowest), drop_highest = VALUES(drop_highest), keep_highest = VALUES(keep_highest),
       ignores_lateness = VALUES(ignores_lateness)`,
    );
  }

  /**
   * Removes those that have no line items by now: one that is being put into a category holds it until then. Returns how many it
   * removed.
   */
  async removeCategories(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.database.execute(
      `DELETE FROM grade_categories WHERE id IN (?)
         AND NOT EXISTS (SELECT 1 FROM line_items li WHERE li.grade_category_id = grade_categories.id)`,
      [ids.map(toBinary)],
    );
    return affectedRows;
  }
}
