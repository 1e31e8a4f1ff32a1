import { Injectable } from '@nestjs/common';
import type { ActivityFields, ActivityType } from '../content/activity-types/registry';
import { PublishedOutlines } from '../content/versions/published-outlines';
import { type GuardedCourse, ReleaseGate } from './release-gate';

/** An activity in the version that learners see. */
export interface ActivityInVersion {
  type: ActivityType;
  title: string;
  /** What it has because of its type. */
  fields: ActivityFields;
}

/** As a learner finds it. */
export interface LearnerActivity extends ActivityInVersion {
  /** Whether release rules let the learner in. */
  isOpen: boolean;
}

/** The published activities of a course, as a learner finds them now. */
@Injectable()
export class LearnerActivities {
  constructor(
    private readonly outlines: PublishedOutlines,
    private readonly gate: ReleaseGate,
  ) {}

  /**
   * By id, in the order of the course, without what is hidden from the learner. Costs no statement where no rule guards anything; otherwise as
   * many as `ReleaseGate.verdicts`, whatever the size of the course.
   */
  async of(course: GuardedCourse, userId: string): Promise<ReadonlyMap<string, LearnerActivity>> {
    const { sections } = await this.outlines.of(course.courseId, course.publishedVersion);
    const verdicts = await this.gate.verdicts(course, userId);
    const shown = sections
      .flatMap(({ activities }) => activities)
      .filter(({ id }) => verdicts?.get(id)?.isHidden !== true);
    return new Map(
      shown.map(({ id, type, title, fields }) => [
        id,
        { type, title, fields, isOpen: verdicts?.get(id)?.isOpen !== false },
      ]),
    );
  }

  /** An activity in the version, whoever may open it; undefined where it is not in it. No statement, but for a version that the process has not read yet. */
  async inVersion(
    { courseId, publishedVersion }: Pick<GuardedCourse, 'courseId' | 'publishedVersion'>,
    activityId: string,
  ): Promise<ActivityInVersion | undefined> {
    const { sections } = await this.outlines.of(courseId, publishedVersion);
    return sections.flatMap(({ activities }) => activities).find(({ id }) => id === activityId);
  }
}
