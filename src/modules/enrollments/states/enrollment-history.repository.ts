import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { StoredState } from '../../courses';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../identity';
import { EarlierEnrollment } from '../earlier-enrollment.entity';
import { Enrollment } from '../enrollment.entity';
import { EnrollmentMove } from './enrollment-move.entity';
import type { EnrollmentSource } from './enrollment-sources';

export interface SpellRecord {
  spell: number;
  state: StoredState;
  beginDate: string;
  endDate: string | null;
  begunAt: Date | null;
  source: EnrollmentSource;
  author: Author;
}

const MOVE = columnsOf(EnrollmentMove, 'm', [
  ...([
    'number',
    'spell',
    'fromState',
    'toState',
    'toBeginDate',
    'toEndDate',
    'movedAt',
    'source',
    'reason',
    'toIsOwner',
    'toGroupIds',
  ] as const),
]).andExpressions<AuthorRow>(AUTHOR);
type MoveRow = Pick<
  EnrollmentMove,
  | 'number'
  | 'spell'
  | 'fromState'
  | 'toState'
  | 'toBeginDate'
  | 'toEndDate'
  | 'movedAt'
  | 'source'
  | 'reason'
  | 'toIsOwner'
  | 'toGroupIds'
>;
export type MoveRecord = MoveRow & { author: Author };

const SPELL = ['spell', 'state', 'beginDate', 'endDate', 'source'] as const;
// What began a first spell is the enrollment itself.
const NOW = columnsOf(Enrollment, 'e', SPELL).andExpressions<AuthorRow & { begunAt: Date | null }>({
  ...AUTHOR,
  begunAt: 'IF(e.spell = 1, e.created_at, e.enrolled_at)',
});
const EARLIER = columnsOf(EarlierEnrollment, 'e', SPELL).andExpressions<AuthorRow & { begunAt: Date | null }>(
  {
    ...AUTHOR,
    begunAt:
      'IF(e.spell = 1, (SELECT x.created_at FROM enrollments x WHERE x.id = e.enrollment_id), e.enrolled_at)',
  },
);

/** What somebody's enrollment went through. */
@Injectable()
export class EnrollmentHistoryRepository {
  constructor(private readonly database: Database) {}

  /** The latest spell first. Two statements. */
  async spells(enrollmentId: string): Promise<SpellRecord[]> {
    const id = [toBinary(enrollmentId)];
    const now = await this.database.rows(
      `SELECT ${NOW.sql} FROM enrollments e LEFT JOIN users u ON u.id = e.enrolled_by WHERE e.id = ?`,
      id,
      NOW,
    );
    const earlier = await this.database.rows(
      `SELECT ${EARLIER.sql} FROM earlier_enrollments e LEFT JOIN users u ON u.id = e.enrolled_by
       WHERE e.enrollment_id = ? ORDER BY e.spell DESC`,
      id,
      EARLIER,
    );
    return [...now, ...earlier].map((row) => withAuthor(row));
  }

  /** The earliest first. */
  async moves(enrollmentId: string): Promise<MoveRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${MOVE.sql} FROM enrollment_moves m LEFT JOIN users u ON u.id = m.moved_by
       WHERE m.enrollment_id = ? ORDER BY m.number`,
      [toBinary(enrollmentId)],
      MOVE,
    );
    return rows.map((row) => withAuthor(row));
  }
}
