import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { DuplicatesService } from './duplicates.service';
import { DuplicateGroupResponse } from './dto/duplicates.response';

@ApiTags('Quizzes')
@Controller('courses/:courseId/question-duplicates')
export class DuplicatesController {
  constructor(private readonly duplicates: DuplicatesService) {}

  @Get()
  @Endpoint({
    summary: 'List questions of a course that ask nearly the same',
    description:
      'For instructors and assistants: the questions of the bank of the course whose latest prompts are equal or nearly so, in groups, the oldest first. A question stands in the group of the oldest one that it is like. Of each question the five that are most like it are known, and of many prompts with a part in common the oldest are compared.',
    ...READS.page,
    response: PageOf(DuplicateGroupResponse),
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<DuplicateGroupResponse>> {
    return this.duplicates.list(caller, courseId, query);
  }
}
