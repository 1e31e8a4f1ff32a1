import { ApiProperty, PickType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { ItsType, ListOf } from '../parts/definition-rules';

const NAME = 'short_text';
const MOST_ACCEPTED_ANSWERS = 50;

export class ShortTextDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: ['standard deviation', 'SD'],
    description:
      'Every answer that counts as right. Spaces at the ends, several spaces in a row, and full-width or combined forms of letters do not matter.',
  })
  @ListOf(String, { min: 1, max: MOST_ACCEPTED_ANSWERS })
  accepted: string[];

  @ApiProperty({ example: false, description: 'Whether `SD` and `sd` are different answers.' })
  @IsBoolean()
  caseSensitive: boolean;
}

export class ShortTextView extends PickType(ShortTextDefinition, ['caseSensitive']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
