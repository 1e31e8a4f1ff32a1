import { IsFlag, IsIds } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';

export class ActivitiesQuery extends CursorQuery {
  @IsIds('activities')
  ids?: string[];

  @IsFlag(
    'Those that were archived, in place of those of the outline. For staff: others see no archived ones.',
  )
  archived: boolean = false;
}
