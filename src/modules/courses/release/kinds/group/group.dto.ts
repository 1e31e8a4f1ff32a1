import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsId } from '../../../../../shared/http/field-rules';
import { ItsKind, RulePart } from '../its-kind';

const MOST_GROUPS = 100;

/** Holds for those who are in one of the groups that it names. */
export class GroupConditionDto extends RulePart {
  @ItsKind('group')
  kind: 'group';

  @ApiProperty({
    type: [String],
    format: 'uuid',
    maxItems: MOST_GROUPS,
    uniqueItems: true,
    description: 'Ids of groups of the course.',
    example: ['01990000-0000-7000-8000-00000000b101'],
  })
  @IsArray()
  @ArrayMaxSize(MOST_GROUPS)
  @ArrayUnique()
  @IsId({ each: true })
  groupIds: string[];
}
