import type { Sourced } from '../../../shared/database/sourced-table';
import { type Draft, type FileFacts, isRemoved, type RowRemark } from './roster-kind';

interface RivalOptions<T> {
  /** What there is one row of. */
  keyOf: (row: T) => string;
  /** Stored rows with the keys of the given ones. */
  find: (rows: Sourced<T>[]) => Promise<Sourced<T>[]>;
  /** Of two rows of the same thing, whether the first one counts. Any order will do that does not change. */
  counts: (one: Sourced<T>, other: Sourced<T>) => boolean;
  /** What is said of the other one. */
  passedOver: RowRemark;
}

/**
 * Several rows of a roster may be about what is one row in Stoa: somebody left a class and came back, or the school's
 * system was given new ids. New drafts take over the stored row of the same thing, where that was made in Stoa or is
 * no longer in the file; where two rows of the file compete, the one that counts takes it, the other is passed over.
 */
export async function settleRivals<R extends { sourcedId: string; status: string }, T extends object>(
  drafts: Draft<R, T>[],
  file: FileFacts,
  { keyOf, find, counts, passedOver }: RivalOptions<T>,
): Promise<void> {
  const open = drafts.filter((draft) => draft.isOpen);
  const newcomers = open.filter(({ stored }) => stored === undefined);
  const ownerOf = new Map(open.flatMap((draft) => (draft.stored ? [[draft.stored.id, draft]] : [])));
  const holders = new Map<string, Draft<R, T>>();
  for (const draft of ownerOf.values()) {
    if (draft.wanted && !isRemoved(draft.record)) holders.set(keyOf(draft.wanted), draft);
  }
  const rivals = new Map(
    (await find(newcomers.flatMap(({ wanted }) => wanted ?? []))).map((row) => [keyOf(row), row]),
  );
  const listed = await file.listed([...rivals.values()]);
  for (const draft of newcomers) {
    if (!draft.wanted) continue;
    const key = keyOf(draft.wanted);
    const holder = holders.get(key);
    const rival = rivals.get(key);
    const isListed = rival !== undefined && rival.sourcedId !== null && listed.has(rival.sourcedId);
    const other = holder ? holder.wanted : isListed ? rival : undefined;
    if (other && !counts(draft.wanted, other)) {
      passOver(draft, passedOver);
      continue;
    }
    if (holder) passOver(holder, passedOver);
    const taken = holder ? holder.stored : rival;
    if (taken) {
      // A row of the batch that was to delete it has nothing left to do.
      const owner = ownerOf.get(taken.id);
      if (owner) owner.isPassedOver = true;
      ownerOf.set(taken.id, draft);
      draft.stored = taken;
      draft.displacesListed = !holder && isListed;
      draft.wanted = { ...draft.wanted, id: taken.id };
    }
    holders.set(key, draft);
  }
}

function passOver<R extends { sourcedId: string }, T extends object>(
  draft: Draft<R, T>,
  remark: RowRemark,
): void {
  draft.isPassedOver = true;
  draft.warnings.push({ ...remark, value: draft.record.sourcedId });
}
