import type { TakenOver } from './account-merges.repository';
import type { MergePair } from './merge-parts';

/** The part of the log and of the summary of a reversal. */
export const MERGED_ACCOUNTS = 'accounts';

/** What moved, by ids. */
export interface MovedUnits {
  courses: string[];
  works: string[];
  /** Of rows that belong to nothing but the person: their ids, by table and column. */
  rows: Record<string, string[]>;
}

/** What a merge did, as its log has it. */
export interface LoggedMerge extends MergePair, MovedUnits {
  /** What the kept account got from the duplicate. */
  taken: TakenOver;
  /** Since when the duplicate had been suspended before; null: it was not. */
  suspendedAt: string | null;
  /** By the names of the parts. */
  parts: Record<string, object>;
}
