import { Injectable } from '@nestjs/common';
import type { ActivityStanding } from '../access/course-standing';
import { completionTermsOf, countedIn, placedActivities } from '../content/versions/compiled-outline';
import { PublishedOutlines } from '../content/versions/published-outlines';
import { LearnerFactSources } from '../release/learner-fact-sources';
import { START } from '../release/learner-facts';
import { instantOf, type Moment } from '../release/kinds/date/moment';
import { type CompletionRule, completionRuleOf } from './completion-rule';

/** How an activity is completed, for one learner. */
export interface LearnersTerms {
  /** Null: nobody completes it. */
  rule: CompletionRule | null;
  /** Whether it counts in the progress of the course. */
  isCounted: boolean;
  expectedAt: Date | null;
}

/** How activities are completed, as the version says that is published now. */
@Injectable()
export class CompletionTermsReader {
  constructor(
    private readonly outlines: PublishedOutlines,
    private readonly sources: LearnerFactSources,
  ) {}

  /** Of an activity that is not published, what its type usually is completed by. */
  async of(standing: ActivityStanding, userId: string): Promise<LearnersTerms> {
    const { courseId, publishedVersion, activity } = standing;
    const outline = await this.outlines.of(courseId, publishedVersion);
    const found = placedActivities(outline).find(({ id }) => id === activity.id);
    const { completionRule, expectedBy } = completionTermsOf(found ?? {});
    return {
      rule: completionRuleOf(activity.type, completionRule),
      isCounted: countedIn(outline).has(activity.id),
      expectedAt: expectedBy && (await this.instant(standing, expectedBy, userId)),
    };
  }

  private async instant(
    { courseId, timeZone }: ActivityStanding,
    moment: Moment,
    userId: string,
  ): Promise<Date | null> {
    if ('at' in moment) return instantOf(moment, null, timeZone);
    const { startDay } = await this.sources.factsOf(new Set([START]), { courseId, userId, timeZone });
    return instantOf(moment, startDay, timeZone);
  }
}
