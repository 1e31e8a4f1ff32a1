import { Injectable } from '@nestjs/common';
import { insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId } from '../../../shared/database/ids';
import { AttemptAction } from './attempt-action.entity';

export const NEW_ACTION = insertOf(AttemptAction, [
  ...(['id', 'attemptId', 'kind', 'actedBy', 'actedAt', 'reason', 'details', 'subjectId'] as const),
]);
export type NewAction = Omit<AttemptAction, 'id' | 'attempt' | 'subjectId'>;

/** So many are added by one statement. */
const IN_ONE_STATEMENT = 500;

/** The log of what was done with attempts. */
@Injectable()
export class AttemptActionsRepository {
  constructor(private readonly database: Database) {}

  /** Of attempts that this transaction has locked. */
  async add(actions: readonly NewAction[]): Promise<void> {
    const rows = actions.map((action) => ({ ...action, id: newId(), subjectId: null }));
    for (let from = 0; from < rows.length; from += IN_ONE_STATEMENT)
      await this.database.insert(NEW_ACTION, rows.slice(from, from + IN_ONE_STATEMENT));
  }
}
