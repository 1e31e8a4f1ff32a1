import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { RuleChangeResponse } from './dto/rule-change.response';
import { RuleChangesService } from './rule-changes.service';

@ApiTags('Gradebook')
@Controller('courses/:courseId/grade-rules/changes')
export class RuleChangesController {
  constructor(private readonly changes: RuleChangesService) {}

  @Get()
  @Endpoint({
    summary: 'Who changed the grade rules of a course',
    description:
      'For the staff of the course, the newest first: who changed them, when, and from what to what. Changes of results are in the history of each.',
    ...READS.page,
    response: PageOf(RuleChangeResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<RuleChangeResponse>> {
    return this.changes.list(caller, courseId, query);
  }
}
