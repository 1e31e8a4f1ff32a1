import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { CourseAccess } from '../../courses';
import { GradebookFacade, LineItemNotFoundError } from '../../gradebook';
import { ReportsRepository } from '../reports/reports.repository';
import type { TotalStatisticsQuery } from './dto/score-figures.query';
import {
  type LineItemStatisticsResponse,
  toLineItemStatistics,
  toTotalStatistics,
  type TotalStatisticsResponse,
} from './dto/score-figures.response';

/** Figures of scores and totals, of the active learners of a course. */
@Injectable()
export class ScoreFiguresService {
  constructor(
    private readonly gradebook: GradebookFacade,
    private readonly reports: ReportsRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /** LineItemNotFoundError also for an archived line item. */
  async ofLineItem(
    caller: Caller,
    lineItemId: string,
    bins: number,
    request: HeavyRequest,
  ): Promise<LineItemStatisticsResponse> {
    const lineItem = await this.gradebook.lineItem(lineItemId);
    if (!lineItem) throw new LineItemNotFoundError();
    const { courseId } = lineItem;
    const { timeZone, today, scope } = await this.access.courseWithin(
      caller,
      courseId,
      'reports.read',
      () => new LineItemNotFoundError(),
    );
    const key = JSON.stringify(['line-item-statistics', lineItemId, bins, today, scope]);
    return this.heavyReads.share(request, key, async (abandoned) => {
      const asOf = this.clock.now();
      const learners = await this.reports.activeLearners({ courseId, today, scope });
      abandoned.throwIfAborted();
      const figures = await this.gradebook.figuresOfOne({ courseId, timeZone }, learners, lineItemId);
      if (!figures) throw new LineItemNotFoundError();
      return toLineItemStatistics(figures, { learners: learners.length, bins, asOf });
    });
  }

  async ofTotals(
    caller: Caller,
    courseId: string,
    { total, period, bins }: TotalStatisticsQuery,
    request: HeavyRequest,
  ): Promise<TotalStatisticsResponse> {
    const { timeZone, today, scope } = await this.access.courseWithin(caller, courseId, 'reports.read');
    const key = JSON.stringify(['total-statistics', courseId, total, period, bins, today, scope]);
    return this.heavyReads.share(request, key, async (abandoned) => {
      const asOf = this.clock.now();
      const chosen = { name: total, period };
      const totals = await this.gradebook.totalsOf({ courseId, timeZone, today, scope }, chosen, abandoned);
      return toTotalStatistics(totals, { courseId, total, periodId: period ?? null, bins, asOf });
    });
  }
}
