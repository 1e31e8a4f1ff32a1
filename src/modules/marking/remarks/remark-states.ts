export const REMARK_STATES = ['open', 'kept', 'changed', 'withdrawn'] as const;
/** How a request for another mark stands. `kept`, `changed`: what staff decided. `withdrawn`: the learner wants it no more. */
export type RemarkState = (typeof REMARK_STATES)[number];

export const REMARK_ACTIONS = ['write', 'keep', 'change', 'withdraw'] as const;
/** What can be done with one: `write` a message, decide, or take it back. */
export type RemarkAction = (typeof REMARK_ACTIONS)[number];

export const REMARK_SIDES = ['learner', 'staff'] as const;
/** On whose side somebody acts. */
export type RemarkSide = (typeof REMARK_SIDES)[number];

interface Move {
  to: RemarkState;
  by: readonly RemarkSide[];
}

/** Every move that there is. Nothing leads out of a state without moves. */
const MOVES: Readonly<Record<RemarkState, Partial<Record<RemarkAction, Move>>>> = {
  open: {
    write: { to: 'open', by: ['learner', 'staff'] },
    keep: { to: 'kept', by: ['staff'] },
    change: { to: 'changed', by: ['staff'] },
    withdraw: { to: 'withdrawn', by: ['learner'] },
  },
  kept: {},
  changed: {},
  withdrawn: {},
};

/** The state that follows; null: this may not be done. */
export function stateAfter(state: RemarkState, action: RemarkAction, side: RemarkSide): RemarkState | null {
  const move = MOVES[state][action];
  return move?.by.includes(side) ? move.to : null;
}

const DAY_MILLISECONDS = 86_400_000;

/** Until when a learner may ask, from the instant at which they could see the mark: days of 24 hours, whatever clocks do meanwhile. */
export function windowEnd(shownSince: Date, days: number): Date {
  return new Date(shownSince.getTime() + days * DAY_MILLISECONDS);
}
