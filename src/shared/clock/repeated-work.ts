/** Work in the background that is done again and again while the process serves, never twice at the same time. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly milliseconds: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    // A little more or less often in each process, so that those that started together do not work at the same moments.
    this.timer = setInterval(() => this.wake(), this.milliseconds * (0.75 + Math.random() / 2)).unref();
  }

  /** Does the work now, unless it is being done. Nothing happens before `start` and after `stop`. */
  wake(): void {
    if (this.timer === undefined || this.running) return;
    this.running = this.work()
      .then(() => undefined, this.onError)
      .finally(() => (this.running = undefined));
  }

  /** Waits for the work that is being done. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }
}
