import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { EntityKind, EntityRecords } from '../bundle/columns';

/**
 * By kind, what other records need to know about a record that they refer to. Each kind that others refer to adds its own
 * entry: `declare module './roster-kind' { interface ReferenceFacts { … } }`.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- The kinds add to it.
export interface ReferenceFacts {}
export type ReferenceKind = keyof ReferenceFacts;

/** The records that a row refers to in one of its columns. */
export interface RowReference {
  column: string;
  kind: ReferenceKind;
  sourcedIds: readonly string[];
  /**
   * True if the row can do without them: unknown ones are left out, with a warning. Exports of single schools often
   * refer to records that they do not contain.
   */
  isOptional?: boolean;
}

/** The reference in an optional column; none if the column is blank. */
export function optionalReference(
  column: string,
  kind: ReferenceKind,
  sourcedId: string | null,
): RowReference[] {
  return sourcedId === null ? [] : [{ column, kind, sourcedIds: [sourcedId], isOptional: true }];
}

/** The records that the rows of a batch refer to. */
export interface KnownReferences {
  /** Throws for an unknown record. A row that needs one is refused before its kind is asked. */
  get<K extends ReferenceKind>(kind: K, sourcedId: string): ReferenceFacts[K];
  /** For optional references. Undefined for an unknown record, and for a blank column. */
  find<K extends ReferenceKind>(kind: K, sourcedId: string | null): ReferenceFacts[K] | undefined;
  has(kind: ReferenceKind, sourcedId: string): boolean;
  /** True if every record that the batch refers to was found. */
  areAllKnown: boolean;
}

/** The facts that stay the same during one import. */
export interface RunFacts {
  operationId: string;
  /** The instant of all changes. */
  now: Date;
  isDryRun: boolean;
  /** True for a bundle that Stoa has written, this one or another. */
  isOfStoa?: boolean;
  /** The day of `now` in a time zone, `YYYY-MM-DD`. */
  readonly today: (timeZone: string) => string;
}

/** Why a row is refused, or a warning about a row that is imported. */
export interface RowRemark {
  column: string | null;
  /** Stable, for programs. */
  code: string;
  /** For people. */
  message: Sentence;
  value: string | null;
}

/** A stored row and the field whose value another row gets. */
export interface DisplacedRow<T extends object> {
  row: Sourced<T>;
  field: string;
}

/** A row of the file that has not been written yet. */
export class PendingRow<R extends { sourcedId: string }, T extends object> {
  /** The stored row that it changes: the one with its sourcedId, or one that it takes over. */
  stored: Sourced<T> | undefined;
  /** The row to be stored; undefined if nothing is to be stored, or if that is not decided yet. */
  wanted: Sourced<T> | undefined;
  /**
   * True if the row is about a stored one which the school's system did not give: its sourcedId is made of our id. Such a row
   * must say what is stored, and changes nothing.
   */
  isOwn = false;
  /** Why the row is refused. */
  refusal: RowRemark | undefined;
  /** True if another row of the file won a conflict, so that this one changes nothing. */
  isSuperseded = false;
  /** True if it takes over the stored row of a file row in another batch. */
  takesFromOtherBatch = false;
  /** A stored row with the same sourcedId that is about something else, and must lose its sourcedId to this row. */
  released: Sourced<T> | undefined;
  /** The end that previous imports asked for; null for none. */
  previousEnd: string | null = null;
  /** The end that this file asks for; null for none. */
  requestedEnd: string | null = null;
  /** True if it must wait for a row that comes later in the file. */
  mustWait = false;
  /** Stored rows that must give up the value of a unique field before this row is written. */
  readonly displaced: DisplacedRow<T>[] = [];
  readonly warnings: RowRemark[] = [];

  constructor(
    readonly line: number,
    readonly record: R,
  ) {}

  /** True if the row is neither refused nor superseded and has something to be stored. */
  get isOpen(): boolean {
    return this.refusal === undefined && !this.isSuperseded && this.wanted !== undefined;
  }
}

/** How the rows of a kind end: withdrawn, suspended, archived, deleted. An end is a text that is compared; null is none. */
export interface EndPolicy<R, T> {
  /** The end of a stored row. */
  endOf(row: T): string | null;
  /** The end that an active record asks for. */
  requestedEnd(record: R): string | null;
  /** True if the end has come. */
  hasEnded(end: string | null, row: T, run: RunFacts): boolean;
  /** The end of a row that ends now. */
  endNow(row: T | AbsentRow, run: RunFacts): string;
  /** The row with another end. */
  withEnd(row: Sourced<T>, end: string | null, run: RunFacts): Sourced<T>;
  /** True if the files that Stoa writes do not tell the end of such rows. */
  isUntoldByStoa?: boolean;
  /** Why an import must not end a stored row; undefined if it may. */
  protection?(stored: T): RowRemark | undefined;
  /** Ends rows that are missing from a complete file. Returns how many it ended. */
  endAbsent(rows: readonly AbsentRow[], run: RunFacts): Promise<number>;
}

/** An active imported row that is missing from a complete file. */
export interface AbsentRow {
  id: string;
  sourcedId: string;
  /** The IANA time zone of the course for enrollments; UTC for other kinds. */
  timeZone: string;
}

/** What `resolveConflicts` may ask about the whole file. */
export interface FileFacts {
  /** The sourcedIds of the stored rows that the file contains with an active status; all of them if that is not known. */
  listed(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>>;
  /**
   * The sourcedIds of the stored rows that the roster no longer has: the file says `tobedeleted`, a complete file lacks
   * them, or a file of changes does not name them and an earlier import has ended them. None if that is not known.
   */
  gone(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>>;
  /** The sourcedIds of the stored rows that earlier imports have ended, unless somebody reactivated them in Stoa. */
  ended(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>>;
  /** How many more rows of the batch may wait for rows that come later in the file. */
  mostWaiting: number;
  /** The first line with each name. Only for dry runs, which unique indexes cannot help; otherwise empty. */
  firstLines(kind: 'username' | 'email', names: string[]): Promise<ReadonlyMap<string, number>>;
}

/** A unique index of the table, and how a row is refused that violates it. */
export interface UniqueIndexRule {
  index: string;
  column: string;
  code: string;
  message: Sentence;
}

/**
 * Everything about one file of a bundle: its rows' references, the rules for their import, and where they are stored.
 * The columns of the file are static, in `KindDefinition`. Adding a kind takes one file that implements this, and one
 * line in roster-kinds.ts; the repository of the module that owns the table gives access to the rows.
 */
export interface RosterKind<K extends EntityKind, T extends object> {
  readonly kind: K;
  readonly rows: SourcedRows<T>;
  /** The fields that the file decides, except for the end. A row is changed if one of them differs. */
  readonly compared: readonly string[];
  /** Unique indexes other than that of `sourced_id`. */
  readonly uniqueIndexes: readonly UniqueIndexRule[];
  /** The fields whose values `displace` takes from rows. */
  readonly displacedFields?: readonly string[];
  /**
   * True if complete files of this kind are compared with the stored rows during the check, so that the import can skip
   * batches that change nothing. For kinds with many rows, and only if `wanted` uses nothing of other records that an
   * import may change, except for their ids. Needs an `endPolicy`.
   */
  readonly isComparedFirst?: boolean;
  /** Files that decide over these rows, too. Rows of a bundle that has one are not compared first. */
  readonly alsoDecidedBy?: readonly EntityKind[];
  /** Undefined for kinds that an import never ends. */
  readonly endPolicy?: EndPolicy<EntityRecords[K], T>;
  referencesOf(record: EntityRecords[K]): RowReference[];
  /** The row to be stored, with the end of the stored row, or why it is refused. The references that it needs are known. */
  wanted(pending: PendingRow<EntityRecords[K], T>, references: KnownReferences, run: RunFacts): T | RowRemark;
  /** For kinds that others refer to. */
  toReference?(row: Sourced<T>): ReferenceFacts[ReferenceKind];
  /** Instead of `toReference`, for kinds that others refer to by other ids than their sourcedIds. Has facts for each id. */
  factsAbout?(ids: readonly string[]): Promise<Map<string, ReferenceFacts[ReferenceKind]>>;
  /**
   * Finds conflicts of open pending rows with stored rows and with each other. Must not change a row that is stored
   * unchanged, unless a new row of the batch is in conflict with it.
   */
  resolveConflicts?(
    pendingRows: PendingRow<EntityRecords[K], T>[],
    file: FileFacts,
    run: RunFacts,
  ): Promise<void>;
  /** Why a row of the file cannot change a stored one that was made in Stoa, where there is more to say than that. */
  whyKept?(stored: T): RowRemark | undefined;
  /** The row once `displace` has taken the value of the field from it. */
  displacedRow?(row: Sourced<T>, field: string): Sourced<T>;
  /** Takes the values of unique fields away from stored rows, since rows of the batch get them. */
  displace?(rows: readonly DisplacedRow<T>[], now: Date): Promise<void>;
  /**
   * Work on stored rows that is done once those of the file are imported, a part at a time, each in a transaction: called
   * with what it has returned before, until that is undefined. Only if the file has changed something.
   */
  afterFile?(after: string | undefined, run: RunFacts): Promise<string | undefined>;
  /** Gives up the value that a unique index has refused, with a warning. False if the row cannot do without it. */
  concede?(pending: PendingRow<EntityRecords[K], T>, error: unknown): boolean;
  /** The row as `release` leaves it. */
  releasedRow?(row: Sourced<T>, run: RunFacts): Sourced<T>;
  /** Removes the sourcedIds of stored rows. */
  release?(rows: readonly Sourced<T>[], now: Date): Promise<void>;
}

export function isRemark(value: object): value is RowRemark {
  return 'code' in value && 'message' in value && 'column' in value;
}

/** True if the row's status is `tobedeleted`, or `inactive`, which OneRoster 1.0 used for it. */
export function isRemoved({ status }: { status: string }): boolean {
  return status !== 'active';
}
