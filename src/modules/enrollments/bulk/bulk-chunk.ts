import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { DomainEvents } from '../../../shared/events/domain-events';
import { dayIn } from '../../../shared/time/zoned-time';
import { CourseArchivedError, CourseNotFoundError, type CourseStatus } from '../../courses';
import { AdmissionRepository, type SettingsRecord } from '../admission/admission.repository';
import { EnrollmentLocks } from '../enrollment-locks.repository';
import { EnrollmentStarts } from '../enrollment-starts';
import { LearnerLabelsChanged } from '../groups/groups.events';
import { MembershipsRepository } from '../groups/memberships.repository';
import { LearnerDays } from '../learner-days';
import { EnrollmentChanges } from '../states/enrollment-changes';
import { TagsRepository } from '../tags/tags.repository';
import { Accounts, type BulkFacts, type CourseLabels, subjectKey, withEarlierRows } from './bulk-facts';
import { BulkFactsRepository } from './bulk-facts.repository';
import type { BulkInput } from './bulk-input';
import { BulkJudge } from './bulk-judge';
import type { BulkPlan } from './bulk-plan';
import { type BulkRow, isFaulty, isStateAction, type ReadRow } from './bulk-rows';
import { BulkRowsRepository } from './bulk-rows.repository';

/** Somebody has changed the course or an enrollment between two looks at it. The transaction is to be run again. */
export class Outdated extends Error {}

/** A change of some rows, and whose it is. */
export interface ChunkOf {
  operationId: string;
  input: BulkInput;
  /** Of a dry run: seats that its rows before these would have taken or freed. */
  seatsTaken: number;
}

/** What one look at the store finds. */
interface Look {
  rows: readonly ReadRow[];
  accounts: Accounts;
  userIds: readonly string[];
  labels: CourseLabels;
  of: ChunkOf;
}

/**
 * Carries out some hundred rows with a constant number of statements. Locks are taken in the order of decision 11: seats, what
 * those have begun who leave, accounts, enrollments, the course, sets of groups, tags.
 */
@Injectable()
export class BulkChunk {
  constructor(
    private readonly facts: BulkFactsRepository,
    private readonly rows: BulkRowsRepository,
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

  /** What would become of the rows. Changes nothing. */
  async preview(rows: readonly ReadRow[], of: ChunkOf): Promise<BulkPlan & { seatsTaken: number }> {
    const look = await this.look(rows, of);
    const course = open(await this.facts.course(of.input.courseId));
    const facts = await this.factsOf(look, course.timeZone, false);
    const settings = takesSeats(look) ? await this.admission.find(of.input.courseId) : undefined;
    await this.addSeats(facts, settings, of.seatsTaken);
    const taken = facts.seats?.taken ?? 0;
    withEarlierRows(facts, await this.earlier(facts, look));
    return {
      ...this.judged(rows, facts).plan,
      seatsTaken: of.seatsTaken + (facts.seats?.taken ?? 0) - taken,
    };
  }

  /** Carries out the rows. Call it in a transaction. Throws Outdated, CourseNotFoundError, CourseArchivedError. */
  async apply(rows: readonly ReadRow[], of: ChunkOf): Promise<BulkPlan> {
    const look = await this.look(rows, of);
    const { courseId } = of.input;
    const announced = mayMove(rows) ? await this.announced(look) : [];
    const settings = takesSeats(look) ? await this.admission.hold(courseId) : undefined;
    return this.days.changing(announced, async () => {
      const people = labelled(rows) ? [...look.userIds, of.input.requestedBy] : look.userIds;
      const locked = { ...look, userIds: people };
      const facts = await this.factsOf(locked, null, true);
      if (takesSeats(look)) await this.addSeats(facts, settings ?? (await this.unheld(courseId)), 0);
      await this.earlier(facts, look);
      const plan = this.judged(rows, facts).plan;
      const isAnnounced = new Set(announced.map(({ id }) => id));
      if (plan.moves.some(({ before }) => !isAnnounced.has(before.id))) throw new Outdated();
      await this.write(plan, of);
      return plan;
    });
  }

  private async look(rows: readonly ReadRow[], of: ChunkOf): Promise<Look> {
    const named = rows.filter((row): row is BulkRow => !isFaulty(row));
    const accounts = await this.facts.accounts(named.map(({ person }) => person));
    const labels = await this.facts.labels(of.input.courseId);
    return { rows, accounts: new Accounts(accounts), userIds: accounts.map(({ id }) => id), labels, of };
  }

  /** Enrollments that the rows would move as things are now: who leaves is told of before anything of theirs is locked. */
  private async announced(look: Look): Promise<BulkPlan['moves'][number]['before'][]> {
    const course = open(await this.facts.course(look.of.input.courseId));
    const facts = await this.factsOf(look, course.timeZone, false);
    return this.judged(look.rows, facts).plan.moves.map(({ before }) => before);
  }

  /** @param zone of the course, where it is not to be held */
  private async factsOf(look: Look, zone: string | null, isLocked: boolean): Promise<BulkFacts> {
    const { accounts, userIds, of, rows } = look;
    const { courseId, requestedBy: userId, role } = of.input;
    const people = await this.facts.people({ courseId, timeZone: zone ?? '' }, userIds, isLocked);
    const timeZone = zone ?? open(await this.facts.holdCourse(courseId)).timeZone;
    for (const candidate of people.values()) candidate.timeZone = timeZone;
    const today = dayIn(this.clock.now(), timeZone);
    const instructors = rows.some(isOfInstructor) ? await this.locks.lockInstructors(courseId, today) : [];
    const labels = isLocked ? await this.lockedLabels(look) : look.labels;
    return {
      ...{ courseId, today, by: { userId, role }, accounts, people, labels, instructors },
      ...(await this.facts.labelsOf(labels, userIds)),
      ...{ seats: undefined, asked: new Map() },
    };
  }

  /** Those sets and tags that rows may change are locked; what has gone since is left out. */
  private async lockedLabels({ labels, rows }: Look): Promise<CourseLabels> {
    if (!labelled(rows)) return labels;
    const groups = labels.sets.flatMap((set) => set.groups);
    const isThere = await this.facts.lockLabels(idsOf(labels.sets), idsOf(groups), idsOf(labels.tags));
    const there = ({ id }: { id: string }): boolean => isThere.has(id);
    return {
      sets: labels.sets.filter(there).map((set) => ({ ...set, groups: set.groups.filter(there) })),
      tags: labels.tags.filter(there),
    };
  }

  private async addSeats(
    facts: BulkFacts,
    settings: SettingsRecord | undefined,
    before: number,
  ): Promise<void> {
    if (!settings || settings.capacity === null) return;
    const seats = await this.admission.seats(settings);
    facts.seats = { ...seats, taken: seats.taken + before, hasWaitlist: settings.hasWaitlist };
  }

  /** The course is held by now: seats that were limited before that are to be held first. */
  private async unheld(courseId: string): Promise<undefined> {
    const since = await this.admission.find(courseId);
    if (since && since.capacity !== null) throw new Outdated();
    return undefined;
  }

  /** What earlier rows of the operation have asked of these people. */
  private async earlier(facts: BulkFacts, { of, userIds }: Look): ReturnType<BulkRowsRepository['earlier']> {
    const rows = await this.rows.earlier(of.operationId, userIds);
    for (const { userId, subject, number, wish } of rows)
      facts.asked.set(subjectKey(userId, subject), { number, wish });
    return rows.filter(({ outcome }) => outcome === 'done');
  }

  private judged(rows: readonly ReadRow[], facts: BulkFacts): BulkJudge {
    const judge = new BulkJudge(facts, (candidate, terms) =>
      this.starts.decide({ userId: candidate.person.id }, terms, candidate),
    );
    for (const row of rows) judge.judge(row);
    return judge;
  }

  private async write(plan: BulkPlan, { input }: ChunkOf): Promise<void> {
    const { courseId, requestedBy: userId, reason } = input;
    const now = this.clock.now();
    const by = { source: 'staff', userId } as const;
    await this.starts.startAll(plan.starts, by);
    await this.changes.write(plan.moves, by, { now, reason });
    await this.memberships.write(plan.places, { by: userId, ending: 'taken_out', now });
    await this.tags.removeAll(plan.untagged);
    await this.tags.addAll(plan.tagged, userId, now);
    const labelled = [...plan.places, ...plan.tagged, ...plan.untagged].map((each) => each.userId);
    if (labelled.length > 0)
      await this.events.publish(new LearnerLabelsChanged(courseId, [...new Set(labelled)], userId));
  }
}

function open(course: { timeZone: string; status: CourseStatus } | undefined): { timeZone: string } {
  if (!course) throw new CourseNotFoundError();
  if (course.status === 'archived') throw new CourseArchivedError();
  return course;
}

/** Whether a row may change an enrollment that has not ended. */
function mayMove(rows: readonly ReadRow[]): boolean {
  return rows.some(
    (row) =>
      !isFaulty(row) &&
      isStateAction(row.action) &&
      (row.action !== 'enroll' ||
        row.listed !== undefined ||
        row.beginDate !== undefined ||
        row.endDate !== undefined),
  );
}

function takesSeats({ rows, of: { input } }: Look): boolean {
  return (
    !input.exceedsCapacity &&
    rows.some((row) => !isFaulty(row) && isStateAction(row.action) && row.role === 'learner')
  );
}

function labelled(rows: readonly ReadRow[]): boolean {
  return rows.some((row) => !isFaulty(row) && !isStateAction(row.action));
}

function isOfInstructor(row: ReadRow): boolean {
  return !isFaulty(row) && row.role === 'instructor' && row.action !== 'enroll';
}

function idsOf(all: readonly { id: string }[]): string[] {
  return all.map(({ id }) => id);
}
