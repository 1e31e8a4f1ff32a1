import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { OptionFeedback } from '../parts/answer-feedback';
import { type ChoiceOption, MOST_OPTIONS, Options } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { SharesByOption } from '../parts/shares';
import { sentences } from './multiple-choice.sentences';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';

const NAME = 'multiple_choice';
const SCORINGS = ['all_or_nothing', 'partial', 'weighted'] as const;
namedEnum('ChoiceScoring', SCORINGS);

export class MultipleChoiceDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @Options()
  options: ChoiceOption[];

  @ApiProperty({ example: ['range', 'iqr'], description: 'The ids of all right options.' })
  @ListOf(String, {
    min: 1,
    max: MOST_OPTIONS,
    says: (field) => sentences.keyNeeded({ field }),
  })
  key: string[];

  @ApiProperty({
    enum: SCORINGS,
    description:
      '`partial`: (right options chosen − wrong options chosen) / number of right options, at least 0. `weighted`: the sum of the weights of what was chosen, from 0 to 1.',
  })
  @IsIn(SCORINGS)
  scoring: (typeof SCORINGS)[number];

  @ApiPropertyOptional({ example: { range: '1/2', iqr: '1/2', mode: '-1/2' } })
  @MayBeLeftOut()
  @SharesByOption(
    -1,
    'With `weighted`, and only then: what each option adds to what is earned, by its id, from -1 to 1; 0 for those that are not here. The options of the key must make 1 together, or more.',
  )
  weights?: Record<string, string>;

  @ApiPropertyOptional({
    example: 'none',
    description: 'The id of an option, such as "None of these", that cannot be chosen together with others.',
  })
  @MayBeLeftOut()
  @fieldRule('isString', (id) => typeof id === 'string', (field) => sentences.noneNeeded({ field }))
  exclusive?: string;

  @OptionFeedback({ mode: 'The mode is a typical value.' })
  optionFeedback?: Record<string, string>;
}

export class MultipleChoiceView extends PickType(MultipleChoiceDefinition, [
  'options',
  'scoring',
  'exclusive',
]) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
