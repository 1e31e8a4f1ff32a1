import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { isSameInstant } from '../../../shared/time/zone-change';
import { enrolledUntil } from '../../courses';
import { AccommodationChanged } from '../../enrollments';
import { QuizExceptionChanged, QuizPolicyChanged } from '../assessments.events';
import { effectiveTerms } from '../exceptions/effective-terms';
import { type EndCause, type Ends, endsNow, endsOf } from './lifecycle';
import { type OpenAttempt, OpenAttemptsEndsRepository } from './open-attempts-ends.repository';

/**
 * Resolves anew when open attempts end, in the transaction of whatever changes it: the rules of the quiz, or what a person was
 * granted. A whole class costs a few statements, and one for each five hundred attempts that end at another instant.
 *
 * An attempt whose time was up before the change stays so: it has ended, whether or not that has been recorded.
 */
@Injectable()
export class OpenAttemptsEnds {
  constructor(
    private readonly repository: OpenAttemptsEndsRepository,
    private readonly clock: Clock,
  ) {}

  /** Locks the open attempts at a quiz of which the rules are about to change: before the quiz, as decision 11 orders. */
  async hold(activityId: string): Promise<void> {
    await this.repository.lockOfQuiz(activityId);
  }

  @OnEvent(QuizPolicyChanged)
  async onQuizPolicyChanged({ activityId }: QuizPolicyChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfQuiz(activityId));
  }

  @OnEvent(QuizExceptionChanged)
  async onQuizExceptionChanged({ activityId, userId }: QuizExceptionChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPerson(userId, { activityId }));
  }

  @OnEvent(AccommodationChanged)
  async onAccommodationChanged({ userId, courseId }: AccommodationChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPerson(userId, { courseId }));
  }

  /** @param timeZone that the course is about to get */
  async resolveCourse(courseId: string, timeZone: string): Promise<void> {
    await this.resolve(await this.repository.lockOfCourses([courseId]), timeZone);
  }

  /** Of attempts that this transaction has locked. */
  async resolve(ids: readonly string[], timeZone?: string): Promise<void> {
    await this.change(ids, resolvedEnds, timeZone);
  }

  /** Ends attempts that this transaction has locked now, whatever their rules say. */
  async endNow(ids: readonly string[], because: EndCause): Promise<void> {
    await this.change(ids, (attempt, now) => endsNow(attempt, now, because));
  }

  private async change(
    ids: readonly string[],
    ends: (attempt: OpenAttempt, now: Date) => Ends,
    timeZone?: string,
  ): Promise<void> {
    const now = this.clock.now();
    const running = (await this.repository.find(ids, timeZone)).filter(
      ({ endsAt }) => endsAt === null || now < endsAt,
    );
    const resolved = running.map((attempt) => ({ before: attempt, after: ends(attempt, now) }));
    await this.repository.update(
      resolved
        .filter(({ before, after }) => !isSameEnd(before, after))
        .map(({ before: { id }, after }) => ({ id, ...after })),
    );
  }
}

/**
 * When an open attempt ends by the rules of now. Not before now, so that an answer that was in time stays so; nor before the end
 * that it has, where that has come.
 */
export function resolvedEnds(attempt: OpenAttempt, now: Date): Ends {
  const terms = effectiveTerms({ policy: attempt, ...attempt.personal, since: attempt.startedAt, at: now });
  const { endsAt, handInBy, endsBecause } = endsOf({
    ...{ ...attempt, terms, rules: attempt },
    enrolledUntil: enrolledUntil(attempt, attempt.timeZone),
  });
  const earliest = attempt.endsAt !== null && attempt.endsAt < now ? attempt.endsAt : now;
  return {
    endsAt: endsAt && notBefore(endsAt, earliest),
    handInBy: handInBy && notBefore(handInBy, earliest),
    endsBecause,
  };
}

function isSameEnd(one: Ends, other: Ends): boolean {
  return (
    isSameInstant(one.endsAt, other.endsAt) &&
    isSameInstant(one.handInBy, other.handInBy) &&
    one.endsBecause === other.endsBecause
  );
}
