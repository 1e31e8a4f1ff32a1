import { Injectable } from '@nestjs/common';
import type { CourseStatus } from '../../shared/auth/permissions';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { type SourcedRows, SourcedTable } from '../../shared/database/sourced-table';

/** What a roster says of a span of the school's calendar. Days are `YYYY-MM-DD`. */
export interface RosterSession {
  title: string;
  type: string;
  startDate: string;
  endDate: string;
  parentId: string | null;
  /** The year in which the school year ends. */
  schoolYear: number | null;
}

/** What a roster says of what is taught again and again (a OneRoster *course*). */
export interface RosterTemplate {
  title: string;
  code: string | null;
  orgId: string | null;
}

/** What a roster says of a course (a OneRoster *class*). */
export interface RosterCourse {
  code: string;
  title: string;
  /** First and last day. */
  startDate: string | null;
  endDate: string | null;
  academicSessionId: string | null;
  templateId: string | null;
  orgId: string | null;
  status: CourseStatus;
  /** IANA name. Not from the roster, but its days are reckoned in it. */
  timeZone: string;
}

/** The calendar, templates and courses for roster imports. Checks nobody's rights and tells no events. */
@Injectable()
export class CoursesRoster {
  readonly sessions: SourcedRows<RosterSession>;
  readonly templates: SourcedRows<RosterTemplate>;
  readonly courses: SourcedRows<RosterCourse>;

  constructor(private readonly database: Database) {
    this.sessions = new SourcedTable<RosterSession>(database, {
      table: 'academic_sessions',
      columns: {
        title: 'title',
        type: 'type',
        startDate: 'start_date',
        endDate: 'end_date',
        parentId: 'parent_id',
        schoolYear: 'school_year',
      },
      ids: ['parentId'],
    });
    this.templates = new SourcedTable<RosterTemplate>(database, {
      table: 'course_templates',
      columns: { title: 'title', code: 'code', orgId: 'org_id' },
      ids: ['orgId'],
    });
    this.courses = new SourcedTable<RosterCourse>(database, {
      table: 'courses',
      columns: {
        code: 'code',
        title: 'title',
        startDate: 'start_date',
        endDate: 'end_date',
        academicSessionId: 'academic_session_id',
        templateId: 'template_id',
        orgId: 'org_id',
        status: 'status',
        timeZone: 'time_zone',
      },
      ids: ['academicSessionId', 'templateId', 'orgId'],
      whenAdded: (now) => ({ published_at: now, created_at: now, updated_at: now }),
      whenChanged: 'version = version + 1, updated_at = GREATEST(updated_at, VALUES(updated_at))',
    });
  }

  /** Returns how many it archived. */
  async archiveCourses(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.database.execute(
      `UPDATE courses SET status = 'archived', version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id IN (?) AND status <> 'archived'`,
      [now, ids.map(toBinary)],
    );
    return affectedRows;
  }
}
