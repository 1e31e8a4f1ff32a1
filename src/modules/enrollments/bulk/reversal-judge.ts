import { DomainError } from '../../../shared/errors/domain-error';
import type { LoggedChange, NewChange } from '../../../shared/operations/operation-changes';
import type { ReversalOutcome, ReversedChange } from '../../../shared/operations/reversal';
import type { Sentence } from '../../../shared/sentences/sentence';
import { hasEnded, isLearners } from '../../courses';
import { hasSeat } from '../admission/admission-rules';
import type { Candidate } from '../candidates.repository';
import type { EnrollmentRecord } from '../enrollment-records';
import type { PlaceInSet } from '../groups/memberships.repository';
import { refuseWithdrawal, withdrawing } from '../instructor-withdrawal';
import type { Move } from '../states/enrollment-moves.repository';
import { ended, isSameStanding, type Standing } from '../states/moves';
import type { Holding } from '../tags/tags.repository';
import { type BulkFacts, placeKey, replaceEnrollment, replacePlace, replaceTag, tagKey } from './bulk-facts';
import { shapeOf } from './bulk-judge';
import type { LoggedEnrollment, Part } from './bulk-log';
import { isActiveLearner } from './bulk-plan';
import type { EnrollmentShape, PlaceShape, TagShape } from './bulk-rows';
import { sentences } from './bulk.sentences';

/** What a reversal changes, to be written at once. */
export interface ReversalPlan {
  /** Enrollments that begin a new spell, as they are and as they become. */
  reopened: { before: EnrollmentRecord; after: EnrollmentRecord; isSuspended: boolean }[];
  moves: Move[];
  places: PlaceInSet[];
  tagged: Holding[];
  untagged: Holding[];
}

class Left extends Error {
  constructor(
    readonly code: string,
    readonly sentence: Sentence,
  ) {
    super(code);
  }
}

type Verdict = { outcome: ReversalOutcome; change?: Omit<NewChange, 'part' | 'rowId'> };

/** Decides, change by change and the last one first, how it is taken back. What somebody has changed since stays. */
export class ReversalJudge {
  readonly plan: ReversalPlan = { reopened: [], moves: [], places: [], tagged: [], untagged: [] };

  constructor(private readonly facts: BulkFacts) {}

  judge(change: LoggedChange): ReversedChange {
    const { part, rowId } = change;
    try {
      const { outcome, change: made } = this.verdictOn(change);
      return { outcome, ...(made && { change: { part, rowId, ...made } }) };
    } catch (error) {
      if (error instanceof Left)
        return { outcome: 'left', remark: { code: error.code, message: error.sentence, value: rowId } };
      if (!(error instanceof DomainError)) throw error;
      return { outcome: 'left', remark: { code: error.code, message: error.detail, value: rowId } };
    }
  }

  private verdictOn({ part, rowId, before, after }: LoggedChange): Verdict {
    switch (part as Part) {
      case 'enrollments':
        return this.enrollment(
          rowId,
          before as LoggedEnrollment | null,
          after as unknown as LoggedEnrollment,
        );
      case 'groups':
        return this.place(rowId, before as unknown as PlaceShape, after as unknown as PlaceShape);
      case 'tags':
        return this.tag(rowId, before as unknown as TagShape, after as unknown as TagShape);
    }
  }

  private enrollment(id: string, was: LoggedEnrollment | null, became: LoggedEnrollment): Verdict {
    const candidate = this.facts.people.get(became.userId);
    const own = candidate?.enrollments.find((each) => each.id === id);
    if (!candidate || !own) throw new Left('row_gone', sentences.enrollmentGone());
    if (was && isSame(own, was)) return { outcome: 'unchanged' };
    if (!isSame(own, became)) throw new Left('changed_since', sentences.changedSince());
    // What began with the operation ends; what it has ended begins again.
    if (!was || was.spell !== became.spell) return this.end(candidate, own);
    if (became.state === 'withdrawn') return this.beginAgain(candidate, own, was);
    return this.move(candidate, own, was);
  }

  private end(candidate: Candidate, own: EnrollmentRecord): Verdict {
    const after = ended(own, 'withdrawn', this.facts.today);
    if (isSameStanding(own, after)) return { outcome: 'unchanged' };
    return { ...this.moved(candidate, own, after, {}), outcome: 'ended' };
  }

  private move(candidate: Candidate, own: EnrollmentRecord, was: LoggedEnrollment): Verdict {
    const { state, beginDate, endDate } = was;
    return this.moved(candidate, own, { state, beginDate, endDate }, was);
  }

  private moved(
    candidate: Candidate,
    own: EnrollmentRecord,
    after: Standing,
    labels: Pick<LoggedEnrollment, 'groups' | 'tags'>,
  ): Verdict {
    const { today, by, courseId } = this.facts;
    const before = { ...own };
    const leaves = after.state !== 'active' || hasEnded(after, today);
    if (leaves) {
      refuseWithdrawal(this.facts.instructors, own.id, withdrawing(by, this.facts.instructors));
      this.facts.instructors = this.facts.instructors.filter((each) => each.enrollmentId !== own.id);
    }
    this.takeSeat(own, before, after);
    this.plan.moves.push({ before, after });
    const [old, next] = [shapeOf(before), { ...shapeOf(before), ...after }];
    replaceEnrollment(candidate, next, courseId);
    const lost = hasEnded(after, today) ? this.labelsOf(candidate.person.id) : {};
    this.giveBack(candidate.person.id, labels);
    return {
      outcome: 'restored',
      change: {
        action: hasEnded(after, today) ? 'removed' : 'changed',
        before: { ...old, ...lost, userId: own.userId },
        after: { ...next, userId: own.userId },
      },
    };
  }

  private beginAgain(candidate: Candidate, own: EnrollmentRecord, was: LoggedEnrollment): Verdict {
    const before = { ...own };
    const { state, beginDate, endDate } = was;
    const open = candidate.enrollments.find((each) => !hasEnded(each, this.facts.today));
    if (open) throw new Left('changed_since', sentences.changedSince());
    this.takeSeat(own, before, was);
    const next = { spell: own.spell + 1, version: own.version + 1, source: 'staff' as const };
    const after: EnrollmentRecord = { ...own, ...next, state: 'active', beginDate, endDate };
    this.plan.reopened.push({ before, after, isSuspended: state === 'suspended' });
    const shape = { ...shapeOf(after), state };
    replaceEnrollment(candidate, shape, this.facts.courseId);
    this.giveBack(candidate.person.id, was);
    return {
      outcome: 'restored',
      change: {
        action: 'changed',
        before: { ...shapeOf(before), userId: own.userId },
        after: { ...shape, userId: own.userId },
      },
    };
  }

  private takeSeat(own: EnrollmentRecord, before: Standing, after: Standing): void {
    const { seats } = this.facts;
    if (!isLearners(own) || !seats) return;
    const holds = ({ state }: Standing): boolean => state === 'active' || state === 'suspended';
    const taken = Number(holds(after)) - Number(holds(before));
    if (taken > 0 && !hasSeat(seats)) throw new Left('enrollments.course_full', sentences.noSeatLeft());
    seats.taken += taken;
  }

  /** Groups and tags that somebody lost with their enrollment, as far as these are there and nothing stands in their place. */
  private giveBack(
    userId: string,
    { groups = [], tags = [] }: Pick<LoggedEnrollment, 'groups' | 'tags'>,
  ): void {
    const { labels, places, tagged } = this.facts;
    for (const set of labels.sets) {
      const group = set.groups.find(({ id }) => groups.includes(id));
      if (!group || places.has(placeKey(set.id, userId))) continue;
      this.plan.places.push({ setId: set.id, userId, from: null, to: group.id });
      replacePlace(this.facts, userId, { setId: set.id, groupId: group.id });
    }
    for (const { id: tagId } of labels.tags) {
      if (!tags.includes(tagId) || tagged.has(tagKey(tagId, userId))) continue;
      this.plan.tagged.push({ tagId, userId });
      replaceTag(this.facts, userId, { tagId, isTagged: true });
    }
  }

  private labelsOf(userId: string): Required<Pick<LoggedEnrollment, 'groups' | 'tags'>> {
    const { labels, places, tagged } = this.facts;
    return {
      groups: labels.sets.flatMap(({ id }) => places.get(placeKey(id, userId))?.groupId ?? []),
      tags: labels.tags.flatMap(({ id }) => (tagged.has(tagKey(id, userId)) ? id : [])),
    };
  }

  private place(userId: string, was: PlaceShape, became: PlaceShape): Verdict {
    const { setId } = became;
    const set = this.facts.labels.sets.find(({ id }) => id === setId);
    const isThere = was.groupId === null || set?.groups.some(({ id }) => id === was.groupId);
    if (!set || !isThere) throw new Left('row_gone', sentences.groupGone());
    const from = this.facts.places.get(placeKey(setId, userId)) ?? null;
    const present = from?.groupId ?? null;
    if (present === was.groupId) return { outcome: 'unchanged' };
    if (present !== became.groupId) throw new Left('changed_since', sentences.placeChangedSince());
    if (was.groupId !== null) this.requireActive(userId);
    this.plan.places.push({ setId, userId, from, to: was.groupId });
    replacePlace(this.facts, userId, was);
    return this.label(was.groupId === null, { setId, groupId: present }, { setId, groupId: was.groupId });
  }

  private tag(userId: string, was: TagShape, became: TagShape): Verdict {
    const { tagId } = became;
    if (!this.facts.labels.tags.some(({ id }) => id === tagId))
      throw new Left('row_gone', sentences.tagGone());
    const isTagged = this.facts.tagged.has(tagKey(tagId, userId));
    if (isTagged === was.isTagged) return { outcome: 'unchanged' };
    if (was.isTagged) this.requireActive(userId);
    this.plan[was.isTagged ? 'tagged' : 'untagged'].push({ tagId, userId });
    replaceTag(this.facts, userId, { tagId, isTagged: was.isTagged });
    return this.label(!was.isTagged, { tagId, isTagged }, { tagId, isTagged: was.isTagged });
  }

  private label(isEnd: boolean, before: object, after: object): Verdict {
    const action = isEnd ? 'removed' : 'changed';
    return {
      outcome: isEnd ? 'ended' : 'restored',
      change: { action, before: { ...before }, after: { ...after } },
    };
  }

  private requireActive(userId: string): void {
    const candidate = this.facts.people.get(userId);
    if (!candidate || !isActiveLearner(candidate, this.facts.today))
      throw new Left('not_active_learner', sentences.notActiveLearner());
  }
}

function isSame(own: EnrollmentRecord, shape: EnrollmentShape): boolean {
  return isSameStanding(own, shape) && own.spell === shape.spell;
}
