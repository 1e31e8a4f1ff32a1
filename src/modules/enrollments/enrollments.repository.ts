import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { insertOf } from '../../shared/database/columns-of';
import { isDuplicateKey } from '../../shared/database/constraint-errors';
import { Database } from '../../shared/database/database';
import { packIds, toBinary } from '../../shared/database/ids';
import { valuesById } from '../../shared/database/values-by-id';
import { type CourseRole, hasEnded, isLearnersEnrollment } from '../courses';
import { type Grounds, groundValues, stillTrue } from './candidates.repository';
import type { NewEnrollment } from './enrollment-facts';
import type { EnrollmentRecord } from './enrollment-records';
import { Enrollment } from './enrollment.entity';
import type { SortName } from './person-names.repository';
import { BY_STAFF, type Origin } from './states/enrollment-sources';

/** A new enrollment with the person's names, read under a lock on the account's row. */
export type NamedEnrollment = NewEnrollment & SortName;

const NEW_ENROLLMENT = insertOf(Enrollment, [
  ...(['id', 'sourcedId', 'courseId', 'userId', 'role', 'familyName', 'givenName'] as const),
  ...(['beginDate', 'endDate', 'state', 'enrolledBy', 'source', 'createdAt', 'updatedAt'] as const),
  ...(['isOwner', 'groupIds'] as const),
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

  /** Begins a new spell of an enrollment that exists. `updatedAt` never goes back, even if the clock was set back. */
  async reopen(
    { id, beginDate, endDate, spell, source, isOwner, groupIds }: EnrollmentRecord,
    by: Origin,
    now: Date,
  ): Promise<void> {
    await this.enrollments
      .createQueryBuilder()
      .update()
      .set({
        ...{ state: 'active', beginDate, endDate, spell, source, enrolledAt: now, enrolledBy: by.userId },
        ...{ isOwner, groupIds },
        ...{ version: () => 'version + 1', updatedAt: () => 'GREATEST(updated_at, :now)' },
      })
      .setParameter('now', now)
      .where({ id })
      .execute();
  }

  /** As `reopen`, of many at once, for the same person and from the same source. One statement. */
  async reopenAll(enrollments: readonly EnrollmentRecord[], by: Origin, now: Date): Promise<void> {
    const days = (['beginDate', 'endDate'] as const).map((field) =>
      valuesById(
        'id',
        field === 'beginDate' ? 'begin_date' : 'end_date',
        enrollments.map((each) => ({ id: each.id, value: each[field] })),
      ),
    );
    const owners = enrollments.map(({ id, isOwner }) => ({ id, value: Number(isOwner) }));
    const limits = enrollments.map(({ id, groupIds }) => ({ id, value: groupIds && packIds(groupIds) }));
    const [isOwner, groupIds] = [valuesById('id', 'is_owner', owners), valuesById('id', 'group_ids', limits)];
    await this.database.execute(
      `UPDATE enrollments SET state = 'active', begin_date = ${days[0]?.sql}, end_date = ${days[1]?.sql}, spell = spell + 1,
         is_owner = ${isOwner.sql}, group_ids = ${groupIds.sql}, source = ?, enrolled_at = ?, enrolled_by = ?, version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id IN (?)`,
      [
        ...[...days, isOwner, groupIds].flatMap(({ values }) => values),
        ...[by.source, now, by.userId === null ? null : toBinary(by.userId), now],
        enrollments.map(({ id }) => toBinary(id)),
      ],
    );
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

  /** The role of somebody who is or will be in the course on its present day; undefined for all others. */
  async roleNow(courseId: string, userId: string, today: string): Promise<CourseRole | undefined> {
    const own = await this.enrollments.findBy({ courseId, userId });
    return own.find((each) => !hasEnded(each, today))?.role;
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
    { id, courseId, role, beginDate, endDate, source, groupIds }: EnrollmentRecord,
    by: Origin,
    now: Date,
  ): Promise<boolean> {
    try {
      const { affectedRows } = await this.database.run(
        `INSERT INTO enrollments (id, course_id, user_id, role, family_name, given_name, begin_date, end_date, source,
           group_ids, enrolled_by, created_at, updated_at)
         SELECT ?, ?, u.id, ?, u.family_name, u.given_name, ?, ?, ?, ?, ?, ?, ? ${stillTrue(grounds)}`,
        [
          ...[toBinary(id), toBinary(courseId), role, beginDate, endDate, source],
          ...[groupIds && packIds(groupIds)],
          ...[by.userId === null ? null : toBinary(by.userId), now, now, ...groundValues(grounds)],
        ],
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
    const rows = enrollments.map(
      ({ origin = BY_STAFF, isOwner = false, groupIds = null, ...enrollment }) => ({
        ...{ ...enrollment, isOwner, groupIds, ...times, state: 'active' as const },
        ...{ source: origin.source, enrolledBy: origin.userId },
      }),
    );
    await this.database.insert(NEW_ENROLLMENT, rows);
  }
}
