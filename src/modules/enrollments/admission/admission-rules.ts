/*
 * Who comes into a course by themselves, as pure functions (decision 88). A seat is held by every enrollment of a learner that
 * is stored as active or suspended, so one whose days are over holds its seat until it is stored as expired.
 */

/**
 * `requested`: staff decide. `waitlisted`: there is no seat yet. `offered`: a seat is held until the person takes it or the offer is over. The others are
 * decided; `lapsed`: nobody took the seat in time.
 */
export const REQUEST_STATES = [
  ...(['requested', 'waitlisted', 'offered', 'accepted', 'rejected', 'withdrawn', 'lapsed'] as const),
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
export const OPEN_STATES: readonly RequestState[] = ['requested', 'waitlisted', 'offered'];

/** What instructors set. Instants are half-open: from `opensAt` on, and no more from `closesAt` on. */
export interface AdmissionRules {
  needsApproval: boolean;
  needsKey: boolean;
  opensAt: Date | null;
  closesAt: Date | null;
  capacity: number | null;
  hasWaitlist: boolean;
  /** For how many hours a seat is offered to whoever waits; null: they get it at once. */
  offerHours: number | null;
  /** Pending invitations of learners hold a seat. */
  invitationsHoldSeats: boolean;
  accessDays: number | null;
}

export const DEFAULT_RULES: AdmissionRules = {
  needsApproval: false,
  needsKey: false,
  ...{ opensAt: null, closesAt: null, capacity: null },
  hasWaitlist: true,
  offerHours: null,
  invitationsHoldSeats: false,
  accessDays: null,
};

/** Seats of a course. */
export interface Seats {
  capacity: number | null;
  /** Held by enrollments and offers, and by invitations where those hold one. */
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

/** Until when a seat that is offered now can be taken; null: nobody is asked, and whoever waits gets it at once. */
export function offerUntil(
  { offerHours, capacity }: Pick<AdmissionRules, 'offerHours' | 'capacity'>,
  now: Date,
): Date | null {
  // Where there are seats for all, nobody needs to be asked who comes next.
  return offerHours === null || capacity === null ? null : new Date(now.getTime() + offerHours * 3_600_000);
}

/** Whether an offer can no longer be taken, whether or not the sweep has stored it. */
export function isOfferOver({ offerUntil: until }: { offerUntil: Date | null }, now: Date): boolean {
  return until === null || now >= until;
}

/** How many of those who wait get a seat now, the first ones first. */
export function movingUp({ capacity, taken, waiting }: Seats): number {
  return capacity === null ? waiting : Math.max(0, Math.min(waiting, capacity - taken));
}
