import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, ReadsAlong } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { QUESTION_SAVING_TERMS, SAVING_TERMS } from './answer-log.repository';
import { AnswersService, type QuestionAnswer } from './answers.service';
import { ANSWER_EXAMPLES, SaveAnswerDto, SaveAnswersDto } from './dto/answer.dto';
import { SavedAnswerResponse, SavedAnswersResponse } from './dto/answer.response';

const KEPT =
  'Once this has returned, what is saved is durable. A text is kept as it was typed, up to 64 KiB, whether the question can read it or not, and `remarks` says what there is to say. Every answer stays in the log of the attempt; the one with the highest `sequence` counts.';

@ApiTags('Attempts')
@Controller()
export class AnswersController {
  constructor(private readonly answers: AnswersService) {}

  @Put('attempts/:attemptId/answers/:questionId')
  @ReadsAlong(QUESTION_SAVING_TERMS)
  @ApiBody({ type: SaveAnswerDto, examples: ANSWER_EXAMPLES })
  @Endpoint({
    summary: 'Save an answer',
    description: `For the learner whose attempt it is. Replaces what was saved before; \`null\` takes the answer back. ${KEPT} Where the quiz asks one question after another, only the current one takes answers. Sending the same again is harmless; another answer with a sequence that was used is refused (409).`,
    response: SavedAnswerResponse,
    errors: {
      403: ['assessments.not_your_attempt', 'courses.learners_only'],
      404: ['assessments.attempt_not_found', 'assessments.question_not_found'],
      409: [
        'assessments.attempt_submitted',
        'assessments.answering_ended',
        'assessments.attempt_paused',
        'assessments.attempt_resting',
        'assessments.question_passed',
        'assessments.question_closed',
        'assessments.sequence_taken',
        'courses.archived',
      ],
      422: ['request.invalid', 'assessments.invalid_response'],
    },
  })
  save(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Param('questionId', IdPipe) questionId: string,
    @Body() answer: SaveAnswerDto,
  ): Promise<SavedAnswerResponse> {
    return this.answers.save(caller, attemptId, toSent(questionId, answer));
  }

  @Put('attempts/:attemptId/answers')
  @ReadsAlong(SAVING_TERMS)
  @Endpoint({
    summary: 'Save several answers',
    description: `For the learner whose attempt it is, for instance with what was written offline. Each answer is saved or refused for itself, in the order of the list; where the quiz asks one question after another, only those to the current one count. ${KEPT}`,
    response: SavedAnswersResponse,
    errors: {
      403: ['assessments.not_your_attempt', 'courses.learners_only'],
      404: 'assessments.attempt_not_found',
      409: 'courses.archived',
    },
  })
  saveAll(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Body() { answers }: SaveAnswersDto,
  ): Promise<SavedAnswersResponse> {
    return this.answers.saveAll(
      caller,
      attemptId,
      answers.map((answer) => toSent(answer.questionId, answer)),
    );
  }
}

export function toSent(questionId: string, answer: SaveAnswerDto): QuestionAnswer {
  const { response, sequence, idempotencyKey, certainty = null, writtenAt } = answer;
  return { questionId, response, sequence, idempotencyKey, certainty, writtenAt };
}
