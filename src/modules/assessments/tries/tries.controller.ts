import { Body, Controller, HttpCode, Param } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, ReadsAlong } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { SAVING_TERMS } from '../attempts/answer-log.repository';
import { toSent } from '../attempts/answers.controller';
import { SaveAnswerDto, TRY_EXAMPLES } from '../attempts/dto/answer.dto';
import { CheckResponse } from './dto/check.response';
import { TriesService } from './tries.service';

@ApiTags('Attempts')
@Controller()
export class TriesController {
  constructor(private readonly tries: TriesService) {}

  @Post('attempts/:attemptId/questions/:questionId/tries')
  @ReadsAlong(SAVING_TERMS)
  @HttpCode(200)
  @ApiBody({ type: SaveAnswerDto, examples: TRY_EXAMPLES })
  @Endpoint({
    summary: 'Check an answer',
    description:
      'For the learner whose attempt it is, in a quiz whose `behavior` judges answers before the end. Saves the answer, as `PUT /v1/attempts/{attemptId}/answers/{questionId}` does, and judges it. The answer tells what the behavior shows: how much is right, what it earns, feedback and a hint; not the key. An answer that was tried before, or that is not complete, is saved and is no try. The same sent again, with its `sequence` or `Idempotency-Key`, is answered as the first time.',
    response: CheckResponse,
    errors: {
      403: ['assessments.not_your_attempt', 'courses.learners_only'],
      404: ['assessments.attempt_not_found', 'assessments.question_not_found'],
      409: [
        'assessments.attempt_submitted',
        'assessments.answering_ended',
        'assessments.attempt_paused',
        'assessments.question_passed',
        'assessments.question_closed',
        'assessments.takes_no_checks',
        'assessments.sequence_taken',
        'courses.archived',
      ],
      422: ['request.invalid', 'assessments.invalid_response'],
    },
  })
  check(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Param('questionId', IdPipe) questionId: string,
    @Body() answer: SaveAnswerDto,
  ): Promise<CheckResponse> {
    return this.tries.check(caller, attemptId, toSent(questionId, answer));
  }
}
