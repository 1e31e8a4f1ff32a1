import type { KeptBackName } from './kept-back';
import type { PersonStep } from './person-step';
import { type AtMerge, staysAtMerge } from './merging';
import type { Treatment } from './treatments';

/** What personal data is about. An export has a folder for each. */
export const PERSONAL_DATA_CATEGORIES = [
  'account',
  'contact',
  'work',
  'marks',
  'communication',
  'activity',
  'security',
  'audit',
] as const;
export type PersonalDataCategory = (typeof PERSONAL_DATA_CATEGORIES)[number];

/** How a row names its person. */
export interface PersonPath {
  /** The column of the row itself with which the way begins. */
  column: string;
  /** The way over other rows; without one, the column itself names the person. */
  steps?: readonly PersonStep[];
  /**
   * What the last column has: the id of the account (the default), its sourcedId, or a text in which its email address stands in
   * double quotes.
   */
  has?: 'id' | 'sourcedId' | 'quotedEmail';
}

/** Columns of rows that an export leaves out of some of them, since the person may not see them otherwise either. */
export interface ShownLater {
  /** What is kept back for now (`KeptBack`). */
  by: KeptBackName;
  /** The way from the row to the id that is kept back. */
  of: Pick<PersonPath, 'column' | 'steps'>;
  columns: readonly string[];
}

/** Columns with personal data that no export shows. */
export interface HiddenColumns {
  /** Why not: a short sentence for whoever reads an export. */
  readonly because: string;
  readonly columns: readonly string[];
}

/** Rows of a table that are about a person, in one respect: those that they own, or those that they signed. */
export interface PersonalRows {
  readonly table: string;
  readonly of: PersonPath;
  readonly category: PersonalDataCategory;
  /** What the rows are: a short sentence for whoever reads an export. */
  readonly holds: string;
  /**
   * The columns that an export shows. Without any it only says how many rows there are. What tells where a row belongs, such as its course,
   * is shown with them (`called`).
   */
  readonly shows: readonly string[];
  readonly later?: ShownLater;
  readonly hides?: HiddenColumns;
  /** The column with the id of a file that goes into an export of the person. */
  readonly file?: string;
  readonly atErasure: Treatment;
  /** What becomes of them when the account is merged into another of the same person. */
  readonly atMerge: AtMerge;
  /** For how long they are kept, unless the person is erased before: a short sentence. */
  readonly keptFor: string;
  /** Only the rows where `column` is the key of a row of `table` in which `where` has one of the values. */
  readonly only?: { column: string; table: string; key: string; where: string; in: readonly string[] };
}

/** Columns that could hold personal data by their type or name, and do not. */
export interface ImpersonalColumns {
  /** Why not: a short sentence. */
  readonly because: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** The row that an id names, and the column that says how it is called. It holds nothing about a person. */
export interface CalledBy {
  table: string;
  key: string;
  column: string;
}

/** What one module says about its tables. */
export interface PersonalDataPart {
  /** `identity`, for example. */
  readonly module: string;
  /** In the order in which a person is erased: what belongs to a row comes before that row. */
  readonly rows: readonly PersonalRows[];
  /** Ids that an export shows wherever a row has them, and how what they name is called. By the name of the column. */
  readonly called?: Readonly<Record<string, CalledBy>>;
  readonly without: readonly ImpersonalColumns[];
}

const UNTIL_ERASED = 'Until the person is erased.';

type Described = Omit<PersonalRows, 'table' | 'keptFor' | 'of' | 'shows' | 'atMerge'> &
  Partial<Pick<PersonalRows, 'keptFor' | 'shows' | 'atMerge'>> & { of: PersonPath | string };

/**
 * Rows that are about a person; `of` is the column with their id, or a longer way.
 *
 * @throws Error where the column names the person and nothing says what a merge of accounts does with the rows
 */
export function personal(
  table: string,
  { of, shows = [], keptFor = UNTIL_ERASED, atMerge, ...rest }: Described,
): PersonalRows {
  const path = typeof of === 'string' ? { column: of } : of;
  return { ...rest, table, of: path, shows, keptFor, atMerge: atMerge ?? implied(table, path) };
}

function implied(table: string, { column, steps, has = 'id' }: PersonPath): AtMerge {
  if (steps) return { kind: 'follows' };
  if (has !== 'id') return staysAtMerge;
  throw new Error(
    `Say in personal-data.ts what merging two accounts does with ${table}.${column}: atMerge is ofCourse(…), ofWork(…), ofPerson() or staysAtMerge.`,
  );
}
