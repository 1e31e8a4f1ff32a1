import { setInterval } from 'node:timers';
import { FLOWS } from './flows';
import type { LoadProcess } from './load-process';
import { figuresOf } from './process-figures';
import { table } from './report';
import type { School } from './school';
import type { RunningServer } from './servers';

/** A minute of the mix. */
export interface SoakMinute {
  minute: number;
  operations: number;
  errors: number;
  firstErrors: string[];
  p50Milliseconds: number;
  p99Milliseconds: number;
  /** Of the application, sampled every five seconds. */
  memoryMegabytes: number[];
}

const CONCURRENCY = 32;
const SAMPLE_MS = 5000;
const MINUTE_MS = 60_000;

/** The application alone under the mix of all flows, minute after minute; the store begins each as the first. */
export async function soak(
  application: RunningServer,
  school: School,
  load: LoadProcess,
  minutes: number,
  say: (message: string) => void,
): Promise<SoakMinute[]> {
  const results: SoakMinute[] = [];
  for (let minute = 1; minute <= Math.ceil(minutes); minute += 1) {
    await school.rewind(FLOWS);
    const memoryMegabytes: number[] = [];
    const sampling = setInterval(
      () => memoryMegabytes.push(Math.round(figuresOf(application.child.pid).memoryMegabytes)),
      SAMPLE_MS,
    );
    const milliseconds = Math.min(MINUTE_MS, (minutes - minute + 1) * MINUTE_MS);
    const order = { port: application.port, flow: 'mix', concurrency: CONCURRENCY, milliseconds } as const;
    const report = await load.run(order).finally(() => clearInterval(sampling));
    const { operations, errors, firstErrors, p50, p99 } = report;
    results.push({
      minute,
      operations,
      errors,
      firstErrors,
      p50Milliseconds: p50,
      p99Milliseconds: p99,
      memoryMegabytes,
    });
    say(
      `minute ${minute}: ${operations} operations, ${errors} errors, p99 ${p99.toFixed(1)} ms, ${memoryMegabytes.at(-1)} MB`,
    );
  }
  return results;
}

export function soakTable(minutes: readonly SoakMinute[]): string {
  return table(
    ['minute', 'operations', 'errors', 'p50 ms', 'p99 ms', 'MB least', 'MB most'],
    minutes.map(({ minute, operations, errors, p50Milliseconds, p99Milliseconds, memoryMegabytes }) => [
      ...[minute, operations, errors, p50Milliseconds.toFixed(1), p99Milliseconds.toFixed(1)],
      ...[Math.min(...memoryMegabytes), Math.max(...memoryMegabytes)],
    ]),
  );
}
