import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Course } from '../course.entity';
import { ActivityFile } from './activity-file.entity';

const PLACE = columnsOf(ActivityFile, 'af', ['fileId']).and(
  columnsOf(Course, 'c', { courseId: 'id', status: 'status' }),
);
const OF_COURSE = columnsOf(ActivityFile, 'af', ['fileId']);

/** A file, and a course in which an activity has it. */
export type FilePlace = Pick<ActivityFile, 'fileId'> & { courseId: string; status: Course['status'] };

/** Which activities have which files. */
@Injectable()
export class ActivityFilesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(ActivityFile) private readonly references: Repository<ActivityFile>,
  ) {}

  async filesOf(activityId: string): Promise<string[]> {
    const found = await this.references.find({ where: { activityId }, select: { fileId: true } });
    return found.map(({ fileId }) => fileId);
  }

  async ofActivities(activityIds: readonly string[]): Promise<Pick<ActivityFile, 'activityId' | 'fileId'>[]> {
    return this.references.find({
      where: { activityId: In([...activityIds]) },
      select: { activityId: true, fileId: true },
    });
  }

  /** Of all activities of a course, each once. */
  async filesOfCourse(courseId: string): Promise<string[]> {
    const found = await this.database.rows(
      `SELECT DISTINCT ${OF_COURSE.sql} FROM activities a JOIN activity_files af ON af.activity_id = a.id WHERE a.course_id = ?`,
      [toBinary(courseId)],
      OF_COURSE,
    );
    return found.map(({ fileId }) => fileId);
  }

  /** The sum of all files of a course, each counted once, in bytes. */
  async bytesOfCourse(courseId: string): Promise<number> {
    const row = await this.database.row<{ bytes: string }>(
      `SELECT COALESCE(SUM(f.bytes), 0) AS bytes FROM files f WHERE f.id IN (
         SELECT af.file_id FROM activities a JOIN activity_files af ON af.activity_id = a.id WHERE a.course_id = ?)`,
      [toBinary(courseId)],
    );
    return Number(row?.bytes ?? 0);
  }

  /** The courses in which activities have these files. */
  async placesOf(fileIds: readonly string[]): Promise<FilePlace[]> {
    return this.database.query(
      `SELECT DISTINCT ${PLACE.sql} FROM activity_files af
       JOIN activities a ON a.id = af.activity_id JOIN courses c ON c.id = a.course_id WHERE af.file_id IN (?)`,
      [fileIds.map(toBinary)],
      PLACE,
    );
  }

  /** Those of the files that an activity has. */
  async held(fileIds: readonly string[]): Promise<string[]> {
    const found = await this.database.query(
      `SELECT DISTINCT ${OF_COURSE.sql} FROM activity_files af WHERE af.file_id IN (?)`,
      [fileIds.map(toBinary)],
      OF_COURSE,
    );
    return found.map(({ fileId }) => fileId);
  }

  async insert(references: { activityId: string; fileId: string }[]): Promise<void> {
    if (references.length > 0) await this.references.insert(references);
  }

  async delete(activityId: string, fileIds: readonly string[]): Promise<void> {
    if (fileIds.length > 0) await this.references.delete({ activityId, fileId: In([...fileIds]) });
  }
}
