import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { isFormula, withoutGuard } from '../../../shared/text/csv-lines';
import { encodingOfStart, type TextEncoding } from '../../../shared/text/encodings';
import {
  BrokenQuotes,
  linesIn,
  type SheetLine,
  sheetText,
  type SheetText,
} from '../../../shared/text/sheet-text';
import { EnrollmentSheetUnreadableError } from './bulk.errors';
import { sentences } from './bulk.sentences';
import { cellFault, type Column, COLUMNS, type RowCells } from './row-cells';

/** How a stored input is written: by whoever sent a file, or by ourselves, of the rows of a request. */
export type SheetFormat = 'file' | 'rows';

/** What the head of a column says. */
type Head =
  | { kind: 'cell'; column: Column }
  | { kind: 'group'; set: string }
  | { kind: 'tag'; tag: string }
  | { kind: 'passed over' };

/** A file of which the heads are known. */
export interface BulkSheet {
  path: string;
  encoding: TextEncoding;
  format: SheetFormat;
  shape: Omit<SheetText, 'text'>;
  heads: readonly Head[];
  titles: readonly string[];
  /** Columns that mean nothing to us. */
  unknown: readonly string[];
  /** How many lines it has, without the heads. */
  lines: number;
}

/** Columns of lists of people that say nothing which could be changed. */
const PASSED_OVER = ['name', 'givenname', 'familyname', 'source'];
/** What a cell may have of characters. */
const LONGEST_CELL = 255;
const SAMPLE_BYTES = 64 * 1024;
const GROUP_HEAD = /^group:\s*(?<title>.+)$/iu;
const TAG_HEAD = /^tag:\s*(?<title>.+)$/iu;
const NO_TEXT = /(?![\t\n\r\f])[\p{Cc}]/u;

/**
 * Reads all of a file once, to know that it can be read to its end before anything is changed.
 *
 * @throws EnrollmentSheetUnreadableError
 */
export async function openSheet(
  path: string,
  { format, encoding: declared }: { format: SheetFormat; encoding?: TextEncoding | undefined },
): Promise<BulkSheet> {
  const encoding = declared ?? encodingOfStart(await startOf(path));
  const { delimiter, before } = sheetText(await firstPiece(path, encoding));
  const sheet = { path, encoding, format, shape: { delimiter, before } };
  let titles: string[] | undefined;
  let lines = 0;
  for await (const { fields } of records(sheet)) {
    if (titles) lines += 1;
    else titles = fields.map((field) => withoutGuard(field.trim()));
  }
  if (!titles) throw new EnrollmentSheetUnreadableError(sentences.emptyFile());
  const heads = titles.map(headOf);
  const known = heads.flatMap((head) => (head?.kind === 'cell' ? [head.column] : []));
  const repeated = known.find((column, index) => known.indexOf(column) !== index);
  if (repeated) throw new EnrollmentSheetUnreadableError(sentences.columnTwice({ column: repeated }));
  if (!['userId', 'username', 'email'].some((column) => known.includes(column as Column)))
    throw new EnrollmentSheetUnreadableError(sentences.noPersonColumn());
  return {
    ...sheet,
    titles,
    lines,
    heads: heads.map((head) => head ?? { kind: 'passed over' }),
    unknown: titles.filter((title, index) => heads[index] === undefined && title !== ''),
  };
}

/** The lines after the first so many, without the heads. */
export async function* rowLines(
  sheet: BulkSheet,
  done: number,
): AsyncGenerator<{ line: number; row: RowCells }> {
  let passed = -1;
  for await (const { line, fields } of records(sheet)) {
    if (passed >= done) yield { line, row: cellsOf(sheet, fields) };
    passed += 1;
  }
}

function cellsOf({ heads, titles, format }: BulkSheet, fields: readonly string[]): RowCells {
  const cells: RowCells['cells'] = {};
  const groups: { column: string; set: string; group: string }[] = [];
  const tags: { column: string; tag: string; word: string }[] = [];
  let fault: RowCells['fault'];
  for (const [index, field] of fields.entries()) {
    const head = heads[index];
    const column = titles[index] ?? null;
    if (field.trim() === '' || head?.kind === 'passed over') continue;
    if (!head) fault ??= cellFault(null, 'too_many_cells', sentences.tooManyCells(), field);
    else if (format === 'file' && isFormula(field))
      fault ??= cellFault(column, 'formula', sentences.formula({ field: column ?? '' }), field);
    const value = (format === 'file' ? withoutGuard(field) : field).trim();
    if (value.length > LONGEST_CELL)
      fault ??= cellFault(
        column,
        'maxLength',
        sentences.tooLong({ field: column ?? '', most: LONGEST_CELL }),
        value,
      );
    if (head?.kind === 'cell') cells[head.column] = value;
    if (head?.kind === 'group') groups.push({ column: column ?? '', set: head.set, group: value });
    if (head?.kind === 'tag') tags.push({ column: column ?? '', tag: head.tag, word: value });
  }
  return { cells, groups, tags, ...(fault && { fault }) };
}

function headOf(title: string): Head | undefined {
  const set = GROUP_HEAD.exec(title)?.groups?.['title'];
  if (set !== undefined) return { kind: 'group', set };
  const tag = TAG_HEAD.exec(title)?.groups?.['title'];
  if (tag !== undefined) return { kind: 'tag', tag };
  const form = title.toLowerCase().replace(/[\s_-]/gu, '');
  const column = COLUMNS.find((known) => known.toLowerCase() === form);
  if (column) return { kind: 'cell', column };
  return PASSED_OVER.includes(form) ? { kind: 'passed over' } : undefined;
}

async function* records(sheet: Pick<BulkSheet, 'path' | 'encoding' | 'shape'>): AsyncGenerator<SheetLine> {
  const { path, encoding, shape } = sheet;
  try {
    yield* linesIn(afterFirstLines(decoded(path, encoding), shape.before), shape);
  } catch (error) {
    if (!(error instanceof BrokenQuotes)) throw error;
    throw new EnrollmentSheetUnreadableError(sentences.brokenQuotes({ line: error.line }));
  }
}

/** Without the line that only names the delimiter. */
async function* afterFirstLines(pieces: AsyncIterable<string>, before: number): AsyncGenerator<string> {
  let left = before;
  for await (const piece of pieces) {
    const end = left > 0 ? piece.indexOf('\n') : -1;
    if (left > 0 && end < 0) continue;
    left = 0;
    yield piece.slice(end + 1);
  }
}

/** The text piece by piece, with `\n` for every line break. */
async function* decoded(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let heldBack = '';
  const normal = (text: string): string => {
    if (NO_TEXT.test(text)) throw new EnrollmentSheetUnreadableError(sentences.noText());
    return text.replace(/\r\n?/gu, '\n');
  };
  for await (const bytes of createReadStream(path, { start: 0 }) as AsyncIterable<Buffer>) {
    const text = heldBack + decode(decoder, bytes, encoding);
    // What follows the sign may be the other half of a line break.
    heldBack = text.endsWith('\r') ? '\r' : '';
    yield normal(heldBack === '' ? text : text.slice(0, -1));
  }
  yield normal(heldBack + decode(decoder, undefined, encoding));
}

function decode(decoder: TextDecoder, bytes: Buffer | undefined, encoding: TextEncoding): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new EnrollmentSheetUnreadableError(sentences.otherEncoding({ encoding }));
  }
}

async function firstPiece(path: string, encoding: TextEncoding): Promise<string> {
  for await (const piece of decoded(path, encoding)) if (piece !== '') return piece;
  return '';
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
