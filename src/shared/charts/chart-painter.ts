import { extname, join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Pool, pool } from 'workerpool';
import type { drawChart } from './chart-thread';
import { finishedSvg, type Picture } from './svg-chart';

const THREAD = join(__dirname, `chart-thread${extname(__filename)}`);

/** A chart takes a tenth of a second at most, the first one a little longer. */
const MOST_MILLISECONDS = 10_000;

/**
 * Draws charts in a thread of its own, one at a time: loading echarts and drawing take up to a tenth of a second, in which the
 * process would serve nobody else. The thread starts with the first chart, since many processes never draw one.
 */
@Injectable()
export class ChartPainter implements OnApplicationShutdown {
  private threads: Pool | undefined;

  /** An SVG document. */
  async paint({ frame, chart }: Picture): Promise<string> {
    this.threads ??= pool(THREAD, { workerType: 'thread', maxWorkers: 1 });
    const drawn = await this.threads.exec<typeof drawChart>('drawChart', [chart]).timeout(MOST_MILLISECONDS);
    return finishedSvg(drawn, frame);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads?.terminate();
  }
}
