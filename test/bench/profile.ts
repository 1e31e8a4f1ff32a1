import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flowOf, type FlowKey } from './flows';
import { LoadProcess } from './load-process';
import { table } from './report';
import type { School } from './school';
import type { Servers } from './servers';

interface CallFrame {
  functionName: string;
  url: string;
  /** From 0. */
  lineNumber: number;
  columnNumber: number;
}

interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[];
  /** In microseconds of the machine's monotonic clock. */
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

const CONCURRENCY = 8;
const WARM_UP_MS = 4000;
const SHOWN = 40;

/**
 * Runs one flow on both servers, one after the other, under V8's sampling profiler (`--cpu-prof`) and says where the
 * time went after the warm-up: side by side by package, then the application's functions. Returns the tables, and the
 * application's profile for Chrome's DevTools or https://speedscope.app.
 */
export async function profileFlow(
  key: FlowKey,
  school: School,
  servers: Servers,
  seconds: number,
): Promise<{ text: string; file: string }> {
  const load = LoadProcess.start(school.worldFile, join(school.folder, 'load.log'));
  try {
    const ours = await profileServer('application', key, school, servers, load, seconds);
    const floors = await profileServer('rival', key, school, servers, load, seconds);
    return { text: [packageTable(ours, floors), ours.functionTables()].join('\n\n'), file: ours.file };
  } finally {
    await load.stop();
  }
}

async function profileServer(
  name: 'application' | 'rival',
  key: FlowKey,
  school: School,
  servers: Servers,
  load: LoadProcess,
  seconds: number,
): Promise<ProfileSummary> {
  const directory = join(school.folder, `profile-${name}`);
  const { child, port } = await servers[name](['--cpu-prof', `--cpu-prof-dir=${directory}`]);
  // As when flows are measured. The floor reads what the application stored before it.
  if (name === 'application') await school.storeTotals(port);
  const order = { port, flow: key, concurrency: CONCURRENCY };
  await school.rewind([flowOf(key)]);
  await load.run({ ...order, milliseconds: WARM_UP_MS });
  await school.rewind([flowOf(key)]);
  const begun = monotonicMicroseconds();
  const { operations } = await load.run({ ...order, milliseconds: seconds * 1000 });
  const ended = monotonicMicroseconds();
  await child.stop();
  const file = join(directory, readdirSync(directory).find((each) => each.endsWith('.cpuprofile')) ?? '');
  return new ProfileSummary(file, begun, ended, operations);
}

function packageTable(ours: ProfileSummary, floors: ProfileSummary): string {
  const [mine, theirs] = [ours.byPackage(), floors.byPackage()];
  const names = [...new Set([...mine.keys(), ...theirs.keys()])];
  const sum = (times: Map<string, number>): number =>
    [...times.values()].reduce((total, value) => total + value, 0);
  const lines = names
    .map((name) => [mine.get(name) ?? 0, theirs.get(name) ?? 0, name] as const)
    .sort(([one, ones], [other, others]) => other - others - (one - ones));
  return table(
    ['application, µs an operation', 'rival', 'more', 'where'],
    [[sum(mine), sum(theirs), 'all'] as const, ...lines]
      .filter(([one, other]) => one + other >= 1)
      .map(([one, other, name]) => [one.toFixed(1), other.toFixed(1), (one - other).toFixed(1), name]),
  );
}

function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** What a profile says, by package, by function, and by what the application's own functions call. */
class ProfileSummary {
  private readonly own = new Map<number, number>();
  private readonly parents = new Map<number, number>();
  private readonly frames: Map<number, CallFrame>;
  private readonly maps = new Map<string, SourceMap | undefined>();

  constructor(
    readonly file: string,
    begun: number,
    ended: number,
    private readonly operations: number,
  ) {
    const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
    this.frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
    for (const { id, children = [] } of profile.nodes)
      children.forEach((child) => this.parents.set(child, id));
    let at = profile.startTime;
    profile.samples.forEach((id, index) => {
      const delta = profile.timeDeltas[index] ?? 0;
      at += delta;
      const isWork = this.frames.get(id)?.functionName !== '(idle)';
      if (isWork && at >= begun && at <= ended) add(this.own, id, delta);
    });
  }

  /** Microseconds of one operation, by the package whose code ran. */
  byPackage(): Map<string, number> {
    const times = new Map<string, number>();
    for (const [id, microseconds] of this.own)
      add(times, packageOf(this.frames.get(id) as CallFrame), microseconds / this.operations);
    return times;
  }

  functionTables(): string {
    const byFunction = new Map<string, number>();
    const inclusive = new Map<string, number>();
    for (const [id, microseconds] of this.own) {
      add(byFunction, this.nameOf(this.frames.get(id) as CallFrame), microseconds);
      // A function that is on the stack twice counts once.
      const names = new Set(this.stackOf(id).map((each) => this.nameOf(each)));
      names.forEach((name) => add(inclusive, name, microseconds));
    }
    return [
      this.ranking('function, without what it calls', byFunction),
      this.ranking('function, with all that it calls until it first awaits', inclusive),
    ].join('\n\n');
  }

  private ranking(title: string, times: Map<string, number>): string {
    const whole = [...this.own.values()].reduce((sum, value) => sum + value, 0);
    const lines = [...times]
      .sort(([, one], [, other]) => other - one)
      .slice(0, SHOWN)
      .map(([name, microseconds]) => [
        (microseconds / this.operations).toFixed(1),
        ((100 * microseconds) / whole).toFixed(1),
        name,
      ]);
    return table(['µs an operation', '%', title], lines);
  }

  private stackOf(id: number): CallFrame[] {
    const stack: CallFrame[] = [];
    for (let node: number | undefined = id; node !== undefined; node = this.parents.get(node))
      stack.push(this.frames.get(node) as CallFrame);
    return stack;
  }

  /** The function with its place in the source, where the build left a map to it. */
  private nameOf({ functionName, url, lineNumber, columnNumber }: CallFrame): string {
    const name = functionName === '' ? '(anonymous)' : functionName;
    if (!url.startsWith('file:')) return url === '' ? name : `${name} ${url}`;
    const file = fileURLToPath(url);
    const entry = this.mapOf(file)?.findEntry(lineNumber, columnNumber);
    if (entry && 'originalSource' in entry)
      return `${name} ${join('src', entry.originalSource.replace(/^.*?src\//, ''))}:${entry.originalLine + 1}`;
    return `${name} ${relative(process.cwd(), file)}:${lineNumber + 1}`;
  }

  private mapOf(file: string): SourceMap | undefined {
    if (!this.maps.has(file)) {
      const isOurs = !file.includes('node_modules') && existsSync(`${file}.map`);
      const payload = isOurs
        ? (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload)
        : undefined;
      this.maps.set(file, payload && new SourceMap(payload));
    }
    return this.maps.get(file);
  }
}

function packageOf({ url, functionName }: CallFrame): string {
  // V8's own entries, such as the garbage collector's, have brackets around their names.
  if (url === '') return functionName.startsWith('(') ? functionName : '(native code)';
  const inside = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inside !== undefined) return inside;
  if (!url.startsWith('node:')) return 'own code';
  return url
    .split('/')
    .slice(0, url.startsWith('node:internal/') ? 2 : 1)
    .join('/');
}

function add<Key>(times: Map<Key, number>, key: Key, microseconds: number): void {
  times.set(key, (times.get(key) ?? 0) + microseconds);
}
