import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { type Found, MOST_WALKED } from '../../../shared/database/search-index';
import { valuesById } from '../../../shared/database/values-by-id';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { AtLeast } from '../../../shared/http/pagination';
import type { QuestionType } from '../question-types/registry';
import { Question } from '../questions/question.entity';
import { QUESTION, type QuestionRecord, toRecord, WITH_LATEST } from '../questions/questions.repository';
import type { Filing } from '../questions/question-content';
import { TagsRepository } from './tags.repository';
import { QuestionsSearch } from './questions-search';

/** Which questions of a bank are listed: those for which all of this is true. */
export interface BankFilter {
  /** In one of these; an empty list for questions in no folder. */
  folderIds?: string[];
  tagForm?: string;
  type?: QuestionType;
  /** By a search. */
  found?: Found;
}

const FILED = columnsOf(Question, 'q', ['id', 'folderId', 'tags']);

/** The newest first. Before the id, each of these indexes has what `Way.of` fixes. */
export const NEWEST_FIRST = ListOrder.by<{ id: string }>('ix_questions_bank', { id: 'id' }).reversed();
const BY_FOLDER = NEWEST_FIRST.within('ix_questions_folder');
const BY_TAG = ListOrder.by<{ questionId: string }>('ix_question_tags_form', { questionId: 'id' }).reversed();

/** An index that finds a part of the bank, the newest questions first, and the conditions that it does not serve. */
interface Way {
  order: ListOrder<{ id: string }> | ListOrder<{ questionId: string }>;
  table: string;
  alias: 'q' | 'g';
  of: Conditions;
  others: Conditions;
}

/** The questions of banks as lists, and what they are found by. Callers that write must have locked the bank. */
@Injectable()
export class BankQuestionsRepository {
  constructor(
    private readonly database: Database,
    private readonly tags: TagsRepository,
    private readonly search: QuestionsSearch,
  ) {}

  /**
   * Those that the filter finds, with their latest versions, the newest first, up to `limit` + 1, and where the search for them
   * stopped, if it did: it looks through `MOST_WALKED` entries of the index that fits best.
   */
  async page(
    bankId: string,
    filter: BankFilter,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<{ rows: QuestionRecord[]; end: (string | null)[] | undefined }> {
    const way = wayTo(bankId, filter);
    const end = await this.walk(way, after, MOST_WALKED);
    if (after) way.order.behind(way.alias, after, way.of);
    const rows = await this.database.rows(
      `SELECT ${QUESTION.sql} FROM ${fromOf(way)} ${WITH_LATEST}
       WHERE ${way.of.sql} AND ${way.others.sql} ORDER BY ${way.order.sql(way.alias)} LIMIT ?`,
      [...way.of.params, ...way.others.params, limit + 1],
      QUESTION,
    );
    return { rows: rows.map(toRecord), end };
  }

  /** How many the filter finds; counted up to `most`. */
  async count(bankId: string, filter: BankFilter, most: number): Promise<number | AtLeast> {
    const way = wayTo(bankId, filter);
    const end = await this.walk(way, undefined, most);
    const counted = await countUpTo(
      this.database,
      most,
      `SELECT q.id FROM ${fromOf(way)} WHERE ${way.of.sql} AND ${way.others.sql}`,
      [...way.of.params, ...way.others.params],
    );
    return end === undefined ? counted : { atLeast: counted };
  }

  /** Restricts the way to its next `size` entries, where it has conditions that its index does not serve. */
  private async walk(
    way: Way,
    after: Place | undefined,
    size: number,
  ): Promise<(string | null)[] | undefined> {
    if (way.others.sql === 'TRUE' || way.order.index === 'PRIMARY') return undefined;
    const { table, alias } = way;
    const of = (conditions: Conditions): void => void conditions.add(way.of.sql, ...way.of.params);
    const restricted = new Conditions();
    const end = await way.order.walk(this.database, { table, alias, after, size, of }, restricted);
    way.of.add(restricted.sql, ...restricted.params);
    return end;
  }

  /** Where these questions of the bank are filed. Those that are not in it are left out. */
  async filings(bankId: string, questionIds: readonly string[]): Promise<(Filing & { id: string })[]> {
    if (questionIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${FILED.sql} FROM questions q WHERE q.id IN (?) AND q.bank_id = ? AND q.archived_at IS NULL`,
      [questionIds.map(toBinary), toBinary(bankId)],
      FILED,
    );
    return rows.map((row) => ({ ...row, tags: row.tags ?? [] }));
  }

  /** Files questions of the bank, each where it is wanted, with one statement for each table. */
  async file(bankId: string, filings: readonly (Filing & { id: string })[], now: Date): Promise<void> {
    if (filings.length === 0) return;
    const folders = valuesById(
      'id',
      'folder_id',
      filings.map(({ id, folderId }) => ({ id, value: folderId === null ? null : toBinary(folderId) })),
    );
    const tags = valuesById(
      'id',
      'tags',
      filings.map((filing) => ({ id: filing.id, value: JSON.stringify(filing.tags) })),
    );
    const ids = filings.map(({ id }) => id);
    await this.database.execute(
      `UPDATE questions SET folder_id = ${folders.sql}, tags = ${tags.sql}, version = version + 1, edits = edits + 1,
         updated_at = GREATEST(updated_at, ?) WHERE id IN (?)`,
      [...folders.values, ...tags.values, now, ids.map(toBinary)],
    );
    await this.tags.replace(bankId, filings);
    await this.search.refresh(ids);
  }
}

/** The index that passes over the fewest questions. */
function wayTo(bankId: string, { folderIds, tagForm, type, found }: BankFilter): Way {
  const bank = toBinary(bankId);
  const others = new Conditions();
  if (type !== undefined) others.add('q.type = ?', type);
  if (found?.ids === undefined) found?.restrict('q.id', others);
  const [folderId] = folderIds ?? [];
  const isOneFolder = folderIds?.length === 1;
  const addFolders = (): void => {
    if (folderIds?.length === 0) others.add('q.folder_id IS NULL');
    else if (folderIds) others.among('q.folder_id', folderIds);
  };
  const addTag = (): void => {
    if (tagForm !== undefined)
      others.add('EXISTS (SELECT 1 FROM question_tags t WHERE t.question_id = q.id AND t.form = ?)', tagForm);
  };
  const ofQuestions = { table: 'questions', alias: 'q' } as const;
  if (found?.ids !== undefined) {
    addFolders();
    addTag();
    others.add('q.bank_id = ? AND q.archived_at IS NULL', bank);
    const of = new Conditions().among('q.id', found.ids);
    return { ...ofQuestions, order: NEWEST_FIRST.within('PRIMARY'), of, others };
  }
  if (tagForm !== undefined) {
    addFolders();
    // Questions that were taken out of the bank have no tags.
    const of = new Conditions().add('g.bank_id = ? AND g.form = ?', bank, tagForm);
    return { table: 'question_tags', alias: 'g', order: BY_TAG, of, others };
  }
  if (isOneFolder && folderId !== undefined) {
    const of = new Conditions().add('q.folder_id = ? AND q.archived_at IS NULL', toBinary(folderId));
    return { ...ofQuestions, order: BY_FOLDER, of, others };
  }
  addFolders();
  const of = new Conditions().add('q.bank_id = ? AND q.archived_at IS NULL', bank);
  return { ...ofQuestions, order: NEWEST_FIRST, of, others };
}

function fromOf({ alias, order: { index } }: Way): string {
  return alias === 'q'
    ? `questions q FORCE INDEX (${index})`
    : `question_tags g FORCE INDEX (${index}) STRAIGHT_JOIN questions q ON q.id = g.question_id`;
}
