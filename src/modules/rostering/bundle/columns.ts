import type { Sentence } from '../../../shared/sentences/sentence';
import { type Format, guid, listOf, MISSING, oneOf, type ValueProblem } from './formats';

/** Complete, only the changes since the last file, or not in the bundle. */
export type FileMode = 'bulk' | 'delta' | 'absent';

export interface Column<T> {
  /** In which mode each row must have a value. The header must have every required column. */
  readonly required: 'always' | 'delta' | 'never';
  readonly whenEmpty: T | ValueProblem;
  readonly read: Format<T>;
}

/** The type of the records that a table of columns reads. */
export type RecordOf<Columns> = {
  -readonly [Name in keyof Columns]: Columns[Name] extends Column<infer T> ? T : never;
};

/** Two values of a record that contradict each other. */
export interface RecordProblem<R> {
  column: keyof R & string;
  code: 'dates_reversed' | 'range_reversed' | 'required' | 'score_missing';
  /** For people. Names the column and the rule. */
  message: Sentence;
}

/** By kind, the record of a row. Each kind adds its own: `declare module '../bundle/columns' { interface EntityRecords … }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- The kinds add to it.
export interface EntityRecords {}
export type EntityKind = keyof EntityRecords;

/**
 * The columns of a file, `<kind>.csv`, in all versions of OneRoster CSV, as far as Stoa reads them. What the versions have
 * otherwise is in versions.ts. Other columns may be missing or
 * hold anything. A column is required if Stoa cannot do without its value, whatever the specification says.
 */
export interface FileDefinition<K extends EntityKind = EntityKind> {
  readonly kind: K;
  /** The number of the kind in roster_seen and roster_ends. It must never change, and 11 to 13 are taken. */
  readonly number: number;
  readonly columns: { readonly [Name in keyof EntityRecords[K]]: Column<EntityRecords[K][Name]> };
  // A method, so that the definitions of all kinds fit into one list.
  check?(record: EntityRecords[K]): RecordProblem<EntityRecords[K]> | null;
  /** Columns of the specification that are not read on purpose. */
  readonly leftUnread?: readonly string[];
}

export function required<T>(read: Format<T>): Column<T> {
  return { required: 'always', whenEmpty: MISSING, read };
}

export function optional<T>(read: Format<T>): Column<T | null> {
  return { required: 'never', whenEmpty: null, read };
}

export function optionalList(read: Format<string>): Column<readonly string[]> {
  return { required: 'never', whenEmpty: [], read: listOf(read) };
}

const STATUSES = ['active', 'inactive', 'tobedeleted'] as const;
type Status = (typeof STATUSES)[number];

/**
 * Columns of every file. In bulk mode status must be blank, in delta mode it is required. Real bulk exports fill it
 * nevertheless, some with the `inactive` of OneRoster 1.0; blank means active. Nobody reads dateLastModified.
 */
export const common: {
  sourcedId: Column<string>;
  status: Column<Status>;
} = {
  sourcedId: required(guid),
  status: { required: 'delta', whenEmpty: 'active', read: oneOf(STATUSES) },
};
