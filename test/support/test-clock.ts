import { Clock } from '../../src/shared/clock/clock';

/** A clock that stands still until a test moves it. */
export class TestClock extends Clock {
  private instant: Date;
  private elapsed = 0;

  constructor(start = '2026-03-02T09:00:00.000Z') {
    super();
    this.instant = new Date(start);
  }

  now(): Date {
    return new Date(this.instant);
  }

  override monotonic(): number {
    return this.elapsed;
  }

  /** As somebody sets the clock of a machine: no time passes. */
  set(instant: string): void {
    this.instant = new Date(instant);
  }

  advance(milliseconds: number): void {
    this.elapsed += Math.max(milliseconds, 0);
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }

  advanceDays(days: number): void {
    this.advance(days * 86_400_000);
  }
}
