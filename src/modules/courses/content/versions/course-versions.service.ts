import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { type CourseAction, may } from '../../../../shared/auth/permissions';
import type { ExpectedVersion } from '../../../../shared/http/etag';
import {
  type CursorQuery,
  decodeCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../../shared/http/pagination';
import { languageOf } from '../../../../shared/sentences/languages';
import { CourseAccess } from '../../access/course-access';
import type { CourseStanding } from '../../access/course-standing';
import { UnpublishedChangesError, VersionNotFoundError } from '../../courses.errors';
import { ContentCheck } from '../checks/content-check';
import { type ContentCheckResponse, toContentCheckResponse } from '../checks/content-check.response';
import { ContentChanges } from '../content-changes';
import { type CompiledOutline, outlineDigest, placedActivities } from './compiled-outline';
import { ContentPublisher, type PublishedNow } from './content-publisher';
import { DraftsRepository } from './drafts.repository';
import type { ContentChangesResponse, ContentItemChange } from './dto/content-changes.response';
import {
  type CourseVersionResponse,
  type PublishedVersionResponse,
  type RestoredVersionResponse,
  toCourseVersionResponse,
  toWholeCourseVersionResponse,
  type WholeCourseVersionResponse,
} from './dto/course-version.response';
import type { ContentChangesQuery, PublishVersionDto, RestoreVersionDto } from './dto/versions.dto';
import { type ItemChange, outlineChanges } from './outline-changes';
import { PublishedOutlines } from './published-outlines';
import { textDiff } from './text-diff';
import { VersionRestoring } from './version-restoring';
import { type VersionRecord, VersionsRepository } from './versions.repository';

/** Characters of all text differences in one answer. */
const MOST_DIFFERENCES = 500_000;

/** Publishing what authors wrote, comparing it with what was published before, and going back. */
@Injectable()
export class CourseVersionsService {
  constructor(
    private readonly versions: VersionsRepository,
    private readonly drafts: DraftsRepository,
    private readonly outlines: PublishedOutlines,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
    private readonly publisher: ContentPublisher,
    private readonly restoring: VersionRestoring,
    private readonly contentCheck: ContentCheck,
  ) {}

  /** The newest first. */
  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<CourseVersionResponse>> {
    await this.access.course(caller, courseId, 'content.read_source');
    const { limit, cursor } = query;
    const rows = await this.versions.page(courseId, placeIn(cursor), limit);
    const page = toPage(rows, limit, ({ number }) => [number], toCourseVersionResponse);
    return withTotal(page, query, (most) => this.versions.count(courseId, most));
  }

  async find(caller: Caller, versionId: string): Promise<WholeCourseVersionResponse> {
    const { version } = await this.admitted(caller, versionId, 'content.read_source');
    return toWholeCourseVersionResponse(version, await this.outlines.of(version.courseId, version.number));
  }

  /** Throws StaleVersionError if the drafts do not have the expected version. */
  async publish(
    caller: Caller,
    courseId: string,
    { note }: PublishVersionDto,
    version: ExpectedVersion,
  ): Promise<PublishedVersionResponse> {
    await this.access.course(caller, courseId, 'content.change');
    const published = await this.changes.publishing(
      courseId,
      () => this.publisher.publish(courseId, { cause: 'person', by: caller.userId, note }),
      version,
    );
    return this.response(courseId, published);
  }

  /** Throws UnpublishedChangesError, VersionNotFoundError, StaleVersionError. */
  async restore(
    caller: Caller,
    versionId: string,
    { note, discardDrafts = false }: RestoreVersionDto,
    expected: ExpectedVersion,
  ): Promise<RestoredVersionResponse> {
    const { version, standing } = await this.admitted(caller, versionId, 'content.change');
    const { courseId, number: restoredNumber } = version;
    const outline = await this.outlines.of(courseId, restoredNumber);
    let missing: { id: string; title: string }[] = [];
    const published = await this.changes.publishing(
      courseId,
      async (present) => {
        const drafts = outlineDigest(await this.drafts.outline(courseId));
        if (!discardDrafts && !present.digest?.equals(drafts)) throw new UnpublishedChangesError();
        missing = await this.restoring.restore(courseId, outline);
        const publication = { cause: 'restoring' as const, by: caller.userId, note, restoredNumber };
        return this.publisher.publish(standing.courseId, publication, present);
      },
      expected,
    );
    return { ...(await this.response(courseId, published)), missing };
  }

  /** What has to be done to the one content so that it becomes the other. Throws VersionNotFoundError. */
  async compare(
    caller: Caller,
    courseId: string,
    { from, to }: ContentChangesQuery,
  ): Promise<ContentChangesResponse> {
    const standing = await this.access.course(caller, courseId, 'content.read_source');
    const [before, after] = [await this.content(standing, from), await this.content(standing, to)];
    const changes = outlineChanges(before.outline, after.outline);
    const texts = {
      before: await this.texts(before, changes, 'before'),
      after: await this.texts(after, changes, 'after'),
    };
    let room = MOST_DIFFERENCES;
    const told = changes.map(({ bodies, fields, ...change }): ContentItemChange => {
      const [was, is] = [texts.before.get(change.id), texts.after.get(change.id)];
      if (!bodies || was === is) return { ...change, fields };
      const difference = room > 0 ? textDiff(was ?? '', is ?? '') : null;
      room -= difference?.length ?? 0;
      return { ...change, fields: [...fields, { field: 'content', difference }] };
    });
    return { from: before.number, to: after.number, changes: told };
  }

  /** What in the drafts shuts people out. */
  async check(caller: Caller, courseId: string): Promise<ContentCheckResponse> {
    await this.access.course(caller, courseId, 'content.read_source');
    const { contentCheck } = await this.publisher.standing(courseId);
    const language = languageOf(caller.locale) ?? 'en';
    return toContentCheckResponse(contentCheck, await this.contentCheck.of(courseId), language);
  }

  private async content(standing: CourseStanding, name: string): Promise<Content> {
    const { courseId, publishedVersion } = standing;
    if (name === 'draft')
      return { number: null, isDraft: true, outline: await this.drafts.outline(courseId) };
    const number = name === 'published' ? publishedVersion : Number(name);
    if (name !== 'published' && !(await this.versions.findByNumber(courseId, Number(name))))
      throw new VersionNotFoundError();
    return { number, isDraft: false, outline: await this.outlines.of(courseId, number) };
  }

  private async texts(
    { isDraft, outline }: Content,
    changes: readonly ItemChange[],
    side: 'before' | 'after',
  ): Promise<Map<string, string>> {
    const changed = changes.flatMap(({ id, bodies }) =>
      bodies ? [{ activityId: id, digest: bodies[side] }] : [],
    );
    if (isDraft) return this.versions.draftContents(changed.map(({ activityId }) => activityId));
    const present = new Set(placedActivities(outline).map(({ id }) => id));
    return this.versions.contents(changed.filter(({ activityId }) => present.has(activityId)));
  }

  private async admitted(
    caller: Caller,
    versionId: string,
    action: CourseAction,
  ): Promise<{ version: VersionRecord; standing: CourseStanding }> {
    const version = await this.versions.find(versionId);
    if (!version) throw new VersionNotFoundError();
    const standing = await this.access.course(
      caller,
      version.courseId,
      'course.see',
      () => new VersionNotFoundError(),
    );
    // Who may not read versions must not learn which there are.
    if (!may(caller, 'content.read_source', standing).granted) throw new VersionNotFoundError();
    return { version, standing: await this.access.course(caller, version.courseId, action) };
  }

  private async response(
    courseId: string,
    { number, isNew }: PublishedNow,
  ): Promise<PublishedVersionResponse> {
    const version = await this.versions.findByNumber(courseId, number);
    if (!version) throw new VersionNotFoundError();
    return { ...toCourseVersionResponse(version), isNew };
  }
}

interface Content {
  number: number | null;
  isDraft: boolean;
  outline: CompiledOutline;
}

function placeIn(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const [number] = decodeCursor(cursor, 1, ([value]) => /^\d{1,9}$/.test(value ?? ''));
  return Number(number);
}
