import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { EXAMPLE_COURSE_ID } from '../../../../shared/http/description/example-ids';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { SaidKey } from '../../keys/dto/course-key.dto';
import { REQUEST_STATES, type RequestState } from '../admission-rules';

const ANSWERS = ['accepted', 'rejected'] as const;
namedEnum('EnrollmentRequestState', REQUEST_STATES);
namedEnum('EnrollmentRequestAnswer', ANSWERS);

export class AskToEnrollDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_COURSE_ID })
  @IsId()
  courseId: string;

  @ApiPropertyOptional({
    description: 'What staff should know.',
    example: 'I have taken the course before this one.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 500 })
  note?: string;

  @ApiPropertyOptional({
    description:
      'A key of the course. Some courses want one; one of a group puts you into the group as well.',
  })
  @MayBeLeftOut()
  @SaidKey()
  key?: string;
}

/** For OpenAPI. */
export const ASK_EXAMPLES = {
  asking: { summary: 'A course that wants no key', value: { courseId: EXAMPLE_COURSE_ID } },
};

/** What staff decide about a request. What is left out stays. */
export class DecideRequestDto {
  @ApiPropertyOptional({ enum: ANSWERS })
  @MayBeLeftOut()
  @IsIn(ANSWERS)
  state?: (typeof ANSWERS)[number];

  @ApiPropertyOptional({ description: 'Told to the person.' })
  @MayBeLeftOut()
  @Text('lines', { max: 500 })
  reason?: string;

  @ApiPropertyOptional({
    description: 'Accepts the person also where no seat is free, and before others who wait.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  exceedsCapacity?: boolean;
}

export class EnrollmentRequestsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: REQUEST_STATES })
  @IsOptional()
  @IsIn(REQUEST_STATES)
  state?: RequestState;
}
