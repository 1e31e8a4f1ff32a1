import type { TermCut } from '../../courses';
import { attemptEnd, type EffectiveTerms } from '../exceptions/effective-terms';
import { earlier } from '../../../shared/time/earlier';
import { notBefore } from '../../../shared/time/not-before';
import { secondsAfter } from '../../../shared/time/seconds-after';
import { graceOf, type QuizSettings } from '../quizzes/quiz-settings';
import { NO_RESTS, type RestClock } from '../rests/rests';

/** What sets the end of an open attempt: its rules, or what happened to its learner or course. */
export const END_CAUSES = ['time_limit', 'close', 'withdrawn', 'archived', 'staff'] as const;
export type EndCause = (typeof END_CAUSES)[number];

/** What ends attempts that could have gone on, for a reason that is not theirs. */
const INTERRUPTIONS: readonly (EndCause | null)[] = ['withdrawn', 'archived'];

/** Why an attempt is over. `submitted`: the learner handed it in. `abandoned`: nobody did in time, and it is not graded. */
export const END_REASONS = ['submitted', 'abandoned', ...END_CAUSES] as const;
export type EndReason = (typeof END_REASONS)[number];

/**
 * `overdue`: the time for answers is up, and the attempt can only be handed in. `submitted`: handed in or ended by the clock, and
 * not graded yet, since a person has to mark some of it. `abandoned`: over without being handed in.
 */
export const ATTEMPT_STATES = ['in_progress', 'overdue', 'submitted', 'graded', 'abandoned'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** The clock of an open attempt, as far as it is not that of everybody. */
export interface AttemptClock extends RestClock {
  /** Since when staff have stopped it; null: they have not. */
  pausedAt: Date | null;
  /** How long it has stood before, in pauses. */
  restedSeconds: number;
  /** What staff have added to its end. */
  extendedSeconds: number;
}

export const NEW_CLOCK: AttemptClock = {
  ...NO_RESTS,
  ...{ pausedAt: null, restedSeconds: 0, extendedSeconds: 0 },
};

/** What the end of an attempt goes by. */
export interface EndFacts extends AttemptClock {
  startedAt: Date;
  terms: Pick<EffectiveTerms, 'timeLimitSeconds' | 'endsBy'>;
  rules: Pick<QuizSettings, 'atEnd' | 'graceSeconds' | 'hardClose'>;
  /** When its learner leaves the course; null: not as far as is known. */
  enrolledUntil: Date | null;
}

/** When an open attempt ends; all null: never by itself. */
export interface Ends {
  /** From this instant on no answer counts. */
  endsAt: Date | null;
  /** From this instant on it cannot be handed in. */
  handInBy: Date | null;
  endsBecause: EndCause | null;
}

export const ENDLESS: Ends = { endsAt: null, handInBy: null, endsBecause: null };

/**
 * When an attempt ends by its rules: at its time limit or at the close, whichever is first, and without grace when its learner
 * leaves the course. The time for which its clock has stood, and what staff have added, come later at limit and close, but not at
 * the close of a quiz that closes hard. While the clock stands, nothing else than such a close or leaving ends it.
 *
 * @param earliest it does not end before; a grace is counted from there then
 */
export function endsOf(facts: EndFacts, earliest: Date | null = null): Ends {
  const ends = endsOfQuiz(facts, earliest);
  if (facts.enrolledUntil === null) return ends;
  const leaving = notBefore(facts.enrolledUntil, earliest);
  if (ends.endsAt !== null && ends.endsAt <= leaving) return handedInBefore(ends, leaving);
  return { endsAt: leaving, handInBy: leaving, endsBecause: 'withdrawn' };
}

/** Who has left cannot hand anything in, nor can anybody in an archived course, so a grace is over then. */
export function handedInBefore({ endsAt, handInBy, endsBecause }: Ends, leaving: Date | null): Ends {
  return { endsAt, handInBy: handInBy && earlier(handInBy, leaving), endsBecause };
}

function endsOfQuiz({ startedAt, terms, rules, ...clock }: EndFacts, earliest: Date | null): Ends {
  const { timeLimitSeconds } = terms;
  const credit = creditOf(clock);
  const endsBy = terms.endsBy && secondsAfter(terms.endsBy, rules.hardClose ? 0 : credit);
  const hardEnd = rules.hardClose && endsBy ? ({ at: endsBy, because: 'close' } as const) : null;
  const end = clock.pausedAt === null ? attemptEnd({ timeLimitSeconds, endsBy }, startedAt, credit) : hardEnd;
  if (end === null) return ENDLESS;
  const endsAt = notBefore(end.at, earliest);
  return { endsAt, handInBy: secondsAfter(endsAt, graceOf(rules)), endsBecause: end.because };
}

/** How much later than by the rules an attempt ends, in seconds: what pauses and rests took, and what staff gave. */
function creditOf({
  restedSeconds,
  extendedSeconds,
  restMilliseconds,
}: Omit<AttemptClock, 'pausedAt'>): number {
  return restedSeconds + extendedSeconds + restMilliseconds / 1000;
}

/** Whether the clock of an open attempt stands, since staff paused it. A pause is over when a hard close ends the time for answers. */
export function isPaused(
  { pausedAt, endsAt }: Pick<AttemptClock & Ends, 'pausedAt' | 'endsAt'>,
  now: Date,
): boolean {
  return pausedAt !== null && (endsAt === null || now < endsAt);
}

/** `hard_close`: the close of the quiz takes some of the time away that pauses, rests and staff gave. */
export function cutOf(
  { endsBecause, ...clock }: Pick<Ends, 'endsBecause'> & AttemptClock,
  { hardClose }: Pick<QuizSettings, 'hardClose'>,
): TermCut | null {
  return hardClose && endsBecause === 'close' && creditOf(clock) > 0 ? 'hard_close' : null;
}

/** The ends of an open attempt that is to end now for a reason other than its rules, and without grace. Time that was up stays up. */
export function endsNow(ends: Ends, now: Date, endsBecause: EndCause): Ends {
  return isUp(ends, now) ? handedInBefore(ends, now) : { endsAt: now, handInBy: now, endsBecause };
}

/** Whether the time for answers is up, whether or not the attempt can still be handed in. */
export function isUp({ endsAt }: Pick<Ends, 'endsAt'>, now: Date): boolean {
  return endsAt !== null && endsAt <= now;
}

/** An attempt as it is stored. */
export interface StoredAttempt extends Ends {
  /** Null while nothing has recorded its end, even if its time is up. */
  endedAt: Date | null;
  endReason: EndReason | null;
  isGraded: boolean;
}

/** Whether an attempt was ended while it went on, because its learner left or its course was archived. */
export function isInterrupted(
  { endsAt, endsBecause, endReason }: Pick<StoredAttempt, 'endsAt' | 'endsBecause' | 'endReason'>,
  now: Date,
): boolean {
  return INTERRUPTIONS.includes(endsBecause) && endsAt !== null && endsAt <= now && endReason !== 'submitted';
}

/** An end that has come and is not recorded yet. */
export interface DueEnd {
  by: 'submission' | 'abandonment';
  at: Date;
  reason: EndReason;
}

export interface AttemptStanding {
  state: AttemptState;
  /** What is to be recorded; null: nothing. */
  due: DueEnd | null;
  /** Everything here stays as it is before this instant; null: until somebody does something. */
  changesAt: Date | null;
}

/**
 * How an attempt stands now, whether or not its end has been recorded. Intervals are half-open: at `endsAt` it has ended.
 *
 * @param atEnd as `endingRules` says
 */
export function standingOf(
  attempt: StoredAttempt,
  { atEnd }: Pick<QuizSettings, 'atEnd'>,
  now: Date,
): AttemptStanding {
  const { endsAt, endsBecause, endReason } = attempt;
  if (attempt.endedAt !== null) {
    const state = endReason === 'abandoned' ? 'abandoned' : attempt.isGraded ? 'graded' : 'submitted';
    return { state, due: null, changesAt: null };
  }
  if (endsAt === null || now < endsAt) return { state: 'in_progress', due: null, changesAt: endsAt };
  // What staff end is handed in by them. Everything else is up to the quiz, whoever is to blame.
  if (endsBecause === 'staff' || atEnd === 'submit') {
    const due = { by: 'submission', at: endsAt, reason: endsBecause ?? 'staff' } as const;
    return { state: 'submitted', due, changesAt: null };
  }
  const last = atEnd === 'grace' ? (attempt.handInBy ?? endsAt) : endsAt;
  if (now < last) return { state: 'overdue', due: null, changesAt: last };
  const due = { by: 'abandonment', at: last, reason: 'abandoned' } as const;
  return { state: 'abandoned', due, changesAt: null };
}
