import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { RubricDefinition } from './kinds/rubric-kind';
import { Rubric } from './rubric.entity';

const RUBRIC = columnsOf(Rubric, 'r', [
  ...(['id', 'courseId', 'title', 'definition', 'version', 'createdAt', 'updatedAt'] as const),
]);
export type RubricRecord = RowOf<typeof RUBRIC>;

const NEW_RUBRIC = insertOf(Rubric, ['id', 'courseId', 'title', 'definition', 'createdAt', 'updatedAt']);

export const NEWEST_RUBRIC_FIRST = ListOrder.by<{ id: string }>('ix_rubrics_course', { id: 'id' }).reversed();

/** The rubrics of courses. */
@Injectable()
export class RubricsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first; one more than `limit` if there are more. */
  async page(courseId: string, limit: number, after?: Place): Promise<RubricRecord[]> {
    const chosen = new Conditions().add('r.course_id = ?', toBinary(courseId));
    if (after) NEWEST_RUBRIC_FIRST.behind('r', after, chosen);
    return this.database.rows(
      `SELECT ${RUBRIC.sql} FROM rubrics r FORCE INDEX (${NEWEST_RUBRIC_FIRST.index})
       WHERE ${chosen.sql} ORDER BY ${NEWEST_RUBRIC_FIRST.sql('r')} LIMIT ?`,
      [...chosen.params, limit + 1],
      RUBRIC,
    );
  }

  async count(courseId: string, most: number): Promise<number> {
    const all = 'SELECT r.id FROM rubrics r WHERE r.course_id = ?';
    return countUpTo(this.database, most, all, [toBinary(courseId)]);
  }

  async find(rubricId: string): Promise<RubricRecord | undefined> {
    return this.database.row(
      `SELECT ${RUBRIC.sql} FROM rubrics r WHERE r.id = ?`,
      [toBinary(rubricId)],
      RUBRIC,
    );
  }

  /** Locks a rubric until the transaction ends. */
  async lock(rubricId: string): Promise<RubricRecord | undefined> {
    return this.database.row(
      `SELECT ${RUBRIC.sql} FROM rubrics r WHERE r.id = ? FOR UPDATE`,
      [toBinary(rubricId)],
      RUBRIC,
    );
  }

  async insert(
    rubric: { id: string; courseId: string; title: string; definition: RubricDefinition },
    now: Date,
  ): Promise<void> {
    await this.database.insert(NEW_RUBRIC, [{ ...rubric, createdAt: now, updatedAt: now }]);
  }

  async update(rubricId: string, title: string, definition: RubricDefinition, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE rubrics SET title = ?, definition = ?, version = version + 1, updated_at = ? WHERE id = ?',
      [title, JSON.stringify(definition), now, toBinary(rubricId)],
    );
  }

  async delete(rubricId: string): Promise<void> {
    await this.database.run('DELETE FROM rubrics WHERE id = ?', [toBinary(rubricId)]);
  }
}
