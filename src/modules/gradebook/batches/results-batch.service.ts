import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { DomainEvents } from '../../../shared/events/domain-events';
import { languageOf } from '../../../shared/sentences/languages';
import { say } from '../../../shared/sentences/say';
import type { Language } from '../../../shared/sentences/sentence';
import { CourseAccess } from '../../courses';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { QuizDecidedForMany } from '../gradebook.events';
import { QuizAttemptsRepository } from '../results/quiz-attempts.repository';
import { overridePasses } from '../results/quiz-passing';
import { ResultRecorder } from '../results/result-recorder';
import { ResultsRepository, type StoredResult } from '../results/results.repository';
import { BatchFactsRepository } from './batch-facts.repository';
import { BatchRefusedError } from './batches.errors';
import type { BatchCellDto, ResultsBatchDto } from './dto/results-batch.dto';
import type { BatchCellResponse, ResultsBatchResponse } from './dto/results-batch.response';
import { type BatchFacts, type GoodCell, judgedCells, type JudgedCells, keyOf } from './judged-cells';

/** Cells of the gradebook that an instructor changes at once. */
@Injectable()
export class ResultsBatchService {
  constructor(
    private readonly facts: BatchFactsRepository,
    private readonly results: ResultsRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly recorder: ResultRecorder,
    private readonly quizAttempts: QuizAttemptsRepository,
    private readonly access: CourseAccess,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Records the cells, each by the rules for a single result, with as many statements for 500 as for one; for each quiz among them three more. All
   * or nothing, unless the good ones are asked for.
   *
   * Throws GradesClosedError and BatchRefusedError.
   */
  async record(
    caller: Caller,
    courseId: string,
    { cells, onRefused = 'nothing' }: ResultsBatchDto,
  ): Promise<ResultsBatchResponse> {
    const { today } = await this.access.course(caller, courseId, 'grades.record');
    const language = languageOf(caller.locale) ?? 'en';
    if (cells.length === 0)
      return toResponse(courseId, cells, { good: [], refused: [] }, new Map(), language);
    return this.transactions.run(async () => {
      await this.closings.requireOpen(courseId);
      const userIds = unique(cells.map(({ userId }) => userId));
      await this.facts.holdPeople(unique([...userIds, caller.userId]));
      const learners = await this.facts.learners(courseId, userIds);
      const lineItemIds = unique(cells.map(({ lineItemId }) => lineItemId));
      const items = await this.facts.holdItems(courseId, lineItemIds);
      const known = { items, learners, by: caller.userId, today };
      const judged = await this.recordJudged(courseId, cells, known, (refused) => {
        if (refused.length > 0 && onRefused === 'nothing') throw new BatchRefusedError(refused);
      });
      await this.decideQuizzes(courseId, judged.good, items);
      const ofCourse = cells.filter(({ lineItemId }) => items.has(lineItemId));
      return toResponse(courseId, cells, judged, await this.storedOf(ofCourse), language);
    });
  }

  /**
   * Somebody may add a result that was not there when it was to be locked. Nothing of the batch is written then, and it is there to be locked
   * the next time: so each round locks one more, and there are no more rounds than cells.
   */
  private async recordJudged(
    courseId: string,
    cells: readonly BatchCellDto[],
    known: Omit<BatchFacts, 'stored'>,
    check: (refused: JudgedCells['refused']) => void,
  ): Promise<JudgedCells> {
    const ofCourse = cells.filter(({ lineItemId }) => known.items.has(lineItemId));
    for (;;) {
      await this.results.lock([...ofCourse]);
      const judged = judgedCells(cells, { ...known, stored: await this.storedOf(ofCourse) });
      check(judged.refused);
      const at = this.clock.now();
      const verdicts = judged.good.map(({ value, ...cell }) => {
        const { comment, recordedBy: by } = value;
        return { ...cell, courseId, verdict: { value, cause: 'instructor' as const, by, comment, at } };
      });
      if (await this.recorder.recordLocked(verdicts)) return judged;
    }
  }

  private async storedOf(cells: readonly BatchCellDto[]): Promise<Map<string, StoredResult>> {
    const slots = await this.results.slots([...cells]);
    return new Map(slots.flatMap((slot) => (slot.stored ? [[keyOf(slot), slot.stored] as const] : [])));
  }

  /** What is recorded for a quiz decides whether its learner has passed, as a single result does. */
  private async decideQuizzes(
    courseId: string,
    good: readonly GoodCell[],
    items: BatchFacts['items'],
  ): Promise<void> {
    const byQuiz = Map.groupBy(good, ({ lineItemId }) => items.get(lineItemId)?.activityId ?? null);
    for (const [activityId, cells] of byQuiz) {
      if (activityId === null) continue;
      const terms = await this.quizAttempts.termsOf(activityId);
      const decidedAt = this.clock.now();
      const learners = cells.flatMap(({ userId, value }) => {
        const isPassed = terms && overridePasses(value, terms);
        return isPassed === undefined ? [] : [{ userId, passedAt: isPassed ? decidedAt : null }];
      });
      if (learners.length > 0)
        await this.events.publish(
          new QuizDecidedForMany({ activityId, courseId, decidedAt, learners, by: 'override' }),
        );
    }
  }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

function toResponse(
  courseId: string,
  cells: readonly BatchCellDto[],
  { good, refused }: JudgedCells,
  stored: ReadonlyMap<string, StoredResult>,
  language: Language,
): ResultsBatchResponse {
  const recorded = new Set(good.map(({ place }) => place));
  const errors = new Map(refused.map(({ place, error }) => [place, error]));
  return {
    courseId,
    recorded: good.length,
    unchanged: cells.length - good.length - refused.length,
    refused: refused.length,
    cells: cells.map((cell, place): BatchCellResponse => {
      const { lineItemId, userId } = cell;
      const error = errors.get(place);
      const present = stored.get(keyOf(cell));
      return {
        ...{ lineItemId, userId },
        outcome: error ? 'refused' : recorded.has(place) ? 'recorded' : 'unchanged',
        version: present?.value ? present.version : null,
        score: nullablePlainDecimal(present?.value?.score ?? null),
        refusal: error ? { code: error.code, detail: say(error.detail, language) } : null,
      };
    }),
  };
}
