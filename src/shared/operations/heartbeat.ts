/** How processes show that they are running operations. A test of processes that crash makes theirs beat faster. */
export const HEARTBEAT = { everyMilliseconds: 4_000 };

/** Five missed heartbeats: the process that ran it has crashed or lost its lease. */
export function silentMilliseconds(): number {
  return 5 * HEARTBEAT.everyMilliseconds;
}
