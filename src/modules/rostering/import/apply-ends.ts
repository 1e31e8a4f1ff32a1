import { sentences } from '../rostering.sentences';
import type { Sourced } from '../../../shared/database/sourced-table';
import {
  type EndPolicy,
  isRemoved,
  type PendingRow,
  type RowRemark,
  type RunFacts,
} from '../kinds/roster-kind';

/**
 * Decides for each pending row whether the stored row ends, continues or starts again. It compares three values: the
 * end that the file asks for, the end that is stored, and the end that the previous import asked for. If the file asks
 * for the same as the previous import, but the stored end is different, then somebody changed it in Stoa after that
 * import, and their decision stays.
 *
 * @param previousEnds the ends that imports asked for before, by id of the stored row; no entry means no end.
 */
export function applyEnds<R extends { sourcedId: string; status: string }, T extends object>(
  pendingRows: readonly PendingRow<R, T>[],
  endPolicy: EndPolicy<R, T>,
  previousEnds: ReadonlyMap<string, string>,
  run: RunFacts,
): void {
  for (const pending of pendingRows) {
    const { stored, wanted, record } = pending;
    // What was made in Stoa stays as it is.
    if (!pending.isOpen || !wanted || pending.isOwn) continue;
    if (!stored) {
      pending.requestedEnd = endPolicy.requestedEnd(record);
      pending.wanted = endPolicy.withEnd(wanted, pending.requestedEnd, run);
      continue;
    }
    pending.previousEnd = previousEnds.get(stored.id) ?? null;
    const decision = decideEnd(record, stored, pending.previousEnd, endPolicy, run);
    pending.requestedEnd = decision.requested;
    if (decision.kept) pending.warnings.push(decision.kept);
    pending.wanted = endPolicy.withEnd(wanted, decision.end, run);
  }
}

/** True if a row of the file would end the stored row, which is active now. */
export function rowEnds<R extends { status: string }, T extends object>(
  record: R,
  stored: Sourced<T>,
  previousEnd: string | null,
  endPolicy: EndPolicy<R, T>,
  run: RunFacts,
): boolean {
  const { end } = decideEnd(record, stored, previousEnd, endPolicy, run);
  return endPolicy.hasEnded(end, stored, run) && !endPolicy.hasEnded(endPolicy.endOf(stored), stored, run);
}

/** The end that a row asks for, the end that the stored row gets, and, if they differ, why. */
function decideEnd<R extends { status: string }, T extends object>(
  record: R,
  stored: Sourced<T>,
  previousEnd: string | null,
  endPolicy: EndPolicy<R, T>,
  run: RunFacts,
): { requested: string | null; end: string | null; kept?: RowRemark } {
  const current = endPolicy.endOf(stored);
  const hasEnded = (end: string | null): boolean => endPolicy.hasEnded(end, stored, run);
  const requested = isRemoved(record)
    ? endOfRemoved(current, previousEnd, hasEnded, endPolicy.endNow(stored, run))
    : endPolicy.requestedEnd(record);
  // Such a bundle says how things stand, and asks for nothing: noted as a wish of the roster, it would undo what was decided in Stoa
  // as soon as the roster says otherwise again.
  if (run.isOfStoa && !isRemoved(record) && (requested === current || endPolicy.isUntoldByStoa))
    return { requested: previousEnd, end: current };
  // Rows created in Stoa have no previous import value, so this cannot be a repeat.
  const isRepeat = stored.sourcedId !== null && requested === previousEnd;
  const protection = hasEnded(requested) && !hasEnded(current) ? endPolicy.protection?.(stored) : undefined;
  if (requested === current || !(isRepeat || protection)) return { requested, end: requested };
  return { requested, end: current, kept: protection ?? localOverride(hasEnded(current)) };
}

function localOverride(hasEnded: boolean): RowRemark {
  const message = hasEnded ? sentences.endedInStoa() : sentences.endChangedInStoa();
  return { column: null, code: 'local_override', message, value: null };
}

/** The end for a row with the status `tobedeleted`: an end that has come already is kept, otherwise it ends now. */
function endOfRemoved(
  current: string | null,
  previous: string | null,
  hasEnded: (end: string | null) => boolean,
  now: string,
): string | null {
  if (hasEnded(current)) return current;
  return hasEnded(previous) ? previous : now;
}

/**
 * True if a stored row is active for the roster: a complete file must contain it, or the import ends it. The SQL twin of
 * this rule is in AbsenceRepository.
 *
 * @param previousEnd the end that imports asked for before; undefined means no end.
 */
export function isActive<T extends object>(
  stored: Sourced<T>,
  previousEnd: string | undefined,
  endPolicy: EndPolicy<never, T>,
  run: RunFacts,
): boolean {
  return (
    !endPolicy.hasEnded(endPolicy.endOf(stored), stored, run) &&
    !endPolicy.hasEnded(previousEnd ?? null, stored, run) &&
    endPolicy.protection?.(stored) === undefined
  );
}
