import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { EXCEPTION_BODIES, GiveAttemptDto, PutExceptionDto } from './dto/exception.dto';
import { ExceptionChangeResponse, ExceptionResponse } from './dto/exception.response';
import { ExceptionsService } from './exceptions.service';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';

const NO_SUCH_EXCEPTION = [...NO_SUCH_QUIZ, 'assessments.exception_not_found'];

@ApiTags('Accommodations')
@Controller('quizzes/:activityId/exceptions')
export class ExceptionsController {
  constructor(private readonly exceptions: ExceptionsService) {}

  @Get()
  @Endpoint({
    summary: 'List the exceptions in a quiz',
    description: 'For staff of the course, the newest first. Reasons are for instructors and administrators.',
    ...READS.page,
    response: PageOf(ExceptionResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_QUIZ },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<ExceptionResponse>> {
    return this.exceptions.list(caller, activityId, query);
  }

  @Get(':userId')
  @Endpoint({
    summary: "Read one person's exception",
    description:
      'For staff of the course and for the person. The reason is for instructors and administrators.',
    response: ExceptionResponse,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'courses.not_enrolled', 'courses.not_begun', 'courses.over'],
      404: NO_SUCH_EXCEPTION,
    },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<ExceptionResponse> {
    return this.exceptions.read(caller, { activityId, userId });
  }

  @Put(':userId')
  @Endpoint({
    summary: 'Grant one person an exception',
    description:
      'For instructors. Other dates, limits or attempts in this quiz for somebody who is or was its learner. It beats the settings of the quiz and accommodations, each term by itself: what is left out stays as it is, and null lifts a date or a limit. It replaces an exception that there is, and holds from the next request on.',
    bodies: EXCEPTION_BODIES,
    response: ExceptionResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: [...NO_SUCH_QUIZ, 'assessments.not_a_learner'],
      409: 'courses.archived',
      422: ['request.invalid', 'assessments.empty_exception', 'assessments.invalid_settings'],
    },
  })
  put(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: PutExceptionDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<ExceptionResponse> {
    return this.exceptions.put(caller, { activityId, userId }, dto, version);
  }

  @Post(':userId/attempts')
  @Endpoint({
    summary: 'Give a person another attempt',
    description:
      'For instructors. The person has one attempt more than before, or than they have used if that is more. It is an exception like others: what else they were granted stays, the reason is the new one, and the history tells it. Each request gives one; one that is sent again with its `Idempotency-Key` gives one. Where the quiz has closed for them, grant a later `closesAt` first.',
    response: ExceptionResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: [...NO_SUCH_QUIZ, 'assessments.not_a_learner'],
      409: [
        'assessments.attempts_unlimited',
        'assessments.most_attempts',
        'assessments.quiz_closed_for_person',
        'courses.archived',
      ],
      422: ['request.invalid', 'assessments.invalid_settings'],
    },
  })
  giveAttempt(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() { reason }: GiveAttemptDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<ExceptionResponse> {
    return this.exceptions.giveAttempt(caller, { activityId, userId }, reason, version);
  }

  @Delete(':userId')
  @Endpoint({
    summary: 'Take an exception back',
    description: 'For instructors. The person has the terms of everybody again. The history is kept.',
    status: 204,
    ifMatch: true,
    errors: { 403: 'courses.instructors_only', 404: NO_SUCH_EXCEPTION, 409: 'courses.archived' },
  })
  takeBack(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<void> {
    return this.exceptions.takeBack(caller, { activityId, userId }, version);
  }

  @Get(':userId/history')
  @Endpoint({
    summary: 'How an exception changed',
    description:
      'For instructors: who granted or took back what, when and why. The latest change first; also of exceptions that were taken back.',
    ...READS.page,
    response: PageOf(ExceptionChangeResponse),
    errors: { 403: 'courses.instructors_only', 404: NO_SUCH_EXCEPTION },
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<ExceptionChangeResponse>> {
    return this.exceptions.history(caller, { activityId, userId }, query);
  }
}
