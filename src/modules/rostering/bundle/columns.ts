import {
  dateTime,
  type Format,
  guid,
  type Instant,
  listOf,
  MISSING,
  oneOf,
  type ValueProblem,
} from './formats';

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
  code: 'dates_reversed' | 'range_reversed' | 'score_missing';
  /** Completes a sentence that starts with the column. */
  rule: string;
}

/** By kind, the record of a row. Each kind adds its own: `declare module '../bundle/columns' { interface EntityRecords … }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- The kinds add to it.
export interface EntityRecords {}
export type EntityKind = keyof EntityRecords;

/**
 * The columns of a file, `<kind>.csv`, as in OneRoster 1.1 CSV Tables
 * (https://www.imsglobal.org/oneroster-v11-final-csv-tables). A comment says where Stoa requires less.
 */
export interface FileDefinition<K extends EntityKind = EntityKind> {
  readonly kind: K;
  /** The number of the kind in roster_seen and roster_ends. It must never change, and 11 and 12 are taken. */
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

/** A list with at least one value. */
export function requiredList(read: Format<string>): Column<readonly string[]> {
  const readList = listOf(read);
  return required((value) => {
    const list = readList(value);
    return Array.isArray(list) && list.length === 0 ? MISSING : list;
  });
}

export function optionalList(read: Format<string>): Column<readonly string[]> {
  return { required: 'never', whenEmpty: [], read: listOf(read) };
}

const STATUSES = ['active', 'inactive', 'tobedeleted'] as const;
type Status = (typeof STATUSES)[number];

/**
 * The first three columns of every file. In bulk mode status and dateLastModified must be blank, in delta mode both are
 * required. Real bulk exports fill them nevertheless, some with the `inactive` of OneRoster 1.0; blank means active.
 */
export const common: {
  sourcedId: Column<string>;
  status: Column<Status>;
  dateLastModified: Column<Instant | null>;
} = {
  sourcedId: required(guid),
  status: { required: 'delta', whenEmpty: 'active', read: oneOf(STATUSES) },
  dateLastModified: { required: 'delta', whenEmpty: null, read: dateTime },
};
