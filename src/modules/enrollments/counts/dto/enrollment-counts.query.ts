import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsCalendarDay, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';

export const COUNT_STEPS = ['day', 'week'] as const;
export type CountStep = (typeof COUNT_STEPS)[number];
namedEnum('EnrollmentCountStep', COUNT_STEPS);

export class EnrollmentCountsQuery {
  @ApiPropertyOptional({
    format: 'date',
    description: 'First day, in the course’s time zone; 89 days before `until` if left out.',
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  from?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'Last day. Today if left out; days that lie ahead are left out.',
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  until?: string;

  @ApiPropertyOptional({
    enum: COUNT_STEPS,
    default: 'day',
    description: '`week`: only Sundays, and the last day.',
  })
  @MayBeLeftOut()
  @IsIn(COUNT_STEPS)
  by?: CountStep;
}
