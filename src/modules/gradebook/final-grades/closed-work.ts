import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { standingRows } from '../grid/grid-rows';
import { GridRepository } from '../grid/grid.repository';
import { PeriodClosedError } from '../gradebook.errors';
import type { ClosedScopes } from './grade-scope';

/** A learner's work for a line item. */
interface Work {
  lineItemId: string;
  userId: string;
}

/** A course with those of its grading periods that are closed. */
export interface PartlyClosed {
  courseId: string;
  closed: ClosedScopes['periods'];
}

/** Learners' work that belongs to closed grading periods. Where it belongs depends on when it is due for the learner. */
@Injectable()
export class ClosedWork {
  constructor(
    private readonly grid: GridRepository,
    private readonly clock: Clock,
  ) {}

  /** Throws PeriodClosedError where the work belongs to a closed period. */
  async requireOpen(course: PartlyClosed, work: Work): Promise<void> {
    const refusal = (await this.among(course, [work.userId]))(work);
    if (refusal) throw refusal;
  }

  /** What refuses changes of the learners' work. No statement while no period is closed, and one otherwise, however many they are. */
  async among(
    { courseId, closed }: PartlyClosed,
    userIds: readonly string[],
  ): Promise<(work: Work) => PeriodClosedError | undefined> {
    if (closed.size === 0) return () => undefined;
    const now = this.clock.now();
    const sheet = await this.grid.sheet(courseId, [...userIds], now);
    const titles = new Map(sheet.rules.periods.map(({ id, title }) => [id, title]));
    const learners = userIds.map((userId) => ({ userId }));
    const belonging = new Map(
      standingRows(learners, sheet, sheet.structure.timeZone, now).map(({ learner, items }) => [
        learner.userId,
        new Map(items.map(({ id, periodId }) => [id, periodId])),
      ]),
    );
    return ({ lineItemId, userId }) => {
      const periodId = belonging.get(userId)?.get(lineItemId) ?? null;
      if (periodId === null || !closed.has(periodId)) return undefined;
      return new PeriodClosedError(titles.get(periodId) ?? '');
    };
  }
}
