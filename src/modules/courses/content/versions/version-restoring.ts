import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { ActivityFiles } from '../activity-files.service';
import { OutlineRepository } from '../outline.repository';
import { type CompiledOutline, placedActivities } from './compiled-outline';
import { RestoredDrafts } from './restored-drafts.repository';

/** Makes the drafts of a course what a version had. To be called in a transaction that holds the course's row. */
@Injectable()
export class VersionRestoring {
  constructor(
    private readonly drafts: RestoredDrafts,
    private readonly outlines: OutlineRepository,
    private readonly files: ActivityFiles,
    private readonly clock: Clock,
  ) {}

  /** Returns the activities of the version that were deleted since: their identity is gone, so they stay away. */
  async restore(courseId: string, version: CompiledOutline): Promise<{ id: string; title: string }[]> {
    const now = this.clock.now();
    const existing = await this.drafts.existing(courseId);
    const activities = placedActivities(version);
    const present = activities.filter(({ id }) => existing.has(id));
    await this.drafts.putSections(courseId, version.sections, now);
    const sectionIds = version.sections.map(({ id }) => id);
    await this.drafts.putActivities(courseId, present, sectionIds, now);
    await this.drafts.putAwayOtherSections(courseId, sectionIds, now);
    await this.outlines.reorder(
      courseId,
      version.sections.map((section) => ({
        ...{ id: section.id, parentId: section.parentId ?? null },
        activities: section.activities.flatMap(({ id }) => (existing.has(id) ? [id] : [])),
      })),
    );
    await this.files.recount(courseId);
    return activities.flatMap(({ id, title }) => (existing.has(id) ? [] : [{ id, title }]));
  }
}
