import { table } from '../bench/report';
import type { Finding } from './comparison';
import type { Ledger } from './ledger';
import { inSeconds, type MadeFault } from './run';
import type { Tally } from './tally';

/** The largest share of operations that may fail after all retries. */
const MOST_FAILED_SHARE = 0.001;
const LONGEST_STALL_MS = 8000;
const SHOWN = 10;

export interface Outcome {
  ledger: Ledger;
  tally: Tally;
  made: readonly MadeFault[];
  /** What staff did meanwhile, and how often. */
  staffDid: ReadonlyMap<string, number>;
  findings: readonly Finding[];
  /** Unexpected events of processes, such as an end by themselves. */
  processFaults: readonly string[];
  /** The time under load, of `performance.now()`. */
  from: number;
  to: number;
}

/**
 * What makes the run a failure, in sentences; none is a success. How long things took depends on the machine: that is
 * judged only where the machine is known to have time for it.
 */
export function verdict(
  { tally, findings, processFaults, from, to, ledger }: Outcome,
  withTimes: boolean,
): string[] {
  const faults = [...processFaults];
  for (const kind of ['lost', 'doubled', 'wrong'] as const) {
    const found = findings.filter((finding) => finding.kind === kind);
    if (found.length > 0)
      faults.push(
        [`${found.length} × ${kind}:`, ...found.slice(0, SHOWN).map(({ what }) => what)].join('\n  '),
      );
  }
  const share = tally.failed / Math.max(1, tally.operations);
  if (share >= MOST_FAILED_SHARE)
    faults.push(
      [
        `${percent(share)} of the operations failed after retries:`,
        ...tally.failures.slice(0, SHOWN).map(({ detail }) => detail),
      ].join('\n  '),
    );
  const stall = tally.stallIn(from, to);
  if (withTimes && stall >= LONGEST_STALL_MS)
    faults.push(`Nothing was acknowledged for ${inSeconds(stall)}.`);
  if (ledger.acknowledgedAnswers === 0) faults.push('No answer was acknowledged, so nothing was tried.');
  if (ledger.passedQuestions === 0) faults.push('Nobody went on in the quiz without a way back.');
  return faults;
}

export function report({ tally, made, staffDid, findings, from, to, ledger }: Outcome): string {
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  const figures: [string, string][] = [
    ['time under load', inSeconds(to - from)],
    ['faults', String(made.length)],
    ['operations', String(tally.operations)],
    ['acknowledged writes', String(tally.acknowledgedWrites)],
    ['attempts, answers in the ledger', `${ledger.attempts.length}, ${ledger.acknowledgedAnswers}`],
    ['questions passed without a way back', String(ledger.passedQuestions)],
    ['receipts', String(ledger.receipts.length)],
    ['retries', String(tally.retries)],
    ['errors after retries', `${tally.failed} (${percent(tally.failed / Math.max(1, tally.operations))})`],
    ['longest time without an acknowledged write', inSeconds(tally.stallIn(from, to))],
    ['longest operation, with its retries', inSeconds(tally.longestOperation)],
    ['acknowledged and lost', String(count('lost'))],
    ['doubled', String(count('doubled'))],
    ['otherwise wrong', String(count('wrong'))],
    ...[...staffDid].toSorted().map(([name, times]): [string, string] => [name, String(times)]),
  ];
  return [faultTable(tally, made), table(['figure', 'value'], figures)].join('\n\n');
}

function faultTable(tally: Tally, made: readonly MadeFault[]): string {
  const byName = Map.groupBy(made, ({ name }) => name);
  const lines = [...byName].map(([name, times]) => {
    const stalls = times.map(({ begun, until }) => tally.stallIn(begun, until));
    const recoveries = times.map(({ begun, recovered }) => recovered - begun);
    const refusals = times.flatMap(({ begun, until }) => tally.refusalsIn(begun, until));
    const sums = new Map<string, number>();
    for (const [label, count] of refusals) sums.set(label, (sums.get(label) ?? 0) + count);
    return [
      name,
      times.length,
      inSeconds(Math.max(...stalls)),
      inSeconds(Math.max(...recoveries)),
      [...sums].map(([label, count]) => `${count} × ${label}`).join(', '),
    ];
  });
  return table(
    ['fault', 'times', 'longest stall', 'all ready after', 'what clients met before their retries'],
    lines,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`;
}
