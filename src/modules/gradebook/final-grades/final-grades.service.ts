import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { NotALearnerError } from '../gradebook.errors';
import { GradeReaders, type GradesViewer } from '../grades/grade-readers';
import type { GradebookPageQuery } from '../grid/dto/gradebook.query';
import { GridRepository } from '../grid/grid.repository';
import { nextPage, placeIn } from '../grid/learner-places';
import { GradingPeriodsRepository } from '../periods/grading-periods.repository';
import { NoSuchPeriodError } from '../periods/periods.errors';
import { ComputedGrades } from './computed-grades';
import type { GiveFinalGradeDto } from './dto/final-grade.dto';
import {
  type FinalGradeChangeResponse,
  type FinalGradeResponse,
  givenOf,
  type LearnerFinalGradeResponse,
  recordedOf,
  toFinalGradeChangeResponse,
  toFinalGradeResponse,
} from './dto/final-grade.response';
import { type GivenGrade, isGiven, isSameGrade, standingGrade } from './final-grade';
import { PercentAndMarkError } from './final-grades.errors';
import {
  type FinalGradeKey,
  type FinalGradeRow,
  FinalGradesRepository,
  STEPS_ORDER,
} from './final-grades.repository';
import { type ClosingRow, GradeClosingsRepository } from './grade-closings.repository';

/** What learners end a course or a grading period with: what is computed, what a person gave in its place, and what was recorded. */
@Injectable()
export class FinalGradesService {
  constructor(
    private readonly finals: FinalGradesRepository,
    private readonly computed: ComputedGrades,
    private readonly closings: GradeClosingsRepository,
    private readonly grid: GridRepository,
    private readonly periods: GradingPeriodsRepository,
    private readonly readers: GradeReaders,
    private readonly access: CourseAccess,
    private readonly enrollments: EnrollmentsFacade,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws NoSuchPeriodError, as all that follow do but the history. */
  async read(caller: Caller, key: FinalGradeKey): Promise<FinalGradeResponse> {
    const { timeZone, viewer } = await this.readers.admit(caller, key.courseId, key.userId);
    return this.response(key, timeZone, viewer);
  }

  /** Learners by name, each with their final grade. */
  async page(
    caller: Caller,
    courseId: string,
    query: GradebookPageQuery,
  ): Promise<Page<LearnerFinalGradeResponse>> {
    const {
      today,
      timeZone,
      scope: within,
    } = await this.access.courseWithin(caller, courseId, 'grades.read');
    const chosen = { courseId, today, choice: query.learners, scope: within };
    const { limit } = query;
    const scope = { courseId, periodId: query.period ?? null };
    const found = await this.grid.learners({ ...chosen, limit, after: placeIn(query.cursor) });
    const learners = found.slice(0, limit);
    const { computed, scheme } = await this.computed.ofLearners(scope, learners, timeZone, this.clock.now());
    const rows = await this.finals.ofLearners(
      scope,
      learners.map(({ userId }) => userId),
    );
    const rowOf = new Map(rows.map((row) => [row.userId, row]));
    const page = {
      data: learners.map(({ userId, givenName, familyName }) => {
        const own = { ...computed.get(userId)!, scheme };
        const grade = toFinalGradeResponse({ ...scope, userId }, own, rowOf.get(userId), 'staff');
        return { ...grade, givenName, familyName };
      }),
      page: { next: nextPage(found, limit), limit },
    };
    return withTotal(page, query, (most) => this.grid.countLearners(chosen, most));
  }

  /**
   * Gives a learner a final grade in the place of the computed one, or takes it back. Where the grades are closed, the
   * recorded grade is amended.
   */
  async give(
    caller: Caller,
    key: FinalGradeKey,
    dto: GiveFinalGradeDto,
    expected: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    const given = givenIn(dto);
    return this.changeOne(caller, key, expected, async (row, timeZone) => {
      // After the row, which a closing locks too: it has recorded all grades by now, or will find this one.
      const closing = await this.closings.lock(key);
      await this.change(key, row, given, { timeZone, by: caller.userId, reason: dto.reason }, closing);
    });
  }

  /** What is said of a learner in a report; null for nothing. */
  comment(
    caller: Caller,
    key: FinalGradeKey,
    text: string | null,
    expected: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    return this.changeOne(caller, key, expected, async (row) => {
      if (row.comment !== text) await this.finals.comment(key, text);
    });
  }

  async history(
    caller: Caller,
    key: FinalGradeKey,
    query: CursorQuery,
  ): Promise<Page<FinalGradeChangeResponse>> {
    const { viewer } = await this.readers.admit(caller, key.courseId, key.userId);
    const { limit, cursor } = query;
    const steps = await this.finals.steps(key, limit, STEPS_ORDER.placeIn(cursor));
    const page = toPage(steps, limit, STEPS_ORDER.keysOf, (step) => toFinalGradeChangeResponse(step, viewer));
    return withTotal(page, query, (most) => this.finals.countSteps(key, most));
  }

  /** Changes what is said about one learner, whose row is locked, in a transaction. For instructors. */
  private async changeOne(
    caller: Caller,
    key: FinalGradeKey,
    expected: ExpectedVersion,
    work: (row: FinalGradeRow, timeZone: string) => Promise<void>,
  ): Promise<FinalGradeResponse> {
    const { timeZone } = await this.access.course(caller, key.courseId, 'final_grades.give');
    if (!(await this.enrollments.isOrWasLearner(key.courseId, key.userId))) throw new NotALearnerError();
    return this.transactions.run(async () => {
      // Nobody removes the period meanwhile.
      if (key.periodId !== null && !(await this.periods.hold(key.courseId, key.periodId)))
        throw new NoSuchPeriodError('period');
      const row = await this.finals.lock(key);
      if (isStale(expected, row.version === 0 ? undefined : row.version))
        throw new StaleVersionError('final_grade');
      await work(row, timeZone);
      return this.response(key, timeZone, 'staff');
    });
  }

  private async change(
    key: FinalGradeKey,
    row: FinalGradeRow,
    given: GivenGrade,
    { timeZone, by, reason }: { timeZone: string; by: string; reason: string },
    closing: ClosingRow | undefined,
  ): Promise<void> {
    const recording = closing?.recordedAt ? closing : undefined;
    const now = this.clock.now();
    const { value, scheme } = await this.computed.ofLearner(key, timeZone, now);
    const before = recordedOf(row) ?? standingGrade(value, givenOf(row), scheme);
    const after = standingGrade(value, given, scheme);
    if (isSameGrade(before, after) && isSameGiven(row, given) && (row.reason ?? '') === reason) return;
    if (!isGiven(given) && !isGiven(row) && !recording) return;
    await this.finals.give(key, { ...given, reason, givenBy: by, givenAt: now }, recording ? after : null);
    if (recording) await this.closings.countAmendment(recording.id);
    const cause = recording ? 'amended' : isGiven(given) ? 'given' : 'taken_back';
    await this.finals.addSteps([
      {
        ...{ id: newId(), ...key, cause, reason, changedBy: by, changedAt: now },
        ...{ oldGrade: before, newGrade: after },
      },
    ]);
  }

  private async response(
    key: FinalGradeKey,
    timeZone: string,
    viewer: GradesViewer,
  ): Promise<FinalGradeResponse> {
    const computed = await this.computed.ofLearner(key, timeZone, this.clock.now());
    return toFinalGradeResponse(key, computed, await this.finals.find(key), viewer);
  }
}

function givenIn({ percent = null, mark = null }: GiveFinalGradeDto): GivenGrade {
  if (percent !== null && mark !== null) throw new PercentAndMarkError();
  return { percent: nullablePlainDecimal(percent), mark };
}

function isSameGiven(one: GivenGrade, other: GivenGrade): boolean {
  return isSameGrade({ ...givenOf(one), grade: null }, { ...givenOf(other), grade: null });
}
