import type { AnyKind } from '../kinds/roster-kinds';
import { isActive } from './apply-ends';
import type { ImportRun } from './import-run';
import type { AnyPendingRow } from './row-preparer';
import type { SeenRowsRepository } from './seen-rows.repository';

/**
 * Keeps `roster_seen` true during a dry run. It stores no rows, so the sourcedIds there stand for the rows that earlier
 * files would have added.
 */
export class DryRunNotes {
  constructor(
    private readonly kind: AnyKind,
    private readonly run: ImportRun,
    private readonly seen: SeenRowsRepository,
  ) {}

  /** How many of the absent rows the given rows would take over: those would not end. */
  async absentTakenOver(writable: readonly AnyPendingRow[]): Promise<number> {
    const { kind, run } = this;
    const { endPolicy } = kind;
    if (!endPolicy) return 0;
    const active = writable.flatMap(({ stored, previousEnd, record }) =>
      stored &&
      stored.sourcedId !== record.sourcedId &&
      isActive(stored, previousEnd ?? undefined, endPolicy, run)
        ? (stored.sourcedId ?? [])
        : [],
    );
    const places = await this.seen.places(kind.kind, active);
    return active.filter((sourcedId) => !places.has(sourcedId)).length;
  }

  /** Rows of later files must not find a refused row here and count it as an existing one. */
  async forgetRefused(pendingRows: readonly AnyPendingRow[]): Promise<void> {
    const gone = pendingRows.filter(
      ({ refusal, stored }) => refusal && refusal.code !== 'duplicate_sourced_id' && !stored,
    );
    await this.seen.delete(
      this.kind.kind,
      gone.map(({ record }) => record.sourcedId),
    );
  }
}
