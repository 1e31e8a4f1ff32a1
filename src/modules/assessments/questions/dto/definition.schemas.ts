import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import {
  MULTIPLE_CHOICE_SCORINGS,
  type QuestionType,
  TOLERANCE_TYPES,
} from '../../grading/question-definition';

// For OpenAPI only: definitions are checked by `validateDefinition`, whose messages name the path of each fault.

/** A definition names its type where it is answered; where it is sent, it may repeat the question's. */
const ItsType = (type: QuestionType): PropertyDecorator =>
  ApiPropertyOptional({
    enum: [type],
    description: 'Always there in an answer. A request need not repeat the type of the question.',
  });

export class ChoiceOptionSchema {
  @ApiProperty({
    pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$',
    example: 'median',
    description: 'Unique within the question.',
  })
  id: string;

  @ApiProperty({ maxLength: 2000, example: 'The median', description: 'Plain text.' })
  text: string;
}

export class SingleChoiceDefinitionSchema {
  @ItsType('single_choice')
  type?: string;

  @ApiProperty({ type: [ChoiceOptionSchema], minItems: 2, maxItems: 20 })
  options: ChoiceOptionSchema[];

  @ApiProperty({ example: 'median', description: 'The id of the right option.' })
  key: string;
}

export class MultipleChoiceDefinitionSchema {
  @ItsType('multiple_choice')
  type?: string;

  @ApiProperty({ type: [ChoiceOptionSchema], minItems: 2, maxItems: 20 })
  options: ChoiceOptionSchema[];

  @ApiProperty({ type: [String], example: ['range', 'iqr'], description: 'The ids of all right options.' })
  key: string[];

  @ApiProperty({
    enum: MULTIPLE_CHOICE_SCORINGS,
    description:
      '`partial`: (right options chosen − wrong options chosen) / number of right options, at least 0.',
  })
  scoring: string;
}

export class TrueFalseDefinitionSchema {
  @ItsType('true_false')
  type?: string;

  @ApiProperty({ example: false })
  key: boolean;
}

export class ToleranceSchema {
  @ApiProperty({
    enum: TOLERANCE_TYPES,
    description: '`relative` is a share of the key: 0.01 is one percent.',
  })
  type: string;

  @ApiProperty({
    format: 'decimal',
    example: '0.01',
    description: 'Bounds included; "0" for an exact answer.',
  })
  value: string;
}

export class NumericDefinitionSchema {
  @ItsType('numeric')
  type?: string;

  @ApiProperty({ format: 'decimal', example: '2.5' })
  key: string;

  @ApiProperty({ type: ToleranceSchema })
  tolerance: ToleranceSchema;
}

export class ShortTextDefinitionSchema {
  @ItsType('short_text')
  type?: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: 50,
    example: ['standard deviation', 'SD'],
    description: 'Every answer that counts as right. White space and forms of letters do not matter.',
  })
  accepted: string[];

  @ApiProperty({ example: false })
  caseSensitive: boolean;
}

export const DEFINITION_SCHEMAS = [
  ChoiceOptionSchema,
  SingleChoiceDefinitionSchema,
  MultipleChoiceDefinitionSchema,
  TrueFalseDefinitionSchema,
  ToleranceSchema,
  NumericDefinitionSchema,
  ShortTextDefinitionSchema,
];

/** The schema of a definition: one of five, by the question's type. */
export const definitionSchema = (): { oneOf: { $ref: string }[] } => ({
  oneOf: [
    SingleChoiceDefinitionSchema,
    MultipleChoiceDefinitionSchema,
    TrueFalseDefinitionSchema,
    NumericDefinitionSchema,
    ShortTextDefinitionSchema,
  ].map((schema) => ({ $ref: getSchemaPath(schema) })),
});
