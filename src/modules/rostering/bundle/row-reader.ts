import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { BundleError, type BundleFault, fault, quoted, throwIfAny } from './bundle-error';
import { type CsvFault, type CsvItem, type CsvRecord, readCsv } from './csv-reader';
import {
  type Column,
  common,
  type EntityKind,
  type EntityRecords,
  type FileDefinition,
  type FileMode,
} from './columns';
import { isRemoved } from '../kinds/roster-kind';
import { definitionOf } from '../kinds/roster-kinds';
import { MISSING, plainWord, ValueProblem, type ValueProblemCode } from './formats';
import { type BundleLimits, quotable } from './limits';

export type RowIssueCode =
  | ValueProblemCode
  | CsvFault['code']
  | 'too_few_fields'
  | 'too_many_fields'
  | 'duplicate_sourced_id'
  | 'dates_reversed'
  | 'range_reversed'
  | 'score_missing';

/** A fault of one row. A row with an issue gives no record. */
export interface RowIssue {
  /** For example `users.csv`. */
  file: string;
  /** Physical line on which the row starts; the header is line 1. */
  line: number;
  /** Null if the whole row is at fault. */
  column: string | null;
  code: RowIssueCode;
  /** For people. */
  message: Sentence;
  /** The value in the file, cut after 100 characters. */
  value: string | null;
}

export interface Row<R> {
  line: number;
  record: R;
}

/** At most 1,000 rows of a file, in the order of the file. */
export interface RowBatch<R> {
  rows: Row<R>[];
  issues: RowIssue[];
  /** Good and bad rows. */
  rowsRead: number;
  /** Rows with issues; a row may have several. */
  badRows: number;
  /** The sourcedIds of bad rows, where they can be read: those records are in the file, so they are not absent. */
  badSourcedIds: string[];
  /** Columns with values that are not read on purpose, such as passwords. */
  leftUnread: Set<string>;
  /** Uncompressed bytes of the file that were read so far, at least up to the last row of the batch. */
  bytesRead: number;
}

/**
 * Reads the rows of one file.
 *
 * @param columns those of the file in the version of its bundle; by default those of the table of its kind.
 * Reports a repeated sourcedId only within a batch: finding all of them would need memory that grows with the file. The
 * caller must refuse a repeated sourcedId from an earlier batch.
 *
 * @throws BundleError if the header is invalid or the text is not UTF-8.
 */
export async function* readRows<K extends EntityKind>(
  kind: K,
  mode: FileMode,
  chunks: AsyncIterable<Buffer>,
  limits: Pick<BundleLimits, 'maxRecordBytes' | 'batchRows'>,
  columns = definitionOf(kind).columns,
): AsyncGenerator<RowBatch<EntityRecords[K]>, void, undefined> {
  const file = `${kind}.csv`;
  const progress = { bytesRead: 0 };
  let reader: RowReader<K> | null = null;
  for await (const items of readCsv(counted(chunks, progress), file, limits)) {
    for (const item of items) {
      if (reader === null) {
        reader = new RowReader(file, { ...definitionOf(kind), columns }, mode, headerOf(item, file));
        continue;
      }
      reader.read(item);
      if (reader.batch.rowsRead === limits.batchRows) yield reader.takeBatch(progress.bytesRead);
    }
  }
  if (reader === null) {
    throw new BundleError([fault('header_missing', sentences.fileEmpty({ file }), { file })]);
  }
  if (reader.batch.rowsRead > 0) yield reader.takeBatch(progress.bytesRead);
}

/** The column names in the first row of a file. */
export function headerOf(item: CsvItem, file: string): string[] {
  if ('fields' in item) return item.fields;
  throw new BundleError([
    fault('header_malformed', sentences.headerMalformed({ file }), { file, line: item.line }),
  ]);
}

interface Slot {
  name: string;
  /** The index of the column in the file; -1 if it is missing. */
  index: number;
  column: Column<unknown>;
  whenEmpty: unknown;
}

class RowReader<K extends EntityKind> {
  batch = emptyBatch<EntityRecords[K]>();
  private readonly slots: Slot[];
  /** The place of each column in a row, by its plain name. */
  private readonly places: ReadonlyMap<string, number>;
  /** A row with fewer fields lacks a value that it needs. */
  private readonly fewestFields: number;
  private readonly seen = new Set<string>();

  constructor(
    private readonly file: string,
    private readonly entity: FileDefinition<K>,
    mode: FileMode,
    private readonly header: readonly string[],
  ) {
    this.slots = slotsOf(entity.columns, mode, header, file);
    const needed = this.slots.filter(({ whenEmpty }) => whenEmpty === MISSING).map(({ index }) => index);
    this.fewestFields = Math.max(...needed) + 1;
    this.places = new Map(header.map((name, index) => [plainWord(name), index]));
  }

  takeBatch(bytesRead: number): RowBatch<EntityRecords[K]> {
    const { batch } = this;
    this.batch = emptyBatch();
    this.seen.clear();
    return { ...batch, bytesRead };
  }

  /** Passes over rows without any value, as spreadsheets leave them. */
  read(item: CsvItem): void {
    if ('fields' in item && item.fields.every((field) => withoutBlanks(field) === '')) return;
    const issuesBefore = this.batch.issues.length;
    this.batch.rowsRead++;
    if ('fields' in item) this.readRecord(item);
    else this.reportFault(item);
    if (this.batch.issues.length > issuesBefore) this.batch.badRows++;
  }

  private readRecord({ line, fields }: CsvRecord): void {
    // Spreadsheets leave out empty fields at the end of a row, or add some.
    if (fields.slice(this.header.length).some((field) => withoutBlanks(field) !== ''))
      return this.reportTooMany(line, fields);
    if (fields.length < this.fewestFields && !this.isBare(fields)) return this.reportTooFew(line, fields);
    const { issues } = this.batch;
    const issuesBefore = issues.length;
    const values: Record<string, unknown> = {};
    for (const { name, index, column, whenEmpty } of this.slots) {
      const text = withoutBlanks(fields[index] ?? '');
      const value = text === '' ? whenEmpty : column.read(text);
      if (!(value instanceof ValueProblem)) values[name] = value;
      // A row that only ends its record may have nothing but its sourcedId and its status.
      else if (name in common || !endsRecord(values))
        this.report(line, name, value.code, value.messageFor({ column: name }), text);
    }
    this.noteLeftUnread(fields);
    if (issues.length > issuesBefore) return this.noteBad(fields);
    // Every column has been read with its type. Only a row that ends its record may lack some: nobody reads them.
    const record = values as EntityRecords[K];
    const problem = endsRecord(values) ? null : this.entity.check?.(record);
    if (problem) {
      const { column, code, message } = problem;
      this.report(line, column, code, message, this.valueOf(column, fields));
      this.noteBad(fields);
    } else if (this.seen.has(record.sourcedId)) {
      const { sourcedId } = record;
      const message = sentences.sourcedIdTwice({ sourcedId: quoted(sourcedId) });
      this.report(line, 'sourcedId', 'duplicate_sourced_id', message, sourcedId);
      this.noteBad(fields);
    } else {
      this.seen.add(record.sourcedId);
      this.batch.rows.push({ line, record });
    }
  }

  private valueOf(column: string, fields: string[]): string {
    return withoutBlanks(fields[this.places.get(plainWord(column)) ?? -1] ?? '');
  }

  private noteBad(fields: string[]): void {
    const sourcedId = this.valueOf('sourcedId', fields);
    if (sourcedId) this.batch.badSourcedIds.push(sourcedId);
  }

  private noteLeftUnread(fields: string[]): void {
    for (const name of this.entity.leftUnread ?? []) {
      if (this.valueOf(name, fields) !== '') this.batch.leftUnread.add(name);
    }
  }

  /** True for a row that only ends its record. It may have nothing but its sourcedId and its status. */
  private isBare(fields: string[]): boolean {
    const status = common.status.read(this.valueOf('status', fields));
    return typeof status === 'string' && isRemoved({ status });
  }

  /** Such a row was cut or torn, so it is not known whether its first value is a sourcedId. */
  private reportTooFew(line: number, fields: string[]): void {
    const message = sentences.tooFewFields({ count: fields.length, columns: this.header.length });
    const code = 'too_few_fields';
    this.batch.issues.push({ file: this.file, line, column: null, code, message, value: null });
  }

  private reportTooMany(line: number, fields: string[]): void {
    const message = sentences.tooManyFields({ count: fields.length, columns: this.header.length });
    const code = 'too_many_fields';
    this.batch.issues.push({ file: this.file, line, column: null, code, message, value: null });
    // A comma too many moves the values after it, but not the first one.
    if (this.places.get('sourcedid') === 0) this.noteBad(fields);
  }

  private reportFault({ line, code, field }: CsvFault): void {
    const message = code === 'record_too_long' ? sentences.rowTooLong() : sentences.quotesUnmatched();
    const column = field === null ? null : (this.header[field] ?? null);
    this.batch.issues.push({ file: this.file, line, column, code, message, value: null });
  }

  private report(line: number, column: string, code: RowIssueCode, message: Sentence, text: string): void {
    const value = quotable(text) || null;
    this.batch.issues.push({ file: this.file, line, column, code, message, value });
  }
}

function endsRecord({ status }: { status?: unknown }): boolean {
  return typeof status === 'string' && isRemoved({ status });
}

function emptyBatch<R>(): RowBatch<R> {
  return {
    rows: [],
    issues: [],
    rowsRead: 0,
    badRows: 0,
    badSourcedIds: [],
    leftUnread: new Set(),
    bytesRead: 0,
  };
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  progress: { bytesRead: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks) {
    progress.bytesRead += chunk.length;
    yield chunk;
  }
}

/** Trims only where there is something to trim: most values have no blanks around them, and files have millions. */
function withoutBlanks(value: string): string {
  const isTrimmed = value === '' || (isVisible(value, 0) && isVisible(value, value.length - 1));
  return isTrimmed ? value : value.trim();
}

function isVisible(value: string, index: number): boolean {
  const code = value.charCodeAt(index);
  return code > 32 && code < 128;
}

/**
 * Finds the columns in the header, whatever their letter case and the blanks around them. The specification fixes their
 * order and requires all of them; here any order is accepted, and optional columns may be missing. Unknown columns and
 * `metadata.*` extensions are ignored.
 */
function slotsOf(columns: object, mode: FileMode, header: readonly string[], file: string): Slot[] {
  const faults: BundleFault[] = [];
  const report = (code: BundleFault['code'], column: string, sentence: Sentence): void => {
    faults.push(fault(code, sentence, { file, line: 1, column }));
  };
  const names = header.map(plainWord);
  const slots = Object.entries(columns as Record<string, Column<unknown>>).map(([name, column]): Slot => {
    const required = column.required === 'always' || column.required === mode;
    const index = names.indexOf(plainWord(name));
    if (names.lastIndexOf(plainWord(name)) !== index)
      report('column_duplicate', name, sentences.columnTwice({ file, column: name }));
    else if (required && index === -1)
      report('column_missing', name, sentences.columnMissing({ file, column: name }));
    return { name, index, column, whenEmpty: required ? MISSING : column.whenEmpty };
  });
  throwIfAny(faults);
  return slots;
}
