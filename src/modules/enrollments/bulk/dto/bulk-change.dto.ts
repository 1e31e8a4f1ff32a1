import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { IsCalendarDay, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { TEXT_ENCODINGS } from '../../../../shared/text/encodings';
import { COURSE_ROLES, type CourseRole, STORED_STATES, type StoredState } from '../../../courses';
import { BULK_ACTIONS, type BulkAction } from '../bulk-rows';

export const MOST_ROWS = 1000;
export const LONGEST_REASON = 500;
namedEnum('EnrollmentChangeAction', BULK_ACTIONS);
namedEnum('StoredEnrollmentState', STORED_STATES);

/** What is to be done to one person. Name them by `userId`, `username` or `email`. */
export class NewRowDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @MayBeLeftOut()
  @IsId()
  userId?: string;

  @ApiPropertyOptional({ example: 'amara.nwachukwu' })
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  username?: string;

  @ApiPropertyOptional({ description: 'The whole address of an account.' })
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  email?: string;

  @ApiPropertyOptional({
    enum: BULK_ACTIONS,
    description:
      '`enroll` takes `role`, `beginDate` and `endDate`, and gives somebody who is enrolled already other days; `reactivate` takes days, too. `put_into_group` takes `group`, and `groupSet` where the title of the group alone is not enough; `take_out_of_group` takes either. `tag` and `untag` take `tag`. Required if there is no `state`.',
    example: 'withdraw',
  })
  @MayBeLeftOut()
  @IsIn(BULK_ACTIONS)
  action?: BulkAction;

  @ApiPropertyOptional({
    enum: STORED_STATES,
    description:
      'In the place of an action, as rosters have it: whoever is in this state already stays as they are, and others are brought into it.',
  })
  @MayBeLeftOut()
  @IsIn(STORED_STATES)
  state?: StoredState;

  @ApiPropertyOptional({
    enum: COURSE_ROLES,
    default: 'learner',
    description: 'Which of the person’s enrollments it is about.',
  })
  @MayBeLeftOut()
  @IsIn(COURSE_ROLES)
  role?: CourseRole;

  @ApiPropertyOptional({ format: 'date', description: 'First day of access, in the course’s time zone.' })
  @MayBeLeftOut()
  @IsCalendarDay()
  beginDate?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day without access; null: no such day.',
  })
  @IsOptional()
  @IsCalendarDay()
  endDate?: string | null;

  @ApiPropertyOptional({ description: 'Id or title of a set of groups.' })
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  groupSet?: string;

  @ApiPropertyOptional({ description: 'Id or title of a group.' })
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  group?: string;

  @ApiPropertyOptional({ description: 'Id or title of a tag.' })
  @MayBeLeftOut()
  @Text('line', { max: 255 })
  tag?: string;
}

/** Many changes of a course's enrollments, groups and tags. */
export class ChangeEnrollmentsDto {
  @ApiProperty({ type: [NewRowDto], description: 'In their order. Send a file for more.' })
  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => NewRowDto)
  rows: NewRowDto[];

  @ApiPropertyOptional({ default: false, description: 'Only report what would be done.', example: true })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Enroll learners also where all seats of the course are taken.',
    example: false,
  })
  @MayBeLeftOut()
  @IsBoolean()
  exceedsCapacity?: boolean;

  @ApiPropertyOptional({ description: 'Why; for staff, in the history of each enrollment.' })
  @MayBeLeftOut()
  @Text('line', { max: LONGEST_REASON })
  reason?: string;
}

export const CHANGE_ENROLLMENTS_BODIES: ExampleBodies = {
  dryRun: {
    summary: 'What would become of two people: changes nothing',
    value: {
      dryRun: true,
      rows: [
        { username: 'leela.varkey', action: 'enroll' },
        { username: 'nobody.at.all', action: 'withdraw' },
      ],
    },
  },
};

const FLAG = { type: Boolean, required: false, default: false } as const;

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class EnrollmentImportForm {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The CSV file, at most 100 MB.' })
  file: string;

  @ApiProperty({
    enum: TEXT_ENCODINGS,
    required: false,
    description:
      'How the characters of the file are written. If left out, a byte order mark decides, or else what the beginning of the file looks like.',
  })
  encoding?: string;

  @ApiProperty({ ...FLAG, description: 'Only report what would be done.' })
  dryRun?: boolean;

  @ApiProperty({ ...FLAG, description: 'Enroll learners also where all seats of the course are taken.' })
  exceedsCapacity?: boolean;

  @ApiProperty({
    required: false,
    maxLength: LONGEST_REASON,
    description: 'Why; for staff, in the history of each enrollment.',
  })
  reason?: string;
}
