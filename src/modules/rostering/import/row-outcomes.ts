import type { Sourced } from '../../../shared/database/sourced-table';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { RowRemark } from '../kinds/roster-kind';
import type { AnyKind } from '../kinds/roster-kinds';
import { type ImportRun, issueOf, type MoreCounts, type Outcome } from './import-run';
import { isChanged } from './row-differences';
import type { AnyPendingRow } from './row-preparer';

/** What importing a row does, or in a dry run would do, unless a unique index refuses it. */
export function outcomeOf(pending: AnyPendingRow, kind: AnyKind, run: ImportRun): Outcome {
  const { stored, wanted } = pending;
  if (pending.refusal) return 'refused';
  if (!pending.isOpen || !wanted) return 'unchanged';
  if (!stored) return pending.released ? 'changed' : 'added';
  if (!isChanged(kind, stored, wanted)) return 'unchanged';
  const { endPolicy } = kind;
  const isOver = (row: Sourced<object>): boolean =>
    endPolicy?.hasEnded(endPolicy.endOf(row), row, run) ?? false;
  return isOver(wanted) && !isOver(stored) ? 'ended' : 'changed';
}

/**
 * The counts of rows that were read together.
 *
 * @param refused the rows that a unique index has refused, whatever their outcome.
 */
export function countsOf(
  outcomes: ReadonlyMap<AnyPendingRow, Outcome>,
  refused: ReadonlyMap<AnyPendingRow, RowRemark>,
  { rowsRead, badRows }: { rowsRead: number; badRows: number },
): MoreCounts {
  const counts = { read: rowsRead, added: 0, changed: 0, ended: 0, unchanged: 0, refused: badRows };
  for (const [pending, outcome] of outcomes) counts[refused.has(pending) ? 'refused' : outcome] += 1;
  return counts;
}

/** Why rows are refused, and the warnings about the others. A refused row is not imported, so its warnings do not apply. */
export function remarksOn(
  pendingRows: readonly AnyPendingRow[],
  refused: ReadonlyMap<AnyPendingRow, RowRemark>,
  { kind }: AnyKind,
): NewIssue[] {
  return pendingRows.flatMap((pending) => {
    const refusal = pending.refusal ?? refused.get(pending);
    if (refusal) return [issueOf(kind, pending.line, 'error', refusal)];
    return pending.warnings.map((warning) => issueOf(kind, pending.line, 'warning', warning));
  });
}
