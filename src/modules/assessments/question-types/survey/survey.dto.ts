import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { type ChoiceOption, Options } from '../parts/choice-option.dto';
import { ItsType, ObjectOf } from '../parts/definition-rules';
import { sentences } from './survey.sentences';

const NAME = 'survey';
export const SURVEY_FORMS = ['rating', 'one_option', 'several_options', 'free_text'] as const;
namedEnum('SurveyForm', SURVEY_FORMS);

const Step = (description: string, example: number): PropertyDecorator => {
  const rules = [
    ApiProperty({ type: 'integer', minimum: -100, maximum: 100, example, description }),
    ...[IsInt(), Min(-100), Max(100)],
  ];
  return (target, name) => {
    for (const rule of rules) rule(target, name);
  };
};

const Label = (description: string, example: string): PropertyDecorator => {
  const rules = [ApiPropertyOptional({ example, description }), MayBeLeftOut(), Text('line', { max: 200 })];
  return (target, name) => {
    for (const rule of rules) rule(target, name);
  };
};

/** A scale of whole numbers. */
export class RatingScale {
  @Step('The lowest step.', 1)
  min: number;

  @Step('The highest step, at most 100 above the lowest.', 5)
  max: number;

  @Label('What the lowest step means.', 'Not at all')
  minLabel?: string;

  @Label('What the highest step means.', 'Very much')
  maxLabel?: string;
}

export class SurveyDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ enum: SURVEY_FORMS, description: 'How it is answered.' })
  @IsIn(SURVEY_FORMS)
  form: (typeof SURVEY_FORMS)[number];

  @ApiPropertyOptional({ description: 'With `rating`, and only then.' })
  @MayBeLeftOut()
  @ObjectOf(RatingScale, (field) => sentences.scaleNeeded({ field }))
  scale?: RatingScale;

  @ApiPropertyOptional({ description: 'With `one_option` and `several_options`, and only then.' })
  @MayBeLeftOut()
  @Options()
  options?: ChoiceOption[];
}

export class SurveyView extends PickType(SurveyDefinition, ['form', 'scale', 'options']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
