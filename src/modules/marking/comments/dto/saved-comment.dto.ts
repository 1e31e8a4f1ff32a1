import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

const LONGEST_TEXT = 2_000;

export class CreateSavedCommentDto {
  @ApiProperty({ example: 'An *example* would make this clear.', description: 'Markdown, for learners.' })
  @Text('lines', { min: 1, max: LONGEST_TEXT })
  text: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Whether all staff of the course use it; otherwise you alone.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  shared?: boolean;
}

/** What to change; whatever is left out stays as it is. */
export class UpdateSavedCommentDto {
  @ApiPropertyOptional({ example: 'An *example* would make this clear.' })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_TEXT })
  text?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsBoolean()
  shared?: boolean;
}
