import type { Operation } from './contract';

/** A broken promise, with the smallest request that was found to break it. */
export interface Fault {
  /** The operation, or `stray` for an address that none has. */
  where: string;
  what: string;
  curl: string;
  answer: string;
  requestId: string | undefined;
}

export interface Report {
  requests: number;
  successes: number;
  /** How many 2xx by operation. */
  successesOf: Map<string, number>;
  statuses: Map<number, number>;
  faults: Fault[];
  /** Why an operation's recipe did not come about, if so. */
  spoiled: Map<string, string>;
}

/**
 * Why the run proves nothing: operations that never succeeded, or too few successes. `share` of all requests, from 0 to 1,
 * must have been answered 2xx.
 */
export function emptinessOf(report: Report, operations: readonly Operation[], share: number): string[] {
  const reasons: string[] = [];
  for (const { key } of operations)
    if (!report.successesOf.has(key)) {
      const why = report.spoiled.get(key);
      reasons.push(`${key} was never answered 2xx${why === undefined ? '' : `. ${why}`}`);
    }
  const reached = report.successes / Math.max(report.requests, 1);
  if (reached < share)
    reasons.push(
      `Only ${(100 * reached).toFixed(1)} % of the requests were answered 2xx; ${100 * share} % are needed.`,
    );
  return reasons;
}
