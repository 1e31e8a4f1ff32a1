import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsInt, IsObject, Max, Min } from 'class-validator';
import { ItsKind, RulePart } from '../kinds/its-kind';
import { MOST_NODES } from '../release-rule';

const OF = {
  type: 'array',
  items: { $ref: '#/components/schemas/ReleaseRule' },
  minItems: 1,
} as const;

export class AllRuleDto extends RulePart {
  @ItsKind('all')
  kind: 'all';

  @ApiProperty({ ...OF, description: 'Every one of them has to be met.' })
  @IsArray()
  of: unknown[];
}

export class AnyRuleDto extends RulePart {
  @ItsKind('any')
  kind: 'any';

  @ApiProperty({ ...OF, description: 'One of them has to be met.' })
  @IsArray()
  of: unknown[];
}

export class AtLeastRuleDto extends RulePart {
  @ItsKind('at_least')
  kind: 'at_least';

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_NODES,
    description: 'So many of them have to be met.',
    example: 2,
  })
  @IsInt()
  @Min(1)
  @Max(MOST_NODES)
  count: number;

  @ApiProperty(OF)
  @IsArray()
  of: unknown[];
}

export class NotRuleDto extends RulePart {
  @ItsKind('not')
  kind: 'not';

  @ApiProperty({
    allOf: [{ $ref: '#/components/schemas/ReleaseRule' }],
    description:
      'Must not be met. What cannot be known, such as a score that nobody has given yet, is met neither so nor so.',
  })
  @IsObject()
  rule: unknown;
}
