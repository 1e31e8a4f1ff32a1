import { ApiProperty } from '@nestjs/swagger';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { ChoiceOption, MOST_OPTIONS } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { sentences } from './matching.sentences';

const NAME = 'matching';
const MOST_CHOICES = 2 * MOST_OPTIONS;

/** Which choice belongs to each stem, by their ids. */
export type Pairs = Record<string, string>;

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

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { mean: 'sum', median: 'middle' },
    description: 'The id of the right choice by the id of each stem.',
  })
  @fieldRule('isPairs', isJsonObject, (field) => sentences.pairsNeeded({ field }))
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
