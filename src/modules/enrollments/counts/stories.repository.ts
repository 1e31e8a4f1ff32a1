import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { dayIn } from '../../../shared/time/zoned-time';
import { isLearnersEnrollment } from '../../courses';
import { EarlierEnrollment } from '../earlier-enrollment.entity';
import { Enrollment } from '../enrollment.entity';
import { EnrollmentMove } from '../states/enrollment-move.entity';
import type { Standing } from '../states/moves';
import type { Story, Turn } from './counts-by-day';

const SPELL = ['spell', 'state', 'beginDate', 'endDate', 'enrolledAt'] as const;
const NOW = columnsOf(Enrollment, 'e', [...(['id', 'role', 'createdAt'] as const), ...SPELL]);
const EARLIER = columnsOf(EarlierEnrollment, 'x', ['enrollmentId', ...SPELL]);
const MOVE = columnsOf(EnrollmentMove, 'm', [
  ...(['enrollmentId', 'spell', 'movedAt', 'fromState', 'fromBeginDate', 'fromEndDate'] as const),
  ...(['toState', 'toBeginDate', 'toEndDate'] as const),
]);

type MoveRow = RowOf<typeof MOVE>;

/** What enrollments of courses went through. */
@Injectable()
export class StoriesRepository {
  constructor(private readonly database: Database) {}

  /** Of all learners of a course, whether they are there still. Three statements. */
  async ofLearners(courseId: string, timeZone: string): Promise<Story[]> {
    const id = [toBinary(courseId)];
    const now = await this.database.rows(
      `SELECT ${NOW.sql} FROM enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')}`,
      id,
      NOW,
    );
    const earlier = await this.database.rows(
      `SELECT ${EARLIER.sql} FROM enrollments e STRAIGHT_JOIN earlier_enrollments x ON x.enrollment_id = e.id
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} ORDER BY x.enrollment_id, x.spell`,
      id,
      EARLIER,
    );
    const moves = await this.database.rows(
      `SELECT ${MOVE.sql} FROM enrollments e STRAIGHT_JOIN enrollment_moves m ON m.enrollment_id = e.id
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} ORDER BY m.enrollment_id, m.number`,
      id,
      MOVE,
    );
    const spellsOf = Map.groupBy(earlier, ({ enrollmentId }) => enrollmentId);
    const movesOf = Map.groupBy(moves, (move) => `${move.enrollmentId} ${move.spell}`);
    return now.map((present) => {
      const spells = [...(spellsOf.get(present.id) ?? []), present];
      const turns = spells.flatMap(({ spell, enrolledAt, ...standing }) => {
        const begunAt = (spell === 1 ? null : enrolledAt) ?? present.createdAt;
        const own = movesOf.get(`${present.id} ${spell}`) ?? [];
        return turnsOf({ begunAt, ...standing }, own, timeZone);
      });
      return { role: present.role, turns: lastOfDays(turns) };
    });
  }
}

/** A spell begins as its first move found it, or, without moves, as it is. */
function turnsOf(
  { begunAt, state, beginDate, endDate }: Standing & { begunAt: Date },
  moves: readonly MoveRow[],
  timeZone: string,
): Turn[] {
  const [first] = moves;
  const begun = first
    ? { state: first.fromState, beginDate: first.fromBeginDate, endDate: first.fromEndDate }
    : { state, beginDate, endDate };
  return [
    { day: dayIn(begunAt, timeZone), ...begun },
    ...moves.map((move) => ({
      ...{ day: dayIn(move.movedAt, timeZone), state: move.toState },
      ...{ beginDate: move.toBeginDate, endDate: move.toEndDate },
    })),
  ];
}

/** What happened is in its order; of what happened on one day, only the last counts. */
function lastOfDays(turns: readonly Turn[]): Turn[] {
  return turns.filter((turn, index) => turns[index + 1]?.day !== turn.day);
}
