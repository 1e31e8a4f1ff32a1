import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionTarget, toDatabaseUrl } from '../../src/shared/database/data-source';
import { Child, freePort } from './child';
import { Holdings } from './holdings';
import { median } from './latencies';
import { LoadProcess } from './load-process';
import { figuresOf } from './process-figures';
import { table } from './report';
import { School } from './school';
import { productionSettings } from './servers';

const STARTS = 5;
const PEOPLE = 32;
const LOAD_MS = 20_000;
const SAMPLE_MS = 500;

/** What `npm start` tells Node about its heap. */
export function flagsOfProduction(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.match(/--max-[\w-]+=\d+/g) ?? [];
}

/**
 * `npm run measure:footprint`: the size of a production install, how long it takes from the start of the process until
 * it is ready, and its memory under the mix of all flows, 32 at once. With `-- --cgroup DIR` the application runs in that
 * cgroup (version 1), as in a container, whose limit of memory is yours to set before.
 */
async function main(): Promise<void> {
  const { cgroup } = parseArgs({ options: { cgroup: { type: 'string' } } }).values;
  const holdings = new Holdings();
  try {
    const install = mkdtempSync(join(tmpdir(), 'stoa-install-'));
    holdings.add(() => Promise.resolve(rmSync(install, { recursive: true, force: true })));
    for (const part of ['package.json', 'package-lock.json', 'docker', 'dist'])
      cpSync(resolve(part), join(install, part), { recursive: true });
    const npm = ['ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', npm, { cwd: install, stdio: ['ignore', 'ignore', 'inherit'] });
    const size = execFileSync('du', ['-sm', 'node_modules'], { cwd: install, encoding: 'utf8' });

    const school = await School.open(1, 'stoa', undefined, (message) => process.stderr.write(`${message}\n`));
    holdings.add(() => school.close());
    const seconds: number[] = [];
    for (let turn = 0; turn <= STARTS; turn += 1) {
      const started = await start(join(install, 'dist', 'main.js'), school.target, school.folder);
      // The first start fills the cache of compiled code.
      if (turn > 0) seconds.push(started.milliseconds / 1000);
      if (cgroup !== undefined) writeFileSync(join(cgroup, 'cgroup.procs'), String(started.child.pid));
      if (turn < STARTS) await started.child.stop();
      else holdings.add(() => started.child.stop());
      if (turn === STARTS)
        await report(Number.parseInt(size, 10), seconds, started, school, holdings, cgroup);
    }
  } finally {
    await holdings.close();
  }
}

interface Started {
  child: Child;
  port: number;
  /** Until it was ready. */
  milliseconds: number;
  /** Processor time of it, which other work on the machine does not change much. */
  cpuMilliseconds: number;
}

async function start(script: string, target: ConnectionTarget, folder: string): Promise<Started> {
  const port = await freePort();
  const begun = performance.now();
  const child = Child.start({
    name: 'application',
    script,
    nodeArguments: flagsOfProduction(),
    environment: {
      ...productionSettings(join(folder, 'application')),
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: toDatabaseUrl(target),
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    log: join(folder, 'application.log'),
  });
  while (!child.hasEnded) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) {
      const milliseconds = performance.now() - begun;
      return { child, port, milliseconds, cpuMilliseconds: figuresOf(child.pid).cpuMilliseconds };
    }
    await pause(10);
  }
  throw new Error(`The application ended during its start. ${child.lastWords()}`);
}

async function report(
  installMegabytes: number,
  seconds: number[],
  { child, port, cpuMilliseconds }: Started,
  school: School,
  holdings: Holdings,
  cgroup: string | undefined,
): Promise<void> {
  const load = LoadProcess.start(school.worldFile, join(school.folder, 'load.log'));
  holdings.add(() => load.stop());
  const idle = figuresOf(child.pid).memoryMegabytes;
  let most = idle;
  const sampling = setInterval(
    () => (most = Math.max(most, figuresOf(child.pid).memoryMegabytes)),
    SAMPLE_MS,
  );
  const { operations, errors } = await load
    .run({ port, flow: 'mix', concurrency: PEOPLE, milliseconds: LOAD_MS })
    .finally(() => clearInterval(sampling));
  const rows = [
    ['npm ci --omit=dev', `${installMegabytes} MB`],
    ['from the start to ready, median of five', `${median(seconds).toFixed(2)} s`],
    ['processor time of the last start', `${(cpuMilliseconds / 1000).toFixed(2)} s`],
    ['memory when ready', `${idle.toFixed(0)} MB`],
    [`memory at the most, ${PEOPLE} at once`, `${most.toFixed(0)} MB`],
    ['operations, errors', `${operations}, ${errors}`],
  ];
  if (cgroup !== undefined) {
    const megabytes = (file: string): string =>
      `${(Number(readFileSync(join(cgroup, file), 'utf8')) / 1024 / 1024).toFixed(0)} MB`;
    rows.push(['most that the cgroup took', megabytes('memory.max_usage_in_bytes')]);
    rows.push(['its limit', megabytes('memory.limit_in_bytes')]);
  }
  process.stdout.write(`${table(['', ''], rows)}\n`);
  if (errors > 0) process.exitCode = 1;
}

void main();
