import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { MOST_QUESTIONS } from '../../questions/most-questions';
import { DrawDto } from './draw.dto';

/** A place of a quiz as an author sends it. */
export class SlotDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'A question of the bank of the course, or of one that is shared with it. A place has either this or `draw`.',
  })
  @MayBeLeftOut()
  @IsId()
  questionId?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The version that the quiz is held to; null or left out: it follows the latest.',
  })
  @IsOptional()
  @IsId()
  versionId?: string | null;

  @ApiPropertyOptional({
    type: DrawDto,
    description:
      'Questions of the bank that are drawn for each attempt: none twice on a paper, and first those that the learner has been asked least often in earlier attempts.',
  })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => DrawDto)
  draw?: DrawDto;
}

export class SlotListDto {
  @ApiProperty({
    type: [SlotDto],
    description: 'All questions of the quiz, in its order. Those that are left out stay in the bank.',
    // A question of no bank, so it is refused and moves nothing.
    example: [{ questionId: '01990000-0000-7000-8000-00000000ee09', versionId: null }],
  })
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => SlotDto)
  slots: SlotDto[];
}
