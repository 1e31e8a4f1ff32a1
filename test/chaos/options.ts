import { parseArgs } from 'node:util';
import { CONTROLS, type ControlName } from './controls';
import { type Fault, FAULTS, faultsOf } from './faults';

export type StoreName = 'plain' | 'galera';

/** A whole term in one run: a number of attempts, and faults in the midst of them. */
export interface Term {
  /** Of all learners together, each of whom takes as many as the others. */
  attempts: number;
  /** Faults, at seeded points between the first attempt and the last. */
  faults: number;
  /** After this time a client sends again what it sent before, whatever has happened since. */
  retrySeconds: number;
  /** The longest pause between two requests of a learner. */
  thinkingMilliseconds: number;
}

/** The options of the command line. */
export interface ChaosOptions {
  store: StoreName;
  /** How long faults are made. */
  seconds: number;
  /** From the start of one fault to the start of the next, at the least. */
  everySeconds: number;
  /** Makes every fault once; the time is only an upper bound. */
  once: boolean;
  faults: Fault[];
  /** Processes of the application, and the workers of each. */
  replicas: number;
  workers: number;
  /** Database connections of each worker. */
  poolSize: number;
  /** Learners who take a quiz at the same time. */
  clients: number;
  /** Undefined: they take attempts as long as faults are made. */
  term: Term | undefined;
  seed: string;
  /** Fetch the packages that the store needs. */
  install: boolean;
  /** Take a guard away and expect the run to notice. */
  control: ControlName | undefined;
  /** The built application. */
  application: string;
  /** Where the temporary databases go. */
  folder: string | undefined;
  /** Leave the logs behind. */
  keep: boolean;
}

const KILLS = ['application-kill', 'database-kill'];

export const USAGE = `npm run chaos -- [options]

Learners take two quizzes over HTTP, one of which asks one question after another without a way back, while this breaks
things around the application. A ledger of what was acknowledged is
compared with the API and the store: the exit code is 1 if anything acknowledged is lost or there twice, if more than
0.1 % of the operations fail after a good client's retries, or if nothing is acknowledged for 8 seconds.

  --quick             every fault once, in about half a minute; the 8 seconds are shown and not judged
  --store plain       one MariaDB server behind a proxy of ours (the default)
  --store galera      three nodes, one of them the writer, behind haproxy
  --seconds S         how long faults are made; 120, on galera 300
  --every S           from one fault to the next; 6, on galera 30
  --faults a,b        ${FAULTS.map(({ name, store }) => `${name}${store === 'galera' ? ' (galera)' : ''}`).join(', ')}
  --replicas N        application processes; 2
  --workers N         WORKERS of each; 1
  --pool N            database connections of each worker; 10
  --clients N         learners at once; 12
  --attempts N        N attempts in place of a time, with faults at seeded points in their midst: kills of application and
                      database, unless others are named; 100 learners at once, 10 with --quick; the quiz
                      draws some of its questions; staff change rules, grant exceptions and accommodations, edit
                      questions, pause, and submit for learners meanwhile
  --points N          how many faults then; one for 20 attempts
  --retry S           after how long old requests come again then; 60, with --quick 3
  --think MS          how long learners think at most then; 2500, with --quick 300
  --seed TEXT         of the faults and the answers; random, and printed
  --install           for galera: unpack Debian's packages into ~/.cache/stoa (no root, nothing installed)
  --control NAME      take a guard away; the run must then fail: ${CONTROLS.join(', ')}
  --application FILE  the built application; dist/main.js
  --folder DIR        where the temporary databases go
  --keep              leave the folder with all logs behind`;

/** Reads the command line. Throws a TypeError or RangeError with the reason. */
export function readOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      store: { type: 'string', default: 'plain' },
      seconds: { type: 'string' },
      every: { type: 'string' },
      faults: { type: 'string' },
      replicas: { type: 'string', default: '2' },
      workers: { type: 'string', default: '1' },
      pool: { type: 'string', default: '10' },
      clients: { type: 'string' },
      attempts: { type: 'string' },
      points: { type: 'string' },
      retry: { type: 'string' },
      think: { type: 'string' },
      seed: { type: 'string' },
      install: { type: 'boolean', default: false },
      control: { type: 'string' },
      application: { type: 'string', default: 'dist/main.js' },
      folder: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const store = oneOf('store', values.store, ['plain', 'galera'] as const);
  const isGalera = store === 'galera';
  const control = values.control === undefined ? undefined : oneOf('control', values.control, CONTROLS);
  const { quick, attempts } = values;
  const term = attempts === undefined ? undefined : termOf({ ...values, attempts });
  const clients = values.clients ?? (term === undefined ? '12' : quick ? '10' : '100');
  const faults = values.faults?.split(',') ?? (term === undefined ? undefined : KILLS);
  const seconds = values.seconds ?? (quick ? '45' : isGalera ? '300' : '120');
  return {
    store,
    seconds: number('seconds', seconds, 1, 86_400),
    once: quick,
    everySeconds: number('every', values.every ?? (isGalera ? '30' : quick ? '3' : '6'), 1, 3600),
    faults: faultsOf(store, faults),
    replicas: number('replicas', values.replicas, 1, 8),
    workers: number('workers', values.workers, 1, 8),
    poolSize: number('pool', values.pool, 1, 100),
    clients: number('clients', clients, 1, 200),
    term,
    seed: values.seed ?? Math.random().toString(36).slice(2, 8),
    install: values.install,
    control,
    application: values.application,
    folder: values.folder,
    keep: values.keep,
  };
}

function termOf(values: {
  quick: boolean;
  attempts: string;
  points?: string;
  retry?: string;
  think?: string;
}): Term {
  const { quick, points, retry = quick ? '3' : '60', think = quick ? '300' : '2500' } = values;
  const attempts = number('attempts', values.attempts, 1, 100_000);
  return {
    attempts,
    faults: number('points', points ?? String(Math.max(1, Math.floor(attempts / 20))), 1, attempts),
    retrySeconds: number('retry', retry, 0.1, 600),
    thinkingMilliseconds: number('think', think, 0, 60_000),
  };
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new RangeError(`--${name} takes one of ${allowed.join(', ')}, not ${value}`);
  return found;
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new RangeError(`--${name} takes a number from ${min} to ${max}, not ${text}`);
  return value;
}
