import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { FeedbackText } from '../parts/answer-feedback';
import { ItsLanguage, ItsType, ListOf } from '../parts/definition-rules';
import { LONGEST_SHORT_TEXT } from '../parts/response-shapes';
import { ShareText } from '../parts/shares';

const NAME = 'short_text';
const MOST_ACCEPTED_ANSWERS = 50;

/** Another answer that earns something, or to which there is something to say. */
export class ShortTextAlternative {
  @ApiProperty({ example: 'range', description: 'Compared as an accepted answer is.' })
  @Text('lines', { min: 1, max: LONGEST_SHORT_TEXT })
  text: string;

  @ShareText('The part of the points that it earns, from 0 to 1.')
  share: string;

  @FeedbackText('The range takes all values, not the middle half.', 'what is said to those who answer so.')
  feedback?: string;
}

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

  @ApiPropertyOptional({
    description:
      'Other answers that earn a part, or nothing, tried in this order after `accepted`; the first that fits counts.',
  })
  @MayBeLeftOut()
  @ListOf(ShortTextAlternative, { min: 1, max: MOST_ACCEPTED_ANSWERS })
  alternatives?: ShortTextAlternative[];

  @FeedbackText('IQR for short.', 'what is said to those whose answer is accepted.')
  acceptedFeedback?: string;

  @FeedbackText(
    'Think of the quartiles.',
    'what is said to those whose answer is neither accepted nor an alternative.',
  )
  otherFeedback?: string;

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
