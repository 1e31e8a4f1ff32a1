import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { CreateQuestionDto } from '../questions/dto/question.dto';
import { QUESTION_EXAMPLES } from '../questions/dto/question.examples';
import { QuestionResponse } from '../questions/dto/question.response';
import { BanksService } from './banks.service';
import { BankQuery, TagsQuery } from './dto/bank.query';
import { FileQuestionsDto, QuestionFilingsResponse } from './dto/filing.dto';
import { TagResponse } from './dto/tag.response';

const CHANGED_BY_INSTRUCTORS = {
  403: 'courses.instructors_only',
  404: 'courses.not_found',
  409: 'courses.archived',
  422: ['request.invalid', 'assessments.invalid_question'],
};

@ApiTags('Quizzes')
@Controller('courses/:courseId')
export class BanksController {
  constructor(private readonly banks: BanksService) {}

  @Get('questions')
  @Endpoint({
    summary: 'List the questions of a course with their keys',
    description:
      'For instructors and assistants, the newest first: all questions of the bank of the course, whether a quiz asks them or not. `PUT /v1/quizzes/{activityId}/slots` chooses from them.',
    ...READS.searchedPage,
    response: PageOf(QuestionResponse),
    errors: { 403: 'courses.staff_only', 404: ['courses.not_found', 'assessments.bank_not_found'] },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: BankQuery,
  ): Promise<Page<QuestionResponse>> {
    return this.banks.list(caller, courseId, query);
  }

  @Post('questions')
  @ApiBody({ type: CreateQuestionDto, examples: QUESTION_EXAMPLES })
  @Endpoint({
    summary: 'Add a question to the bank of a course',
    description:
      'For instructors. No quiz asks it until `PUT /v1/quizzes/{activityId}/slots` names it, or draws from a filter that finds it.',
    status: 201,
    location: '/v1/questions/{id}',
    response: QuestionResponse,
    errors: {
      ...CHANGED_BY_INSTRUCTORS,
      413: 'files.course_limit',
      422: [...CHANGED_BY_INSTRUCTORS[422], 'files.not_usable'],
    },
  })
  add(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() question: CreateQuestionDto,
  ): Promise<QuestionResponse> {
    return this.banks.add(caller, courseId, question);
  }

  @Post('question-filings')
  @Endpoint({
    summary: 'Change folders and tags of many questions',
    description:
      'For instructors. Up to 100 questions at once. Each is answered by itself: one that is not there, or would have too many tags, keeps no other back. What quizzes ask, and what attempts have asked, does not change.',
    status: 200,
    response: QuestionFilingsResponse,
    errors: CHANGED_BY_INSTRUCTORS,
  })
  file(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() changes: FileQuestionsDto,
  ): Promise<QuestionFilingsResponse> {
    return this.banks.file(caller, courseId, changes);
  }

  @Get('question-tags')
  @Endpoint({
    summary: 'List the tags of the questions of a course',
    description: 'For instructors and assistants, in the order of the alphabet.',
    ...READS.page,
    response: PageOf(TagResponse),
    errors: { 403: 'courses.staff_only', 404: ['courses.not_found', 'assessments.bank_not_found'] },
  })
  listTags(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: TagsQuery,
  ): Promise<Page<TagResponse>> {
    return this.banks.listTags(caller, courseId, query);
  }
}
