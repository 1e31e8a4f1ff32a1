import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ChoiceOption, MOST_OPTIONS, Options } from '../parts/choice-option.dto';
import { ItsType, ListOf } from '../parts/definition-rules';
import { sentences } from './ordering.sentences';
import { ORDERING_SCORINGS, type OrderingScoring } from './scorings';

const NAME = 'ordering';
namedEnum('OrderingScoring', ORDERING_SCORINGS);

export class OrderingDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    description: 'What is to be put in order. It is shown in an order that does not depend on this one.',
  })
  @Options()
  items: ChoiceOption[];

  @ApiProperty({
    example: ['first', 'second', 'third'],
    description: 'The ids of all items in the right order.',
  })
  @ListOf(String, { min: 2, max: MOST_OPTIONS, says: (field) => sentences.orderNeeded({ field }) })
  key: string[];

  @ApiProperty({
    enum: ORDERING_SCORINGS,
    description: [
      'What earns a part of the points, for n items:',
      '`all_or_nothing`: only the right order.',
      '`absolute_position`: each item at its place, of n.',
      '`next_excluding_last`: each item with the right one after it, of n − 1.',
      '`next_including_last`: the same, and the last item at the end, of n.',
      '`neighbors`: each right neighbor, before and after; the ends are neighbors, too; of 2n.',
      '`all_before_and_after`: each two items in the right relation, of all pairs.',
      '`longest_ordered`: the largest number of items in the right order among themselves, of n.',
      '`longest_run`: the most items that follow one another in the key and are in that order, whatever stands between, of n.',
      '`distance`: n − 1 less the distance from its place, for each item, of n(n − 1).',
    ].join('\n'),
  })
  @IsIn(ORDERING_SCORINGS)
  scoring: OrderingScoring;
}

export class OrderingView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty({ type: [ChoiceOption] })
  items: ChoiceOption[];
}
