import { DomainError } from '../../../shared/errors/domain-error';
import { type CourseRole, hasEnded, isLearners } from '../../courses';
import { CourseFullError } from '../admission/admission.errors';
import { hasSeat } from '../admission/admission-rules';
import type { Candidate } from '../candidates.repository';
import type { EnrollmentRecord } from '../enrollment-records';
import type { Decision, EnrollmentTerms } from '../enrollment-starts';
import { refuseWithdrawal, withdrawing } from '../instructor-withdrawal';
import { moveError } from '../states/move-errors';
import { ended, isSameStanding, moved, type Standing, type Wish } from '../states/moves';
import {
  type BulkFacts,
  replaceEnrollment,
  replacePlace,
  replaceTag,
  SEVERAL,
  subjectKey,
} from './bulk-facts';
import { type BulkPlan, type Claim, type Effect, Refusal } from './bulk-plan';
import {
  type BulkRow,
  type EnrollmentShape,
  isFaulty,
  isStateAction,
  type JudgedRow,
  type ReadRow,
  type RowFault,
} from './bulk-rows';
import { sentences } from './bulk.sentences';
import { LabelJudge } from './label-judge';
import { cellFault } from './row-cells';

/** Decides whether somebody can be enrolled: EnrollmentStarts.decide. */
export type DecideStart = (candidate: Candidate, terms: EnrollmentTerms) => Decision;

/**
 * Decides row by row what becomes of it, without a store: the same for a dry run. Each row finds what those before it
 * have done.
 */
export class BulkJudge {
  readonly plan: BulkPlan = {
    ...{ rows: [], starts: [], moves: [], places: [], tagged: [], untagged: [] },
    lost: new Map(),
  };
  private readonly labels: LabelJudge;

  constructor(
    private readonly facts: BulkFacts,
    private readonly decideStart: DecideStart,
  ) {
    this.labels = new LabelJudge(facts, this.plan);
  }

  judge(row: ReadRow): JudgedRow {
    const judged = this.judged(row);
    this.plan.rows.push(judged);
    return judged;
  }

  private judged(row: ReadRow): JudgedRow {
    const { number, line, action } = row;
    const place = { number, line, action, before: null, after: null, subject: null, wish: '' };
    if (isFaulty(row))
      return { ...place, named: row.named, userId: null, outcome: 'refused', fault: row.fault };
    const named = row.person.value;
    let userId: string | null = null;
    let claimed: Claim | undefined;
    try {
      const candidate = this.candidateOf(row);
      const { id } = candidate.person;
      userId = id;
      const claim = (made: Claim): void => {
        this.refuseRepeated(row, id, made);
        claimed = made;
      };
      const { before, after, apply } = isStateAction(row.action)
        ? this.stateEffect(row, candidate, claim)
        : this.labels.effect(row, candidate, claim);
      const told = { ...place, named, userId, ...claimed, before };
      if (!apply) return { ...told, outcome: 'already', after: before };
      apply();
      return { ...told, outcome: 'done', after };
    } catch (error) {
      return { ...place, named, userId, ...claimed, outcome: 'refused', fault: faultOf(error, row) };
    }
  }

  private candidateOf({ person }: BulkRow): Candidate {
    const id = this.facts.accounts.find(person);
    const { by: field, value } = person;
    if (id === SEVERAL)
      throw new Refusal(cellFault(field, 'several_people', sentences.severalPeople({ field }), value));
    const found = id === undefined ? undefined : this.facts.people.get(id);
    if (!found)
      throw new Refusal(cellFault(field, 'enrollments.no_such_person', sentences.noPerson({ field }), value));
    return found;
  }

  /**
   * What rows ask of one subject must not depend on their order: a file can be sent again then. So a row that is refused
   * for another reason counts, too: it may be done the next time.
   */
  private refuseRepeated({ number, action }: BulkRow, userId: string, { subject, wish }: Claim): void {
    const key = subjectKey(userId, subject);
    const earlier = this.facts.asked.get(key);
    if (earlier && earlier.wish !== wish)
      throw new Refusal(
        cellFault('action', 'row_repeats', sentences.rowRepeats({ number: String(earlier.number) }), action),
      );
    if (!earlier) this.facts.asked.set(key, { number, wish });
  }

  private stateEffect(row: BulkRow, candidate: Candidate, claim: (made: Claim) => void): Effect {
    const { action, role, beginDate = '', endDate = '', listed } = row;
    const own = candidate.enrollments.find((each) => each.role === role);
    const before = own ? shapeOf(own) : null;
    claim({ subject: role, wish: `${listed ?? action} ${beginDate} ${endDate ?? 'none'}` });
    const told = { before };
    if (this.isAlready(row, own)) return { ...told, after: before };
    if (action === 'enroll' && (!own || own.state === 'withdrawn' || this.startsAnew(row, own)))
      return { ...told, ...this.start(row, candidate) };
    if (!own)
      throw new Refusal(cellFault('role', 'not_enrolled', sentences.notEnrolled({ role }), row.person.value));
    const after = this.standingAfter(row, own);
    if (isSameStanding(own, after)) return { ...told, after: before };
    return { ...told, ...this.move(own, after, candidate) };
  }

  /** Whether a list of people says what is so. */
  private isAlready({ listed, beginDate, endDate }: BulkRow, own: EnrollmentRecord | undefined): boolean {
    if (listed === undefined) return false;
    if (!own) return listed === 'withdrawn' || listed === 'expired';
    if (listed === 'expired' || listed === 'withdrawn')
      return own.state === listed || hasEnded(own, this.facts.today);
    if (own.state !== listed) return false;
    const sameDays =
      (beginDate ?? own.beginDate) === own.beginDate &&
      (endDate === undefined ? own.endDate : endDate) === own.endDate;
    return listed !== 'active' || sameDays;
  }

  /** Whether an enrollment that ended begins a new spell, and is not made active again as lists of people want it. */
  private startsAnew({ listed }: BulkRow, own: EnrollmentRecord): boolean {
    if (!hasEnded(own, this.facts.today)) return false;
    return listed === undefined || own.state === 'active';
  }

  private standingAfter({ action, beginDate, endDate, listed }: BulkRow, own: EnrollmentRecord): Standing {
    if (listed === 'expired')
      throw new Refusal(cellFault('state', 'expires_by_itself', sentences.expiresByItself(), listed));
    if (action === 'withdraw') return ended(own, 'withdrawn', this.facts.today);
    if (action === 'enroll' && own.state === 'suspended' && listed === undefined)
      throw new Refusal(cellFault('action', 'suspended', sentences.suspendedNow(), action));
    const days = { ...(beginDate && { beginDate }), ...(endDate !== undefined && { endDate }) };
    const after = moved(
      own,
      { ...(WISHES[action] ?? {}), ...(takesDays(action) ? days : {}) },
      this.facts.today,
    );
    if ('refused' in after) throw moveError(after);
    return after;
  }

  private start(row: BulkRow, candidate: Candidate): Pick<Effect, 'after' | 'apply'> {
    const { courseId, by } = this.facts;
    const { role, beginDate, endDate } = row;
    const days = { ...(beginDate && { beginDate }), ...(endDate !== undefined && { endDate }) };
    const origin = { source: 'staff', userId: by.userId } as const;
    const decision = this.decideStart(candidate, { courseId, role, ...days, by: origin });
    if (role === 'learner') this.requireSeat();
    const after = shapeOf(decision.enrollment);
    return {
      after,
      apply: () => {
        // Kept apart from what the next rows change.
        const earlier = decision.earlier && { ...decision.earlier };
        this.plan.starts.push({ ...decision, earlier });
        if (role === 'learner' && this.facts.seats) this.facts.seats.taken += 1;
        replaceEnrollment(candidate, after, courseId);
        this.forgetLabels(candidate);
      },
    };
  }

  private move(
    own: EnrollmentRecord,
    after: Standing,
    candidate: Candidate,
  ): Pick<Effect, 'after' | 'apply'> {
    const { today, by, seats, courseId } = this.facts;
    const before = { ...own };
    const leaves = after.state !== 'active' || (after.endDate !== null && after.endDate <= today);
    if (leaves) refuseWithdrawal(this.facts.instructors, own.id, withdrawing(by, this.facts.instructors));
    const seat = isLearners(own) ? Number(holdsSeat(after)) - Number(holdsSeat(before)) : 0;
    if (seat > 0) this.requireSeat();
    const shape = { ...shapeOf(before), ...after };
    return {
      after: shape,
      apply: () => {
        this.plan.moves.push({ before, after });
        if (seats) seats.taken += seat;
        if (leaves)
          this.facts.instructors = this.facts.instructors.filter((each) => each.enrollmentId !== own.id);
        if (isLearners(own) && hasEnded(after, today))
          this.plan.lost.set(own.id, this.forgetLabels(candidate));
        replaceEnrollment(candidate, shape, courseId);
      },
    };
  }

  private requireSeat(): void {
    const { seats } = this.facts;
    if (seats && seats.capacity !== null && !hasSeat(seats))
      throw new CourseFullError(seats.capacity, { hasWaitlist: seats.hasWaitlist, byStaff: true });
  }

  /** Whoever leaves or comes back has no groups and no tags. */
  private forgetLabels({ person: { id } }: Candidate): { groups: string[]; tags: string[] } {
    const { labels, places, tagged } = this.facts;
    const groups: string[] = [];
    const tags: string[] = [];
    for (const { id: setId } of labels.sets) {
      const place = places.get(`${setId} ${id}`);
      if (place) groups.push(place.groupId);
      replacePlace(this.facts, id, { setId, groupId: null });
    }
    for (const { id: tagId } of labels.tags) {
      if (tagged.has(`${tagId} ${id}`)) tags.push(tagId);
      replaceTag(this.facts, id, { tagId, isTagged: false });
    }
    return { groups, tags };
  }
}

const WISHES: Partial<Record<BulkRow['action'], Wish>> = {
  enroll: { state: 'active' },
  suspend: { state: 'suspended' },
  reactivate: { state: 'active' },
  complete: { state: 'completed' },
};

function takesDays(action: BulkRow['action']): boolean {
  return action === 'enroll' || action === 'reactivate';
}

export function shapeOf(record: {
  id: string;
  role: CourseRole;
  state: EnrollmentShape['state'];
  beginDate: string;
  endDate: string | null;
  spell: number;
}): EnrollmentShape {
  const { id: enrollmentId, role, state, beginDate, endDate, spell } = record;
  return { enrollmentId, role, state, beginDate, endDate, spell };
}

function holdsSeat({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'active' || state === 'suspended';
}

function faultOf(error: unknown, { person }: BulkRow): RowFault {
  if (error instanceof Refusal) return error.fault;
  if (!(error instanceof DomainError)) throw error;
  const [field] = error.fields;
  return {
    ...{ code: error.code, message: error.detail },
    column: field?.field ?? person.by,
    value: person.value.slice(0, 60),
  };
}
