import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { HAS_STATUS } from '../../courses';
import { isSuspended } from '../../identity';

/** Courses with a single instructor, or a single owner. */
@Injectable()
export class TaughtAloneRepository {
  constructor(private readonly database: Database) {}

  /**
   * The title of a course, not archived, in which the person is an instructor on the day and nobody else who can sign in is, or
   * its owner and nobody else is; undefined if there is none. The day is one for all courses: the time zone of a course matters for some hours only.
   */
  async oneTaughtAloneBy(userId: string, today: string): Promise<string | undefined> {
    const row = await this.database.row<{ title: string }>(
      `SELECT c.title FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND e.role = 'instructor' AND ${HAS_STATUS.active.sql('e')} AND c.status <> 'archived'
         AND NOT EXISTS (SELECT 1 FROM enrollments o JOIN users u ON u.id = o.user_id
           WHERE o.course_id = e.course_id AND o.user_id <> e.user_id AND o.role = 'instructor' AND o.is_owner >= e.is_owner
             AND ${HAS_STATUS.active.sql('o')} AND NOT ${isSuspended('u')} AND u.role IN ('administrator', 'instructor'))
       LIMIT 1`,
      [toBinary(userId), today, today, today, today],
    );
    return row?.title;
  }
}
