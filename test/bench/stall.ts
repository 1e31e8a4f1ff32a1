import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection } from './http-connection';
import { type LatencyFigures, latencyFigures } from './latencies';
import type { LoadProcess } from './load-process';
import { table } from './report';
import type { School } from './school';
import type { RunningServer } from './servers';
import { FLOWS } from './flows';

const PEOPLE = 32;
const REPORTS = 10;
const PAUSE_MS = 500;
const SPAN_MS = 15_000;
/** How often somebody asks who they are. */
const ASK_EVERY_MS = 5;
const WARM_UP_MS = 5000;

interface AskedFigures extends LatencyFigures {
  worst: number;
}

/** What people at the daily flows notice of reports. */
export interface StallFigures {
  /** Milliseconds of `GET /v1/me`, while nobody asks for a report and while ten people do. */
  without: AskedFigures;
  during: AskedFigures;
  /** Milliseconds of each report. */
  reports: number[];
  /** How many reports were computed for each burst of ten. */
  computed: number[];
  faults: string[];
}

/**
 * 32 people at the daily flows; besides, somebody asks who they are two hundred times a second, and again and again ten
 * people ask for the same report at once.
 */
export async function stall(
  application: RunningServer,
  school: School,
  load: LoadProcess,
): Promise<StallFigures> {
  const faults: string[] = [];
  const asking = await Asking.start(application, school);
  const reports: number[] = [];
  const computed: number[] = [];
  const withDailyFlows = async (meanwhile: (until: number) => Promise<void>): Promise<AskedFigures> => {
    await school.rewind(FLOWS);
    const milliseconds = WARM_UP_MS + SPAN_MS;
    const daily = load.run({ port: application.port, flow: 'mix', concurrency: PEOPLE, milliseconds });
    const until = performance.now() + milliseconds;
    await pause(WARM_UP_MS);
    const figures = await asking.during(() => meanwhile(until));
    faults.push(...(await daily).firstErrors);
    return figures;
  };
  const without = await withDailyFlows((until) => pause(until - performance.now()));
  const during = await withDailyFlows(async (until) => {
    while (performance.now() < until) {
      const answers = await burstOfReports(application, school);
      for (const { status, milliseconds, body } of answers) {
        reports.push(milliseconds);
        if (status !== 200) faults.push(`A report was answered ${status}: ${body.slice(0, 300)}`);
      }
      // Each computation says when it began.
      computed.push(new Set(answers.map(({ body }) => /"asOf":"[^"]*"/.exec(body)?.[0])).size);
      await pause(PAUSE_MS);
    }
  });
  asking.stop();
  return { without, during, reports, computed, faults };
}

export function stallTable({ without, during, reports, computed }: StallFigures): string {
  const ms = (figure: number): string => `${figure.toFixed(1)} ms`;
  const { p50 } = latencyFigures(reports);
  return table(
    ['', 'p50', 'p99', 'worst'],
    [
      ['GET /v1/me beside 32 people at the daily flows', ms(without.p50), ms(without.p99), ms(without.worst)],
      ['the same while ten ask for a report', ms(during.p50), ms(during.p99), ms(during.worst)],
      ['a report', ms(p50), '', ms(Math.max(...reports))],
      [
        'reports computed for ten that are asked for',
        `${Math.min(...computed)}`,
        '',
        `${Math.max(...computed)}`,
      ],
    ],
  );
}

interface TimedAnswer {
  status: number;
  milliseconds: number;
  body: string;
}

async function burstOfReports(
  { port }: RunningServer,
  { world: { courseId, staff } }: School,
): Promise<TimedAnswer[]> {
  const connections = await Promise.all(Array.from({ length: REPORTS }, () => HttpConnection.open(port)));
  return Promise.all(
    connections.map(async (connection, place) => {
      const begun = performance.now();
      const token = staff[place % staff.length]?.token ?? '';
      const { status, body } = await connection.request('GET', `/v1/courses/${courseId}/report`, token);
      connection.close();
      return { status, milliseconds: performance.now() - begun, body: body.toString() };
    }),
  );
}

/** Somebody who asks who they are, again and again. */
class Asking {
  private constructor(
    private readonly connection: HttpConnection,
    private readonly token: string,
  ) {}

  static async start({ port }: RunningServer, { world }: School): Promise<Asking> {
    return new Asking(await HttpConnection.open(port), world.learners[0]?.token ?? '');
  }

  async during(work: () => Promise<void>): Promise<AskedFigures> {
    let isOver = false;
    const latencies: number[] = [];
    const asking = (async () => {
      while (!isOver) {
        const begun = performance.now();
        await this.connection.request('GET', '/v1/me', this.token);
        latencies.push(performance.now() - begun);
        await pause(ASK_EVERY_MS);
      }
    })();
    await work();
    isOver = true;
    await asking;
    return { ...latencyFigures(latencies), worst: Math.max(...latencies) };
  }

  stop(): void {
    this.connection.close();
  }
}
