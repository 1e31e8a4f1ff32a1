import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../../shared/http/field-rules';
import { fieldRule, says } from '../../../../../shared/http/field-sentences';
import { namedUnion } from '../../../../../shared/http/named-schemas';
import { sentences } from '../../../courses.sentences';

/** What a survey may ask. */
export const SURVEY_QUESTION_KINDS = ['single_choice', 'multiple_choice', 'scale', 'number', 'text'] as const;
export type SurveyQuestionKind = (typeof SURVEY_QUESTION_KINDS)[number];

const MOST_QUESTIONS = 100;
const MOST_OPTIONS = 30;
const KEY = /^[a-z0-9][a-z0-9_-]{0,19}$/;
/** Bounds of numbers that a survey asks for. */
const NUMBERS = { min: '-1000000000', max: '1000000000', places: 6 };

const atLeast = (least: number) => says((field) => sentences.atLeastEntries({ field, least }));

/** A short name within a survey, which answers refer to. */
const Key = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      description: 'Chosen by the author: lower-case letters, digits, `-` and `_`. Answers refer to it.',
      pattern: KEY.source,
      example,
    }),
    Matches(
      KEY,
      says((field) => sentences.mustBeKey({ field })),
    ),
  );

const ItsKind = (kind: SurveyQuestionKind): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: [kind], example: kind }), IsIn([kind]));

class AskedQuestion {
  @Key('clarity')
  id: string;

  @ApiProperty({ description: 'Plain text.', example: 'How clear were the explanations?' })
  @Text('line', { max: 500 })
  prompt: string;

  @ApiPropertyOptional({
    description: 'An answer of the survey needs one to it.',
    default: false,
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  isRequired?: boolean;
}

export class SurveyOption {
  @Key('examples')
  id: string;

  @ApiProperty({ description: 'Plain text.', example: 'More examples' })
  @Text('line', { max: 300 })
  text: string;
}

const Options = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: [SurveyOption], minItems: 2, maxItems: MOST_OPTIONS }),
    IsArray(),
    ArrayMinSize(2, atLeast(2)),
    ArrayMaxSize(MOST_OPTIONS),
    ArrayUnique((option: Partial<SurveyOption> | null) => option?.id),
    ValidateNested({ each: true }),
    Type(() => SurveyOption),
  );

export class SingleChoiceQuestion extends AskedQuestion {
  @ItsKind('single_choice')
  kind: 'single_choice';

  @Options()
  options: SurveyOption[];
}

export class MultipleChoiceQuestion extends AskedQuestion {
  @ItsKind('multiple_choice')
  kind: 'multiple_choice';

  @Options()
  options: SurveyOption[];

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    description: 'How many may be chosen; null or left out: all of them.',
    example: 2,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_OPTIONS)
  most?: number | null;
}

export class ScaleQuestion extends AskedQuestion {
  @ItsKind('scale')
  kind: 'scale';

  @ApiProperty({
    type: [String],
    minItems: 2,
    maxItems: 11,
    description: 'What each point of the scale is called, the lowest first: point 1 has the first label.',
    example: ['Not at all', 'A little', 'Well', 'Very well'],
  })
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value)
      ? value.map((label: unknown) => (typeof label === 'string' ? label.trim() : label))
      : value,
  )
  @IsArray()
  @ArrayMinSize(2, atLeast(2))
  @ArrayMaxSize(11)
  @fieldRule(
    'areLabels',
    (value) =>
      !Array.isArray(value) ||
      value.every((label) => typeof label === 'string' && label.length <= 100 && /^\P{Cc}*$/u.test(label)),
    (field) => sentences.mustBeLabels({ field }),
  )
  labels: string[];
}

export class NumberQuestion extends AskedQuestion {
  @ItsKind('number')
  kind: 'number';

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The least; null or left out: none.',
    example: '0',
  })
  @IsOptional()
  @IsDecimalText(NUMBERS)
  min?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The most; null or left out: none.',
    example: '60',
  })
  @IsOptional()
  @IsDecimalText(NUMBERS)
  max?: string | null;
}

export class TextQuestion extends AskedQuestion {
  @ItsKind('text')
  kind: 'text';
}

export type SurveyQuestion =
  SingleChoiceQuestion | MultipleChoiceQuestion | ScaleQuestion | NumberQuestion | TextQuestion;

const KINDS = {
  single_choice: SingleChoiceQuestion,
  multiple_choice: MultipleChoiceQuestion,
  scale: ScaleQuestion,
  number: NumberQuestion,
  text: TextQuestion,
} as const satisfies Record<SurveyQuestionKind, new () => SurveyQuestion>;

export const SURVEY_QUESTION = namedUnion('SurveyQuestion', 'kind', KINDS);

/** The questions of a survey, in their order, each of the class that its `kind` names. */
export const ItsQuestions = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'array', items: SURVEY_QUESTION, minItems: 1, maxItems: MOST_QUESTIONS }),
    IsArray(),
    ArrayMinSize(1, atLeast(1)),
    ArrayMaxSize(MOST_QUESTIONS),
    ArrayUnique((question: Partial<AskedQuestion> | null) => question?.id),
    Type(() => Object, {
      keepDiscriminatorProperty: true,
      discriminator: {
        property: 'kind',
        subTypes: Object.entries(KINDS).map(([name, value]) => ({ name, value })),
      },
    }),
    ValidateNested({ each: true }),
  );
