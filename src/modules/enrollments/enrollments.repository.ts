import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository, type UpdateQueryBuilder } from 'typeorm';
import { Database, type SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { isLearnersEnrollment } from '../courses';
import type { NewEnrollment } from './enrollment-facts';
import type { EnrollmentRecord } from './enrollment-records';
import { Enrollment } from './enrollment.entity';
import type { SortName } from './person-names.repository';

/** A new enrollment with the person's names, read under a lock on the account's row. */
export type NamedEnrollment = NewEnrollment & SortName;

const INSERTED = [
  ...[
    'id',
    'sourced_id',
    'course_id',
    'user_id',
    'role',
    'family_name',
    'given_name',
    'begin_date',
    'end_date',
  ],
  ...['created_at', 'updated_at'],
];

/** Enrollments one by one, and how they are written. Lists and locks have repositories of their own. */
@Injectable()
export class EnrollmentsRepository {
  constructor(
    @InjectRepository(Enrollment) private readonly enrollments: Repository<Enrollment>,
    private readonly database: Database,
  ) {}

  async find(enrollmentId: string): Promise<Enrollment | null> {
    return this.enrollments.findOneBy({ id: enrollmentId });
  }

  /** Gives an enrollment that exists new days. */
  async reopen({ id, beginDate, endDate }: EnrollmentRecord, now: Date): Promise<void> {
    await this.changing({ beginDate, endDate }, now).where({ id }).execute();
  }

  /** Ends the enrollments on the day unless they have ended by then. Returns how many it ended. */
  async end(enrollmentIds: string[], endDate: string, now: Date): Promise<number> {
    if (enrollmentIds.length === 0) return 0;
    const { affected = 0 } = await this.changing({ endDate }, now)
      .where({ id: In(enrollmentIds) })
      .andWhere('(end_date IS NULL OR end_date > :day)', { day: endDate })
      .execute();
    return affected;
  }

  /** `updatedAt` never goes back, even if the clock was set back. */
  private changing(
    changes: Partial<Pick<Enrollment, 'beginDate' | 'endDate'>>,
    now: Date,
  ): UpdateQueryBuilder<Enrollment> {
    return this.enrollments
      .createQueryBuilder()
      .update()
      .set({ ...changes, updatedAt: () => 'GREATEST(updated_at, :now)' })
      .setParameter('now', now);
  }

  /** Deletes the enrollments of the course's staff, before the course is deleted. Learners' enrollments are kept. */
  async removeStaff(courseId: string): Promise<void> {
    await this.enrollments
      .createQueryBuilder()
      .delete()
      .where({ courseId })
      .andWhere(`NOT ${isLearnersEnrollment('enrollments')}`)
      .execute();
  }

  /** Whether the person has an enrollment as learner in the course, active or not. */
  async isOrWasLearner(courseId: string, userId: string): Promise<boolean> {
    return this.enrollments
      .createQueryBuilder('e')
      .where({ courseId, userId })
      .andWhere(isLearnersEnrollment('e'))
      .getExists();
  }

  /** Named SQL, since enrolling is measured (decision 10). */
  async insert(enrollments: NamedEnrollment[], now: Date): Promise<void> {
    await this.database.insertMany('enrollments', INSERTED, toRows(enrollments, now));
  }
}

function toRows(enrollments: NamedEnrollment[], now: Date): SqlValue[][] {
  return enrollments.map((enrollment) => [
    toBinary(enrollment.id),
    enrollment.sourcedId,
    toBinary(enrollment.courseId),
    toBinary(enrollment.userId),
    enrollment.role,
    enrollment.familyName,
    enrollment.givenName,
    enrollment.beginDate,
    enrollment.endDate,
    now,
    now,
  ]);
}
