import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDefined, IsObject, ValidateIf } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';

/** Any response, as OpenAPI shows it: what fits depends on the question's type. */
export const RESPONSE_SCHEMA = {
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: { type: 'string' } },
    { type: 'null' },
  ],
  description:
    'single_choice: an option’s id; multiple_choice: a list of ids; true_false: a boolean; numeric: a decimal number, best as text; short_text: text; null: no answer.',
};

export class SaveAnswerDto {
  @ApiProperty({ ...RESPONSE_SCHEMA, example: 'median' })
  @ValidateIf(({ response }: SaveAnswerDto) => response !== null)
  @IsDefined({ message: 'response must be there; null takes the answer back' })
  response: unknown;
}

export class SubmitAttemptDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: RESPONSE_SCHEMA,
    example: {},
    description: 'Last answers by question id; answers saved before and not named here count as they are.',
  })
  @MayBeLeftOut()
  @IsObject()
  answers?: Record<string, unknown>;
}

/** Request bodies to try out, one for each type of question. */
export const ANSWER_EXAMPLES = {
  single_choice: { summary: 'Single choice', value: { response: 'median' } },
  multiple_choice: { summary: 'Multiple choice', value: { response: ['iqr', 'sd'] } },
  true_false: { summary: 'True or false', value: { response: false } },
  numeric: { summary: 'A number', value: { response: '2.14' } },
  short_text: { summary: 'A short text', value: { response: 'interquartile range' } },
  none: { summary: 'Take the answer back', value: { response: null } },
};
