import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { DomainEvents } from '../../../shared/events/domain-events';
import type { LoggedChange } from '../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../shared/operations/operation-reversals.service';
import { OperationNotFoundError } from '../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../shared/operations/reversal';
import { dayIn } from '../../../shared/time/zoned-time';
import { CourseAccess, CourseNotFoundError } from '../../courses';
import { AdmissionRepository } from '../admission/admission.repository';
import type { Candidate } from '../candidates.repository';
import { EnrollmentLocks } from '../enrollment-locks.repository';
import { EnrollmentStarts } from '../enrollment-starts';
import { LearnerLabelsChanged } from '../groups/groups.events';
import { MembershipsRepository } from '../groups/memberships.repository';
import { LearnerDays } from '../learner-days';
import { EnrollmentChanges } from '../states/enrollment-changes';
import { TagsRepository } from '../tags/tags.repository';
import { Accounts, type BulkFacts } from './bulk-facts';
import { BulkFactsRepository } from './bulk-facts.repository';
import { type BulkInput, ENROLLMENT_CHANGES, exclusiveKeyOf } from './bulk-input';
import type { LoggedEnrollment } from './bulk-log';
import { ReversalJudge, type ReversalPlan } from './reversal-judge';

/** Who takes back what in which course. */
interface Undoing {
  courseId: string;
  by: string;
}

/**
 * Takes back what a bulk change has changed: who was enrolled by it is withdrawn, who was withdrawn begins a new spell, with the
 * days, groups and tags of before. Whatever somebody has changed since stays, and an issue names it.
 */
@Injectable()
export class BulkReversal implements Reverter, OnModuleInit {
  readonly permission = 'enrollments.reverse';
  readonly exclusiveWith = null;
  readonly changesAtOnce = 500;

  constructor(
    private readonly facts: BulkFactsRepository,
    private readonly operations: OperationsRepository,
    private readonly reversals: OperationReversals,
    private readonly access: CourseAccess,
    private readonly starts: EnrollmentStarts,
    private readonly changes: EnrollmentChanges,
    private readonly days: LearnerDays,
    private readonly admission: AdmissionRepository,
    private readonly locks: EnrollmentLocks,
    private readonly memberships: MembershipsRepository,
    private readonly tags: TagsRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.reversals.register(ENROLLMENT_CHANGES, this);
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as BulkInput).courseId, 'roster.change');
  }

  exclusiveKeyFor(input: object): string {
    return exclusiveKeyOf(input as BulkInput);
  }

  async reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    const undoing = await this.undoing(facts.operationId);
    const enrollments = changes.filter(({ part }) => part === 'enrollments');
    if (facts.isDryRun) return this.judged(changes, await this.factsFor(changes, undoing, false)).results;
    const settings = await this.admission.hold(undoing.courseId);
    const announced = enrollments.map(({ after }) => {
      const { userId, role } = after as unknown as LoggedEnrollment;
      return { courseId: undoing.courseId, userId, role };
    });
    return this.days.changing(announced, async () => {
      const found = await this.factsFor(changes, undoing, true);
      if (settings && settings.capacity !== null) {
        const { hasWaitlist } = settings;
        found.seats = { ...(await this.admission.seats(settings)), hasWaitlist };
      }
      const { plan, results } = this.judged(changes, found);
      await this.write(plan, undoing);
      return results;
    });
  }

  /** Whoever asked for the reversal, and the course of what is reversed. */
  private async undoing(operationId: string): Promise<Undoing> {
    const reversal = await this.operations.find(operationId);
    if (!reversal) throw new OperationNotFoundError();
    const original = await this.reversals.originalOf(reversal);
    const { courseId, requestedBy } = original.input as BulkInput;
    return { courseId, by: reversal.requestedBy ?? requestedBy };
  }

  private async factsFor(
    changes: readonly LoggedChange[],
    { courseId, by }: Undoing,
    isLocked: boolean,
  ): Promise<BulkFacts> {
    const userIds = [...new Set([...changes.map(personOf), by])];
    const course = await this.facts.course(courseId);
    if (!course) throw new CourseNotFoundError();
    const { timeZone } = course;
    const people = await this.facts.people({ courseId, timeZone }, userIds, isLocked);
    const held = isLocked ? ((await this.facts.holdCourse(courseId)) ?? course) : course;
    const today = dayIn(this.clock.now(), held.timeZone);
    const isOfStaff = changes.some(({ after }) => after['role'] === 'instructor');
    const instructors = isOfStaff ? await this.locks.lockInstructors(courseId, today) : [];
    const labels = await this.facts.labels(courseId);
    if (isLocked)
      await this.facts.lockLabels(
        labels.sets.map(({ id }) => id),
        labels.sets.flatMap(({ groups }) => groups.map(({ id }) => id)),
        labels.tags.map(({ id }) => id),
      );
    const role = people.get(by)?.platformRole ?? 'learner';
    return {
      ...{ courseId, today, by: { userId: by, role }, people, labels, instructors },
      ...(await this.facts.labelsOf(labels, userIds)),
      ...{ accounts: new Accounts([]), seats: undefined, asked: new Map<string, never>() },
    };
  }

  private judged(
    changes: readonly LoggedChange[],
    facts: BulkFacts,
  ): { plan: ReversalPlan; results: ReversedChange[] } {
    const judge = new ReversalJudge(facts);
    return { results: changes.map((change) => judge.judge(change)), plan: judge.plan };
  }

  private async write(plan: ReversalPlan, { courseId, by: userId }: Undoing): Promise<void> {
    const now = this.clock.now();
    const by = { source: 'staff', userId } as const;
    const { reopened, moves, places, tagged, untagged } = plan;
    await this.changes.write(moves, by, { now });
    await this.starts.reopenAll(
      reopened.map(({ before }) => before),
      reopened.map(({ after }) => after),
      by,
      now,
    );
    // A spell begins active: that it was suspended is a move of it.
    await this.changes.write(
      reopened
        .filter(({ isSuspended }) => isSuspended)
        .map(({ after }) => ({ before: after, after: { ...after, state: 'suspended' } })),
      by,
      { now },
    );
    await this.memberships.write(places, { by: userId, ending: 'taken_out', now });
    await this.tags.removeAll(untagged);
    await this.tags.addAll(tagged, userId, now);
    const labelled = [...places, ...tagged, ...untagged].map((each) => each.userId);
    if (labelled.length > 0)
      await this.events.publish(new LearnerLabelsChanged(courseId, [...new Set(labelled)], userId));
  }
}

function personOf({ part, rowId, after }: LoggedChange): Candidate['person']['id'] {
  return part === 'enrollments' ? (after as unknown as LoggedEnrollment).userId : rowId;
}
