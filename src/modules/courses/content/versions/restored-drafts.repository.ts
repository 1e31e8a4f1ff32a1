import { Injectable } from '@nestjs/common';
import { insertOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { Section } from '../section.entity';
import { type CompiledSection, completionTermsOf, type PlacedActivity } from './compiled-outline';

const SECTION = insertOf(Section, [
  ...(['id', 'courseId', 'title', 'summary', 'position', 'version', 'createdAt', 'updatedAt'] as const),
  ...(['releaseRule', 'sequential', 'parentId'] as const),
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
      sections.map(({ id, parentId = null, title, summary, version, ...rules }, index) => ({
        ...{
          id,
          courseId,
          title,
          summary,
          position: index + 1,
          version: version + 1,
          createdAt: now,
          updatedAt: now,
          releaseRule: rules.release ?? null,
          sequential: rules.sequential ?? false,
          parentId,
        },
      })),
      `version = version + (title <> VALUES(title) OR summary <> VALUES(summary) OR sequential <> VALUES(sequential)
         OR NOT release_rule <=> VALUES(release_rule) OR NOT parent_id <=> VALUES(parent_id) OR archived_at IS NOT NULL),
       archived_at = NULL, archived_with = NULL, parent_id = VALUES(parent_id), release_rule = VALUES(release_rule), sequential = VALUES(sequential),
       title = VALUES(title), summary = VALUES(summary), position = VALUES(position)`,
    );
  }

  /**
   * Gives the activities the titles and bodies of the version, and archives all others, with their sections where these are not in it. Their
   * order is another matter.
   */
  async putActivities(
    courseId: string,
    activities: readonly PlacedActivity[],
    sectionIds: readonly string[],
    now: Date,
  ): Promise<void> {
    const course = toBinary(courseId);
    const stays = sectionIds.length === 0 ? 'FALSE' : 'a.section_id IN (?)';
    const staying = sectionIds.length === 0 ? [] : [sectionIds.map(toBinary)];
    const ids = activities.map(({ id }) => toBinary(id));
    await this.database.execute(
      `UPDATE activities a
       SET a.archived_with = CASE WHEN ${stays} THEN NULL WHEN a.archived_at IS NULL THEN a.section_id ELSE a.archived_with END,
           a.position = CASE WHEN ${stays} THEN 0 ELSE a.position END, a.archived_at = COALESCE(a.archived_at, ?)
       WHERE a.course_id = ? ${ids.length === 0 ? '' : 'AND a.id NOT IN (?)'}`,
      [...staying, ...staying, now, course, ...(ids.length === 0 ? [] : [ids])],
    );
    if (ids.length === 0) return;
    const digests = activities.map(({ digest }) => Buffer.from(digest, 'hex'));
    const titles = activities.map(({ title }) => title);
    const sections = activities.map(({ sectionId }) => toBinary(sectionId));
    const rules = activities.map(({ release }) => jsonOf(release));
    const completion = activities.map(completionTermsOf);
    const completionRules = completion.map(({ completionRule }) => jsonOf(completionRule));
    const required = completion.map(({ isRequired }) => Number(isRequired));
    const expected = completion.map(({ expectedBy }) => jsonOf(expectedBy));
    await this.database.execute(
      `UPDATE activities a JOIN activity_bodies b ON b.activity_id = a.id AND b.digest = ELT(FIELD(a.id, ?), ?)
       SET a.version = a.version + 1, a.updated_at = GREATEST(a.updated_at, ?), a.archived_at = NULL,
           a.archived_with = NULL, a.section_id = ELT(FIELD(a.id, ?), ?), a.title = ELT(FIELD(a.id, ?), ?),
           a.release_rule = ELT(FIELD(a.id, ?), ?), a.completion_rule = ELT(FIELD(a.id, ?), ?),
           a.is_required = ELT(FIELD(a.id, ?), ?), a.expected_by = ELT(FIELD(a.id, ?), ?), a.content = b.content,
           a.content_html = b.content_html, a.video_url = b.video_url, a.own_fields = b.own_fields
       WHERE a.course_id = ? AND a.id IN (?)`,
      [
        ...[ids, digests, now, ids, sections, ids, titles, ids, rules],
        ...[ids, completionRules, ids, required, ids, expected, course, ids],
      ],
    );
  }

  /** Archives all other sections, with what is in them. Those without anything are deleted. */
  async putAwayOtherSections(courseId: string, sectionIds: readonly string[], now: Date): Promise<void> {
    const course = toBinary(courseId);
    const others = sectionIds.length === 0 ? '' : 'AND s.id NOT IN (?)';
    const ids = sectionIds.length === 0 ? [] : [sectionIds.map(toBinary)];
    await this.database.execute(
      `UPDATE sections s SET s.archived_at = ?, s.version = s.version + 1, s.updated_at = GREATEST(s.updated_at, ?)
       WHERE s.course_id = ? AND s.archived_at IS NULL ${others}`,
      [now, now, course, ...ids],
    );
    // First those without sub-sections, then those that have none any more.
    for (const _level of ['sub-sections', 'sections'])
      await this.database.execute(
        `DELETE s FROM sections s LEFT JOIN activities a ON a.section_id = s.id LEFT JOIN sections p ON p.parent_id = s.id
         WHERE s.course_id = ? AND s.archived_at = ? ${others} AND a.id IS NULL AND p.id IS NULL`,
        [course, now, ...ids],
      );
  }
}

function jsonOf(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}
