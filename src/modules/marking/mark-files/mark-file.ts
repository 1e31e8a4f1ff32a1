import { withoutGuard } from '../../../shared/text/csv-lines';
import { CsvError, parse } from 'csv-parse/sync';
import type { Sentence } from '../../../shared/sentences/sentence';
import { LONGEST_COMMENT } from '../comments/inserted-comments';
import { MARK_PLACES } from '../marks/mark-rules';
import { sentences } from './mark-files.sentences';

/** The columns of a sheet that an import reads. Others are passed over. */
export const SHEET_COLUMNS = {
  ...{ script: 'script_id', learner: 'learner_id', pseudonym: 'pseudonym' },
  ...{ points: 'points', comment: 'comment', version: 'version' },
} as const;

/** A line of a file of marks that says something. */
export interface MarkRow {
  /** Of the file, from 1. */
  line: number;
  scriptId: string;
  /** Null: the file does not say. */
  learnerId: string | null;
  pseudonym: string | null;
  points: string;
  comment: string | null;
  version: number | null;
}

/** What is wrong with a line. */
export interface RowFault {
  line: number;
  /** Null: the line as a whole. */
  column: string | null;
  code: string;
  message: Sentence;
  value: string | null;
}

export interface MarkFile {
  /** Lines but the first one. */
  read: number;
  /** Lines without points. */
  empty: number;
  rows: MarkRow[];
  faults: RowFault[];
}

/** A file of which no line can be read. */
export class MarkFileFault {
  constructor(readonly why: Sentence) {}
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MOST_DIGITS = 60;
const DELIMITERS = [',', ';', '\t'];

/**
 * Reads a file of marks, as a sheet was exported or as a spreadsheet has saved it since: with commas, semicolons or tabs, and with decimal
 * commas where commas do not separate. Lines without points say nothing.
 */
export function readMarkFile(text: string): MarkFile | MarkFileFault {
  const delimiter = delimiterOf(text);
  let records: { line: number; fields: string[] }[];
  try {
    records = parsed(text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return new MarkFileFault(sentences.brokenQuotes({ line: Number(error['lines'] ?? 1) }));
  }
  const [head, ...lines] = records;
  const columns = new Map((head?.fields ?? []).map((name, index) => [name.trim().toLowerCase(), index]));
  for (const needed of [SHEET_COLUMNS.script, SHEET_COLUMNS.points])
    if (!columns.has(needed)) return new MarkFileFault(sentences.columnNeeded({ column: needed }));
  const file: MarkFile = { read: lines.length, empty: 0, rows: [], faults: [] };
  const seen = new Map<string, number>();
  for (const { line, fields } of lines) {
    const of = (column: string): string => (fields[columns.get(column) ?? -1] ?? '').trim();
    if (of(SHEET_COLUMNS.points) === '') file.empty += 1;
    else {
      const judged = rowOf(line, of, delimiter !== ',');
      const before = 'code' in judged ? undefined : seen.get(judged.scriptId);
      if ('code' in judged) file.faults.push(judged);
      else if (before !== undefined) file.faults.push(twice(judged, before));
      else {
        seen.set(judged.scriptId, line);
        file.rows.push(judged);
      }
    }
  }
  return file;
}

function rowOf(line: number, of: (column: string) => string, hasDecimalCommas: boolean): MarkRow | RowFault {
  const fault = (column: string, code: string, message: Sentence): RowFault => ({
    ...{ line, column, code, message, value: of(column).slice(0, MOST_DIGITS) },
  });
  const { script, learner, pseudonym, points: pointsColumn, comment: commentColumn } = SHEET_COLUMNS;
  const scriptId = of(script).toLowerCase();
  if (!ID.test(scriptId)) return fault(script, 'unknown_script', sentences.notAScript());
  const typed = of(pointsColumn);
  const points = hasDecimalCommas ? typed.replace(',', '.') : typed;
  if (points.length > MOST_DIGITS || !/^-?\d+(\.\d+)?$/.test(points))
    return fault(pointsColumn, 'not_a_number', sentences.notANumber());
  if ((points.split('.')[1]?.replace(/0+$/, '').length ?? 0) > MARK_PLACES)
    return fault(pointsColumn, 'too_many_decimals', sentences.tooManyDecimals({ most: MARK_PLACES }));
  const comment = withoutGuard(of(commentColumn));
  if (comment.length > LONGEST_COMMENT)
    return fault(commentColumn, 'comment_too_long', sentences.commentTooLong({ most: LONGEST_COMMENT }));
  const version = of(SHEET_COLUMNS.version);
  if (version !== '' && !/^[1-9]\d{0,8}$/.test(version))
    return fault(SHEET_COLUMNS.version, 'not_a_version', sentences.notAVersion());
  return {
    ...{ line, scriptId, points, comment: comment === '' ? null : comment },
    ...{ learnerId: of(learner).toLowerCase() || null, pseudonym: of(pseudonym) || null },
    version: version === '' ? null : Number(version),
  };
}

function twice({ line, scriptId: value }: MarkRow, before: number): RowFault {
  const message = sentences.scriptTwice({ line: before });
  return { line, column: SHEET_COLUMNS.script, code: 'script_twice', message, value };
}

/** Of the first line: which of them it has most often. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const counts = DELIMITERS.map((sign) => first.split(sign).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function parsed(text: string, delimiter: string): { line: number; fields: string[] }[] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: true, info: true } as const;
  const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  let end = 0;
  return records.map(({ record, info }) => {
    const line = end + 1;
    end = info.lines;
    return { line, fields: record };
  });
}
