import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { HAS_STATUS, isLearnersEnrollment } from '../../courses';

/** An announcement as its mails tell it. */
export interface MailedAnnouncement {
  title: string;
  body: string;
  course: string;
  author: string;
  courseId: string;
  timeZone: string;
}

/** A learner who gets a mail. */
export interface AnnouncementReader {
  userId: string;
  email: string;
  locale: string | null;
}

/** Who gets mails of announcements, and what is in them. */
@Injectable()
export class AnnouncementMailsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Notes that the mails of an announcement are begun. False where they were begun before, or it is no longer to be published at this
   * instant, or without mails.
   */
  async begin(id: string, publishesAt: Date, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `UPDATE announcements SET mailed_at = ?
       WHERE id = ? AND mailed_at IS NULL AND sends_mail = 1 AND publishes_at = ?`,
      [now, toBinary(id), publishesAt],
    );
    return affectedRows > 0;
  }

  /** Undefined where it is gone, or no longer published. */
  async find(id: string, now: Date): Promise<MailedAnnouncement | undefined> {
    const row = await this.database.row<
      Omit<MailedAnnouncement, 'courseId' | 'author'> & {
        courseId: Buffer;
        givenName: string;
        familyName: string;
      }
    >(
      `SELECT n.title, n.body, c.title AS course, c.id AS courseId, c.time_zone AS timeZone,
              u.given_name AS givenName, u.family_name AS familyName
       FROM announcements n JOIN courses c ON c.id = n.course_id JOIN users u ON u.id = n.created_by
       WHERE n.id = ? AND n.publishes_at <= ? AND c.status = 'published'`,
      [toBinary(id), now],
    );
    if (!row) return undefined;
    const { courseId, givenName, familyName, ...announcement } = row;
    return { ...announcement, courseId: fromBinary(courseId), author: `${givenName} ${familyName}` };
  }

  /** The active learners of the course who want mails, up to `limit` behind a person, by id. */
  async readers(
    courseId: string,
    today: string,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<AnnouncementReader[]> {
    const rows = await this.database.rows<Omit<AnnouncementReader, 'userId'> & { userId: Buffer }>(
      `SELECT u.id AS userId, u.email, u.locale FROM enrollments e JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND ${HAS_STATUS.active.sql('e')}
         AND u.disabled_at IS NULL AND u.email IS NOT NULL AND u.id > ?
         AND NOT EXISTS (SELECT 1 FROM announcement_mutes m WHERE m.course_id = e.course_id AND m.user_id = u.id)
       ORDER BY u.id LIMIT ?`,
      [toBinary(courseId), today, today, after === null ? Buffer.alloc(16) : toBinary(after), limit],
    );
    return rows.map(({ userId, ...reader }) => ({ ...reader, userId: fromBinary(userId) }));
  }
}
