import type { PersonStep } from './person-step';

/**
 * What rows belong to, which decides whether they move when two accounts of one person become one. `course`: a course, in which only one
 * of the two accounts is enrolled. `work`: one activity, one line item or the final grade of a course, in which only one of them has anything.
 * `person`: nothing but the person.
 */
export type MergeUnit = 'course' | 'work' | 'person';

/** The way from a row to the id of what it belongs to. */
export interface UnitPath {
  column: string;
  steps?: readonly PersonStep[];
  /** Where the way ends at nothing, the first column names it. */
  orItself?: boolean;
}

/** What becomes of rows of an account that is merged into another. */
export type AtMerge =
  /** They stay with the account: who did something, or how it was signed in to. */
  | { kind: 'stays' }
  /** They hang on a row that stays or moves. */
  | { kind: 'follows' }
  | MovingRows;

export interface MovingRows {
  kind: 'moves';
  unit: MergeUnit;
  /** To what they belong; undefined for those of the person. */
  at?: UnitPath;
  /** With the column of the person, these are a unique key: a row stays where the other account has one like it. */
  once: readonly string[];
  /** They tell of no work: an account that has only such rows has nothing there. */
  isTrace: boolean;
  /** Columns that can name the person as well, and change with the row. */
  along: readonly string[];
}

type More = Partial<Pick<MovingRows, 'once' | 'isTrace' | 'along'>> & Omit<UnitPath, 'column'>;

export const staysAtMerge: AtMerge = { kind: 'stays' };

/** @param column leads to the course */
export function ofCourse(column: string, more: More = {}): AtMerge {
  return moving('course', column, more);
}

/** @param column leads to the activity, the line item or, for final grades, the course */
export function ofWork(column: string, more: More = {}): AtMerge {
  return moving('work', column, more);
}

export function ofPerson({ once = [], along = [] }: Pick<More, 'once' | 'along'> = {}): AtMerge {
  return { kind: 'moves', unit: 'person', once, isTrace: true, along };
}

function moving(
  unit: 'course' | 'work',
  column: string,
  { once = [], isTrace = false, along = [], ...path }: More,
): AtMerge {
  return { kind: 'moves', unit, at: { column, ...path }, once, isTrace, along };
}
