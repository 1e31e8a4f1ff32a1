import type { OperationSign } from './operation.entity';

interface Sighting {
  fence: number;
  beats: number;
  since: number;
}

/**
 * Finds running operations without a process: those whose count of heartbeats has not changed for the given time, by this
 * process's own monotonic clock. Clocks of two machines are never compared, so a wrong or adjusted clock cannot make a
 * live operation look dead, or a dead one alive.
 */
export class SilenceWatch {
  private seen = new Map<string, Sighting>();

  constructor(private readonly silentMilliseconds: number) {}

  /** @param instant of a clock that never goes back, in milliseconds. */
  silent(running: readonly OperationSign[], instant: number): OperationSign[] {
    const now = new Map<string, Sighting>();
    for (const { id, fence, beats } of running) {
      const before = this.seen.get(id);
      const isSame = before !== undefined && before.fence === fence && before.beats === beats;
      now.set(id, isSame ? before : { fence, beats, since: instant });
    }
    this.seen = now;
    return running.filter(({ id }) => instant - (now.get(id)?.since ?? instant) >= this.silentMilliseconds);
  }
}
