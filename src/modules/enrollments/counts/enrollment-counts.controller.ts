import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { AnswersSvg } from '../../../shared/charts/svg-answer';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { EnrollmentCountsQuery } from './dto/enrollment-counts.query';
import { EnrollmentCountsResponse } from './dto/enrollment-counts.response';
import { EnrollmentCounts } from './enrollment-counts.service';

const ERRORS = { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found', 422: 'request.invalid' };

@ApiTags('Enrollments')
@Controller('courses/:courseId')
export class EnrollmentCountsController {
  constructor(private readonly counts: EnrollmentCounts) {}

  @Get('enrollment-counts')
  @Endpoint({
    summary: 'Count the learners of a course by state, day by day',
    description:
      'For its staff: how many were in each state at the end of each day of the course’s time zone, by the history of every enrollment. Of times from which no history was kept, the days of access tell. That a course is archived says nothing of its days. At most 1,500 days.',
    ...READS.course,
    response: EnrollmentCountsResponse,
    errors: ERRORS,
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: EnrollmentCountsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<EnrollmentCountsResponse> {
    return this.counts.read(caller, courseId, query, request);
  }

  @Get('enrollment-counts.svg')
  @AnswersSvg()
  @Endpoint({
    summary: 'Chart: the learners of a course by state, day by day',
    description:
      'For its staff: a bar a day, or a week, of which each part is a state. An SVG picture, with a description in words.',
    ...READS.course,
    errors: ERRORS,
  })
  chart(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: EnrollmentCountsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<string> {
    return this.counts.chart(caller, courseId, query, request);
  }
}
