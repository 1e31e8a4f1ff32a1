import { extname, join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Pool, pool } from 'workerpool';
import { HeavyReadsBusyError } from '../heavy-reads/heavy-reads.errors';
import type { drawChart } from './chart-thread';
import { finishedSvg, type Picture } from './svg-chart';

const THREAD = join(__dirname, `chart-thread${extname(__filename)}`);

/** A chart takes a tenth of a second at most, the first one a little longer; on a busy machine much more. A test makes it less. */
export const PAINTING = { mostMilliseconds: 10_000 };
const RETRY_SECONDS = 5;

/**
 * Draws charts in a thread of its own, one at a time: loading echarts and drawing take up to a tenth of a second, in which the
 * process would serve nobody else. The thread starts with the first chart, since many processes never draw one.
 */
@Injectable()
export class ChartPainter implements OnApplicationShutdown {
  private threads: Pool | undefined;

  /**
   * An SVG document.
   *
   * @throws HeavyReadsBusyError when it takes too long; the thread is ended then
   */
  async paint({ frame, chart }: Picture): Promise<string> {
    this.threads ??= pool(THREAD, { workerType: 'thread', maxWorkers: 1 });
    try {
      const task = this.threads.exec<typeof drawChart>('drawChart', [chart]);
      return finishedSvg(await task.timeout(PAINTING.mostMilliseconds), frame);
    } catch (error) {
      throw (error as Error).name === 'TimeoutError' ? new HeavyReadsBusyError(RETRY_SECONDS) : error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads?.terminate();
  }
}
