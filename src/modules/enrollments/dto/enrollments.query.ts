import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Text } from '../../../shared/http/field-rules';
import { CursorQuery } from '../../../shared/http/pagination';
import { COURSE_ROLES, type CourseRole } from '../../courses';
import {
  ACCOUNT_STATUSES,
  type AccountStatus,
  ENROLLMENT_STATUSES,
  type EnrollmentStatus,
} from '../enrollment-status';

export class MyEnrollmentsQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: ENROLLMENT_STATUSES,
    description: 'How they stand today, where the course is.',
  })
  @IsOptional()
  @IsIn(ENROLLMENT_STATUSES)
  status?: EnrollmentStatus;
}

export class RosterQuery extends MyEnrollmentsQuery {
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
    description: 'Beginning of the family name, or of given and family name, such as `mar`.',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;
}
