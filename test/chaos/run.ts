import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../src/demo/content/random';
import type { Fault, Stage } from './faults';
import type { ChaosOptions } from './options';
import type { Pace } from './pace';
import type { Replicas } from './replicas';
import type { ChaosStore } from './store';
import type { Tally } from './tally';

/** A fault that was made. Instants are of `performance.now()`. */
export interface MadeFault {
  name: string;
  how: string;
  begun: number;
  /** When it was over and a write had been acknowledged again. */
  recovered: number;
  /** When the next one began, or the run ended. */
  until: number;
}

/** After this time the system is taken as unable to recover by itself. */
const RECOVERED_WITHIN_MS = 60_000;
/** Under load before the first fault. */
const WARM_UP_MS = 2000;

/** Makes one fault after another, every kind once in each round, for as long as the options say. */
export class FaultRun {
  readonly made: MadeFault[] = [];
  private readonly random: Random;
  private isOver = false;

  constructor(
    private readonly options: Pick<ChaosOptions, 'faults' | 'seconds' | 'everySeconds' | 'once' | 'seed'>,
    private readonly store: ChaosStore,
    private readonly replicas: Replicas,
    private readonly tally: Tally,
    private readonly say: (message: string) => void,
  ) {
    this.random = new Random(`faults ${options.seed}`);
  }

  async run(): Promise<void> {
    const { seconds, faults, once } = this.options;
    await pause(WARM_UP_MS);
    const deadline = performance.now() + seconds * 1000;
    do {
      for (const fault of this.random.shuffled(faults)) {
        if (this.isOver || performance.now() > deadline) return;
        await this.make(fault);
      }
    } while (!once && !this.isOver);
  }

  /** Makes as many faults as the pace has, each kind as often as the others, each when it is due. */
  async runTerm(pace: Pace): Promise<void> {
    const { faults } = this.options;
    const all = Array.from({ length: pace.faults }, (_, index) => faults[index % faults.length] as Fault);
    for (const fault of this.random.shuffled(all)) {
      await pace.untilDue();
      if (this.isOver) return;
      await this.make(fault, 0);
      pace.faultIsMade();
    }
  }

  stop(): void {
    this.isOver = true;
  }

  private async make(fault: Fault, everySeconds = this.options.everySeconds): Promise<void> {
    const { store, replicas, random } = this;
    const begun = performance.now();
    const stage: Stage = { store, replicas, random };
    const how = await fault.make(stage);
    await this.untilRecovered(fault, performance.now());
    const recovered = performance.now();
    await pause(Math.max(0, begun + everySeconds * 1000 - recovered));
    const until = performance.now();
    this.made.push({ name: fault.name, how, begun, recovered, until });
    const refusals = this.tally.refusalsIn(begun, until).map(([label, count]) => `${count} × ${label}`);
    this.say(
      `${fault.name} (${how}): ${inSeconds(this.tally.stallIn(begun, until))} without a write; ${refusals.join(', ') || 'nobody noticed'}`,
    );
  }

  private async untilRecovered(fault: Fault, since: number): Promise<void> {
    for (const deadline = since + RECOVERED_WITHIN_MS; performance.now() < deadline; await pause(50))
      if (this.isOver || (this.replicas.areAllReady && this.tally.hasWriteSince(since))) return;
    throw new Error(`After ${fault.name} nothing has come back within a minute.`);
  }
}

export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
