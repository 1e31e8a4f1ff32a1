import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDefined, IsObject, ValidateIf } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { sentences } from '../../assessments.sentences';
import { anyResponse } from '../../question-types/api-schemas';
import { ALL_QUESTION_TYPES } from '../../question-types/registry';

export class SaveAnswerDto {
  @ApiProperty({ allOf: [anyResponse], example: 'median' })
  @ValidateIf(({ response }: SaveAnswerDto) => response !== null)
  @IsDefined(says((field) => sentences.responseMissing({ field })))
  response: unknown;
}

export class SubmitAttemptDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: anyResponse,
    example: {},
    description:
      'Last answers by question id. Saved answers to questions that are not named here count as they are.',
  })
  @MayBeLeftOut()
  @IsObject()
  answers?: Record<string, unknown>;
}

/** Request bodies to try out: no answer, which is what a new attempt has, and one for each type of question. */
export const ANSWER_EXAMPLES = {
  none: { summary: 'No answer: takes the present one back', value: { response: null } },
  ...Object.fromEntries(
    ALL_QUESTION_TYPES.map(({ name, example: { summary, response } }) => [
      name,
      { summary, value: { response } },
    ]),
  ),
};
