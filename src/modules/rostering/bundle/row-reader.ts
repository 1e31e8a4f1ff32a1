import { BundleError, type BundleFault, fault, quoted, throwIfAny } from './bundle-error';
import { type CsvFault, type CsvItem, type CsvRecord, readCsv } from './csv-reader';
import {
  type Column,
  ENTITIES,
  type Entity,
  type EntityKind,
  type EntityRecords,
  type FileMode,
} from './entities';
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

/** One thing wrong with one row. A row with an issue yields no record. */
export interface RowIssue {
  /** For example `users.csv`. */
  file: string;
  /** Physical line on which the row starts, the header being line 1. */
  line: number;
  /** Null where the row as a whole is at fault. */
  column: string | null;
  code: RowIssueCode;
  /** A sentence for people. */
  message: string;
  /** What stood there, cut after 100 characters. */
  value: string | null;
}

export interface Row<R> {
  line: number;
  record: R;
}

/** What a stretch of at most 1,000 rows held, in the order of the file. */
export interface RowBatch<R> {
  rows: Row<R>[];
  issues: RowIssue[];
  /** Rows in the stretch, good and bad. */
  rowsRead: number;
  /** Rows that had issues; a row may have several. */
  badRows: number;
  /** What those of them are called whose sourcedId can be read: they are in the file, though not to be used. */
  badSourcedIds: string[];
  /** Columns that are left unread on purpose, and in which values stood. */
  leftUnread: Set<string>;
  /** Uncompressed bytes of the file read so far, at least to the end of the stretch. */
  bytesRead: number;
}

/**
 * Reads the rows of one file.
 *
 * A sourcedId that comes twice is found within a batch only: to find all would take memory that grows with the
 * file. Whoever stores the rows looks each sourcedId up anyway, and must refuse the later of two there too.
 *
 * @throws BundleError if the header does not do or the text is not UTF-8.
 */
export async function* readRows<K extends EntityKind>(
  kind: K,
  mode: FileMode,
  chunks: AsyncIterable<Buffer>,
  limits: Pick<BundleLimits, 'maxRecordBytes' | 'batchRows'>,
): AsyncGenerator<RowBatch<EntityRecords[K]>, void, undefined> {
  const file = `${kind}.csv`;
  const progress = { bytesRead: 0 };
  let reader: RowReader<EntityRecords[K]> | null = null;
  for await (const items of readCsv(counted(chunks, progress), file, limits)) {
    for (const item of items) {
      if (reader === null) {
        reader = new RowReader(file, ENTITIES[kind], mode, headerOf(item, file));
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

/** The names in the first row of a file. */
export function headerOf(item: CsvItem, file: string): string[] {
  if ('fields' in item) return item.fields;
  const message = `The header row of ${file} is not valid CSV.`;
  throw new BundleError([fault('header_malformed', message, { file, line: item.line })]);
}

interface Slot {
  name: string;
  /** Where the column stands in the file, or -1. */
  index: number;
  column: Column<unknown>;
  whenEmpty: unknown;
}

class RowReader<R extends { sourcedId: string }> {
  batch = emptyBatch<R>();
  private readonly slots: Slot[];
  private readonly seen = new Set<string>();

  constructor(
    private readonly file: string,
    private readonly entity: Entity<R>,
    mode: FileMode,
    private readonly header: readonly string[],
  ) {
    this.slots = slotsOf(entity.columns, mode, header, file);
  }

  takeBatch(bytesRead: number): RowBatch<R> {
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
    // Each slot has read its column's type, so the record is whole.
    const record = values as R;
    const problem = this.entity.check?.(record);
    if (problem) {
      this.report(line, problem.column, problem, fields[this.header.indexOf(problem.column)] ?? '');
      this.noteBad(fields);
    } else if (this.seen.has(record.sourcedId)) {
      const rule = `${quoted(record.sourcedId)} comes twice in the file`;
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
        ? 'The row is too long to be read; is a closing quote missing?'
        : 'The quotes of the row do not match: quotes inside a quoted field are doubled, and each field is closed.';
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
 * Finds the columns in the header. The specification fixes their order and wants all of them, blank
 * or not; any order is taken here, and a column that no row must fill may be left out. Unknown columns and
 * `metadata.*` extensions are passed over. Names are case-sensitive: one that differs in letter
 * case only is refused, since passing it over would lose its values without a word.
 */
function slotsOf<R>(
  columns: Entity<R>['columns'],
  mode: FileMode,
  header: readonly string[],
  file: string,
): Slot[] {
  const faults: BundleFault[] = [];
  const report = (code: BundleFault['code'], column: string, problem: string): void => {
    faults.push(fault(code, `${file}: the column ${column} ${problem}.`, { file, line: 1, column }));
  };
  const slots = Object.entries<Column<unknown>>(columns).map(([name, column]): Slot => {
    const required = column.required === 'always' || column.required === mode;
    const index = header.indexOf(name);
    const misspelled = header.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
    if (header.lastIndexOf(name) !== index) report('column_duplicate', name, 'comes twice');
    else if (misspelled !== undefined) report('column_misspelled', name, `is written ${quoted(misspelled)}`);
    else if (required && index === -1) report('column_missing', name, 'is missing');
    return { name, index, column, whenEmpty: required ? MISSING : column.whenEmpty };
  });
  throwIfAny(faults);
  return slots;
}
