import { IsIds } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';

export class ActivitiesQuery extends CursorQuery {
  @IsIds('activities')
  ids?: string[];
}
