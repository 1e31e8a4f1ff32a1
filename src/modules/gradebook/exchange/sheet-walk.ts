import { Injectable } from '@nestjs/common';
import { isId } from '../../../shared/database/ids';
import { readCell, type SaidCell } from './sheet-cell';
import {
  type ItemColumn,
  readColumns,
  type SheetColumns,
  type LearnerKey,
  withoutApostrophe,
} from './sheet-columns';
import { sentences } from './exchange.sentences';
import { isSameCell, readLineMark } from './gradebook-sheet';
import { fault, SheetFault, type SheetRemark } from './sheet-faults';
import { type NamedLearner, SheetFactsRepository } from './sheet-facts.repository';
import {
  BrokenQuotes,
  linesOf,
  type SheetLine,
  sheetText,
  type SheetText,
} from '../../../shared/text/sheet-text';

/** Lines of a sheet. */
export const MOST_LINES = 20_000;
/** How many lines are read before their learners are looked up. */
const LINES_AT_ONCE = 200;
const LINES_OF_PORTION = 1000;

/** A sheet whose columns are known. */
export interface OpenSheet {
  text: SheetText;
  columns: SheetColumns;
  /** Lines but the heads. */
  lines: number;
}

/** A cell that says something else than what was exported. */
export interface SheetCell {
  line: number;
  column: ItemColumn;
  lineItemId: string;
  userId: string;
  said: SaidCell;
  exported: string | undefined;
  typed: string;
}

/** How many lines and cells say what. */
export interface SheetCounts {
  lines: number;
  refusedLines: number;
  /** Cells that are not empty. */
  cells: number;
  unchanged: number;
  refused: number;
}

/** Some lines of a sheet. */
export interface SheetPortion {
  cells: SheetCell[];
  remarks: SheetRemark[];
  counts: SheetCounts;
  /** How many lines have been read so far. */
  done: number;
}

interface NamedLine extends SheetLine {
  name: { key: LearnerKey; head: string; text: string } | undefined;
}

/** Reads a sheet line by line. */
@Injectable()
export class SheetWalk {
  constructor(private readonly facts: SheetFactsRepository) {}

  /** Reads the heads, and all lines once, so that nothing is recorded of a file that breaks off. Two statements. */
  async open(courseId: string, content: string): Promise<OpenSheet | SheetFault> {
    const text = sheetText(content);
    const unreadable = (why: SheetFault['why']): SheetFault =>
      new SheetFault('gradebook.sheet_unreadable', why);
    let columns: SheetColumns | undefined;
    let lines = 0;
    try {
      for await (const line of linesOf(text)) {
        if (columns) lines += 1;
        else {
          const read = readColumns(line, courseId, await this.facts.items(courseId));
          if (read instanceof SheetFault) return read;
          columns = read;
        }
      }
    } catch (error) {
      if (error instanceof BrokenQuotes) return unreadable(sentences.brokenQuotes({ line: error.line }));
      throw error;
    }
    if (!columns || lines === 0) return unreadable(sentences.noRows());
    if (columns.items.length === 0 && columns.remarks.every(({ severity }) => severity === 'warning'))
      return unreadable(sentences.noItems());
    if (lines > MOST_LINES) return unreadable(sentences.tooManyRows({ most: MOST_LINES }));
    return { text, columns, lines };
  }

  /**
   * The lines behind the first `after`, in portions of about so many cells. Two statements or less for some hundred lines.
   */
  async *portions(
    courseId: string,
    sheet: OpenSheet,
    after: number,
    cellsAtOnce: number,
  ): AsyncGenerator<SheetPortion> {
    const seen = new Map<string, number>();
    let done = 0;
    let portion = emptyPortion();
    for await (const lines of batchesOf(sheet)) {
      const learners = await this.learnersOf(courseId, lines);
      for (const line of lines) {
        done += 1;
        const userId = learnerOf(line, learners, seen);
        if (done <= after) continue;
        addLine(portion, sheet, line, userId);
        portion.done = done;
        if (portion.cells.length < cellsAtOnce && portion.counts.lines < LINES_OF_PORTION) continue;
        yield portion;
        portion = emptyPortion();
      }
    }
    if (portion.done > 0) yield portion;
  }

  private async learnersOf(courseId: string, lines: readonly NamedLine[]): Promise<LearnersByName> {
    const names: Record<LearnerKey, string[]> = { id: [], username: [], email: [], number: [] };
    for (const { name } of lines)
      if (name && (name.key !== 'id' || isId(name.text))) names[name.key].push(name.text);
    const learners = await this.facts.learners(courseId, names);
    return (key, text) => {
      const lower = text.toLowerCase();
      return learners.filter((learner) => learner[key]?.toLowerCase() === lower);
    };
  }
}

type LearnersByName = (key: LearnerKey, text: string) => NamedLearner[];

function emptyPortion(): SheetPortion {
  const counts = { lines: 0, refusedLines: 0, cells: 0, unchanged: 0, refused: 0 };
  return { cells: [], remarks: [], counts, done: 0 };
}

async function* batchesOf({ text, columns }: OpenSheet): AsyncGenerator<NamedLine[]> {
  let batch: NamedLine[] = [];
  let isHead = true;
  for await (const line of linesOf(text)) {
    if (!isHead) batch.push({ ...line, name: nameIn(line, columns) });
    isHead = false;
    if (batch.length < LINES_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function nameIn({ fields }: SheetLine, { keys }: SheetColumns): NamedLine['name'] {
  for (const { key, index, head } of keys) {
    const text = withoutApostrophe((fields[index] ?? '').trim());
    if (text !== '') return { key, head, text };
  }
  return undefined;
}

/** Whose line it is, or why nobody's. */
function learnerOf(
  { line, name }: NamedLine,
  learners: LearnersByName,
  seen: Map<string, number>,
): string | SheetRemark {
  if (!name) return fault({ line, column: null }, 'no_learner', sentences.noLearnerNamed(), null);
  const { key: by, head: column, text } = name;
  const [found, ...others] = learners(by, text);
  if (!found) return fault({ line, column }, 'unknown_learner', sentences.unknownLearner({ by }), text);
  if (others.length > 0) {
    const why = sentences.learnerAmbiguous({ by, learners: others.length + 1 });
    return fault({ line, column }, 'learner_ambiguous', why, text);
  }
  const before = seen.get(found.id);
  if (before !== undefined)
    return fault({ line, column }, 'learner_twice', sentences.learnerTwice({ line: before }), text);
  seen.set(found.id, line);
  return found.id;
}

function addLine(
  { cells, remarks, counts }: SheetPortion,
  { text, columns }: OpenSheet,
  { line, fields }: NamedLine,
  learner: string | SheetRemark,
): void {
  const hasDecimalCommas = text.delimiter !== ',';
  const fieldOf = (index: number): string => withoutApostrophe((fields[index] ?? '').trim());
  const typed = columns.items.map((column) => ({ column, text: fieldOf(column.index) }));
  const filled = typed.filter((cell) => cell.text !== '');
  if (fields.every((field) => field.trim() === '')) return;
  counts.lines += 1;
  counts.cells += filled.length;
  const mark = columns.mark && readLineMark(fieldOf(columns.mark.index));
  const whose =
    typeof learner === 'string' && columns.mark && mark && mark.userId !== learner
      ? fault({ line, column: columns.mark.head }, 'line_mixed_up', sentences.mixedUp(), null)
      : learner;
  if (typeof whose !== 'string') {
    // A line below the table, such as an average without a name, says nothing where it has no scores.
    if (whose.code === 'no_learner' && filled.length === 0) return;
    remarks.push(whose);
    counts.refusedLines += 1;
    counts.refused += filled.length;
    return;
  }
  for (const { column, text: cell } of filled) {
    const { head, item, markIndex } = column;
    const exported = markIndex === undefined ? undefined : mark?.cells[markIndex];
    const said = readCell(cell, hasDecimalCommas);
    if (exported !== undefined && isSameCell(hasDecimalCommas ? cell.replace(',', '.') : cell, exported))
      counts.unchanged += 1;
    else if (said && 'code' in said) {
      remarks.push(fault({ line, column: head }, said.code, said.message, cell));
      counts.refused += 1;
    } else if (said)
      cells.push({ line, column, lineItemId: item.id, userId: whose, said, exported, typed: cell });
  }
  for (const { index, head, markIndex } of columns.totals) {
    const exported = markIndex === undefined ? undefined : mark?.cells[markIndex];
    const cell = fieldOf(index);
    if (exported === undefined || isSameCell(hasDecimalCommas ? cell.replace(',', '.') : cell, exported))
      continue;
    const remark = fault({ line, column: head }, 'total_read_only', sentences.totalReadOnly(), cell);
    remarks.push({ ...remark, severity: 'warning' });
  }
}
