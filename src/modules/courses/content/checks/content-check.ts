import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database, type RowReader } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Course } from '../../course.entity';
import { Activity, fieldsOf } from '../activity.entity';
import { findActivityType } from '../activity-types/registry';
import { foundInText, type TextFinding } from './found-in-text';

/** Something in a course that shuts people out. */
export interface Finding extends TextFinding {
  /** Null where it is the course itself. */
  activityId: string | null;
  /** Of the activity, or of the course. */
  title: string;
}

/** What is found in a course; not more than `MOST_FINDINGS`, of which there may be others then. */
export interface Findings {
  findings: Finding[];
  isCut: boolean;
}

export const MOST_FINDINGS = 500;

const COURSE = columnsOf(Course, 'c', ['title', 'language']);
const DRAFT = columnsOf(Activity, 'a', [
  ...(['id', 'type', 'title', 'contentHtml', 'videoUrl', 'ownFields', 'position'] as const),
]).andExpressions<{ sectionPosition: number }>({ sectionPosition: 's.position' });
type Draft = RowOf<typeof DRAFT>;

/** Looks through the drafts of a course for what shuts people out. */
@Injectable()
export class ContentCheck {
  constructor(private readonly database: Database) {}

  /** The course itself, then its activities in their order. Two statements; of the texts, one is in memory at a time. */
  async of(courseId: string): Promise<Findings> {
    const course = await this.database.row(
      `SELECT ${COURSE.sql} FROM courses c WHERE c.id = ?`,
      [toBinary(courseId)],
      COURSE,
    );
    const ofCourse: Finding[] =
      course && course.language === null
        ? [{ activityId: null, title: course.title, code: 'language_missing', place: '' }]
        : [];
    const { findings, isCut } = await this.database.eachRow(
      `SELECT ${DRAFT.sql} FROM sections s STRAIGHT_JOIN activities a ON a.section_id = s.id
       WHERE s.course_id = ? AND a.archived_at IS NULL`,
      [toBinary(courseId)],
      DRAFT,
      () => new FindingsReader(),
    );
    return { findings: [...ofCourse, ...findings], isCut };
  }
}

/** So many are kept before they are put in order: pages of nothing but faults do not fill the memory. */
const MOST_SEEN = 20 * MOST_FINDINGS;

/** Rows come in any order: the server would sort the texts of all pages on its disk. */
class FindingsReader implements RowReader<Draft> {
  private readonly seen: { finding: Finding; section: number; position: number }[] = [];

  add({ id: activityId, title, contentHtml, position, sectionPosition: section, ...draft }: Draft): void {
    const ofType = findActivityType(draft.type)?.shutsOut?.(fieldsOf(draft)) ?? [];
    const found = [...ofType.map((code) => ({ code, place: '' })), ...foundInText(contentHtml ?? '')];
    for (const finding of found.slice(0, MOST_SEEN - this.seen.length))
      this.seen.push({ finding: { activityId, title, ...finding }, section, position });
  }

  get findings(): Finding[] {
    // Those of one activity stay in the order of its text.
    return this.seen
      .toSorted((one, other) => one.section - other.section || one.position - other.position)
      .slice(0, MOST_FINDINGS)
      .map(({ finding }) => finding);
  }

  get isCut(): boolean {
    return this.seen.length > MOST_FINDINGS;
  }
}
