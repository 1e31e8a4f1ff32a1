import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { BackgroundWork } from '../clock/background-work';
import { Clock } from '../clock/clock';
import { HEARTBEAT, silentMilliseconds } from './heartbeat';
import { OperationChanges } from './operation-changes.repository';
import { OperationInputs } from './operation-inputs';
import { OperationLeases } from './operation-leases.repository';
import { OperationRunner } from './operation-runner';
import { NotConfirmedError } from './operations.errors';
import { OperationsRepository } from './operations.repository';
import { SilenceWatch } from './silence-watch';

/** How often `finishAbandoned` checks an operation for heartbeats. */
const SIGN_MILLISECONDS = 500;
const LOOKED_AT = 50;
/** How many operations a process takes by itself: more would only share its one core. */
const MOST_AT_ONCE = 2;
/** Inputs hold personal data, and a confirmation refers to the school as it was when the operation asked for it. */
const KEEP_WAITING_DAYS = 2;
/** For how long an operation can be reversed. */
const KEEP_CHANGES_DAYS = 30;
/** How many looks there are between two runs of `tidy`. */
const LOOKS_PER_TIDYING = 75;

/**
 * Takes operations that no process runs: queued ones, whose own process ended or is busy, and running ones whose process
 * crashed. Every process that serves requests looks for them; a lease decides which one gets it.
 */
@Injectable()
export class OperationPoller extends BackgroundWork {
  private readonly silence = new SilenceWatch(silentMilliseconds());
  private looks = 0;

  constructor(
    private readonly operations: OperationsRepository,
    private readonly leases: OperationLeases,
    private readonly runner: OperationRunner,
    private readonly inputs: OperationInputs,
    private readonly changes: OperationChanges,
    private readonly clock: Clock,
    private readonly http: HttpAdapterHost,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: HEARTBEAT.everyMilliseconds,
      logFailure: (logger, error) =>
        logger.warn({ err: error }, 'The database could not be asked for operations'),
      isAtStart: true,
    });
  }

  override onApplicationBootstrap(): void {
    // Not in commands, which run their own operation only.
    if ((this.http.httpAdapter as unknown) !== undefined) super.onApplicationBootstrap();
  }

  /** Takes operations that no process runs, up to the limit of this one. */
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
   * Finishes the queued or running operation of an exclusive kind, which blocks others, if no process runs it. For
   * commands, which do not poll.
   *
   * @returns false as soon as another process shows that it runs it; true once the operation no longer blocks others.
   */
  async finishAbandoned(kind: string): Promise<boolean> {
    const first = await this.leases.holderOf(kind);
    if (!first) return true;
    for (const until = this.clock.monotonic() + 2 * silentMilliseconds(); this.clock.monotonic() < until;) {
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

  /** Fails operations that have waited too long for a confirmation, and removes inputs without an operation and old logs. */
  async tidy(): Promise<void> {
    const now = this.clock.now();
    const { code, message } = new NotConfirmedError(KEEP_WAITING_DAYS);
    const instant = new Date(now.getTime() - KEEP_WAITING_DAYS * 86_400_000);
    await this.operations.failWaitingSince(instant, { code, detail: message }, now);
    await this.removeUnneeded();
    await this.changes.forgetFinishedBefore(new Date(now.getTime() - KEEP_CHANGES_DAYS * 86_400_000));
  }

  /** Inputs whose operation has ended, or is gone. */
  private async removeUnneeded(): Promise<void> {
    const held = await this.inputs.held();
    const needed = await this.operations.unfinishedOf(held);
    for (const id of held) if (!needed.has(id)) await this.inputs.remove(id);
  }

  protected override async work(): Promise<void> {
    if (this.looks % LOOKS_PER_TIDYING === 0) await this.tidy();
    await this.look();
    this.looks += 1;
  }
}
