import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { DomainEvents, OnEvent } from '../../../shared/events/domain-events';
import { dayIn } from '../../../shared/time/zoned-time';
import { hasEnded } from '../../courses';
import {
  type CourseLearner,
  LearnerDaysChanged,
  LearnerDaysChanging,
  LearnersReturned,
} from '../enrollments.events';
import { LearnerLabelsChanged } from './groups.events';
import { type EnrolledLabel, EnrolledLabels } from './enrolled-labels.repository';
import { MembershipsRepository } from './memberships.repository';

/**
 * Takes those who leave a course out of its groups, and their tags from them, so that nobody who comes back has old ones. An
 * enrollment whose last day has passed ended without an event: what it had, which does not count since then, ends when
 * its days change or it begins again.
 */
@Injectable()
export class EndedMemberships {
  constructor(
    private readonly labels: EnrolledLabels,
    private readonly memberships: MembershipsRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  @OnEvent(LearnerDaysChanging)
  async onLearnerDaysChanging({ learners }: LearnerDaysChanging): Promise<void> {
    await this.end(learners, (membership) => this.hasEnded(membership));
  }

  @OnEvent(LearnerDaysChanged)
  async onLearnerDaysChanged({ learners }: LearnerDaysChanged): Promise<void> {
    await this.end(learners, (membership) => this.hasEnded(membership));
  }

  /** They had left, so whatever stands is of the time before. */
  @OnEvent(LearnersReturned)
  async onLearnersReturned({ learners }: LearnersReturned): Promise<void> {
    await this.end(learners, () => true);
  }

  private hasEnded(membership: EnrolledLabel): boolean {
    return hasEnded(membership, dayIn(this.clock.now(), membership.timeZone));
  }

  private async end(
    learners: readonly CourseLearner[],
    hasEnded: (membership: EnrolledLabel) => boolean,
  ): Promise<void> {
    const concerned = new Set(learners.map(keyOf));
    const standing = await this.labels.of([...new Set(learners.map(({ userId }) => userId))]);
    const ended = standing.filter((each) => concerned.has(keyOf(each)) && hasEnded(each));
    if (ended.length === 0) return;
    const idsOf = (kind: EnrolledLabel['kind']): string[] =>
      ended.filter((each) => each.kind === kind).map(({ id }) => id);
    const cause = { by: null, ending: 'unenrolled', now: this.clock.now() } as const;
    await this.memberships.end(idsOf('membership'), cause);
    await this.labels.removeTags(idsOf('tag'));
    for (const [courseId, own] of Map.groupBy(ended, (each) => each.courseId))
      await this.events.publish(
        new LearnerLabelsChanged(courseId, [...new Set(own.map(({ userId }) => userId))], null),
      );
  }
}

function keyOf({ courseId, userId }: CourseLearner): string {
  return `${courseId} ${userId}`;
}
