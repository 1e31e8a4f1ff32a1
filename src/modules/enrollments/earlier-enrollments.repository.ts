import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Database } from '../../shared/database/database';
import { newId, toBinary } from '../../shared/database/ids';
import { type Grounds, groundValues, stillTrue } from './candidates.repository';
import { EarlierEnrollment } from './earlier-enrollment.entity';
import type { Enrollment } from './enrollment.entity';

/** An enrollment as it stands before it changes. */
type EnrollmentDays = Pick<Enrollment, 'id' | 'courseId' | 'userId' | 'role' | 'beginDate' | 'endDate'>;

/** Keeps what enrollments were before their people were enrolled again. */
@Injectable()
export class EarlierEnrollmentsRepository {
  constructor(
    @InjectRepository(EarlierEnrollment) private readonly earlier: Repository<EarlierEnrollment>,
    private readonly database: Database,
  ) {}

  /** Call it with enrollments that have ended, inside the transaction that gives them new days. At most one statement. */
  async keep(ended: readonly EnrollmentDays[], now: Date): Promise<void> {
    const rows = ended.flatMap(({ id, courseId, userId, role, beginDate, endDate }) =>
      endDate === null
        ? []
        : [{ id: newId(), enrollmentId: id, courseId, userId, role, beginDate, endDate, resumedAt: now }],
    );
    if (rows.length > 0) await this.earlier.insert(rows);
  }

  /**
   * As `keep`, for one enrollment that was read without locks, which this locks. False if it kept nothing, because the
   * grounds hold no longer, or the enrollment has other days.
   */
  async keepWhile(grounds: Grounds, { id, beginDate, endDate }: EnrollmentDays, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `INSERT INTO earlier_enrollments (id, enrollment_id, course_id, user_id, role, begin_date, end_date, resumed_at)
       SELECT ?, e.id, e.course_id, e.user_id, e.role, e.begin_date, e.end_date, ?
       ${stillTrue('STRAIGHT_JOIN enrollments e ON e.id = ? AND e.begin_date = ? AND e.end_date = ?')}`,
      [toBinary(newId()), now, toBinary(id), beginDate, endDate, ...groundValues(grounds)],
    );
    return affectedRows > 0;
  }
}
