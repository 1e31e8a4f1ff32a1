import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { parseJson } from '../../../shared/database/json';
import type { ActivityFacts } from '../course-facts';
import { fieldsOf } from './activity.entity';
import type { ActivityFields, ActivityType } from './activity-types/registry';
import type { SectionOrder } from './outline-order';

/** Whose eyes an outline is for: staff get the Markdown too, visitors titles only. */
export type OutlineView = 'staff' | 'member' | 'visitor';

/** An activity in an outline; the fields that its view leaves out are not there. */
export interface OutlineActivityRecord {
  id: string;
  type: ActivityType;
  title: string;
  contentHtml?: string | null;
  videoUrl?: string | null;
  content?: string | null;
  version: number;
}

export interface OutlineSectionRecord {
  id: string;
  title: string;
  summary: string;
  version: number;
  activities: OutlineActivityRecord[];
}

interface OutlineRow extends Omit<OutlineActivityRecord, 'id' | 'videoUrl'> {
  videoUrl: string | null;
  /** JSON. */
  ownFields: string | null;
  sectionId: Buffer;
  sectionTitle: string;
  sectionSummary: string;
  sectionPosition: number;
  sectionVersion: number;
  activityId: Buffer | null;
  position: number;
}

const CONTENT_COLUMNS: Record<OutlineView, string> = {
  staff: ', a.content_html AS contentHtml, a.video_url AS videoUrl, a.own_fields AS ownFields, a.content',
  member: ', a.content_html AS contentHtml, a.video_url AS videoUrl, a.own_fields AS ownFields',
  visitor: '',
};

/** The sections and activities of a course as a whole. */
@Injectable()
export class OutlineRepository {
  constructor(private readonly database: Database) {}

  /**
   * The outline in one statement. It is what learners open most, so it selects only what its view shows, hydrates no
   * entities, and leaves sorting to this process: here it moves a few hundred references, whereas the server
   * would copy the text of every page while sorting.
   */
  async outline(courseId: string, view: OutlineView): Promise<OutlineSectionRecord[]> {
    const rows = await this.database.rows<OutlineRow>(
      `SELECT s.id AS sectionId, s.title AS sectionTitle, s.summary AS sectionSummary, s.position AS sectionPosition,
              s.version AS sectionVersion, a.id AS activityId, a.position, a.type, a.title, a.version
              ${CONTENT_COLUMNS[view]}
       FROM sections s LEFT JOIN activities a ON a.section_id = s.id WHERE s.course_id = ?`,
      [toBinary(courseId)],
    );
    rows.sort((a, b) => a.sectionPosition - b.sectionPosition || a.position - b.position);
    const sections = new Map<string, OutlineSectionRecord>();
    for (const row of rows) {
      const id = fromBinary(row.sectionId);
      const section = sections.get(id) ?? toSection(id, row);
      sections.set(id, section);
      if (row.activityId !== null) section.activities.push(toActivity(row.activityId, row, view));
    }
    return [...sections.values()];
  }

  /** All activities in their order, without their content. */
  async activities(courseId: string): Promise<ActivityFacts[]> {
    const rows = await this.database.rows<
      Omit<ActivityFacts, 'id' | 'sectionId' | 'ordinal'> & { id: Buffer; sectionId: Buffer }
    >(
      `SELECT a.id, a.type, a.title, a.position, a.section_id AS sectionId, s.title AS sectionTitle,
              s.position AS sectionPosition
       FROM activities a JOIN sections s ON s.id = a.section_id
       WHERE a.course_id = ? ORDER BY s.position, a.position`,
      [toBinary(courseId)],
    );
    return rows.map((row, index) => ({
      ...row,
      id: fromBinary(row.id),
      sectionId: fromBinary(row.sectionId),
      ordinal: index + 1,
    }));
  }

  /** The ids of sections and activities, and the content's version. */
  async order(courseId: string): Promise<{ version: number; sections: SectionOrder[] }> {
    const rows = await this.database.rows<{
      version: number;
      sectionId: Buffer | null;
      activityId: Buffer | null;
    }>(
      `SELECT c.content_version AS version, s.id AS sectionId, a.id AS activityId
       FROM courses c LEFT JOIN sections s ON s.course_id = c.id LEFT JOIN activities a ON a.section_id = s.id
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
    return { version: rows[0]?.version ?? 0, sections: [...sections.values()] };
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
              section_id = ELT(FIELD(id, ?), ?), position = ELT(FIELD(id, ?), ?) WHERE course_id = ?`,
      [ids, newSections, ids, newSections, ids, positions, course],
    );
  }
}

function toSection(id: string, row: OutlineRow): OutlineSectionRecord {
  const { sectionTitle: title, sectionSummary: summary, sectionVersion: version } = row;
  return { id, title, summary, version, activities: [] };
}

function toActivity(id: Buffer, row: OutlineRow, view: OutlineView): OutlineActivityRecord {
  const { type, title, version, contentHtml, content } = row;
  const shown = { id: fromBinary(id), type, title, version };
  if (view === 'visitor') return shown;
  const ownFields = row.ownFields === null ? null : parseJson<ActivityFields>(row.ownFields);
  const forMembers = {
    ...{ ...shown, contentHtml, videoUrl: null },
    ...fieldsOf({ videoUrl: row.videoUrl, ownFields }),
  };
  return view === 'staff' ? { ...forMembers, content } : forMembers;
}
