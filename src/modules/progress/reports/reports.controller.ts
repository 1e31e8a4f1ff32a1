import { applyDecorators, Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
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
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<CourseReportResponse> {
    return this.reports.report(caller, courseId);
  }

  @Get('completion-funnel.svg')
  @ChartEndpoint({ summary: 'Chart: how many complete each activity', errors: ERRORS })
  completionFunnel(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<string> {
    return this.charts.completionFunnel(caller, courseId);
  }

  @Get('progress-distribution.svg')
  @ChartEndpoint({ summary: 'Chart: how far the learners are', errors: ERRORS })
  progressDistribution(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<string> {
    return this.charts.progressDistribution(caller, courseId);
  }

  @Get('ended-by-week.svg')
  @ChartEndpoint({
    summary: 'Chart: in which week enrollments ended',
    errors: { ...ERRORS, 409: 'progress.no_start_date' },
  })
  endedByWeek(@CurrentCaller() caller: Caller, @Param('courseId', IdPipe) courseId: string): Promise<string> {
    return this.charts.endedByWeek(caller, courseId);
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
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() { lineItemId }: ScoreDistributionQuery,
  ): Promise<string> {
    return this.charts.scoreDistribution(caller, courseId, lineItemId);
  }
}
