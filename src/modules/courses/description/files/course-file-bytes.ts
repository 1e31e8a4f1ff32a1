import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { FilesFacade } from '../../../files';

/** How much the files of a course are together: those of its activities, of its syllabus and its cover. */
@Injectable()
export class CourseFileBytes {
  constructor(
    private readonly database: Database,
    private readonly files: FilesFacade,
  ) {}

  /**
   * To be called in the transaction that adds files, which holds the row of the course. Each file counts once. One statement.
   *
   * @param coverFileId the cover that the course is about to get; left out: the one that it has
   * @throws CourseLimitError
   */
  async requireWithinLimit(courseId: string, coverFileId?: string | null): Promise<void> {
    const cover =
      coverFileId === undefined
        ? { sql: 'SELECT c.cover_file_id FROM courses c WHERE c.id = ?', of: courseId }
        : { sql: 'SELECT v.id FROM files v WHERE v.id = ?', of: coverFileId };
    const parts = [
      {
        sql: 'SELECT af.file_id FROM activities a JOIN activity_files af ON af.activity_id = a.id WHERE a.course_id = ?',
        of: courseId,
      },
      { sql: 'SELECT sf.file_id FROM course_syllabus_files sf WHERE sf.course_id = ?', of: courseId },
      cover,
    ].flatMap(({ sql, of }) => (of === null ? [] : [{ sql, of }]));
    const row = await this.database.row<{ bytes: string }>(
      `SELECT COALESCE(SUM(f.bytes), 0) AS bytes FROM (${parts.map(({ sql }) => sql).join(' UNION ')}) n
       JOIN files f ON f.id = n.file_id`,
      parts.map(({ of }) => toBinary(of)),
    );
    this.files.requireWithinCourse(Number(row?.bytes ?? 0));
  }
}
