import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import type { ActivityType } from './activity-types/registry';
import type { SectionOrder } from './outline-order';

/** The order of a course's drafts. */
@Injectable()
export class OutlineRepository {
  constructor(private readonly database: Database) {}

  /** The ids of sections and activities, which types the activities have, and the content's version. */
  async order(
    courseId: string,
  ): Promise<{ version: number; sections: SectionOrder[]; types: Set<ActivityType> }> {
    const rows = await this.database.rows<{
      version: number;
      sectionId: Buffer | null;
      parentId: Buffer | null;
      activityId: Buffer | null;
      type: ActivityType | null;
    }>(
      `SELECT c.content_version AS version, s.id AS sectionId, s.parent_id AS parentId, a.id AS activityId, a.type
       FROM courses c LEFT JOIN sections s ON s.course_id = c.id AND s.archived_at IS NULL LEFT JOIN activities a ON a.section_id = s.id
         AND a.archived_at IS NULL
       WHERE c.id = ?`,
      [toBinary(courseId)],
    );
    const sections = new Map<string, SectionOrder>();
    for (const { sectionId, parentId, activityId } of rows) {
      if (sectionId === null) continue;
      const id = fromBinary(sectionId);
      const section = sections.get(id) ?? { id, parentId: fromNullableBinary(parentId), activities: [] };
      sections.set(id, section);
      if (activityId !== null) section.activities.push(fromBinary(activityId));
    }
    const types = new Set(rows.flatMap(({ type }) => type ?? []));
    return { version: rows[0]?.version ?? 0, sections: [...sections.values()], types };
  }

  /**
   * Gives every section and activity of the outline its place, and sub-sections their sections. Two statements for any number of them: FIELD finds the
   * row's place in the list of ids, ELT takes the new value from that place of another list. An activity that moves to
   * another section becomes a new version of itself, and so does a section; so `version` is set first, while the other column still has
   * its old value.
   */
  async reorder(courseId: string, sections: SectionOrder[]): Promise<void> {
    const course = toBinary(courseId);
    if (sections.length === 0) return;
    const sectionIds = sections.map(({ id }) => toBinary(id));
    const parents = sections.map(({ parentId = null }) => (parentId === null ? null : toBinary(parentId)));
    await this.database.execute(
      `UPDATE sections SET position = FIELD(id, ?), version = version + (NOT parent_id <=> ELT(FIELD(id, ?), ?)),
              parent_id = ELT(FIELD(id, ?), ?)
       WHERE course_id = ? AND archived_at IS NULL`,
      [sectionIds, sectionIds, parents, sectionIds, parents, course],
    );
    const places = sections.flatMap(({ id: sectionId, activities }) =>
      activities.map((id, index) => ({
        id: toBinary(id),
        section: toBinary(sectionId),
        position: index + 1,
      })),
    );
    if (places.length === 0) return;
    const ids = places.map(({ id }) => id);
    const newSections = places.map(({ section }) => section);
    const positions = places.map(({ position }) => position);
    await this.database.execute(
      `UPDATE activities SET version = version + (section_id <> ELT(FIELD(id, ?), ?)),
              section_id = ELT(FIELD(id, ?), ?), position = ELT(FIELD(id, ?), ?)
       WHERE course_id = ? AND archived_at IS NULL`,
      [ids, newSections, ids, newSections, ids, positions, course],
    );
  }
}
