import { Injectable } from '@nestjs/common';
import { newId } from '../../../shared/database/ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { CourseRole } from '../../courses';
import { EnrollmentsRoster, type RosterEnrollment } from '../../enrollments';
import type { EnrollmentRecord, EnrollmentRole } from '../bundle/entities';
import { settleRivals } from './rivals';
import type {
  AbsentRow,
  Draft,
  Ending,
  FileFacts,
  KnownReferences,
  Need,
  RosterKind,
  RunFacts,
} from './roster-kind';

/** Who helps with a class or oversees it, sees it and grades in it, but does not change it: that is its teachers' part. */
const ROLES: Record<EnrollmentRole, CourseRole> = {
  student: 'learner',
  teacher: 'instructor',
  proctor: 'assistant',
  administrator: 'assistant',
};

const NEVER = '9999-99-99';

/**
 * Enrollments, whose end is a day: the first one that is no longer active. Where the file has no beginDate, that is the
 * first day of the class, and for a class without one the day of the import.
 */
@Injectable()
export class EnrollmentsKind implements RosterKind<'enrollments', RosterEnrollment> {
  readonly kind = 'enrollments';
  readonly compared = ['courseId', 'userId', 'role', 'beginDate'] as const;
  readonly isComparedFirst = true;
  readonly conflicts = [
    {
      index: 'uq_enrollments_person',
      column: 'userSourcedId',
      code: 'already_enrolled',
      message: 'userSourcedId names somebody who is enrolled in the class in this role already.',
    },
  ];
  readonly ending: Ending<EnrollmentRecord, RosterEnrollment>;

  constructor(readonly rows: EnrollmentsRoster) {
    this.ending = {
      of: ({ endDate }) => endDate,
      asked: ({ endDate }) => endDate,
      isOver: (end, { timeZone }, { today }) => end !== null && end <= today(timeZone),
      immediate: ({ timeZone }, { today }) => today(timeZone),
      put: (row, endDate) => ({ ...row, endDate }),
      endAbsent: (absent, run) => this.endAbsent(absent, run),
    };
  }

  needs({ classSourcedId, schoolSourcedId, userSourcedId }: EnrollmentRecord): Need[] {
    return [
      { column: 'classSourcedId', kind: 'classes', sourcedIds: [classSourcedId] },
      { column: 'schoolSourcedId', kind: 'orgs', sourcedIds: [schoolSourcedId] },
      { column: 'userSourcedId', kind: 'users', sourcedIds: [userSourcedId] },
    ];
  }

  wanted(
    { record, stored }: Draft<EnrollmentRecord, RosterEnrollment>,
    references: KnownReferences,
    { today }: RunFacts,
  ): RosterEnrollment {
    const { id: courseId, timeZone, startDate } = references.get('classes', record.classSourcedId);
    return {
      courseId,
      userId: references.get('users', record.userSourcedId).id,
      role: ROLES[record.role],
      beginDate: record.beginDate ?? stored?.beginDate ?? startDate ?? today(timeZone),
      endDate: record.endDate,
      timeZone,
    };
  }

  async settle(drafts: Draft<EnrollmentRecord, RosterEnrollment>[], file: FileFacts): Promise<void> {
    for (const draft of drafts) {
      const { stored, wanted } = draft;
      if (!draft.isOpen || !stored || !wanted || keyOf(stored) === keyOf(wanted)) continue;
      draft.released = stored;
      draft.stored = undefined;
      draft.wanted = { ...wanted, id: newId() };
    }
    await settleRivals(drafts, file, {
      keyOf,
      find: (rows) => this.rows.findByPerson(rows),
      counts: (one, other) => rank(one) > rank(other),
      passedOver: {
        column: null,
        code: 'enrollment_superseded',
        message:
          'Another row of the same person in the same class and role counts, which lasts longer or begins later.',
        value: null,
      },
    });
    for (const { stored, wanted, record } of drafts) {
      // Where the file does not say when it began, what is known of a row that is taken over stays.
      if (stored && wanted && record.beginDate === null) wanted.beginDate = stored.beginDate;
    }
  }

  async release(rows: readonly Sourced<RosterEnrollment>[], now: Date): Promise<void> {
    await this.rows.release(rows, now);
  }

  private async endAbsent(absent: readonly AbsentRow[], { now, today }: RunFacts): Promise<number> {
    let ended = 0;
    for (const [day, rows] of Map.groupBy(absent, ({ timeZone }) => today(timeZone))) {
      ended += await this.rows.end(
        rows.map(({ id }) => id),
        day,
        now,
      );
    }
    return ended;
  }
}

function keyOf({ courseId, userId, role }: RosterEnrollment): string {
  return `${courseId} ${userId} ${role}`;
}

/** Texts in this order: by the end, then the beginning, then whichever. */
function rank({ endDate, beginDate, sourcedId }: Sourced<RosterEnrollment>): string {
  return `${endDate ?? NEVER} ${beginDate} ${sourcedId ?? ''}`;
}
