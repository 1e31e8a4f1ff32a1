import { Injectable } from '@nestjs/common';
import { type Columns, columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { Activity, fieldsOf } from './activity.entity';
import type { ActivityType } from './activity-types/registry';
import type { SectionOrder } from './outline-order';
import { Section } from './section.entity';

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

const SECTION = columnsOf(Section, 's', {
  ...({ sectionId: 'id', sectionTitle: 'title', sectionSummary: 'summary' } as const),
  ...({ sectionPosition: 'position', sectionVersion: 'version' } as const),
});
const TITLE = columnsOf(Activity, 'a', {
  ...({ activityId: 'id', position: 'position', type: 'type', title: 'title', version: 'version' } as const),
});
const CONTENT = columnsOf(Activity, 'a', ['contentHtml', 'videoUrl', 'ownFields']);
const SOURCE = columnsOf(Activity, 'a', ['content']);

type ActivityRow = RowOf<typeof TITLE> & Partial<RowOf<typeof CONTENT> & RowOf<typeof SOURCE>>;
/** A section with one of its activities; those columns are NULL in a section without any. */
type OutlineRow = RowOf<typeof SECTION> & { [Name in keyof ActivityRow]: ActivityRow[Name] | null };

/** What each view shows. */
const OUTLINE: Record<OutlineView, Columns<OutlineRow>> = {
  visitor: SECTION.and(TITLE.orNull()),
  member: SECTION.and(TITLE.and(CONTENT).orNull()),
  staff: SECTION.and(TITLE.and(CONTENT).and(SOURCE).orNull()),
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
    const columns = OUTLINE[view];
    const rows = await this.database.rows(
      `SELECT ${columns.sql} FROM sections s LEFT JOIN activities a ON a.section_id = s.id WHERE s.course_id = ?`,
      [toBinary(courseId)],
      columns,
    );
    rows.sort((a, b) => a.sectionPosition - b.sectionPosition || (a.position ?? 0) - (b.position ?? 0));
    const sections = new Map<string, OutlineSectionRecord>();
    for (const row of rows) {
      const section = sections.get(row.sectionId) ?? toSection(row);
      sections.set(section.id, section);
      if (hasActivity(row)) section.activities.push(toActivity(row, view));
    }
    return [...sections.values()];
  }

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
              section_id = ELT(FIELD(id, ?), ?), position = ELT(FIELD(id, ?), ?) WHERE course_id = ?`,
      [ids, newSections, ids, newSections, ids, positions, course],
    );
  }
}

function hasActivity(row: OutlineRow): row is OutlineRow & ActivityRow {
  return row.activityId !== null;
}

function toSection(row: OutlineRow): OutlineSectionRecord {
  const { sectionId: id, sectionTitle: title, sectionSummary: summary, sectionVersion: version } = row;
  return { id, title, summary, version, activities: [] };
}

function toActivity(row: ActivityRow, view: OutlineView): OutlineActivityRecord {
  const { activityId: id, type, title, version, contentHtml, content } = row;
  const { videoUrl = null, ownFields = null } = row;
  const shown = { id, type, title, version };
  if (view === 'visitor') return shown;
  const forMembers = { ...shown, contentHtml, videoUrl: null, ...fieldsOf({ type, videoUrl, ownFields }) };
  return view === 'staff' ? { ...forMembers, content } : forMembers;
}
