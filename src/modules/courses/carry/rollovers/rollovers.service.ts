import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { Transactions } from '../../../../shared/database/transactions';
import { DomainError, UnavailableError } from '../../../../shared/errors/domain-error';
import type { PartCounts } from '../../../../shared/operations/operation';
import type { NewChange } from '../../../../shared/operations/operation-changes';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../../shared/operations/operation.entity';
import { inEnglish } from '../../../../shared/sentences/say';
import { CoursePlacement } from '../../description/course-placement';
import { TermNotFoundError } from '../../terms/terms.errors';
import { TermsRepository } from '../../terms/terms.repository';
import { NoSuchTargetTermError, SameTermError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { chosenChange } from '../copies/chosen-change';
import { CopyRun } from '../copies/copy-run';
import { changeToStart, type DateChange } from '../dates/date-moves';
import type { RolloverDto } from './dto/rollover.dto';
import { type RolledCourse, type RolloverScope, RolloversRepository } from './rollovers.repository';

export const COURSE_ROLLOVER = 'course_rollover';
/** Read at once. Each is copied in a transaction of its own. */
const AT_ONCE = 50;

interface RolloverInput extends RolloverScope {
  toTermId: string;
  change: DateChange;
}

/** How far it has come. */
interface Place extends Pick<PartCounts, 'read' | 'added' | 'unchanged' | 'refused'> {
  after: string | null;
}

/** What became of one course. */
interface Result {
  added: 0 | 1;
  changes: NewChange[];
  issues: NewIssue[];
}

const NOT_COPIED: Result = { added: 0, changes: [], issues: [] };

/** Copies all courses of a term into another: an operation that goes on where it stopped, and copies each course once. */
@Injectable()
export class RolloversService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly copies: CopyRun,
    private readonly rollovers: RolloversRepository,
    private readonly terms: TermsRepository,
    private readonly placement: CoursePlacement,
    private readonly runner: OperationRunner,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(COURSE_ROLLOVER, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return `cr:${(input as RolloverInput).toTermId}`;
  }

  /** Throws TermNotFoundError, NoSuchTargetTermError, SameTermError, NoSuchSchoolError, DatesTwiceError and OperationRunningError. */
  async start(caller: Caller, termId: string, dto: RolloverDto): Promise<Operation> {
    const { toTermId, schoolId = null, dryRun: isDryRun = false } = dto;
    const [from, to] = [await this.terms.find(termId), await this.terms.find(toTermId)];
    if (!from) throw new TermNotFoundError();
    if (!to) throw new NoSuchTargetTermError();
    if (from.id === to.id) throw new SameTermError();
    await this.transactions.run(() => this.placement.requireSchool(schoolId));
    const change = chosenChange(dto) ?? changeToStart(from.startDate, to.startDate);
    const input: RolloverInput = { termId, schoolId, toTermId, change };
    const what = { kind: COURSE_ROLLOVER, subject: to.title, requestedBy: caller.userId, input };
    return this.runner.start({ ...what, isDryRun, isConfirmed: false });
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as RolloverInput;
    const total = await this.rollovers.count(input);
    let place = (task.operation.checkpoint as Place | null) ?? BEGINNING;
    for (;;) {
      const courses = await this.rollovers.courses(input, place.after, AT_ONCE);
      for (const course of courses) place = await this.next(task, { input, course, place, total });
      if (courses.length < AT_ONCE) break;
    }
    task.summary = summaryOf(place);
    return place.refused > 0 ? 'partly_done' : 'done';
  }

  private async next(
    task: OperationTask,
    at: { input: RolloverInput; course: RolledCourse; place: Place; total: number },
  ): Promise<Place> {
    try {
      return await this.copy(task, at);
    } catch (error) {
      // What is wrong with one course keeps no other from being copied.
      if (!(error instanceof DomainError) || error instanceof UnavailableError) throw error;
      const { code, detail: message } = error;
      const severity = 'error' as const;
      const issue = { severity, file: null, line: null, column: null, code, message, value: at.course.title };
      return this.transactions.run(() => this.save(task, at, { ...NOT_COPIED, issues: [issue] }, true));
    }
  }

  private async copy(
    task: OperationTask,
    at: { input: RolloverInput; course: RolledCourse; place: Place; total: number },
  ): Promise<Place> {
    const { input, course } = at;
    const { toTermId: termId, change } = input;
    if (await this.rollovers.has(course.id, termId))
      return this.transactions.run(() => this.save(task, at, NOT_COPIED, false));
    const copy = await this.copies.prepare(course.id, { title: course.title, termId, change });
    const by = { by: task.operation.requestedBy ?? '' };
    const told = { title: course.title, copiedFrom: course.id, movedDates: copy.moved.length };
    const added = (rowId: string, issues: readonly NewIssue[]): Result => ({
      added: 1,
      changes: [{ part: 'courses', rowId, action: 'added', before: null, after: told }],
      // Of which course it is.
      issues: issues.map((issue) => ({ ...issue, file: course.title })),
    });
    if (task.operation.isDryRun) {
      const { issues } = await this.copies.tryOut(copy, by);
      return this.transactions.run(() => this.save(task, at, added(course.id, issues), false));
    }
    return this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.copying()), done: at.place.read, total: at.total });
      if (!(await this.rollovers.claim(course.id, termId))) return this.save(task, at, NOT_COPIED, false);
      const { courseId, issues } = await this.copies.make(copy, by);
      const rolledAt = this.clock.now();
      await this.rollovers.add({ sourceCourseId: course.id, termId, courseId, rolledAt });
      return this.save(task, at, added(courseId, issues), false);
    });
  }

  private async save(
    task: OperationTask,
    { course, place, total }: { course: RolledCourse; place: Place; total: number },
    { added, changes, issues }: Result,
    isRefused: boolean,
  ): Promise<Place> {
    await task.report({ phase: inEnglish(sentences.copying()), done: place.read, total });
    await this.changes.add(task.operation.id, changes);
    await task.addIssues(issues);
    const next: Place = {
      after: course.id,
      read: place.read + 1,
      added: place.added + added,
      refused: place.refused + Number(isRefused),
      unchanged: place.unchanged + (added === 1 || isRefused ? 0 : 1),
    };
    await task.save({ done: next.read, total, summary: summaryOf(next), checkpoint: next });
    task.summary = summaryOf(next);
    return next;
  }
}

const BEGINNING: Place = { after: null, read: 0, added: 0, unchanged: 0, refused: 0 };

function summaryOf({ after: _after, ...counts }: Place): PartCounts[] {
  return [{ part: 'courses', ...counts, changed: 0, ended: 0 }];
}
