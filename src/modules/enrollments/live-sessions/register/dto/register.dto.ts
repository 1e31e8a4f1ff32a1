import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../../shared/http/field-rules';
import { ATTENDANCE_STATUSES, type AttendanceStatus } from '../attendance';

/** In one request; a larger class is recorded in several. */
const MOST_ENTRIES = 1000;

export class RegisterEntryDto {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000a2' })
  @IsId()
  userId: string;

  @ApiProperty({
    type: String,
    enum: [...ATTENDANCE_STATUSES, null],
    nullable: true,
    description: 'Null takes an entry back.',
    example: 'present',
  })
  @IsIn([...ATTENDANCE_STATUSES, null])
  status: AttendanceStatus | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description:
      'Of the entry as it was read, 0 for none: if another person has changed it to something else since, nothing of the request is recorded. Left out: whatever it is.',
    example: 0,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  version?: number;
}

/** What is to be said of some learners. All others stay as they are. */
export class RecordAttendanceDto {
  @ApiProperty({ type: [RegisterEntryDto], description: 'Each learner once.', example: [] })
  @IsArray()
  @ArrayMaxSize(MOST_ENTRIES)
  @ArrayUnique((entry: Partial<RegisterEntryDto> | null) => entry?.userId)
  @ValidateNested({ each: true })
  @Type(() => RegisterEntryDto)
  entries: RegisterEntryDto[];
}
