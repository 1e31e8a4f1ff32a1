import { Clock } from '../shared/clock/clock';

/** A clock that can be moved. */
export interface SettableClock {
  set(instant: Date): void;
}

/** A clock that shows what it was last set to: with it, months are replayed in seconds. */
export class ReplayClock extends Clock implements SettableClock {
  private instant = new Date(0);

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date): void {
    this.instant = new Date(instant);
  }
}
