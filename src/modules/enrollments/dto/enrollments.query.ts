import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Text } from '../../../shared/http/field-rules';
import { IsIds, IsSort } from '../../../shared/http/list-fields';
import { CursorQuery } from '../../../shared/http/pagination';
import { COURSE_ROLES, type CourseRole, ENROLLMENT_STATES, type EnrollmentState } from '../../courses';
import { namedEnum } from '../../../shared/http/named-schemas';
import { IsGroupFilter, IsTagFilter } from '../groups/label-filter';
import type { NameDirection } from '../name-order';

/** Whether the person can sign in. Suspending an account does not change its enrollments. */
const ACCOUNT_STATUSES = ['active', 'suspended'] as const;
namedEnum('AccountStatus', ACCOUNT_STATUSES);
namedEnum('NameDirection', ['name', '-name']);
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export class MyEnrollmentsQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: ENROLLMENT_STATES,
    description: 'The state in force today, in the time zone of the course.',
  })
  @IsOptional()
  @IsIn(ENROLLMENT_STATES)
  state?: EnrollmentState;

  @IsIds('enrollments')
  ids?: string[];
}

export class RosterQuery extends MyEnrollmentsQuery {
  @IsGroupFilter()
  groupId?: string;

  @IsTagFilter()
  tagId?: string;

  @ApiPropertyOptional({
    enum: ACCOUNT_STATUSES,
    description: 'Only people who can sign in, or only those whose account is suspended; both if left out.',
  })
  @IsOptional()
  @IsIn(ACCOUNT_STATUSES)
  account?: AccountStatus;

  @ApiPropertyOptional({ enum: COURSE_ROLES })
  @IsOptional()
  @IsIn(COURSE_ROLES)
  role?: CourseRole;

  @ApiPropertyOptional({
    description:
      'Words of a name or username, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Letter case, accents and the kind of an apostrophe do not matter.',
    example: 'nwa',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;

  @IsSort(
    ['name', '-name'],
    'name',
    'By family name, then given name, people with one name first; `-name` from Z to A.',
  )
  sort: NameDirection = 'name';
}
