import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsIds, IsSort } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { SCHOOL_TYPES, type SchoolType } from '../../org.entity';
import { SCHOOL_SORTS, type SchoolSort } from '../school-orders';

namedEnum('SchoolSort', SCHOOL_SORTS);

export class SchoolsQuery extends CursorQuery {
  @IsSort(SCHOOL_SORTS, 'title')
  sort: SchoolSort = 'title';

  @IsIds('schools')
  ids?: string[];

  @ApiPropertyOptional({ enum: SCHOOL_TYPES })
  @IsOptional()
  @IsIn(SCHOOL_TYPES)
  type?: SchoolType;
}
