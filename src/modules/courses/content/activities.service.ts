import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { DomainEvents } from '../../../shared/events/domain-events';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess } from '../access/course-access';
import type { ActivityType } from '../access/course-standing';
import {
  ActivityNotFoundError,
  OutlineFullError,
  SectionNotFoundError,
  VideoUrlError,
} from '../courses.errors';
import { ActivityCreated, ActivityDeleted, ActivityRenamed } from '../courses.events';
import { ActivitiesRepository, type ActivityRecord } from './activities.repository';
import { ContentChanges } from './content-changes';
import type { CreateActivityDto, UpdateActivityDto } from './dto/activity.dto';
import { ActivityResponse } from './dto/activity.response';
import { MAX_ACTIVITIES } from './outline-order';
import { SectionsRepository } from './sections.repository';

@Injectable()
export class ActivitiesService {
  constructor(
    private readonly activities: ActivitiesRepository,
    private readonly sections: SectionsRepository,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, sectionId: string, dto: CreateActivityDto): Promise<ActivityResponse> {
    const standing = await this.access.section(caller, sectionId, 'content.change');
    const { type, title, content = null } = dto;
    if (type === 'video' && dto.videoUrl === undefined) throw new VideoUrlError('a video needs its videoUrl');
    const videoUrl = addressFor(type, dto.videoUrl) ?? null;
    const contentHtml = htmlOf(content);
    return this.changes.run(standing.courseId, async () => {
      const section = await this.sections.find(sectionId);
      if (!section) throw new SectionNotFoundError();
      const { courseId, activityCount } = section;
      if ((await this.activities.count(courseId)) >= MAX_ACTIVITIES) {
        throw new OutlineFullError(MAX_ACTIVITIES, 'activities');
      }
      const position = Math.min(dto.position ?? Infinity, activityCount + 1);
      if (position <= activityCount) await this.activities.shift(sectionId, position, 1);
      const now = this.clock.now();
      const id = newId();
      const activity = {
        id,
        courseId,
        sectionId,
        position,
        type,
        title,
        content,
        contentHtml,
        videoUrl,
        createdAt: now,
      };
      await this.activities.insert([activity]);
      await this.events.publish(new ActivityCreated(id, courseId, type, title));
      return ActivityResponse.from({ ...activity, version: 1, updatedAt: now }, true);
    });
  }

  async find(caller: Caller, activityId: string): Promise<ActivityResponse> {
    const standing = await this.access.activity(caller, activityId, 'content.read');
    const activity = await this.activities.find(activityId);
    if (!activity) throw new ActivityNotFoundError();
    return ActivityResponse.from(activity, may(caller, 'content.read_source', standing).granted);
  }

  async update(
    caller: Caller,
    activityId: string,
    dto: UpdateActivityDto,
    version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    const html = dto.content === undefined ? {} : { content: dto.content, contentHtml: htmlOf(dto.content) };
    return this.change(caller, activityId, version, async (activity) => {
      const changed: ActivityRecord = {
        ...activity,
        ...html,
        title: dto.title ?? activity.title,
        videoUrl: addressFor(activity.type, dto.videoUrl) ?? activity.videoUrl,
        version: activity.version + 1,
        updatedAt: notBefore(this.clock.now(), activity.updatedAt),
      };
      await this.activities.update(changed);
      if (changed.title !== activity.title) {
        await this.events.publish(new ActivityRenamed(activityId, changed.title));
      }
      return ActivityResponse.from(changed, true);
    });
  }

  /** Refused by a ConflictError of the module whose learners' work hangs on it, if there is any. */
  async delete(caller: Caller, activityId: string, version: ExpectedVersion): Promise<void> {
    await this.change(caller, activityId, version, async ({ courseId, sectionId, position }) => {
      await this.events.publish(new ActivityDeleted(activityId, courseId));
      await this.activities.delete(activityId);
      await this.activities.shift(sectionId, position, -1);
    });
  }

  private async change<T>(
    caller: Caller,
    activityId: string,
    version: ExpectedVersion,
    work: (activity: ActivityRecord) => Promise<T>,
  ): Promise<T> {
    const standing = await this.access.activity(caller, activityId, 'content.change');
    return this.changes.run(standing.courseId, async () => {
      const activity = await this.activities.find(activityId);
      if (!activity) throw new ActivityNotFoundError();
      if (isStale(version, activity.version)) throw new StaleVersionError('activity');
      return work(activity);
    });
  }
}

function htmlOf(content: string | null): string | null {
  return content === null ? null : renderMarkdown(content);
}

/** The address as browsers write it, so that no quote or space in it is left unescaped. */
function addressFor(type: ActivityType, videoUrl: string | undefined): string | undefined {
  if (videoUrl === undefined) return undefined;
  if (type !== 'video') throw new VideoUrlError(`a ${type} has no videoUrl`);
  return new URL(videoUrl).href;
}
