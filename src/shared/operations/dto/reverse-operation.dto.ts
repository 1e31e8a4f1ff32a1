import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../http/field-rules';

const CHOICES = ['removals'] as const;

export class ReverseOperationDto {
  @ApiPropertyOptional({
    enum: CHOICES,
    description: '`removals`: put back only what the operation has ended or removed. Everything if left out.',
    example: 'removals',
  })
  @MayBeLeftOut()
  @IsIn(CHOICES)
  only?: (typeof CHOICES)[number];

  @ApiPropertyOptional({
    description: 'Only report what would be put back.',
    default: false,
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}
