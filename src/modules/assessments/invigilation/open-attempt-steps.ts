import { namedEnum } from '../../../shared/http/named-schemas';
import { type AttemptClock, type AttemptStanding, isPaused, standingOf } from '../attempts/lifecycle';
import type { OpenAttempt } from '../attempts/open-attempts-ends.repository';
import { endingRules } from '../attempts/rules-in-force';
import { withoutRest } from '../rests/rests';
import type { ActionDetails } from './attempt-action';

/** What staff can do with an open attempt while it goes on. */
export type OpenAttemptStep =
  | { kind: 'paused' }
  | { kind: 'resumed' }
  | { kind: 'extended'; minutes: number }
  | { kind: 'message'; text: string };

/**
 * `done`; `unchanged`: it was so already; `time_up`: its time was up; `not_open`: it is no open attempt at the quiz, or has ended
 * meanwhile.
 */
export const ATTEMPT_OUTCOMES = ['done', 'unchanged', 'time_up', 'not_open'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
namedEnum('OpenAttemptOutcome', ATTEMPT_OUTCOMES);

/** Thirty days: the most that one attempt can be extended by in all. */
export const MOST_EXTENDED_SECONDS = 2_592_000;

/** `clock` is undefined where that goes on as it does. */
export type Stepped =
  { outcome: 'done'; clock?: AttemptClock; details: ActionDetails } | { outcome: 'unchanged' | 'time_up' };

/**
 * What becomes of an open attempt by the step. Pausing a paused one and resuming a running one change nothing. A pause
 * ends a rest, so that it takes nothing from what the learner may rest. Time that was up
 * stays up, except that an extension can bring back an attempt that can still be handed in.
 */
export function stepped(attempt: OpenAttempt, step: OpenAttemptStep, now: Date): Stepped {
  const { pausedAt, restedSeconds, extendedSeconds } = attempt;
  const { restBeganAt, restEndsAt, restMilliseconds } = attempt;
  const rests = { restBeganAt, restEndsAt, restMilliseconds };
  const { state, due } = standingOfOpen(attempt, now);
  const isRunning = state === 'in_progress';
  const isForRunning = step.kind === 'paused' || step.kind === 'resumed';
  if (due !== null || (isForRunning && !isRunning)) return { outcome: 'time_up' };
  switch (step.kind) {
    case 'message':
      return { outcome: 'done', details: { text: step.text } };
    case 'paused':
      if (pausedAt !== null) return { outcome: 'unchanged' };
      return {
        outcome: 'done',
        clock: { ...withoutRest(rests, now), pausedAt: now, restedSeconds, extendedSeconds },
        details: {},
      };
    case 'resumed': {
      if (pausedAt === null || !isPaused(attempt, now)) return { outcome: 'unchanged' };
      const rested = secondsBetween(pausedAt, now);
      const clock = { ...rests, pausedAt: null, restedSeconds: restedSeconds + rested, extendedSeconds };
      return { outcome: 'done', clock, details: { restedSeconds: rested } };
    }
    case 'extended': {
      const extended = Math.min(extendedSeconds + step.minutes * 60, MOST_EXTENDED_SECONDS);
      if (extended === extendedSeconds) return { outcome: 'unchanged' };
      const clock = { ...rests, pausedAt, restedSeconds, extendedSeconds: extended };
      return { outcome: 'done', clock, details: { minutes: (extended - extendedSeconds) / 60 } };
    }
  }
}

/** How an open attempt stands, whose end is not recorded. */
export function standingOfOpen(attempt: OpenAttempt, now: Date): AttemptStanding {
  const stored = { ...attempt, endedAt: null, endReason: null, isGraded: false };
  return standingOf(stored, endingRules(attempt.inForce, attempt), now);
}

/** Rounded up, so that nobody loses any; 0 if the clock was set back meanwhile. */
function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.ceil((to.getTime() - from.getTime()) / 1000));
}
