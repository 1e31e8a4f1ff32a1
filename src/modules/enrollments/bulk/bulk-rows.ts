import type { Sentence } from '../../../shared/sentences/sentence';
import type { CourseRole, StoredState } from '../../courses';

/** What a row can ask for. */
export const BULK_ACTIONS = [
  ...(['enroll', 'suspend', 'reactivate', 'complete', 'withdraw'] as const),
  ...(['put_into_group', 'take_out_of_group', 'tag', 'untag'] as const),
] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** What became of a row. `already`: it was so before. */
export const ROW_OUTCOMES = ['done', 'already', 'refused'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** How a row names its person. */
export interface Naming {
  by: 'userId' | 'username' | 'email';
  value: string;
}

/** Where a row is: `number` counts what is asked for, from 1. `line` is that of a file; null for rows of a request. */
export interface RowPlace {
  number: number;
  line: number | null;
}

/** One thing that is asked for of one person. */
export interface BulkRow extends RowPlace {
  person: Naming;
  action: BulkAction;
  role: CourseRole;
  beginDate?: string;
  endDate?: string | null;
  /** Id or title of the set, of a group in it, or of a tag. */
  groupSet?: string;
  group?: string;
  tag?: string;
  /** It comes from a list that says which state somebody is in: whoever is in it already stays, whatever the action needs. */
  listed?: StoredState;
}

/** Why a row is refused. `column`: as the file or the request names it. */
export interface RowFault {
  code: string;
  message: Sentence;
  column: string | null;
  value: string | null;
}

/** A row that cannot be understood. */
export interface FaultyRow extends RowPlace {
  named: string;
  action: BulkAction | null;
  fault: RowFault;
}

export type ReadRow = BulkRow | FaultyRow;

export function isFaulty(row: ReadRow): row is FaultyRow {
  return 'fault' in row;
}

/** An enrollment, as far as bulk changes change it. */
export interface EnrollmentShape {
  enrollmentId: string;
  role: CourseRole;
  state: StoredState;
  beginDate: string;
  endDate: string | null;
  spell: number;
}

/** In which group of a set somebody is; null: in none. */
export interface PlaceShape {
  setId: string;
  groupId: string | null;
}

/** Whether somebody has a tag. */
export interface TagShape {
  tagId: string;
  isTagged: boolean;
}

/** What a row changes, before or after. */
export type RowShape = EnrollmentShape | PlaceShape | TagShape;

/** A row with what becomes of it. */
export interface JudgedRow extends RowPlace {
  named: string;
  action: BulkAction | null;
  userId: string | null;
  /** What it is about: a role, a set of groups or a tag; null where that is not known. */
  subject: string | null;
  /** What it asks of the subject, to be compared with other rows. */
  wish: string;
  outcome: RowOutcome;
  before: RowShape | null;
  after: RowShape | null;
  fault?: RowFault;
}

const STATE_ACTIONS: readonly BulkAction[] = ['enroll', 'suspend', 'reactivate', 'complete', 'withdraw'];

/** Whether the action is about an enrollment, and not about a group or a tag. */
export function isStateAction(action: BulkAction): boolean {
  return STATE_ACTIONS.includes(action);
}
