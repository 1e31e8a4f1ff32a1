import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { DomainEvents, OnEvent } from '../../../../shared/events/domain-events';
import { AccommodationChanged } from '../../enrollments.events';
import { LearnerLabelsChanged } from '../../groups/groups.events';
import { LabelledLearnersRepository, type Whom } from './labelled-learners.repository';

/**
 * Gives learners what their groups and tags need, and takes it back when they leave them, in the transaction in which that
 * changes. Whoever leaves in the middle of an attempt keeps what it has.
 */
@Injectable()
export class LabelledLearners {
  constructor(
    private readonly learners: LabelledLearnersRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  @OnEvent(LearnerLabelsChanged)
  async onLearnerLabelsChanged({ courseId, userIds, changedBy }: LearnerLabelsChanged): Promise<void> {
    if (await this.learners.hasRules(courseId)) await this.follow({ courseId, userIds }, changedBy);
  }

  /** Call it in a transaction. Returns for how many learners something has changed. */
  async follow(whom: Whom, changedBy: string | null): Promise<number> {
    if (whom.userIds?.length === 0) return 0;
    const now = this.clock.now();
    const ended = await this.learners.endOfOthers(whom, now);
    const added = await this.learners.addMissing(whom, now);
    return this.tell([...ended, ...added], whom.courseId, changedBy);
  }

  /** After a rule has changed. Call it in a transaction. */
  async renew(rule: { id: string; courseId: string }, changedBy: string): Promise<number> {
    return this.tell(await this.learners.renew(rule.id, this.clock.now()), rule.courseId, changedBy);
  }

  private async tell(people: readonly string[], courseId: string, by: string | null): Promise<number> {
    const userIds = [...new Set(people)].sort();
    if (userIds.length > 0) await this.events.publish(new AccommodationChanged(userIds, courseId, by));
    return userIds.length;
  }
}
