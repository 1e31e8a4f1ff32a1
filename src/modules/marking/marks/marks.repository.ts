import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Script } from '../scripts/script.entity';
import { MarkRevision } from './mark-revision.entity';
import { atWorth } from './mark-rules';

const REVISION = columnsOf(MarkRevision, 'r', [
  ...(['number', 'kind', 'points', 'comment', 'cause', 'answerNumber', 'markedBy', 'markedAt'] as const),
  ...(['rubricRevision', 'rubricChoices', 'rubricPoints', 'share', 'turn', 'fileIds'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name' },
});
export type RevisionRecord = RowOf<typeof REVISION>;
const WORTH = columnsOf(Script, 's', ['maxPoints']);
const REVISION_AT_WORTH = REVISION.and(WORTH);
const REVISION_OF_SCRIPT = columnsOf(MarkRevision, 'r', ['scriptId']).and(REVISION_AT_WORTH);

const CONTENT = columnsOf(MarkRevision, 'r', [
  ...(['scriptId', 'number', 'kind', 'points', 'comment', 'markedBy', 'markedAt', 'answerNumber'] as const),
  ...(['rubricRevision', 'rubricChoices', 'rubricPoints', 'share', 'fileIds'] as const),
]);
/** What a revision says. */
export type MarkContent = RowOf<typeof CONTENT>;
const CONTENT_AT_WORTH = CONTENT.and(WORTH);

const NEW_REVISION = insertOf(MarkRevision, [
  ...(['scriptId', 'number', 'kind', 'points', 'comment', 'cause', 'answerNumber', 'markedBy'] as const),
  ...(['markedAt', 'rubricRevision', 'rubricChoices', 'rubricPoints', 'share', 'turn', 'fileIds'] as const),
]);
export type NewRevision = Omit<MarkRevision, 'script'>;

const FROM_REVISIONS = 'FROM mark_revisions r LEFT JOIN users u ON u.id = r.marked_by';
const OF_SCRIPT = 'STRAIGHT_JOIN scripts s ON s.id = r.script_id';

/** What was saved of marks. All but the history tells points as they are by what the question is worth now. */
@Injectable()
export class MarksRepository {
  constructor(private readonly database: Database) {}

  async add(revision: NewRevision): Promise<void> {
    await this.database.insert(NEW_REVISION, [revision]);
  }

  async find(scriptId: string, number: number): Promise<RevisionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${REVISION_AT_WORTH.sql} ${FROM_REVISIONS} ${OF_SCRIPT} WHERE r.script_id = ? AND r.number = ?`,
      [toBinary(scriptId), number],
      REVISION_AT_WORTH,
    );
    return row && atWorth(row, row.maxPoints);
  }

  /** Revisions of several scripts with their people, in no order. */
  async revisions(
    revisions: readonly { scriptId: string; number: number }[],
  ): Promise<(RevisionRecord & { scriptId: string })[]> {
    if (revisions.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${REVISION_OF_SCRIPT.sql} ${FROM_REVISIONS} ${OF_SCRIPT} WHERE (r.script_id, r.number) IN (?)`,
      [revisions.map(({ scriptId, number }) => [toBinary(scriptId), number])],
      REVISION_OF_SCRIPT,
    );
    return rows.map((row) => atWorth(row, row.maxPoints));
  }

  /** Revisions of several scripts, in no order. */
  async contents(revisions: readonly { scriptId: string; number: number }[]): Promise<MarkContent[]> {
    if (revisions.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${CONTENT_AT_WORTH.sql} FROM mark_revisions r ${OF_SCRIPT} WHERE (r.script_id, r.number) IN (?)`,
      [revisions.map(({ scriptId, number }) => [toBinary(scriptId), number])],
      CONTENT_AT_WORTH,
    );
    return rows.map((row) => atWorth(row, row.maxPoints));
  }

  /**
   * The newest first, those before the given one; one more than `limit` if there are more.
   *
   * @param by only those of this person; null: of all
   */
  async page(
    scriptId: string,
    { by, limit, before }: { by: string | null; limit: number; before?: number | undefined },
  ): Promise<RevisionRecord[]> {
    const chosen = ofScript(scriptId, by);
    if (before !== undefined) chosen.add('r.number < ?', before);
    return this.database.rows(
      `SELECT ${REVISION.sql} ${FROM_REVISIONS} WHERE ${chosen.sql} ORDER BY r.number DESC LIMIT ?`,
      [...chosen.params, limit + 1],
      REVISION,
    );
  }

  /** @param by only those of this person */
  async count(scriptId: string, by: string | null, most: number): Promise<number> {
    const chosen = ofScript(scriptId, by);
    const all = `SELECT r.number FROM mark_revisions r WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, all, chosen.params);
  }
}

function ofScript(scriptId: string, by: string | null): Conditions {
  const chosen = new Conditions().add('r.script_id = ?', toBinary(scriptId));
  return by === null ? chosen : chosen.add('r.marked_by = ?', toBinary(by));
}
