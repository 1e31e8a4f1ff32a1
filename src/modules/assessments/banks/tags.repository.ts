import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { QuestionTag } from './question-tag.entity';
import { tagForm } from './tags';

const NEW_TAG = insertOf(QuestionTag, ['questionId', 'form', 'bankId', 'label']);
const TAG = columnsOf(QuestionTag, 'g', ['form', 'label']);

/** The tags of questions. Callers that write must have locked the bank. */
@Injectable()
export class TagsRepository {
  constructor(private readonly database: Database) {}

  /** Of questions that have none yet, with one statement. Each tag of a question is there once. */
  async add(bankId: string, questions: readonly { id: string; tags: readonly string[] }[]): Promise<void> {
    await this.database.insert(
      NEW_TAG,
      questions.flatMap(({ id: questionId, tags }) =>
        tags.map((label) => ({ questionId, form: tagForm(label), bankId, label })),
      ),
    );
  }

  /** Gives these questions these tags in place of all that they have. */
  async replace(
    bankId: string,
    questions: readonly { id: string; tags: readonly string[] }[],
  ): Promise<void> {
    if (questions.length === 0) return;
    await this.database.execute('DELETE FROM question_tags WHERE question_id IN (?)', [
      questions.map(({ id }) => toBinary(id)),
    ]);
    await this.add(bankId, questions);
  }

  /**
   * The tags in use in a bank, ordered by their forms, up to `limit` + 1 from behind the given one on, each as it is written at
   * its oldest question. Reads the first entry of each tag in the index only.
   */
  async page(
    bankId: string,
    limit: number,
    after: string | undefined,
  ): Promise<Pick<QuestionTag, 'form' | 'label'>[]> {
    const bank = toBinary(bankId);
    return this.database.rows(
      `SELECT ${TAG.sql} FROM (
         SELECT i.form, MIN(i.question_id) AS first_id FROM question_tags i FORCE INDEX (ix_question_tags_form)
         WHERE i.bank_id = ? ${after === undefined ? '' : 'AND i.form > ?'} GROUP BY i.form ORDER BY i.form LIMIT ?
       ) used JOIN question_tags g ON g.question_id = used.first_id AND g.form = used.form ORDER BY g.form`,
      [bank, ...(after === undefined ? [] : [after]), limit + 1],
      TAG,
    );
  }

  /** How many tags are in use; counted up to `most`. */
  async count(bankId: string, most: number): Promise<number> {
    const row = await this.database.row<{ used: number }>(
      `SELECT COUNT(*) AS used FROM (
         SELECT form FROM question_tags FORCE INDEX (ix_question_tags_form) WHERE bank_id = ? GROUP BY form LIMIT ?
       ) counted`,
      [toBinary(bankId), most],
    );
    return Number(row?.used ?? 0);
  }
}
