import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IsIds } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';
import { LINE_ITEM_STATUSES, type LineItemStatus } from '../line-items.repository';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('LineItemChoice', LINE_ITEM_STATUSES);

export class LineItemsQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: LINE_ITEM_STATUSES,
    default: 'active',
    description:
      'Those that count, the archived ones, or both. Archived ones are for the staff of the course.',
  })
  @MayBeLeftOut()
  @IsIn(LINE_ITEM_STATUSES)
  status: LineItemStatus = 'active';

  @IsIds('line items')
  ids?: string[];
}
