import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { anyResponse } from '../../question-types/api-schemas';
import { questionTypeOf } from '../../question-types/registry';
import { type Behavior, QUESTION_STATES, type QuestionState, type Standing } from '../../behaviors/behavior';
import { triedQuestion } from '../../behaviors/tried-question';
import { answerFeedbackTo, AnswerFeedbackResponse } from '../../attempts/dto/answer-feedback.response';
import { withNumbers } from '../../attempts/drawn';
import type { AskedQuestion } from '../../attempts/paper-records';
import type { TryRecord } from '../tries.repository';

namedEnum('QuestionTryState', QUESTION_STATES);

class RightPartsResponse {
  @ApiProperty({ type: 'integer', example: 2 })
  right: number;

  @ApiProperty({ type: 'integer', example: 3 })
  of: number;
}

export class HintShownResponse {
  @ApiProperty({ example: '<p>Think of the middle.</p>\n' })
  html: string;

  @ApiPropertyOptional({ type: RightPartsResponse, description: 'Where the hint tells it.' })
  parts?: RightPartsResponse;

  @ApiPropertyOptional({
    allOf: [anyResponse],
    example: 'median',
    description: 'What is left for the next try, where the hint takes out what is wrong.',
  })
  response?: unknown;
}

/** How a question stands by the tries at it: what its learner has been shown. */
export class TriesResponse {
  @ApiProperty({
    enum: QUESTION_STATES,
    example: 'try_again',
    description: '`unchecked`: nothing has been judged. `try_again`: not right, and another try can follow.',
  })
  state: QuestionState;

  @ApiProperty({ type: 'integer', example: 1 })
  tries: number;

  @ApiProperty({ type: 'integer', nullable: true, example: 2, description: 'Null: as many as one likes.' })
  triesLeft: number | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '0',
    description: 'After penalties; below 0 only by certainty. Null where nothing has been judged.',
  })
  pointsAwarded: string | null;

  @ApiProperty({ type: Boolean, nullable: true, example: false })
  correct: boolean | null;

  @ApiProperty({ example: false, description: 'Whether no answer to the question counts any more.' })
  closed: boolean;

  @ApiProperty({ type: [AnswerFeedbackResponse] })
  answerFeedback: AnswerFeedbackResponse[];

  @ApiProperty({ type: HintShownResponse, nullable: true })
  hint: HintShownResponse | null;
}

export function toTriesResponse(
  question: AskedQuestion,
  behavior: Behavior,
  tries: readonly TryRecord[],
): TriesResponse {
  const tried = triedQuestion(question.definition, question.guidance);
  const standing = behavior.standingOf(tried, { checks: tries, end: null });
  const last = tries.findLast((_, index) => standing.results[index] === 'judged');
  const { state, triesLeft, share, isRight: correct, isClosed: closed, results } = standing;
  return {
    ...{ state, tries: results.filter((result) => result === 'judged').length, triesLeft },
    pointsAwarded: share && Rational.of(question.points).times(share).toDecimal(4),
    ...{ correct, closed },
    answerFeedback: last ? answerFeedbackTo(question, last.response) : [],
    hint: last ? hintOf(question, standing, last.response) : null,
  };
}

function hintOf(
  { definition, guidance, drawn }: AskedQuestion,
  { hintsShown }: Standing,
  response: unknown,
): HintShownResponse | null {
  const hint = guidance?.hints[hintsShown - 1];
  if (!hint) return null;
  const parts = questionTypeOf(definition).rightParts?.(definition, response);
  return {
    html: withNumbers(renderMarkdown(hint.text, { files: true }), drawn ?? {}),
    ...(hint.showRightCount && parts ? { parts: { right: parts.right, of: parts.of } } : {}),
    ...(hint.clearWrong && parts ? { response: parts.rest } : {}),
  };
}
