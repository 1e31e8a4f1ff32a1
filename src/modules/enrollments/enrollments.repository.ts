import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository, type UpdateQueryBuilder } from 'typeorm';
import { insertOf } from '../../shared/database/columns-of';
import { isDuplicateKey } from '../../shared/database/constraint-errors';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { isLearnersEnrollment } from '../courses';
import { type Grounds, groundValues, stillTrue } from './candidates.repository';
import type { NewEnrollment } from './enrollment-facts';
import type { EnrollmentRecord } from './enrollment-records';
import { Enrollment } from './enrollment.entity';
import type { SortName } from './person-names.repository';

/** A new enrollment with the person's names, read under a lock on the account's row. */
export type NamedEnrollment = NewEnrollment & SortName;

const NEW_ENROLLMENT = insertOf(Enrollment, [
  ...(['id', 'sourcedId', 'courseId', 'userId', 'role', 'familyName', 'givenName'] as const),
  ...(['beginDate', 'endDate', 'createdAt', 'updatedAt'] as const),
]);

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

  /** Those that exist, in any order. */
  async findAll(enrollmentIds: readonly string[]): Promise<Enrollment[]> {
    return enrollmentIds.length === 0 ? [] : this.enrollments.findBy({ id: In([...enrollmentIds]) });
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

  /**
   * Adds an enrollment, with the names of the account, in one statement. False if it added nothing, because the grounds hold
   * no longer. Named SQL, since enrolling is measured (decision 10).
   */
  async insertWhile(
    grounds: Grounds,
    { id, courseId, role, beginDate, endDate }: EnrollmentRecord,
    now: Date,
  ): Promise<boolean> {
    try {
      const { affectedRows } = await this.database.run(
        `INSERT INTO enrollments (id, course_id, user_id, role, family_name, given_name, begin_date, end_date, created_at,
           updated_at)
         SELECT ?, ?, u.id, ?, u.family_name, u.given_name, ?, ?, ?, ? ${stillTrue()}`,
        [toBinary(id), toBinary(courseId), role, beginDate, endDate, now, now, ...groundValues(grounds)],
      );
      return affectedRows > 0;
    } catch (error) {
      // They were enrolled in the role since, and that has ended already.
      if (isDuplicateKey(error, 'uq_enrollments_person')) return false;
      throw error;
    }
  }

  async insert(enrollments: NamedEnrollment[], now: Date): Promise<void> {
    const times = { createdAt: now, updatedAt: now };
    const rows = enrollments.map((enrollment) => ({ ...enrollment, ...times }));
    await this.database.insert(NEW_ENROLLMENT, rows);
  }
}
