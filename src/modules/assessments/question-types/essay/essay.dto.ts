import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ItsType } from '../parts/definition-rules';

const NAME = 'essay';
const MOST_WORDS = 20_000;
const LONGEST_TEXT = 20_000;

export const ESSAY_FORMATS = ['plain_text', 'markdown'] as const;
export type EssayFormat = (typeof ESSAY_FORMATS)[number];
namedEnum('EssayFormat', ESSAY_FORMATS);

export class EssayDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    enum: ESSAY_FORMATS,
    description:
      'What learners write. The answer is kept as they typed it either way; Markdown is shown as HTML, too.',
  })
  @IsIn(ESSAY_FORMATS)
  format: EssayFormat;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_WORDS,
    example: 150,
    description: 'An answer with fewer words is kept, with a remark.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_WORDS)
  minWords?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_WORDS,
    example: 300,
    description: 'An answer with more words is kept, with a remark.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_WORDS)
  maxWords?: number;

  @ApiPropertyOptional({
    example: 'Claim:\n\nEvidence:\n',
    description: 'What an answer can begin with. Learners see it, and may change all of it.',
  })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_TEXT, trim: false })
  template?: string;

  @ApiPropertyOptional({
    example: 'One point for each measure that is named, one for saying when it misleads.',
    description: 'Markdown, for those who mark. Learners never see it.',
  })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_TEXT })
  markerNotes?: string;
}

export class EssayView extends PickType(EssayDefinition, ['format', 'minWords', 'maxWords', 'template']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
