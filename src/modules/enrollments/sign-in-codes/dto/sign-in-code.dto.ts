import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, Max, Min } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { CODE_HOURS, MOST_CODES_AT_ONCE } from '../../../identity';

/** How long a code is good. */
export class IssueCodeDto {
  @ApiPropertyOptional({
    default: CODE_HOURS.usual,
    minimum: CODE_HOURS.least,
    maximum: CODE_HOURS.most,
    description: 'For how many hours it is good, unless it is used before.',
    example: 24,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(CODE_HOURS.least)
  @Max(CODE_HOURS.most)
  hours?: number;
}

/** Codes for a class. */
export class IssueCodesDto extends IssueCodeDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MOST_CODES_AT_ONCE,
    description: 'For these learners of the course only. If left out, for all who take part in it now.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_CODES_AT_ONCE)
  @IsId({ each: true })
  userIds?: string[];
}
