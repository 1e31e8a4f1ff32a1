import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IsLimit } from '../../../../shared/http/list-fields';
import { TOTAL_NAMES, type TotalName } from '../../../gradebook';

export class LineItemStatisticsQuery {
  @IsLimit('Into how many bins of equal width the range is divided.', { max: 100, standard: 10 })
  bins: number = 10;
}

export class TotalStatisticsQuery extends LineItemStatisticsQuery {
  @ApiPropertyOptional({ enum: TOTAL_NAMES, default: 'current', description: 'Which of the four totals.' })
  @MayBeLeftOut()
  @IsIn(TOTAL_NAMES)
  total: TotalName = 'current';

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of this grading period of the course; without it, of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}

/** Of a chart, which always has ten bins. */
export class TotalChartQuery {
  @ApiPropertyOptional({ enum: TOTAL_NAMES, default: 'current', description: 'Which of the four totals.' })
  @MayBeLeftOut()
  @IsIn(TOTAL_NAMES)
  total: TotalName = 'current';

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of this grading period of the course; without it, of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}
