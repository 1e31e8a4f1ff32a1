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
  ...(['id', 'type', 'title', 'contentHtml', 'videoUrl', 'ownFields'] as const),
]);
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
       WHERE s.course_id = ? AND a.archived_at IS NULL ORDER BY s.position, a.position`,
      [toBinary(courseId)],
      DRAFT,
      () => new FindingsReader(),
    );
    return { findings: [...ofCourse, ...findings], isCut };
  }
}

class FindingsReader implements RowReader<Draft> {
  readonly findings: Finding[] = [];
  isCut = false;

  add({ id: activityId, title, contentHtml, ...draft }: Draft): void {
    const ofType = findActivityType(draft.type)?.shutsOut?.(fieldsOf(draft)) ?? [];
    const found = [...ofType.map((code) => ({ code, place: '' })), ...foundInText(contentHtml ?? '')];
    for (const finding of found) {
      if (this.findings.length < MOST_FINDINGS) this.findings.push({ activityId, title, ...finding });
      else this.isCut = true;
    }
  }
}
