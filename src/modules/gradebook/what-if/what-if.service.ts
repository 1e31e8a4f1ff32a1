import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { languageOf } from '../../../shared/sentences/languages';
import { kindOf } from '../grades/dto/explanation.query';
import { GradeReaders } from '../grades/grade-readers';
import { GradesRepository } from '../grades/grades.repository';
import { standingsOf } from '../grades/learner-grades';
import { toldExplanation } from '../grades/told-explanation';
import { tokensOf } from '../lateness/grace-tokens';
import { requirePeriod } from '../periods/require-period';
import { fourTotals, totalWithCategories } from '../totals/course-total';
import { presentShares } from '../stored-totals/stored-totals';
import { toPeriodTotalsResponse } from '../totals/totals.response';
import { periodTotals, sharesOf, totalsView } from '../totals/totals-view';
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
    { results, explain, period }: WhatIfDto,
  ): Promise<WhatIfResponse> {
    const { timeZone, viewer } = await this.readers.admit(caller, courseId, userId);
    const now = this.clock.now();
    const present = await this.grades.inCourse(userId, courseId, { viewer, now });
    const supposed = supposedGrades(present, results);
    const { rules } = present;
    const periodId = requirePeriod(rules, period);
    const scores = viewer === 'learner' ? 'posted' : 'all';
    const items = standingsOf(supposed, timeZone, now);
    const presentItems = standingsOf(present, timeZone, now);
    const shares = presentShares(present, now, () => fourTotals(rules, presentItems));
    const presentPeriods = periodTotals(rules, presentItems, scores);
    const response = {
      ...{ courseId, userId },
      totals: totalsView(sharesOf(fourTotals(rules, items)), rules.scheme, scores),
      present: totalsView(shares, rules.scheme, scores),
      periods: periodTotals(rules, items, scores).map((own, index) => ({
        ...toPeriodTotalsResponse(own),
        present: presentPeriods[index]!.totals,
      })),
    };
    if (!explain) return { ...response, explanation: null };
    const total = totalWithCategories(rules, items, kindOf(explain, viewer), periodId);
    const titles = new Map(present.grades.map(({ lineItemId, title }) => [lineItemId, title]));
    const tokens = tokensOf(rules, items, total.kind.scores);
    const told = toldExplanation(rules, total, { titles, tokens }, languageOf(caller.locale) ?? 'en');
    return { ...response, explanation: { courseId, userId, total: explain, periodId, ...told } };
  }
}
