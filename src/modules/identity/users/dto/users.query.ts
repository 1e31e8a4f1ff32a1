import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PLATFORM_ROLES, type PlatformRole } from '../../../../shared/auth/caller';
import { Text } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

const STATUSES = ['active', 'disabled'] as const;

export class UsersQuery extends CursorQuery {
  @ApiPropertyOptional({
    description: 'Beginning of a name, username or email address, or of both names in either order.',
    example: 'nwa',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;

  @ApiPropertyOptional({ enum: PLATFORM_ROLES })
  @IsOptional()
  @IsIn(PLATFORM_ROLES)
  role?: PlatformRole;

  @ApiPropertyOptional({ enum: STATUSES, description: '`disabled`: suspended accounts.' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];
}

export class PeopleQuery extends CursorQuery {
  @ApiProperty({
    minLength: 2,
    description:
      'Beginning of a name or username, or of both names in either order; or a whole email address.',
    example: 'nwa',
  })
  @Text('line', { min: 2, max: 100 })
  search: string;
}
