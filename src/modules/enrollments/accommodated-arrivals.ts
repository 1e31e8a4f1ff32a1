import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { DomainEvents } from '../../shared/events/domain-events';
import { isLearners } from '../courses';
import type { Enrollment } from './enrollment.entity';
import { AccommodatedLearnersCame } from './enrollments.events';

/** Tells of enrollments through which accommodations count in a course from now on. */
@Injectable()
export class AccommodatedArrivals {
  constructor(
    private readonly database: Database,
    private readonly events: DomainEvents,
  ) {}

  /** Call it after the enrollments are written, in their transaction, which has locked the accounts. One statement. */
  async tell(enrollments: readonly Pick<Enrollment, 'courseId' | 'userId' | 'role'>[]): Promise<void> {
    const learners = enrollments.filter(isLearners);
    if (learners.length === 0) return;
    const people = [...new Set(learners.map(({ userId }) => userId))];
    const rows = await this.database.query<{ userId: Buffer }>(
      'SELECT DISTINCT n.user_id AS userId FROM accommodations n WHERE n.user_id IN (?)',
      [people.map(toBinary)],
    );
    const accommodated = new Set(rows.map(({ userId }) => fromBinary(userId)));
    const courses = learners.filter(({ userId }) => accommodated.has(userId)).map(({ courseId }) => courseId);
    if (courses.length > 0) await this.events.publish(new AccommodatedLearnersCame([...new Set(courses)]));
  }
}
