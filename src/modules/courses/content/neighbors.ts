import { Injectable } from '@nestjs/common';
import { type GuardedCourse, ReleaseGate } from '../release/release-gate';
import { findActivityType } from './activity-types/registry';
import type { CompiledOutline } from './versions/compiled-outline';
import { PublishedOutlines } from './versions/published-outlines';

/** What a learner reads before an activity and after it; null at the ends of the course. */
export interface Neighbors {
  previousActivityId: string | null;
  nextActivityId: string | null;
}

/** The way through a course, activity by activity. */
@Injectable()
export class NeighborsInCourse {
  constructor(
    private readonly outlines: PublishedOutlines,
    private readonly gate: ReleaseGate,
  ) {}

  /**
   * In the order of the outline, without what is hidden from the learner, and without what is shown in the outline itself, which
   * nobody opens. Those that are closed are on the way: opening them says why. No statement, unless rules hide something.
   */
  async of(course: GuardedCourse, activityId: string, userId: string): Promise<Neighbors> {
    const outline = await this.outlines.of(course.courseId, course.publishedVersion);
    const isHidden = await this.gate.hiddenFrom(course, userId);
    return neighborsOf(outline, activityId, isHidden);
  }
}

export function neighborsOf(
  { sections }: CompiledOutline,
  activityId: string,
  isHidden: (activityId: string) => boolean,
): Neighbors {
  let previousActivityId: string | null = null;
  let isBehind = false;
  for (const { activities } of sections) {
    for (const { id, type } of activities) {
      if (id === activityId) {
        isBehind = true;
        continue;
      }
      if (findActivityType(type)?.isShownInOutline === true || isHidden(id)) continue;
      if (isBehind) return { previousActivityId, nextActivityId: id };
      previousActivityId = id;
    }
  }
  return { previousActivityId: isBehind ? previousActivityId : null, nextActivityId: null };
}
