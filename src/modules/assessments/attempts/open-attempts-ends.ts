import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { isSameInstant } from '../../../shared/time/zone-change';
import { enrolledUntil } from '../../courses';
import { AccommodationChanged } from '../../enrollments';
import { QuizExceptionChanged, QuizPolicyChanged } from '../assessments.events';
import { type EffectiveTerms, effectiveTerms } from '../exceptions/effective-terms';
import { AttemptActionsRepository } from '../invigilation/attempt-actions.repository';
import { type EndCause, type Ends, endsNow, endsOf } from './lifecycle';
import type { InForce } from './attempt-records';
import { type OpenAttempt, OpenAttemptsEndsRepository } from './open-attempts-ends.repository';
import { changedRules, rulesAfter, rulesInForce } from './rules-in-force';

/**
 * Resolves anew by which rules open attempts go and when they end, in the transaction of whatever changes it: the rules of the
 * quiz, or what a person was granted. A whole class costs a few statements, and two for each five hundred attempts that get others.
 *
 * An attempt whose time was up before the change stays so: it has ended, whether or not that has been recorded.
 */
@Injectable()
export class OpenAttemptsEnds {
  constructor(
    private readonly repository: OpenAttemptsEndsRepository,
    private readonly actions: AttemptActionsRepository,
    private readonly clock: Clock,
  ) {}

  /** Locks the open attempts at a quiz of which the rules are about to change: before the quiz, as decision 11 orders. */
  async hold(activityId: string): Promise<void> {
    await this.repository.lockOfQuiz(activityId);
  }

  @OnEvent(QuizPolicyChanged)
  async onQuizPolicyChanged({ activityId, changedBy }: QuizPolicyChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfQuiz(activityId), changedBy);
  }

  @OnEvent(QuizExceptionChanged)
  async onQuizExceptionChanged({ activityId, userId, changedBy }: QuizExceptionChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPerson(userId, { activityId }), changedBy);
  }

  @OnEvent(AccommodationChanged)
  async onAccommodationChanged({ userId, courseId, changedBy }: AccommodationChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPerson(userId, { courseId }), changedBy);
  }

  /** @param timeZone that the course is about to get */
  async resolveCourse(courseId: string, timeZone: string, changedBy: string): Promise<void> {
    await this.resolve(await this.repository.lockOfCourses([courseId]), changedBy, timeZone);
  }

  /**
   * Of attempts that this transaction has locked.
   *
   * @param changedBy null where no person changed the rules themselves
   */
  async resolve(ids: readonly string[], changedBy: string | null, timeZone?: string): Promise<void> {
    await this.change(ids, resolvedNow, changedBy, timeZone);
  }

  /** Ends attempts that this transaction has locked now, whatever their rules say. */
  async endNow(ids: readonly string[], because: EndCause): Promise<void> {
    const ended = (attempt: OpenAttempt, now: Date): Ends & InForce => ({
      ...endsNow(attempt, now, because),
      inForce: attempt.inForce,
    });
    await this.change(ids, ended, null);
  }

  private async change(
    ids: readonly string[],
    changed: (attempt: OpenAttempt, now: Date) => Ends & InForce,
    changedBy: string | null,
    timeZone?: string,
  ): Promise<void> {
    const now = this.clock.now();
    const running = (await this.repository.find(ids, timeZone)).filter(
      ({ endsAt }) => endsAt === null || now < endsAt,
    );
    const resolved = running.map((attempt) => ({ before: attempt, after: changed(attempt, now) }));
    await this.repository.update(
      resolved
        .filter(({ before, after }) => !isSameEnd(before, after) || before.inForce !== after.inForce)
        .map(({ before: { id }, after }) => ({ id, ...after })),
    );
    const noted = { kind: 'rules_changed', actedBy: changedBy, actedAt: now, reason: null } as const;
    const changes = resolved.map(({ before, after }) => ({
      ...{ ...noted, attemptId: before.id },
      details: { changes: changedRules(before.inForce, after.inForce) },
    }));
    await this.actions.add(changes.filter(({ details }) => details.changes.length > 0));
  }
}

/**
 * When an open attempt ends by the rules of now. Not before now, so that an answer that was in time stays so; nor before the end
 * that it has, where that has come.
 */
export function resolvedEnds(attempt: OpenAttempt, now: Date): Ends {
  const { endsAt, handInBy, endsBecause } = endsByRules(attempt, now);
  const earliest = attempt.endsAt !== null && attempt.endsAt < now ? attempt.endsAt : now;
  return {
    endsAt: endsAt && notBefore(endsAt, earliest),
    handInBy: handInBy && notBefore(handInBy, earliest),
    endsBecause,
  };
}

function resolvedNow(attempt: OpenAttempt, now: Date): Ends & InForce {
  const rules = rulesInForce(attempt, termsNow(attempt, now), now);
  return { ...resolvedEnds(attempt, now), inForce: rulesAfter(attempt.inForce, rules) };
}

/** When an attempt ends by the rules of now, whatever has been before. */
export function endsByRules(attempt: OpenAttempt, now: Date): Ends {
  return endsOf({
    ...{ ...attempt, terms: termsNow(attempt, now), rules: attempt },
    enrolledUntil: enrolledUntil(attempt, attempt.timeZone),
  });
}

function termsNow(attempt: OpenAttempt, now: Date): EffectiveTerms {
  return effectiveTerms({ policy: attempt, ...attempt.personal, since: attempt.startedAt, at: now });
}

function isSameEnd(one: Ends, other: Ends): boolean {
  return (
    isSameInstant(one.endsAt, other.endsAt) &&
    isSameInstant(one.handInBy, other.handInBy) &&
    one.endsBecause === other.endsBecause
  );
}
