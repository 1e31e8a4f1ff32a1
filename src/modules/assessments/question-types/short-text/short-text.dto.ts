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
    description: 'Every answer that counts as right. White space and forms of letters do not matter.',
  })
  @ListOf(String, {
    min: 1,
    max: MOST_ACCEPTED_ANSWERS,
    message: `There must be a list of 1 to ${MOST_ACCEPTED_ANSWERS} accepted answers.`,
  })
  accepted: string[];

  @ApiProperty({ example: false })
  @IsBoolean({ message: 'This must be true or false.' })
  caseSensitive: boolean;
}

export class ShortTextView extends PickType(ShortTextDefinition, ['caseSensitive']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
