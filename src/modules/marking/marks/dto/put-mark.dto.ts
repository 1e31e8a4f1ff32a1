import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { LONGEST_COMMENT } from '../../comments/inserted-comments';
import { FeedbackFileIds } from '../../feedback-files/feedback-file-ids';
import { RubricMarkDto } from '../../rubrics/dto/rubric-mark.dto';
import { MARK_KINDS, MARK_PLACES, type MarkKind } from '../mark-rules';

namedEnum('MarkKind', MARK_KINDS);

/** The whole mark. */
export class PutMarkDto {
  @ApiProperty({
    enum: MARK_KINDS,
    example: 'given',
    description: '`draft`: markers see it, and nothing else changes. `given`: it counts.',
  })
  @IsIn(MARK_KINDS)
  kind: MarkKind;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '3.5',
    description:
      'From 0 to `maxPoints`. Null is no mark, which is not 0: a mark that was given before is taken back then. With `rubric` the points follow from it, and this is for others, if the rubric allows them.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '100000', places: MARK_PLACES })
  points?: string | null;

  @ApiPropertyOptional({
    type: RubricMarkDto,
    description:
      'What was chosen by the rubric of the question. Needed where it has one, except to take a mark back.',
  })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => RubricMarkDto)
  rubric?: RubricMarkDto;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'You say when the mean misleads; an example is missing.',
    description: 'Markdown, for the learner. They see it when the review rules show feedback.',
  })
  @IsOptional()
  @Text('lines', { max: LONGEST_COMMENT })
  comment?: string | null;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description:
      'Comments that you keep, or that are shared in the course: their texts are copied behind `comment`, in this order.',
  })
  @MayBeLeftOut()
  @IsId({ each: true })
  @ArrayMaxSize(20)
  @ArrayUnique()
  commentIds?: string[];

  @FeedbackFileIds('They see them with the comment. The whole list: left out, the mark has none.')
  fileIds?: string[];
}
