import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { CourseAccess, type CourseStanding } from '../../courses';
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

const CLOSINGS_SHOWN = 20;
const UNFINISHED_SHOWN = 100;

/** What a learner ends a course with, and what is open about it. */
interface Ending extends ComputedGrade {
  learner: GridLearner;
}

/** Closes the grades of a course, which records what each learner ends it with, and opens them again. */
@Injectable()
export class GradeClosingsService {
  constructor(
    private readonly closings: GradeClosingsRepository,
    private readonly finals: FinalGradesRepository,
    private readonly computed: ComputedGrades,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, courseId: string): Promise<GradesStateResponse> {
    await this.access.course(caller, courseId, 'grades.read');
    return this.state(courseId);
  }

  async preview(caller: Caller, courseId: string, request: HeavyRequest): Promise<ClosingPreviewResponse> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    return this.heavyReads.share(request, `closing ${courseId} ${standing.today}`, (abandoned) =>
      this.previewOf(standing, abandoned),
    );
  }

  /**
   * Records all final grades, and has nobody change scores by hand from then on. Does nothing where they are closed, and goes on where a
   * process ended before all were recorded.
   *
   * Throws GradesUnfinishedError, and leaves them open.
   */
  async close(
    caller: Caller,
    courseId: string,
    { acceptOpenWork = false }: CloseGradesDto,
  ): Promise<GradesStateResponse> {
    const standing = await this.access.course(caller, courseId, 'final_grades.close');
    // In a transaction of its own: what others are changing now is waited for, and what comes later is refused.
    await this.transactions.run(() =>
      this.closings.close({ id: newId(), courseId, closedBy: caller.userId, closedAt: this.clock.now() }),
    );
    await this.transactions.run(() => this.closings.awaitChanges(courseId));
    try {
      await this.transactions.run(() => this.record(standing, caller.userId, acceptOpenWork));
    } catch (error) {
      if (error instanceof GradesUnfinishedError) await this.closings.giveUp(courseId);
      throw error;
    }
    return this.state(courseId);
  }

  /** Has final grades follow scores and rules again. What was recorded stays in their histories. */
  async reopen(caller: Caller, courseId: string, reason: string): Promise<GradesStateResponse> {
    await this.access.course(caller, courseId, 'final_grades.close');
    await this.transactions.run(async () => {
      const closing = await this.closings.lock(courseId);
      if (!closing) throw new GradesNotClosedError();
      const reopenedAt = this.clock.now();
      await this.closings.reopen(closing.id, { reopenedBy: caller.userId, reopenedAt, reason });
      await this.finals.forgetRecorded(courseId);
    });
    return this.state(courseId);
  }

  /** All in one transaction, so that final grades are recorded of everybody or of nobody. */
  private async record(standing: CourseStanding, by: string, acceptOpenWork: boolean): Promise<void> {
    const { courseId } = standing;
    // Shared, so that whoever changes scores meanwhile is refused at once. Of two who close at once, one begins again and finds it done.
    const closing = await this.closings.hold(courseId);
    if (!closing || closing.recordedAt !== null) return;
    const now = this.clock.now();
    const open = { unposted: 0, awaited: 0 };
    let learners = 0;
    for await (const piece of this.everybody(standing, new AbortController().signal, { isLocked: true })) {
      const recorded = new Map(piece.map(({ learner, value }) => [learner.userId, value]));
      await this.finals.record(courseId, recorded, now);
      await this.finals.addSteps(
        [...recorded].map(([userId, newGrade]) => ({
          ...{ id: newId(), courseId, userId, cause: 'closed' as const, oldGrade: null, newGrade },
          ...{ reason: null, changedBy: by, changedAt: now },
        })),
      );
      learners += piece.length;
      open.unposted += piece.filter(({ hasUnpostedScores }) => hasUnpostedScores).length;
      open.awaited += piece.filter(({ awaitsMarks }) => awaitsMarks).length;
    }
    const lastDay = lastDayAhead(standing);
    const isOpen = open.unposted + open.awaited > 0 || lastDay !== null;
    if (isOpen && !acceptOpenWork) throw new GradesUnfinishedError(open.unposted, open.awaited, lastDay);
    await this.closings.setRecorded(closing.id, learners, now);
  }

  private async previewOf(standing: CourseStanding, abandoned: AbortSignal): Promise<ClosingPreviewResponse> {
    const { courseId } = standing;
    const preview: ClosingPreviewResponse = {
      ...{ courseId, lastDay: lastDayAhead(standing), learners: 0 },
      ...{ withUnpostedScores: 0, withAwaitedMarks: 0, unfinished: [] },
    };
    for await (const piece of this.everybody(standing, abandoned)) {
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
    { courseId, today, timeZone }: CourseStanding,
    abandoned: AbortSignal,
    { isLocked = false } = {},
  ): AsyncGenerator<Ending[]> {
    const chosen = { courseId, today, choice: 'all' } as const;
    for await (const { learners, computed, scheme } of this.computed.ofAll(chosen, timeZone, abandoned)) {
      const userIds = learners.map(({ userId }) => userId);
      const rows = isLocked
        ? await this.finals.lockAll(courseId, userIds)
        : await this.finals.ofLearners(courseId, userIds);
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

  private async state(courseId: string): Promise<GradesStateResponse> {
    return toGradesStateResponse(courseId, await this.closings.latest(courseId, CLOSINGS_SHOWN));
  }
}

/** Of a course that goes on after the present day; null for any other. */
function lastDayAhead({ today, endDate }: CourseStanding): string | null {
  return endDate !== null && today < endDate ? endDate : null;
}
