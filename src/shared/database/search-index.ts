import { searchTermsOf, searchTextOf, trigramsOf } from '../text/search-words';
import type { Conditions } from './conditions';
import type { Database, SqlValue } from './database';
import { fromBinary, toBinary } from './ids';

/** Rows that have a trigram. Where even the rarest of a search has more, the list is walked instead. */
export const MOST_CANDIDATES = 1000;
/** How many rows of a list a page of a search walks over at most. */
export const MOST_WALKED = 3000;
/** Trigrams of a search of which the rarest is looked for. */
const MOST_COUNTED_TRIGRAMS = 6;
const ROWS_A_STATEMENT = 5000;
const ROWS_A_BATCH = 1000;

/** What of `Database` an index needs; a migration has it, too. */
export type SearchStore = Pick<Database, 'rows' | 'query' | 'execute' | 'insertMany'>;

/** The tables of an index: `texts` has `row_id` and `text`, `trigrams` has `trigram` and `row_id`. */
export interface SearchTables {
  texts: string;
  trigrams: string;
  /** Whose rows are searched. */
  of: string;
  /** Its columns that are searched. */
  columns: readonly string[];
  /** What is searched of a row: all of its columns by default. */
  textsOf?: (values: (string | null)[]) => (string | null)[];
}

/** A row with its columns, in the order of `SearchTables.columns`. */
export interface SearchedRow {
  id: string;
  values: (string | null)[];
}

/** What a search has found: the ids of all hits; or, where they are many, the condition that each of them meets. */
export interface Found {
  ids?: string[];
  /** Adds the condition to those of a statement. `id` is the column with the row's id. */
  restrict: (id: string, conditions: Conditions) => void;
}

/** A row with the text that is stored, empty for none, and the one that should be. */
interface TextChange {
  row: Buffer;
  before: string;
  after: string;
}

interface StoredText {
  row_id: Buffer;
  text: Buffer | null;
}

/**
 * The words of a table's rows, with the trigrams by which they are found. The trigrams are always those of the text that
 * is stored; both are written in the transaction that writes the row.
 *
 * An index of our own, because MySQL and MariaDB share no full-text parser for parts of words.
 */
export class SearchIndex {
  constructor(
    private readonly database: SearchStore,
    private readonly tables: SearchTables,
  ) {}

  /** Adds rows that are new. */
  async add(rows: readonly SearchedRow[]): Promise<void> {
    await this.write(
      rows.map(({ id, values }) => ({ row: toBinary(id), before: '', after: this.textOf(values) })),
    );
  }

  /** After a change of rows that the running transaction has locked. Ids that nothing has are passed over. */
  async refresh(ids: readonly string[]): Promise<void> {
    await this.bringUpToDate(ids.map(toBinary));
  }

  /** Before rows are deleted. Their texts go with them, by the foreign key. */
  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const changes = await this.compare('o.id IN (?)', [ids.map(toBinary)]);
    await this.remove(changes.flatMap(({ row, before }) => entriesOf(row, trigramsOf(before))));
  }

  /** Keys of rows behind the given one whose text is missing or old, and the last of those that were looked at. */
  async stale(after: Buffer | undefined): Promise<{ rows: Buffer[]; last: Buffer | undefined }> {
    const condition = `${after === undefined ? 'TRUE' : 'o.id > ?'} ORDER BY o.id LIMIT ${ROWS_A_BATCH}`;
    const looked = await this.compare(condition, after === undefined ? [] : [after]);
    return {
      rows: looked.filter(({ before, after: wanted }) => before !== wanted).map(({ row }) => row),
      last: looked.length < ROWS_A_BATCH ? undefined : looked.at(-1)?.row,
    };
  }

  /** Writes what has changed of rows that nobody changes meanwhile. */
  async bringUpToDate(rows: readonly Buffer[]): Promise<void> {
    if (rows.length === 0) return;
    const compared = await this.compare('o.id IN (?)', [[...rows]]);
    await this.write(compared.filter(({ before, after }) => before !== after));
  }

  /** As `bringUpToDate`, and locks the rows itself until the transaction ends. */
  async repair(rows: readonly Buffer[]): Promise<void> {
    if (rows.length === 0) return;
    const lock = `SELECT id FROM ${this.tables.of} WHERE id IN (?) ORDER BY id FOR UPDATE`;
    await this.database.query(lock, [[...rows]]);
    await this.bringUpToDate(rows);
  }

  /**
   * The rows that have all words of the search: one of three letters or more anywhere inside a word, a shorter one at the
   * beginning of a word. Reads at most `MOST_CANDIDATES` entries of each of six trigrams, and as many texts.
   */
  async find(search: string): Promise<Found> {
    const terms = searchTermsOf(search);
    if (terms === undefined) return { ids: [], restrict: (_id, conditions) => void conditions.add('FALSE') };
    const patterns = terms.parts.map((part) => Buffer.from(`%${part}%`));
    const matches = patterns.map(() => 's.text LIKE ?').join(' AND ');
    const restrict = (id: string, conditions: Conditions): void => {
      // A scalar subquery, because an EXISTS may be made a join that begins with all texts.
      conditions.add(`(SELECT ${matches} FROM ${this.tables.texts} s WHERE s.row_id = ${id})`, ...patterns);
    };
    const rarest = await this.rarest(terms.trigrams);
    if (rarest === undefined) return { restrict };
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT g.row_id AS id FROM ${this.tables.trigrams} g
       STRAIGHT_JOIN ${this.tables.texts} s ON s.row_id = g.row_id WHERE g.trigram = ? AND ${matches}`,
      [rarest, ...patterns],
    );
    return { ids: rows.map(({ id }) => fromBinary(id)), restrict };
  }

  /** Undefined where each has more rows than `MOST_CANDIDATES`, or where there is none. */
  private async rarest(trigrams: readonly string[]): Promise<Buffer | undefined> {
    const asked = evenly(trigrams, MOST_COUNTED_TRIGRAMS).map((trigram) => Buffer.from(trigram));
    if (asked.length === 0) return undefined;
    const counts = asked.map(
      (_trigram, index) =>
        `SELECT ${index} AS place, COUNT(*) AS entries FROM
           (SELECT 1 FROM ${this.tables.trigrams} WHERE trigram = ? LIMIT ${MOST_CANDIDATES + 1}) counted${index}`,
    );
    const rows = await this.database.rows<{ place: number; entries: number }>(
      counts.join(' UNION ALL '),
      asked,
    );
    const [rarest] = rows.sort((one, other) => Number(one.entries) - Number(other.entries));
    return rarest && Number(rarest.entries) <= MOST_CANDIDATES ? asked[Number(rarest.place)] : undefined;
  }

  private async compare(condition: string, params: (SqlValue | SqlValue[])[]): Promise<TextChange[]> {
    const { of, texts, columns } = this.tables;
    const rows = await this.database.query<StoredText & Record<string, string | null>>(
      `SELECT o.id AS row_id, s.text, ${columns.map((column) => `o.${column}`).join(', ')}
       FROM ${of} o LEFT JOIN ${texts} s ON s.row_id = o.id WHERE ${condition}`,
      params,
    );
    return rows.map((row) => ({
      row: row.row_id,
      before: row.text?.toString() ?? '',
      after: this.textOf(columns.map((column) => row[column] ?? null)),
    }));
  }

  private textOf(values: (string | null)[]): string {
    const { textsOf = (all: (string | null)[]) => all } = this.tables;
    return searchTextOf(textsOf(values));
  }

  private async write(changes: readonly TextChange[]): Promise<void> {
    const added: Entry[] = [];
    const removed: Entry[] = [];
    for (const { row, before, after } of changes) {
      const [old, present] = [trigramsOf(before), trigramsOf(after)];
      const [known, wanted] = [new Set(old), new Set(present)];
      added.push(
        ...entriesOf(
          row,
          present.filter((trigram) => !known.has(trigram)),
        ),
      );
      removed.push(
        ...entriesOf(
          row,
          old.filter((trigram) => !wanted.has(trigram)),
        ),
      );
    }
    await this.remove(removed);
    // In the order of the primary key, in which they are written fastest.
    added.sort(([one], [other]) => Buffer.compare(one, other));
    for (let start = 0; start < added.length; start += ROWS_A_STATEMENT)
      await this.database.insertMany(
        this.tables.trigrams,
        ['trigram', 'row_id'],
        added.slice(start, start + ROWS_A_STATEMENT),
        'row_id = VALUES(row_id)',
      );
    await this.database.insertMany(
      this.tables.texts,
      ['row_id', 'text'],
      changes.map(({ row, after }) => [row, Buffer.from(after)]),
      'text = VALUES(text)',
    );
  }

  private async remove(entries: Entry[]): Promise<void> {
    for (let start = 0; start < entries.length; start += ROWS_A_STATEMENT)
      await this.database.execute(`DELETE FROM ${this.tables.trigrams} WHERE (trigram, row_id) IN (?)`, [
        entries.slice(start, start + ROWS_A_STATEMENT),
      ]);
  }
}

type Entry = [trigram: Buffer, rowId: Buffer];

function entriesOf(row: Buffer, trigrams: readonly string[]): Entry[] {
  return trigrams.map((trigram) => [Buffer.from(trigram), row]);
}

/** At most `most` of the items, from everywhere in the list. */
function evenly<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(items.length / most, 1);
  return items.filter((_item, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
