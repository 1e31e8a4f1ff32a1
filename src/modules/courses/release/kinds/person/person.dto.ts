import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsId } from '../../../../../shared/http/field-rules';
import { ItsKind, RulePart } from '../its-kind';

const MOST_PEOPLE = 200;

/** Holds for the people that it names. */
export class PersonConditionDto extends RulePart {
  @ItsKind('person')
  kind: 'person';

  @ApiProperty({
    type: [String],
    format: 'uuid',
    maxItems: MOST_PEOPLE,
    uniqueItems: true,
    description: 'Ids of users.',
    example: ['01990000-0000-7000-8000-00000000a003'],
  })
  @IsArray()
  @ArrayMaxSize(MOST_PEOPLE)
  @ArrayUnique()
  @IsId({ each: true })
  userIds: string[];
}
