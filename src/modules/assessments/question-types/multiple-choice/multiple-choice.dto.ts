import { ApiProperty, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type ChoiceOption, MOST_OPTIONS, Options } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { sentences } from './multiple-choice.sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';

const NAME = 'multiple_choice';
const SCORINGS = ['all_or_nothing', 'partial'] as const;
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
      '`partial`: (right options chosen − wrong options chosen) / number of right options, at least 0.',
  })
  @IsIn(SCORINGS)
  scoring: (typeof SCORINGS)[number];
}

export class MultipleChoiceView extends PickType(MultipleChoiceDefinition, ['options', 'scoring']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
