import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { LineItemStatisticsQuery, TotalStatisticsQuery } from './dto/score-figures.query';
import { LineItemStatisticsResponse, TotalStatisticsResponse } from './dto/score-figures.response';
import { ScoreFiguresService } from './score-figures.service';

@ApiTags('Gradebook')
@Controller()
export class ScoreFiguresController {
  constructor(private readonly figures: ScoreFiguresService) {}

  @Get('line-items/:lineItemId/statistics')
  @Endpoint({
    summary: 'How the scores of a line item lie',
    description:
      'For the staff of the course: figures of its active learners, exact until each is rounded to 6 decimals. `GET /v1/courses/{courseId}/report/score-distribution.svg` draws them.',
    ...READS.course,
    response: LineItemStatisticsResponse,
    errors: { 403: STAFF_OF_LEARNERS, 404: 'gradebook.line_item_not_found' },
  })
  ofLineItem(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Query() { bins }: LineItemStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<LineItemStatisticsResponse> {
    return this.figures.ofLineItem(caller, lineItemId, bins, request);
  }

  @Get('courses/:courseId/gradebook/statistics')
  @Endpoint({
    summary: 'How the totals of a course lie',
    description:
      'For the staff of the course: figures of one of the four totals of its active learners, and how many have which grade. `GET /v1/courses/{courseId}/report/total-distribution.svg` and `grade-distribution.svg` draw them.',
    ...READS.course,
    response: TotalStatisticsResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      422: ['request.invalid', 'gradebook.no_such_period'],
      503: 'gradebook.structure_changing',
    },
  })
  ofTotals(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: TotalStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<TotalStatisticsResponse> {
    return this.figures.ofTotals(caller, courseId, query, request);
  }
}
