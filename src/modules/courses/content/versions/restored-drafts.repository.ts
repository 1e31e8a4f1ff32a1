import { Injectable } from '@nestjs/common';
import { insertOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { Section } from '../section.entity';
import type { CompiledSection, PlacedActivity } from './compiled-outline';

const SECTION = insertOf(Section, [
  ...(['id', 'courseId', 'title', 'summary', 'position', 'version', 'createdAt', 'updatedAt'] as const),
  ...(['releaseRule', 'sequential'] as const),
]);

/** Drafts that become again what a version had. Callers hold the course's row. */
@Injectable()
export class RestoredDrafts {
  constructor(private readonly database: Database) {}

  /** The ids of the course's activities, archived ones included. */
  async existing(courseId: string): Promise<Set<string>> {
    const rows = await this.database.rows<{ id: Buffer }>(
      'SELECT a.id FROM activities a WHERE a.course_id = ?',
      [toBinary(courseId)],
    );
    return new Set(rows.map(({ id }) => fromBinary(id)));
  }

  /** Sections that were deleted come back under their ids. */
  async putSections(courseId: string, sections: readonly CompiledSection[], now: Date): Promise<void> {
    await this.database.insert(
      SECTION,
      sections.map(({ id, title, summary, version, release = null, sequential = false }, index) => ({
        ...{
          id,
          courseId,
          title,
          summary,
          position: index + 1,
          version: version + 1,
          createdAt: now,
          updatedAt: now,
          releaseRule: release,
          sequential,
        },
      })),
      `version = version + (title <> VALUES(title) OR summary <> VALUES(summary) OR sequential <> VALUES(sequential)
         OR NOT release_rule <=> VALUES(release_rule)), release_rule = VALUES(release_rule), sequential = VALUES(sequential),
       title = VALUES(title), summary = VALUES(summary), position = VALUES(position)`,
    );
  }

  /** Gives the activities the titles and bodies of the version, and archives all others. Their order is another matter. */
  async putActivities(courseId: string, activities: readonly PlacedActivity[], now: Date): Promise<void> {
    const course = toBinary(courseId);
    const ids = activities.map(({ id }) => toBinary(id));
    await this.database.execute(
      `UPDATE activities a SET a.archived_at = COALESCE(a.archived_at, ?), a.position = 0
       WHERE a.course_id = ? ${ids.length === 0 ? '' : 'AND a.id NOT IN (?)'}`,
      [now, course, ...(ids.length === 0 ? [] : [ids])],
    );
    if (ids.length === 0) return;
    const digests = activities.map(({ digest }) => Buffer.from(digest, 'hex'));
    const titles = activities.map(({ title }) => title);
    const sections = activities.map(({ sectionId }) => toBinary(sectionId));
    const rules = activities.map(({ release }) => (release ? JSON.stringify(release) : null));
    await this.database.execute(
      `UPDATE activities a JOIN activity_bodies b ON b.activity_id = a.id AND b.digest = ELT(FIELD(a.id, ?), ?)
       SET a.version = a.version + 1, a.updated_at = GREATEST(a.updated_at, ?), a.archived_at = NULL,
           a.section_id = ELT(FIELD(a.id, ?), ?), a.title = ELT(FIELD(a.id, ?), ?), a.release_rule = ELT(FIELD(a.id, ?), ?), a.content = b.content,
           a.content_html = b.content_html, a.video_url = b.video_url, a.own_fields = b.own_fields
       WHERE a.course_id = ? AND a.id IN (?)`,
      [ids, digests, now, ids, sections, ids, titles, ids, rules, course, ids],
    );
  }

  /** Archived activities move to one that stays. */
  async removeOtherSections(courseId: string, sectionIds: readonly string[]): Promise<void> {
    const [course, [first], ids] = [toBinary(courseId), sectionIds, sectionIds.map(toBinary)];
    // Without any section, those of the drafts stay for their archived activities, and are empty.
    if (first === undefined) return;
    await this.database.execute(
      'UPDATE activities SET section_id = ? WHERE course_id = ? AND section_id NOT IN (?)',
      [toBinary(first), course, ids],
    );
    await this.database.execute('DELETE FROM sections WHERE course_id = ? AND id NOT IN (?)', [course, ids]);
  }
}
