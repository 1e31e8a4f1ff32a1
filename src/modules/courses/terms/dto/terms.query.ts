import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsIds, IsSort } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { TERM_TYPES, type TermType } from '../../academic-session.entity';
import { TERM_SORTS, type TermSort } from '../term-orders';
import { IsSchoolYear } from './term.dto';

namedEnum('TermSort', TERM_SORTS);

export class TermsQuery extends CursorQuery {
  @IsSort(TERM_SORTS, '-startDate', '`-startDate`: the term that begins last comes first.')
  sort: TermSort = '-startDate';

  @IsIds('terms')
  ids?: string[];

  @ApiPropertyOptional({
    description: 'Terms of this school year, by the year in which it ends.',
  })
  @IsOptional()
  @IsSchoolYear()
  schoolYear?: number;

  @ApiPropertyOptional({ enum: TERM_TYPES })
  @IsOptional()
  @IsIn(TERM_TYPES)
  type?: TermType;
}
