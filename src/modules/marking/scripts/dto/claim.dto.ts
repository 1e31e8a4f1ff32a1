import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';

/** Which script comes next. */
export class ClaimNextDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'One of this quiz; otherwise of any.' })
  @MayBeLeftOut()
  @IsId()
  activityId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'An answer to this question; otherwise to any.' })
  @MayBeLeftOut()
  @IsId()
  itemId?: string;

  @ApiPropertyOptional({ default: false, description: 'A pseudonym in the place of the learner.' })
  @MayBeLeftOut()
  @IsBoolean()
  anonymous?: boolean;
}
