import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, MayBeLeftOut } from '../../../../shared/http/field-rules';

/** How people come into a course by themselves. What is left out stays. */
export class ChangeEnrollmentSettingsDto {
  @ApiPropertyOptional({ description: 'Whoever asks waits until staff decide.' })
  @MayBeLeftOut()
  @IsBoolean()
  needsApproval?: boolean;

  @ApiPropertyOptional({ description: 'Whoever asks says one of the keys of the course.' })
  @MayBeLeftOut()
  @IsBoolean()
  needsKey?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'People ask from this instant on; null: always.',
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'And no more from this one on; null: no such instant.',
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 100_000,
    description: 'How many learners there are seats for, and not less than there are; null: for all.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  capacity?: number | null;

  @ApiPropertyOptional({ description: 'Whoever finds no seat waits for one, in the order of asking.' })
  @MayBeLeftOut()
  @IsBoolean()
  hasWaitlist?: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 336,
    description:
      'For how many hours a seat that is free is offered to the first who waits, and then to the next one; null: the first gets it at once.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(336)
  offerHours?: number | null;

  @ApiPropertyOptional({
    description: 'The invitation of a learner holds a seat until it is answered or over.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  invitationsHoldSeats?: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 3_650,
    description:
      'For how many days whoever comes in by themselves has access, today counted; null: no end of their own.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3_650)
  accessDays?: number | null;
}
