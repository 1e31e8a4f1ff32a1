import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, IsNull, LessThanOrEqual, MoreThan, Not, type Repository } from 'typeorm';
import { columnsOf } from '../../../../../shared/database/columns-of';
import { Database } from '../../../../../shared/database/database';
import { toBinary } from '../../../../../shared/database/ids';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../../../identity';
import { Course } from '../../../course.entity';
import { type ScheduleColumns, ScheduledPublication } from './scheduled-publication.entity';

const SCHEDULE = columnsOf(ScheduledPublication, 'p', [
  ...(['courseId', 'state', 'publishAt', 'note', 'scheduledBy', 'scheduledAt', 'settledAt'] as const),
  ...(['publishedNumber', 'refusal', 'version'] as const),
]);
const RECORD = SCHEDULE.andExpressions<AuthorRow>(AUTHOR);
const COURSE = columnsOf(Course, 'c', ['contentDueAt', 'status']);

/** A publication that was scheduled, with who asked for it. */
export type ScheduleRecord = ScheduleColumns & { author: Author };

/** Whom a mail about it goes to. */
export interface ScheduleReader {
  email: string;
  locale: string | null;
  course: string;
  timeZone: string;
}

/** Publications that were scheduled, at most one a course. Writers hold the course's row. */
@Injectable()
export class ScheduledPublicationsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(ScheduledPublication) private readonly schedules: Repository<ScheduledPublication>,
    @InjectRepository(Course) private readonly courses: Repository<Course>,
  ) {}

  /** Those that were called off included. */
  async find(courseId: string): Promise<ScheduleRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${RECORD.sql} FROM scheduled_publications p LEFT JOIN users u ON u.id = p.scheduled_by
       WHERE p.course_id = ?`,
      [toBinary(courseId)],
      RECORD,
    );
    return row && withAuthor(row);
  }

  /**
   * Locks a course for which a publication is due until the transaction ends; undefined where none is. With `skipLocked` also where
   * somebody else holds the course.
   */
  async lockDue(
    courseId: string,
    now: Date,
    { skipLocked = false } = {},
  ): Promise<Pick<Course, 'contentDueAt' | 'status'> | undefined> {
    return this.database.row(
      `SELECT ${COURSE.sql} FROM courses c WHERE c.id = ? AND c.content_due_at <= ?
       FOR UPDATE${skipLocked ? ' SKIP LOCKED' : ''}`,
      [toBinary(courseId), now],
      COURSE,
    );
  }

  /** The courses for which one is due, in the order of their ids, behind the given one. By one index. */
  async due(now: Date, most: number, after?: string): Promise<string[]> {
    const rows = await this.courses.find({
      where: {
        contentDueAt: And(LessThanOrEqual(now), Not(IsNull())),
        ...(after === undefined ? {} : { id: MoreThan(after) }),
      },
      select: { id: true },
      order: { id: 'ASC' },
      take: most,
    });
    return rows.map(({ id }) => id);
  }

  async put(schedule: ScheduleColumns): Promise<void> {
    await this.schedules.upsert(schedule, ['courseId']);
    await this.courses.update(
      { id: schedule.courseId },
      { contentDueAt: schedule.state === 'waiting' ? schedule.publishAt : null },
    );
  }

  /** Undefined where they have no address, or left. */
  async reader(courseId: string): Promise<ScheduleReader | undefined> {
    return this.database.row(
      `SELECT u.email, u.locale, c.title AS course, c.time_zone AS timeZone
       FROM scheduled_publications p JOIN users u ON u.id = p.scheduled_by JOIN courses c ON c.id = p.course_id
       WHERE p.course_id = ? AND u.email IS NOT NULL AND u.disabled_at IS NULL`,
      [toBinary(courseId)],
    );
  }
}
