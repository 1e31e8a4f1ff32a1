import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CourseNeedsResponse, OwnNeedsResponse } from './dto/needs.response';
import { NeedsInCourseService } from './needs-in-course.service';

@ApiTags('Accommodations')
@Controller()
export class NeedsController {
  constructor(private readonly needs: NeedsInCourseService) {}

  @Get('courses/:courseId/accommodations')
  @Endpoint({
    summary: 'List what the learners of a course need',
    description:
      'For its staff: the accommodations that are in force for learners of the course, or will be. The reasons are not told.',
    reads: 'A page reads its own entries, and looks for them among all learners of the course.',
    response: PageOf(CourseNeedsResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<CourseNeedsResponse>> {
    return this.needs.list(caller, courseId, query);
  }

  @Get('me/accommodations')
  @Endpoint({
    summary: 'List your accommodations',
    description: 'What was approved for you, the newest first. What it does to a quiz is told with the quiz.',
    ...READS.page,
    response: PageOf(OwnNeedsResponse),
  })
  own(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<OwnNeedsResponse>> {
    return this.needs.own(caller, query);
  }
}
