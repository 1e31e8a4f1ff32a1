import type { ActivitySignal } from './activity-signal.entity';

/** A signal as a client sent it, in the forms in which it is stored. */
export type LearnerSignal = Pick<
  ActivitySignal,
  'id' | 'activityId' | 'kind' | 'occurredAt' | 'watchSessionId' | 'fromMs' | 'toMs' | 'playbackRate'
> & {
  /** Where it is in the request: `watched[3]`. */
  path: string;
};

/** A signal that was watched. */
export type WatchedSignal = LearnerSignal & { watchSessionId: string; fromMs: number; toMs: number };

export function isWatched(signal: LearnerSignal): signal is WatchedSignal {
  return signal.kind === 'watched';
}

/** Whether what was sent again says the same as what is stored under its id. */
export function isSameSignal(sent: LearnerSignal, courseId: string, stored: ActivitySignal): boolean {
  return (
    sent.kind === stored.kind &&
    courseId === stored.courseId &&
    sent.activityId === stored.activityId &&
    sent.occurredAt.getTime() === stored.occurredAt.getTime() &&
    sent.watchSessionId === stored.watchSessionId &&
    sent.fromMs === stored.fromMs &&
    sent.toMs === stored.toMs &&
    sent.playbackRate === stored.playbackRate
  );
}
