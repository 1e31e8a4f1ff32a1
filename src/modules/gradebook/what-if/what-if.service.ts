import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { languageOf } from '../../../shared/sentences/languages';
import { kindOf } from '../grades/dto/explanation.query';
import { GradeReaders } from '../grades/grade-readers';
import { GradesRepository } from '../grades/grades.repository';
import { standingsOf } from '../grades/learner-grades';
import { toldExplanation } from '../grades/told-explanation';
import { courseTotal, fourTotals } from '../totals/course-total';
import { presentShares } from '../stored-totals/stored-totals';
import { sharesOf, totalsView } from '../totals/totals-view';
import type { WhatIfDto } from './dto/what-if.dto';
import type { WhatIfResponse } from './dto/what-if.response';
import { supposedGrades } from './supposed-grades';

@Injectable()
export class WhatIfService {
  constructor(
    private readonly grades: GradesRepository,
    private readonly readers: GradeReaders,
    private readonly clock: Clock,
  ) {}

  /**
   * The totals of a learner if they had other results. Stores nothing, and reads what their grades read. For those who may read the
   * grades; throws as `supposedGrades`.
   */
  async of(
    caller: Caller,
    courseId: string,
    userId: string,
    { results, explain }: WhatIfDto,
  ): Promise<WhatIfResponse> {
    const { timeZone, viewer } = await this.readers.admit(caller, courseId, userId);
    const now = this.clock.now();
    const present = await this.grades.inCourse(userId, courseId, { viewer, now });
    const supposed = supposedGrades(present, results);
    const { rules } = present;
    const scores = viewer === 'learner' ? 'posted' : 'all';
    const items = standingsOf(supposed, timeZone, now);
    const shares = presentShares(present, now, () => fourTotals(rules, standingsOf(present, timeZone, now)));
    const response = {
      ...{ courseId, userId },
      totals: totalsView(sharesOf(fourTotals(rules, items)), rules.scheme, scores),
      present: totalsView(shares, rules.scheme, scores),
    };
    if (!explain) return { ...response, explanation: null };
    const total = courseTotal(rules, items, kindOf(explain, viewer));
    const titles = new Map(present.grades.map(({ lineItemId, title }) => [lineItemId, title]));
    const told = toldExplanation(rules, total, titles, languageOf(caller.locale) ?? 'en');
    return { ...response, explanation: { courseId, userId, total: explain, ...told } };
  }
}
