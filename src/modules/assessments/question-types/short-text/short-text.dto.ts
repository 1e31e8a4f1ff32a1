import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { ItsLanguage, ItsType, ListOf } from '../parts/definition-rules';

const NAME = 'short_text';
const MOST_ACCEPTED_ANSWERS = 50;

export class ShortTextDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: ['standard deviation', 'SD'],
    description:
      'Every answer that counts as right. Spaces at the ends, several spaces in a row, full-width or combined forms of letters, and the shapes of apostrophes, quotation marks and dashes do not matter.',
  })
  @ListOf(String, { min: 1, max: MOST_ACCEPTED_ANSWERS })
  accepted: string[];

  @ApiProperty({ example: false, description: 'Whether `SD` and `sd` are different answers.' })
  @IsBoolean()
  caseSensitive: boolean;

  @ApiPropertyOptional({
    example: false,
    description:
      'In an accepted answer `*` stands for any characters, or none, and `\\*` for a star. Without it a star is a star.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  wildcards?: boolean;

  @ApiPropertyOptional({ example: false, description: 'Whether `cafe` is `café`.' })
  @MayBeLeftOut()
  @IsBoolean()
  ignoreAccents?: boolean;

  @ApiPropertyOptional({ example: false, description: 'Whether `Yes!` is `Yes`.' })
  @MayBeLeftOut()
  @IsBoolean()
  ignoreFinalPunctuation?: boolean;

  @ItsLanguage('how letters change their case: in Turkish `ı` and `i` are different letters')
  language?: string;
}

export class ShortTextView extends PickType(ShortTextDefinition, ['caseSensitive', 'language']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
