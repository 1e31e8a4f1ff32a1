import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { earlier } from '../../../shared/time/earlier';
import { DomainEvents } from '../../../shared/events/domain-events';
import { CourseAccess, LimitedToGroupsError } from '../../courses';
import { QuizNotFoundError } from '../assessments.errors';
import { AttemptClocksChanged } from '../assessments.events';
import { changesOfRules, OpenAttemptsEnds, withClock } from '../attempts/open-attempts-ends';
import { type OpenAttempt, OpenAttemptsEndsRepository } from '../attempts/open-attempts-ends.repository';
import { outdatedSince } from '../attempts/rules-in-force';
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
    private readonly rules: OpenAttemptsEnds,
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
    const { scope } = await this.access.activityWithin(caller, activityId, 'attempts.invigilate');
    if (scope !== 'all' && !attemptIds) throw new LimitedToGroupsError();
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const open = await this.hold(activityId, attemptIds, now);
      await this.access.requireWithin(scope, ...open.map(({ userId }) => userId));
      const changes = open.map((attempt) => {
        const result = stepped(attempt, step, now);
        if (result.outcome !== 'done') return { attempt, outcome: result.outcome };
        const { outcome, details, clock } = result;
        if (!clock) return { attempt, outcome, details };
        return { before: attempt, attempt: withClock(attempt, clock, now), outcome, details };
      });
      const done = changes.flatMap((change) =>
        change.details ? [{ ...change, details: change.details }] : [],
      );
      const moved = done.flatMap(({ before, attempt }) => (before ? [{ before, attempt }] : []));
      await this.openAttempts.updateClocks(moved.map(({ attempt }) => attempt));
      const who = { by: caller.userId, at: now };
      await this.actions.add([
        ...done.map(({ attempt: { id: attemptId }, details }) => ({
          ...{ attemptId, kind: step.kind, actedBy: caller.userId, actedAt: now },
          ...{ reason: reason ?? null, details },
        })),
        ...moved.flatMap(({ before, attempt }) => changesOfRules(before, attempt, who)),
      ]);
      if (moved.length > 0) await this.events.publish(new AttemptClocksChanged(activityId));
      return toOpenAttemptResults(attemptIds, changes);
    });
  }

  /** Locks them, by rules that are up to date. Previews are not among them: they are nobody's attempts. */
  private async hold(
    activityId: string,
    attemptIds: readonly string[] | undefined,
    now: Date,
  ): Promise<OpenAttempt[]> {
    const ids = attemptIds
      ? await this.openAttempts.lockSomeOfQuiz(activityId, attemptIds)
      : await this.openAttempts.lockOfQuiz(activityId);
    const found = await this.openAttempts.find(ids);
    const untilOf = ({ endsAt }: OpenAttempt): Date => earlier(endsAt, now) ?? now;
    // Of the few in which an accommodation has begun that nobody has looked at since.
    const outdated = found.filter((attempt) => outdatedSince(attempt.inForce, untilOf(attempt)) !== null);
    for (const each of outdated) await this.rules.bringUpToDate(each.id, each.inForce, untilOf(each));
    const open = outdated.length === 0 ? found : await this.openAttempts.find(ids);
    return open.filter(({ isPreview }) => !isPreview);
  }
}
