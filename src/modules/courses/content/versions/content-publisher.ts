import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { DomainEvents } from '../../../../shared/events/domain-events';
import { ContentCheckError, CourseNotFoundError } from '../../courses.errors';
import { ActivityRenamed, ContentPublished } from '../../courses.events';
import { ContentCheck } from '../checks/content-check';
import { ReleaseChecks } from '../../release/release-checks';
import { ActivityFiles } from '../activity-files.service';
import { type CompiledOutline, outlineDigest, placedActivities, ruledCourse } from './compiled-outline';
import { DraftsRepository } from './drafts.repository';
import type { VersionCause } from './version-causes';
import { type PublishingStanding, VersionsRepository } from './versions.repository';

/** Restoring brings back what was let out before. */
const CHECKED: readonly VersionCause[] = ['person', 'course'];

/** How a version comes about. */
export interface Publication {
  cause: VersionCause;
  /** Null where no person asks for it. */
  by: string | null;
  note?: string;
  restoredNumber?: number;
}

/** The number of the version that is published now; `isNew` unless the drafts were the same as those of the one before. */
export interface PublishedNow {
  number: number;
  isNew: boolean;
}

/** Whether learners see the course, but its drafts only when somebody publishes them. */
export function hidesDrafts({ status, publishing }: PublishingStanding): boolean {
  return status === 'published' && publishing === 'manual';
}

/** Makes versions of the drafts of a course. To be called in a transaction that holds the course's row. */
@Injectable()
export class ContentPublisher {
  constructor(
    private readonly drafts: DraftsRepository,
    private readonly versions: VersionsRepository,
    private readonly check: ContentCheck,
    private readonly files: ActivityFiles,
    private readonly checks: ReleaseChecks,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** How the course publishes. Throws CourseNotFoundError. */
  async standing(courseId: string): Promise<PublishingStanding> {
    const standing = await this.versions.standing(courseId);
    if (!standing) throw new CourseNotFoundError();
    return standing;
  }

  /**
   * Publishes a change that was made, where each is published at once. While the drafts have what the course does not let out,
   * they are kept unpublished, so that it can be mended in several steps.
   */
  async afterChange(courseId: string, by: string | null, standing?: PublishingStanding): Promise<void> {
    const present = standing ?? (await this.standing(courseId));
    if (present.publishing !== 'automatic' || present.status !== 'published') return;
    if (await this.shutsPeopleOut(courseId, present)) return;
    await this.publish(courseId, { cause: 'automatic', by }, present);
  }

  private async shutsPeopleOut(courseId: string, { contentCheck }: PublishingStanding): Promise<boolean> {
    return contentCheck === 'required' && (await this.check.of(courseId)).findings.length > 0;
  }

  /** Nothing happens where the drafts are what is published already. Throws CourseNotFoundError, ContentCheckError, ReleaseRulesError. */
  async publish(
    courseId: string,
    publication: Publication,
    standing?: PublishingStanding,
  ): Promise<PublishedNow> {
    const present = standing ?? (await this.standing(courseId));
    const outline = await this.drafts.outline(courseId);
    const digest = outlineDigest(outline);
    const { publishedVersion, newest } = present;
    if (publishedVersion !== null && present.digest?.equals(digest))
      return { number: publishedVersion, isNew: false };
    if (present.contentCheck === 'required' && CHECKED.includes(publication.cause)) {
      const { findings } = await this.check.of(courseId);
      if (findings.length > 0) throw new ContentCheckError(findings);
    }
    await this.checks.require(courseId, ruledCourse(outline, present.timeZone));
    const number = (newest ?? 0) + 1;
    const now = this.clock.now();
    const { cause, by: publishedBy, note = '', restoredNumber = null } = publication;
    await this.versions.insert({
      ...{
        id: newId(),
        courseId,
        number,
        cause,
        publishedBy,
        publishedAt: now,
        note,
        restoredNumber,
        digest,
        outline,
      },
    });
    await this.versions.keepBodies(courseId);
    await this.files.publish(courseId);
    const before = await this.versions.publishedTitles(courseId);
    await this.versions.publish(courseId, outline, number, now);
    await this.tell(courseId, before, outline);
    return { number, isNew: true };
  }

  private async tell(courseId: string, before: Map<string, string>, outline: CompiledOutline): Promise<void> {
    const activities = placedActivities(outline);
    const present = new Set(activities.map(({ id }) => id));
    const withdrawn = [...before.keys()].filter((id) => !present.has(id));
    await this.versions.withdraw(withdrawn);
    const added = activities.filter(({ id }) => !before.has(id));
    for (const { id, title } of activities)
      if (before.has(id) && before.get(id) !== title)
        await this.events.publish(new ActivityRenamed(id, title));
    await this.events.publish(
      new ContentPublished(
        courseId,
        added.map(({ id: activityId, type, title }) => ({ activityId, type, title })),
        withdrawn,
      ),
    );
  }
}
