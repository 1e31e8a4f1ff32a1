import type { Caller } from '../auth/caller';
import type { PlatformAction } from '../auth/permissions';
import type { Sentence } from '../sentences/sentence';
import type { LoggedChange, NewChange } from './operation-changes';

/** What became of a row that was to be put back. */
export type ReversalOutcome =
  /** It is as it was before. */
  | 'restored'
  /** It had been added, and has ended now. */
  | 'ended'
  /** It was as before already. */
  | 'unchanged'
  /** It stays as it is now; the remark says why. */
  | 'left';

export interface ReversedChange {
  outcome: ReversalOutcome;
  /** Why the row was left alone. */
  remark?: { code: string; message: Sentence; value: string | null };
  /** What the reversal has changed, for its own log, so that it can be reversed too. */
  change?: NewChange;
}

/** The facts of a reversal that stay the same. */
export interface ReversalFacts {
  /** Of the reversal. */
  operationId: string;
  /** The instant of all changes. */
  now: Date;
  isDryRun: boolean;
}

/** Puts back what operations of one kind have changed. The owner of the kind registers it. */
export interface Reverter {
  /** Who may start such operations may reverse them. */
  readonly permission: PlatformAction;
  /**
   * Throws where the caller may not reverse this operation although they may start such ones: what it was about may be no longer
   * theirs.
   *
   * @param input of the operation that is to be reversed, however many reversals lie between
   */
  mayReverse?(caller: Caller, input: object): Promise<void>;
  /** The kind of exclusive operation that must not run at the same time. */
  readonly exclusiveWith: string | null;
  /**
   * Where only some operations of the kind exclude each other: the key of those that exclude the reversal.
   *
   * @param input of the operation that is to be reversed
   */
  exclusiveKeyFor?(input: object): string;
  /** How many changes one transaction puts back, where a change is more than a row. */
  readonly changesAtOnce?: number;
  /**
   * Puts rows back, the last change first, in the transaction that is running; in a dry run, it only says what it would do.
   * A row that is no longer as the operation left it is left alone.
   *
   * @returns a result for each change, in their order.
   * @throws the error of a unique key, when rows cannot be put back together: they are then put back one by one.
   */
  reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]>;
  /** Called after the last row. It may be called twice. */
  finish?(facts: ReversalFacts): Promise<void>;
}
