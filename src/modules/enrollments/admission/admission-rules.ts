/*
 * Who comes into a course by themselves, as pure functions (decision 88). A seat is held by every enrollment of a learner that
 * is stored as active or suspended, so one whose days are over holds its seat until it is stored as expired.
 */

/** `requested`: staff decide. `waitlisted`: there is no seat yet. The others are decided. */
export const REQUEST_STATES = ['requested', 'waitlisted', 'accepted', 'rejected', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
export const OPEN_STATES: readonly RequestState[] = ['requested', 'waitlisted'];

/** What instructors set. Instants are half-open: from `opensAt` on, and no more from `closesAt` on. */
export interface AdmissionRules {
  needsApproval: boolean;
  needsKey: boolean;
  opensAt: Date | null;
  closesAt: Date | null;
  capacity: number | null;
  hasWaitlist: boolean;
  /** Pending invitations of learners hold a seat. */
  invitationsHoldSeats: boolean;
  accessDays: number | null;
}

export const DEFAULT_RULES: AdmissionRules = {
  needsApproval: false,
  needsKey: false,
  ...{ opensAt: null, closesAt: null, capacity: null },
  hasWaitlist: true,
  invitationsHoldSeats: false,
  accessDays: null,
};

/** Seats of a course. */
export interface Seats {
  capacity: number | null;
  /** Held by enrollments, and by invitations where those hold one. */
  taken: number;
  /** People in the waitlist. */
  waiting: number;
}

/** Whether people may ask at the instant; if not, because it is too early or too late. */
export function windowAt(
  { opensAt, closesAt }: Pick<AdmissionRules, 'opensAt' | 'closesAt'>,
  now: Date,
): 'open' | 'not_yet' | 'over' {
  if (opensAt !== null && now < opensAt) return 'not_yet';
  return closesAt !== null && now >= closesAt ? 'over' : 'open';
}

/** Whether whoever comes next gets a seat: there is one, and nobody waits for it. */
export function hasSeat({ capacity, taken, waiting }: Seats): boolean {
  return capacity === null || (taken < capacity && waiting === 0);
}

/** What becomes of somebody who asks. `full`: there is neither a seat nor a waitlist. */
export function admission(
  rules: Pick<AdmissionRules, 'needsApproval' | 'hasWaitlist'>,
  seats: Seats,
  { isApproved }: { isApproved: boolean },
): 'requested' | 'accepted' | 'waitlisted' | 'full' {
  if (rules.needsApproval && !isApproved) return 'requested';
  if (hasSeat(seats)) return 'accepted';
  return rules.hasWaitlist ? 'waitlisted' : 'full';
}

/** How many of those who wait get a seat now, the first ones first. */
export function movingUp({ capacity, taken, waiting }: Seats): number {
  return capacity === null ? waiting : Math.max(0, Math.min(waiting, capacity - taken));
}
