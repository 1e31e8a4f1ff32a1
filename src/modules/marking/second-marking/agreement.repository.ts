import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { MarkRevision } from '../marks/mark-revision.entity';
import { atWorth } from '../marks/mark-rules';
import type { ItemKey } from '../rubrics/question-rubrics.repository';
import { Script } from '../scripts/script.entity';

const PAIR = columnsOf(MarkRevision, 'f', { first: 'points', firstShare: 'share' })
  .and(columnsOf(MarkRevision, 'd', { second: 'points', secondShare: 'share' }))
  .and(columnsOf(Script, 's', ['maxPoints']));
type Pair = Record<'first' | 'second', string>;

/** What the first two markers of a question have given. */
@Injectable()
export class AgreementRepository {
  constructor(private readonly database: Database) {}

  /** Of the answers that count now: one statement, which reads the scripts of the question. */
  async pairs({ activityId, itemId }: ItemKey): Promise<Pair[]> {
    const rows = await this.database.query(
      `SELECT ${PAIR.sql} FROM scripts s FORCE INDEX (ix_scripts_item)
         STRAIGHT_JOIN mark_revisions f ON f.script_id = s.id AND f.number = s.first_revision AND f.answer_number = s.answer_number
         STRAIGHT_JOIN mark_revisions d ON d.script_id = s.id AND d.number = s.second_revision AND d.answer_number = s.answer_number
       WHERE s.activity_id = ? AND s.item_id = ? AND s.standing <> 'taken_back'`,
      [toBinary(activityId), toBinary(itemId)],
      PAIR,
    );
    return rows.map(({ first, firstShare, second, secondShare, maxPoints }) => {
      const now = (points: string | null, share: string | null): string =>
        atWorth({ points, rubricPoints: null, share }, maxPoints).points ?? '0';
      return { first: now(first, firstShare), second: now(second, secondShare) };
    });
  }
}
