import { Body, Controller, Delete, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { QUESTION_CHANGE_EXAMPLES, QUESTION_EXAMPLES } from './dto/question.examples';
import { CreateQuestionDto, QuestionOrderDto, UpdateQuestionDto } from './dto/question.dto';
import { QuestionListResponse, QuestionResponse } from './dto/question.response';
import { QuestionsService } from './questions.service';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';

const REFUSED_ONCE_ATTEMPTED = 'Refused (409) once a learner has attempted the quiz.';
const ONCE_ATTEMPTED =
  'A change of what is asked makes a new version: attempts that have started keep theirs, and those that start later ask the new one. A change of the key grades what is submitted from then on. Once a learner has attempted the quiz, the points stay (409).';
@ApiTags('Quizzes')
@Controller()
export class QuestionsController {
  constructor(private readonly questions: QuestionsService) {}

  @Get('quizzes/:activityId/questions')
  @Endpoint({
    summary: 'List the questions of a quiz with their keys',
    description: 'For instructors and assistants. All questions, at most 200, in the order of the quiz.',
    response: QuestionListResponse,
    errors: { 403: 'courses.staff_only', 404: NO_SUCH_QUIZ },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<QuestionListResponse> {
    return this.questions.list(caller, activityId);
  }

  @Post('quizzes/:activityId/questions')
  @ApiBody({ type: CreateQuestionDto, examples: QUESTION_EXAMPLES })
  @Endpoint({
    summary: 'Add a question',
    description: `For instructors. The question goes to the end of the quiz. What \`definition\` holds depends on \`type\`: see the examples. Prompt and feedback show pictures that were uploaded, and link to other files, by their \`address\`: whoever sees the text can read the file. ${REFUSED_ONCE_ATTEMPTED}`,
    status: 201,
    location: '/v1/questions/{id}',
    response: QuestionResponse,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_QUIZ,
      409: ['assessments.quiz_has_attempts', 'assessments.too_many_questions', 'courses.archived'],
      413: 'files.course_limit',
      422: ['request.invalid', 'assessments.invalid_question', 'files.not_usable'],
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() question: CreateQuestionDto,
  ): Promise<QuestionResponse> {
    return this.questions.create(caller, activityId, question);
  }

  @Put('quizzes/:activityId/questions/order')
  @Endpoint({
    summary: 'Put the questions in order',
    description: `For instructors. Names every question of the quiz once. \`If-Match\` takes the quiz's ETag. ${REFUSED_ONCE_ATTEMPTED}`,
    response: QuestionListResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_QUIZ,
      409: ['assessments.quiz_has_attempts', 'courses.archived'],
      422: ['request.invalid', 'assessments.question_order_mismatch'],
    },
  })
  reorder(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { questionIds }: QuestionOrderDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<QuestionListResponse> {
    return this.questions.reorder(caller, activityId, questionIds, version);
  }

  @Patch('questions/:questionId')
  @ApiBody({ type: UpdateQuestionDto, examples: QUESTION_CHANGE_EXAMPLES })
  @Endpoint({
    summary: 'Change a question',
    description: `For instructors. Another \`type\` needs another \`definition\` with it. ${ONCE_ATTEMPTED}`,
    response: QuestionResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: 'assessments.question_not_found',
      409: ['assessments.quiz_has_attempts', 'courses.archived'],
      413: 'files.course_limit',
      422: ['request.invalid', 'assessments.invalid_question', 'files.not_usable'],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('questionId', IdPipe) questionId: string,
    @Body() changes: UpdateQuestionDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<QuestionResponse> {
    return this.questions.change(caller, questionId, changes, version);
  }

  @Delete('questions/:questionId')
  @Endpoint({
    summary: 'Remove a question',
    description: `For instructors. ${REFUSED_ONCE_ATTEMPTED}`,
    status: 204,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: 'assessments.question_not_found',
      409: ['assessments.quiz_has_attempts', 'courses.archived'],
    },
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('questionId', IdPipe) questionId: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<void> {
    return this.questions.remove(caller, questionId, version);
  }
}
