import { applyDecorators, Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../../shared/auth/decorators';
import type { Principal } from '../../../shared/auth/principal';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CourseReportResponse } from './dto/report.response';
import { ScoreDistributionQuery } from './dto/score-distribution.query';
import { ReportChartsService } from './report-charts.service';
import { ReportsService } from './reports.service';

const ERRORS = { 403: 'courses.staff_only', 404: 'courses.not_found' };

/** A route that answers an SVG document. Titles in it come from people, so a browser must run and load nothing. */
function ChartEndpoint(options: Parameters<typeof Endpoint>[0]): MethodDecorator {
  return applyDecorators(
    Header('content-type', 'image/svg+xml; charset=utf-8'),
    Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    Endpoint({ responseDescription: 'An SVG picture, with a description in words.', ...options }),
    ApiResponse({ status: 200, content: { 'image/svg+xml': { schema: { type: 'string' } } } }),
  );
}

@ApiTags('Reports')
@Controller('courses/:courseId/report')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly charts: ReportChartsService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'How a course is going',
    description:
      'For the staff of the course: who takes part, how far learners get, what they score, and who is behind.',
    response: CourseReportResponse,
    errors: ERRORS,
  })
  report(
    @Param('courseId', IdPipe) courseId: string,
    @CurrentUser() caller: Principal,
  ): Promise<CourseReportResponse> {
    return this.reports.report(courseId, caller);
  }

  @Get('completion-funnel.svg')
  @ChartEndpoint({ summary: 'Chart: how many complete each activity', errors: ERRORS })
  completionFunnel(
    @Param('courseId', IdPipe) courseId: string,
    @CurrentUser() caller: Principal,
  ): Promise<string> {
    return this.charts.completionFunnel(courseId, caller);
  }

  @Get('progress-distribution.svg')
  @ChartEndpoint({ summary: 'Chart: how far the learners are', errors: ERRORS })
  progressDistribution(
    @Param('courseId', IdPipe) courseId: string,
    @CurrentUser() caller: Principal,
  ): Promise<string> {
    return this.charts.progressDistribution(courseId, caller);
  }

  @Get('ended-by-week.svg')
  @ChartEndpoint({
    summary: 'Chart: in which week enrollments ended',
    errors: { ...ERRORS, 409: 'progress.no_start_date' },
  })
  endedByWeek(
    @Param('courseId', IdPipe) courseId: string,
    @CurrentUser() caller: Principal,
  ): Promise<string> {
    return this.charts.endedByWeek(courseId, caller);
  }

  @Get('score-distribution.svg')
  @ChartEndpoint({
    summary: 'Chart: the scores of a line item',
    errors: {
      ...ERRORS,
      404: ['courses.not_found', 'progress.line_item_not_found'],
      409: 'progress.nothing_to_score',
    },
  })
  scoreDistribution(
    @Param('courseId', IdPipe) courseId: string,
    @Query() { lineItemId }: ScoreDistributionQuery,
    @CurrentUser() caller: Principal,
  ): Promise<string> {
    return this.charts.scoreDistribution(courseId, lineItemId, caller);
  }
}
