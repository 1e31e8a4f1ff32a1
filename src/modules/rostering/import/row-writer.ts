import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { NewChange } from '../../../shared/operations/operation-changes';
import type { EntityKind } from '../bundle/columns';
import type { RosterKind, RowRemark } from '../kinds/roster-kind';
import type { ImportRun } from './import-run';
import { sameRow } from './row-differences';
import type { AnyPendingRow } from './row-preparer';
import { changeOf } from './row-states';
import { writeTolerantly } from './write-tolerantly';

export type Writable = AnyPendingRow & { wanted: Sourced<object> };
export type Changed = Writable & { stored: Sourced<object> };

/** Another request changed a row, or gave its sourcedId to another one, after it was read and before it was written. */
export class StaleBatch extends Error {}

/** Writes the rows of a batch, and says for the log of the operation what it has changed. */
export class RowWriter {
  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly run: ImportRun,
  ) {}

  /** Writes the rows. Returns those that a unique index refused. */
  async write(
    added: Writable[],
    changed: Changed[],
    isCareful: boolean,
  ): Promise<[AnyPendingRow, RowRemark][]> {
    const { kind, run } = this;
    const displaced = [...added, ...changed].flatMap((pending) => pending.displaced);
    await this.requireUntouched([...changed.map(({ stored }) => stored), ...displaced.map(({ row }) => row)]);
    if (displaced.length > 0) await kind.displace?.(displaced, run.now);
    const released = added.flatMap((pending) => pending.released ?? []);
    if (released.length > 0) await kind.release?.(released, run.now);
    const insert = (pendingRows: readonly Writable[]): Promise<void> =>
      kind.rows.insert(
        pendingRows.map(({ wanted }) => wanted),
        run.now,
      );
    const update = (pendingRows: readonly Changed[]): Promise<void> =>
      kind.rows.update(
        pendingRows.map(({ stored, wanted }) => ({ stored, wanted })),
        run.now,
      );
    if (!isCareful) {
      if (added.length > 0) await insert(added);
      return [];
    }
    let refused = [...(await writeTolerantly(changed, update)), ...(await writeTolerantly(added, insert))];
    // A second try for rows that can do without the value.
    const conceding = new Set<AnyPendingRow>(
      refused.filter(({ item, error }) => kind.concede?.(item, error)).map(({ item }) => item),
    );
    if (conceding.size > 0) {
      refused = [
        ...refused.filter(({ item }) => !conceding.has(item)),
        ...(await writeTolerantly(
          changed.filter((pending) => conceding.has(pending)),
          update,
        )),
        ...(await writeTolerantly(
          added.filter((pending) => conceding.has(pending)),
          insert,
        )),
      ];
    }
    return refused.map(({ item, error }) => [item, this.refusalOf(item, error)]);
  }

  /** For the log of the operation: every row that a batch has changed, as it was before and after. */
  changesOf(
    added: readonly Writable[],
    changed: readonly Changed[],
    refused: ReadonlyMap<AnyPendingRow, RowRemark>,
  ): NewChange[] {
    const { kind, run } = this;
    const written = [...changed, ...added].filter((pending) => !refused.has(pending));
    const ids = new Set(written.map(({ wanted }) => wanted.id));
    // By id, since a row may lose two values.
    const others = new Map<string, { before: Sourced<object>; after: Sourced<object> }>();
    for (const { displaced, released } of [...added, ...changed]) {
      if (released)
        others.set(released.id, { before: released, after: kind.releasedRow?.(released, run) ?? released });
      for (const { row, field } of displaced) {
        const after = kind.displacedRow?.(others.get(row.id)?.after ?? row, field);
        if (after && !ids.has(row.id)) others.set(row.id, { before: row, after });
      }
    }
    return [
      ...[...others.values()].map(({ before, after }) =>
        changeOf(kind, { row: before, end: undefined }, { row: after, end: undefined }, run),
      ),
      ...written.map(({ stored, wanted, previousEnd, requestedEnd }) =>
        changeOf(
          kind,
          stored && { row: stored, end: kind.endPolicy && previousEnd },
          { row: wanted, end: kind.endPolicy && requestedEnd },
          run,
        ),
      ),
    ];
  }

  /** Locks the rows to be changed. Throws a StaleBatch if somebody has changed one since it was read. */
  private async requireUntouched(read: readonly Sourced<object>[]): Promise<void> {
    if (read.length === 0) return;
    const locked = await this.kind.rows.lock([...new Set(read.map(({ id }) => id))]);
    const byId = new Map(locked.map((row) => [row.id, row]));
    for (const stored of read) {
      const row = byId.get(stored.id);
      if (!row || !sameRow(stored, row)) throw new StaleBatch();
    }
  }

  private refusalOf({ record }: AnyPendingRow, error: unknown): RowRemark {
    const rule = this.kind.uniqueIndexes.find(({ index }) => isDuplicateKey(error, index));
    // Repeated rows have been refused before: somebody has just linked another row to the sourcedId.
    if (!rule) throw new StaleBatch();
    const { column, code, message } = rule;
    return { column, code, message, value: String((record as unknown as Record<string, unknown>)[column]) };
  }
}
