import { parseArgs } from 'node:util';
import { FLOWS, type FlowKey, flowOf } from './flows';

/** What the person at the terminal asked for. */
export interface BenchOptions {
  flows: FlowKey[];
  /** The roster import, flow `i`, which is no HTTP flow and has a run of its own. */
  withImport: boolean;
  /** Changes of many enrollments, flow `m`: no HTTP flow either. */
  withChanges: boolean;
  /** Of a file of such changes. */
  changedRows: number;
  /** What the import takes: a OneRoster bundle, or as many students as a made-up one is to have. */
  bundle: string | undefined;
  bundleStudents: number;
  /** How many times the basic school of 1,000 learners; one run for each. */
  sizes: number[];
  rounds: number;
  /** Of one turn of one server. */
  seconds: number;
  /** For both servers, before the turns of a flow. */
  warmUpSeconds: number;
  concurrencies: number[];
  /** Count statements and rows only, time nothing. */
  costsOnly: boolean;
  /** Measure what grows with the school, and nothing else. */
  growth: boolean;
  /** Of the two schools of `growth`: shares of one of 100,000 people. */
  scales: number[];
  profile: FlowKey | undefined;
  soakMinutes: number;
  /** Ten reports at once beside the daily flows. */
  stall: boolean;
  /** Processes of the application, and of the floor. */
  workers: number;
  /** Database connections of each process of either. */
  poolSize: number;
  seed: string;
  json: string | undefined;
  /** Where the database's folder is made: its disk decides what a durable commit costs. */
  folder: string | undefined;
  /** The built application. */
  application: string;
  /** Another build, measured in the floor's place: before a change, say. */
  against: string | undefined;
}

export const USAGE = `npm run bench -- [options]

  --quick               the whole in two minutes: short turns
  --flow a,b,…          ${FLOWS.map(({ key, title }) => `${key} ${title}`).join(', ')},
                        i roster import, m changes of many enrollments; all by default
  --size 1,10,100       times the basic school of 1,000 learners; 1 by default
  --rounds N            pairs of turns a flow and concurrency; 3
  --seconds S           of a turn; 3
  --concurrency 1,8,32  requests in flight
  --costs               count SQL statements and rows only
  --growth              every GET route in a small and a large school: what reads more rows in the large one
  --scale 0.1,1         of these two schools, of 100,000 people; with --quick 0.004,0.032
  --profile FLOW        CPU profile of the application under one flow
  --soak MINUTES        the application alone under a mix of all flows: memory, errors, p99 by the minute
  --stall               what people at the daily flows notice of ten reports at once of a course of 5,000
  --workers N           processes of the application and of the floor; 1
  --pool N              database connections a process; 10, as in production
  --seed TEXT           of the data
  --bundle FILE         OneRoster bundle for i; a made-up one of 3,000 students by default
  --json FILE           all figures
  --folder DIR          where the temporary database goes
  --application FILE    the built application; dist/main.js
  --against FILE        another build of the application in the floor's place`;

/** Reads the command line. Throws a TypeError or RangeError that says what is wrong with it. */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      flow: { type: 'string' },
      size: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      concurrency: { type: 'string', default: '1,8,32' },
      costs: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      scale: { type: 'string' },
      profile: { type: 'string' },
      soak: { type: 'string' },
      stall: { type: 'boolean', default: false },
      workers: { type: 'string', default: '1' },
      pool: { type: 'string', default: '10' },
      seed: { type: 'string', default: 'stoa' },
      bundle: { type: 'string' },
      json: { type: 'string' },
      folder: { type: 'string' },
      application: { type: 'string', default: 'dist/main.js' },
      against: { type: 'string' },
    },
  });
  const { quick, flow, bundle, json, folder, application, against, seed, profile } = values;
  const keys = flow?.split(',') ?? [...FLOWS.map(({ key }) => key), 'i', 'm'];
  return {
    flows: keys.filter((key) => key !== 'i' && key !== 'm').map((key) => flowOf(key).key),
    withImport: keys.includes('i'),
    withChanges: keys.includes('m'),
    changedRows: quick ? 5_000 : 100_000,
    bundle,
    bundleStudents: quick ? 600 : 3000,
    sizes: numbers('size', values.size ?? (values.stall ? '5' : '1'), 1, 100),
    rounds: number('rounds', values.rounds ?? '3', 1, 100),
    seconds: number('seconds', values.seconds ?? (quick ? '0.3' : '3'), 0.1, 600),
    // Node compiles what it runs often; short turns do not mean that it has to be measured while it does.
    warmUpSeconds: quick ? 0.7 : 3,
    concurrencies: numbers('concurrency', values.concurrency, 1, 256),
    costsOnly: values.costs,
    growth: values.growth,
    scales: twoScales(values.scale ?? (quick ? '0.004,0.032' : '0.1,1')),
    profile: profile === undefined ? undefined : flowOf(profile).key,
    soakMinutes: number('soak', values.soak ?? '0', 0, 1440),
    stall: values.stall,
    workers: number('workers', values.workers, 1, 64),
    poolSize: number('pool', values.pool, 1, 150),
    seed,
    json,
    folder,
    application,
    against,
  };
}

function twoScales(text: string): number[] {
  const scales = numbers('scale', text, 0.004, 1);
  const [small = 0, large = 0] = scales;
  if (scales.length !== 2 || small >= large)
    throw new RangeError(`--scale takes a small and a large one, not ${text}`);
  return scales;
}

function numbers(name: string, text: string, min: number, max: number): number[] {
  return text.split(',').map((part) => number(name, part, min, max));
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new RangeError(`--${name} takes numbers from ${min} to ${max}, not ${text}`);
  return value;
}
