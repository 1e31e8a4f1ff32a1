import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { NewSection } from '../course-facts';

export interface SectionRecord {
  id: string;
  courseId: string;
  title: string;
  summary: string;
  position: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** How many activities it has. */
  activityCount: number;
}

type SectionRow = Omit<SectionRecord, 'id' | 'courseId'> & { courseId: Buffer };

/** What writes here holds the course's content lock (ContentChanges). */
@Injectable()
export class SectionsRepository {
  constructor(private readonly database: Database) {}

  async find(sectionId: string): Promise<SectionRecord | undefined> {
    const row = await this.database.row<SectionRow>(
      `SELECT s.course_id AS courseId, s.title, s.summary, s.position, s.version, s.created_at AS createdAt,
              s.updated_at AS updatedAt, (SELECT COUNT(*) FROM activities a WHERE a.section_id = s.id) AS activityCount
       FROM sections s WHERE s.id = ?`,
      [toBinary(sectionId)],
    );
    return row && { ...row, id: sectionId, courseId: fromBinary(row.courseId) };
  }

  async count(courseId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM sections WHERE course_id = ?',
      [toBinary(courseId)],
    );
    return row?.count ?? 0;
  }

  /** Moves the sections from `position` on by one place. */
  async shift(courseId: string, position: number, by: 1 | -1): Promise<void> {
    await this.database.run(
      'UPDATE sections SET position = position + ? WHERE course_id = ? AND position >= ?',
      [by, toBinary(courseId), position],
    );
  }

  async insert(sections: NewSection[]): Promise<void> {
    await this.database.insertMany(
      'sections',
      ['id', 'course_id', 'title', 'summary', 'position', 'created_at', 'updated_at'],
      sections.map((section) => [
        toBinary(section.id),
        toBinary(section.courseId),
        section.title,
        section.summary,
        section.position,
        section.createdAt,
        section.createdAt,
      ]),
    );
  }

  async update({ id, title, summary, version, updatedAt }: SectionRecord): Promise<void> {
    await this.database.run(
      'UPDATE sections SET title = ?, summary = ?, version = ?, updated_at = ? WHERE id = ?',
      [title, summary, version, updatedAt, toBinary(id)],
    );
  }

  async delete(sectionId: string): Promise<void> {
    await this.database.run('DELETE FROM sections WHERE id = ?', [toBinary(sectionId)]);
  }
}
