import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import type { NewChange } from '../../../shared/operations/operation-changes';
import { type GoodCell, type HeldCells, keyOf, valueByHand } from '../batches/judged-cells';
import { sentences } from './exchange.sentences';
import type { GradebookImportInput } from './gradebook-import-input';
import { judgeCell } from './sheet-cell';
import { fault, type SheetRemark } from './sheet-faults';
import type { SheetCell } from './sheet-walk';

/** The part of the summary and of the log that results are. */
export const RESULTS_PART = 'results';

/** A cell of a sheet whose score can be recorded. */
export type GoodSheetCell = GoodCell & { line: number };

export interface JudgedSheetCells {
  good: GoodSheetCell[];
  remarks: SheetRemark[];
  unchanged: number;
}

/** Which cells of a sheet can be recorded, as things are. What a line item is now decides, and who is a learner, where that is known. */
export function judgedSheetCells(
  cells: readonly SheetCell[],
  {
    stored,
    items,
    learners,
    refusalIn,
    input,
    operationId,
  }: Pick<HeldCells, 'stored' | 'refusalIn'> &
    Partial<Pick<HeldCells, 'items' | 'learners'>> & { input: GradebookImportInput; operationId: string },
): JudgedSheetCells {
  const judged: JudgedSheetCells = { good: [], remarks: [], unchanged: 0 };
  const { overwrite, overrideQuizzes, requestedBy: by, today } = input;
  for (const [place, cell] of cells.entries()) {
    const { line, column, lineItemId, userId, said, exported, typed } = cell;
    const before = stored.get(keyOf(cell));
    const held = items?.get(lineItemId);
    const item = { ...column.item, ...held, ...(items && !held && { isArchived: true }) };
    const closed = refusalIn(cell);
    const facts = { item, closed, exported, present: before?.value, overwrite, overrideQuizzes };
    const verdict = judgeCell(said, facts);
    if (learners && !learners.has(userId))
      judged.remarks.push(
        fault({ line, column: column.head }, 'unknown_learner', sentences.noLearnerNow(), typed),
      );
    else if (verdict === 'unchanged') judged.unchanged += 1;
    else if (verdict !== 'change')
      judged.remarks.push(fault({ line, column: column.head }, verdict.code, verdict.message, typed));
    else {
      const value = { ...valueByHand(said, before?.value, { by, today }), operationId };
      judged.good.push({ place, line, lineItemId, userId, stored: before, value });
    }
  }
  return judged;
}

/** What became, or would become, of a result: as the log of the operation has it. The row is the learner. */
export function resultChange({ line, lineItemId, userId, stored, value }: GoodSheetCell): NewChange {
  const before = stored?.value;
  return {
    part: RESULTS_PART,
    rowId: userId,
    action: before ? 'changed' : 'added',
    before: before
      ? {
          lineItemId,
          score: nullablePlainDecimal(before.score),
          scoreStatus: before.scoreStatus,
          value: before,
        }
      : null,
    after: { lineItemId, line, score: nullablePlainDecimal(value.score), scoreStatus: value.scoreStatus },
  };
}
