import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsCalendarDay, MayBeLeftOut, Text } from '../../../shared/http/field-rules';
import { namedEnum } from '../../../shared/http/named-schemas';
import { IsGroupLimit } from '../reach/group-limit';

/** The states that staff can ask for. */
export const WANTED_STATES = ['active', 'suspended', 'completed', 'withdrawn'] as const;
namedEnum('WantedEnrollmentState', WANTED_STATES);

/** A change of an enrollment. What is left out stays. */
export class ChangeEnrollmentDto {
  @ApiPropertyOptional({
    enum: WANTED_STATES,
    description:
      '`suspended` takes access away and keeps the rest; `completed` ends the enrollment, and what learners read after the end of the course stays open; `withdrawn` ends it, too. `active` brings a suspended, completed or expired one back.',
  })
  @MayBeLeftOut()
  @IsIn(WANTED_STATES)
  state?: (typeof WANTED_STATES)[number];

  @ApiPropertyOptional({
    format: 'date',
    description: "First day of access, in the course's time zone.",
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  beginDate?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description:
      'First day without access; null: no such day. One that lies ahead makes an expired enrollment active again.',
  })
  @IsOptional()
  @IsCalendarDay()
  endDate?: string | null;

  @IsGroupLimit()
  groupIds?: string[] | null;

  @ApiPropertyOptional({
    description: 'Makes an instructor an owner of the course, or takes that from them. For its owners.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  isOwner?: boolean;

  @ApiPropertyOptional({ description: 'Why; for staff, in the history.' })
  @MayBeLeftOut()
  @Text('line', { max: 500 })
  reason?: string;
}
