import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
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
      activityId: Buffer | null;
      type: ActivityType | null;
    }>(
      `SELECT c.content_version AS version, s.id AS sectionId, a.id AS activityId, a.type
       FROM courses c LEFT JOIN sections s ON s.course_id = c.id LEFT JOIN activities a ON a.section_id = s.id
         AND a.archived_at IS NULL
       WHERE c.id = ?`,
      [toBinary(courseId)],
    );
    const sections = new Map<string, SectionOrder>();
    for (const { sectionId, activityId } of rows) {
      if (sectionId === null) continue;
      const id = fromBinary(sectionId);
      const section = sections.get(id) ?? { id, activities: [] };
      sections.set(id, section);
      if (activityId !== null) section.activities.push(fromBinary(activityId));
    }
    const types = new Set(rows.flatMap(({ type }) => type ?? []));
    return { version: rows[0]?.version ?? 0, sections: [...sections.values()], types };
  }

  /**
   * Gives every section and activity of the course its place. Two statements for any number of them: FIELD finds the
   * row's place in the list of ids, ELT takes the new value from that place of another list. An activity that moves to
   * another section becomes a new version of itself, so `version` is set first, while `section_id` still has its old value.
   */
  async reorder(courseId: string, sections: SectionOrder[]): Promise<void> {
    const course = toBinary(courseId);
    if (sections.length === 0) return;
    await this.database.execute('UPDATE sections SET position = FIELD(id, ?) WHERE course_id = ?', [
      sections.map(({ id }) => toBinary(id)),
      course,
    ]);
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
