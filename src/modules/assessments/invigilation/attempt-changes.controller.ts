import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { AttemptResponse } from '../attempts/dto/attempt.response';
import { AttemptChangesService } from './attempt-changes.service';
import { ReasonDto, ReopenAttemptDto } from './dto/attempt-changes.dto';

const NO_SUCH_ATTEMPT = 'assessments.attempt_not_found';

@ApiTags('Invigilation')
@Controller('attempts/:attemptId')
export class AttemptChangesController {
  constructor(private readonly changes: AttemptChangesService) {}

  @Post('ending')
  @Endpoint({
    summary: 'Submit an attempt for its learner',
    description:
      'For staff of the course. Ends the attempt and grades what is saved, also in a pause. An attempt that was abandoned is submitted as of its end. One that is submitted stays as it is.',
    response: AttemptResponse,
    errors: {
      404: NO_SUCH_ATTEMPT,
      409: ['assessments.attempt_deleted', 'courses.archived'],
    },
  })
  submitFor(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { reason }: ReasonDto,
  ): Promise<AttemptResponse> {
    return this.changes.submitFor(caller, attemptId, reason);
  }

  @Post('reopening')
  @Endpoint({
    summary: 'Open an attempt again',
    description:
      'For instructors. An attempt that was submitted or abandoned goes on: it ends anew by the rules, or with `minutes` no sooner than that. Its score is taken back, and the learner has the grade of their other attempts until it is submitted again. Answers, receipts and the earlier end stay on record. An open attempt stays as it is.',
    response: AttemptResponse,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_ATTEMPT,
      409: [
        'assessments.attempt_deleted',
        'assessments.no_time_left',
        'assessments.attempt_in_progress',
        'courses.archived',
      ],
    },
  })
  reopen(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { reason, minutes }: ReopenAttemptDto,
  ): Promise<AttemptResponse> {
    return this.changes.reopen(caller, attemptId, reason, minutes);
  }

  @Post('deletion')
  @Endpoint({
    summary: 'Delete an attempt, and keep its trace',
    description:
      'For instructors. From now on it counts nowhere: not among the attempts that the learner has used, in no grade, progress or figure, and the learner does not find it. Its answers stay for staff, who find it with `GET /v1/quizzes/{activityId}/attempts?deleted=true`. Deleting it again changes nothing.',
    response: AttemptResponse,
    errors: { 403: 'courses.instructors_only', 404: NO_SUCH_ATTEMPT, 409: 'courses.archived' },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { reason }: ReasonDto,
  ): Promise<AttemptResponse> {
    return this.changes.delete(caller, attemptId, reason);
  }
}
