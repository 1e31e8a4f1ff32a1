import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, MoreThanOrEqual, type Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { NewSection } from '../course-facts';
import { Section } from './section.entity';
import { inNestedOrder, type TreeSection } from './section-tree';

const SECTION = columnsOf(Section, 's', [
  ...(['id', 'courseId', 'parentId', 'title', 'summary', 'position', 'releaseRule', 'sequential'] as const),
  ...(['archivedAt', 'version', 'createdAt', 'updatedAt'] as const),
]);
export type SectionRecord = RowOf<typeof SECTION>;

interface SectionFilter {
  courseId: string;
  /** Those that were archived, in place of those of the outline. */
  archived: boolean;
}

/** Callers that write hold the course's content lock (ContentChanges). */
@Injectable()
export class SectionsRepository {
  constructor(
    @InjectRepository(Section) private readonly sections: Repository<Section>,
    private readonly database: Database,
  ) {}

  async find(sectionId: string): Promise<Section | null> {
    return this.sections.findOneBy({ id: sectionId });
  }

  /** Those of the outline, in their nested order. */
  async tree(courseId: string): Promise<TreeSection[]> {
    const rows = await this.sections.find({
      where: { courseId, archivedAt: IsNull() },
      select: { id: true, parentId: true, position: true },
    });
    return inNestedOrder(rows);
  }

  /** Up to `limit` + 1 in their order from the place on. */
  async page(
    filter: SectionFilter,
    { after, limit }: { after?: { position: number; id: string } | undefined; limit: number },
  ): Promise<SectionRecord[]> {
    const chosen = chosenBy(filter);
    if (after) chosen.add('(s.position, s.id) > (?, ?)', after.position, toBinary(after.id));
    return this.database.query(
      `SELECT ${SECTION.sql} FROM (
         SELECT s.id, s.position FROM sections s FORCE INDEX (ix_sections_course)
         WHERE ${chosen.sql} ORDER BY s.position, s.id LIMIT ?) l STRAIGHT_JOIN sections s ON s.id = l.id
       ORDER BY l.position, l.id`,
      [...chosen.params, limit + 1],
      SECTION,
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: SectionFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT s.id FROM sections s WHERE ${sql}`, params);
  }

  /** Moves the sections of the outline from `position` on by one place. */
  async shift(courseId: string, position: number, by: 1 | -1): Promise<void> {
    await this.sections.increment(
      { courseId, archivedAt: IsNull(), position: MoreThanOrEqual(position) },
      'position',
      by,
    );
  }

  /** Gives the sections of the outline, which these are, their places. */
  async number(courseId: string, sectionIds: readonly string[]): Promise<void> {
    if (sectionIds.length === 0) return;
    await this.database.execute(
      'UPDATE sections SET position = FIELD(id, ?) WHERE course_id = ? AND archived_at IS NULL',
      [sectionIds.map(toBinary), toBinary(courseId)],
    );
  }

  async insert(sections: NewSection[]): Promise<void> {
    if (sections.length === 0) return;
    await this.sections.insert(sections.map((section) => ({ ...section, updatedAt: section.createdAt })));
  }

  async update(sectionId: string, changes: Partial<Omit<Section, 'course' | 'parent'>>): Promise<void> {
    await this.sections.update({ id: sectionId }, changes);
  }

  /**
   * Archives a section with its sub-sections and with the activities in them that are in the outline. Each remembers the section with which it
   * went; they keep their places among each other.
   */
  async archive(sectionId: string, now: Date): Promise<void> {
    const id = toBinary(sectionId);
    await this.database.execute(
      `UPDATE activities a JOIN sections s ON s.id = a.section_id
       SET a.archived_at = ?, a.archived_with = ?, a.version = a.version + 1, a.updated_at = GREATEST(a.updated_at, ?)
       WHERE a.archived_at IS NULL AND s.archived_at IS NULL AND (s.id = ? OR s.parent_id = ?)`,
      [now, id, now, id, id],
    );
    await this.database.execute(
      `UPDATE sections SET archived_at = ?, archived_with = CASE WHEN id = ? THEN NULL ELSE ? END,
              version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE archived_at IS NULL AND (id = ? OR parent_id = ?)`,
      [now, id, id, now, id, id],
    );
  }

  /** What comes back with a section: its sub-sections in their order, and how many activities. */
  async archivedWith(sectionId: string): Promise<{ sectionIds: string[]; activities: number }> {
    const sections = await this.sections.find({
      where: { archivedWith: sectionId },
      select: { id: true },
      order: { position: 'ASC', id: 'ASC' },
    });
    const row = await this.database.row<{ activities: number }>(
      'SELECT COUNT(*) AS activities FROM activities a WHERE a.archived_with = ?',
      [toBinary(sectionId)],
    );
    return { sectionIds: sections.map(({ id }) => id), activities: Number(row?.activities ?? 0) };
  }

  /** Takes a section out of the archive, with all that went with it. Their places among the other sections are another matter. */
  async unarchive(sectionId: string, now: Date): Promise<void> {
    const id = toBinary(sectionId);
    await this.database.execute(
      `UPDATE activities a
         JOIN (SELECT r.id, ROW_NUMBER() OVER (PARTITION BY r.section_id ORDER BY r.position, r.id) AS place
               FROM activities r WHERE r.archived_with = ?) o ON o.id = a.id
       SET a.position = o.place, a.archived_at = NULL, a.archived_with = NULL, a.version = a.version + 1,
           a.updated_at = GREATEST(a.updated_at, ?)`,
      [id, now],
    );
    await this.database.execute(
      `UPDATE sections SET archived_at = NULL, archived_with = NULL, version = version + 1,
              updated_at = GREATEST(updated_at, ?) WHERE id = ? OR archived_with = ?`,
      [now, id, id],
    );
  }

  /**
   * Returns false and deletes nothing if the section has sub-sections or activities. Archived activities move to another section of the
   * outline, so it returns false as well where there is no other.
   */
  async deleteEmpty(sectionId: string): Promise<boolean> {
    const id = toBinary(sectionId);
    const part = await this.database.row('SELECT 1 AS found FROM sections s WHERE s.parent_id = ? LIMIT 1', [
      id,
    ]);
    if (part) return false;
    await this.sections.query(
      `UPDATE activities a JOIN sections s ON s.id = a.section_id
         JOIN (SELECT o.course_id, MIN(o.id) AS id FROM sections o WHERE o.id <> ? AND o.archived_at IS NULL
               GROUP BY o.course_id) other ON other.course_id = s.course_id
       SET a.section_id = other.id, a.position = 0, a.archived_with = NULL
       WHERE s.id = ? AND s.archived_at IS NULL AND a.archived_at IS NOT NULL`,
      [id, id],
    );
    const { affected } = await this.sections
      .createQueryBuilder()
      .delete()
      .where({ id: sectionId })
      .andWhere('NOT EXISTS (SELECT 1 FROM activities WHERE section_id = sections.id)')
      .execute();
    return affected === 1;
  }
}

function chosenBy({ courseId, archived }: SectionFilter): Conditions {
  return new Conditions()
    .add('s.course_id = ?', toBinary(courseId))
    .add(`s.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`);
}
