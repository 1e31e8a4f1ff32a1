import type { Sourced } from '../../../shared/database/sourced-table';
import { type Draft, type Ending, isRemoved, type RunFacts } from '../kinds/roster-kind';

/**
 * Decides whether each draft's row ends, goes on or begins anew. Three words are held against each other: the file's,
 * the store's, and `before`, the last that a roster said. A file that only repeats what rosters have said before does
 * not undo what somebody in Stoa has decided since.
 *
 * @param before by id of the stored row; null or nothing for one that lasts by the roster.
 */
export function settleEnds<R extends { sourcedId: string; status: string }, T extends object>(
  drafts: readonly Draft<R, T>[],
  ending: Ending<R, T>,
  before: ReadonlyMap<string, string>,
  run: RunFacts,
): void {
  for (const draft of drafts) {
    const { stored, wanted, record } = draft;
    if (!draft.isOpen || !wanted) continue;
    if (!stored) {
      draft.endAsked = ending.asked(record);
      draft.wanted = ending.put(wanted, draft.endAsked, run);
      continue;
    }
    draft.endBefore = before.get(stored.id) ?? null;
    const current = ending.of(stored);
    const isOver = (end: string | null): boolean => ending.isOver(end, stored, run);
    draft.endAsked = isRemoved(record)
      ? endOfRemoved(current, draft.endBefore, isOver, ending.immediate(stored, run))
      : ending.asked(record);
    // To a row that was made in Stoa, the roster speaks for the first time.
    const isRepetition = stored.sourcedId !== null && draft.endAsked === draft.endBefore;
    const forbidden = isOver(draft.endAsked) && !isOver(current) ? ending.forbidden?.(stored) : undefined;
    if (draft.endAsked !== current && (isRepetition || forbidden)) {
      const decided = isOver(current) ? 'It has ended in Stoa' : 'It goes on in Stoa';
      const message = `${decided} by somebody's decision there, and stays so: the file only repeats what it said before.`;
      draft.warnings.push(forbidden ?? { column: null, code: 'local_override', message, value: null });
      draft.wanted = ending.put(wanted, current, run);
    } else {
      draft.wanted = ending.put(wanted, draft.endAsked, run);
    }
  }
}

/** What has ended already, or what a roster has ended before, keeps that end. */
function endOfRemoved(
  current: string | null,
  before: string | null,
  isOver: (end: string | null) => boolean,
  now: string,
): string | null {
  if (isOver(current)) return current;
  return isOver(before) ? before : now;
}

/**
 * Whether a stored row lasts, so that a complete file must hold it or end it: the twin of what AbsenceRepository asks
 * the store.
 *
 * @param before the last that a roster said of its end.
 */
export function lasts<T extends object>(
  stored: Sourced<T>,
  before: string | undefined,
  ending: Ending<never, T>,
  run: RunFacts,
): boolean {
  return (
    !ending.isOver(ending.of(stored), stored, run) &&
    !ending.isOver(before ?? null, stored, run) &&
    ending.forbidden?.(stored) === undefined
  );
}
