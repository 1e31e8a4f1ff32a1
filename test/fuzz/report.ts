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

/** Operations that need what no request of the fuzzer makes: a signed link, or an import that has changed something. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  'GET /v1/chart-images',
  'GET /v1/operations/{operationId}/changes',
  'POST /v1/operations/{operationId}/reversal',
]);

/**
 * Why the run proves nothing: operations that never succeeded, or too few successes. `share` of all requests, from 0 to 1,
 * must have been answered 2xx.
 */
export function emptinessOf(report: Report, operations: readonly Operation[], share: number): string[] {
  const reasons: string[] = [];
  for (const { key } of operations)
    if (!report.successesOf.has(key) && !OUT_OF_REACH.has(key)) {
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
