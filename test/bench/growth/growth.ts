import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { MIGRATIONS } from '../../../src/migrations';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { EMBEDDED_DATABASE, startEmbeddedServer } from '../../../src/shared/database/embedded';
import { migrate } from '../../../src/shared/database/migrate';
import type { Holdings } from '../holdings';
import { median } from '../latencies';
import type { BenchOptions } from '../options';
import { table } from '../report';
import { Servers } from '../servers';
import { type StatementCounts, StatementCounters } from '../statement-counters';
import { callerOf, growthSize } from './growth-world';
import { reasonFor } from './reasons';
import { type GrowthRequest, growthRequests } from './requests';
import { SchoolFiller } from './school-filler';

/** What a request costs in a school. */
interface GrowthCost {
  statements: number;
  rows: number;
  milliseconds: number;
}

interface GrowthFigures {
  request: GrowthRequest;
  small: GrowthCost;
  large: GrowthCost;
}

/** The least counts: the application sometimes does something of its own meanwhile. */
const COUNTED = 3;
const TIMED = 5;
/** A page in the middle of a list lies so many pages of 100 from its beginning, in a school of scale 1. */
const DEEP_PAGES = 40;
/** Rows read that differ from one reading to the next, or by an entry that one school has and the other has not. */
const SLACK_ROWS = 40;
/** A page that grows no more than this reads its page; plans and trees of indexes make small differences. */
const MOST_GROWTH = 1.5;
const QUIET_MS = 300;

type Options = Pick<BenchOptions, 'scales' | 'folder' | 'workers' | 'poolSize' | 'application' | 'against'>;

/**
 * Measures every GET route in a small and in a large school, and returns a table of what grows, and its faults: the requests
 * that read more rows in the large one without a stated reason, and those that fail.
 */
export async function measureGrowth(
  options: Options,
  holdings: Holdings,
  say: (message: string) => void,
): Promise<{ text: string; faults: string[] }> {
  const requests = growthRequests();
  const costs: Map<GrowthRequest, GrowthCost>[] = [];
  const faults: string[] = [];
  for (const scale of options.scales) {
    costs.push(await measureSchool(scale, requests, options, holdings, faults, say));
    await holdings.close();
  }
  const [small, large] = costs as [Map<GrowthRequest, GrowthCost>, Map<GrowthRequest, GrowthCost>];
  const figures = requests.flatMap((request): GrowthFigures[] => {
    const [one, other] = [small.get(request), large.get(request)];
    return one && other ? [{ request, small: one, large: other }] : [];
  });
  figures.sort((one, other) => growthOf(other) - growthOf(one));
  faults.push(...figures.flatMap(faultsOf));
  return { text: growthTable(figures, options.scales), faults };
}

/** The rows that the large school makes a request read beyond those in the small one. */
function growthOf({ small, large }: GrowthFigures): number {
  return large.rows - small.rows;
}

function faultsOf(figures: GrowthFigures): string[] {
  const { request, small, large } = figures;
  const name = `${request.name}${request.place === undefined ? '' : ` in a ${request.place} course`} as ${request.role}`;
  const faults = [];
  const reason = reasonFor(request);
  if (large.statements > small.statements && !reason?.inStatements)
    faults.push(
      `${name}: ${small.statements} statements in the small school, ${large.statements} in the large one`,
    );
  if (large.rows <= MOST_GROWTH * small.rows + SLACK_ROWS) return faults;
  if (!reason)
    return [
      ...faults,
      `${name}: reads ${small.rows} rows in the small school, ${large.rows} in the large one, and no reason is stated`,
    ];
  if (reason.most !== undefined && large.rows > reason.most)
    faults.push(`${name}: reads ${large.rows} rows; at most ${reason.most} are stated: ${reason.why}`);
  return faults;
}

async function measureSchool(
  scale: number,
  requests: readonly GrowthRequest[],
  options: Options,
  holdings: Holdings,
  faults: string[],
  say: (message: string) => void,
): Promise<Map<GrowthRequest, GrowthCost>> {
  const folder = mkdtempSync(
    join(options.folder === undefined ? tmpdir() : resolve(options.folder), 'stoa-growth-'),
  );
  holdings.add(async () => rmSync(folder, { recursive: true, force: true }));
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  const server = await startEmbeddedServer({
    dataDirectory: join(folder, 'database'),
    role: 'application',
    bufferPoolMegabytes: 1024,
    // Nobody needs this store after a crash.
    extraArguments: ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', `--tmpdir=${scratch}`],
    onProgress: say,
  });
  holdings.add(() => server.stop());
  const target = { ...server.connection, database: EMBEDDED_DATABASE };
  await migrate(target, MIGRATIONS);
  const connection = await createConnection(connectionOptions(target));
  holdings.add(() => connection.end());
  const begun = performance.now();
  await new SchoolFiller(connection, growthSize(scale), say).fill();
  say(`A school of scale ${scale} filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  // While the server has nothing else to do, so that it knows what its own reading costs.
  const counters = await StatementCounters.on(connection);
  const servers = new Servers(target, folder, options);
  holdings.add(() => servers.stop());
  const { port } = await servers.application();
  await untilQuiet(counters);
  const costs = new Map<GrowthRequest, GrowthCost>();
  for (const request of requests) {
    try {
      costs.set(request, await costOf(request, port, counters, Math.max(Math.round(DEEP_PAGES * scale), 1)));
    } catch (error) {
      faults.push(`${request.name} as ${request.role}: ${(error as Error).message}`);
    }
  }
  return costs;
}

/** After its start, the application looks through its search texts. */
async function untilQuiet(counters: StatementCounters): Promise<void> {
  for (let before = await counters.read(); ;) {
    await pause(QUIET_MS);
    const { statements } = await counters.since(before);
    if (statements === 0) return;
    before = await counters.read();
  }
}

async function costOf(
  request: GrowthRequest,
  port: number,
  counters: StatementCounters,
  deepPages: number,
): Promise<GrowthCost> {
  const { token } = callerOf(request.role);
  const get = async (url: string): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status} ${body.slice(0, 300)}`);
    return body;
  };
  const url = request.isDeep ? await deepUrl(request.url, deepPages, get) : request.url;
  // The first time statements are prepared, and what the caller may do is remembered.
  await get(url);
  const counts: StatementCounts[] = [];
  for (let round = 0; round < COUNTED; round += 1) {
    const before = await counters.read();
    await get(url);
    counts.push(await counters.since(before));
  }
  const times: number[] = [];
  for (let round = 0; round < TIMED; round += 1) {
    const begun = performance.now();
    await get(url);
    times.push(performance.now() - begun);
  }
  return {
    statements: Math.min(...counts.map(({ statements }) => statements)),
    rows: Math.min(...counts.map(({ rowsRead }) => rowsRead)),
    milliseconds: median(times),
  };
}

/** The address of a page of 20, so many pages of 100 behind the beginning, or where the list ends before. */
async function deepUrl(list: string, pages: number, get: (url: string) => Promise<string>): Promise<string> {
  const separator = list.includes('?') ? '&' : '?';
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const body = await get(`${list}${separator}limit=100${cursor}`);
    const next = /"next":"([^"]+)"/.exec(body.slice(-5000))?.[1];
    if (next === undefined) break;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  return `${list}${separator}limit=20${cursor}`;
}

function growthTable(figures: readonly GrowthFigures[], [small, large]: readonly number[]): string {
  const head = [
    ...['request', 'course', 'as', `SQL × ${small}`, `SQL × ${large}`, `rows × ${small}`, `rows × ${large}`],
    ...[`ms × ${small}`, `ms × ${large}`, 'reason'],
  ];
  const lines = figures.map((each) => {
    const { request, small: one, large: other } = each;
    return [
      ...[
        request.name,
        request.place ?? '',
        request.role,
        one.statements,
        other.statements,
        one.rows,
        other.rows,
      ],
      ...[one.milliseconds.toFixed(1), other.milliseconds.toFixed(1)],
      growthOf(each) > SLACK_ROWS ? (reasonFor(request)?.why ?? '') : '',
    ];
  });
  return table(head, lines);
}
