import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { AtLeast } from '../../../shared/http/pagination';
import { QuestionBank } from '../banks/question-bank.entity';
import { Question } from '../questions/question.entity';
import { QuestionBand, QuestionFingerprint, QuestionLikeness } from './question-likeness.entity';

/** Of a band, the oldest questions: those beyond are not compared. */
const MOST_OF_A_BAND = 10;
/** Of a statement that looks for them: it has one part for each band. */
const FORMS_A_STATEMENT = 20;
const ROWS_A_SWEEP = 200;
/** Of a group, the oldest first. */
export const MOST_OF_A_GROUP = 20;

const NEW_FINGERPRINT = insertOf(QuestionFingerprint, ['questionId', 'bankId', 'form']);
const NEW_BAND = insertOf(QuestionBand, ['bankId', 'band', 'questionId']);
const NEW_LIKENESS = insertOf(QuestionLikeness, ['newerId', 'olderId', 'bankId', 'similarity', 'isFirst']);
const COMPARED = columnsOf(Question, 'q', ['id', 'prompt', 'archivedAt'])
  .and(columnsOf(QuestionBank, 'b', { bankId: 'id' }))
  .and(columnsOf(QuestionFingerprint, 'f', ['form']).orNull());
const COMPARED_OF = `questions q STRAIGHT_JOIN question_banks b ON b.id = q.bank_id
  LEFT JOIN question_fingerprints f ON f.question_id = q.id`;
const FORM = columnsOf(QuestionFingerprint, 'f', ['questionId', 'form']);
const LISTED = columnsOf(Question, 'q', ['id', 'type', 'prompt', 'folderId']).and(
  columnsOf(QuestionFingerprint, 'f', ['form']),
);
const MEMBER = columnsOf(QuestionLikeness, 'l', ['olderId', 'newerId', 'similarity']);

/** A question as it is, and the form by which it is compared until now. */
export type ComparedQuestion = RowOf<typeof COMPARED>;
export type ListedQuestion = RowOf<typeof LISTED>;
export type GroupMember = RowOf<typeof MEMBER>;
export type NewLikeness = Pick<QuestionLikeness, 'newerId' | 'olderId' | 'bankId' | 'similarity'>;

/** By what questions are compared, and which are like each other. Callers that write must have locked the bank. */
@Injectable()
export class LikenessesRepository {
  constructor(private readonly database: Database) {}

  async compared(questionIds: readonly string[]): Promise<ComparedQuestion[]> {
    return this.database.query(
      `SELECT ${COMPARED.sql} FROM ${COMPARED_OF} WHERE q.id IN (?)`,
      [questionIds.map(toBinary)],
      COMPARED,
    );
  }

  /** The next questions of the store behind the given one. */
  async next(after: string | undefined): Promise<{ rows: ComparedQuestion[]; isEnd: boolean }> {
    const rows = await this.database.rows(
      `SELECT ${COMPARED.sql} FROM ${COMPARED_OF}
       WHERE ${after === undefined ? 'TRUE' : 'q.id > ?'} ORDER BY q.id LIMIT ${ROWS_A_SWEEP}`,
      after === undefined ? [] : [toBinary(after)],
      COMPARED,
    );
    return { rows, isEnd: rows.length < ROWS_A_SWEEP };
  }

  async lockBank(bankId: string): Promise<void> {
    await this.database.rows('SELECT id FROM question_banks WHERE id = ? FOR UPDATE', [toBinary(bankId)]);
  }

  async insert(
    questions: readonly { questionId: string; bankId: string; form: string; bands: readonly Buffer[] }[],
  ): Promise<void> {
    if (questions.length === 0) return;
    await this.database.insert(
      NEW_FINGERPRINT,
      questions.map(({ questionId, bankId, form }) => ({ questionId, bankId, form: Buffer.from(form) })),
    );
    const bands = questions.flatMap(({ questionId, bankId, bands: own }) =>
      own.map((band) => ({ bankId, band, questionId })),
    );
    if (bands.length > 0) await this.database.insert(NEW_BAND, bands);
  }

  /** Takes questions out of what is compared. Returns those that were listed under them, which must be placed anew. */
  async remove(questionIds: readonly string[]): Promise<string[]> {
    if (questionIds.length === 0) return [];
    const ids = questionIds.map(toBinary);
    const under = await this.database.query<{ id: Buffer }>(
      'SELECT newer_id AS id FROM question_likenesses WHERE older_id IN (?) AND is_first = 1',
      [ids],
    );
    await this.database.execute('DELETE FROM question_fingerprints WHERE question_id IN (?)', [ids]);
    return under.map(({ id }) => fromBinary(id));
  }

  /**
   * The questions of the bank that share a band, by the places of the lists of bands: the ten oldest of each band. A statement for
   * twenty lists.
   */
  async sharing(bankId: string, bands: readonly (readonly Buffer[])[]): Promise<Set<string>[]> {
    const found = bands.map(() => new Set<string>());
    for (let begin = 0; begin < bands.length; begin += FORMS_A_STATEMENT) {
      const parts = bands
        .slice(begin, begin + FORMS_A_STATEMENT)
        .flatMap((own, index) => own.map((band) => ({ band, place: begin + index })));
      if (parts.length === 0) continue;
      const rows = await this.database.query<{ place: number; id: Buffer }>(
        parts
          .map(
            ({ place }) => `(SELECT ${place} AS place, question_id AS id FROM question_bands
               WHERE bank_id = ? AND band = ? ORDER BY question_id LIMIT ${MOST_OF_A_BAND})`,
          )
          .join(' UNION ALL '),
        parts.flatMap(({ band }): SqlValue[] => [toBinary(bankId), band]),
      );
      for (const { place, id } of rows) found[Number(place)]?.add(fromBinary(id));
    }
    return found;
  }

  async forms(questionIds: readonly string[]): Promise<Map<string, string>> {
    if (questionIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${FORM.sql} FROM question_fingerprints f WHERE f.question_id IN (?)`,
      [questionIds.map(toBinary)],
      FORM,
    );
    return new Map(rows.map(({ questionId, form }) => [questionId, form.toString()]));
  }

  async add(likenesses: readonly NewLikeness[]): Promise<void> {
    if (likenesses.length === 0) return;
    await this.database.insert(
      NEW_LIKENESS,
      likenesses.map((likeness) => ({ ...likeness, isFirst: false })),
      // Two questions of one request find each other.
      'similarity = VALUES(similarity)',
    );
  }

  /** Lists each of these questions under the oldest of those that it is like. */
  async place(newerIds: readonly string[]): Promise<void> {
    if (newerIds.length === 0) return;
    await this.database.execute(
      `UPDATE question_likenesses l JOIN (SELECT newer_id, MIN(older_id) AS first_id FROM question_likenesses
         WHERE newer_id IN (?) GROUP BY newer_id) n ON n.newer_id = l.newer_id
       SET l.is_first = (l.older_id = n.first_id) WHERE l.is_first <> (l.older_id = n.first_id)`,
      [newerIds.map(toBinary)],
    );
  }

  /** The questions under which others are listed, the oldest first, up to `limit` + 1 from behind the given one on. */
  async groups(bankId: string, after: string | undefined, limit: number): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT older_id AS id FROM question_likenesses FORCE INDEX (ix_question_likenesses_group)
       WHERE bank_id = ? AND is_first = 1 ${after === undefined ? '' : 'AND older_id > ?'}
       GROUP BY older_id ORDER BY older_id LIMIT ?`,
      [toBinary(bankId), ...(after === undefined ? [] : [toBinary(after)]), limit + 1],
    );
    return rows.map(({ id }) => fromBinary(id));
  }

  /** How many groups a bank has; counted up to `most`. */
  async countGroups(bankId: string, most: number): Promise<number | AtLeast> {
    return countUpTo(
      this.database,
      most,
      `SELECT DISTINCT older_id FROM question_likenesses FORCE INDEX (ix_question_likenesses_group)
       WHERE bank_id = ? AND is_first = 1`,
      [toBinary(bankId)],
    );
  }

  /** Those that are listed under these questions, the oldest first, of each up to one more than a group shows. */
  async members(bankId: string, olderIds: readonly string[]): Promise<GroupMember[]> {
    if (olderIds.length === 0) return [];
    return this.database.rows(
      olderIds
        .map(
          () => `(SELECT ${MEMBER.sql} FROM question_likenesses l FORCE INDEX (ix_question_likenesses_group)
             WHERE l.bank_id = ? AND l.is_first = 1 AND l.older_id = ? ORDER BY l.newer_id LIMIT ${MOST_OF_A_GROUP + 1})`,
        )
        .join(' UNION ALL '),
      olderIds.flatMap((olderId) => [toBinary(bankId), toBinary(olderId)]),
      MEMBER,
    );
  }

  async listed(questionIds: readonly string[]): Promise<Map<string, ListedQuestion>> {
    if (questionIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${LISTED.sql} FROM question_fingerprints f STRAIGHT_JOIN questions q ON q.id = f.question_id
       WHERE f.question_id IN (?)`,
      [questionIds.map(toBinary)],
      LISTED,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
