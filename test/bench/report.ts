import { flowOf } from './flows';
import { median } from './latencies';
import type { Contest, Interval, OperationCost, Spread, TurnFigures } from './measure';
import type { BulkChangeFigures } from './bulk-changes';
import type { RosterImportFigures } from './roster-import';
import type { ServerName } from './servers';

/** All figures of one school. */
export interface SizeReport {
  size: number;
  costs: { flow: string; server: ServerName; cost: OperationCost }[];
  contests: Contest[];
  rosterImport?: RosterImportFigures;
  bulkChanges?: BulkChangeFigures;
}

type Cell = string | number;

/** The table of speeds: a line for each server, flow and concurrency, and the ratio on the application's line. */
export function speedTable({ contests, costs }: SizeReport): string {
  const head = [
    ...[
      'flow',
      'at once',
      'server',
      'ops/s',
      'p50 ms',
      'p99 ms',
      'CPU ms',
      'DB CPU ms',
      'SQL',
      'rows',
      'MB',
      'errors',
    ],
    ...['speed ratio (min–max)', 'CPU ratio (95 %)', 'goal'],
  ];
  const lines = contests.flatMap((contest) =>
    serversOf(contest.turns).map((server) => {
      const turns = contest.turns.filter((turn) => turn.server === server);
      const { key, title, goal } = flowOf(contest.flow);
      const middle = (figure: (turn: TurnFigures) => number): number => median(turns.map(figure));
      const cost = costs.find((each) => each.flow === key && each.server === server)?.cost;
      const isOurs = server === 'application';
      const { speedRatio, cpuRatio } = contest;
      return [
        isOurs ? `${key} ${title}` : '',
        isOurs ? contest.concurrency : '',
        server,
        middle(({ operationsPerSecond }) => operationsPerSecond).toFixed(0),
        middle(({ p50Milliseconds }) => p50Milliseconds).toFixed(2),
        middle(({ p99Milliseconds }) => p99Milliseconds).toFixed(2),
        middle(({ serverCpuMilliseconds }) => serverCpuMilliseconds).toFixed(2),
        middle(({ databaseCpuMilliseconds }) => databaseCpuMilliseconds).toFixed(2),
        count(cost?.statements),
        count(cost?.rowsRead),
        middle(({ memoryMegabytes }) => memoryMegabytes).toFixed(0),
        turns.reduce((sum, { errors }) => sum + errors, 0),
        isOurs ? spread(speedRatio) : '',
        isOurs ? interval(cpuRatio) : '',
        isOurs ? verdict(contest, goal) : '',
      ];
    }),
  );
  return table(head, lines);
}

/** A flow in which a request failed has no speed: what was measured is not the work. */
function verdict({ turns, speedRatio }: Contest, goal: number): string {
  if (turns.some(({ errors }) => errors > 0)) return 'FAILED: errors';
  return `${speedRatio.median >= goal ? 'met' : 'MISSED'} ${goal}`;
}

/** What stands below the tables of a run that went wrong. */
export function failure(faults: readonly string[]): string {
  const list = faults.map((fault) => `- ${fault.replaceAll('\n', '\n  ')}`).join('\n');
  return `THIS RUN FAILED, and its figures do not count:\n${list}`;
}

/** What an operation costs by the size of the school: should not grow, or only up to the page. */
export function costTable(reports: readonly SizeReport[]): string {
  const head = ['flow', 'server', ...reports.flatMap(({ size }) => [`SQL × ${size}`, `rows × ${size}`])];
  const lines = (reports[0]?.costs ?? []).map(({ flow, server }) => [
    server === 'application' ? `${flow} ${flowOf(flow).title}` : '',
    server,
    ...reports.flatMap(({ costs }) => {
      const cost = costs.find((each) => each.flow === flow && each.server === server)?.cost;
      return [count(cost?.statements), count(cost?.rowsRead)];
    }),
  ]);
  return table(head, lines);
}

function serversOf(turns: TurnFigures[]): ServerName[] {
  return [...new Set(turns.map(({ server }) => server))];
}

/** Columns as wide as what is in them; numbers stand to the right. */
export function table(head: readonly string[], lines: readonly Cell[][]): string {
  const texts = [head, ...lines].map((line) => line.map(String));
  const widths = head.map((_, column) => Math.max(...texts.map((line) => line[column]?.length ?? 0)));
  const isNumeric = head.map((_, column) =>
    lines.every((line) => /^[-\d.]*$/.test(String(line[column] ?? ''))),
  );
  const written = texts.map((line) =>
    line
      .map((text, column) =>
        isNumeric[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [written[0], '-'.repeat(written[0]?.length ?? 0), ...written.slice(1)].join('\n');
}

function spread({ median: middle, min, max }: Spread): string {
  return `${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}

function interval({ ratio, low, high }: Interval): string {
  return `${ratio.toFixed(2)} (${low.toFixed(2)}–${high === Infinity ? '∞' : high.toFixed(2)})`;
}

function count(value: number | undefined): string {
  return value === undefined ? '' : String(Math.round(value * 10) / 10);
}
