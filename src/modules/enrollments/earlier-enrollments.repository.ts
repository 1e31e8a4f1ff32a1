import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { newId, toBinary } from '../../shared/database/ids';
import { type Grounds, groundValues, stillTrue } from './candidates.repository';
import type { Enrollment } from './enrollment.entity';

/** One that nobody ended has expired. */
const ENDED_STATE = "IF(e.state IN ('active', 'suspended'), 'expired', e.state)";
const COLUMNS = `id, enrollment_id, course_id, user_id, role, begin_date, end_date, state, spell, enrolled_at, enrolled_by, source,
  resumed_at`;
/** Takes the present instant. */
const VALUES = `e.id, e.course_id, e.user_id, e.role, e.begin_date, e.end_date, ${ENDED_STATE}, e.spell, e.enrolled_at,
  e.enrolled_by, e.source, ?`;

/** Keeps what enrollments were before their people were enrolled again. */
@Injectable()
export class EarlierEnrollmentsRepository {
  constructor(private readonly database: Database) {}

  /** Call it with enrollments that have ended, inside the transaction that begins their next spell. At most one statement. */
  async keep(ended: readonly Pick<Enrollment, 'id'>[], now: Date): Promise<void> {
    if (ended.length === 0) return;
    const ids = ended.map(({ id }) => ({ enrollmentId: toBinary(id), spellId: toBinary(newId()) }));
    await this.database.execute(
      `INSERT INTO earlier_enrollments (${COLUMNS})
       SELECT CASE e.id ${ids.map(() => 'WHEN ? THEN ?').join(' ')} END, ${VALUES}
       FROM enrollments e WHERE e.id IN (?) AND e.end_date IS NOT NULL`,
      [
        ...ids.flatMap(({ enrollmentId, spellId }) => [enrollmentId, spellId]),
        now,
        ids.map(({ enrollmentId }) => enrollmentId),
      ],
    );
  }

  /**
   * As `keep`, for one enrollment that was read without locks, which this locks. False if it kept nothing, because the
   * grounds hold no longer, or the enrollment has changed.
   */
  async keepWhile(
    grounds: Grounds,
    { id, version }: Pick<Enrollment, 'id' | 'version'>,
    now: Date,
  ): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `INSERT INTO earlier_enrollments (${COLUMNS})
       SELECT ?, ${VALUES}
       ${stillTrue(grounds, 'STRAIGHT_JOIN enrollments e ON e.id = ? AND e.version = ?')}`,
      [toBinary(newId()), now, toBinary(id), version, ...groundValues(grounds)],
    );
    return affectedRows > 0;
  }
}
