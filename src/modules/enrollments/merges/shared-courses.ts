import { type ConcludedFacts, type EnrollmentState, hasEnded, stateInForce } from '../../courses';
import type { EnrollmentRecord } from '../enrollment-records';
import { ended } from '../states/moves';

/*
 * What becomes of the enrollments of two accounts of one person in a course in which both are or were enrolled (decision 96), as pure functions.
 */

/** A course with the enrollments of both accounts in it. */
export interface SharedCourse {
  courseId: string;
  title: string;
  facts: ConcludedFacts;
  today: string;
  kept: EnrollmentRecord[];
  duplicate: EnrollmentRecord[];
}

/** An enrollment, as it is and as it becomes. `reopens`: it begins a new spell. */
export interface SharedChange {
  before: EnrollmentRecord;
  after: EnrollmentRecord;
  reopens: boolean;
}

export interface SharedOutcome {
  /** Enrollments of the kept account that take over what the duplicate has. */
  taken: SharedChange[];
  /** Enrollments of the duplicate that end. */
  ended: SharedChange[];
  /** Enrollments of the duplicate that are given to the kept account, which has none in the role and is not in the course otherwise. */
  given: EnrollmentRecord[];
  /** Open enrollments of the duplicate in another role than that in which the kept account goes on. */
  dropped: EnrollmentRecord[];
}

/** The kept account goes on with the better of two enrollments in the same role; those of the duplicate end. */
export function sharedOutcome(course: SharedCourse): SharedOutcome {
  const outcome: SharedOutcome = { taken: [], ended: [], given: [], dropped: [] };
  const isOpen = (one: EnrollmentRecord): boolean => !hasEnded(one, course.today);
  // At most one of each account goes on: nobody is in a course in two roles at once.
  const goesOn = course.kept.find(isOpen);
  for (const own of course.duplicate) {
    const same = course.kept.find(({ role }) => role === own.role);
    const isInOtherRole = goesOn !== undefined && goesOn.role !== own.role;
    if (!same && !goesOn) {
      outcome.given.push(own);
      continue;
    }
    if (isOpen(own) && isInOtherRole) outcome.dropped.push(own);
    else if (same && isBetter(own, same, course)) outcome.taken.push(takingOver(same, own));
    else if (same && own.isOwner && !same.isOwner && isOpen(own))
      outcome.taken.push({ before: same, after: { ...same, isOwner: true }, reopens: false });
    const after = { ...own, ...ended(own, 'withdrawn', course.today) };
    if (after.state !== own.state) outcome.ended.push({ before: own, after, reopens: false });
  }
  return outcome;
}

function takingOver(same: EnrollmentRecord, own: EnrollmentRecord): SharedChange {
  const { state, beginDate, endDate } = own;
  const reopens = same.state === 'withdrawn';
  const isOwner = same.isOwner || own.isOwner;
  const spell = reopens ? same.spell + 1 : same.spell;
  return { before: same, after: { ...same, state, beginDate, endDate, isOwner, spell }, reopens };
}

/** By the state in force, and of two in the same one by how long it lasts. */
function isBetter(own: EnrollmentRecord, same: EnrollmentRecord, { facts, today }: SharedCourse): boolean {
  const [mine, theirs] = [rank(stateInForce(own, facts, today)), rank(stateInForce(same, facts, today))];
  if (mine !== theirs) return mine < theirs;
  if (hasEnded(own, today)) return false;
  return same.endDate !== null && (own.endDate === null || own.endDate > same.endDate);
}

/** The best is first. */
const RANK: Record<EnrollmentState, number> = {
  ...{ active: 0, upcoming: 1, suspended: 2, completed: 3, expired: 4, withdrawn: 5 },
};

function rank(state: EnrollmentState): number {
  return RANK[state];
}
