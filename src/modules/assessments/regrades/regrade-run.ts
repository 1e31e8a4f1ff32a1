import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { Rational } from '../../../shared/decimals/rational';
import type { PartCounts } from '../../../shared/operations/operation';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { OperationOutcome } from '../../../shared/operations/operation-runner';
import { inPortions } from '../../../shared/operations/portions';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { inEnglish } from '../../../shared/sentences/say';
import { sentences } from '../assessments.sentences';
import { ATTEMPTS_PART, type RegradeInput } from './regrade-input';
import { RegradeNews } from './regrade-news';
import { RegradeWriter, type RegradedPaper } from './regrade-writer';
import { type KeyChoice, type KnownKeys, RegradedPapers } from './regraded-papers';
import { type NewestKey, type NewRegradedAttempt, RegradesRepository } from './regrades.repository';
import { regraded } from './regrading';

/**
 * How many attempts one transaction grades, which a cluster replicates as a whole: so many that they have these answers, within bounds.
 * A test of processes that crash makes it fewer.
 */
export const PORTION = { answers: 5_000, mostAttempts: 500, fewestAttempts: 20 };

/** What a run saves with each transaction. */
interface Checkpoint {
  /** The instant of all changes. */
  now: string;
  total: number;
  /** By which keys it grades: those that were the newest when it began. */
  keys: NewestKey[];
  attemptsAtOnce: number;
  /** The attempts up to this one are done. */
  after: string | null;
  done: number;
  changed: number;
}

/** Grades the submitted attempts of a quiz again, some hundred in a transaction, or says what it would change. */
@Injectable()
export class RegradeRun {
  constructor(
    private readonly regrades: RegradesRepository,
    private readonly papers: RegradedPapers,
    private readonly writer: RegradeWriter,
    private readonly changes: OperationChanges,
    private readonly news: RegradeNews,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as RegradeInput;
    const known: KnownKeys = new Map();
    await inPortions<Checkpoint>(task, this.transactions, {
      begin: () => this.begin(task, input),
      next: (place) => this.portion(task, input, place, known),
      summaryOf,
    });
    return 'done';
  }

  private async begin(task: OperationTask, { activityId, questionIds }: RegradeInput): Promise<Checkpoint> {
    const isNamed = (questionId: string): boolean =>
      questionIds.length === 0 || questionIds.includes(questionId);
    const keys = (await this.regrades.newestKeys(activityId)).filter(({ questionId }) => isNamed(questionId));
    const total = await this.regrades.countOf(activityId);
    const place = { now: this.clock.now().toISOString(), total, keys, after: null, done: 0, changed: 0 };
    const answers = await this.regrades.answersAnAttempt(activityId);
    const attemptsAtOnce = Math.floor(PORTION.answers / Math.max(answers, 1));
    const checkpoint = {
      ...place,
      attemptsAtOnce: Math.min(Math.max(attemptsAtOnce, PORTION.fewestAttempts), PORTION.mostAttempts),
    };
    await this.transactions.run(async () => {
      await task.report({ phase: phaseOf(task), done: 0, total });
      await this.regrades.forget(task.operation.id);
      await task.save({ done: 0, total, summary: [summaryOf(checkpoint)], checkpoint });
    });
    return checkpoint;
  }

  /** The next attempts, in the transaction that is running; the same place where there are none. */
  private async portion(
    task: OperationTask,
    input: RegradeInput,
    place: Checkpoint,
    known: KnownKeys,
  ): Promise<Checkpoint> {
    const { id: operationId, isDryRun, requestedBy } = task.operation;
    const { activityId, courseId, policy } = input;
    const { total } = place;
    await task.report({ phase: phaseOf(task), done: place.done, total });
    const attempts = await this.regrades.next(activityId, place.after, place.attemptsAtOnce, !isDryRun);
    const last = attempts.at(-1);
    if (!last) return place;
    const read = await this.papers.read(attempts, keyChoice(place.keys, input), known);
    const changed = read.flatMap((each): RegradedPaper[] => {
      const change = regraded(each.paper, policy);
      return change ? [{ ...each, change }] : [];
    });
    await this.regrades.list(changed.filter(isOther).map((paper) => rowOf(operationId, paper)));
    if (!isDryRun) {
      const at = new Date(place.now);
      await this.writer.write(changed, { activityId, courseId, operationId, by: requestedBy, at });
      await this.changes.add(
        operationId,
        changed.map(({ attempt, change: { before, after } }) => ({
          ...{ part: ATTEMPTS_PART, rowId: attempt.id, action: 'changed' as const },
          ...{ before: { ...before }, after: { ...after } },
        })),
      );
      if (input.tellsLearners) await this.news.tell({ activityId, papers: changed, cause: 'regrade' });
    }
    const next = {
      ...{ ...place, after: last.id, done: place.done + attempts.length },
      changed: place.changed + changed.length,
    };
    await task.save({ done: next.done, total, summary: [summaryOf(next)], checkpoint: next });
    return next;
  }
}

function phaseOf({ operation }: OperationTask): string {
  return inEnglish(operation.isDryRun ? sentences.comparingGrades() : sentences.regrading());
}

/**
 * Questions that are named are graded by the newest key in any case; without any, those that an older one has graded. None goes back to
 * an older key, which can be where a key was corrected after the regrade began.
 */
function keyChoice(keys: readonly NewestKey[], { questionIds }: RegradeInput): KeyChoice {
  const byVersion = new Map(keys.map((key) => [key.versionId, key]));
  return ({ versionId, keyRevisionId }, known) => {
    const newest = byVersion.get(versionId);
    const number = known.get(keyRevisionId)?.keyNumber;
    if (!newest || number === undefined || number > newest.keyNumber) return null;
    return questionIds.length > 0 || number < newest.keyNumber ? newest.keyRevisionId : null;
  };
}

function isOther({ change: { before, after } }: RegradedPaper): boolean {
  return before.markedScore !== after.markedScore || before.maxScore !== after.maxScore;
}

function rowOf(operationId: string, { attempt, change }: RegradedPaper): NewRegradedAttempt {
  const { before, after } = change;
  return {
    ...{ operationId, attemptId: attempt.id, userId: attempt.userId, attemptNumber: attempt.number },
    ...{ oldScore: before.markedScore, oldMaxScore: before.maxScore },
    ...{ newScore: after.markedScore, newMaxScore: after.maxScore },
    size: Rational.of(after.markedScore).minus(before.markedScore).abs().toDecimal(4),
  };
}

function summaryOf({ done, changed }: Pick<Checkpoint, 'done' | 'changed'>): PartCounts {
  return {
    ...{ part: ATTEMPTS_PART, read: done, changed, unchanged: done - changed },
    ...{ added: 0, ended: 0, refused: 0 },
  };
}
