import type { Sourced } from '../../../shared/database/sourced-table';
import type { ChangeAction, NewChange, RowState } from '../../../shared/operations/operation-changes';
import type { EntityKind } from '../bundle/columns';
import type { RosterKind, RunFacts } from '../kinds/roster-kind';
import { fileOf } from './import-run';

type AnyKind = RosterKind<EntityKind, object>;

/** Fields that say who wrote a row, or that belong to another table. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['id', 'operationId', 'timeZone'],
  ...['activityId', 'quizDueAt', 'quizDueTimeZone', 'gradeCategoryId', 'standingCategoryId'],
]);

/** The key of the end that imports have asked for, beside the fields of the row; left out where it does not change. */
const ROSTER_END = 'rosterEnd';

/** A row and the end that imports have asked for; undefined where that does not change. */
export interface EndedRow {
  row: Sourced<object>;
  end: string | null | undefined;
}

/** A row as the log of an operation keeps it, in JSON. Instants are marked, since texts may look like them. */
export function stateOf({ row, end }: EndedRow): RowState {
  const state: RowState = {};
  for (const [field, value] of Object.entries(row) as [string, unknown][])
    if (!LEFT_OUT.has(field)) state[field] = value instanceof Date ? { instant: value.toISOString() } : value;
  if (end !== undefined) state[ROSTER_END] = end;
  return state;
}

/** The row with the fields of a state, and the end of the state. */
export function withState(row: Sourced<object>, state: RowState): EndedRow {
  const { [ROSTER_END]: end, ...fields } = state;
  const read = Object.entries(fields).map(([field, value]) => [field, valueOf(value)]);
  return { row: { ...row, ...(Object.fromEntries(read) as object) }, end: end as string | null | undefined };
}

/** True if the row has all values of the state. */
export function isInState(current: EndedRow, state: RowState): boolean {
  const now = stateOf(current);
  return Object.entries(state).every(
    ([field, value]) => JSON.stringify(now[field]) === JSON.stringify(value),
  );
}

/** The entry of the log for a row that was changed, or that was added if it had no state before. */
export function changeOf(
  kind: AnyKind,
  before: EndedRow | undefined,
  after: EndedRow,
  run: RunFacts,
): NewChange {
  return {
    part: fileOf(kind.kind),
    rowId: after.row.id,
    action: actionOf(kind, before?.row, after.row, run),
    before: before ? stateOf(before) : null,
    after: stateOf(after),
  };
}

function actionOf(
  { endPolicy }: AnyKind,
  before: Sourced<object> | undefined,
  after: Sourced<object>,
  run: RunFacts,
): ChangeAction {
  if (!before) return 'added';
  const isOver = (row: Sourced<object>): boolean =>
    endPolicy?.hasEnded(endPolicy.endOf(row), row, run) ?? false;
  return isOver(after) && !isOver(before) ? 'removed' : 'changed';
}

function valueOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'instant' in value
    ? new Date(value.instant as string)
    : value;
}
