import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import type { ShownScore } from '../lateness/shown-score';
import type { ResultSlot } from '../results/results.repository';
import { GradesRepository, type SeenAt } from './grades.repository';
import { learnerGrades } from './learner-grades';

/** What counts of one result, computed as the learner's grades are. */
@Injectable()
export class OneGrade {
  constructor(
    private readonly grades: GradesRepository,
    private readonly clock: Clock,
  ) {}

  /** One statement. */
  async of(
    {
      courseId,
      userId,
      lineItemId,
      timeZone,
    }: Pick<ResultSlot, 'courseId' | 'userId' | 'lineItemId' | 'timeZone'>,
    viewer: SeenAt['viewer'],
  ): Promise<ShownScore> {
    const now = this.clock.now();
    const found = await this.grades.inCourse(userId, courseId, { viewer, now });
    const all = learnerGrades(found, timeZone, now, viewer === 'learner' ? 'posted' : 'all');
    const own = all.lineItems.find(({ grade }) => grade.lineItemId === lineItemId);
    if (!own) throw new Error(`The line item ${lineItemId} is not among the grades.`);
    const { effectiveScore, percentage, late, daysLate, lateness } = own;
    return { effectiveScore, percentage, late, daysLate, lateness };
  }
}
