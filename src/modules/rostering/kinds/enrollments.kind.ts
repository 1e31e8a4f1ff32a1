import { Injectable } from '@nestjs/common';
import { mayTakePart } from '../../../shared/auth/permissions';
import { newId } from '../../../shared/database/ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { CourseRole } from '../../courses';
import { EnrollmentsRoster, type RosterEnrollment } from '../../enrollments';
import { sentences } from '../rostering.sentences';
import { resolveConflicts } from './conflicts';
import type {
  AbsentRow,
  PendingRow,
  EndPolicy,
  FileFacts,
  KnownReferences,
  RowReference,
  RosterKind,
  RowRemark,
  RunFacts,
} from './roster-kind';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import { day, guid, oneOf } from '../bundle/formats';

const ENROLLMENT_ROLES = ['administrator', 'proctor', 'student', 'teacher'] as const;
type EnrollmentRole = (typeof ENROLLMENT_ROLES)[number];

/**
 * No rule compares the dates with each other or with those of the term. People register long before a class starts,
 * withdraw before it starts (2,678 of 10,072 withdrawals in the Open University data) or on the day on which they
 * register (19 of them). An end before the beginning means that the enrollment never took place. endDate is exclusive: the
 * first day on which the enrollment is not active.
 */
const enrollments = {
  ...common,
  classSourcedId: required(guid),
  userSourcedId: required(guid),
  role: required(oneOf(ENROLLMENT_ROLES)),
  beginDate: optional(day),
  endDate: optional(day),
};
export type EnrollmentRecord = RecordOf<typeof enrollments>;

declare module '../bundle/columns' {
  interface EntityRecords {
    enrollments: EnrollmentRecord;
  }
}

/** Proctors and administrators of a class may see it and grade in it. Only its teachers may change it. */
const ROLES: Record<EnrollmentRole, CourseRole> = {
  student: 'learner',
  teacher: 'instructor',
  proctor: 'assistant',
  administrator: 'assistant',
};

const NEVER = '9999-99-99';

/**
 * Enrollments. Their end is a day: the first one on which they are no longer active. Without a beginDate in the file, an
 * enrollment begins on the first day of the class, or on the day of the import if the class has none.
 */
@Injectable()
export class EnrollmentsKind implements RosterKind<'enrollments', RosterEnrollment> {
  static readonly definition: FileDefinition<'enrollments'> = {
    kind: 'enrollments',
    number: 6,
    columns: enrollments,
  };
  readonly kind = 'enrollments';
  readonly compared = ['courseId', 'userId', 'role', 'beginDate'] as const;
  readonly isComparedFirst = true;
  readonly uniqueIndexes = [
    {
      index: 'uq_enrollments_person',
      column: 'userSourcedId',
      code: 'already_enrolled',
      message: sentences.alreadyEnrolled(),
    },
  ];
  readonly endPolicy: EndPolicy<EnrollmentRecord, RosterEnrollment>;

  constructor(readonly rows: EnrollmentsRoster) {
    this.endPolicy = {
      endOf: ({ endDate }) => endDate,
      requestedEnd: ({ endDate }) => endDate,
      hasEnded: (end, { timeZone }, { today }) => end !== null && end <= today(timeZone),
      endNow: ({ timeZone }, { today }) => today(timeZone),
      withEnd: (row, endDate) => ({ ...row, endDate }),
      endAbsent: (absent, run) => this.endAbsent(absent, run),
    };
  }

  referencesOf({ classSourcedId, userSourcedId }: EnrollmentRecord): RowReference[] {
    return [
      { column: 'classSourcedId', kind: 'classes', sourcedIds: [classSourcedId] },
      { column: 'userSourcedId', kind: 'users', sourcedIds: [userSourcedId] },
    ];
  }

  wanted(
    { record, stored }: PendingRow<EnrollmentRecord, RosterEnrollment>,
    references: KnownReferences,
    { today }: RunFacts,
  ): RosterEnrollment | RowRemark {
    const { id: courseId, timeZone, startDate } = references.get('classes', record.classSourcedId);
    const user = references.get('users', record.userSourcedId);
    if (!mayTakePart(user.role)) return guardianNotEnrolled(record);
    return {
      courseId,
      userId: user.id,
      role: ROLES[record.role],
      beginDate: record.beginDate ?? stored?.beginDate ?? startDate ?? today(timeZone),
      endDate: record.endDate,
      timeZone,
    };
  }

  async resolveConflicts(
    pendingRows: PendingRow<EnrollmentRecord, RosterEnrollment>[],
    file: FileFacts,
  ): Promise<void> {
    for (const pending of pendingRows) {
      const { stored, wanted } = pending;
      if (!pending.isOpen || !stored || !wanted || keyOf(stored) === keyOf(wanted)) continue;
      pending.released = stored;
      pending.stored = undefined;
      pending.wanted = { ...wanted, id: newId() };
    }
    await resolveConflicts(pendingRows, file, {
      keyOf,
      find: (rows) => this.rows.findByPerson(rows),
      wins: (one, other) => rank(one) > rank(other),
      superseded: {
        column: null,
        code: 'enrollment_superseded',
        message: sentences.enrollmentSuperseded(),
        value: null,
      },
    });
    for (const { stored, wanted, record } of pendingRows) {
      // Without a beginDate in the file, a stored row that is taken over keeps its own.
      if (stored && wanted && record.beginDate === null) wanted.beginDate = stored.beginDate;
    }
  }

  releasedRow(row: Sourced<RosterEnrollment>, { now }: RunFacts): Sourced<RosterEnrollment> {
    return this.rows.released(row, now);
  }

  async release(rows: readonly Sourced<RosterEnrollment>[], now: Date): Promise<void> {
    await this.rows.release(rows, now);
  }

  private async endAbsent(absent: readonly AbsentRow[], { today }: RunFacts): Promise<number> {
    let ended = 0;
    for (const [day, rows] of Map.groupBy(absent, ({ timeZone }) => today(timeZone))) {
      ended += await this.rows.end(
        rows.map(({ id }) => id),
        day,
      );
    }
    return ended;
  }
}

function guardianNotEnrolled({ userSourcedId }: EnrollmentRecord): RowRemark {
  return {
    column: 'userSourcedId',
    code: 'guardian_not_enrolled',
    message: sentences.guardianNotEnrolled(),
    value: userSourcedId,
  };
}

function keyOf({ courseId, userId, role }: RosterEnrollment): string {
  return `${courseId} ${userId} ${role}`;
}

/** Texts that sort by the end, then by the beginning. The sourcedId makes the order definite. */
function rank({ endDate, beginDate, sourcedId }: Sourced<RosterEnrollment>): string {
  return `${endDate ?? NEVER} ${beginDate} ${sourcedId ?? ''}`;
}
