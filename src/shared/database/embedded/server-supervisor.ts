import { setTimeout as pause } from 'node:timers/promises';

export interface Supervision {
  /** For how long, after a steady server has ended, it is started again before it is given up. */
  limitSeconds: number;
  /** Hears, in whole sentences, of each end and of each try that failed. */
  onTrouble(message: string): void;
  /** It is given up: nothing is tried any more. */
  onLost(error: Error): void;
}

interface SupervisedServer {
  isRunning(): boolean;
  /** Starts it again, or joins it where another process has; throws where neither can be done. */
  restart(): Promise<void>;
}

/** Looking costs two small reads of /proc, elsewhere a process of its own. */
const LOOK_EVERY_MILLISECONDS = process.platform === 'linux' ? 250 : 5000;

/** A server that lived this long did not die of its start. */
const STEADY_MILLISECONDS = 60_000;

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/** Starts the server again when it ends by itself: at once at first, then with pauses that double, within a limit. */
export class ServerSupervisor {
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private work: Promise<void> | undefined;
  private runningSince = performance.now();
  /** Tries since the server was steady last, and when it ended then. */
  private tries = 0;
  private endedAt = 0;

  constructor(
    private readonly server: SupervisedServer,
    private readonly supervision: Supervision,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MILLISECONDS);
    this.timer.unref();
  }

  /** Resolves when nothing is being tried any more. */
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
    let reason = new Error('It ends soon after each start.');
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

  /** Whether the next try is in time; the first always is. */
  private get isWithinLimit(): boolean {
    const elapsed = performance.now() - this.endedAt + this.nextPause;
    return this.tries === 0 || elapsed <= this.supervision.limitSeconds * 1000;
  }

  private get nextPause(): number {
    if (this.tries === 0) return 0;
    return Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (this.tries - 1), LONGEST_PAUSE_MILLISECONDS);
  }
}
