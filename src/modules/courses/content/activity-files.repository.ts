import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Course } from '../course.entity';
import { Activity } from './activity.entity';
import { PublishedActivity } from './versions/published-activity.entity';
import { ActivityFile } from './activity-file.entity';

const PLACE = columnsOf(ActivityFile, 'af', ['fileId', 'isShown', 'activityId'])
  .and(
    columnsOf(Course, 'c', {
      ...({ courseId: 'id', status: 'status', timeZone: 'timeZone' } as const),
      ...({ publishedVersion: 'publishedVersion' } as const),
    }),
  )
  .and(columnsOf(PublishedActivity, 'pa', ['isGuarded']).orNull());
const DRAFT = columnsOf(Activity, 'a', ['id', 'type', 'content', 'videoUrl', 'ownFields']);
const OF_COURSE = columnsOf(ActivityFile, 'af', ['fileId']);

/** A file, an activity that has it, in which course, and whether it shows it to learners. */
export type FilePlace = RowOf<typeof PLACE>;

/** A file that an activity has. */
export type HeldFile = Pick<ActivityFile, 'fileId' | 'isDrafted' | 'isPublished'>;

/** Which activities have which files. */
@Injectable()
export class ActivityFilesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(ActivityFile) private readonly references: Repository<ActivityFile>,
  ) {}

  async filesOf(activityId: string): Promise<HeldFile[]> {
    return this.references.find({
      where: { activityId },
      select: { fileId: true, isDrafted: true, isPublished: true },
    });
  }

  /** Makes what the drafts of the course name what learners see and versions keep. */
  async publish(courseId: string): Promise<void> {
    await this.database.run(
      `UPDATE activities a STRAIGHT_JOIN activity_files af ON af.activity_id = a.id
       SET af.is_shown = af.is_drafted AND a.archived_at IS NULL,
           af.is_published = af.is_published OR (af.is_drafted AND a.archived_at IS NULL)
       WHERE a.course_id = ?`,
      [toBinary(courseId)],
    );
  }

  /** The drafts of the course that have files, with what may name them. */
  async drafts(courseId: string): Promise<RowOf<typeof DRAFT>[]> {
    return this.database.rows(
      `SELECT ${DRAFT.sql} FROM activities a
       WHERE a.course_id = ? AND EXISTS (SELECT 1 FROM activity_files af WHERE af.activity_id = a.id)`,
      [toBinary(courseId)],
      DRAFT,
    );
  }

  /** Makes these what the drafts of the course name, and nothing else. */
  async setDrafted(
    courseId: string,
    named: readonly { activityId: string; fileId: string }[],
  ): Promise<void> {
    const pairs = named.map(({ activityId, fileId }) => [toBinary(activityId), toBinary(fileId)]);
    await this.database.execute(
      `UPDATE activities a STRAIGHT_JOIN activity_files af ON af.activity_id = a.id
       SET af.is_drafted = ${pairs.length === 0 ? '0' : '(af.activity_id, af.file_id) IN (?)'}
       WHERE a.course_id = ?`,
      [...(pairs.length === 0 ? [] : [pairs]), toBinary(courseId)],
    );
  }

  async setDraftedOf(activityId: string, fileIds: readonly string[], isDrafted: boolean): Promise<void> {
    if (fileIds.length > 0)
      await this.references.update({ activityId, fileId: In([...fileIds]) }, { isDrafted });
  }

  async ofActivities(activityIds: readonly string[]): Promise<Pick<ActivityFile, 'activityId' | 'fileId'>[]> {
    return this.references.find({
      where: { activityId: In([...activityIds]) },
      select: { activityId: true, fileId: true },
    });
  }

  /** Of all activities of a course what neither a draft nor a version names. Returns which files they were. */
  async removeUnnamed(courseId: string): Promise<string[]> {
    const found = await this.database.rows(
      `SELECT DISTINCT ${OF_COURSE.sql} FROM activities a STRAIGHT_JOIN activity_files af ON af.activity_id = a.id
       WHERE a.course_id = ? AND af.is_published = 0 AND af.is_drafted = 0`,
      [toBinary(courseId)],
      OF_COURSE,
    );
    if (found.length === 0) return [];
    await this.database.run(
      `DELETE af FROM activities a STRAIGHT_JOIN activity_files af ON af.activity_id = a.id
       WHERE a.course_id = ? AND af.is_published = 0 AND af.is_drafted = 0`,
      [toBinary(courseId)],
    );
    return found.map(({ fileId }) => fileId);
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

  /** The courses in which activities have these files. */
  async placesOf(fileIds: readonly string[]): Promise<FilePlace[]> {
    return this.database.query(
      `SELECT ${PLACE.sql} FROM activity_files af
       JOIN activities a ON a.id = af.activity_id JOIN courses c ON c.id = a.course_id
       LEFT JOIN published_activities pa ON pa.activity_id = a.id WHERE af.file_id IN (?)`,
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

  async insert(references: Pick<ActivityFile, 'activityId' | 'fileId'>[]): Promise<void> {
    if (references.length > 0) await this.references.insert(references);
  }

  async delete(activityId: string, fileIds: readonly string[]): Promise<void> {
    if (fileIds.length > 0) await this.references.delete({ activityId, fileId: In([...fileIds]) });
  }
}
