import { Rational } from '../../../shared/decimals/rational';
import { secondsAfter } from '../../../shared/time/seconds-after';
import { daysLater } from '../../../shared/time/zoned-time';
import type { TermCut, TermOrigin } from '../../courses';
import { countsFor, mostGenerous, type Needs, type TermNeeds } from '../../enrollments';
import type { QuizSettings } from '../quizzes/quiz-settings';

/** The settings of a quiz that can be other ones for one person. */
export type Terms = Pick<QuizSettings, 'opensAt' | 'dueAt' | 'closesAt' | 'timeLimitSeconds' | 'maxAttempts'>;
export const TERMS = ['opensAt', 'dueAt', 'closesAt', 'timeLimitSeconds', 'maxAttempts'] as const;
export type Term = (typeof TERMS)[number];

/** A quiz as it stands for everybody. */
export interface QuizPolicy extends Terms, Pick<QuizSettings, 'hardClose'> {
  /** IANA name, of the course: its days are those that are added. */
  timeZone: string;
}

/** An accommodation of the person that may count in the course. */
export type Accommodated = TermNeeds;

/** What was granted to one person in one quiz. A term that is not named is that of everybody; null: none. */
export interface GrantedException extends Partial<Terms> {
  /** The password of the quiz need not be said. */
  passwordWaived: boolean;
  /** In which the day of `dueAt` is counted, where it is known; null: the time zone of the course. */
  dueTimeZone?: string | null;
}

export interface TermFacts {
  policy: QuizPolicy;
  /** In any order, also such as are not in force. */
  accommodations: readonly Accommodated[];
  exception: GrantedException | undefined;
  /** When the work began that the terms are for: the start of an attempt; `at` for work that has not begun. */
  since: Date;
  /** The present instant. */
  at: Date;
}

/** A value for everybody and for one person. */
export interface Effective<Value> {
  base: Value;
  effective: Value;
  origin: TermOrigin;
}

export interface EffectiveTerms {
  opensAt: Effective<Date | null>;
  dueAt: Effective<Date | null>;
  /** Attempts can be started before it. */
  closesAt: Effective<Date | null>;
  timeLimitSeconds: Effective<number | null>;
  maxAttempts: Effective<number | null>;
  /**
   * Attempts that were begun before `closesAt` end here at the latest: as much later as the person's time limit is longer
   * than that of everybody, unless the quiz closes hard. Null where it does not close.
   */
  endsBy: Date | null;
  /** `hard_close`: the quiz closes for everybody at one instant, and takes from the person what they would have got. */
  cutBy: TermCut | null;
  passwordWaived: boolean;
  restBreakMinutes: number;
  /**
   * Everything here, and whether the quiz is open and due, stays as it is before this instant; null: for good, unless
   * somebody changes the rules.
   */
  nextChangeAt: Date | null;
}

/**
 * What holds for one person at one quiz. Each term by itself: an exception beats everything; else the person's
 * accommodations, the most generous value of each field, are laid on the quiz's own term.
 *
 * Added days move the due date and the close by days of the course's calendar, at the same local time. A time limit is
 * multiplied, rounded up to a second, and then lengthened. A quiz that closes hard closes at its own instant for everybody
 * who has no exception from it. A due date never lies behind the close.
 */
export function effectiveTerms(facts: TermFacts): EffectiveTerms {
  const { policy, exception, since, at } = facts;
  const needs = mostGenerous(
    facts.accommodations
      .filter((each) => countsFor(each, since, at))
      .map((each) => ({ ...each, presentation: [] })),
  );
  const termOf = <Name extends Term>(name: Name, accommodated: Terms[Name]): Effective<Terms[Name]> => {
    const base = policy[name];
    const granted = exception?.[name];
    if (granted !== undefined) return { base, effective: granted as Terms[Name], origin: 'exception' };
    const isMoved = !isSame(base, accommodated);
    return { base, effective: accommodated, origin: isMoved ? 'accommodation' : 'quiz' };
  };
  const later = (date: Date | null): Date | null => date && daysLater(date, needs.daysAdded, policy.timeZone);

  const closesAt = termOf('closesAt', policy.hardClose ? policy.closesAt : later(policy.closesAt));
  const timeLimitSeconds = termOf('timeLimitSeconds', longer(policy.timeLimitSeconds, needs));
  const added = addedSeconds(timeLimitSeconds);
  const close = closesAt.effective;
  const endsBy = close && (policy.hardClose ? close : secondsAfter(close, added));
  const dueAt = notBehind(termOf('dueAt', later(policy.dueAt)), close);
  const opensAt = termOf('opensAt', policy.opensAt);
  const isCut =
    policy.hardClose && close !== null && closesAt.origin === 'quiz' && (needs.daysAdded > 0 || added > 0);
  return {
    ...{ opensAt, dueAt, closesAt, timeLimitSeconds },
    maxAttempts: termOf(
      'maxAttempts',
      policy.maxAttempts === null ? null : policy.maxAttempts + needs.extraAttempts,
    ),
    endsBy,
    cutBy: isCut ? 'hard_close' : null,
    passwordWaived: exception?.passwordWaived ?? false,
    restBreakMinutes: needs.restBreakMinutes,
    nextChangeAt: earliestAfter(at, [
      ...facts.accommodations.map(({ validFrom }) => validFrom),
      // For work that has begun, an accommodation that ends meanwhile goes on counting.
      ...(since < at ? [] : facts.accommodations.map(({ validUntil }) => validUntil)),
      ...[opensAt.effective, dueAt.effective, close, endsBy],
    ]),
  };
}

/** `effectiveTerms` of nothing but the due date, which other terms than the close do not touch. */
export function effectiveDue(
  policy: Pick<QuizPolicy, 'dueAt' | 'closesAt' | 'hardClose' | 'timeZone'>,
  { accommodations, exception }: Pick<TermFacts, 'accommodations' | 'exception'>,
  since: Date,
  at: Date,
): Effective<Date | null> {
  const others = { opensAt: null, timeLimitSeconds: null, maxAttempts: null };
  return effectiveTerms({ policy: { ...policy, ...others }, accommodations, exception, since, at }).dueAt;
}

/** When an attempt must end, and what ends it; null: nothing does. `restedSeconds` is how long its clock has rested. */
export function attemptEnd(
  { timeLimitSeconds: { effective: limit }, endsBy }: Pick<EffectiveTerms, 'timeLimitSeconds' | 'endsBy'>,
  startedAt: Date,
  restedSeconds = 0,
): { at: Date; because: 'time_limit' | 'close' } | null {
  const limited = limit === null ? null : secondsAfter(startedAt, limit + restedSeconds);
  if (limited !== null && (endsBy === null || limited <= endsBy))
    return { at: limited, because: 'time_limit' };
  return endsBy && { at: endsBy, because: 'close' };
}

function longer(limit: number | null, { timeFactor, minutesAdded }: Needs): number | null {
  if (limit === null) return null;
  const product = Rational.of(timeFactor).times(limit);
  const whole = Number(product.floor());
  return (product.equals(whole) ? whole : whole + 1) + minutesAdded * 60;
}

/** What a person's limit has more than that of everybody; 0 where there is no limit for either. */
function addedSeconds({ base, effective }: Effective<number | null>): number {
  return base === null || effective === null ? 0 : Math.max(0, effective - base);
}

function notBehind(due: Effective<Date | null>, close: Date | null): Effective<Date | null> {
  return due.effective && close && due.effective > close ? { ...due, effective: close } : due;
}

function earliestAfter(at: Date, instants: readonly (Date | null)[]): Date | null {
  const ahead = instants.flatMap((instant) => (instant && instant > at ? [instant.getTime()] : []));
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

function isSame(one: Date | number | null, other: Date | number | null): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;
}

/** Whether something is other than for everybody, so that the person must be told. */
export function isPersonal(terms: EffectiveTerms): boolean {
  return (
    TERMS.some((term) => terms[term].origin !== 'quiz') ||
    terms.cutBy !== null ||
    terms.passwordWaived ||
    terms.restBreakMinutes > 0
  );
}
