/** What an operation did to a row. `removed`: it ended, however rows of its kind end; the row is still stored. */
export const CHANGE_ACTIONS = ['added', 'changed', 'removed'] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/** The fields of a row that the operation may change, as JSON. The kind of operation decides which they are. */
export type RowState = Record<string, unknown>;

/** A change of a row as the work that makes it describes it. */
export interface NewChange {
  part: string;
  rowId: string;
  action: ChangeAction;
  before: RowState | null;
  after: RowState;
}

/** A change as it was stored. */
export interface LoggedChange extends NewChange {
  /** From 1, in the order in which they were made. */
  seq: number;
}
