import type { ReadRow } from './read-row';

/** The rows that cannot wait any longer, and those that can. */
export interface StuckRows {
  stuck: ReadRow[];
  others: ReadRow[];
}

/**
 * Finds the rows to import without their parent when waiting has led to nothing: those whose parent does not wait itself,
 * or else those that are their own ancestors, since their parents form a circle. The other rows wait for these.
 *
 * @param rows at least one.
 * @param parentsOf the sourcedIds that a row waits for.
 */
export function stuckRows(
  rows: readonly ReadRow[],
  parentsOf: (row: ReadRow) => readonly string[],
): StuckRows {
  const byId = new Map(rows.map((row) => [row.record.sourcedId, row]));
  const waitsFor = (row: ReadRow): ReadRow[] => parentsOf(row).flatMap((id) => byId.get(id) ?? []);
  const free = new Set(rows.filter((row) => waitsFor(row).length === 0));
  const stuck = free.size > 0 ? free : circles(rows, waitsFor);
  return {
    stuck: rows.filter((row) => stuck.has(row)),
    others: rows.filter((row) => !stuck.has(row)),
  };
}

/** What is left after taking away, again and again, the rows that no other row waits for. */
function circles(rows: readonly ReadRow[], waitsFor: (row: ReadRow) => ReadRow[]): Set<ReadRow> {
  const left = new Set(rows);
  const children = new Map<ReadRow, number>();
  for (const row of rows)
    for (const parent of waitsFor(row)) children.set(parent, (children.get(parent) ?? 0) + 1);
  const leaves = rows.filter((row) => !children.has(row));
  for (let leaf = leaves.pop(); leaf; leaf = leaves.pop()) {
    left.delete(leaf);
    for (const parent of waitsFor(leaf)) {
      const count = (children.get(parent) ?? 0) - 1;
      children.set(parent, count);
      if (count === 0) leaves.push(parent);
    }
  }
  return left;
}
