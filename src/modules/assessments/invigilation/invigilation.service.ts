import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { CourseAccess } from '../../courses';
import { QuizNotFoundError } from '../assessments.errors';
import { AttemptClocksChanged } from '../assessments.events';
import { resolvedEnds } from '../attempts/open-attempts-ends';
import { type OpenAttempt, OpenAttemptsEndsRepository } from '../attempts/open-attempts-ends.repository';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { AttemptActionsRepository } from './attempt-actions.repository';
import { type OpenAttemptStep, stepped } from './open-attempt-steps';
import { type OpenAttemptResultsResponse, toOpenAttemptResults } from './dto/open-attempt-results.response';

/** Which open attempts of a quiz, and why. */
export interface ChosenAttempts {
  /** Undefined: all. */
  attemptIds?: readonly string[] | undefined;
  reason?: string | undefined;
}

/**
 * Pausing, resuming and extending open attempts, and writing to who is in them: one, some, or all of a quiz. A whole class costs as many statements as one
 * attempt, and two more for each five hundred.
 *
 * The attempts are locked, so a save, a submission or the sweep of the same moment comes before the change or finds it.
 */
@Injectable()
export class InvigilationService {
  constructor(
    private readonly openAttempts: OpenAttemptsEndsRepository,
    private readonly actions: AttemptActionsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async change(
    caller: Caller,
    activityId: string,
    step: OpenAttemptStep,
    { attemptIds, reason }: ChosenAttempts,
  ): Promise<OpenAttemptResultsResponse> {
    await this.access.activity(caller, activityId, 'attempts.invigilate');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    return this.transactions.run(async () => {
      const open = await this.hold(activityId, attemptIds);
      const now = this.clock.now();
      const changes = open.map((attempt) => {
        const result = stepped(attempt, step, now);
        if (result.outcome !== 'done') return { attempt, outcome: result.outcome };
        const { outcome, details, clock } = result;
        if (!clock) return { attempt, outcome, details };
        const after = { ...attempt, ...clock };
        return { attempt: { ...after, ...resolvedEnds(after, now) }, outcome, details, clock };
      });
      const done = changes.flatMap((change) =>
        change.details ? [{ ...change, details: change.details }] : [],
      );
      const moved = done.filter(({ clock }) => clock !== undefined);
      await this.openAttempts.updateClocks(moved.map(({ attempt }) => attempt));
      await this.actions.add(
        done.map(({ attempt: { id: attemptId }, details }) => ({
          ...{ attemptId, kind: step.kind, actedBy: caller.userId, actedAt: now },
          ...{ reason: reason ?? null, details },
        })),
      );
      if (moved.length > 0) await this.events.publish(new AttemptClocksChanged(activityId));
      return toOpenAttemptResults(attemptIds, changes);
    });
  }

  /** Locks them. Previews are not among them: they are nobody's attempts. */
  private async hold(activityId: string, attemptIds: readonly string[] | undefined): Promise<OpenAttempt[]> {
    const ids = attemptIds
      ? await this.openAttempts.lockSomeOfQuiz(activityId, attemptIds)
      : await this.openAttempts.lockOfQuiz(activityId);
    return (await this.openAttempts.find(ids)).filter(({ isPreview }) => !isPreview);
  }
}
