import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { PLATFORM_ROLES, type PlatformRole } from '../../../../shared/auth/caller';
import { Text } from '../../../../shared/http/field-rules';
import { IsIds, IsSort } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { USER_SORTS, type UserSort } from '../user-orders';

const STATUSES = ['active', 'disabled'] as const;
namedEnum('AccountState', STATUSES);
namedEnum('UserSort', USER_SORTS);

export class UsersQuery extends CursorQuery {
  @ApiPropertyOptional({
    description:
      'Words of a name or username, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Or the beginning of an email address.',
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

  @IsIds('accounts')
  ids?: string[];

  @IsSort(
    USER_SORTS,
    'name',
    '`name`: by family name, given name and id; people with one name come first. `newest`: the account created last comes first.',
  )
  sort: UserSort = 'name';
}

export class PeopleQuery extends CursorQuery {
  @ApiPropertyOptional({
    minLength: 2,
    description:
      'Words of a name or username, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Or a whole email address. Needed without `ids`.',
    example: 'nwa',
  })
  @ValidateIf(({ search, ids }: PeopleQuery) => search !== undefined || ids === undefined)
  @Text('line', { min: 2, max: 100 })
  search?: string;

  @IsIds('people')
  ids?: string[];
}
