import { setTimeout as pause } from 'node:timers/promises';

export interface Supervision {
  /** For how long a restart is tried after a server has ended, before it is reported as lost. */
  limitSeconds: number;
  /** Called with a sentence about each end and each restart that failed. */
  onTrouble(message: string): void;
  /** Called when no restart is tried any more. */
  onLost(error: Error): void;
}

interface SupervisedServer {
  isRunning(): boolean;
  /** Starts the server again, or uses the one that another process has started; throws where neither works. */
  restart(): Promise<void>;
}

/** A check costs two small reads of /proc, or a process where there is no /proc. */
const LOOK_EVERY_MILLISECONDS = process.platform === 'linux' ? 250 : 5000;

/** After this uptime a crash no longer counts as a failed start. */
const STEADY_MILLISECONDS = 60_000;

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/** Starts the server again when it ends by itself: at once, then with pauses that double, up to a time limit. */
export class ServerSupervisor {
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private work: Promise<void> | undefined;
  private runningSince = performance.now();
  /** Restarts since the server last ran for long enough, and when it ended. */
  private tries = 0;
  private endedAt = 0;

  constructor(
    private readonly server: SupervisedServer,
    private readonly supervision: Supervision,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MILLISECONDS);
    this.timer.unref();
  }

  /** Resolves when no restart is running. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.ending.abort();
    await this.work;
  }

  private look(): void {
    if (this.work !== undefined || this.server.isRunning()) return;
    const now = performance.now();
    if (now - this.runningSince > STEADY_MILLISECONDS) this.tries = 0;
    if (this.tries === 0) this.endedAt = now;
    this.supervision.onTrouble('The database server has ended by itself and is started again.');
    this.work = this.recover().finally(() => (this.work = undefined));
  }

  private async recover(): Promise<void> {
    let reason = new Error('It ends shortly after each start.');
    while (this.isWithinLimit) {
      await pause(this.nextPause, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.ending.signal.aborted) return;
      this.tries += 1;
      try {
        await this.server.restart();
        this.runningSince = performance.now();
        return;
      } catch (error) {
        reason = error as Error;
        this.supervision.onTrouble(`The database server could not be started: ${reason.message}`);
      }
    }
    clearInterval(this.timer);
    this.supervision.onLost(reason);
  }

  /** Whether there is time for the next restart; the first is always made. */
  private get isWithinLimit(): boolean {
    const elapsed = performance.now() - this.endedAt + this.nextPause;
    return this.tries === 0 || elapsed <= this.supervision.limitSeconds * 1000;
  }

  private get nextPause(): number {
    if (this.tries === 0) return 0;
    return Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (this.tries - 1), LONGEST_PAUSE_MILLISECONDS);
  }
}
