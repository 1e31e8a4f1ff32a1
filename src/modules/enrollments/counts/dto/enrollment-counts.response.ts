import { ApiProperty } from '@nestjs/swagger';
import { COUNT_STEPS, type CountStep } from './enrollment-counts.query';

const COUNT = { type: 'integer', example: 0 } as const;

/** How many learners were in each state at the end of a day, by what was stored then. */
export class EnrollmentDayCounts {
  @ApiProperty({ format: 'date', example: '2026-03-02' })
  day: string;

  @ApiProperty({ type: 'integer', example: 24 })
  active: number;

  @ApiProperty({ ...COUNT, description: 'Enrolled, but their first day had not come.' })
  upcoming: number;

  @ApiProperty(COUNT)
  suspended: number;

  @ApiProperty({ ...COUNT, description: 'By staff, or because the last day of the course was past.' })
  completed: number;

  @ApiProperty({ type: 'integer', example: 2 })
  withdrawn: number;

  @ApiProperty(COUNT)
  expired: number;
}

export class EnrollmentCountsResponse {
  @ApiProperty({ description: 'In which days begin and end.', example: 'Europe/Berlin' })
  timeZone: string;

  @ApiProperty({ enum: COUNT_STEPS, example: 'day' })
  by: CountStep;

  @ApiProperty({ type: [EnrollmentDayCounts], description: 'The earliest day first.' })
  data: EnrollmentDayCounts[];
}
