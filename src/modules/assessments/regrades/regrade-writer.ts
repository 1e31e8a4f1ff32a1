import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../../shared/events/domain-events';
import { AttemptsRegraded } from '../assessments.events';
import { HandIns } from '../hand-marks/hand-ins';
import type { ReadPaper } from './regraded-papers';
import { RegradesRepository } from './regrades.repository';
import { isOtherScore, type Regraded } from './regrading';

/** Whose attempts are changed, and who does it. */
export interface RegradeFacts {
  activityId: string;
  courseId: string;
  operationId: string;
  /** Null for a command at the terminal. */
  by: string | null;
  at: Date;
}

export interface RegradedPaper extends ReadPaper {
  change: Regraded;
}

/**
 * Writes what a regrade, or its reversal, makes of attempts that this transaction has locked, and tells it: gradebook and progress
 * follow in the same transaction.
 */
@Injectable()
export class RegradeWriter {
  constructor(
    private readonly regrades: RegradesRepository,
    private readonly handIns: HandIns,
    private readonly events: DomainEvents,
  ) {}

  async write(papers: readonly RegradedPaper[], facts: RegradeFacts): Promise<void> {
    if (papers.length === 0) return;
    const { activityId, courseId, operationId, by, at } = facts;
    await this.regrades.hold([...new Set(papers.map(({ attempt }) => attempt.userId))], facts);
    const changes = papers.map(({ attempt, rows, change }) => ({ attempt, rows, marking: change.after }));
    await this.regrades.writeAttempts(changes);
    await this.regrades.writeQuestions(changes);
    await this.handIns.followKeys(
      papers.map(({ attempt, paper }) => ({ attempt, seed: attempt.seed, questions: paper.questions })),
    );
    const attempts = papers
      .filter(({ change }) => isOtherScore(change))
      .map(({ attempt, change: { before, after } }) => ({
        ...{ attemptId: attempt.id, userId: attempt.userId },
        before: { score: before.score, maxScore: before.maxScore },
        after: { score: after.score, maxScore: after.maxScore },
      }));
    if (attempts.length > 0)
      await this.events.publish(
        new AttemptsRegraded({ activityId, courseId, operationId, by, at, attempts }),
      );
  }
}
