import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { isId, newId } from '../../../shared/database/ids';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess } from '../access/course-access';
import type { ActivityStanding } from '../access/course-standing';
import {
  ActivityNotFoundError,
  ActivityPublishedError,
  OutlineFullError,
  SectionNotFoundError,
} from '../courses.errors';
import { asksTheSame, type CompletionRule, completionRuleOf } from '../completion/completion-rule';
import { checkCompletion, readCompletion } from '../completion/dto/reading';
import {
  ActivityCreated,
  ActivityDeleted,
  ActivityOpened,
  ActivityRenamed,
  CompletionRuleChanging,
} from '../courses.events';
import { readRule } from '../release/dto/reading';
import { ConditionKinds } from '../release/kinds/registry';
import type { Verdicts } from '../release/prepared-course';
import { ReleaseGate } from '../release/release-gate';
import { ActivityFiles } from './activity-files.service';
import { ActivitiesRepository } from './activities.repository';
import { ActivityList, type ActivityPlace } from './activity-list.repository';
import { type Activity, columnsFor, fieldsOf } from './activity.entity';
import type { ActivityFields } from './activity-types/registry';
import { checkFields, readActivityChange, readNewActivity } from './activity-types/requests';
import { type ActivityText, htmlOf } from './activity-text';
import { ContentChanges } from './content-changes';
import type { ActivitiesQuery } from './dto/activities.query';
import { type ActivityResponse, type ShownActivity, toActivityResponse } from './dto/activity.response';
import { type Neighbors, NeighborsInCourse } from './neighbors';
import { MAX_ACTIVITIES } from './outline-order';
import { SectionArchivedError } from './sections.errors';
import { SectionsRepository } from './sections.repository';
import { hidesDrafts } from './versions/content-publisher';
import { PublishedActivities } from './versions/published-activities.repository';
import type { PublishingStanding } from './versions/versions.repository';

@Injectable()
export class ActivitiesService {
  constructor(
    private readonly activities: ActivitiesRepository,
    private readonly activityList: ActivityList,
    private readonly published: PublishedActivities,
    private readonly neighbors: NeighborsInCourse,
    private readonly sections: SectionsRepository,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
    private readonly files: ActivityFiles,
    private readonly gate: ReleaseGate,
    private readonly kinds: ConditionKinds,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** In the order of the course. Reading them so is no visit, as opening one is. */
  async list(caller: Caller, courseId: string, query: ActivitiesQuery): Promise<Page<ActivityResponse>> {
    const standing = await this.access.course(caller, courseId, 'content.read');
    const { ids, limit, cursor, archived } = query;
    const filter = { courseId, ids, archived };
    if (!may(caller, 'content.read_source', standing).granted) {
      const closed = closedIn(await this.gate.verdicts(standing, caller.userId));
      return this.listPublished(query, { courseId, ids, closed });
    }
    const rows = await this.activityList.page(filter, { after: placeIn(cursor), limit });
    const media = await this.files.mediaOf(rows);
    const page = toPage(
      rows,
      limit,
      ({ sectionPosition, position, id }) => [sectionPosition, position, id],
      (activity) => toActivityResponse(activity, media(activity.id), true),
    );
    return withTotal(page, query, (most) => this.activityList.count(filter, most));
  }

  private async listPublished(
    query: ActivitiesQuery,
    filter: { courseId: string; ids?: string[]; closed: readonly string[] },
  ): Promise<Page<ActivityResponse>> {
    const { limit, cursor } = query;
    const rows = await this.published.page(filter, { after: placeIn(cursor)?.sectionPosition, limit });
    const media = await this.files.mediaOf(rows);
    const page = toPage(
      rows,
      limit,
      ({ position, id }) => [position, 0, id],
      (activity) => toActivityResponse(activity, media(activity.id), false),
    );
    return withTotal(page, query, (most) => this.published.count(filter, most));
  }

  async create(caller: Caller, sectionId: string, body: unknown): Promise<ActivityResponse> {
    const { position: place = Infinity, fields, content = null, ...wanted } = readNewActivity(body);
    const { courseId } = await this.access.section(caller, sectionId, 'content.change');
    const text = { type: wanted.type, content, fields };
    await this.files.checkCaptions(caller, wanted.type, fields);
    const contentHtml = htmlOf(text);
    return this.changes.run({ courseId, by: caller.userId }, async (course) => {
      const section = await this.sections.find(sectionId);
      if (!section) throw new SectionNotFoundError();
      if (section.archivedAt !== null) throw new SectionArchivedError();
      const { inCourse, inSection } = await this.activities.counts(courseId, sectionId);
      if (inCourse >= MAX_ACTIVITIES) throw new OutlineFullError(MAX_ACTIVITIES, 'activities');
      const position = Math.min(place, inSection + 1);
      if (position <= inSection) await this.activities.shift(sectionId, position, 1);
      const files = await this.files.require(caller, null, text);
      const createdAt = this.clock.now();
      const activity = {
        ...{ id: newId(), courseId, sectionId, position, type: wanted.type, title: wanted.title },
        ...{ content, contentHtml, ...columnsFor(files.fields), createdAt },
      };
      await this.activities.insert([activity]);
      await this.files.hold(activity, files);
      const { id, type, title } = activity;
      await this.events.publish(new ActivityCreated(id, courseId, type, title, hidesDrafts(course)));
      return this.response({ ...activity, version: 1, updatedAt: createdAt }, true);
    });
  }

  async find(caller: Caller, activityId: string): Promise<ActivityResponse> {
    const standing = await this.access.activity(caller, activityId, 'content.read');
    const forStaff = may(caller, 'content.read_source', standing).granted;
    const activity = await (forStaff ? this.activities : this.published).find(activityId);
    if (!activity) throw new ActivityNotFoundError();
    const { courseId, role, today } = standing;
    if (role === 'learner')
      await this.events.publish(new ActivityOpened(activityId, courseId, caller.userId, today));
    if (forStaff) return this.response(activity, true);
    return this.response(activity, false, await this.neighbors.of(standing, activityId, caller.userId));
  }

  async update(
    caller: Caller,
    activityId: string,
    body: unknown,
    version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    const standing = await this.access.activity(caller, activityId, 'content.change');
    const { type } = standing.activity;
    const { title, content, releaseRule: sent, fields, ...said } = readActivityChange(type, body);
    if (isEmptyChange({ title, content, releaseRule: sent, ...said, ...fields }))
      return this.response(await this.expected(activityId, version), true);
    const releaseRule = sent === undefined ? undefined : readRule(sent, 'releaseRule', this.kinds);
    const completion = readCompletion(type, said);
    await this.files.checkCaptions(caller, type, fields);
    return this.change(caller, standing, version, async (activity) => {
      const { completionRule = activity.completionRule } = completion;
      checkCompletion(completionRule, { ...fieldsOf(activity), ...fields });
      await this.askAboutCompletions(standing, completionRule);
      const text = textWith(activity, content, fields);
      const files = text && (await this.files.require(caller, activityId, text));
      const changes = {
        title: title ?? activity.title,
        ...(releaseRule === undefined ? {} : { releaseRule }),
        ...completion,
        ...(text &&
          files && { content: text.content, ...columnsFor(files.fields), contentHtml: htmlOf(text) }),
        version: activity.version + 1,
        updatedAt: notBefore(this.clock.now(), activity.updatedAt),
      };
      await this.activities.update(activityId, changes);
      if (files) await this.files.hold(activity, files);
      // What is published keeps its title until the next version.
      if (changes.title !== activity.title && !standing.published)
        await this.events.publish(new ActivityRenamed(activityId, changes.title));
      return this.response({ ...activity, ...changes }, true);
    });
  }

  /** Those who have completed it by the rule that is published have to be thought of. */
  private async askAboutCompletions(
    { activity: { id, type }, published }: ActivityStanding,
    rule: CompletionRule | null,
  ): Promise<void> {
    if (!published || rule?.earlier !== undefined) return;
    const inForce = completionRuleOf(type, published.completionRule);
    if (asksTheSame(inForce, completionRuleOf(type, rule))) return;
    await this.events.publish(new CompletionRuleChanging(id));
  }

  /**
   * Takes the activity out of the outline that the next version is made of. It keeps what learners did, and can come back.
   */
  archive(caller: Caller, activityId: string, version: ExpectedVersion): Promise<ActivityResponse> {
    return this.putAway(caller, activityId, version, async (activity) => {
      if (activity.archivedAt !== null) return {};
      await this.activities.shift(activity.sectionId, activity.position, -1);
      return { archivedAt: this.clock.now(), position: 0 };
    });
  }

  /** Puts an archived activity at the end of its section. */
  unarchive(caller: Caller, activityId: string, version: ExpectedVersion): Promise<ActivityResponse> {
    return this.putAway(caller, activityId, version, async ({ archivedAt, courseId, sectionId }) => {
      if (archivedAt === null) return {};
      if ((await this.sections.find(sectionId))?.archivedAt) throw new SectionArchivedError();
      const { inCourse, inSection } = await this.activities.counts(courseId, sectionId);
      if (inCourse >= MAX_ACTIVITIES) throw new OutlineFullError(MAX_ACTIVITIES, 'activities');
      return { archivedAt: null, archivedWith: null, position: inSection + 1 };
    });
  }

  private async putAway(
    caller: Caller,
    activityId: string,
    version: ExpectedVersion,
    edit: (activity: Activity) => Promise<Partial<Activity>>,
  ): Promise<ActivityResponse> {
    const standing = await this.access.activity(caller, activityId, 'content.change');
    return this.change(caller, standing, version, async (activity) => {
      const edited = await edit(activity);
      if (isEmptyChange(edited)) return this.response(activity, true);
      const changes = {
        ...edited,
        version: activity.version + 1,
        updatedAt: notBefore(this.clock.now(), activity.updatedAt),
      };
      await this.activities.update(activityId, changes);
      return this.response({ ...activity, ...changes }, true);
    });
  }

  /** Refused by a ConflictError of the module whose learners' work hangs on it, if there is any. */
  async delete(caller: Caller, activityId: string, version: ExpectedVersion): Promise<void> {
    const standing = await this.access.activity(caller, activityId, 'content.change');
    await this.change(caller, standing, version, async (activity, course) => {
      const { courseId, sectionId, position, archivedAt } = activity;
      if (standing.published && hidesDrafts(course)) throw new ActivityPublishedError();
      await this.events.publish(new ActivityDeleted(activityId, courseId));
      await this.files.releaseActivity(activityId);
      await this.activities.delete(activityId);
      if (archivedAt === null) await this.activities.shift(sectionId, position, -1);
    });
  }

  private async change<T>(
    { userId: by }: Caller,
    { courseId, activity: { id } }: ActivityStanding,
    version: ExpectedVersion,
    work: (activity: Activity, course: PublishingStanding) => Promise<T>,
  ): Promise<T> {
    return this.changes.run({ courseId, by }, async (course) => {
      return work(await this.expected(id, version), course);
    });
  }

  private async response(
    activity: ShownActivity,
    forStaff: boolean,
    neighbors?: Neighbors,
  ): Promise<ActivityResponse> {
    const media = (await this.files.mediaOf([activity]))(activity.id);
    return toActivityResponse(activity, media, forStaff, neighbors);
  }

  /** Throws StaleVersionError if the activity does not have the expected version. */
  private async expected(activityId: string, version: ExpectedVersion): Promise<Activity> {
    const activity = await this.activities.find(activityId);
    if (!activity) throw new ActivityNotFoundError();
    if (isStale(version, activity.version)) throw new StaleVersionError('activity');
    return activity;
  }
}

/** What the learner may not read. */
function closedIn(verdicts: Verdicts | null): string[] {
  return [...(verdicts ?? [])].flatMap(([id, { isOpen }]) => (isOpen ? [] : [id]));
}

function placeIn(cursor: string | undefined): ActivityPlace | undefined {
  if (cursor === undefined) return undefined;
  const [sectionPosition, position, id] = decodeCursor(
    cursor,
    3,
    ([section, place, last]) =>
      /^\d{1,9}$/.test(section ?? '') && /^\d{1,9}$/.test(place ?? '') && isId(last),
  ) as [string, string, string];
  return { sectionPosition: Number(sectionPosition), position: Number(position), id };
}

/** The text and the fields of an activity after a change; undefined if it changes none of them. Throws the InvalidError of its faults. */
function textWith(
  activity: Activity,
  content: string | null | undefined,
  fields: ActivityFields,
): ActivityText | undefined {
  if (content === undefined && Object.keys(fields).length === 0) return undefined;
  const all = { ...fieldsOf(activity), ...fields };
  checkFields(activity.type, all);
  return { type: activity.type, content: content === undefined ? activity.content : content, fields: all };
}
