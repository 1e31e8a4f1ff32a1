import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { DECIMAL_SIGNS, type DecimalSign } from '../../../../shared/text/csv-lines';
import { LearnerChoiceQuery } from '../../grid/dto/gradebook.query';
import { SHEET_SCORES, type SheetScores } from '../gradebook-sheet';

namedEnum('SheetScores', SHEET_SCORES);
namedEnum('DecimalSign', DECIMAL_SIGNS);

export class GradebookSheetQuery extends LearnerChoiceQuery {
  @ApiPropertyOptional({
    enum: SHEET_SCORES,
    default: 'entered',
    description:
      '`entered`: as they were given or earned, which `POST /v1/courses/{courseId}/gradebook-imports` takes in again. `counted`: those that count, after what lateness takes.',
  })
  @MayBeLeftOut()
  @IsIn(SHEET_SCORES)
  scores: SheetScores = 'entered';

  @ApiPropertyOptional({
    enum: DECIMAL_SIGNS,
    default: 'point',
    description:
      'As the spreadsheet writes numbers: some take 17.5 for a day. With `comma`, semicolons separate the cells.',
  })
  @MayBeLeftOut()
  @IsIn(DECIMAL_SIGNS)
  decimals: DecimalSign = 'point';

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Only what belongs to this grading period of the course, for each learner, with its totals. Without it, everything; sheets of scores that count then have the totals of each period, too.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}
