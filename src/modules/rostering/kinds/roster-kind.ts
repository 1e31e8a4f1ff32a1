import type { Sourced, SourcedRows } from '../../../shared/database/sourced-table';
import type { EntityKind, EntityRecords } from '../bundle/entities';

/** The kinds that others refer to, with what those need to know of them. */
export interface ReferenceFacts {
  orgs: { id: string };
  academicSessions: { id: string; startDate: string; endDate: string };
  courses: { id: string };
  classes: { id: string; timeZone: string; startDate: string | null };
  users: { id: string };
  categories: { id: string };
  lineItems: { id: string };
}
export type ReferenceKind = keyof ReferenceFacts;

/** Other records that a row names in one of its columns. */
export interface Need {
  column: string;
  kind: ReferenceKind;
  sourcedIds: readonly string[];
}

/** The records that the rows of a batch name. */
export interface KnownReferences {
  /** Throws for a record that is not known: rows that name one are refused before they are asked. */
  get<K extends ReferenceKind>(kind: K, sourcedId: string): ReferenceFacts[K];
  has(kind: ReferenceKind, sourcedId: string): boolean;
  /** None of those that were asked for is unknown. */
  areAllKnown: boolean;
}

/** What one run of an import keeps to from its beginning to its end. */
export interface RunFacts {
  operationId: string;
  /** The instant as of which everything happens. */
  now: Date;
  isDryRun: boolean;
  /** The day of that instant in a time zone, `YYYY-MM-DD`. */
  readonly today: (timeZone: string) => string;
}

/** Why a row is not taken, or what is to be known of one that is. */
export interface RowRemark {
  column: string | null;
  /** Stable, for programs. */
  code: string;
  /** A sentence for people. */
  message: string;
  value: string | null;
}

/** A row of the file on its way into the store. */
export class Draft<R extends { sourcedId: string }, T extends object> {
  /** What is stored under its sourcedId, or what `settle` finds that it is the same as. */
  stored: Sourced<T> | undefined;
  /** What is to be stored; undefined where there is nothing to store, or nothing yet. */
  wanted: Sourced<T> | undefined;
  /** Why it is not taken. */
  refusal: RowRemark | undefined;
  /** It is taken, but changes nothing: another row of the same thing counts. */
  isPassedOver = false;
  /** It takes the stored row of another row of the file, which is in another batch. */
  displacesListed = false;
  /** A stored row that must give up its sourcedId to this one, which is about something else. */
  released: Sourced<T> | undefined;
  /** The last word of the roster on the end of the stored row: null when that was that it lasts. */
  endBefore: string | null = null;
  /** The word of this file. */
  endAsked: string | null = null;
  readonly warnings: RowRemark[] = [];

  constructor(
    readonly line: number,
    readonly record: R,
  ) {}

  /** Whether it is still on its way. */
  get isOpen(): boolean {
    return this.refusal === undefined && !this.isPassedOver && this.wanted !== undefined;
  }
}

/** How rows of a kind come to an end. Ends are compared as text; null is none. */
export interface Ending<R, T> {
  of(row: T): string | null;
  /** What the record says, unless it is to be deleted. */
  asked(record: R): string | null;
  /** Whether the end has come. */
  isOver(end: string | null, row: T, run: RunFacts): boolean;
  /** The end of what ends now. */
  immediate(row: T, run: RunFacts): string;
  put(row: Sourced<T>, end: string | null, run: RunFacts): Sourced<T>;
  /** Why a stored row must not end by an import. */
  forbidden?(stored: T): RowRemark | undefined;
  /** Ends rows that a complete file does not hold; returns how many it ended. */
  endAbsent(rows: readonly AbsentRow[], run: RunFacts): Promise<number>;
}

export interface AbsentRow {
  id: string;
  sourcedId: string;
  /** IANA name of the course, for enrollments; else UTC. */
  timeZone: string;
}

/** What `settle` may ask about the file as a whole. */
export interface FileFacts {
  /** The sourcedIds of those stored rows that the file holds, not to be deleted; of all, where that is not known. */
  listed(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>>;
  /** The first line that has each of the names, for dry runs, which the unique indexes do not help; else nothing. */
  firstLines(kind: 'username' | 'email', names: string[]): Promise<ReadonlyMap<string, number>>;
}

/** How a unique index says no to a row. */
export interface Conflict {
  index: string;
  column: string;
  code: string;
  message: string;
}

/** How records of one file become rows of the store. */
export interface RosterKind<K extends EntityKind, T extends object> {
  readonly kind: K;
  readonly rows: SourcedRows<T>;
  /** The fields that come from the roster, its end aside: a row changes when one of them does. */
  readonly compared: readonly string[];
  /** Unique indexes other than that of `sourced_id`. */
  readonly conflicts: readonly Conflict[];
  /**
   * Complete files of this kind are compared with the store before anything is written, and what changes nothing is not
   * looked at again. That is for kinds of many rows, and only for those whose rows do not depend on what the import may
   * change in other records, ids aside. It needs `ending`.
   */
  readonly isComparedFirst?: boolean;
  /** Absent for what never ends by an import. */
  readonly ending?: Ending<EntityRecords[K], T>;
  needs(record: EntityRecords[K]): Need[];
  /** The row as it is to be stored, with the end that is stored. The references in `needs` are known. */
  wanted(draft: Draft<EntityRecords[K], T>, references: KnownReferences, run: RunFacts): T | RowRemark;
  /** For kinds that others refer to. */
  toReference?(row: Sourced<T>): ReferenceFacts[ReferenceKind];
  /** Holds open drafts against other rows of the store and of the batch that they may be the same as, or clash with. */
  settle?(drafts: Draft<EntityRecords[K], T>[], file: FileFacts, run: RunFacts): Promise<void>;
  /** Makes stored rows give up their sourcedIds. */
  release?(rows: readonly Sourced<T>[], now: Date): Promise<void>;
}

export function isRemark(value: object): value is RowRemark {
  return 'code' in value && 'message' in value && 'column' in value;
}

/** Whether a record says that it is to be no more. OneRoster 1.0 wrote `inactive` for `tobedeleted`. */
export function isRemoved({ status }: { status: string }): boolean {
  return status !== 'active';
}
