import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Text } from '../../../../shared/http/field-rules';
import { ChoiceOption, MOST_OPTIONS } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { type Pairs, RightPairs } from '../parts/pairs';

const NAME = 'gap_select';
const MOST_GROUPS = 20;
const MOST_CHOICES = 5 * MOST_OPTIONS;

const Group =
  (description: string): PropertyDecorator =>
  (target, name) => {
    ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_GROUPS, example: 1, description })(target, name);
    for (const rule of [IsInt(), Min(1), Max(MOST_GROUPS)]) rule(target, name);
  };

/** A choice for the gaps of one group. */
export class GapChoice extends ChoiceOption {
  @Group('The gaps that it may go to: those of the same group.')
  group: number;
}

/** A place in the text. */
export class Gap {
  @ApiProperty({ example: 'g1', description: 'As it stands in the text: `[[g1]]`.' })
  @Text('line', { min: 1, max: 64 })
  id: string;

  @Group('Which choices it takes: those of the same group.')
  group: number;
}

export class GapSelectDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: 'The [[g1]] is the middle value.',
    description: 'Plain text, in which each gap stands once, by its id between double brackets.',
  })
  @Text('lines', { min: 1, max: 10_000 })
  text: string;

  @ListOf(Gap, { min: 1, max: MOST_OPTIONS })
  gaps: Gap[];

  @ApiProperty({
    description:
      'What can be chosen, or dragged, to the gaps; each for as many gaps as one likes. It is shown in an order that does not depend on this one.',
  })
  @ListOf(GapChoice, { min: 2, max: MOST_CHOICES })
  choices: GapChoice[];

  @RightPairs({ g1: 'median' }, 'The id of the right choice by the id of each gap.')
  key: Pairs;
}

export class GapSelectView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty()
  text: string;

  @ApiProperty({ type: [Gap] })
  gaps: Gap[];

  @ApiProperty({ type: [GapChoice] })
  choices: GapChoice[];
}
