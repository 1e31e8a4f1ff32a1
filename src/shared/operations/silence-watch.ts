import type { OperationSign } from './operation.entity';

interface Sighting {
  fence: number;
  beats: number;
  since: number;
}

/**
 * Tells which running operations nobody runs any more: those whose beats have not moved for so long by the watcher's
 * own monotonic clock. Two clocks are never compared, so one that is wrong or set neither hides a death nor makes one up.
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
