import { text } from 'node:stream/consumers';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import {
  type FileFacts,
  mayNameFiles,
  type FileOwner,
  FileOwners,
  type FileResponse,
  FilesFacade,
  type OpenedFile,
} from '../../files';
import { ReleaseGate } from '../release/release-gate';
import { CourseAccess } from '../access/course-access';
import { CourseFileBytes } from '../description/files/course-file-bytes';
import {
  InvalidCaptionsError,
  TooManyFilesError,
  type WrongCaptions,
  WrongFileTypeError,
} from '../courses.errors';
import { type Activity, fieldsOf } from './activity.entity';
import { ActivityFilesRepository, type FilePlace, type HeldFile } from './activity-files.repository';
import { type ActivityText, filesNamedIn } from './activity-text';
import type { FieldFile } from './activity-types/activity-type';
import { type ActivityFields, findActivityType } from './activity-types/registry';
import { vttFault } from './activity-types/video/web-vtt';

const MAX_FILES = 100;
/** Captions of a day of speech are shorter. */
const MOST_CAPTION_BYTES = 1024 * 1024;

/** Files that an activity names, all of which its author may use. */
export interface NamedFiles {
  /** Which it did not have before. */
  added: string[];
  /** Which its draft alone named before. */
  gone: string[];
  /** Which its draft named before, and a version goes on naming. */
  kept: string[];
  /** Which it had for a version, and has for its draft again. */
  again: string[];
  /** The fields, with what is known of the files that they name. */
  fields: ActivityFields;
}

/**
 * The files of activities: those that texts name, `![A box plot](/v1/files/…/content)`, and those that fields of a type name, such as the
 * files of a folder.
 */
@Injectable()
export class ActivityFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: ActivityFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly access: CourseAccess,
    private readonly gate: ReleaseGate,
    private readonly bytes: CourseFileBytes,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * What the activities show, by the id of the activity, with fresh links, for whoever may read them. Two statements, and none where
   * nothing names a file.
   */
  async mediaOf(
    activities: readonly Pick<Activity, 'id' | 'type' | 'contentHtml' | 'videoUrl' | 'ownFields'>[],
  ): Promise<(activityId: string) => FileResponse[]> {
    const naming = activities.filter(
      (activity) =>
        mayNameFiles(activity.contentHtml) || filesInFields(activity.type, fieldsOf(activity)).length > 0,
    );
    if (naming.length === 0) return () => [];
    const references = await this.references.ofActivities(naming.map(({ id }) => id));
    const files = await this.files.describe([...new Set(references.map(({ fileId }) => fileId))]);
    const held = Map.groupBy(references, ({ activityId }) => activityId);
    const shown = new Map(naming.map((activity) => [activity.id, activity]));
    return (activityId) => {
      const activity = shown.get(activityId);
      const ofFields = activity
        ? filesInFields(activity.type, fieldsOf(activity)).map(({ fileId }) => fileId)
        : [];
      // It may have others, which another version of it names.
      const own = new Set(
        held
          .get(activityId)
          ?.map(({ fileId }) => fileId)
          .filter((id) => activity?.contentHtml?.toLowerCase().includes(id) || ofFields.includes(id)),
      );
      return files.filter(({ id }) => own.has(id));
    };
  }

  /**
   * Reads the files of captions that fields name, before the transaction that writes the activity: nobody else waits for the storage.
   * Those that the caller may not read are left to `require`.
   *
   * @param caller null where no person acts: every file is looked at
   * @throws InvalidCaptionsError
   */
  async checkCaptions(caller: Caller | null, type: string, fields: ActivityFields): Promise<void> {
    const named = filesInFields(type, fields).filter(({ isCaptions }) => isCaptions);
    if (named.length === 0) return;
    const ids = named.map(({ fileId }) => fileId);
    const files = await (caller ? this.files.openReadable(caller, ids) : this.files.open(ids));
    const wrong: WrongCaptions[] = [];
    for (const { field, fileId } of named) {
      const file = files.find(({ id, mediaType }) => id === fileId && mediaType === 'text/vtt');
      const fault = file && (await captionsFault(file));
      if (fault) wrong.push({ field, ...fault });
    }
    if (wrong.length > 0) throw new InvalidCaptionsError(wrong);
  }

  /**
   * To be called in the transaction that writes the activity, after the course is locked; then `hold`.
   *
   * @param activityId null for one that is not there yet
   * @throws FileNotUsableError, TooManyFilesError, WrongFileTypeError
   */
  async require(caller: Caller, activityId: string | null, wanted: ActivityText): Promise<NamedFiles> {
    const ofFields = filesInFields(wanted.type, wanted.fields);
    const named = [...filesNamedIn(wanted).map((fileId) => ({ field: 'content', fileId })), ...ofFields];
    const ids = new Set(named.map(({ fileId }) => fileId));
    if (ids.size > MAX_FILES)
      throw new TooManyFilesError(MAX_FILES, (ofFields.at(-1) ?? { field: 'content' }).field);
    const present = activityId === null ? [] : await this.references.filesOf(activityId);
    const added = named.filter(({ fileId }) => !present.some((held) => held.fileId === fileId));
    if (added.length > 0) await this.files.requireUsable(caller, added);
    return {
      added: [...new Set(added.map(({ fileId }) => fileId))],
      gone: idsOf(present, ({ fileId, isPublished }) => !isPublished && !ids.has(fileId)),
      kept: idsOf(present, ({ fileId, isPublished }) => isPublished && !ids.has(fileId)),
      again: idsOf(present, ({ fileId, isDrafted }) => !isDrafted && ids.has(fileId)),
      fields: (await this.withFiles([wanted]))[0] as ActivityFields,
    };
  }

  /** Makes the activity hold the files, once it is there. Throws CourseLimitError. */
  async hold(activity: { id: string; courseId: string }, files: NamedFiles): Promise<void> {
    const { added, gone, kept, again } = files;
    await this.references.setDraftedOf(activity.id, kept, false);
    await this.references.setDraftedOf(activity.id, again, true);
    await this.references.delete(activity.id, gone);
    await this.files.release(gone);
    if (added.length === 0) return;
    await this.references.insert(added.map((fileId) => ({ activityId: activity.id, fileId })));
    await this.bytes.requireWithinLimit(activity.courseId);
  }

  /** The fields of activities as they are stored. Throws WrongFileTypeError. One statement, and none where they name no file. */
  async withFiles(activities: readonly Pick<ActivityText, 'type' | 'fields'>[]): Promise<ActivityFields[]> {
    const named = activities.map(({ type, fields }) => filesInFields(type, fields));
    const ids = named.flat().map(({ fileId }) => fileId);
    const facts = ids.length === 0 ? new Map<string, FileFacts>() : await this.files.facts(ids);
    const wrong = named
      .flat()
      .flatMap(({ field, fileId, types }) =>
        types && !isOneOf(types, facts.get(fileId)) ? [{ field, types }] : [],
      );
    if (wrong.length > 0) throw new WrongFileTypeError(wrong);
    return activities.map(({ type, fields }) => ({
      ...fields,
      ...findActivityType(type)?.withFiles?.(fields, facts),
    }));
  }

  /** As `hold`, for commands that create activities. */
  async create(activities: readonly (ActivityText & { id: string })[]): Promise<void> {
    await this.references.insert(
      activities.flatMap(({ id, ...activity }) =>
        namedIn(activity).map((fileId) => ({ activityId: id, fileId })),
      ),
    );
  }

  /**
   * As `hold`, for many new activities at once: of what they name, they hold these files, which the caller has made sure of. Throws
   * CourseLimitError.
   */
  async createHolding(
    courseId: string,
    activities: readonly (ActivityText & { id: string })[],
    files: ReadonlySet<string>,
  ): Promise<void> {
    const held = activities.flatMap(({ id: activityId, ...activity }) =>
      namedIn(activity)
        .filter((fileId) => files.has(fileId))
        .map((fileId) => ({ activityId, fileId })),
    );
    if (held.length === 0) return;
    await this.references.insert(held);
    await this.bytes.requireWithinLimit(courseId);
  }

  /** To be called in the transaction that publishes the drafts of the course: versions are kept, and so are their files. */
  async publish(courseId: string): Promise<void> {
    await this.references.publish(courseId);
  }

  /** After the drafts of the course have become others: they name what they name now, and let go of what no version names. */
  async recount(courseId: string): Promise<void> {
    const drafts = await this.references.drafts(courseId);
    const named = drafts.flatMap(({ id, ...draft }) =>
      namedIn({ type: draft.type, content: draft.content, fields: fieldsOf(draft) }).map((fileId) => ({
        activityId: id,
        fileId,
      })),
    );
    await this.references.setDrafted(courseId, named);
    await this.files.release(await this.references.removeUnnamed(courseId));
  }

  /** To be called before the activity is deleted, in the same transaction. */
  async releaseActivity(activityId: string): Promise<void> {
    await this.files.release((await this.references.filesOf(activityId)).map(({ fileId }) => fileId));
  }

  /** As `releaseActivity`, for all activities of a course. */
  async releaseCourse(courseId: string): Promise<void> {
    await this.files.release(await this.references.filesOfCourse(courseId));
  }

  /** The files of activities that the caller may read; those of drafts are for staff. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const places = await this.references.placesOf(fileIds);
    if (places.length === 0) return [];
    const may = await this.access.inCourses(caller);
    const seen = places.filter((place) => place.isShown && may('content.read', place));
    const open = await this.open(caller, seen, (place) => may('content.read_source', place));
    return places
      .filter((place) => may('content.read_source', place) || open.has(place))
      .map(({ fileId }) => fileId);
  }

  /** Those of the places that are open to the caller: what guards them is asked once for each course. */
  private async open(
    { userId }: Caller,
    places: readonly FilePlace[],
    isStaffs: (place: FilePlace) => boolean,
  ): Promise<Set<FilePlace>> {
    const [guarded, free] = [
      places.filter(({ isGuarded }) => isGuarded),
      places.filter((one) => !one.isGuarded),
    ];
    const courses = Map.groupBy(
      guarded.filter((place) => !isStaffs(place)),
      ({ courseId }) => courseId,
    );
    const open = new Set(free);
    for (const [, inCourse] of courses) {
      const verdicts = await this.gate.verdicts(inCourse[0] as FilePlace, userId);
      for (const place of inCourse) if (verdicts?.get(place.activityId)?.isOpen !== false) open.add(place);
    }
    return open;
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }
}

/** The files that fields of the type name. */
export function filesInFields(type: string, fields: ActivityFields): readonly FieldFile[] {
  return findActivityType(type)?.filesIn?.(fields) ?? [];
}

function isOneOf(types: readonly string[], file: FileFacts | undefined): boolean {
  return file !== undefined && types.includes(file.mediaType);
}

async function captionsFault({ bytes, read }: OpenedFile): Promise<Omit<WrongCaptions, 'field'> | undefined> {
  if (bytes > MOST_CAPTION_BYTES) return { fault: 'size', line: 1 };
  return vttFault(await text(await read()));
}

/** All files that an activity names, each once. */
function namedIn(activity: ActivityText): string[] {
  const ofFields = filesInFields(activity.type, activity.fields).map(({ fileId }) => fileId);
  return [...new Set([...filesNamedIn(activity), ...ofFields])];
}

function idsOf(held: readonly HeldFile[], isOne: (file: HeldFile) => boolean): string[] {
  return held.filter(isOne).map(({ fileId }) => fileId);
}
