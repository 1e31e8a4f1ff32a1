import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { earlier } from '../../../shared/time/earlier';
import { notBefore } from '../../../shared/time/not-before';
import { isSameInstant } from '../../../shared/time/zone-change';
import { enrolledUntil } from '../../courses';
import { AccommodationChanged } from '../../enrollments';
import { QuizExceptionChanged, QuizPolicyChanged } from '../assessments.events';
import { type EffectiveTerms, effectiveTerms } from '../exceptions/effective-terms';
import { AttemptActionsRepository, type NewAction } from '../invigilation/attempt-actions.repository';
import {
  type AttemptClock,
  type EndCause,
  type Ends,
  endsNow,
  endsOf,
  handedInBefore,
  isUp,
} from './lifecycle';
import type { InForce } from './attempt-records';
import { beginningsAfter, endsAhead } from './changes-ahead';
import { type OpenAttempt, OpenAttemptsEndsRepository } from './open-attempts-ends.repository';
import { isResting, type RestClock, withOtherAllowance } from '../rests/rests';
import { changedRules, outdatedSince, rulesAfter, rulesInForce, type RulesInForce } from './rules-in-force';

/** What rules can change of an open attempt. */
type Changed = { id: string } & Ends & InForce & RestClock;

/**
 * Resolves anew by which rules open attempts go and when they end, in the transaction of whatever changes it: the rules of the
 * quiz, or what a person was granted. A whole class costs a few statements, and two for each five hundred attempts that get others.
 *
 * An attempt whose time was up before the change stays so, by the rules of then: it has ended, whether or not that has been
 * recorded.
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

  /** As `hold`, where the rules are about to change for one person. */
  async holdOfPerson(activityId: string, userId: string): Promise<void> {
    await this.repository.lockOfPeople([userId], { activityId });
  }

  @OnEvent(QuizPolicyChanged)
  async onQuizPolicyChanged({ activityId, changedBy }: QuizPolicyChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfQuiz(activityId), changedBy);
  }

  @OnEvent(QuizExceptionChanged)
  async onQuizExceptionChanged({ activityId, userId, changedBy }: QuizExceptionChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPeople([userId], { activityId }), changedBy);
  }

  @OnEvent(AccommodationChanged)
  async onAccommodationChanged({ userIds, courseId, changedBy }: AccommodationChanged): Promise<void> {
    await this.resolve(await this.repository.lockOfPeople(userIds, { courseId }), changedBy);
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
    const ended = (attempt: OpenAttempt, now: Date): Changed => ({
      ...attempt,
      ...endsNow(attempt, now, because),
    });
    await this.change(ids, ended, null);
  }

  /**
   * Notes which rules an attempt has gone by since accommodations began, if that is not noted yet. Its end has been right all
   * along (see `endsAhead`). Of one that this transaction holds.
   *
   * @param rules as they were read, as far as they say when they change
   * @param until the present instant, or the end of the attempt
   */
  async bringUpToDate(
    attemptId: string,
    rules: Pick<RulesInForce, 'changesAt'> | null,
    until: Date,
  ): Promise<void> {
    for (let since = outdatedSince(rules, until); since !== null;) {
      await this.change([attemptId], resolvedNow, null, undefined, since);
      const [attempt] = await this.repository.find([attemptId]);
      const next = outdatedSince(attempt?.inForce ?? null, until);
      // One whose time was up before keeps its rules.
      since = next !== null && next > since ? next : null;
    }
  }

  private async change(
    ids: readonly string[],
    changed: (attempt: OpenAttempt, now: Date) => Changed,
    changedBy: string | null,
    timeZone?: string,
    now = this.clock.now(),
  ): Promise<void> {
    const resolved = (await this.repository.find(ids, timeZone)).map((attempt) => ({
      ...{ before: attempt, after: changed(attempt, now) },
    }));
    await this.repository.update(
      resolved.filter(({ before, after }) => !isSame(before, after)).map(({ after }) => after),
    );
    const who = { by: changedBy, at: now };
    await this.actions.add([
      ...resolved.flatMap(({ before, after }) => changesOfRules(before, after, who)),
      ...resolved.flatMap(({ before, after }) => movedRests(before, after, who)),
    ]);
  }
}

/**
 * When an open attempt ends by the rules of now. Not before now, so that an answer that was in time stays so; nor before the end
 * that it has, where that has come.
 */
export function resolvedEnds(attempt: OpenAttempt, now: Date): Ends {
  return endsByRules(attempt, now, earlier(attempt.endsAt, now));
}

/**
 * An open attempt by the rules of now. One whose time was up keeps rules and ends: what it can still lose is its grace, where its
 * learner leaves.
 */
export function resolvedNow(attempt: OpenAttempt, now: Date): Changed {
  if (!isUp(attempt, now)) return resolvedAnew(attempt, now);
  const leaves = enrolledUntil(attempt, attempt.timeZone);
  return { ...attempt, ...handedInBefore(attempt, leaves && notBefore(leaves, now)) };
}

/** As it is open again, or with another clock. */
function resolvedAnew(attempt: OpenAttempt, now: Date): Changed {
  const after = { ...attempt, ...(isResting(attempt, now) ? restAhead(attempt, attempt, now) : {}) };
  return { ...after, ...resolvedEnds(after, now), inForce: rulesOfNow(attempt, now) };
}

/** What an attempt keeps that goes on by the rules of now. */
export function rulesOfNow(attempt: OpenAttempt, now: Date): RulesInForce {
  const rules = rulesInForce(attempt, termsNow(attempt, now), now, beginningsFor(attempt, now));
  return rulesAfter(attempt.inForce, rules);
}

/**
 * An open attempt with another clock, by the rules of now. Where its time was up and stays up, it keeps the rules that it had then, and
 * can be handed in as long as before or longer.
 */
export function withClock(before: OpenAttempt, clock: AttemptClock, now: Date): OpenAttempt {
  const attempt = { ...before, ...clock };
  const after = { ...attempt, ...resolvedAnew(attempt, now) };
  if (!isUp(before, now) || !isUp(after, now)) return after;
  const { atEnd, graceSeconds } = before.inForce?.base ?? before;
  const ends = resolvedEnds({ ...attempt, atEnd, graceSeconds }, now);
  return { ...attempt, ...ends, handInBy: ends.handInBy && notBefore(ends.handInBy, before.handInBy) };
}

/** For how long the learner may rest in all. */
export function restMinutesOf(attempt: OpenAttempt, now: Date): number {
  return termsNow(attempt, now).restBreakMinutes;
}

/** The clock of a learner who rests, with what they may rest now, and from accommodations that begin meanwhile. */
export function restAhead(attempt: OpenAttempt, clock: RestClock, now: Date): RestClock {
  const allowedNow = withOtherAllowance(clock, restMinutesOf(attempt, now), now);
  return beginningsFor(attempt, now).reduce(
    (rest, beginning) => withOtherAllowance(rest, restMinutesOf(attempt, beginning), beginning),
    allowedNow,
  );
}

function beginningsFor({ personal }: OpenAttempt, now: Date): Date[] {
  return beginningsAfter(now, personal.accommodations);
}

/** What the timeline says where a learner has come to have other rules. */
export function changesOfRules(
  { id: attemptId, inForce }: { id: string } & InForce,
  after: InForce,
  { by: actedBy, at: actedAt }: { by: string | null; at: Date },
): NewAction[] {
  const changes = changedRules(inForce, after.inForce);
  if (changes.length === 0) return [];
  return [{ attemptId, kind: 'rules_changed', actedBy, actedAt, reason: null, details: { changes } }];
}

/** What the timeline says where the learner rests, and may rest for another time than before. */
function movedRests(
  before: OpenAttempt,
  { restEndsAt }: Changed,
  { by: actedBy, at: actedAt }: { by: string | null; at: Date },
): NewAction[] {
  if (restEndsAt === null || isSameInstant(before.restEndsAt, restEndsAt)) return [];
  const noted = { attemptId: before.id, actedBy, actedAt, reason: null };
  if (restEndsAt <= actedAt) return [{ ...noted, kind: 'rest_ended', details: {} }];
  return [{ ...noted, kind: 'rest_moved', details: { restsUntil: restEndsAt.toISOString() } }];
}

/**
 * When an attempt ends by the rules of now, and by accommodations that begin before, whatever has been until now.
 *
 * @param earliest as of `endsOf`
 */
export function endsByRules(attempt: OpenAttempt, now: Date, earliest: Date | null = null): Ends {
  const leaves = enrolledUntil(attempt, attempt.timeZone);
  const endsWith = (at: Date): Ends =>
    endsOf({ ...attempt, terms: termsNow(attempt, at), rules: attempt, enrolledUntil: leaves }, earliest);
  return endsAhead(endsWith, now, beginningsFor(attempt, now));
}

function termsNow(attempt: OpenAttempt, now: Date): EffectiveTerms {
  return effectiveTerms({ policy: attempt, ...attempt.personal, since: attempt.startedAt, at: now });
}

function isSame(one: Changed, other: Changed): boolean {
  return (
    one.inForce === other.inForce &&
    isSameInstant(one.restEndsAt, other.restEndsAt) &&
    isSameInstant(one.endsAt, other.endsAt) &&
    isSameInstant(one.handInBy, other.handInBy) &&
    one.endsBecause === other.endsBecause
  );
}
