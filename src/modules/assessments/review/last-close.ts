import { earlier } from '../../../shared/time/earlier';
import { notBefore } from '../../../shared/time/not-before';
import { secondsAfter } from '../../../shared/time/seconds-after';
import { effectiveTerms, type QuizPolicy } from '../exceptions/effective-terms';
import type { PersonalFacts } from '../exceptions/personal-facts';
import { graceOf, type QuizSettings } from '../quizzes/quiz-settings';

/** A quiz, as far as it says when work on it ends. */
export interface ClosingPolicy extends QuizPolicy, Pick<QuizSettings, 'atEnd' | 'graceSeconds'> {}

/** A learner who has something in the quiz beyond others. */
export interface ClosingFor extends PersonalFacts {
  /** When they leave the course; null: not as far as is known. */
  enrolledUntil: Date | null;
}

/** Stands for never in a row of a quiz that closes, but not for everybody. */
export const NEVER = new Date('9000-01-01T00:00:00.000Z');

const NOBODY: ClosingFor = { accommodations: [], exception: undefined, enrolledUntil: null };

/**
 * When nobody can work on the quiz any more: the latest end that it has for anybody. Null where it does not close.
 *
 * @param people the learners who have something in the quiz beyond others
 */
export function lastClose(policy: ClosingPolicy, people: readonly ClosingFor[], now: Date): Date | null {
  if (policy.closesAt === null) return null;
  const ofEverybody = endOfWork(policy, NOBODY, now) ?? NEVER;
  return notBefore(ofEverybody, ...people.map((person) => endOfWork(policy, person, now) ?? NEVER));
}

/** Of a quiz's row: when nobody can work on it any more; null: never. */
export function lastCloseOf({
  closesAt,
  lastClosesAt,
}: {
  closesAt: Date | null;
  lastClosesAt: Date | null;
}): Date | null {
  // The build before moves the close without the other.
  return closesAt && notBefore(closesAt, lastClosesAt);
}

/**
 * When a person can work on the quiz no more; null: never. Every accommodation counts that may be in force at some time from
 * now on to that end: so the end does not come later by itself, as time passes.
 */
function endOfWork(policy: ClosingPolicy, person: ClosingFor, now: Date): Date | null {
  const possible = person.accommodations.filter(({ validUntil }) => validUntil === null || validUntil > now);
  const end = endWith(policy, { ...person, accommodations: possible }, now);
  const inTime = possible.filter(({ validFrom }) => end === null || validFrom < end);
  return earlier(endWith(policy, { ...person, accommodations: inTime }, now), person.enrolledUntil);
}

function endWith(
  policy: ClosingPolicy,
  { accommodations, exception }: PersonalFacts,
  now: Date,
): Date | null {
  const counting = accommodations.map((each) => ({ ...each, validFrom: now, validUntil: null }));
  const { endsBy } = effectiveTerms({
    policy,
    accommodations: counting,
    exception,
    since: now,
    at: now,
  });
  return endsBy && secondsAfter(endsBy, graceOf(policy));
}
