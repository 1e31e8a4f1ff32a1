import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { CourseAccess } from '../../courses';
import type { AnnouncementMailResponse } from './dto/announcement.response';

/** Whether people want mails of the announcements of a course. They do until they say otherwise. */
@Injectable()
export class AnnouncementChoices {
  constructor(
    private readonly database: Database,
    private readonly access: CourseAccess,
  ) {}

  async read(caller: Caller, courseId: string): Promise<AnnouncementMailResponse> {
    await this.access.course(caller, courseId, 'announcements.read');
    const muted = await this.database.row(
      'SELECT 1 AS found FROM announcement_mutes m WHERE m.course_id = ? AND m.user_id = ?',
      [toBinary(courseId), toBinary(caller.userId)],
    );
    return { isWanted: muted === undefined };
  }

  async change(caller: Caller, courseId: string, isWanted: boolean): Promise<AnnouncementMailResponse> {
    await this.access.course(caller, courseId, 'announcements.read');
    await this.database.run(
      isWanted
        ? 'DELETE FROM announcement_mutes WHERE course_id = ? AND user_id = ?'
        : 'INSERT INTO announcement_mutes (course_id, user_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE user_id = user_id',
      [toBinary(courseId), toBinary(caller.userId)],
    );
    return { isWanted };
  }
}
