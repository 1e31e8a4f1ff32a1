import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, ReadsAlong } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { SAVING_TERMS } from './answer-log.repository';
import { AttemptsService } from './attempts.service';
import { PositionsService } from './positions.service';
import { PositionDto, StartAttemptDto, SubmitAttemptDto } from './dto/answer.dto';
import { AttemptResponse } from './dto/attempt.response';
import { AttemptSummaryResponse } from './dto/attempt-summary.response';
import { AttemptsQuery } from './dto/attempts.query';
import { SubmissionsService } from './submissions.service';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';

@ApiTags('Attempts')
@Controller()
export class AttemptsController {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly submissions: SubmissionsService,
    private readonly positions: PositionsService,
  ) {}

  @Get('quizzes/:activityId/attempts')
  @Endpoint({
    summary: 'List the attempts at a quiz',
    description:
      'The newest first. Learners see their own attempts; instructors and assistants see those of all learners, or of one with `userId`.',
    ...READS.page,
    response: PageOf(AttemptSummaryResponse),
    errors: { 403: 'courses.not_enrolled', 404: NO_SUCH_QUIZ },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() query: AttemptsQuery,
  ): Promise<Page<AttemptSummaryResponse>> {
    return this.attempts.list(caller, activityId, query);
  }

  @Post('quizzes/:activityId/attempts')
  @ApiBody({ type: StartAttemptDto, required: false })
  @Endpoint({
    summary: 'Start an attempt, or continue the one in progress',
    description:
      'For learners. A learner has at most one open attempt at a quiz: while they have one, this returns it. `endsAt` of the answer tells when it ends. Some quizzes want a `password` for a new one; a few wrong ones in a minute are refused (429). The questions come without keys, in the order of this attempt.',
    status: 201,
    location: '/v1/attempts/{id}',
    response: AttemptResponse,
    errors: {
      403: [
        'courses.not_enrolled',
        'courses.activity_closed',
        'courses.not_begun',
        'courses.over',
        'assessments.staff_take_no_attempts',
        'assessments.password_needed',
        'assessments.wrong_password',
      ],
      404: NO_SUCH_QUIZ,
      409: [
        'assessments.quiz_not_open_yet',
        'assessments.quiz_closed',
        'assessments.no_attempts_left',
        'assessments.next_attempt_later',
        'assessments.no_time_for_next_attempt',
        'assessments.quiz_has_no_questions',
        'courses.archived',
      ],
    },
  })
  start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { password }: StartAttemptDto,
  ): Promise<AttemptResponse> {
    return this.attempts.start(caller, activityId, password);
  }

  @Get('attempts/:attemptId')
  @Endpoint({
    summary: 'Read an attempt',
    description:
      'For the learner whose attempt it is, and for instructors and assistants. Marks, keys and feedback are there for staff at any time; for the learner after the submission, if the quiz gives feedback. An attempt whose time is up has ended when this is read.',
    response: AttemptResponse,
    errors: { 403: 'courses.not_enrolled', 404: 'assessments.attempt_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
  ): Promise<AttemptResponse> {
    return this.attempts.read(caller, attemptId);
  }

  @Put('attempts/:attemptId/position')
  @ReadsAlong(SAVING_TERMS)
  @Endpoint({
    summary: 'Go on to the next question',
    description:
      'For the learner whose attempt it is, where the quiz asks one question after another (`navigation` is `sequential`). The current question is passed, answered or not: its answer cannot change any more. The response shows the questions up to the new one. Saying the same again is harmless.',
    response: AttemptResponse,
    errors: {
      403: ['assessments.not_your_attempt', 'courses.learners_only', 'courses.not_enrolled'],
      404: 'assessments.attempt_not_found',
      409: [
        'assessments.wrong_position',
        'assessments.attempt_submitted',
        'assessments.answering_ended',
        'assessments.attempt_paused',
        'assessments.attempt_resting',
        'courses.archived',
      ],
    },
  })
  goTo(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { position }: PositionDto,
  ): Promise<AttemptResponse> {
    return this.positions.goTo(caller, attemptId, position);
  }

  @Put('attempts/:attemptId/submission')
  @ApiBody({ type: SubmitAttemptDto, required: false })
  @Endpoint({
    summary: 'Submit an attempt',
    description:
      'For the learner whose attempt it is. Ends the attempt and grades it at once. `answers` may hold last answers, which replace saved ones; without them, or without any body, the saved answers count. `receipt` states what counted. Submitting again is harmless: without answers, or with those that were graded, it returns the result; other answers are refused (409). When time is up, the attempt has ended at that instant with what was saved by then; last answers are kept without counting. Where the quiz asks one question after another, only the answer to the current one can still change; others are kept without counting. So it is when the learner has left the course, or the course was archived (409).',
    response: AttemptResponse,
    errors: {
      403: ['assessments.not_your_attempt', 'courses.learners_only', 'courses.not_enrolled'],
      404: 'assessments.attempt_not_found',
      409: [
        'assessments.graded_otherwise',
        'assessments.certainty_needed',
        'assessments.answering_ended',
        'assessments.attempt_abandoned',
        'assessments.attempt_paused',
        'assessments.attempt_resting',
        'courses.archived',
      ],
      422: ['request.invalid', 'assessments.invalid_response'],
    },
  })
  submit(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { answers, certainties }: SubmitAttemptDto,
  ): Promise<AttemptResponse> {
    return this.submissions.submit(caller, attemptId, answers ?? {}, certainties);
  }
}
