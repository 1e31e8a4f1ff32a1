import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../../shared/database/transactions';
import type { PartCounts } from '../../../../shared/operations/operation';
import type { NewChange } from '../../../../shared/operations/operation-changes';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import type { CarryWarning, ThingCount } from '../carry-part';
import { CourseCarrier, type RestoreOrder } from '../course-carrier';
import type { CoursePackage } from '../course-package';
import { type DateChange, DateMoves, type MovedCourseDate } from '../dates/date-moves';
import { COURSE_PART, type CourseDocument } from '../parts/course.part';

/** What of a course is otherwise in its copy. */
export interface CopyPlan extends Partial<Pick<CourseDocument, 'code' | 'termId' | 'schoolId'>> {
  title: string;
  change: DateChange;
}

/** A package that is ready to be restored, with what is told of it. */
export interface PreparedCopy {
  course: CoursePackage;
  moved: readonly MovedCourseDate[];
  counts: readonly ThingCount[];
}

/** A course that was made, or, of a dry run, what would have been made. */
export interface MadeCourse {
  /** Null of a dry run. */
  courseId: string | null;
  changes: NewChange[];
  issues: NewIssue[];
}

/** Rolls back what a dry run has made. */
class OnlyTriedError extends Error {}

/** Copies courses for operations. */
@Injectable()
export class CopyRun {
  constructor(
    private readonly carrier: CourseCarrier,
    private readonly transactions: Transactions,
  ) {}

  /** Collects a course, and changes what the plan says. Throws CourseNotFoundError. */
  async prepare(courseId: string, plan: CopyPlan): Promise<PreparedCopy> {
    return this.changed(await this.carrier.collect(courseId), plan);
  }

  /** A package with what the plan says. */
  changed(course: CoursePackage, { change, title, code, termId, schoolId }: CopyPlan): PreparedCopy {
    const own = course.documents.get(COURSE_PART) as CourseDocument;
    const moves = new DateMoves(change, own.timeZone);
    const moved = this.carrier.moved(course, moves);
    const described: CourseDocument = {
      ...(moved.documents.get(COURSE_PART) as CourseDocument),
      ...{ title, termId: termId ?? null },
      ...(code === undefined ? {} : { code }),
      ...(schoolId === undefined ? {} : { schoolId }),
    };
    const documents = new Map(moved.documents).set(COURSE_PART, described);
    const copy = { documents, files: course.files };
    return { course: copy, moved: moves.moved, counts: this.carrier.counts(copy) };
  }

  /** Makes the course, in the transaction that is running. */
  async make(
    { course, moved }: PreparedCopy,
    { by, files }: Pick<RestoreOrder, 'by' | 'files'>,
  ): Promise<MadeCourse & { courseId: string }> {
    const { courseId, ids, warnings } = await this.carrier.restore(course, {
      ...{ by, within: null },
      ...(files && { files }),
    });
    const { title, code } = course.documents.get(COURSE_PART) as CourseDocument;
    const added: NewChange = {
      ...{ part: 'courses', rowId: courseId, action: 'added', before: null },
      after: { title, code },
    };
    const idOf = (id: string): string => ids.get(id) ?? id;
    return { courseId, changes: [added, ...toChanges(moved, idOf)], issues: warnings.map(toIssue) };
  }

  /** Makes the course and takes it back, so that all that keeps it from being made is found. Dates are told by what they are of now. */
  async tryOut(copy: PreparedCopy, order: Pick<RestoreOrder, 'by' | 'files'>): Promise<MadeCourse> {
    let made: MadeCourse | undefined;
    try {
      await this.transactions.run(async () => {
        made = await this.make(copy, order);
        throw new OnlyTriedError();
      });
    } catch (error) {
      if (!(error instanceof OnlyTriedError)) throw error;
    }
    return { courseId: null, changes: toChanges(copy.moved, (id) => id), issues: made?.issues ?? [] };
  }
}

/** All are new. */
export function toSummary(counts: readonly ThingCount[]): PartCounts[] {
  return counts.map(({ part, count }) => ({
    ...{ part, read: count, added: count, changed: 0, ended: 0, unchanged: 0, refused: 0 },
  }));
}

function toChanges(moved: readonly MovedCourseDate[], idOf: (id: string) => string): NewChange[] {
  return moved.map(({ of, id, title, field, from, to }) => ({
    ...{ part: of, rowId: idOf(id), action: 'changed' },
    ...{ before: { title, [field]: from }, after: { title, [field]: to } },
  }));
}

function toIssue({ code, message, value }: CarryWarning): NewIssue {
  return { severity: 'warning', file: null, line: null, column: null, code, message, value };
}
