import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { DomainEvents } from '../../../shared/events/domain-events';
import { EnrollmentsMoved } from '../enrollments.events';
import { LearnerDays } from '../learner-days';
import {
  EnrollmentMovesRepository,
  type HowWritten,
  type Movable,
  type Move,
} from './enrollment-moves.repository';
import type { Origin } from './enrollment-sources';
import { isSameReach, type Reach } from '../reach/reach';
import { isSameStanding, type Standing } from './moves';

/** How enrollments are changed: by whom, and why. */
export interface Change {
  by: Origin;
  reason?: string | null;
}

/** What becomes of an enrollment; without a reach, that stays. */
export type After = Standing & { reach?: Reach };

type Known = Pick<Movable, 'id' | 'courseId' | 'userId' | 'role'>;

/** Changes the states and days of enrollments: the one way in which it is done, but for rosters, which write many columns at once. */
@Injectable()
export class EnrollmentChanges {
  constructor(
    private readonly moves: EnrollmentMovesRepository,
    private readonly days: LearnerDays,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the enrollments, decides what becomes of each, writes it with its history, and tells of it. Call it in a
   * transaction. Those that are gone by then, or stay as they are, are left out of what it returns.
   *
   * @param decide takes an enrollment as it is once it is locked
   */
  async change(
    enrollments: readonly Known[],
    decide: (before: Movable) => After | Promise<After>,
    { by, reason = null }: Change,
  ): Promise<Move[]> {
    return this.days.changing(enrollments, async () => {
      const moves: Move[] = [];
      for (const before of await this.moves.lock(enrollments.map(({ id }) => id))) {
        const { reach, ...after } = await decide(before);
        if (!isSameStanding(before, after) || (reach && !isSameReach(before, reach)))
          moves.push({ before, after, reach });
      }
      await this.write(moves, by, { now: this.clock.now(), reason });
      return moves;
    });
  }

  /** Writes moves of enrollments that are locked, and tells of them, but for what learners' days have to be told before. */
  async write(moves: readonly Move[], by: Origin, how: HowWritten): Promise<void> {
    if (moves.length === 0) return;
    await this.moves.write(moves, by, how);
    await this.events.publish(new EnrollmentsMoved(moves.map(toMoved), by.source));
  }
}

function toMoved({ before, after }: Move): EnrollmentsMoved['moves'][number] {
  const { id: enrollmentId, courseId, userId, role } = before;
  return { enrollmentId, courseId, userId, role, from: before.state, to: after.state };
}
