import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { CourseAccess } from '../../courses';
import { GradebookFacade } from '../../gradebook';
import { completionFunnelChart } from '../charts/completion-funnel.chart';
import { enrollmentEndsChart } from '../charts/enrollment-ends.chart';
import { progressDistributionChart } from '../charts/progress-distribution.chart';
import { scoreDistributionChart } from '../charts/score-distribution.chart';
import { NoStartDateError, NothingToScoreError, ReportedLineItemNotFoundError } from '../progress.errors';
import { scoreStatistics } from '../statistics/score-statistics';
import { distributionOf, endsByWeek, enrollmentFigures, progressOf } from './reports.service';
import { ReportsRepository } from './reports.repository';

/** The report's figures as pictures: SVG documents, each from the same figures as the report. */
@Injectable()
export class ReportChartsService {
  constructor(
    private readonly reports: ReportsRepository,
    private readonly gradebook: GradebookFacade,
    private readonly access: CourseAccess,
  ) {}

  async completionFunnel(caller: Caller, courseId: string): Promise<string> {
    const { title: courseTitle, today } = await this.access.course(caller, courseId, 'reports.read');
    const ends = await this.reports.enrollmentEnds(courseId, today);
    const activities = await this.reports.completedActivities(courseId, today);
    return completionFunnelChart({ courseTitle, learners: enrollmentFigures(ends).active, activities });
  }

  async progressDistribution(caller: Caller, courseId: string): Promise<string> {
    const { title: courseTitle, today } = await this.access.course(caller, courseId, 'reports.read');
    const learners = await this.reports.learnerRecords(courseId, today);
    const activities = await this.reports.completedActivities(courseId, today);
    return progressDistributionChart({ courseTitle, bands: progressOf(learners, activities.length) });
  }

  async endedByWeek(caller: Caller, courseId: string): Promise<string> {
    const standing = await this.access.course(caller, courseId, 'reports.read');
    const weeks = endsByWeek(await this.reports.enrollmentEnds(courseId, standing.today), standing);
    if (weeks === null) throw new NoStartDateError();
    return enrollmentEndsChart({ courseTitle: standing.title, weeks });
  }

  async scoreDistribution(caller: Caller, courseId: string, lineItemId: string): Promise<string> {
    const standing = await this.access.course(caller, courseId, 'reports.read');
    const scores = await this.gradebook.scoresOf(standing, lineItemId);
    if (!scores) throw new ReportedLineItemNotFoundError();
    const { lineItem, histogram, missingScores } = scores;
    const distribution = distributionOf(histogram, lineItem);
    if (!distribution) throw new NothingToScoreError();
    return scoreDistributionChart({
      title: lineItem.title,
      distribution,
      statistics: scoreStatistics(histogram, missingScores),
    });
  }
}
