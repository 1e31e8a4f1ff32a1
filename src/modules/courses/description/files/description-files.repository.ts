import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Course } from '../../course.entity';
import { CourseSyllabusFile } from './course-syllabus-file.entity';

const PLACE = columnsOf(CourseSyllabusFile, 'n', ['fileId']).and(
  columnsOf(Course, 'c', { courseId: 'id', status: 'status', visibility: 'visibility' }),
);
const HELD = columnsOf(CourseSyllabusFile, 'n', ['fileId']);
/** Files with the courses whose cover or syllabus has them. */
const NAMED = `(SELECT sf.file_id, sf.course_id FROM course_syllabus_files sf WHERE sf.file_id IN (?)
                UNION ALL SELECT v.cover_file_id, v.id FROM courses v WHERE v.cover_file_id IN (?)) n`;

/** A file, and a course that shows it on its cover or in its syllabus. */
export type DescribedPlace = RowOf<typeof PLACE>;

/** A file of a syllabus, with what readers are told that it is. */
export type LabeledFile = Pick<CourseSyllabusFile, 'fileId' | 'label'>;

/** Which courses have which files on their covers and in their syllabi. Writes need the lock of the course's row. */
@Injectable()
export class DescriptionFilesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(Course) private readonly courses: Repository<Course>,
    @InjectRepository(CourseSyllabusFile) private readonly syllabusFiles: Repository<CourseSyllabusFile>,
  ) {}

  /** Of a syllabus, in their order. */
  async filesOf(courseId: string): Promise<LabeledFile[]> {
    return this.syllabusFiles.find({
      where: { courseId },
      select: { fileId: true, label: true },
      order: { position: 'ASC' },
    });
  }

  /** Makes these the files of a syllabus, in this order. */
  async replaceFiles(courseId: string, files: readonly LabeledFile[]): Promise<void> {
    await this.syllabusFiles.delete({ courseId });
    if (files.length === 0) return;
    await this.syllabusFiles.insert(
      files.map(({ fileId, label }, index) => ({ courseId, fileId, position: index + 1, label })),
    );
  }

  async setCover(courseId: string, cover: Partial<Pick<Course, 'coverFileId' | 'coverText'>>): Promise<void> {
    await this.courses.update({ id: courseId }, cover);
  }

  async placesOf(fileIds: readonly string[]): Promise<DescribedPlace[]> {
    const ids = fileIds.map(toBinary);
    return this.database.query(
      `SELECT ${PLACE.sql} FROM ${NAMED} JOIN courses c ON c.id = n.course_id`,
      [ids, ids],
      PLACE,
    );
  }

  /** Those of the files that a cover or a syllabus has. */
  async held(fileIds: readonly string[]): Promise<string[]> {
    const ids = fileIds.map(toBinary);
    const found = await this.database.query(`SELECT DISTINCT ${HELD.sql} FROM ${NAMED}`, [ids, ids], HELD);
    return found.map(({ fileId }) => fileId);
  }
}
