/** What a learner does, in one request. */
export type OperationKind = 'start' | 'save' | 'submit' | 'read';

export interface Failure {
  kind: OperationKind;
  label: string;
  detail: string;
}

/** An answer that was no success, or none: counted, and tried again where that may help. */
interface Refusal {
  at: number;
  label: string;
}

const KEPT_FAILURES = 20;

/** Counts what the clients met. Instants are of `performance.now()`. */
export class Tally {
  readonly failures: Failure[] = [];
  operations = 0;
  failed = 0;
  retries = 0;
  longestOperation = 0;
  private readonly refusals: Refusal[] = [];
  /** Of every acknowledged write, in order. */
  private readonly writes: number[] = [];

  acknowledged(kind: OperationKind, begun: number): void {
    const now = performance.now();
    this.operations += 1;
    this.longestOperation = Math.max(this.longestOperation, now - begun);
    if (kind !== 'read') this.writes.push(now);
  }

  refused(label: string): void {
    this.refusals.push({ at: performance.now(), label });
  }

  retried(): void {
    this.retries += 1;
  }

  gaveUp(failure: Failure, begun: number): void {
    this.operations += 1;
    this.failed += 1;
    this.longestOperation = Math.max(this.longestOperation, performance.now() - begun);
    if (this.failures.length < KEPT_FAILURES) this.failures.push(failure);
  }

  /** Whether a write has been acknowledged since. */
  hasWriteSince(instant: number): boolean {
    return (this.writes.at(-1) ?? 0) > instant;
  }

  get acknowledgedWrites(): number {
    return this.writes.length;
  }

  /** The longest time without an acknowledged write that touches the span, in milliseconds. */
  stallIn(from: number, to: number): number {
    let longest = 0;
    let last = from;
    for (const write of this.writes) {
      if (write < from) continue;
      if (write > to) break;
      longest = Math.max(longest, write - last);
      last = write;
    }
    return Math.max(longest, to - last);
  }

  /** How often each label was met in the span, the most frequent first. */
  refusalsIn(from: number, to: number): [label: string, count: number][] {
    const counts = new Map<string, number>();
    for (const { at, label } of this.refusals)
      if (at >= from && at <= to) counts.set(label, (counts.get(label) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }
}
