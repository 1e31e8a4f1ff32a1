import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** A line of a sheet. */
export interface SheetLine {
  /** Of the file, from 1: where the record begins. */
  line: number;
  fields: string[];
}

/** The text of a sheet with what separates its cells. */
export interface SheetText {
  text: string;
  delimiter: string;
  /** How many lines are before the heads. */
  before: number;
}

const DELIMITERS = [',', ';', '\t'];
/** How spreadsheets name the delimiter of a file. */
const NAMED_DELIMITER = /^sep=([,;\t])\n/i;
const PIECE = 64 * 1024;

/** Of the first line, which all of the text begins with: which sign it has most often. */
export function sheetText(text: string): SheetText {
  const [named = '', delimiter] = NAMED_DELIMITER.exec(text) ?? [];
  if (delimiter !== undefined) return { text: text.slice(named.length), delimiter, before: 1 };
  const [first = ''] = text.split('\n', 1);
  const counts = DELIMITERS.map((sign) => first.split(sign).length);
  return { text, delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',', before: 0 };
}

/** Quotation marks that cannot be read, on this line. */
export class BrokenQuotes extends Error {
  constructor(readonly line: number) {
    super(`Broken quotation marks on line ${line}`);
  }
}

/** Its lines one after another, the heads first; empty ones are left out. Throws BrokenQuotes. */
export function linesOf({ text, ...sheet }: SheetText): AsyncGenerator<SheetLine> {
  return linesIn(piecesOf(text), sheet);
}

/**
 * As `linesOf`, of a text that comes in pieces, so that it need not be in memory. Line breaks are `\n`. Throws BrokenQuotes, and what the
 * pieces throw.
 */
export async function* linesIn(
  pieces: AsyncIterable<string> | Iterable<string>,
  { delimiter, before }: Omit<SheetText, 'text'>,
): AsyncGenerator<SheetLine> {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: true, info: true } as const;
  const source = Readable.from(pieces);
  const parser = parse(options);
  // A pipe does not hand on faults of its source.
  source.on('error', (error) => parser.destroy(error));
  const records = source.pipe(parser);
  let end = before;
  try {
    for await (const { record, info } of records as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { line: end + 1, fields: record };
      end = before + info.lines;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new BrokenQuotes(before + Number(error['lines'] ?? 1));
  } finally {
    source.destroy();
  }
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
}
