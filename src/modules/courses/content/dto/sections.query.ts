import { IsFlag } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';

export class SectionsQuery extends CursorQuery {
  @IsFlag('Those that were archived, in place of those of the outline.')
  archived: boolean = false;
}
