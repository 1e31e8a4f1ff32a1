import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { addressesIn } from '../../../shared/markdown/markdown';
import {
  fileIdsIn,
  mayNameFiles,
  type FileOwner,
  FileOwners,
  type FileResponse,
  FilesFacade,
} from '../../files';
import { CourseAccess } from '../access/course-access';
import { TooManyFilesError } from '../courses.errors';
import type { Activity } from './activity.entity';
import { ActivityFilesRepository } from './activity-files.repository';

const MAX_FILES = 100;

/** The files that the texts of activities name: `![A box plot](/v1/files/…/content)`. */
@Injectable()
export class ActivityFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: ActivityFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * What the texts of the activities show, by the id of the activity, with fresh links, for whoever may read them. Two statements, and
   * none where no text names a file.
   */
  async mediaOf(
    activities: readonly Pick<Activity, 'id' | 'contentHtml'>[],
  ): Promise<(activityId: string) => FileResponse[]> {
    const naming = activities.filter(({ contentHtml }) => mayNameFiles(contentHtml)).map(({ id }) => id);
    if (naming.length === 0) return () => [];
    const references = await this.references.ofActivities(naming);
    const files = await this.files.describe([...new Set(references.map(({ fileId }) => fileId))]);
    const held = Map.groupBy(references, ({ activityId }) => activityId);
    return (activityId) => {
      const own = new Set(held.get(activityId)?.map(({ fileId }) => fileId));
      return files.filter(({ id }) => own.has(id));
    };
  }

  /**
   * To be called in the transaction that writes a text, after the course is locked and the activity is there.
   *
   * @throws FileNotUsableError, TooManyFilesError, CourseLimitError
   */
  async follow(
    caller: Caller,
    activity: { id: string; courseId: string; isNew: boolean },
    content: string | null,
  ): Promise<void> {
    const named = filesNamedIn(content);
    if (named.length > MAX_FILES) throw new TooManyFilesError(MAX_FILES);
    const present = activity.isNew ? [] : await this.references.filesOf(activity.id);
    const gone = present.filter((id) => !named.includes(id));
    await this.references.delete(activity.id, gone);
    await this.files.release(gone);
    const added = named.filter((id) => !present.includes(id));
    if (added.length === 0) return;
    await this.files.requireUsable(
      caller,
      added.map((fileId) => ({ field: 'content', fileId })),
    );
    await this.references.insert(added.map((fileId) => ({ activityId: activity.id, fileId })));
    this.files.requireWithinCourse(await this.references.bytesOfCourse(activity.courseId));
  }

  /** As `follow`, for commands that create activities. */
  async create(activities: readonly { id: string; content: string | null }[]): Promise<void> {
    await this.references.insert(
      activities.flatMap(({ id, content }) =>
        filesNamedIn(content).map((fileId) => ({ activityId: id, fileId })),
      ),
    );
  }

  /** To be called before the activity is deleted, in the same transaction. */
  async releaseActivity(activityId: string): Promise<void> {
    await this.files.release(await this.references.filesOf(activityId));
  }

  /** As `releaseActivity`, for all activities of a course. */
  async releaseCourse(courseId: string): Promise<void> {
    await this.files.release(await this.references.filesOfCourse(courseId));
  }

  /** The files of activities that the caller may read. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const places = await this.references.placesOf(fileIds);
    if (places.length === 0) return [];
    const may = await this.access.inCourses(caller);
    return places.filter((place) => may('content.read', place)).map(({ fileId }) => fileId);
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }
}

function filesNamedIn(content: string | null): string[] {
  return mayNameFiles(content) ? fileIdsIn(addressesIn(content)) : [];
}
