import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsId } from '../../../../../shared/http/field-rules';
import { ItsKind, RulePart } from '../its-kind';

const MOST_TAGS = 100;

/** Holds for those who have one of the tags that it names. */
export class TagConditionDto extends RulePart {
  @ItsKind('tag')
  kind: 'tag';

  @ApiProperty({
    type: [String],
    format: 'uuid',
    maxItems: MOST_TAGS,
    uniqueItems: true,
    description: 'Ids of tags of learners of the course. Learners are not told which.',
    example: ['01990000-0000-7000-8000-00000000b301'],
  })
  @IsArray()
  @ArrayMaxSize(MOST_TAGS)
  @ArrayUnique()
  @IsId({ each: true })
  tagIds: string[];
}
