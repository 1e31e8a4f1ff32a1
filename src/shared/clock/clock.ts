import { type DynamicModule, Global, Injectable, Module } from '@nestjs/common';

/** The time, injected wherever it is read, so that tests can move it. */
export abstract class Clock {
  /** The present instant, to the millisecond. */
  abstract now(): Date;

  /** Milliseconds since some instant: it never goes back, whatever is done to the clock of the machine. */
  monotonic(): number {
    return performance.now();
  }
}

/** The machine's own clock. */
@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

@Global()
@Module({})
export class ClockModule {
  static forRoot(clock: Clock): DynamicModule {
    return { module: ClockModule, providers: [{ provide: Clock, useValue: clock }], exports: [Clock] };
  }
}
