import { Injectable } from '@nestjs/common';
import { type Caller, CallerSource } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { languageOf } from '../../../shared/sentences/languages';
import { CourseAccess } from '../../courses';
import { GradebookFacade } from '../../gradebook';
import { ChartLinks } from '../chart-links/chart-links';
import type { ChartLinkResponse } from '../chart-links/dto/chart-link.response';
import { ChartLinkExpiredError, ChartLinkInvalidError } from '../progress.errors';
import { ChartPainter } from '../../../shared/charts/chart-painter';
import type { ReportChart } from './course-report';
import { COURSE_REPORTS } from './course-reports';
import type { CourseReportResponse } from './dto/report.response';
import { ReportedCourse, type ReportedTerms } from './reported-course';
import { ReportsRepository } from './reports.repository';

@Injectable()
export class ReportsService {
  constructor(
    private readonly reports: ReportsRepository,
    private readonly gradebook: GradebookFacade,
    private readonly access: CourseAccess,
    private readonly callers: CallerSource,
    private readonly links: ChartLinks,
    private readonly heavyReads: HeavyReads,
    private readonly painter: ChartPainter,
    private readonly clock: Clock,
  ) {}

  /**
   * Eight queries after the standing, whatever the size of the course. One part after another, on one connection: a report can
   * wait, and must not take the pool's connections from people who are taking a quiz.
   */
  async report(caller: Caller, courseId: string, request: HeavyRequest): Promise<CourseReportResponse> {
    const terms = await this.open(caller, courseId);
    return this.heavyReads.share(request, keyOf('report', terms), async (abandoned) => {
      const course = this.reported(terms, abandoned, true);
      const response: CourseReportResponse = { courseId, asOf: course.now };
      for (const report of COURSE_REPORTS) Object.assign(response, await report.figures(course));
      return response;
    });
  }

  /** A figure of the report as a picture: an SVG document in the language of the caller's profile. */
  async chart<Query extends object>(
    caller: Caller,
    courseId: string,
    chart: ReportChart<Query>,
    query: Query,
    request: HeavyRequest,
  ): Promise<string> {
    const terms = await this.open(caller, courseId);
    const language = languageOf(caller.locale) ?? 'en';
    return this.heavyReads.share(request, keyOf(chart.name, terms, language, query), async (abandoned) =>
      this.painter.paint(await chart.draw(this.reported(terms, abandoned, false), language, query)),
    );
  }

  /** An address of the chart for an `<img>`. Draws it once, so that whoever gets the address knows that it shows something. */
  async chartLink<Query extends object>(
    caller: Caller,
    courseId: string,
    chart: ReportChart<Query>,
    query: Query,
    request: HeavyRequest,
  ): Promise<ChartLinkResponse> {
    await this.chart(caller, courseId, chart, query, request);
    const claims = { sub: caller.userId, sid: caller.sessionId };
    return this.links.make({ courseId, chart: chart.name, query: { ...query }, claims });
  }

  /**
   * The chart of a link, as the person who got the link sees it now. Throws as `ChartLinks.read` and `chart` do, and
   * ChartLinkExpiredError when that person has signed out.
   */
  async linkedChart(link: string, request: HeavyRequest): Promise<string> {
    const { courseId, chart: name, query, claims } = this.links.read(link);
    const chart = COURSE_REPORTS.find((report) => report.chart?.name === name)?.chart;
    if (!chart) throw new ChartLinkInvalidError();
    const caller = await this.callers.find(claims, { courseId });
    if (!caller) throw new ChartLinkExpiredError();
    return this.chart(caller, courseId, chart, query, { ...request, person: caller.userId });
  }

  private async open(caller: Caller, courseId: string): Promise<ReportedTerms> {
    const standing = await this.access.courseWithin(caller, courseId, 'reports.read');
    const { title, timeZone, startDate, endDate, today, scope } = standing;
    return { courseId, title, timeZone, startDate, endDate, today, scope };
  }

  private reported(terms: ReportedTerms, abandoned: AbortSignal, readsWork: boolean): ReportedCourse {
    const { reports, gradebook } = this;
    return new ReportedCourse(terms, this.clock.now(), reports, gradebook, abandoned, readsWork);
  }
}

/** All that a report depends on besides what it reads. Who may see reports of the same learners of a course sees the same. */
function keyOf(...parts: (string | object)[]): string {
  return JSON.stringify(parts);
}
