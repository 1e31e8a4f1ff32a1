import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Clock } from '../clock/clock';
import { OperationInputs } from './operation-inputs';
import { OperationLeases } from './operation-leases.repository';
import { BEAT_MILLISECONDS, OperationRunner } from './operation-runner';
import { NotConfirmedError } from './operations.errors';
import { OperationsRepository } from './operations.repository';
import { SilenceWatch } from './silence-watch';

/** Five beats missed: whoever ran it is gone, or has lost its lease. */
export const SILENT_MILLISECONDS = 5 * BEAT_MILLISECONDS;
/** How often it is looked for a sign of life of one operation. */
const SIGN_MILLISECONDS = 500;
const LOOKED_AT = 50;
/** What a process takes up by itself: more would only share its one core. */
const MOST_AT_ONCE = 2;
/** Inputs hold personal data, and nobody should confirm what a school was like last week. */
const KEEP_WAITING_DAYS = 2;
/** Looks between two tidyings. */
const LOOKS_A_TIDYING = 75;

/**
 * Takes up what waits for a process: operations that are queued, because the process that queued them ended or has
 * enough to do, and those whose process died. Every process that serves requests looks; a lease decides who is first.
 */
@Injectable()
export class OperationPoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OperationPoller.name);
  private readonly silence = new SilenceWatch(SILENT_MILLISECONDS);
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;
  private isOver = false;

  constructor(
    private readonly operations: OperationsRepository,
    private readonly leases: OperationLeases,
    private readonly runner: OperationRunner,
    private readonly inputs: OperationInputs,
    private readonly clock: Clock,
    private readonly http: HttpAdapterHost,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    // Commands have work of their own. Tests call `look` themselves, so that nothing happens behind their back.
    if (this.settings.environment !== 'test' && (this.http.httpAdapter as unknown) !== undefined)
      this.plan(0);
  }

  onApplicationShutdown(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  /** Takes up what waits for a process, if this one has room. */
  async look(): Promise<void> {
    const unfinished = await this.leases.unfinished(LOOKED_AT);
    const running = unfinished.filter(({ status }) => status === 'running');
    const silent = this.silence.silent(running, this.clock.monotonic());
    for (const sign of [...unfinished.filter(({ status }) => status === 'queued'), ...silent]) {
      if (this.runner.load >= MOST_AT_ONCE) return;
      if (this.runner.mayTake(sign)) this.runner.take(sign);
    }
  }

  /**
   * Finishes the operation of an exclusive kind that stands in the way of others and that nobody runs any more, for
   * processes that do not look by themselves.
   *
   * @returns false as soon as there is a sign that somebody runs it; true once it is out of the way.
   */
  async finishAbandoned(kind: string): Promise<boolean> {
    const first = await this.leases.holderOf(kind);
    if (!first) return true;
    for (const until = this.clock.monotonic() + 2 * SILENT_MILLISECONDS; this.clock.monotonic() < until;) {
      await this.look();
      if (this.runner.runs(first.id)) {
        await this.runner.settled(first.id);
        return true;
      }
      const sign = await this.leases.holderOf(kind);
      if (sign?.id !== first.id) return true;
      if (sign.fence !== first.fence || sign.beats !== first.beats) return false;
      await delay(SIGN_MILLISECONDS);
    }
    return false;
  }

  /** Ends what has waited too long for a confirmation, and removes inputs that belong to nothing. */
  async tidy(): Promise<void> {
    const now = this.clock.now();
    const { code, message } = new NotConfirmedError(KEEP_WAITING_DAYS);
    const instant = new Date(now.getTime() - KEEP_WAITING_DAYS * 86_400_000);
    await this.operations.failWaitingSince(instant, { code, detail: message }, now);
    await this.inputs.removeOrphans();
  }

  /** Their jitter keeps processes that started together from looking at the same moments. */
  private plan(milliseconds: number): void {
    if (this.isOver) return;
    this.timer = setTimeout(() => void this.lookAndPlan(), milliseconds * (0.75 + Math.random() / 2));
    this.timer.unref();
  }

  private async lookAndPlan(): Promise<void> {
    try {
      if (this.looks % LOOKS_A_TIDYING === 0) await this.tidy();
      await this.look();
      this.looks += 1;
    } catch (error) {
      this.logger.warn({ err: error as Error }, 'The store could not be asked for operations');
    }
    this.plan(BEAT_MILLISECONDS);
  }
}
