import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { ChartLinkResponse } from '../chart-links/dto/chart-link.response';
import { AnswersSvg } from '../../../shared/charts/svg-answer';
import { STAFF_OF_LEARNERS } from '../../courses';
import type { ReportChart } from './course-report';
import { COURSE_REPORTS } from './course-reports';
import { CourseReportResponse } from './dto/report.response';
import { ReportsService } from './reports.service';

const ERRORS = { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' };

@ApiTags('Reports')
@Controller('courses/:courseId/report')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get()
  @Endpoint({
    summary: 'How a course is going',
    description:
      'For the staff of the course: who takes part, how far learners get, what they score, and who is behind.',
    ...READS.course,
    response: CourseReportResponse,
    errors: ERRORS,
  })
  report(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<CourseReportResponse> {
    return this.reports.report(caller, courseId, request);
  }
}

for (const { chart } of COURSE_REPORTS) {
  if (!chart) continue;
  addRoute(chart, {
    name: methodName(chart.name),
    path: `${chart.name}.svg`,
    decorators: [ChartEndpoint(chart), AnswersSvg()],
    answer: (reports, caller, courseId, request, query) =>
      reports.chart(caller, courseId, chart, query, request),
  });
  addRoute(chart, {
    name: methodName(`${chart.name}-link`),
    path: `${chart.name}/link`,
    decorators: [LinkEndpoint(chart)],
    answer: (reports, caller, courseId, request, query) =>
      reports.chartLink(caller, courseId, chart, query, request),
  });
}

interface ChartRoute {
  name: string;
  path: string;
  decorators: MethodDecorator[];
  answer: (
    reports: ReportsService,
    caller: Caller,
    courseId: string,
    request: HeavyRequest,
    query: object,
  ) => Promise<unknown>;
}

/**
 * Adds a method to the controller as if it were written there: decorators are functions, and what the compiler would note
 * about parameters, which validation reads, is noted by hand.
 */
function addRoute(chart: ReportChart, { name, path, decorators, answer }: ChartRoute): void {
  const { prototype } = ReportsController;
  // Of the same name: the framework finds what is known of a method by it.
  const { [name]: value } = {
    [name](
      this: ReportsController,
      caller: Caller,
      courseId: string,
      request: HeavyRequest,
      query: object = {},
    ): Promise<unknown> {
      return answer(this['reports'], caller, courseId, request, query);
    },
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  Reflect.defineMetadata(
    'design:paramtypes',
    [Object, String, Object, ...(chart.query ? [chart.query] : [])],
    prototype,
    name,
  );
  // From the last to the first, as the compiler applies them: OpenAPI lists the parameters the other way round.
  if (chart.query) Query()(prototype, name, 3);
  HeavyRequestOf()(prototype, name, 2);
  Param('courseId', IdPipe)(prototype, name, 1);
  CurrentCaller()(prototype, name, 0);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  applyDecorators(Get(path), ...decorators)(prototype, name, descriptor);
}

function ChartEndpoint(chart: ReportChart): MethodDecorator {
  return Endpoint({
    responseDescription: 'An SVG picture, with a description in words.',
    summary: chart.summary,
    description:
      'For the staff of the course. For a web page, `…/link` gives an address that needs no token.',
    ...READS.course,
    errors: errorsOf(chart),
  });
}

function LinkEndpoint(chart: ReportChart): MethodDecorator {
  return Endpoint({
    summary: `${chart.summary}: an address for an <img>`,
    description:
      'An address that shows this chart for ten minutes without a token. It stops working at once when you may not see the chart any more.',
    response: ChartLinkResponse,
    errors: errorsOf(chart),
  });
}

function errorsOf({ errors = {} }: ReportChart): Parameters<typeof Endpoint>[0]['errors'] {
  return {
    ...ERRORS,
    ...errors,
    ...(errors[404] === undefined ? {} : { 404: [ERRORS[404], errors[404]] }),
  };
}

/** `ended-by-week` as `endedByWeek`. */
function methodName(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
