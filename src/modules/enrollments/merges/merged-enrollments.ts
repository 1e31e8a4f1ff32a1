import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, OnEvent } from '../../../shared/events/domain-events';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import { inEnglish } from '../../../shared/sentences/say';
import { canTeach } from '../../courses';
import {
  AccountsMerged,
  type MergePair,
  type MergePart,
  MergeParts,
  type MergeTerms,
  type PartOutcome,
} from '../../identity';
import type { EnrollmentRecord } from '../enrollment-records';
import { AccommodationChanged } from '../enrollments.events';
import { LastInstructorError } from '../enrollments.errors';
import { EnrollmentLocks } from '../enrollment-locks.repository';
import { EnrollmentStarts } from '../enrollment-starts';
import { LearnerLabelsChanged } from '../groups/groups.events';
import { LearnerDays } from '../learner-days';
import { PersonNamesRepository } from '../person-names.repository';
import { EnrollmentChanges } from '../states/enrollment-changes';
import type { Origin } from '../states/enrollment-sources';
import { isSameStanding } from '../states/moves';
import { sentences } from './merges.sentences';
import { SharedCoursesRepository } from './shared-courses.repository';
import { type SharedChange, type SharedCourse, type SharedOutcome, sharedOutcome } from './shared-courses';

/** What was done, for a reversal. */
interface Logged {
  changes: SharedChange[];
  given: EnrollmentRecord[];
}

/**
 * When two accounts of one person become one: what becomes of courses in which both are enrolled. Those of only one of them have moved
 * with everything in them by then.
 */
@Injectable()
export class MergedEnrollments implements MergePart, OnModuleInit {
  readonly name = 'enrollments';

  constructor(
    private readonly courses: SharedCoursesRepository,
    private readonly changes: EnrollmentChanges,
    private readonly starts: EnrollmentStarts,
    private readonly locks: EnrollmentLocks,
    private readonly days: LearnerDays,
    private readonly names: PersonNamesRepository,
    private readonly parts: MergeParts,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async merge(pair: MergePair, terms: MergeTerms): Promise<PartOutcome> {
    const { keptId, duplicateId } = pair;
    const log: Logged = { changes: [], given: [] };
    const issues: NewIssue[] = [];
    for (const course of await this.courses.find(keptId, duplicateId)) {
      const outcome = sharedOutcome(course);
      await this.keepInstructor(course, outcome);
      issues.push(...issuesOf(course, outcome));
      if (terms.isDryRun) continue;
      const changes = [...outcome.taken, ...outcome.ended];
      await this.write(changes, { terms, reason: inEnglish(sentences.merged()) });
      for (const own of outcome.given) await this.courses.give(own, duplicateId, keptId);
      log.changes.push(...changes);
      log.given.push(...outcome.given);
    }
    const isEmpty = log.changes.length === 0 && log.given.length === 0;
    return { log: isEmpty ? null : log, issues };
  }

  /** What somebody has changed since stays. */
  async reverse({ keptId, duplicateId }: MergePair, log: object, terms: MergeTerms): Promise<void> {
    const { changes, given } = log as Logged;
    for (const own of given) await this.courses.give(own, keptId, duplicateId);
    const present = await this.courses.lock(changes.map(({ before }) => before.id));
    const back = changes.toReversed().flatMap(({ before, after, reopens }): SharedChange[] => {
      const own = present.find(({ id }) => id === before.id);
      if (!own || own.spell !== after.spell || !isSameStanding(own, after)) return [];
      // What began with the merge ends; what the merge has ended begins again.
      if (reopens) return [{ before: own, after: { ...own, ...endedAs(before) }, reopens: false }];
      const { state, beginDate, endDate, isOwner } = before;
      const again = after.state === 'withdrawn' && state !== 'withdrawn';
      const spell = again ? own.spell + 1 : own.spell;
      return [{ before: own, after: { ...own, state, beginDate, endDate, isOwner, spell }, reopens: again }];
    });
    await this.write(back, { terms, reason: inEnglish(sentences.reversed()) });
  }

  /** Names in rosters, and what follows from accommodations, groups and tags. */
  @OnEvent(AccountsMerged)
  async onAccountsMerged({ keptId, duplicateId }: AccountsMerged): Promise<void> {
    const people = [keptId, duplicateId];
    await this.names.copy(people);
    for (const courseId of await this.courses.coursesOf(people))
      await this.events.publish(new LearnerLabelsChanged(courseId, people, null));
    await this.events.publish(new AccommodationChanged(people, null, keptId));
  }

  private async write(
    changes: readonly SharedChange[],
    { terms: { by, now }, reason }: { terms: MergeTerms; reason: string },
  ): Promise<void> {
    const origin: Origin = { source: 'staff', userId: by };
    const enrollments = changes.map(({ before }) => before);
    await this.days.changing(enrollments, async () => {
      const reopened = changes.filter(({ reopens }) => reopens);
      const active = reopened.map(({ after }): EnrollmentRecord => {
        return { ...after, state: 'active', source: origin.source, version: after.version + 1 };
      });
      await this.starts.reopenAll(
        reopened.map(({ before }) => before),
        active,
        origin,
        now,
      );
      const moves = changes.flatMap(({ before, after, reopens }) => {
        const from = reopens ? (active.find(({ id }) => id === before.id) ?? before) : before;
        const { state, beginDate, endDate, isOwner, groupIds } = after;
        if (reopens && from.state === state) return [];
        return [{ before: from, after: { state, beginDate, endDate }, reach: { isOwner, groupIds } }];
      });
      await this.changes.write(moves, origin, { now, reason });
    });
  }

  /** Whoever teaches alone goes on teaching. Throws LastInstructorError. */
  private async keepInstructor({ courseId, today }: SharedCourse, { dropped }: SharedOutcome): Promise<void> {
    const leaving = dropped.filter(({ role }) => role === 'instructor').map(({ id }) => id);
    if (leaving.length === 0) return;
    const instructors = await this.locks.lockInstructors(courseId, today);
    const others = instructors.filter(({ enrollmentId }) => !leaving.includes(enrollmentId));
    if (!others.some(canTeach)) throw new LastInstructorError();
  }
}

function endedAs({ endDate }: EnrollmentRecord): Pick<EnrollmentRecord, 'state' | 'endDate'> {
  return { state: 'withdrawn', endDate };
}

function issuesOf(
  { courseId, title }: SharedCourse,
  { taken, ended: over, dropped }: SharedOutcome,
): NewIssue[] {
  const about = { severity: 'warning', file: null, line: null, column: null, value: courseId } as const;
  const issues: NewIssue[] = [];
  if (taken.length > 0 || over.length > 0)
    issues.push({
      ...about,
      code: 'merge.course_shared',
      message: sentences.shared({ title, taken: taken.length > 0 ? 'yes' : 'no' }),
    });
  if (dropped.length > 0)
    issues.push({ ...about, code: 'merge.role_dropped', message: sentences.dropped({ title }) });
  return issues;
}
