import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { says } from '../../../../shared/http/field-sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { sentences } from '../groups.sentences';
import { type Remainder, REMAINDERS } from '../assigning/sizes';

/** Whom a random assignment places: those who are in no group of the set, or all. */
export const ASSIGNED_LEARNERS = ['without_group', 'all'] as const;
export type AssignedLearners = (typeof ASSIGNED_LEARNERS)[number];

namedEnum('GroupRemainder', REMAINDERS);
namedEnum('AssignedLearners', ASSIGNED_LEARNERS);

/** Groups that a set has at most after a random assignment. */
export const MOST_GROUPS = 1000;
const MOST_LISTS = 300;
const MOST_IN_LIST = 100;

export class LearnerListDto {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    minItems: 2,
    maxItems: MOST_IN_LIST,
    uniqueItems: true,
    example: ['01990000-0000-7000-8000-0000000000a2', '01990000-0000-7000-8000-0000000000a3'],
  })
  @IsArray()
  @ArrayMinSize(2, says((field) => sentences.atLeastTwo({ field })))
  @ArrayMaxSize(MOST_IN_LIST)
  @ArrayUnique()
  @IsId({ each: true })
  userIds: string[];
}

export class AssignGroupsDto {
  @ApiPropertyOptional({
    enum: ASSIGNED_LEARNERS,
    default: 'without_group',
    description:
      'Active learners of the course: those who are in no group of the set, or all, who leave their groups.',
    example: 'without_group',
  })
  @MayBeLeftOut()
  @IsIn(ASSIGNED_LEARNERS)
  learners?: AssignedLearners;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_GROUPS,
    description:
      'How many groups the set has then; missing ones are made. Not with `groupSize`. With neither, learners come into the groups that there are.',
    example: 4,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_GROUPS)
  groupCount?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    description: 'How large groups are to be; as many as it takes are made. Not with `groupCount`.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(10_000)
  groupSize?: number;

  @ApiPropertyOptional({
    enum: REMAINDERS,
    enumName: 'GroupRemainder',
    default: 'spread',
    description:
      'What becomes of learners who do not fill a group of `groupSize`: they are spread over the groups, which get larger, or make a smaller last group. `smaller` only with `groupSize`.',
    example: 'spread',
  })
  @MayBeLeftOut()
  @IsIn(REMAINDERS)
  remainder?: Remainder;

  @ApiPropertyOptional({
    type: [LearnerListDto],
    description: 'The people of each list come into one group.',
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_LISTS)
  @ValidateNested({ each: true })
  @Type(() => LearnerListDto)
  together?: LearnerListDto[];

  @ApiPropertyOptional({
    type: [LearnerListDto],
    description: 'No two people of a list come into one group.',
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_LISTS)
  @ValidateNested({ each: true })
  @Type(() => LearnerListDto)
  apart?: LearnerListDto[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_647,
    description:
      'Where chance begins: the same seed gives the same groups of the same learners. Left out: a new one.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  seed?: number;

  @ApiPropertyOptional({
    description: 'New groups are called so, with a number behind it.',
    default: 'Group',
    example: 'Team',
  })
  @MayBeLeftOut()
  @Text('line', { max: 200 })
  groupTitle?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only say who would come where. Send its `seed` for the same groups.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

export const ASSIGN_EXAMPLES: ExampleBodies = {
  count: { summary: 'Into so many groups, to see it', value: { groupCount: 4, dryRun: true } },
  size: {
    summary: 'All anew, into groups of a size',
    value: { learners: 'all', groupSize: 4, remainder: 'smaller', groupTitle: 'Team', dryRun: true },
  },
  present: { summary: 'Those without a group, into the groups that there are', value: {} },
};
