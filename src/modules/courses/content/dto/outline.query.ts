import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeLeftOut, IsId, IsInstant } from '../../../../shared/http/field-rules';

export class OutlineQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'For staff: the outline as this learner sees it, with what release rules open to them. Left out: as you see it yourself.',
  })
  @MayBeLeftOut()
  @IsId()
  as?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'With `as`: what release rules say at this instant, if the learner does nothing until then. Left out: now.',
  })
  @MayBeLeftOut()
  @IsInstant()
  at?: Date;
}
