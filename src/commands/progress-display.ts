import { Presets, SingleBar } from 'cli-progress';
import type { Operation } from '../shared/operations/operation.entity';

type Shown = Pick<Operation, 'phase' | 'progressDone' | 'progressTotal'>;

/** Shows the progress of an operation: as a bar at a terminal, otherwise as a line for each phase. */
export class ProgressDisplay {
  private readonly bar: SingleBar | undefined;
  private phase = '';
  private isStarted = false;

  constructor(private readonly stream: NodeJS.WriteStream) {
    if (!stream.isTTY) return;
    const format = '{bar} {percentage}% | {value}/{total} rows | {phase}';
    this.bar = new SingleBar(
      { format, stream, hideCursor: true, clearOnComplete: true },
      Presets.shades_classic,
    );
  }

  show({ phase, progressDone, progressTotal }: Shown): void {
    if (phase === null) return;
    if (this.bar) this.draw(this.bar, phase, progressDone, progressTotal);
    else if (phase !== this.phase) this.stream.write(`${phase}…\n`);
    this.phase = phase;
  }

  end(): void {
    if (this.isStarted) this.bar?.stop();
  }

  private draw(bar: SingleBar, phase: string, done: number, total: number | null): void {
    const rows = Math.max(total ?? 0, done, 1);
    if (!this.isStarted) bar.start(rows, done, { phase });
    this.isStarted = true;
    bar.setTotal(rows);
    bar.update(done, { phase });
  }
}
