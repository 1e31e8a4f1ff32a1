import { enrollmentStatus, isLearners, type StatedSpan } from '../../courses';
import type { Candidate } from '../candidates.repository';
import type { Decision } from '../enrollment-starts';
import type { PlaceInSet } from '../groups/memberships.repository';
import type { Move } from '../states/enrollment-moves.repository';
import type { Holding } from '../tags/tags.repository';
import type { JudgedRow, RowFault, RowShape } from './bulk-rows';

/** What rows change, to be written at once. */
export interface BulkPlan {
  rows: JudgedRow[];
  starts: Decision[];
  moves: Move[];
  places: PlaceInSet[];
  tagged: Holding[];
  untagged: Holding[];
  /** By enrollment: the groups and tags that its person loses because it ends. */
  lost: Map<string, { groups: string[]; tags: string[] }>;
}

/** Why a row is not done. */
export class Refusal extends Error {
  constructor(readonly fault: RowFault) {
    super(fault.code);
  }
}

/** What a row is about, and what it asks of that: see JudgedRow. */
export interface Claim {
  subject: string;
  wish: string;
}

/** What a row does to its subject. Null before: there was nothing. */
export interface Effect {
  before: RowShape | null;
  after: RowShape | null;
  /** Left out where nothing changes. */
  apply?: () => void;
}

/** Whether somebody is an active learner of a course on the day. */
export function isActiveLearner({ enrollments }: Candidate, today: string): boolean {
  return enrollments.some((own) => isLearners(own) && isActiveEnrollment(own, today));
}

export function isActiveEnrollment(own: StatedSpan, today: string): boolean {
  return enrollmentStatus(own, today) === 'active';
}
