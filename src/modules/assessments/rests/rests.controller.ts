import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, ReadsAlong } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { SAVING_TERMS } from '../attempts/answer-log.repository';
import { AttemptResponse } from '../attempts/dto/attempt.response';
import { RestsService } from './rests.service';

const REFUSALS = {
  403: ['assessments.not_your_attempt', 'courses.learners_only', 'courses.not_enrolled'],
  404: 'assessments.attempt_not_found',
};

@ApiTags('Attempts')
@Controller('attempts/:attemptId')
export class RestsController {
  constructor(private readonly rests: RestsService) {}

  @Post('rest')
  @ReadsAlong(SAVING_TERMS)
  @Endpoint({
    summary: 'Take a rest break',
    description:
      'For the learner whose attempt it is, if an accommodation gives them rest breaks. Its clock stands until they go on, or until `restSecondsLeft` of them are used up: then it goes on by itself. The end of the attempt is later by as much, unless the quiz closes hard. Meanwhile there are no questions, and nothing that is sent counts; it is kept. Resting again while resting changes nothing.',
    response: AttemptResponse,
    errors: {
      ...REFUSALS,
      409: [
        'assessments.no_rest_left',
        'assessments.attempt_paused',
        'assessments.attempt_submitted',
        'assessments.answering_ended',
        'courses.archived',
      ],
    },
  })
  begin(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
  ): Promise<AttemptResponse> {
    return this.rests.begin(caller, attemptId);
  }

  @Post('continuation')
  @ReadsAlong(SAVING_TERMS)
  @Endpoint({
    summary: 'Go on after a rest break',
    description:
      'For the learner whose attempt it is. What they did not use of the rest can be used later. Where they do not rest, it changes nothing.',
    response: AttemptResponse,
    errors: { ...REFUSALS, 409: 'courses.archived' },
  })
  end(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
  ): Promise<AttemptResponse> {
    return this.rests.end(caller, attemptId);
  }
}
