import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Holdings } from '../bench/holdings';
import { Audit } from './audit';
import { GaleraStore } from './galera/galera-store';
import { Random } from '../../src/demo/content/random';
import { Learners } from './learners';
import { Ledger } from './ledger';
import { type ChaosOptions, readOptions, USAGE } from './options';
import { Pace } from './pace';
import { PlainStore } from './plain-store';
import { Replicas } from './replicas';
import { report, verdict } from './report';
import { FaultRun } from './run';
import { addSequentialQuiz, drawSome, makeSchool } from './school';
import { Staff } from './staff';
import type { ChaosStore } from './store';
import { Tally } from './tally';

/** Progress goes to standard error, the figures to standard output. */
function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Runs everything. Returns the reasons for a failure. */
async function chaos(options: ChaosOptions, folder: string, holdings: Holdings): Promise<string[]> {
  const store = await openStore(options, folder);
  holdings.add(() => store.stop());
  say(`${store.description}; seed ${options.seed}`);
  const school = await makeSchool(store, options.seed);
  const replicas = new Replicas(store.target, folder, options);
  holdings.add(() => replicas.stop());
  await replicas.start();
  const two = await addSequentialQuiz(school, replicas);
  const world = options.term === undefined ? two : await drawSome(two, replicas);

  const ledger = new Ledger();
  const tally = new Tally();
  const { seed, clients: count, term } = options;
  const pace = new Pace(term, count, new Random(`pace ${seed}`));
  const learners = new Learners(world, replicas, ledger, tally, { count, seed, term, pace });
  const faults = new FaultRun(options, store, replicas, tally, say);
  holdings.add(async () => faults.stop());
  const staff = new Staff(world, replicas, ledger, tally, seed);
  const from = performance.now();
  learners.start();
  if (term !== undefined) staff.start();
  try {
    await (term === undefined ? faults.run() : faults.runTerm(pace));
  } finally {
    pace.open();
    await learners.finish();
    await staff.finish();
  }
  const to = performance.now();
  say('Comparing the ledger with the API and the store…');
  await replicas.untilAllReady();
  const findings = await new Audit(world, ledger, replicas, store).run(options.control);
  const { faults: processFaults } = replicas;
  const outcome = {
    ledger,
    tally,
    made: faults.made,
    staffDid: staff.done,
    findings,
    processFaults,
    from,
    to,
  };
  process.stdout.write(`${report(outcome)}\n`);
  return verdict(outcome, !options.once && term === undefined);
}

function openStore(options: ChaosOptions, folder: string): Promise<ChaosStore> {
  return options.store === 'plain'
    ? PlainStore.open({ folder, volatile: options.control === 'volatile-commits', say })
    : GaleraStore.open({ folder, install: options.install, say });
}

/** A control succeeds if the run notices the missing guard. */
function judge(faults: string[], { control }: ChaosOptions): never {
  faults.forEach((fault) => say(`FAULT ${fault}`));
  if (control !== undefined) {
    const isNoticed = faults.some((fault) => /^\d+ × (lost|doubled)/.test(fault));
    say(isNoticed ? `The control ${control} was noticed.` : `FAULT The control ${control} was not noticed.`);
    process.exit(isNoticed ? 0 : 1);
  } else {
    say(faults.length === 0 ? 'Passed.' : 'Failed.');
    process.exit(faults.length === 0 ? 0 : 1);
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(`${USAGE}\n`);
  const options = readOptions(process.argv.slice(2));
  if (!existsSync(options.application))
    throw new Error(`${options.application} is not there: run npm run build first`);
  const parent = resolve(options.folder ?? tmpdir());
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'stoa-chaos-'));
  const holdings = new Holdings();
  if (options.keep) say(`The logs stay in ${folder}`);
  else holdings.add(async () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void holdings.close().finally(() => process.exit(1)));
  const faults = await chaos(options, folder, holdings).finally(() => holdings.close());
  judge(faults, options);
}

main().catch((error: unknown) => {
  say(String((error as Error).stack ?? error));
  process.exit(1);
});
