import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { QuestionResponse } from '../questions/dto/question.response';
import { BanksService } from './banks.service';

@ApiTags('Quizzes')
@Controller()
export class BanksController {
  constructor(private readonly banks: BanksService) {}

  @Get('courses/:courseId/questions')
  @Endpoint({
    summary: 'List the questions of a course with their keys',
    description:
      'For instructors and assistants, the newest first: all questions of the bank of the course, whether a quiz asks them or not. `PUT /v1/quizzes/{activityId}/slots` chooses from them.',
    ...READS.page,
    response: PageOf(QuestionResponse),
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<QuestionResponse>> {
    return this.banks.list(caller, courseId, query);
  }
}
