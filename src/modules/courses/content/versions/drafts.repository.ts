import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Activity, fieldsOf } from '../activity.entity';
import { ALL_ACTIVITY_TYPES } from '../activity-types/registry';
import { inNestedOrder } from '../section-tree';
import { Section } from '../section.entity';
import { bodyDigest } from './activity-body.entity';
import {
  type CompiledActivity,
  type CompiledOutline,
  type CompiledSection,
  completionIn,
  rulesIn,
} from './compiled-outline';

const SHOWN_WHOLE = ALL_ACTIVITY_TYPES.flatMap(({ name, isShownInOutline }) =>
  isShownInOutline ? [name] : [],
);
const SECTION = columnsOf(Section, 's', {
  ...({ sectionId: 'id', sectionTitle: 'title', summary: 'summary' } as const),
  ...({ sectionPosition: 'position', sectionVersion: 'version', sequential: 'sequential' } as const),
  ...({ sectionRule: 'releaseRule', parentId: 'parentId' } as const),
});
const ACTIVITY = columnsOf(Activity, 'a', [
  ...(['id', 'position', 'type', 'title', 'version', 'videoUrl', 'ownFields'] as const),
  ...(['releaseRule', 'completionRule', 'isRequired', 'expectedBy'] as const),
]).andExpressions<{ digest: string; shownHtml: string | null }>({
  digest: `LOWER(HEX(${bodyDigest('a')}))`,
  shownHtml: `CASE WHEN a.type IN (${SHOWN_WHOLE.map((name) => `'${name}'`).join(', ') || 'NULL'}) THEN a.content_html END`,
});
const DRAFT = SECTION.and(ACTIVITY.orNull());

/** What authors write, before it is published. */
@Injectable()
export class DraftsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The drafts of a course as a version would have them. One statement, and no text but what an outline shows. Sorted in this
   * process: here it moves a few hundred references.
   */
  async outline(courseId: string): Promise<CompiledOutline> {
    const rows = await this.database.rows(
      `SELECT ${DRAFT.sql} FROM sections s LEFT JOIN activities a ON a.section_id = s.id AND a.archived_at IS NULL
       WHERE s.course_id = ? AND s.archived_at IS NULL`,
      [toBinary(courseId)],
      DRAFT,
    );
    rows.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    const placed = new Map(rows.map((row) => [row.sectionId, row]));
    const nested = inNestedOrder(
      [...placed.values()].map(({ sectionId: id, parentId, sectionPosition: position }) => ({
        id,
        parentId,
        position,
      })),
    );
    const ids = new Set(nested.map(({ id }) => id));
    const sections = new Map<string, CompiledSection>(
      nested.flatMap(({ id, parentId }) => {
        const row = placed.get(id);
        return row ? [[id, toSection(row, parentId !== null && ids.has(parentId) ? parentId : null)]] : [];
      }),
    );
    for (const row of rows) {
      if (hasActivity(row)) sections.get(row.sectionId)?.activities.push(toActivity(row));
    }
    return { sections: [...sections.values()] };
  }
}

type Row = RowOf<typeof DRAFT>;
type ActivityRow = RowOf<typeof ACTIVITY>;

function hasActivity(row: Row): row is Row & ActivityRow {
  return row.id !== null;
}

function toSection(
  {
    sectionId: id,
    sectionTitle: title,
    summary,
    sectionVersion: version,
    sectionRule: releaseRule,
    sequential,
  }: Row,
  parentId: string | null,
): CompiledSection {
  const nesting = parentId === null ? {} : { parentId };
  return { id, ...nesting, title, summary, version, ...rulesIn({ releaseRule, sequential }), activities: [] };
}

function toActivity(row: ActivityRow): CompiledActivity {
  const { id, type, title, version, digest, shownHtml } = row;
  const activity = {
    id,
    type,
    title,
    version,
    digest,
    fields: fieldsOf(row),
    ...rulesIn(row),
    ...completionIn(row),
  };
  return SHOWN_WHOLE.includes(type) ? { ...activity, contentHtml: shownHtml } : activity;
}
