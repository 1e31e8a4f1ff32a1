import type { ActivityUse } from './activity-use.entity';
import { Coverage, type Credit, LONGEST_VIDEO, secondsOf } from './coverage';
import { type LearnerSignal, isWatched, type WatchedSignal } from './learner-signal';
import { addPlays, PART_SECONDS } from './plays';
import { viewedAgain } from './view-rules';
import { afterBeat, allowanceMs, TOLERANCE_MS, type WatchMeter } from './watch-meter';

/** A played part is five seconds long, so a beat may end up to one part later than it began. In milliseconds. */
export const PLAY_TOLERANCE_MS = TOLERANCE_MS + PART_SECONDS * 1000;

/** All that is known of a learner in a course before signals are added, and after. */
export interface SignalState {
  /** By activity. */
  uses: Map<string, ActivityUse>;
  /** By activity and watch session (`sessionKey`). */
  sessions: Map<string, WatchMeter>;
  /** Over all sessions; undefined before anything was watched. */
  meter: WatchMeter | undefined;
  /** As `meter`, of what was played, again or not. */
  playMeter: WatchMeter | undefined;
}

export interface SummedSignals extends SignalState {
  /** What became of each watched signal, by its id. */
  credits: Map<string, Credit>;
}

export function sessionKey(activityId: string, sessionId: string): string {
  return `${activityId} ${sessionId}`;
}

/**
 * Adds signals that are new to what is known. Of segments, seconds that were not covered before count in the order in which they
 * were played, up to what the session and the learner had the time for since the last beat.
 *
 * @param before changes nothing in it
 * @param durations of videos, in seconds; null where nobody has said
 * @param now on the server's clock, to which clients' clocks are held: none is ahead of it
 */
export function sumSignals(
  { courseId, userId }: { courseId: string; userId: string },
  before: SignalState,
  signals: readonly LearnerSignal[],
  durations: ReadonlyMap<string, number | null>,
  now: Date,
): SummedSignals {
  const uses = new Map(before.uses);
  const use = (activityId: string): ActivityUse =>
    uses.get(activityId) ?? unused({ courseId, userId, activityId });
  for (const { kind, activityId } of signals) {
    if (kind !== 'viewed') continue;
    const known = use(activityId);
    uses.set(activityId, { ...known, ...viewedAgain(known, now) });
  }
  const watched = signals.filter(isWatched).toSorted((one, other) => instantOf(one) - instantOf(other));
  if (watched.length === 0) return { ...before, uses, credits: new Map() };

  const credits = new Map<string, Credit>();
  const allowed = new Allowances(before, now);
  for (const signal of watched) {
    const { activityId, fromMs, toMs, watchSessionId } = signal;
    const known = use(activityId);
    const duration = durations.get(activityId) ?? LONGEST_VIDEO;
    const key = sessionKey(activityId, watchSessionId);
    const coverage = Coverage.of(known.covered);
    const credit = coverage.add(secondsOf({ fromMs, toMs }, duration), allowed.seconds(key));
    allowed.use(key, credit.accepted);
    credits.set(signal.id, credit);
    const { plays, added } = addPlays(
      known.plays ?? Buffer.alloc(0),
      { fromMs, toMs },
      duration,
      allowed.parts(),
    );
    allowed.play(added);
    uses.set(activityId, {
      ...known,
      ...(credit.accepted > 0 && {
        ...{ covered: coverage.bits, coveredSeconds: known.coveredSeconds + credit.accepted },
      }),
      ...(added > 0 && { plays }),
      ...placeAfter(known, signal, duration, Math.min(instantOf(signal), now.getTime())),
      lastWatchedAt: now,
    });
  }
  return { uses, ...allowed.meters(), credits };
}

/** What is left to the sessions and the learner while signals are added. */
class Allowances {
  private readonly learnerMs: number;
  private readonly playMs: number;
  private usedMs = 0;
  private playedMs = 0;
  /** By session. */
  private readonly usedBy = new Map<string, number>();

  constructor(
    private readonly before: SignalState,
    private readonly now: Date,
  ) {
    this.learnerMs = allowanceMs(before.meter, now);
    this.playMs = allowanceMs(before.playMeter, now, PLAY_TOLERANCE_MS);
  }

  /** Whole seconds that may still be covered by the session. */
  seconds(session: string): number {
    const own = allowanceMs(this.before.sessions.get(session), this.now) - (this.usedBy.get(session) ?? 0);
    return Math.floor(Math.min(own, this.learnerMs - this.usedMs) / 1000);
  }

  use(session: string, seconds: number): void {
    this.usedMs += seconds * 1000;
    this.usedBy.set(session, (this.usedBy.get(session) ?? 0) + seconds * 1000);
  }

  parts(): number {
    return (this.playMs - this.playedMs) / (PART_SECONDS * 1000);
  }

  play(parts: number): void {
    this.playedMs += parts * PART_SECONDS * 1000;
  }

  meters(): Pick<SignalState, 'sessions' | 'meter' | 'playMeter'> {
    const { before, now } = this;
    const sessions = new Map(before.sessions);
    for (const [key, usedMs] of this.usedBy) sessions.set(key, afterBeat(sessions.get(key), now, usedMs));
    return {
      sessions,
      meter: afterBeat(before.meter, now, this.usedMs),
      playMeter: afterBeat(before.playMeter, now, this.playedMs, PLAY_TOLERANCE_MS),
    };
  }
}

/** Where to go on: behind what was played last, whenever that is told. */
function placeAfter(
  { positionAt }: ActivityUse,
  { toMs }: WatchedSignal,
  duration: number,
  at: number,
): Partial<Pick<ActivityUse, 'positionMs' | 'positionAt'>> {
  if (positionAt !== null && positionAt.getTime() > at) return {};
  return { positionMs: Math.min(toMs, duration * 1000), positionAt: new Date(at) };
}

function instantOf({ occurredAt }: LearnerSignal): number {
  return occurredAt.getTime();
}

function unused(of: Pick<ActivityUse, 'courseId' | 'userId' | 'activityId'>): ActivityUse {
  return {
    ...of,
    ...{ firstViewedAt: null, lastViewedAt: null, visits: 0 },
    ...{ covered: null, coveredSeconds: 0, plays: null },
    ...{ positionMs: null, positionAt: null, lastWatchedAt: null },
  };
}
