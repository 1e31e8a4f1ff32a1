import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { FeedbackText } from '../parts/answer-feedback';
import {
  DecimalText,
  ItsLanguage,
  ItsType,
  ListOf,
  NUMBER_AS_TEXT,
  ObjectOf,
} from '../parts/definition-rules';
import { LONGEST_SHORT_TEXT } from '../parts/response-shapes';
import { ShareText } from '../parts/shares';
import { sentences } from './numeric.sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';

const NAME = 'numeric';
const TOLERANCE_TYPES = ['absolute', 'relative', 'geometric', 'significant_figures'] as const;
/** With more, two doubles that differ in their last digit would be told apart. */
export const MOST_FIGURES = 15;
const MOST_ALTERNATIVES = 20;
const MOST_UNITS = 30;
const MOST_ACCEPTED_TEXTS = 50;
namedEnum('ToleranceType', TOLERANCE_TYPES);

/** How far off a right answer may be. */
export class Tolerance {
  @ApiProperty({
    enum: TOLERANCE_TYPES,
    description:
      '`absolute`: |x − key| ≤ value. `relative`: |x − key| ≤ value · |key|, so 0.01 is one percent. `geometric`: from key / (1 + value) to key · (1 + value). `significant_figures`: x and key agree when both are rounded to so many figures.',
  })
  @IsIn(TOLERANCE_TYPES)
  type: (typeof TOLERANCE_TYPES)[number];

  @ApiProperty({
    example: '0.01',
    description: `How far off an answer may be, bounds included; at least 0. For \`significant_figures\` a whole number from 1 to ${MOST_FIGURES}.`,
  })
  @DecimalText()
  @fieldRule('min', (value) => !readDecimal(value)?.lt(0), (field) => sentences.toleranceNegative({ field }))
  value: string;
}

/** Another answer that is right, or partly so. */
export class NumericAlternative {
  @ApiProperty({ ...NUMBER_AS_TEXT, example: '25' })
  @DecimalText()
  key: string;

  @ObjectOf(Tolerance, (field) => sentences.toleranceNeeded({ field }))
  tolerance: Tolerance;

  @ShareText('The part of the points that it earns, from 0 to 1.')
  share: string;

  @FeedbackText('That is the variance.', 'what is said to those who answer so.')
  feedback?: string;
}

/** A unit in which the answer may be given. */
export class NumericUnit {
  @ApiProperty({ example: 'cm' })
  @Text('line', { min: 1, max: 20 })
  unit: string;

  @ApiProperty({
    ...NUMBER_AS_TEXT,
    example: '0.01',
    description: 'What one of it is in the unit of the key: 0.01 if that is in meters. Above 0.',
  })
  @DecimalText()
  @fieldRule(
    'isPositive',
    (value) => readDecimal(value)?.gt(0) !== false,
    (field) => sentences.factorPositive({ field }),
  )
  factor: string;
}

export class NumericDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: '2.5',
    description: 'The right answer.',
  })
  @DecimalText()
  key: string;

  @ObjectOf(Tolerance, (field) => sentences.toleranceNeeded({ field }))
  tolerance: Tolerance;

  @ApiPropertyOptional({
    description:
      'Other answers that earn something, tried in this order after `key`; the first that fits counts.',
  })
  @MayBeLeftOut()
  @ListOf(NumericAlternative, { min: 1, max: MOST_ALTERNATIVES })
  alternatives?: NumericAlternative[];

  @ApiPropertyOptional({
    example: ['two and a half'],
    description: `Texts that count as right although they cannot be read as numbers, such as answers that a correction of the key accepts; each of at most ${LONGEST_SHORT_TEXT} characters. Letter case, and what short texts pass over, do not matter.`,
  })
  @MayBeLeftOut()
  @ListOf(String, { min: 1, max: MOST_ACCEPTED_TEXTS })
  acceptedTexts?: string[];

  @FeedbackText('With n − 1, well done.', 'what is said to those whose answer fits `key`.')
  keyFeedback?: string;

  @FeedbackText(
    'Divide by n − 1.',
    'what is said to those whose answer fits neither `key` nor an alternative.',
  )
  otherFeedback?: string;

  @ApiPropertyOptional({
    description:
      'The units in which an answer may be given, before or after the number. Without any, a number with a unit is not read.',
  })
  @MayBeLeftOut()
  @ListOf(NumericUnit, { min: 1, max: MOST_UNITS })
  units?: NumericUnit[];

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @ShareText(
    'Where there are units: the part of what the number earns that is lost without a unit, or with a wrong one, from 0 to 1. All of it by default.',
  )
  unitPenalty?: string;

  @ItsLanguage('what `1,234` is: 1234 in English, 1.234 in German. Without a language it is not read')
  language?: string;
}

export class NumericView extends PickType(NumericDefinition, ['language']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiPropertyOptional({ description: 'Whether the answer needs a unit; left out where it does not.' })
  needsUnit?: boolean;
}
