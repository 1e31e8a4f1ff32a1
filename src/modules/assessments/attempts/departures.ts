import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../../shared/events/domain-events';
import { CoursesArchived, CoursesArchiving } from '../../courses';
import { LearnerDaysChanged, LearnerDaysChanging } from '../../enrollments';
import { AttemptEnds } from './attempt-ends';
import { OpenAttemptsEnds } from './open-attempts-ends';
import { OpenAttemptsEndsRepository } from './open-attempts-ends.repository';

/**
 * Ends open attempts whose learner leaves the course, or whose course is archived, in the transaction that does it. The attempts
 * are locked before enrollments and courses, as a submission locks them, and looked for once more afterwards: one may have been
 * started meanwhile, until enrollment or course were locked.
 *
 * Where one learner leaves, the ends are recorded at once. Those of many are only stated, by a few statements; the attempts are
 * over from that instant on, and `AttemptSweep` or the first look at each grades it.
 */
@Injectable()
export class Departures {
  constructor(
    private readonly repository: OpenAttemptsEndsRepository,
    private readonly openAttempts: OpenAttemptsEnds,
    private readonly ends: AttemptEnds,
  ) {}

  @OnEvent(LearnerDaysChanging)
  async onLearnerDaysChanging({ learners }: LearnerDaysChanging): Promise<void> {
    const open = await this.repository.lockOfLearners(learners);
    if (open.length > 0) await this.repository.holdPeople(learners.map(({ userId }) => userId));
  }

  @OnEvent(LearnerDaysChanged)
  async onLearnerDaysChanged({ learners }: LearnerDaysChanged): Promise<void> {
    const open = await this.repository.lockOfLearners(learners);
    await this.openAttempts.resolve(open, null);
    if (learners.length === 1) for (const id of open) await this.ends.settle(id);
  }

  @OnEvent(CoursesArchiving)
  async onCoursesArchiving({ courseIds }: CoursesArchiving): Promise<void> {
    await this.repository.lockOfCourses(courseIds);
  }

  @OnEvent(CoursesArchived)
  async onCoursesArchived({ courseIds }: CoursesArchived): Promise<void> {
    await this.openAttempts.endNow(await this.repository.lockOfCourses(courseIds), 'archived');
  }
}
