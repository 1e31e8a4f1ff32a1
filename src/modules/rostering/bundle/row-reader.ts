import { BundleError, type BundleFault, fault, quoted, throwIfAny } from './bundle-error';
import { type CsvFault, type CsvItem, type CsvRecord, readCsv } from './csv-reader';
import type { Column, EntityKind, EntityRecords, FileMode, FileDefinition } from './columns';
import { definitionOf } from '../kinds/roster-kinds';
import { MISSING, ValueProblem, type ValueProblemCode } from './formats';
import { type BundleLimits, MAX_QUOTED_VALUE } from './limits';

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
  /** A sentence for people. */
  message: string;
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
): AsyncGenerator<RowBatch<EntityRecords[K]>, void, undefined> {
  const file = `${kind}.csv`;
  const progress = { bytesRead: 0 };
  let reader: RowReader<K> | null = null;
  for await (const items of readCsv(counted(chunks, progress), file, limits)) {
    for (const item of items) {
      if (reader === null) {
        reader = new RowReader(file, definitionOf(kind), mode, headerOf(item, file));
        continue;
      }
      reader.read(item);
      if (reader.batch.rowsRead === limits.batchRows) yield reader.takeBatch(progress.bytesRead);
    }
  }
  if (reader === null) {
    throw new BundleError([
      fault('header_missing', `${file} is empty; it must start with a header row.`, { file }),
    ]);
  }
  if (reader.batch.rowsRead > 0) yield reader.takeBatch(progress.bytesRead);
}

/** The column names in the first row of a file. */
export function headerOf(item: CsvItem, file: string): string[] {
  if ('fields' in item) return item.fields;
  const message = `The header row of ${file} is not valid CSV.`;
  throw new BundleError([fault('header_malformed', message, { file, line: item.line })]);
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
  private readonly seen = new Set<string>();

  constructor(
    private readonly file: string,
    private readonly entity: FileDefinition<K>,
    mode: FileMode,
    private readonly header: readonly string[],
  ) {
    this.slots = slotsOf(entity.columns, mode, header, file);
  }

  takeBatch(bytesRead: number): RowBatch<EntityRecords[K]> {
    const { batch } = this;
    this.batch = emptyBatch();
    this.seen.clear();
    return { ...batch, bytesRead };
  }

  read(item: CsvItem): void {
    const issuesBefore = this.batch.issues.length;
    this.batch.rowsRead++;
    if ('fields' in item) this.readRecord(item);
    else this.reportFault(item);
    if (this.batch.issues.length > issuesBefore) this.batch.badRows++;
  }

  private readRecord({ line, fields }: CsvRecord): void {
    if (fields.length !== this.header.length) return this.reportFieldCount(line, fields.length);
    const { issues } = this.batch;
    const issuesBefore = issues.length;
    const values: Record<string, unknown> = {};
    for (const { name, index, column, whenEmpty } of this.slots) {
      const text = index === -1 ? '' : (fields[index] ?? '');
      const value = text === '' ? whenEmpty : column.read(text);
      if (value instanceof ValueProblem) this.report(line, name, value, text);
      else values[name] = value;
    }
    this.noteLeftUnread(fields);
    if (issues.length > issuesBefore) return this.noteBad(fields);
    // Every column has been read with its type, so the record is complete.
    const record = values as EntityRecords[K];
    const problem = this.entity.check?.(record);
    if (problem) {
      this.report(line, problem.column, problem, fields[this.header.indexOf(problem.column)] ?? '');
      this.noteBad(fields);
    } else if (this.seen.has(record.sourcedId)) {
      const rule = `${quoted(record.sourcedId)} is in the file more than once`;
      this.report(line, 'sourcedId', { code: 'duplicate_sourced_id', rule }, record.sourcedId);
      this.noteBad(fields);
    } else {
      this.seen.add(record.sourcedId);
      this.batch.rows.push({ line, record });
    }
  }

  private noteBad(fields: string[]): void {
    const sourcedId = fields[this.header.indexOf('sourcedId')];
    if (sourcedId) this.batch.badSourcedIds.push(sourcedId);
  }

  private noteLeftUnread(fields: string[]): void {
    for (const name of this.entity.leftUnread ?? []) {
      if (fields[this.header.indexOf(name)]) this.batch.leftUnread.add(name);
    }
  }

  private reportFieldCount(line: number, count: number): void {
    const code = count < this.header.length ? 'too_few_fields' : 'too_many_fields';
    const message = `The row has ${count} fields, but the header has ${this.header.length}.`;
    this.batch.issues.push({ file: this.file, line, column: null, code, message, value: null });
  }

  private reportFault({ line, code, field }: CsvFault): void {
    const message =
      code === 'record_too_long'
        ? 'The row is too long. A closing quote may be missing.'
        : 'The quotes of the row do not match. Quotes inside a quoted field must be doubled, and each quoted field must be closed.';
    const column = field === null ? null : (this.header[field] ?? null);
    this.batch.issues.push({ file: this.file, line, column, code, message, value: null });
  }

  private report(
    line: number,
    column: string,
    problem: { code: RowIssueCode; rule: string },
    text: string,
  ): void {
    const value = text.length > MAX_QUOTED_VALUE ? `${text.slice(0, MAX_QUOTED_VALUE)}…` : text;
    const message = `${column} ${problem.rule}.`;
    this.batch.issues.push({
      file: this.file,
      line,
      column,
      code: problem.code,
      message,
      value: value || null,
    });
  }
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

/**
 * Finds the columns in the header. The specification fixes their order and requires all of them; here any order is
 * accepted, and optional columns may be missing. Unknown columns and `metadata.*` extensions are ignored. Names are
 * case-sensitive: a name that differs only in letter case is refused, since ignoring it would silently lose its values.
 */
function slotsOf(columns: object, mode: FileMode, header: readonly string[], file: string): Slot[] {
  const faults: BundleFault[] = [];
  const report = (code: BundleFault['code'], column: string, problem: string): void => {
    faults.push(fault(code, `${file}: the column ${column} ${problem}.`, { file, line: 1, column }));
  };
  const slots = Object.entries(columns as Record<string, Column<unknown>>).map(([name, column]): Slot => {
    const required = column.required === 'always' || column.required === mode;
    const index = header.indexOf(name);
    const misspelled = header.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
    if (header.lastIndexOf(name) !== index) report('column_duplicate', name, 'is there twice');
    else if (misspelled !== undefined) report('column_misspelled', name, `is spelled ${quoted(misspelled)}`);
    else if (required && index === -1) report('column_missing', name, 'is missing');
    return { name, index, column, whenEmpty: required ? MISSING : column.whenEmpty };
  });
  throwIfAny(faults);
  return slots;
}
