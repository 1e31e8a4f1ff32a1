import { once } from 'node:events';
import { join } from 'node:path';
import { Child } from './child';
import type { FlowKey } from './flows';
import type { LatencyFigures } from './latencies';

/** What the load process is to do: a flow against a server, for a time or for a number of operations. */
export interface LoadOrder {
  port: number;
  flow: FlowKey | 'mix';
  concurrency: number;
  milliseconds: number;
  /** Instead of the time. */
  operations?: number;
  /** Bring the bodies of all answers, for a comparison. */
  keepAnswers?: boolean;
}

export interface LoadReport extends LatencyFigures {
  operations: number;
  seconds: number;
  errors: number;
  firstErrors: string[];
  answers: string[];
}

/** The process that sends the requests, apart from this one, which starts and measures. */
export class LoadProcess {
  private constructor(private readonly child: Child) {}

  static start(worldFile: string, log: string): LoadProcess {
    const script = join(__dirname, 'load.ts');
    return new LoadProcess(Child.start({ name: 'load', script, environment: { WORLD: worldFile }, log }));
  }

  async run(order: LoadOrder): Promise<LoadReport> {
    const { process: load } = this.child;
    const exit = new AbortController();
    const onExit = (): void => exit.abort();
    load.once('exit', onExit);
    load.send(order);
    try {
      const [report] = (await once(load, 'message', { signal: exit.signal })) as [
        LoadReport | { failure: string },
      ];
      if ('failure' in report) throw new Error(`The load failed: ${report.failure}`);
      return report;
    } catch (error) {
      if (exit.signal.aborted) throw new Error(`The load process ended. ${this.child.lastWords()}`);
      throw error;
    } finally {
      load.off('exit', onExit);
    }
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

/** Throws an Error that says which flow failed on which server, and quotes the first of its errors. */
export function refuseErrors(
  { errors, firstErrors }: Pick<LoadReport, 'errors' | 'firstErrors'>,
  flow: string,
  server: string,
): void {
  if (errors > 0)
    throw new Error(`Flow ${flow} on the ${server}: ${errors} errors:\n${firstErrors.join('\n')}`);
}
