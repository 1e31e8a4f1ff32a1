import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { newId } from '../../shared/database/ids';
import { EarlierEnrollment } from './earlier-enrollment.entity';
import type { Enrollment } from './enrollment.entity';

/** An enrollment as it stands before it changes. */
type EnrollmentDays = Pick<Enrollment, 'id' | 'courseId' | 'userId' | 'role' | 'beginDate' | 'endDate'>;

/** Keeps what enrollments were before their people were enrolled again. */
@Injectable()
export class EarlierEnrollmentsRepository {
  constructor(@InjectRepository(EarlierEnrollment) private readonly earlier: Repository<EarlierEnrollment>) {}

  /** Call it with enrollments that have ended, inside the transaction that gives them new days. At most one statement. */
  async keep(ended: readonly EnrollmentDays[], now: Date): Promise<void> {
    const rows = ended.flatMap(({ id, courseId, userId, role, beginDate, endDate }) =>
      endDate === null
        ? []
        : [{ id: newId(), enrollmentId: id, courseId, userId, role, beginDate, endDate, resumedAt: now }],
    );
    if (rows.length > 0) await this.earlier.insert(rows);
  }
}
