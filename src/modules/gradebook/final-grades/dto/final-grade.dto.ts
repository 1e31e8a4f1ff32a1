import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, ValidateIf } from 'class-validator';
import { IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { FINAL_MARKS, type FinalMark } from '../final-grade';

namedEnum('FinalMark', FINAL_MARKS);

export const LONGEST_REASON = 2000;
const LONGEST_COMMENT = 5000;

export class FinalGradeHistoryQuery extends CursorQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'That of the grade of this grading period; without it, of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}

/** A final grade in place of the computed one: a percentage or a mark. Neither takes back what was given. */
export class GiveFinalGradeDto {
  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '85.5',
    description: 'In percent. Null or left out: no number stands in the place of the computed one.',
  })
  @MayBeLeftOut()
  @ValidateIf((_dto, value) => value !== null)
  @IsDecimalText({ min: '0', max: '1000', places: 4 })
  percent?: string | null;

  @ApiPropertyOptional({
    enum: FINAL_MARKS,
    nullable: true,
    example: null,
    description: 'What stands in the place of any number. Not together with `percent`.',
  })
  @MayBeLeftOut()
  @ValidateIf((_dto, value) => value !== null)
  @IsIn(FINAL_MARKS)
  mark?: FinalMark | null;

  @ApiProperty({
    example: 'Ill at the final, with a certificate.',
    description: 'Why, for staff. Plain text.',
  })
  @Text('lines', { min: 1, max: LONGEST_REASON, trim: true })
  reason: string;
}

/** What is said of a learner in a report. */
export class ReportCommentDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Reads plots well, and asks where the numbers come from.',
    description: 'Plain text for the learner; null for none.',
  })
  @ValidateIf((_dto, value) => value !== null)
  @Text('lines', { min: 1, max: LONGEST_COMMENT, trim: true })
  text: string | null;
}

export class CloseGradesDto {
  @ApiPropertyOptional({
    default: false,
    example: false,
    description:
      'Close the grades though the course or the period goes on, scores are not posted yet, which are left out then, or work waits for marks, which counts 0 then.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  acceptOpenWork?: boolean;
}

export class ReopenGradesDto {
  @ApiProperty({
    example: 'An essay was marked by the wrong rubric.',
    description: 'Why, for staff. Plain text.',
  })
  @Text('lines', { min: 1, max: LONGEST_REASON, trim: true })
  reason: string;
}
