import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { DomainEvents } from '../../../shared/events/domain-events';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { dayIn } from '../../../shared/time/zoned-time';
import {
  NoOverrideError,
  NotALearnerError,
  ResultNotFoundError,
  ScoreOutOfRangeError,
  ScoreStatusError,
  SubmittedAtError,
} from '../gradebook.errors';
import { QuizDecided } from '../gradebook.events';
import { ClosedWork } from '../final-grades/closed-work';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { sentences } from '../gradebook.sentences';
import { OneGrade } from '../grades/one-grade';
import { LineItemsService } from '../line-items/line-items.service';
import type { PutResultDto } from './dto/put-result.dto';
import { type ResultChangeResponse, type ResultResponse, toResultResponse } from './dto/result.response';
import { type QuizAttempts, QuizAttemptsRepository } from './quiz-attempts.repository';
import { firstPassedAt, overridePasses } from './quiz-passing';
import { replayedGrade } from './replayed-grade';
import { HISTORY_ORDER, ResultHistoryRepository } from './result-history.repository';
import { ResultRecorder, type Verdict } from './result-recorder';
import { isOverride, type ResultValue, type ScoreStatus } from './result-value';
import { type ResultSlot, ResultsRepository } from './results.repository';
import { isKeptBack, withheld, withheldStep } from './withheld-results';

const STATUSES_WITH_SCORE: readonly ScoreStatus[] = ['fully graded', 'partially graded'];

/** Reading and changing single results, by instructors and, for their own, learners. */
@Injectable()
export class ResultsService {
  constructor(
    private readonly lineItems: LineItemsService,
    private readonly results: ResultsRepository,
    private readonly histories: ResultHistoryRepository,
    private readonly quizAttempts: QuizAttemptsRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly closedWork: ClosedWork,
    private readonly recorder: ResultRecorder,
    private readonly grade: OneGrade,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, lineItemId: string, userId: string): Promise<ResultResponse> {
    const slot = await this.slotFor(caller, lineItemId, userId);
    const { stored } = slot;
    if (!stored?.value) throw new ResultNotFoundError();
    const isHidden = stored.value.source === 'quiz' && (await this.isKeptBack(caller, slot));
    const shown = await this.grade.of(slot, userId === caller.userId ? 'learner' : 'staff');
    return toResultResponse(slot, stored, isHidden ? withheld(stored.value) : stored.value, shown, isHidden);
  }

  /**
   * Records a result that an instructor gives. For a quiz it is an override, which later attempts do not change, and which
   * decides whether the learner has passed.
   */
  async put(
    caller: Caller,
    lineItemId: string,
    userId: string,
    dto: PutResultDto,
    version: ExpectedVersion,
  ): Promise<ResultResponse> {
    const { item, standing } = await this.lineItems.ofLearner(
      caller,
      { lineItemId, learnerId: userId },
      'grades.record',
    );
    const scoreStatus = statusOf(dto);
    this.refuseImpossible(dto.submittedAt, scoreStatus);
    return this.transactions.run(async () => {
      // Locked, so that the range cannot change between this check and the commit.
      const range = await this.lineItems.holdOpen(item, { userId, by: caller.userId });
      refuseOutOfRange(dto.score, range);
      await this.recorder.record(
        () => this.slotOf(lineItemId, userId),
        ({ stored }): Verdict => {
          if (isStale(version, stored?.value && stored.version)) throw new StaleVersionError('result');
          const value: ResultValue = {
            score: dto.score,
            scoreStatus,
            scoreDate: dto.scoreDate ?? stored?.value?.scoreDate ?? standing.today,
            submittedAt: submittedAtOf(dto, scoreStatus, stored?.value),
            comment: dto.comment ?? null,
            source: 'instructor',
            attemptId: null,
            operationId: null,
            recordedBy: caller.userId,
          };
          return {
            value,
            cause: 'instructor',
            by: caller.userId,
            comment: value.comment,
            at: this.clock.now(),
          };
        },
      );
      if (item.activityId !== null)
        await this.decideByOverride(item.activityId, standing.courseId, userId, {
          score: dto.score,
          scoreStatus,
        });
      return this.forStaff(lineItemId, userId);
    });
  }

  /** Lifts an override: the result is again what the attempts earned, or none where there are no attempts. */
  async liftOverride(
    caller: Caller,
    lineItemId: string,
    userId: string,
    version: ExpectedVersion,
  ): Promise<void> {
    const { item } = await this.lineItems.ofLearner(
      caller,
      { lineItemId, learnerId: userId },
      'grades.record',
    );
    const { activityId, courseId } = item;
    if (activityId === null) throw new NoOverrideError();
    await this.transactions.run(async () => {
      const closed = await this.closings.requireOpen(courseId);
      await this.closedWork.requireOpen({ courseId, closed }, { lineItemId, userId });
      let quiz: QuizAttempts | undefined;
      await this.recorder.record(
        () => this.slotOf(lineItemId, userId),
        async ({ stored, timeZone, isQuiz }): Promise<Verdict> => {
          if (!stored || !isOverride(isQuiz, stored.value)) throw new NoOverrideError();
          if (isStale(version, stored.version)) throw new StaleVersionError('result');
          quiz = await this.quizAttempts.find(activityId, userId);
          return {
            value: quiz && earnedValue(quiz, timeZone, caller.userId),
            cause: 'override_lifted',
            by: caller.userId,
            comment: null,
            at: this.clock.now(),
          };
        },
      );
      const passedAt = quiz ? firstPassedAt(quiz.attempts, quiz) : null;
      const decidedAt = this.clock.now();
      await this.events.publish(
        new QuizDecided({ activityId, courseId, userId, passedAt, by: 'attempts', decidedAt }),
      );
    });
  }

  async history(
    caller: Caller,
    lineItemId: string,
    userId: string,
    query: CursorQuery,
  ): Promise<Page<ResultChangeResponse>> {
    const { limit, cursor } = query;
    const slot = await this.slotFor(caller, lineItemId, userId);
    const { stored } = slot;
    if (!stored) throw new ResultNotFoundError();
    const after = HISTORY_ORDER.placeIn(cursor);
    const entries =
      stored.lastChangedAt !== null
        ? await this.histories.page(stored.id, limit, after)
        : await this.histories.beginning(stored.id);
    const isKeptBack = await this.isKeptBack(caller, slot);
    const page = toPage(
      entries,
      limit,
      ({ id, change }) => HISTORY_ORDER.keysOf({ id, changedAt: change.changedAt }),
      ({ change }) => (isKeptBack ? withheldStep(change) : change),
    );
    // A result that never changed has its beginning for a history, which is no row.
    const isUnchanged = stored.lastChangedAt === null;
    return withTotal(page, query, (most) => (isUnchanged ? 1 : this.histories.count(stored.id, most)));
  }

  private async decideByOverride(
    activityId: string,
    courseId: string,
    userId: string,
    value: Pick<ResultValue, 'score' | 'scoreStatus'>,
  ): Promise<void> {
    const quiz = await this.quizAttempts.find(activityId, userId);
    const isPassed = quiz && overridePasses(value, quiz);
    if (isPassed === undefined) return;
    const decidedAt = this.clock.now();
    const passedAt = isPassed ? decidedAt : null;
    await this.events.publish(
      new QuizDecided({ activityId, courseId, userId, passedAt, by: 'override', decidedAt }),
    );
  }

  /** As the staff see it. Checks nobody's rights. */
  async forStaff(lineItemId: string, userId: string): Promise<ResultResponse> {
    const slot = await this.slotOf(lineItemId, userId);
    if (!slot.stored?.value) throw new ResultNotFoundError();
    return toResultResponse(slot, slot.stored, slot.stored.value, await this.grade.of(slot, 'staff'));
  }

  private refuseImpossible(submittedAt: Date | null | undefined, scoreStatus: ScoreStatus): void {
    if (!submittedAt) return;
    if (submittedAt > this.clock.now()) throw new SubmittedAtError(sentences.submittedInFuture());
    if (scoreStatus === 'not submitted') throw new SubmittedAtError(sentences.submittedThoughNot());
  }

  /** Whether the quiz keeps from this caller, because they are the learner, what their attempts earned. */
  private async isKeptBack(caller: Caller, { lineItemId, userId, isQuiz }: ResultSlot): Promise<boolean> {
    if (!isQuiz || userId !== caller.userId) return false;
    const review = await this.results.reviewOf(lineItemId);
    return review !== undefined && isKeptBack(review, this.clock.now());
  }

  /** For the staff of the course and the learners themselves. */
  private async slotFor(caller: Caller, lineItemId: string, userId: string): Promise<ResultSlot> {
    const action = userId === caller.userId ? 'grades.read_own' : 'grades.read';
    await this.lineItems.ofLearner(caller, { lineItemId, learnerId: userId }, action);
    return this.slotOf(lineItemId, userId);
  }

  /** NotALearnerError for others than learners of its course. */
  async slotOf(lineItemId: string, userId: string): Promise<ResultSlot> {
    const slot = await this.results.slot(lineItemId, userId);
    if (!slot) throw new NotALearnerError();
    return slot;
  }
}

/** The result that the attempts at a quiz earned; undefined without attempts. `liftedBy`: who lifted an override; null: nobody did. */
export function earnedValue(
  { grading, attempts, pointsPossible }: QuizAttempts,
  timeZone: string,
  liftedBy: string | null,
): ResultValue | undefined {
  const grade = replayedGrade(grading, attempts, pointsPossible);
  return (
    grade && {
      ...quizValue(grade.score, grade.attempt.id, grade.attempt.submittedAt, timeZone),
      recordedBy: liftedBy,
    }
  );
}

/** The result of a quiz, made by an attempt. Without a score, since marks are awaited, it is handed in. */
export function quizValue(
  score: string | null,
  attemptId: string,
  submittedAt: Date,
  timeZone: string,
): ResultValue {
  return {
    score,
    scoreStatus: score === null ? 'submitted' : 'fully graded',
    ...{ scoreDate: dayIn(submittedAt, timeZone), submittedAt },
    comment: null,
    source: 'quiz',
    attemptId,
    operationId: null,
    recordedBy: null,
  };
}

/** A mark that comes later leaves it as it is. */
export function submittedAtOf(
  { submittedAt }: Pick<PutResultDto, 'submittedAt'>,
  scoreStatus: ScoreStatus,
  stored: ResultValue | undefined,
): Date | null {
  if (scoreStatus === 'not submitted') return null;
  return submittedAt === undefined ? (stored?.submittedAt ?? null) : submittedAt;
}

export function statusOf({ score, scoreStatus }: Pick<PutResultDto, 'score' | 'scoreStatus'>): ScoreStatus {
  if (scoreStatus === undefined) return score === null ? 'submitted' : 'fully graded';
  const needsScore = STATUSES_WITH_SCORE.includes(scoreStatus);
  if (needsScore && score === null)
    throw new ScoreStatusError(sentences.statusNeedsScore({ status: scoreStatus }));
  if (!needsScore && score !== null)
    throw new ScoreStatusError(sentences.statusWithoutScore({ status: scoreStatus }));
  return scoreStatus;
}

export function refuseOutOfRange(score: string | null, { min, max }: { min: string; max: string }): void {
  if (score === null) return;
  const number = Rational.of(score);
  if (number.lt(min) || number.gt(max)) throw new ScoreOutOfRangeError(plainDecimal(min), plainDecimal(max));
}
