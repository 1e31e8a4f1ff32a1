import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../../config/settings';
import { RepeatedWork } from './repeated-work';

/** How often a provider's work is repeated, and what is logged where it fails. */
export interface Repetition {
  milliseconds: number;
  logFailure: (logger: Logger, error: unknown) => void;
  /** Also done when the application starts, and not only after the first period. */
  isAtStart?: boolean;
}

/**
 * A provider whose work is repeated from the start of the application to its end, which waits for the work that is being
 * done. Not in tests, which call the work themselves, so that they know when it is done.
 */
export abstract class BackgroundWork implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  private readonly repeated: RepeatedWork;

  protected constructor(
    protected readonly settings: Settings,
    private readonly repetition: Repetition,
  ) {
    const { milliseconds, logFailure } = repetition;
    this.repeated = new RepeatedWork(
      () => this.work(),
      milliseconds,
      (error) => logFailure(this.logger, error),
    );
  }

  /** What is repeated. It is never done twice at the same time in a process. */
  protected abstract work(): Promise<unknown>;

  onApplicationBootstrap(): void {
    if (this.settings.environment === 'test') return;
    this.repeated.start();
    if (this.repetition.isAtStart) this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeated.stop();
  }

  /** Does the work now, unless it is being done, or the application is not serving. */
  wake(): void {
    this.repeated.wake();
  }
}
