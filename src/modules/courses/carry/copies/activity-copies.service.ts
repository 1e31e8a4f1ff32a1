import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { say } from '../../../../shared/sentences/say';
import { languageOf } from '../../../../shared/sentences/languages';
import { CourseAccess } from '../../access/course-access';
import { OutlineFullError } from '../../courses.errors';
import { ActivitiesRepository } from '../../content/activities.repository';
import { ActivitiesService } from '../../content/activities.service';
import { ContentChanges } from '../../content/content-changes';
import type { ActivityResponse } from '../../content/dto/activity.response';
import { MAX_ACTIVITIES } from '../../content/outline-order';
import { SectionArchivedError } from '../../content/sections.errors';
import { SectionsRepository } from '../../content/sections.repository';
import { NoSuchSectionError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { CourseCarrier } from '../course-carrier';
import type { CoursePackage } from '../course-package';
import { CONTENT_PART } from '../parts/content.part';
import type { ContentDocument } from '../parts/content-document';
import type { CopyActivityDto } from './dto/activity-copy.dto';

/** In characters, as requests may have them. */
const LONGEST_TITLE = 200;

/** Copies of single activities within their course. */
@Injectable()
export class ActivityCopiesService {
  constructor(
    private readonly carrier: CourseCarrier,
    private readonly activities: ActivitiesRepository,
    private readonly content: ActivitiesService,
    private readonly sections: SectionsRepository,
    private readonly changes: ContentChanges,
    private readonly access: CourseAccess,
  ) {}

  /** Throws NoSuchSectionError, SectionArchivedError and OutlineFullError. */
  async copy(
    caller: Caller,
    activityId: string,
    { sectionId: asked }: CopyActivityDto,
  ): Promise<ActivityResponse> {
    const { courseId } = await this.access.activity(caller, activityId, 'content.change');
    const language = languageOf(caller.locale) ?? 'en';
    const { ids } = await this.changes.run({ courseId, by: caller.userId }, async () => {
      const collected = await this.carrier.collectActivity(courseId, activityId);
      const copy = withTitle(collected, (title) => say(sentences.copyOf({ title }), language));
      const [section] = (copy.documents.get(CONTENT_PART) as ContentDocument).sections;
      const sectionId = asked ?? section?.id ?? '';
      const into = await this.sections.find(sectionId);
      if (into?.courseId !== courseId) throw new NoSuchSectionError();
      if (into.archivedAt !== null) throw new SectionArchivedError();
      const { inCourse, inSection } = await this.activities.counts(courseId, sectionId);
      if (inCourse >= MAX_ACTIVITIES) throw new OutlineFullError(MAX_ACTIVITIES, 'activities');
      const place = { sectionId, position: inSection + 1 };
      return this.carrier.restore(copy, { by: caller.userId, within: { courseId, place } });
    });
    return this.content.find(caller, ids.get(activityId) as string);
  }
}

/** The activity under another title, which is cut where it would be too long. */
function withTitle(course: CoursePackage, titleOf: (title: string) => string): CoursePackage {
  const { sections } = course.documents.get(CONTENT_PART) as ContentDocument;
  const titled = sections.map((section) => ({
    ...section,
    activities: section.activities.map((activity) => {
      const added = titleOf('').length;
      const kept = [...activity.title].slice(0, LONGEST_TITLE - added).join('');
      return { ...activity, title: titleOf(kept.trim()) };
    }),
  }));
  return { ...course, documents: new Map(course.documents).set(CONTENT_PART, { sections: titled }) };
}
