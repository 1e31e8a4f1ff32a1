import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { DomainEvents } from '../../../../shared/events/domain-events';
import { ContentCheckError, CourseNotFoundError } from '../../courses.errors';
import { ActivityRenamed, ContentPublished } from '../../courses.events';
import { ContentCheck, type Finding } from '../checks/content-check';
import { asksTheSame, completionRuleOf } from '../../completion/completion-rule';
import { ReleaseChecks } from '../../release/release-checks';
import { ActivityFiles } from '../activity-files.service';
import { outlineDigest, type PlacedActivity, placedActivities, ruledCourse } from './compiled-outline';
import { DraftsRepository } from './drafts.repository';
import type { VersionCause } from './version-causes';
import { type PublishedBefore, type PublishingStanding, VersionsRepository } from './versions.repository';

/** Restoring brings back what was let out before. */
const CHECKED: readonly VersionCause[] = ['person', 'course', 'schedule'];

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
    if ((await this.blocking(courseId, present)).length > 0) return;
    await this.publish(courseId, { cause: 'automatic', by }, present);
  }

  /** What in the drafts keeps them from being published. */
  private async blocking(courseId: string, { contentCheck }: PublishingStanding): Promise<Finding[]> {
    return contentCheck === 'required' ? (await this.check.of(courseId)).findings : [];
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
    const findings = CHECKED.includes(publication.cause) ? await this.blocking(courseId, present) : [];
    if (findings.length > 0) throw new ContentCheckError(findings);
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
    const before = await this.versions.published(courseId);
    const activities = placedActivities(outline);
    // A version has kept the bodies of all others.
    const changed = activities.filter((activity) => before.get(activity.id)?.digest !== activity.digest);
    await this.versions.keepBodies(changed.map(({ id }) => id));
    await this.files.publish(courseId);
    await this.versions.publish(courseId, outline, number, now);
    await this.tell(courseId, before, activities);
    return { number, isNew: true };
  }

  private async tell(
    courseId: string,
    before: ReadonlyMap<string, PublishedBefore>,
    activities: readonly PlacedActivity[],
  ): Promise<void> {
    const present = new Set(activities.map(({ id }) => id));
    const withdrawn = [...before.keys()].filter((id) => !present.has(id));
    await this.versions.withdraw(withdrawn);
    const added = activities.filter(({ id }) => !before.has(id));
    const ruled = activities.filter(({ id, type, completion = null }) => {
      const earlier = before.get(id)?.completionRule ?? null;
      return !asksTheSame(completionRuleOf(type, earlier), completionRuleOf(type, completion));
    });
    for (const { id, title } of activities) {
      const earlier = before.get(id);
      if (earlier && earlier.title !== title) await this.events.publish(new ActivityRenamed(id, title));
    }
    await this.events.publish(
      new ContentPublished(
        courseId,
        added.map(({ id: activityId, type, title }) => ({ activityId, type, title })),
        withdrawn,
        ruled.map(({ id: activityId, type, completion = null }) => ({
          ...{ activityId, rule: completionRuleOf(type, completion), earlier: completion?.earlier ?? 'keep' },
        })),
      ),
    );
  }
}
