import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CourseLogService } from './course-log.service';
import { LineItemChangesQuery, ResultLogQuery } from './dto/course-log.query';
import { LineItemChangeResponse, LoggedResultChangeResponse } from './dto/course-log.response';

const ERRORS = { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' };

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class CourseLogController {
  constructor(private readonly log: CourseLogService) {}

  @Get('results/changes')
  @Endpoint({
    summary: 'Who changed the results of a course',
    description:
      'For the staff of the course, the newest first: each change of a result, by attempts, marks, regrades, imports and staff, and the first value of each.',
    ...READS.filteredPage,
    response: PageOf(LoggedResultChangeResponse),
    errors: ERRORS,
  })
  ofResults(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: ResultLogQuery,
  ): Promise<Page<LoggedResultChangeResponse>> {
    return this.log.ofResults(caller, courseId, query);
  }

  @Get('line-items/changes')
  @Endpoint({
    summary: 'Who changed the line items of a course',
    description:
      'For the staff of the course, the newest first: what was added, changed, archived, restored and deleted by hand. What a quiz says of its line item is in the changes of the quiz.',
    ...READS.page,
    response: PageOf(LineItemChangeResponse),
    errors: ERRORS,
  })
  ofLineItems(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: LineItemChangesQuery,
  ): Promise<Page<LineItemChangeResponse>> {
    return this.log.ofLineItems(caller, courseId, query);
  }
}
