import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { NewActivity } from '../course-facts';
import type { ActivityType } from '../access/course-standing';

export interface ActivityRecord {
  id: string;
  courseId: string;
  sectionId: string;
  position: number;
  type: ActivityType;
  title: string;
  content: string | null;
  contentHtml: string | null;
  videoUrl: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

type ActivityRow = Omit<ActivityRecord, 'id' | 'courseId' | 'sectionId'> & {
  courseId: Buffer;
  sectionId: Buffer;
};

/** What writes here holds the course's content lock (ContentChanges). */
@Injectable()
export class ActivitiesRepository {
  constructor(private readonly database: Database) {}

  async find(activityId: string): Promise<ActivityRecord | undefined> {
    const row = await this.database.row<ActivityRow>(
      `SELECT course_id AS courseId, section_id AS sectionId, position, type, title, content,
              content_html AS contentHtml, video_url AS videoUrl, version, created_at AS createdAt,
              updated_at AS updatedAt
       FROM activities WHERE id = ?`,
      [toBinary(activityId)],
    );
    return (
      row && {
        ...row,
        id: activityId,
        courseId: fromBinary(row.courseId),
        sectionId: fromBinary(row.sectionId),
      }
    );
  }

  /** In the whole course. */
  async count(courseId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activities WHERE course_id = ?',
      [toBinary(courseId)],
    );
    return row?.count ?? 0;
  }

  /** Moves the section's activities from `position` on by one place. */
  async shift(sectionId: string, position: number, by: 1 | -1): Promise<void> {
    await this.database.run(
      'UPDATE activities SET position = position + ? WHERE section_id = ? AND position >= ?',
      [by, toBinary(sectionId), position],
    );
  }

  async insert(activities: (NewActivity & { contentHtml: string | null })[]): Promise<void> {
    await this.database.insertMany(
      'activities',
      [
        ...[
          'id',
          'course_id',
          'section_id',
          'position',
          'type',
          'title',
          'content',
          'content_html',
          'video_url',
        ],
        ...['created_at', 'updated_at'],
      ],
      activities.map((activity) => [
        toBinary(activity.id),
        toBinary(activity.courseId),
        toBinary(activity.sectionId),
        activity.position,
        activity.type,
        activity.title,
        activity.content,
        activity.contentHtml,
        activity.videoUrl,
        activity.createdAt,
        activity.createdAt,
      ]),
    );
  }

  async update(activity: ActivityRecord): Promise<void> {
    await this.database.run(
      `UPDATE activities SET title = ?, content = ?, content_html = ?, video_url = ?, version = ?, updated_at = ?
       WHERE id = ?`,
      [
        activity.title,
        activity.content,
        activity.contentHtml,
        activity.videoUrl,
        activity.version,
        activity.updatedAt,
        toBinary(activity.id),
      ],
    );
  }

  async delete(activityId: string): Promise<void> {
    await this.database.run('DELETE FROM activities WHERE id = ?', [toBinary(activityId)]);
  }
}
