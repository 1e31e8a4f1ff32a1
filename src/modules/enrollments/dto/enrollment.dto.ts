import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsDefined, IsIn, IsOptional, ValidateIf } from 'class-validator';
import { exampleDay } from '../../../shared/http/description/example-days';
import { EXAMPLE_COURSE_ID } from '../../../shared/http/description/example-ids';
import { IsCalendarDay, IsId, MayBeLeftOut, Text } from '../../../shared/http/field-rules';
import { says } from '../../../shared/http/field-sentences';
import { sentences } from '../enrollments.sentences';
import { SaidKey } from '../keys/dto/course-key.dto';
import { IsGroupLimit } from '../reach/group-limit';
import { COURSE_ROLES, type CourseRole } from '../../courses';

/** A person to enroll, named by `userId` or by `username`. */
export class EnrollDto {
  @ApiPropertyOptional({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  @MayBeLeftOut()
  @IsId()
  userId?: string;

  @ApiPropertyOptional({ description: 'Required if there is no `userId`.', example: 'amara.nwachukwu' })
  @ValidateIf(({ userId, username }: EnrollDto) => userId === undefined || username !== undefined)
  @IsDefined(says(() => sentences.personNeeded()))
  @Text('line', { max: 255 })
  username?: string;

  @ApiProperty({ enum: COURSE_ROLES, example: 'learner' })
  @IsIn(COURSE_ROLES)
  role: CourseRole;

  @IsGroupLimit()
  groupIds?: string[] | null;

  @ApiPropertyOptional({ description: 'Enrolls a learner also where all seats of the course are taken.' })
  @MayBeLeftOut()
  @IsBoolean()
  exceedsCapacity?: boolean;

  @ApiPropertyOptional({
    format: 'date',
    description: "First active day, in the course's time zone; today if left out.",
    example: exampleDay('03-05'),
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  beginDate?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day that is no longer active.',
    example: null,
  })
  @IsOptional()
  @IsCalendarDay()
  endDate?: string | null;
}

/** For OpenAPI. */
export const ENROLL_EXAMPLES = {
  assistant: {
    summary: 'An assistant, from today',
    value: { username: 'marcus.achterberg', role: 'assistant' },
  },
  guest: {
    summary: 'A learner for some weeks',
    value: {
      username: 'leela.varkey',
      role: 'learner',
      beginDate: exampleDay('03-05'),
      endDate: exampleDay('04-01'),
    },
  },
};

/** For OpenAPI. */
export const ENROLL_MYSELF_EXAMPLES = {
  open: { summary: 'In a course that wants no key', value: { courseId: EXAMPLE_COURSE_ID } },
};

/** A course to enroll yourself in. */
export class EnrollMyselfDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_COURSE_ID })
  @IsId()
  courseId: string;

  @ApiPropertyOptional({
    description:
      'A key of the course. Some courses want one; one of a group puts you into the group as well.',
  })
  @MayBeLeftOut()
  @SaidKey()
  key?: string;
}
