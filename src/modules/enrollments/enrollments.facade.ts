import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import { dayIn } from '../../shared/time/zoned-time';
import { enrollmentStatus } from '../courses';
import type { LearnerFacts, NewEnrollment } from './enrollment-facts';
import { EnrollmentsRepository, type LearnerRecord, type NamedEnrollment } from './enrollments.repository';
import { PersonNamesRepository } from './person-names.repository';

/** Who takes part, for the other modules and for commands that fill a school. Checks nobody's rights. */
@Injectable()
export class EnrollmentsFacade {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly names: PersonNamesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Everybody who is or ever was a learner of the course. One query. */
  async learners(courseId: string): Promise<LearnerFacts[]> {
    return (await this.enrollments.learners(courseId)).map((learner) => this.toFacts(learner));
  }

  /** The learners whose enrollment is active now. One query. */
  async activeLearners(courseId: string): Promise<LearnerFacts[]> {
    return (await this.learners(courseId)).filter(({ status }) => status === 'active');
  }

  /** One learner of the course, whose enrollment may have ended; undefined for anybody else. One query. */
  async learner(courseId: string, userId: string): Promise<LearnerFacts | undefined> {
    const [learner] = await this.enrollments.learners(courseId, userId);
    return learner && this.toFacts(learner);
  }

  /** Adds enrollments with two statements. Neither asks whether they exist nor publishes events. */
  async createEnrollments(enrollments: NewEnrollment[]): Promise<void> {
    await this.transactions.run(async () =>
      this.enrollments.insert(await this.named(enrollments), this.clock.now()),
    );
  }

  /**
   * Adds enrollments, and gives those that exist (same `sourcedId`, or same person, course and role) the given dates
   * and `sourcedId`. Two statements; no events. An existing row keeps its id.
   */
  async upsertEnrollments(enrollments: NewEnrollment[]): Promise<void> {
    await this.transactions.run(async () =>
      this.enrollments.upsert(await this.named(enrollments), this.clock.now()),
    );
  }

  /**
   * Ends the enrollments on the given day, their first inactive one, unless they have ended before it. One statement;
   * no events. Returns how many it ended.
   */
  async endEnrollments(enrollmentIds: string[], endDate: string): Promise<number> {
    return this.enrollments.end(enrollmentIds, endDate, this.clock.now());
  }

  private async named(enrollments: NewEnrollment[]): Promise<NamedEnrollment[]> {
    const nameOf = await this.names.hold(enrollments.map(({ userId }) => userId));
    return enrollments.map((enrollment) => ({ ...enrollment, ...nameOf(enrollment.userId) }));
  }

  private toFacts({ timeZone, ...learner }: LearnerRecord): LearnerFacts {
    return { ...learner, status: enrollmentStatus(learner, dayIn(this.clock.now(), timeZone)) };
  }
}
