import { applyDecorators, Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import type { ReportChart } from './course-report';
import { COURSE_REPORTS } from './course-reports';
import { CourseReportResponse } from './dto/report.response';
import { ReportsService } from './reports.service';

const ERRORS = { 403: 'courses.staff_only', 404: 'courses.not_found' };

@ApiTags('Reports')
@Controller('courses/:courseId/report')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

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
}

for (const { chart } of COURSE_REPORTS) if (chart) addChartRoute(chart);

/**
 * Adds a method to the controller as if it were written there: decorators are functions, and what the compiler would note
 * about parameters, which validation reads, is noted by hand.
 */
function addChartRoute(chart: ReportChart): void {
  const { prototype } = ReportsController;
  const method = methodName(chart.name);
  // Of the same name: the framework finds what is known of a method by it.
  const { [method]: value } = {
    [method](this: ReportsController, caller: Caller, courseId: string, query: object): Promise<string> {
      return this['reports'].chart(caller, courseId, chart, query);
    },
  };
  Object.defineProperty(prototype, method, { value, configurable: true, writable: true });
  Reflect.defineMetadata(
    'design:paramtypes',
    [Object, String, ...(chart.query ? [chart.query] : [])],
    prototype,
    method,
  );
  // From the last to the first, as the compiler applies them: OpenAPI lists the parameters the other way round.
  if (chart.query) Query()(prototype, method, 2);
  Param('courseId', IdPipe)(prototype, method, 1);
  CurrentCaller()(prototype, method, 0);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method) as PropertyDescriptor;
  applyDecorators(Get(`${chart.name}.svg`), ChartEndpoint(chart))(prototype, method, descriptor);
}

/** A route that answers an SVG document. Titles in it come from people, so a browser must run and load nothing. */
function ChartEndpoint({ summary, errors = {} }: ReportChart): MethodDecorator {
  return applyDecorators(
    Header('content-type', 'image/svg+xml; charset=utf-8'),
    Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    Endpoint({
      responseDescription: 'An SVG picture, with a description in words.',
      summary,
      errors: {
        ...ERRORS,
        ...errors,
        ...(errors[404] === undefined ? {} : { 404: [ERRORS[404], errors[404]] }),
      },
    }),
    ApiResponse({ status: 200, content: { 'image/svg+xml': { schema: { type: 'string' } } } }),
  );
}

/** `ended-by-week` as `endedByWeek`. */
function methodName(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
