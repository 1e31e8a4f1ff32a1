import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { MarkRevision } from './mark-revision.entity';

const REVISION = columnsOf(MarkRevision, 'r', [
  ...(['number', 'kind', 'points', 'comment', 'cause', 'answerNumber', 'markedBy', 'markedAt'] as const),
  ...(['rubricRevision', 'rubricChoices', 'rubricPoints'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name' },
});
export type RevisionRecord = RowOf<typeof REVISION>;

const CONTENT = columnsOf(MarkRevision, 'r', [
  ...(['scriptId', 'number', 'points', 'comment', 'markedBy'] as const),
  ...(['rubricRevision', 'rubricChoices', 'rubricPoints'] as const),
]);
/** What a revision says. */
export type MarkContent = RowOf<typeof CONTENT>;

const NEW_REVISION = insertOf(MarkRevision, [
  ...(['scriptId', 'number', 'kind', 'points', 'comment', 'cause', 'answerNumber', 'markedBy'] as const),
  ...(['markedAt', 'rubricRevision', 'rubricChoices', 'rubricPoints'] as const),
]);
export type NewRevision = Omit<MarkRevision, 'script'>;

const OF_SCRIPT = 'FROM mark_revisions r LEFT JOIN users u ON u.id = r.marked_by WHERE r.script_id = ?';

@Injectable()
export class MarksRepository {
  constructor(private readonly database: Database) {}

  async add(revision: NewRevision): Promise<void> {
    await this.database.insert(NEW_REVISION, [revision]);
  }

  async find(scriptId: string, number: number): Promise<RevisionRecord | undefined> {
    return this.database.row(
      `SELECT ${REVISION.sql} ${OF_SCRIPT} AND r.number = ?`,
      [toBinary(scriptId), number],
      REVISION,
    );
  }

  /** Revisions of several scripts, in no order. */
  async contents(revisions: readonly { scriptId: string; number: number }[]): Promise<MarkContent[]> {
    if (revisions.length === 0) return [];
    return this.database.query(
      `SELECT ${CONTENT.sql} FROM mark_revisions r WHERE (r.script_id, r.number) IN (?)`,
      [revisions.map(({ scriptId, number }) => [toBinary(scriptId), number])],
      CONTENT,
    );
  }

  /** The newest first, those before the given one; one more than `limit` if there are more. */
  async page(scriptId: string, limit: number, before?: number): Promise<RevisionRecord[]> {
    return this.database.rows(
      `SELECT ${REVISION.sql} ${OF_SCRIPT} ${before === undefined ? '' : 'AND r.number < ?'}
       ORDER BY r.number DESC LIMIT ?`,
      [toBinary(scriptId), ...(before === undefined ? [] : [before]), limit + 1],
      REVISION,
    );
  }

  async count(scriptId: string, most: number): Promise<number> {
    const all = 'SELECT r.number FROM mark_revisions r WHERE r.script_id = ?';
    return countUpTo(this.database, most, all, [toBinary(scriptId)]);
  }
}
