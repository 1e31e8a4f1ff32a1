import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compareAnswers } from './comparison';
import { flowOf } from './flows';
import { measureGrowth } from './growth/growth';
import { Holdings } from './holdings';
import { LoadProcess, refuseErrors } from './load-process';
import { Measurement } from './measure';
import { type BenchOptions, readOptions, USAGE } from './options';
import { profileFlow } from './profile';
import { costTable, failure, type SizeReport, speedTable } from './report';
import { benchBulkChanges, bulkChangesTable } from './bulk-changes';
import { writeRosterBundle } from './roster-bundle';
import { benchRosterImport, rosterImportTable } from './roster-import';
import { School } from './school';
import { Servers } from './servers';
import { soak, type SoakMinute, soakTable } from './soak';
import { stall, type StallFigures, stallTable } from './stall';

/** Progress goes to standard error, the tables to standard output. */
function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

function show(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

class Bench {
  /** What makes the run a failure: answers that differ, requests that failed. Never slowness. */
  readonly faults: string[] = [];
  private readonly reports: SizeReport[] = [];
  private minutes: SoakMinute[] = [];
  private stalled: StallFigures | undefined;
  private databaseVersion = '';

  constructor(
    private readonly options: BenchOptions,
    private readonly holdings: Holdings,
  ) {}

  async run(): Promise<void> {
    if (this.options.growth) return this.growth();
    for (const size of this.options.sizes) {
      await this.runSize(size);
      await this.holdings.close();
    }
    if (this.reports.length > 1) show(costTable(this.reports));
    if (this.options.json !== undefined) this.write(this.options.json);
  }

  private async growth(): Promise<void> {
    const { text, faults } = await measureGrowth(this.options, this.holdings, say);
    show(text);
    this.faults.push(...faults);
  }

  private async runSize(size: number): Promise<void> {
    const { options, holdings } = this;
    say(`Making a school of ${1000 * size} learners…`);
    const school = await School.open(size, options.seed, options.folder, say);
    holdings.add(() => school.close());
    this.databaseVersion = school.serverVersion;
    const servers = new Servers(school.target, school.folder, options);
    holdings.add(() => servers.stop());
    if (options.profile !== undefined) return this.profile(options, school, servers);
    const load = LoadProcess.start(school.worldFile, join(school.folder, 'load.log'));
    holdings.add(() => load.stop());
    if (options.soakMinutes > 0) return this.soak(school, servers, load);
    if (options.stall) return this.stall(school, servers, load);
    const report: SizeReport = { size, costs: [], contests: [] };
    this.reports.push(report);
    if (options.flows.length > 0) await this.measure(report, school, servers, load);
    await servers.stop();
    if (options.withImport && !options.costsOnly) await this.measureImport(report, school);
    if (options.withChanges && !options.costsOnly) await this.measureChanges(report, school);
  }

  private async measure(
    report: SizeReport,
    school: School,
    servers: Servers,
    load: LoadProcess,
  ): Promise<void> {
    const { concurrencies, rounds, seconds, warmUpSeconds, costsOnly, flows } = this.options;
    const running = [await servers.application(), await servers.rival()];
    const [{ port }] = running as [(typeof running)[number]];
    await school.storeTotals(port);
    const measurement = new Measurement(school, load, running, say);
    for (const flow of flows.map(flowOf)) {
      const isReady = await this.attempt(async () => {
        await compareAnswers(flow, school, load, running);
        const costs = await measurement.costs(flow);
        costs.forEach((cost, server) => report.costs.push({ flow: flow.key, server, cost }));
        if (!costsOnly) await measurement.warmUp(flow, warmUpSeconds * 1000);
      });
      if (!isReady || costsOnly) continue;
      for (const concurrency of concurrencies) {
        const contest = await measurement.contest(flow, concurrency, rounds, seconds);
        report.contests.push(contest);
        for (const turn of contest.turns) await this.attempt(() => refuseErrors(turn, flow.key, turn.server));
      }
      await school.rewind([flow]);
    }
    if (!costsOnly) show(speedTable(report));
    else if (this.options.sizes.length === 1) show(costTable([report]));
  }

  private async measureImport(report: SizeReport, school: School): Promise<void> {
    const { bundle, bundleStudents, rounds, seed } = this.options;
    const file = bundle ?? join(school.folder, 'roster.zip');
    if (bundle === undefined) await writeRosterBundle(file, bundleStudents, seed);
    await this.attempt(async () => {
      report.rosterImport = await benchRosterImport(school.target, file, { rounds, say });
      show(rosterImportTable(report.rosterImport));
    });
  }

  private async measureChanges(report: SizeReport, school: School): Promise<void> {
    const { changedRows, rounds } = this.options;
    await this.attempt(async () => {
      report.bulkChanges = await benchBulkChanges(school.target, changedRows, { rounds, say });
      show(bulkChangesTable(report.bulkChanges));
    });
  }

  private async soak(school: School, servers: Servers, load: LoadProcess): Promise<void> {
    const application = await servers.application();
    this.minutes = await soak(application, school, load, this.options.soakMinutes, say);
    show(soakTable(this.minutes));
    for (const { minute, errors, firstErrors } of this.minutes)
      if (errors > 0) this.faults.push(`Minute ${minute}: ${errors} errors:\n${firstErrors.join('\n')}`);
  }

  private async stall(school: School, servers: Servers, load: LoadProcess): Promise<void> {
    this.stalled = await stall(await servers.application(), school, load);
    show(stallTable(this.stalled));
    this.faults.push(...this.stalled.faults);
  }

  private async profile(
    { profile, seconds }: Pick<BenchOptions, 'profile' | 'seconds'>,
    school: School,
    servers: Servers,
  ): Promise<void> {
    if (profile === undefined) return;
    const { text, file } = await profileFlow(profile, school, servers, seconds);
    show(text);
    const kept = join(tmpdir(), basename(file));
    copyFileSync(file, kept);
    say(`The profile is in ${kept}, for Chrome's DevTools or https://speedscope.app`);
  }

  /** A flow that fails is told and left out; the others are still worth their figures. */
  private async attempt(work: () => void | Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      say((error as Error).message);
      this.faults.push((error as Error).message);
      return false;
    }
  }

  private write(file: string): void {
    const { json: _, folder: __, ...options } = this.options;
    const machine = {
      cpus: cpus().length,
      model: cpus()[0]?.model,
      node: process.version,
      database: this.databaseVersion,
    };
    const figures = {
      at: new Date(),
      machine,
      options,
      sizes: this.reports,
      soak: this.minutes,
      stall: this.stalled,
      faults: this.faults,
    };
    writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return show(USAGE);
  const options = readOptions(process.argv.slice(2));
  for (const build of [options.application, options.against])
    if (build !== undefined && !existsSync(build))
      throw new Error(`${build} is not there: run npm run build first`);
  const holdings = new Holdings();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void holdings.close().finally(() => process.exit(1)));
  const bench = new Bench(options, holdings);
  await bench.run().finally(() => holdings.close());
  if (bench.faults.length === 0) return;
  // With the tables, which would look like those of a good run where only they are kept.
  show(failure(bench.faults));
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  say(String((error as Error).stack ?? error));
  process.exitCode = 1;
});
