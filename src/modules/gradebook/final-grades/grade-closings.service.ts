import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { CourseAccess, type CourseStanding } from '../../courses';
import { GradingPeriodsRepository, type PeriodRow } from '../periods/grading-periods.repository';
import { NoSuchPeriodError } from '../periods/periods.errors';
import type { GridLearner } from '../grid/grid.repository';
import { type ComputedGrade, ComputedGrades } from './computed-grades';
import type { CloseGradesDto } from './dto/final-grade.dto';
import { givenOf } from './dto/final-grade.response';
import {
  type ClosingPreviewResponse,
  type GradesStateResponse,
  toGradesStateResponse,
} from './dto/grade-closing.response';
import { isGiven, standingGrade } from './final-grade';
import { GradesNotClosedError, GradesUnfinishedError } from './final-grades.errors';
import { FinalGradesRepository } from './final-grades.repository';
import { GradeClosingsRepository } from './grade-closings.repository';
import type { GradeScope } from './grade-scope';

const CLOSINGS_SHOWN = 20;
const UNFINISHED_SHOWN = 100;

/** What is closed: a course or one of its periods, with its last day. */
interface Closed {
  scope: GradeScope;
  lastDay: string | null;
  standing: CourseStanding;
}

/** What a learner ends a course or a period with, and what is open about it. */
interface Ending extends ComputedGrade {
  learner: GridLearner;
}

/** Closes the grades of a course or of a grading period, which records what each learner ends it with, and opens them again. */
@Injectable()
export class GradeClosingsService {
  constructor(
    private readonly closings: GradeClosingsRepository,
    private readonly finals: FinalGradesRepository,
    private readonly computed: ComputedGrades,
    private readonly periods: GradingPeriodsRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Throws NoSuchPeriodError, as all that follow do. */
  async read(caller: Caller, scope: GradeScope): Promise<GradesStateResponse> {
    await this.access.course(caller, scope.courseId, 'line_items.read_archived');
    return this.state(scope);
  }

  async preview(caller: Caller, scope: GradeScope, request: HeavyRequest): Promise<ClosingPreviewResponse> {
    const standing = await this.access.course(caller, scope.courseId, 'grades.read');
    const closed = await this.closed(scope, standing);
    const key = `closing ${scope.courseId} ${scope.periodId ?? ''} ${standing.today}`;
    return this.heavyReads.share(request, key, (abandoned) => this.previewOf(closed, abandoned));
  }

  /**
   * Records all final grades, and has nobody change scores by hand from then on. Does nothing where they are closed, and goes on where a
   * process ended before all were recorded.
   *
   * Throws GradesUnfinishedError, and leaves them open.
   */
  async close(
    caller: Caller,
    scope: GradeScope,
    { acceptOpenWork = false }: CloseGradesDto,
  ): Promise<GradesStateResponse> {
    const { courseId } = scope;
    const standing = await this.access.course(caller, courseId, 'final_grades.close');
    // In a transaction of its own: what others are changing now is waited for, and what comes later is refused.
    const closed = await this.transactions.run(async () => {
      const found = await this.closed(scope, standing, { isHeld: true });
      const id = newId();
      await this.closings.close(scope, { id, closedBy: caller.userId, closedAt: this.clock.now() });
      return found;
    });
    await this.transactions.run(() => this.closings.awaitChanges(courseId));
    try {
      await this.transactions.run(() => this.record(closed, caller.userId, acceptOpenWork));
    } catch (error) {
      if (error instanceof GradesUnfinishedError) await this.closings.giveUp(scope);
      throw error;
    }
    return this.state(scope);
  }

  /** Has final grades follow scores and rules again. What was recorded stays in their histories. */
  async reopen(caller: Caller, scope: GradeScope, reason: string): Promise<GradesStateResponse> {
    const standing = await this.access.course(caller, scope.courseId, 'final_grades.close');
    await this.closed(scope, standing);
    await this.transactions.run(async () => {
      const closing = await this.closings.lock(scope);
      if (!closing) throw new GradesNotClosedError();
      const reopenedAt = this.clock.now();
      await this.closings.reopen(closing.id, { reopenedBy: caller.userId, reopenedAt, reason });
      await this.finals.forgetRecorded(scope);
    });
    return this.state(scope);
  }

  /** All in one transaction, so that final grades are recorded of everybody or of nobody. */
  private async record(closed: Closed, by: string, acceptOpenWork: boolean): Promise<void> {
    const { scope } = closed;
    // Shared, so that whoever changes scores meanwhile is refused at once. Of two who close at once, one begins again and finds it done.
    const closing = await this.closings.hold(scope);
    if (!closing || closing.recordedAt !== null) return;
    const now = this.clock.now();
    const open = { unposted: 0, awaited: 0 };
    let learners = 0;
    for await (const piece of this.everybody(closed, new AbortController().signal, { isLocked: true })) {
      const recorded = new Map(piece.map(({ learner, value }) => [learner.userId, value]));
      await this.finals.record(scope, recorded, now);
      await this.finals.addSteps(
        [...recorded].map(([userId, newGrade]) => ({
          ...{ id: newId(), ...scope, userId, cause: 'closed' as const, oldGrade: null, newGrade },
          ...{ reason: null, changedBy: by, changedAt: now },
        })),
      );
      learners += piece.length;
      open.unposted += piece.filter(({ hasUnpostedScores }) => hasUnpostedScores).length;
      open.awaited += piece.filter(({ awaitsMarks }) => awaitsMarks).length;
    }
    const lastDay = lastDayAhead(closed);
    const isOpen = open.unposted + open.awaited > 0 || lastDay !== null;
    if (isOpen && !acceptOpenWork)
      throw new GradesUnfinishedError(
        scope.periodId === null ? 'course' : 'period',
        open.unposted,
        open.awaited,
        lastDay,
      );
    await this.closings.setRecorded(closing.id, learners, now);
  }

  private async previewOf(closed: Closed, abandoned: AbortSignal): Promise<ClosingPreviewResponse> {
    const { courseId, periodId } = closed.scope;
    const preview: ClosingPreviewResponse = {
      ...{ courseId, periodId, lastDay: lastDayAhead(closed), learners: 0 },
      ...{ withUnpostedScores: 0, withAwaitedMarks: 0, unfinished: [] },
    };
    for await (const piece of this.everybody(closed, abandoned)) {
      preview.learners += piece.length;
      for (const { learner, hasUnpostedScores, awaitsMarks } of piece) {
        const { userId, givenName, familyName } = learner;
        preview.withUnpostedScores += Number(hasUnpostedScores);
        preview.withAwaitedMarks += Number(awaitsMarks);
        const isShown = preview.unfinished.length < UNFINISHED_SHOWN;
        if ((hasUnpostedScores || awaitsMarks) && isShown)
          preview.unfinished.push({ userId, givenName, familyName, hasUnpostedScores, awaitsMarks });
      }
    }
    return preview;
  }

  /** Everybody who is or was a learner, in pieces, with what they end the course with as it stands. */
  private async *everybody(
    { scope, standing: { today, timeZone } }: Closed,
    abandoned: AbortSignal,
    { isLocked = false } = {},
  ): AsyncGenerator<Ending[]> {
    const { courseId, periodId } = scope;
    const chosen = { courseId, today, choice: 'all' } as const;
    const pieces = this.computed.ofAll(chosen, periodId, timeZone, abandoned);
    for await (const { learners, computed, scheme } of pieces) {
      const userIds = learners.map(({ userId }) => userId);
      const rows = isLocked
        ? await this.finals.lockAll(scope, userIds)
        : await this.finals.ofLearners(scope, userIds);
      const givenTo = new Map(rows.map((row) => [row.userId, givenOf(row)]));
      yield learners.map((learner) => {
        const { value, hasUnpostedScores, awaitsMarks } = computed.get(learner.userId)!;
        const given = givenTo.get(learner.userId) ?? givenOf(undefined);
        // What a person gave stands, whatever is open.
        const isOpen = !isGiven(given);
        return {
          ...{ learner, value: standingGrade(value, given, scheme) },
          hasUnpostedScores: isOpen && hasUnpostedScores,
          awaitsMarks: isOpen && awaitsMarks,
        };
      });
    }
  }

  private async closed(
    scope: GradeScope,
    standing: CourseStanding,
    { isHeld = false } = {},
  ): Promise<Closed> {
    const { courseId, periodId } = scope;
    if (periodId === null) return { scope, standing, lastDay: standing.endDate };
    // Held, so that nobody removes a period that is being closed.
    const isThere = !isHeld || (await this.periods.hold(courseId, periodId));
    const period = (await this.periods.ofCourse(courseId)).find(({ id }) => id === periodId);
    if (!isThere || !period) throw new NoSuchPeriodError('period');
    return { scope, standing, lastDay: period.endDate };
  }

  private async state(scope: GradeScope): Promise<GradesStateResponse> {
    const { courseId, periodId } = scope;
    const periods: PeriodRow[] = await this.periods.ofCourse(courseId);
    if (periodId !== null && !periods.some(({ id }) => id === periodId))
      throw new NoSuchPeriodError('period');
    const present = await this.closings.allPresent(courseId);
    return toGradesStateResponse(scope, await this.closings.latest(scope, CLOSINGS_SHOWN), {
      periods,
      present,
    });
  }
}

/** Of a course or a period that goes on after the present day; null for any other. */
function lastDayAhead({ lastDay, standing: { today } }: Closed): string | null {
  return lastDay !== null && today < lastDay ? lastDay : null;
}
