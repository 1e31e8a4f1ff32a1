import { DomainError } from '../../../shared/errors/domain-error';
import { StaleVersionError } from '../../../shared/http/etag';
import { LineItemArchivedError, LineItemNotFoundError, NotALearnerError } from '../gradebook.errors';
import { type ResultValue, saysTheSame } from '../results/result-value';
import type { ResultKey, StoredResult } from '../results/results.repository';
import { refuseOutOfRange, statusOf, submittedAtOf } from '../results/results.service';
import type { BatchItem } from './batch-facts.repository';
import { CellTwiceError, type RefusedCell } from './batches.errors';
import type { BatchCellDto } from './dto/results-batch.dto';

/** What cells meet in their course, held until the transaction ends. */
export interface HeldCells {
  items: ReadonlyMap<string, BatchItem>;
  /** Who is or was a learner. */
  learners: ReadonlySet<string>;
  /** By `keyOf`. */
  stored: ReadonlyMap<string, StoredResult>;
  /** Why a cell is not changed that belongs to a closed grading period. */
  refusalIn: (cell: ResultKey) => DomainError | undefined;
}

/** What a batch of cells meets in its course. */
export interface BatchFacts extends HeldCells {
  /** Who records them, and the day in the course's time zone. */
  by: string;
  today: string;
}

/** A cell whose new value can be recorded. */
export interface GoodCell {
  place: number;
  lineItemId: string;
  userId: string;
  stored: StoredResult | undefined;
  value: ResultValue;
}

export interface JudgedCells {
  /** Those that change something. */
  good: GoodCell[];
  refused: RefusedCell[];
}

export function keyOf({ lineItemId, userId }: { lineItemId: string; userId: string }): string {
  return `${lineItemId} ${userId}`;
}

/**
 * Which cells can be recorded, each by the rules for a single result. A cell that says what stands already changes nothing, whatever version it
 * was made from: so a batch that is sent again is not refused for its own changes.
 */
export function judgedCells(cells: readonly BatchCellDto[], facts: BatchFacts): JudgedCells {
  const judged: JudgedCells = { good: [], refused: [] };
  const seen = new Set<string>();
  for (const [place, cell] of cells.entries()) {
    try {
      if (seen.has(keyOf(cell))) throw new CellTwiceError();
      seen.add(keyOf(cell));
      const good = judge(cell, facts);
      if (good) judged.good.push({ place, ...good });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      judged.refused.push({ place, error });
    }
  }
  return judged;
}

/** What is given, for a cell that has something already or not: what it does not say stays as it is. */
export function valueByHand(
  given: Pick<ResultValue, 'score' | 'scoreStatus'> & Partial<Pick<ResultValue, 'scoreDate' | 'comment'>>,
  present: ResultValue | undefined,
  { by, today }: Pick<BatchFacts, 'by' | 'today'>,
): ResultValue {
  const { score, scoreStatus, scoreDate, comment } = given;
  return {
    ...{ score, scoreStatus, source: 'instructor', recordedBy: by },
    ...{ attemptId: null, operationId: null },
    submittedAt: submittedAtOf({}, scoreStatus, present),
    scoreDate: scoreDate ?? present?.scoreDate ?? today,
    comment: comment === undefined ? (present?.comment ?? null) : comment,
  };
}

/** Undefined where nothing changes. */
function judge(cell: BatchCellDto, facts: BatchFacts): Omit<GoodCell, 'place'> | undefined {
  const { lineItemId, userId, score, version } = cell;
  const item = facts.items.get(lineItemId);
  if (!item) throw new LineItemNotFoundError();
  if (item.isArchived) throw new LineItemArchivedError();
  if (!facts.learners.has(userId)) throw new NotALearnerError();
  const scoreStatus = statusOf(cell);
  refuseOutOfRange(score, item);
  const stored = facts.stored.get(keyOf(cell));
  const present = stored?.value;
  const { scoreDate, comment } = cell;
  const value = valueByHand({ score, scoreStatus, scoreDate, comment }, present, facts);
  if (present && saysTheSame(present, value)) return undefined;
  const refusal = facts.refusalIn(cell);
  if (refusal) throw refusal;
  if (version !== undefined && version !== (present ? (stored?.version ?? null) : null))
    throw new StaleVersionError('result');
  return { lineItemId, userId, stored, value };
}
