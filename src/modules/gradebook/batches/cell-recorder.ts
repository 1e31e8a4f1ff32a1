import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { DomainEvents } from '../../../shared/events/domain-events';
import { ClosedWork } from '../final-grades/closed-work';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { QuizDecidedForMany } from '../gradebook.events';
import { QuizAttemptsRepository } from '../results/quiz-attempts.repository';
import { overridePasses } from '../results/quiz-passing';
import { ResultRecorder } from '../results/result-recorder';
import { type ResultKey, ResultsRepository, type StoredResult } from '../results/results.repository';
import { BatchFactsRepository } from './batch-facts.repository';
import { type GoodCell, type HeldCells, keyOf } from './judged-cells';

/** Records many cells that an instructor gives, in the transaction that is running. */
@Injectable()
export class CellRecorder {
  constructor(
    private readonly facts: BatchFactsRepository,
    private readonly results: ResultsRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly closedWork: ClosedWork,
    private readonly recorder: ResultRecorder,
    private readonly quizAttempts: QuizAttemptsRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Records those of the cells that `judge` finds good, with as many statements for 500 as for one; for each quiz among them three more. It
   * judges again where somebody has added a result meanwhile.
   *
   * Throws GradesClosedError, and what `judge` throws.
   */
  async record<T extends { good: readonly GoodCell[] }>(
    courseId: string,
    cells: readonly ResultKey[],
    by: string,
    judge: (held: HeldCells) => T,
  ): Promise<T & Pick<HeldCells, 'items'>> {
    const closed = await this.closings.requireOpen(courseId);
    const userIds = unique(cells.map(({ userId }) => userId));
    await this.facts.holdPeople(unique([...userIds, by]));
    const learners = await this.facts.learners(courseId, userIds);
    const items = await this.facts.holdItems(courseId, unique(cells.map(({ lineItemId }) => lineItemId)));
    const refusalIn = await this.closedWork.among({ courseId, closed }, userIds);
    const ofCourse = cells.filter(({ lineItemId }) => items.has(lineItemId));
    const judged = await this.recordJudged(courseId, ofCourse, (stored) =>
      judge({ items, learners, stored, refusalIn }),
    );
    await this.decideQuizzes(courseId, judged.good, items);
    return { ...judged, items };
  }

  /** What the cells meet as things are now; nothing is held. */
  async facing(
    courseId: string,
    cells: readonly ResultKey[],
  ): Promise<Pick<HeldCells, 'stored' | 'refusalIn'>> {
    const closed = await this.closings.closedPeriods(courseId);
    const userIds = unique(cells.map(({ userId }) => userId));
    return {
      stored: await this.storedOf(cells),
      refusalIn: await this.closedWork.among({ courseId, closed }, userIds),
    };
  }

  /** Those of the cells that have a result, by `keyOf`. */
  async storedOf(cells: readonly ResultKey[]): Promise<Map<string, StoredResult>> {
    const slots = await this.results.slots([...cells]);
    return new Map(slots.flatMap((slot) => (slot.stored ? [[keyOf(slot), slot.stored] as const] : [])));
  }

  /**
   * Somebody may add a result that was not there when it was to be locked. Nothing is written then, and it is there to be locked
   * the next time: so each round locks one more, and there are no more rounds than cells.
   */
  private async recordJudged<T extends { good: readonly GoodCell[] }>(
    courseId: string,
    cells: readonly ResultKey[],
    judge: (stored: ReadonlyMap<string, StoredResult>) => T,
  ): Promise<T> {
    for (;;) {
      await this.results.lock([...cells]);
      const judged = judge(await this.storedOf(cells));
      const at = this.clock.now();
      const verdicts = judged.good.map(({ value, ...cell }) => {
        const { comment, recordedBy: by } = value;
        return { ...cell, courseId, verdict: { value, cause: 'instructor' as const, by, comment, at } };
      });
      if (await this.recorder.recordLocked(verdicts)) return judged;
    }
  }

  /** What is recorded for a quiz decides whether its learner has passed, as a single result does. */
  private async decideQuizzes(
    courseId: string,
    good: readonly GoodCell[],
    items: HeldCells['items'],
  ): Promise<void> {
    const byQuiz = Map.groupBy(good, ({ lineItemId }) => items.get(lineItemId)?.activityId ?? null);
    for (const [activityId, cells] of byQuiz) {
      if (activityId === null) continue;
      const terms = await this.quizAttempts.termsOf(activityId);
      const decidedAt = this.clock.now();
      const learners = cells.flatMap(({ userId, value }) => {
        const isPassed = terms && overridePasses(value, terms);
        return isPassed === undefined ? [] : [{ userId, passedAt: isPassed ? decidedAt : null }];
      });
      if (learners.length > 0)
        await this.events.publish(
          new QuizDecidedForMany({ activityId, courseId, decidedAt, learners, by: 'override' }),
        );
    }
  }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
