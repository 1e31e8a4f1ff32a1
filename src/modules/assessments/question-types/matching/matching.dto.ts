import { ApiProperty } from '@nestjs/swagger';
import { ChoiceOption, MOST_OPTIONS } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { type Pairs, RightPairs } from '../parts/pairs';

const NAME = 'matching';
const MOST_CHOICES = 2 * MOST_OPTIONS;

export class MatchingDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ description: 'What something is to be matched to, in the order in which it is shown.' })
  @ListOf(ChoiceOption, { min: 1, max: MOST_OPTIONS })
  stems: ChoiceOption[];

  @ApiProperty({
    description:
      'What can be matched, some of it perhaps to no stem. It is shown in an order that does not depend on this one. Choices of the same text count as one.',
  })
  @ListOf(ChoiceOption, { min: 2, max: MOST_CHOICES })
  choices: ChoiceOption[];

  @RightPairs(
    { mean: 'sum', median: 'middle', mode: 'most' },
    'The id of the right choice by the id of each stem.',
  )
  key: Pairs;
}

export class MatchingView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty({ type: [ChoiceOption] })
  stems: ChoiceOption[];

  @ApiProperty({ type: [ChoiceOption] })
  choices: ChoiceOption[];
}
