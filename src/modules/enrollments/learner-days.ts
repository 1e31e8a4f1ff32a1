import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events/domain-events';
import { isLearners } from '../courses';
import type { Enrollment } from './enrollment.entity';
import {
  type CourseLearner,
  LearnerDaysChanged,
  LearnerDaysChanging,
  LearnersReturned,
} from './enrollments.events';

type EnrollmentOf = Pick<Enrollment, 'courseId' | 'userId' | 'role'>;

/** Tells of enrollments that get other days, as far as they are learners'. Call it in the transaction that writes them. */
@Injectable()
export class LearnerDays {
  constructor(private readonly events: DomainEvents) {}

  /** Before and after the days are written. Returns what `write` returns, which locks and writes the enrollments. */
  async changing<Result>(
    enrollments: readonly EnrollmentOf[],
    write: () => Promise<Result>,
  ): Promise<Result> {
    const learners = learnersOf(enrollments);
    if (learners.length > 0) await this.events.publish(new LearnerDaysChanging(learners));
    const result = await write();
    if (learners.length > 0) await this.events.publish(new LearnerDaysChanged(learners));
    return result;
  }

  /** After the days of people are written who had left, and so have no work that goes on. */
  async returned(...enrollments: readonly EnrollmentOf[]): Promise<void> {
    const learners = learnersOf(enrollments);
    if (learners.length > 0) await this.events.publish(new LearnersReturned(learners));
  }
}

function learnersOf(enrollments: readonly EnrollmentOf[]): CourseLearner[] {
  return enrollments.filter(isLearners).map(({ courseId, userId }) => ({ courseId, userId }));
}
