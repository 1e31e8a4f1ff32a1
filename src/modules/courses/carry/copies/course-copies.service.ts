import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Transactions } from '../../../../shared/database/transactions';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { Operation } from '../../../../shared/operations/operation.entity';
import { inEnglish } from '../../../../shared/sentences/say';
import { CourseAccess } from '../../access/course-access';
import { CourseNotFoundError } from '../../courses.errors';
import { CoursesRepository } from '../../courses.repository';
import { CoursePlacement } from '../../description/course-placement';
import { DatesTwiceError, NoStartDateError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { changeToStart, type DateChange } from '../dates/date-moves';
import { chosenChange } from './chosen-change';
import { type CopyPlan, CopyRun, type MadeCourse, toSummary } from './copy-run';
import type { CopyCourseDto } from './dto/course-copy.dto';

export const COURSE_COPY = 'course_copy';

interface CopyInput extends CopyPlan {
  courseId: string;
}

/** Copies of courses: operations, each of which makes one course in one transaction. */
@Injectable()
export class CourseCopiesService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly copies: CopyRun,
    private readonly courses: CoursesRepository,
    private readonly placement: CoursePlacement,
    private readonly access: CourseAccess,
    private readonly runner: OperationRunner,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.runner.register(COURSE_COPY, this);
  }

  /** Throws DatesTwiceError, NoStartDateError, NoSuchTermError, NoSuchSchoolError, and what CourseAccess.course throws. */
  async start(caller: Caller, courseId: string, dto: CopyCourseDto): Promise<Operation> {
    await this.access.course(caller, courseId, 'course.copy');
    const { title, code, termId = null, schoolId, dryRun: isDryRun = false } = dto;
    await this.transactions.run(async () => {
      await this.placement.requireTerm(termId);
      await this.placement.requireSchool(schoolId);
    });
    const input: CopyInput = {
      ...{ courseId, title, termId, change: await this.changeFor(courseId, dto) },
      ...(code === undefined ? {} : { code }),
      ...(schoolId === undefined ? {} : { schoolId }),
    };
    const what = { kind: COURSE_COPY, subject: title, requestedBy: caller.userId, input };
    return this.runner.start({ ...what, isDryRun, isConfirmed: false });
  }

  /** An attempt after a crash begins anew, unless the course was made: it is there as a whole, or not at all. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    const { id, isDryRun, checkpoint, summary, requestedBy } = task.operation;
    if (checkpoint) {
      task.summary = summary ?? [];
      return 'done';
    }
    const { courseId, ...plan } = task.operation.input as CopyInput;
    const total = 1;
    await task.report({ phase: inEnglish(sentences.copying()), done: 0, total });
    const copy = await this.copies.prepare(courseId, plan);
    const order = { by: requestedBy ?? '' };
    const tried = isDryRun ? await this.copies.tryOut(copy, order) : undefined;
    await this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.copying()), done: 0, total });
      const made: MadeCourse = tried ?? (await this.copies.make(copy, order));
      await this.changes.add(id, made.changes);
      await task.addIssues(made.issues);
      task.summary = toSummary(copy.counts);
      const { courseId: copyId } = made;
      await task.save({ done: 1, total, summary: task.summary, checkpoint: { courseId: copyId } });
    });
    return 'done';
  }

  private async changeFor(courseId: string, { startDate, ...dates }: CopyCourseDto): Promise<DateChange> {
    const chosen = chosenChange(dates);
    if (startDate === undefined) return chosen ?? { kind: 'keep' };
    if (chosen) throw new DatesTwiceError();
    const course = await this.courses.find(courseId);
    if (!course) throw new CourseNotFoundError();
    if (course.startDate === null) throw new NoStartDateError();
    return changeToStart(course.startDate, startDate);
  }
}
