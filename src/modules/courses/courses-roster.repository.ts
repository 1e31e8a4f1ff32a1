import { Injectable } from '@nestjs/common';
import type { CourseStatus } from '../../shared/auth/permissions';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import {
  type Sourced,
  type SourcedChange,
  type SourcedRows,
  SourcedTable,
  type SourcedTableOptions,
} from '../../shared/database/sourced-table';
import { DomainEvents } from '../../shared/events/domain-events';
import { CoursesArchived, CoursesArchiving } from './courses.events';
import { CoursesSearch } from './courses-search';

/** The fields of a term that a roster import reads and writes. Days are `YYYY-MM-DD`. */
export interface RosterSession {
  title: string;
  type: string;
  startDate: string;
  endDate: string;
  parentId: string | null;
  /** The year in which the school year ends. */
  schoolYear: number | null;
}

/** The fields of a course template (a OneRoster *course*) that a roster import reads and writes. */
export interface RosterTemplate {
  title: string;
  code: string | null;
  orgId: string | null;
}

/** The fields of a course (a OneRoster *class*) that a roster import reads and writes. */
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
  /** IANA name. Not from the roster, but it determines when a day begins. */
  timeZone: string;
}

/** Terms, templates and courses for roster imports. It checks no permissions. */
@Injectable()
export class CoursesRoster {
  readonly sessions: SourcedRows<RosterSession>;
  readonly templates: SourcedRows<RosterTemplate>;
  readonly courses: SourcedRows<RosterCourse>;

  constructor(
    private readonly database: Database,
    search: CoursesSearch,
    private readonly events: DomainEvents,
  ) {
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
      whenChanged: 'version = version + 1',
    });
    this.templates = new SourcedTable<RosterTemplate>(database, {
      table: 'course_templates',
      columns: { title: 'title', code: 'code', orgId: 'org_id' },
      ids: ['orgId'],
    });
    this.courses = new RosterCourses(search, events, database, {
      table: 'courses',
      active: "t.status <> 'archived'",
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

  /** Archives the courses. Returns how many were not archived before. */
  async archiveCourses(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    await this.events.publish(new CoursesArchiving(ids));
    const { affectedRows } = await this.database.execute(
      `UPDATE courses SET status = 'archived', version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id IN (?) AND status <> 'archived'`,
      [now, ids.map(toBinary)],
    );
    await this.events.publish(new CoursesArchived(ids));
    return affectedRows;
  }
}

class RosterCourses extends SourcedTable<RosterCourse> {
  constructor(
    private readonly search: CoursesSearch,
    private readonly events: DomainEvents,
    database: Database,
    options: SourcedTableOptions<RosterCourse>,
  ) {
    super(database, options);
  }

  override async insert(rows: readonly Sourced<RosterCourse>[], now: Date): Promise<void> {
    await super.insert(rows, now);
    await this.search.add(rows);
  }

  override async update(changes: readonly SourcedChange<RosterCourse>[], now: Date): Promise<void> {
    const archived = changes
      .filter(({ stored, wanted }) => stored.status !== wanted.status && wanted.status === 'archived')
      .map(({ wanted }) => wanted.id);
    if (archived.length > 0) await this.events.publish(new CoursesArchiving(archived));
    await super.update(changes, now);
    if (archived.length > 0) await this.events.publish(new CoursesArchived(archived));
    const renamed = changes.filter(
      ({ stored, wanted }) => stored.title !== wanted.title || stored.code !== wanted.code,
    );
    await this.search.refresh(renamed.map(({ stored }) => stored.id));
  }
}
