import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { OnEvent } from '../../../shared/events/domain-events';
import { ActivityOpened } from '../../courses';

/** About 10 MB. */
const MOST_REMEMBERED = 50_000;

/**
 * Notes the day on which a learner last opened an activity of a course. Each process writes at most once a day for a
 * learner and a course, so that reading costs no statement more.
 */
@Injectable()
export class Visits {
  private readonly logger = new Logger(Visits.name);
  /** The day written last, by course and learner. */
  private readonly written = new Map<string, string>();

  constructor(private readonly database: Database) {}

  @OnEvent(ActivityOpened)
  async onActivityOpened({ courseId, userId, today }: ActivityOpened): Promise<void> {
    const key = `${courseId} ${userId}`;
    if (this.written.get(key) === today) return;
    try {
      await this.database.run(
        `INSERT INTO course_visits (course_id, user_id, last_day) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE last_day = GREATEST(last_day, VALUES(last_day))`,
        [toBinary(courseId), toBinary(userId), today],
      );
    } catch (error) {
      // A page can be read although nobody can note that it was.
      this.logger.warn({ err: error as Error, courseId, userId }, 'A visit could not be noted');
      return;
    }
    if (this.written.size >= MOST_REMEMBERED) this.written.clear();
    this.written.set(key, today);
  }
}
