import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { toBinary, toNullableBinary } from '../../shared/database/ids';
import type { RosterCourse, RosterSession, RosterTemplate } from './roster-courses';

/** Assigns columns from the row that could not be inserted. */
const take = (columns: string[]): string =>
  columns.map((column) => `${column} = VALUES(${column})`).join(', ');

const SESSION_COLUMNS = ['title', 'type', 'start_date', 'end_date', 'parent_id', 'school_year'];
const TEMPLATE_COLUMNS = ['title', 'code', 'org_id'];
const COURSE_COLUMNS = [
  'code',
  'title',
  'start_date',
  'end_date',
  'academic_session_id',
  'template_id',
  'org_id',
];

@Injectable()
export class RosterCoursesRepository {
  constructor(private readonly database: Database) {}

  async upsertSessions(sessions: RosterSession[]): Promise<void> {
    await this.database.insertMany(
      'academic_sessions',
      ['id', 'sourced_id', ...SESSION_COLUMNS],
      sessions.map((session) => [
        toBinary(session.id),
        session.sourcedId,
        session.title,
        session.type,
        session.startDate,
        session.endDate,
        toNullableBinary(session.parentId),
        session.schoolYear,
      ]),
      take(SESSION_COLUMNS),
    );
  }

  async upsertTemplates(templates: RosterTemplate[]): Promise<void> {
    await this.database.insertMany(
      'course_templates',
      ['id', 'sourced_id', ...TEMPLATE_COLUMNS],
      templates.map((template) => [
        toBinary(template.id),
        template.sourcedId,
        template.title,
        template.code,
        toNullableBinary(template.orgId),
      ]),
      take(TEMPLATE_COLUMNS),
    );
  }

  /** A row that stays the same keeps its version; the comparison comes first, while the old values are there. */
  async upsertCourses(courses: RosterCourse[], now: Date): Promise<void> {
    const isSame = COURSE_COLUMNS.map((column) => `${column} <=> VALUES(${column})`).join(' AND ');
    await this.database.insertMany(
      'courses',
      [
        'id',
        'sourced_id',
        ...COURSE_COLUMNS,
        'time_zone',
        'status',
        'published_at',
        'created_at',
        'updated_at',
      ],
      courses.map((course) => [
        toBinary(course.id),
        course.sourcedId,
        course.code,
        course.title,
        course.startDate,
        course.endDate,
        toNullableBinary(course.academicSessionId),
        toNullableBinary(course.templateId),
        toNullableBinary(course.orgId),
        course.timeZone,
        course.status,
        course.status === 'draft' ? null : now,
        now,
        now,
      ]),
      `version = version + IF(${isSame}, 0, 1), updated_at = IF(${isSame}, updated_at, VALUES(updated_at)),
       ${take(COURSE_COLUMNS)}`,
    );
  }
}
