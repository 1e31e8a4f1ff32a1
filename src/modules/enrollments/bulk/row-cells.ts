import { isId } from '../../../shared/database/ids';
import type { Sentence } from '../../../shared/sentences/sentence';
import { isDay } from '../../../shared/time/zoned-time';
import { COURSE_ROLES, type CourseRole, STORED_STATES, type StoredState } from '../../courses';
import {
  BULK_ACTIONS,
  type BulkAction,
  type BulkRow,
  type FaultyRow,
  type Naming,
  type ReadRow,
  type RowFault,
} from './bulk-rows';
import { sentences } from './bulk.sentences';

/** What cells are called. */
export const COLUMNS = [
  ...(['userId', 'username', 'email', 'action', 'role', 'state', 'beginDate', 'endDate'] as const),
  ...(['groupSet', 'group', 'tag'] as const),
] as const;
export type Column = (typeof COLUMNS)[number];

/** The cells of a row; those that are empty are left out. */
export interface RowCells {
  cells: Partial<Record<Column, string>>;
  /** By the title of a set of groups: the title of the group. */
  groups: readonly { column: string; set: string; group: string }[];
  /** By the title of a tag: whether it is given or taken. */
  tags: readonly { column: string; tag: string; word: string }[];
  /** The row cannot be read at all. */
  fault?: RowFault;
}

/** A day that never comes, as files write it. */
export const NO_DAY = 'none';
const MOST_CHARACTERS = 60;

class CellFault extends Error {
  constructor(readonly fault: RowFault) {
    super(fault.code);
  }
}

/**
 * What a row asks for: one thing of one person, or, where it comes from a list of people, all that it says of them.
 *
 * @param first the number of the first thing
 */
export function rowsOf(row: RowCells, line: number | null, first: number): ReadRow[] {
  const { cells, fault } = row;
  const named = cells.userId ?? cells.username ?? cells.email ?? '';
  const action = BULK_ACTIONS.find((known) => known === cells.action) ?? null;
  const refused = (why: RowFault): FaultyRow => ({ number: first, line, named, action, fault: why });
  if (fault) return [refused(fault)];
  try {
    const person = namingOf(cells);
    const asked = askedOf(row, person);
    return asked.map((each, index) => ({ ...each, number: first + index, line }));
  } catch (error) {
    if (error instanceof CellFault) return [refused(error.fault)];
    throw error;
  }
}

type Asked = Omit<BulkRow, 'number' | 'line'>;

function askedOf({ cells, groups, tags }: RowCells, person: Naming): Asked[] {
  const role = oneOf(cells, 'role', COURSE_ROLES) ?? 'learner';
  const base = { person, role };
  const asked: Asked[] = [];
  const action = oneOf(cells, 'action', BULK_ACTIONS);
  const state = oneOf(cells, 'state', STORED_STATES);
  if (action) asked.push({ ...base, ...ofAction(action, cells, role) });
  else if (state) asked.push({ ...base, ...daysOf(cells), action: TOWARDS[state], listed: state });
  for (const { set, group } of groups)
    asked.push({ ...base, action: 'put_into_group', groupSet: set, group });
  for (const { column, tag, word } of tags) {
    const known = TAG_WORDS[word.toLowerCase()];
    if (!known) throw faultAt(column, 'unknown_word', sentences.yesOrNo({ field: column }), word);
    asked.push({ ...base, action: known, tag });
  }
  if (asked.length === 0) throw faultAt('action', 'required', sentences.actionNeeded(), null);
  return asked;
}

/** By which action somebody comes into a state. `expired` is where time alone leads. */
const TOWARDS: Record<StoredState, BulkAction> = {
  active: 'enroll',
  suspended: 'suspend',
  completed: 'complete',
  withdrawn: 'withdraw',
  expired: 'withdraw',
};

const TAG_WORDS: Record<string, 'tag' | 'untag'> = {
  yes: 'tag',
  x: 'tag',
  true: 'tag',
  no: 'untag',
  false: 'untag',
};

function ofAction(
  action: BulkAction,
  cells: RowCells['cells'],
  role: CourseRole,
): Omit<Asked, 'person' | 'role'> {
  const { groupSet, group, tag } = cells;
  switch (action) {
    case 'enroll':
    case 'reactivate':
      return { action, ...daysOf(cells) };
    case 'suspend':
    case 'complete':
    case 'withdraw':
      refuseCells(cells, ['beginDate', 'endDate'], action);
      return { action };
    case 'put_into_group':
    case 'take_out_of_group':
      requireLearner(role, cells);
      if (action === 'put_into_group' && group === undefined)
        throw faultAt('group', 'required', sentences.cellNeeded({ field: 'group', action }), null);
      if (group === undefined && groupSet === undefined)
        throw faultAt('groupSet', 'required', sentences.cellNeeded({ field: 'groupSet', action }), null);
      return { action, ...(groupSet !== undefined && { groupSet }), ...(group !== undefined && { group }) };
    case 'tag':
    case 'untag':
      requireLearner(role, cells);
      if (tag === undefined)
        throw faultAt('tag', 'required', sentences.cellNeeded({ field: 'tag', action }), null);
      return { action, tag };
  }
}

function daysOf(cells: RowCells['cells']): Pick<BulkRow, 'beginDate' | 'endDate'> {
  const { beginDate, endDate } = cells;
  if (beginDate !== undefined && !isDay(beginDate))
    throw faultAt('beginDate', 'isCalendarDay', sentences.dayNeeded({ field: 'beginDate' }), beginDate);
  const isOpen = endDate === NO_DAY;
  if (endDate !== undefined && !isOpen && !isDay(endDate))
    throw faultAt('endDate', 'isCalendarDay', sentences.endDayNeeded(), endDate);
  return {
    ...(beginDate !== undefined && { beginDate }),
    ...(endDate !== undefined && { endDate: isOpen ? null : endDate }),
  };
}

/** The first that is given: lists of people have several. */
function namingOf(cells: RowCells['cells']): Naming {
  const { userId, username, email } = cells;
  if (userId !== undefined) {
    if (!isId(userId)) throw faultAt('userId', 'isId', sentences.idNeeded({ field: 'userId' }), userId);
    return { by: 'userId', value: userId };
  }
  if (username !== undefined) return { by: 'username', value: username };
  if (email !== undefined) return { by: 'email', value: email };
  throw faultAt('userId', 'required', sentences.personNeeded(), null);
}

function requireLearner(role: CourseRole, cells: RowCells['cells']): void {
  if (role !== 'learner') throw faultAt('role', 'learnersOnly', sentences.learnersOnly(), cells.role ?? null);
}

function refuseCells(cells: RowCells['cells'], columns: readonly Column[], action: BulkAction): void {
  for (const column of columns)
    if (cells[column] !== undefined)
      throw faultAt(column, 'absent', sentences.cellAbsent({ field: column, action }), cells[column]);
}

function oneOf<T extends string>(
  cells: RowCells['cells'],
  column: Column,
  known: readonly T[],
): T | undefined {
  const value = cells[column];
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value.toLowerCase().replaceAll(' ', '_'));
  if (!found)
    throw faultAt(column, 'isIn', sentences.oneOf({ field: column, values: known.join(', ') }), value);
  return found;
}

/** A fault of a cell. */
export function cellFault(
  column: string | null,
  rule: string,
  message: Sentence,
  value: string | null,
): RowFault {
  return { code: rule, message, column, value: value === null ? null : value.slice(0, MOST_CHARACTERS) };
}

function faultAt(column: string, rule: string, message: Sentence, value: string | null): CellFault {
  return new CellFault(cellFault(column, rule, message, value));
}
