import { setImmediate } from 'node:timers/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { withCheckedFirstLine } from './first-line';
import type { BundleLimits } from './limits';
import { firstInvalidLine, LineCounter, requireUtf8, withoutByteOrderMark } from './text';

/** The first bytes that a new parser gets after a fault. */
const FIRST_BYTES = 256;
const LONGEST_TURN_MILLISECONDS = 10;

export interface CsvRecord {
  /** Physical line on which the record starts; the first line of the file is 1. */
  line: number;
  fields: string[];
}

/** Text that is not a valid record. Reading continues at the next line. */
export interface CsvFault {
  line: number;
  code: 'malformed_quotes' | 'record_too_long';
  /** Index of the field at fault; null if it is not known. */
  field: number | null;
}

export type CsvItem = CsvRecord | CsvFault;

/**
 * Reads the records of a CSV file. OneRoster 1.1 requires RFC 4180 (commas, double quotes, CRLF) and forbids line breaks
 * within a field. Comments in real files have them, so they are accepted; so is LF as the end of a line. Empty lines are
 * ignored. Memory holds one chunk and one record, not the file.
 *
 * @param chunks the bytes of the file, split at any place.
 * @yields the records that end in a chunk, in order; never an empty array.
 * @throws BundleError at the first line that is not UTF-8, or if the first line is no CSV with commas.
 */
export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  file: string,
  limits: Pick<BundleLimits, 'maxRecordBytes'>,
): AsyncGenerator<CsvItem[], void, undefined> {
  const reader = new CsvReader(file, limits.maxRecordBytes);
  for await (const chunk of withCheckedFirstLine(withoutByteOrderMark(chunks, file), file)) {
    const items = await reader.push(chunk);
    if (items.length > 0) yield items;
  }
  const items = await reader.end();
  if (items.length > 0) yield items;
}

/**
 * Adds two things to csv-parse: correct line numbers (it counts a CRLF inside quotes twice) and recovery (after a stray
 * quote it reads on to the next quote as if the lines between were one field). A record that cannot be parsed is reported,
 * and a new parser starts on the line after the one on which that record starts.
 */
class CsvReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private readonly lines = new LineCounter();
  private readonly pauses = new Pauses();
  private parser = this.newParser();
  /** Bytes that may not be complete records yet. Those before `cursor` have been read. */
  private window: Buffer = Buffer.alloc(0);
  private cursor = 0;
  /** Bytes that the current parser received before the start of the window. */
  private windowOffset = 0;
  /** The current line cannot be read: bytes up to its end are dropped. */
  private skipsLine = false;
  /** Number of fields in the first record, the header. */
  private width = 0;
  private items: CsvItem[] = [];

  constructor(
    private readonly file: string,
    private readonly maxRecordBytes: number,
  ) {}

  async push(chunk: Buffer): Promise<CsvItem[]> {
    this.window = Buffer.concat([this.window.subarray(this.cursor), chunk]);
    this.windowOffset += this.cursor;
    this.cursor = 0;
    this.requireUtf8(chunk);
    if (this.skipsLine) {
      this.skipRestOfLine();
      await this.parse(this.window);
    } else {
      await this.parse(chunk);
    }
    while (this.window.length - this.cursor > this.maxRecordBytes) {
      this.abandonRecord({ code: 'record_too_long', field: null });
      await this.pauses.pauseIfDue();
      await this.parse(this.window);
    }
    return this.takeItems();
  }

  async end(): Promise<CsvItem[]> {
    this.requireUtf8();
    let error = await this.finish();
    while (error) {
      this.abandonRecord(faultOf(error));
      await this.pauses.pauseIfDue();
      await this.parse(this.window);
      error = await this.finish();
    }
    return this.takeItems();
  }

  private takeItems(): CsvItem[] {
    const items = this.items;
    this.items = [];
    return items;
  }

  private async parse(bytes: Buffer): Promise<void> {
    let error = await this.write(bytes);
    while (error) {
      this.abandonRecord(faultOf(error));
      error = await this.writeWindow();
    }
  }

  /** Writes a few bytes first, then more and more. If every row is bad, writing the whole window for each would be slow. */
  private async writeWindow(): Promise<Error | null | undefined> {
    await this.pauses.pauseIfDue();
    const { window } = this;
    for (let start = 0, size = FIRST_BYTES; start < window.length; start += size, size *= 2) {
      const error = await this.write(window.subarray(start, start + size));
      if (error) return error;
    }
    return null;
  }

  private write(bytes: Buffer): Promise<Error | null | undefined> {
    return new Promise((resolve) => this.parser.write(bytes, resolve));
  }

  private finish(): Promise<Error | null | undefined> {
    return new Promise((resolve) => this.parser.end(resolve));
  }

  private newParser(): Parser {
    const parser = parse({
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      // csv-parse reports here how many bytes it has read. The line number is computed from it.
      on_record: (fields: string[], { bytes }) => {
        this.accept(fields, bytes - this.windowOffset);
        return null;
      },
    });
    // The callbacks of write and end report errors.
    parser.on('error', () => undefined);
    return parser;
  }

  private accept(fields: string[], end: number): void {
    this.cursor = this.lines.passEmptyLines(this.window, this.cursor);
    const { line } = this.lines;
    const linesPassed = this.lines.pass(this.window, this.cursor, end);
    if (this.width === 0) this.width = fields.length;
    // A quote that is not closed makes one record of all lines up to the next quote in the file, good rows included.
    // Such a record has several lines and the wrong number of fields.
    const swallowsRows = linesPassed > 1 && fields.length !== this.width;
    if (swallowsRows || end - this.cursor > this.maxRecordBytes) {
      this.lines.line = line;
      throw new Unreadable(swallowsRows ? 'malformed_quotes' : 'record_too_long');
    }
    this.items.push({ line, fields });
    this.cursor = end;
  }

  /** Reports the record at the cursor as bad and starts a new parser on the next line. */
  private abandonRecord(fault: Omit<CsvFault, 'line'>): void {
    this.parser.destroy();
    this.parser = this.newParser();
    this.cursor = this.lines.passEmptyLines(this.window, this.cursor);
    this.items.push({ line: this.lines.line, ...fault });
    this.skipRestOfLine();
  }

  private skipRestOfLine(): void {
    const end = this.window.indexOf('\n', this.cursor);
    this.skipsLine = end === -1;
    if (!this.skipsLine) this.lines.line++;
    this.window = this.skipsLine ? Buffer.alloc(0) : this.window.subarray(end + 1);
    this.windowOffset = 0;
    this.cursor = 0;
  }

  private requireUtf8(chunk?: Buffer): void {
    const lineOf = (): number => this.lines.line + firstInvalidLine(this.window.subarray(this.cursor));
    requireUtf8(this.decoder, chunk, lineOf, this.file);
  }
}

/** Promises alone never let timers and sockets of the process run, so reading a chunk of bad rows would block it. */
class Pauses {
  private since = performance.now();

  async pauseIfDue(): Promise<void> {
    if (performance.now() - this.since < LONGEST_TURN_MILLISECONDS) return;
    await setImmediate();
    this.since = performance.now();
  }
}

/** Thrown inside csv-parse to stop it at a record that it would accept. */
class Unreadable extends Error {
  constructor(readonly code: CsvFault['code']) {
    super(code);
  }
}

function faultOf(error: Error): Omit<CsvFault, 'line'> {
  if (error instanceof Unreadable) return { code: error.code, field: null };
  // csv-parse reports the index of the field that it was reading.
  const field = error instanceof CsvError && typeof error.column === 'number' ? error.column : null;
  return { code: 'malformed_quotes', field };
}
