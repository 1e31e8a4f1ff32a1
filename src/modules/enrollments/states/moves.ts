import { hasEnded, type StateFacts, type StoredState } from '../../courses';
import type { EnrollmentSource } from './enrollment-sources';

/*
 * Which moves an enrollment can make, as pure functions (decision 85). A withdrawn one makes none: whoever comes back begins
 * a new spell.
 */

type Mover = Exclude<EnrollmentSource, 'unknown'>;

/** Who can move an enrollment from the one state to the other. What is not in it cannot be done. */
export const MOVES: Record<StoredState, Partial<Record<StoredState, readonly Mover[]>>> = {
  active: {
    suspended: ['staff'],
    completed: ['staff', 'rule'],
    withdrawn: ['self', 'staff', 'sync'],
    expired: ['rule'],
  },
  suspended: {
    active: ['staff'],
    completed: ['staff'],
    withdrawn: ['self', 'staff', 'sync'],
    expired: ['rule'],
  },
  completed: { active: ['staff'] },
  expired: { active: ['staff'], completed: ['staff'] },
  withdrawn: {},
};

/** The states to which somebody can move an enrollment that is in this one. */
export function movesOf(state: StoredState, mover: Mover): StoredState[] {
  return Object.entries(MOVES[state]).flatMap(([to, movers]) =>
    movers.includes(mover) ? [to as StoredState] : [],
  );
}

/** The state that is stored, and the days of access. */
export type Standing = Pick<StateFacts, 'state' | 'beginDate' | 'endDate'>;

/** What staff want of an enrollment. What is left out stays. */
export interface Wish {
  state?: StoredState;
  beginDate?: string;
  endDate?: string | null;
}

/** Why not. `allowed`: where it can go from its state. */
export type MoveRefusal =
  | { refused: 'move'; from: StoredState; to: StoredState; allowed: StoredState[] }
  | { refused: 'days'; from: StoredState }
  | { refused: 'end_of_ended'; to: StoredState }
  | { refused: 'no_day' };

/**
 * What becomes of an enrollment by a wish of staff on a day of the course's time zone.
 *
 * - An end ahead makes an expired one active again: that is an extension.
 * - What ends it ends it today, or on the earlier day on which it had ended; so its `endDate` cannot be chosen.
 * - What was ended and becomes active again has no end unless one is given.
 * - A withdrawn or completed one keeps its days.
 */
export function moved(before: Standing, wish: Wish, today: string): Standing | MoveRefusal {
  const isExtended =
    before.state === 'expired' && wish.endDate !== undefined && !hasEnded({ endDate: wish.endDate }, today);
  const state = wish.state ?? (isExtended ? 'active' : before.state);
  const allowed = movesOf(before.state, 'staff');
  if (state !== before.state && !allowed.includes(state))
    return { refused: 'move', from: before.state, to: state, allowed };
  const isOpen = state === 'active' || state === 'suspended';
  if (!isOpen && state !== before.state) {
    if (wish.endDate !== undefined) return { refused: 'end_of_ended', to: state };
    return { state, beginDate: wish.beginDate ?? before.beginDate, endDate: endedBy(before.endDate, today) };
  }
  if (!isOpen && (wish.beginDate !== undefined || wish.endDate !== undefined))
    return { refused: 'days', from: state };
  const wasOpen = before.state === 'active' || before.state === 'suspended';
  const beginDate = wish.beginDate ?? before.beginDate;
  const endDate = wish.endDate !== undefined ? wish.endDate : wasOpen || !isOpen ? before.endDate : null;
  const changesDays = beginDate !== before.beginDate || endDate !== before.endDate;
  if (changesDays && endDate !== null && endDate <= beginDate) return { refused: 'no_day' };
  return { state, beginDate, endDate };
}

/** The states that end an enrollment. */
export type EndingState = Exclude<StoredState, 'active' | 'suspended'>;

/** An enrollment that is ended today; one that has ended stays as it is. */
export function ended(before: Standing, state: EndingState, today: string): Standing {
  const isOver = before.state !== 'active' && before.state !== 'suspended';
  return isOver ? before : { ...before, state, endDate: endedBy(before.endDate, today) };
}

/** What an enrollment becomes when its days are changed from outside: by a roster, or with the calendar of the course. */
export function redated(
  before: Standing,
  days: Pick<Standing, 'beginDate' | 'endDate'>,
  today: string,
): Standing {
  const isOpen = before.state === 'active' || before.state === 'suspended';
  return { ...before, ...days, ...(isOpen && hasEnded(days, today) ? { state: 'withdrawn' as const } : {}) };
}

export function isSameStanding(one: Standing, other: Standing): boolean {
  return one.state === other.state && one.beginDate === other.beginDate && one.endDate === other.endDate;
}

function endedBy(endDate: string | null, today: string): string {
  return endDate !== null && endDate <= today ? endDate : today;
}
