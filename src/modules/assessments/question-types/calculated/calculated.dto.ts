import { ApiProperty, ApiPropertyOptional, IntersectionType, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Text } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { NumericDefinition, NumericView } from '../numeric/numeric.dto';
import { DecimalText, ItsType, ListOf, NUMBER_AS_TEXT, ObjectOf } from '../parts/definition-rules';
import { sentences } from './calculated.sentences';
import { FUNCTION_NAMES, LONGEST_FORMULA } from './formula';

const NAME = 'calculated';
export const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;
const MOST_PARAMETERS = 20;
const MOST_DECIMALS = 9;
const SPREADS = ['even', 'even_by_size'] as const;
namedEnum('ParameterSpread', SPREADS);
const ROUNDINGS = ['decimals', 'significant_figures'] as const;
namedEnum('AnswerRounding', ROUNDINGS);

/** A number that is drawn anew for each attempt. */
export class Parameter {
  @ApiProperty({
    pattern: PARAMETER_NAME.source,
    example: 'a',
    description:
      'As the formula names it. In the prompt and the feedback `{a}` stands for the number that was drawn.',
  })
  @Matches(PARAMETER_NAME, says((field) => sentences.parameterName({ field })))
  name: string;

  @ApiProperty({ ...NUMBER_AS_TEXT, example: '1', description: 'The least value.' })
  @DecimalText()
  min: string;

  @ApiProperty({ ...NUMBER_AS_TEXT, example: '9.5', description: 'The greatest value.' })
  @DecimalText()
  max: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MOST_DECIMALS,
    example: 1,
    description: 'How many decimals a value has.',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_DECIMALS)
  decimals: number;

  @ApiProperty({
    enum: SPREADS,
    description:
      '`even`: each value is equally likely. `even_by_size`: each order of size is, so that as many lie between 1 and 10 as between 10 and 100; `min` must be above 0.',
  })
  @IsIn(SPREADS)
  spread: (typeof SPREADS)[number];
}

/** How the right answer is shown. */
export class AnswerRoundingRule {
  @ApiProperty({ enum: ROUNDINGS })
  @IsIn(ROUNDINGS)
  to: (typeof ROUNDINGS)[number];

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 15,
    example: 2,
    description: 'How many; at least 1 significant figure.',
  })
  @IsInt()
  @Min(0)
  @Max(15)
  places: number;
}

export class CalculatedDefinition extends PickType(NumericDefinition, [
  'tolerance',
  'units',
  'unitPenalty',
  'acceptedTexts',
  'language',
  'keyFeedback',
  'otherFeedback',
]) {
  @ItsType(NAME)
  type: typeof NAME;

  @ListOf(Parameter, { min: 1, max: MOST_PARAMETERS })
  parameters: Parameter[];

  @ApiProperty({
    example: 'sqrt(a^2 + b^2)',
    description: `The right answer: numbers with a decimal point, the names of the parameters, \`+ - * / % ^\`, brackets, and functions of ${FUNCTION_NAMES.map((name) => `\`${name}\``).join(', ')}. Angles are in radians.`,
  })
  @Text('line', { max: LONGEST_FORMULA })
  formula: string;

  @ApiProperty({
    description:
      'How the right answer is rounded where it is shown. An answer is right if it is close enough to the rounded number, or to the exact one.',
  })
  @ObjectOf(AnswerRoundingRule, (field) => sentences.roundingNeeded({ field }))
  rounding: AnswerRoundingRule;

  /** What was drawn for an attempt, by name; there only in the question of an attempt. */
  values?: Readonly<Record<string, string>>;
}

class DrawnValues {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { a: '3', b: '4' },
    description: 'What was drawn for this attempt, by name. The numbers stand in the prompt, too.',
  })
  values?: Readonly<Record<string, string>>;
}

export class CalculatedView extends IntersectionType(
  PickType(NumericView, ['language', 'needsUnit']),
  DrawnValues,
) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
