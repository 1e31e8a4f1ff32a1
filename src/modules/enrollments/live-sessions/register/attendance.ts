import { ATTENDANCE_STATUSES, type AttendanceStatus } from '../../../courses';

export { ATTENDANCE_STATUSES, type AttendanceStatus } from '../../../courses';

/** Whether a learner has done what a session asks of them. Who is excused need not come: that counts as met. */
export function isAttended(status: AttendanceStatus | null): boolean {
  return status !== null && status !== 'absent';
}

/** All statuses of which `isAttended` is true. */
export const MET_STATUSES: readonly AttendanceStatus[] = ATTENDANCE_STATUSES.filter(isAttended);

/** What a register is asked to say of somebody. */
export interface WantedEntry {
  userId: string;
  status: AttendanceStatus | null;
  /** That was read, 0 for no entry; undefined where whoever asks does not care. */
  version?: number;
}

export interface StandingEntry {
  userId: string;
  status: AttendanceStatus | null;
  version: number;
}

/** The wanted entries that say something new, and the places of those that are about an earlier version. */
export function compareEntries(
  wanted: readonly WantedEntry[],
  standing: ReadonlyMap<string, StandingEntry>,
): {
  changes: { userId: string; from: AttendanceStatus | null; to: AttendanceStatus | null }[];
  stale: number[];
} {
  const changes = wanted.flatMap(({ userId, status: to }) => {
    const from = standing.get(userId)?.status ?? null;
    return from === to ? [] : [{ userId, from, to }];
  });
  const stale = [...wanted.entries()].flatMap(([index, { userId, status, version }]) => {
    const entry = standing.get(userId);
    const isAsWanted = (entry?.status ?? null) === status;
    return version === undefined || isAsWanted || version === (entry?.version ?? 0) ? [] : [index];
  });
  return { changes, stale };
}
