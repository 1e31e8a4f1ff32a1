import type { Sourced } from '../../../shared/database/sourced-table';
import { type FileFacts, isRemoved, type PendingRow, type RowRemark } from './roster-kind';

interface ConflictRules<T> {
  /** Stoa stores one row for each key: rows with the same key are in conflict. */
  keyOf: (row: T) => string;
  /** The stored rows with the keys of the given rows. */
  find: (rows: Sourced<T>[]) => Promise<Sourced<T>[]>;
  /** True if the first of two rows in conflict wins. The order must be the same in every import. */
  wins: (one: Sourced<T>, other: Sourced<T>) => boolean;
  /** The warning for the row that loses. */
  superseded: RowRemark;
}

/**
 * Two rows of a file can describe what is one row in Stoa: a student left a class and came back, or the school's system
 * assigned new ids. A pending row that is not stored under its own sourcedId takes over the stored row with the same
 * key if that row was created in Stoa or its sourcedId is no longer in the file. If both rows are in the file, the
 * winner takes the stored row, and the other one is superseded.
 */
export async function resolveConflicts<R extends { sourcedId: string; status: string }, T extends object>(
  pendingRows: PendingRow<R, T>[],
  file: FileFacts,
  { keyOf, find, wins, superseded }: ConflictRules<T>,
): Promise<void> {
  const open = pendingRows.filter((pending) => pending.isOpen);
  const newRows = open.filter(({ stored }) => stored === undefined);
  const ownerOf = new Map(open.flatMap((pending) => (pending.stored ? [[pending.stored.id, pending]] : [])));
  // By key, the pending row of this batch that holds it so far.
  const holders = new Map<string, PendingRow<R, T>>();
  for (const pending of ownerOf.values()) {
    if (pending.wanted && !isRemoved(pending.record)) holders.set(keyOf(pending.wanted), pending);
  }
  const storedByKey = new Map(
    (await find(newRows.flatMap(({ wanted }) => wanted ?? []))).map((row) => [keyOf(row), row]),
  );
  const listed = await file.listed([...storedByKey.values()]);
  for (const pending of newRows) {
    if (!pending.wanted) continue;
    const key = keyOf(pending.wanted);
    const holder = holders.get(key);
    const stored = storedByKey.get(key);
    const isListed = stored !== undefined && stored.sourcedId !== null && listed.has(stored.sourcedId);
    const other = holder ? holder.wanted : isListed ? stored : undefined;
    if (other && !wins(pending.wanted, other)) {
      supersede(pending, superseded);
      continue;
    }
    if (holder) supersede(holder, superseded);
    const taken = holder ? holder.stored : stored;
    if (taken) {
      // If another row of the batch was about to end the stored row, it has nothing left to do.
      const owner = ownerOf.get(taken.id);
      if (owner) owner.isSuperseded = true;
      ownerOf.set(taken.id, pending);
      pending.stored = taken;
      pending.takesFromOtherBatch = !holder && isListed;
      pending.wanted = { ...pending.wanted, id: taken.id };
    }
    holders.set(key, pending);
  }
}

function supersede<R extends { sourcedId: string }, T extends object>(
  pending: PendingRow<R, T>,
  remark: RowRemark,
): void {
  pending.isSuperseded = true;
  pending.warnings.push({ ...remark, value: pending.record.sourcedId });
}
