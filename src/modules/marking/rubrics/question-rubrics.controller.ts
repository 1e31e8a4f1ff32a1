import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { UseRubricDto } from './dto/rubric.dto';
import { USE_RUBRIC_BODIES } from './dto/rubric.examples';
import { QuestionRubricResponse } from './dto/rubric.response';
import { QuestionRubricsService } from './question-rubrics.service';

const NOT_FOUND = ['courses.activity_not_found', 'marking.rubric_not_found'];

@ApiTags('Marking')
@Controller('quizzes/:activityId/rubrics/:questionId')
export class QuestionRubricsController {
  constructor(private readonly rubrics: QuestionRubricsService) {}

  @Get()
  @Endpoint({
    summary: 'Read the rubric of a question',
    description:
      'For staff of the course; for its learners where the rubric is shown before. With their marks, learners find what was chosen in their attempt.',
    response: QuestionRubricResponse,
    errors: {
      403: ['courses.not_enrolled', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
      404: NOT_FOUND,
    },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
  ): Promise<QuestionRubricResponse> {
    return this.rubrics.read(caller, { activityId, itemId });
  }

  @Put()
  @Endpoint({
    summary: 'Have a question marked by a rubric',
    description:
      'For instructors: a question that people mark gets a copy of a rubric of the course, or one of its own, in this quiz. Marks name levels or items from then on, and their points follow. Once scripts are marked by it, `POST /v1/quizzes/{activityId}/rubrics/{questionId}/changes` changes it.',
    bodies: USE_RUBRIC_BODIES,
    response: QuestionRubricResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: [...NOT_FOUND, 'marking.not_marked_by_hand'],
      409: ['marking.rubric_has_marks', 'courses.archived'],
      422: ['request.invalid', 'marking.invalid_rubric'],
    },
  })
  use(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @Body() rubric: UseRubricDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<QuestionRubricResponse> {
    return this.rubrics.use(caller, { activityId, itemId }, rubric, version);
  }

  @Delete()
  @Endpoint({
    summary: 'Have a question marked without a rubric',
    description: 'For instructors. Marks that were given by the rubric stay.',
    status: 204,
    ifMatch: true,
    errors: { 403: 'courses.instructors_only', 404: NOT_FOUND, 409: 'courses.archived' },
  })
  stopUsing(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.rubrics.stopUsing(caller, { activityId, itemId }, version);
  }
}
