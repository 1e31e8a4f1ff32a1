import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { QuestionBank } from '../banks/question-bank.entity';
import { wholeDefinition } from '../question-types/definition-parts';
import type { QuestionDefinition } from '../question-types/registry';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../identity';
import { type Guidance, NO_GUIDANCE } from './guidance';
import { KeyRevision } from './key-revision.entity';
import { QuestionVersion } from './question-version.entity';

export interface VersionRecord extends Pick<
  QuestionVersion,
  'id' | 'questionId' | 'number' | 'type' | 'prompt' | 'promptHtml' | 'createdAt'
> {
  author: Author;
}

export interface KeyRevisionRecord extends Pick<
  KeyRevision,
  'number' | 'points' | 'feedback' | 'feedbackHtml' | 'voided' | 'createdAt'
> {
  guidance: Guidance;
  /** What the version asks, with this key. */
  definition: QuestionDefinition;
  author: Author;
}

const VERSION = columnsOf(QuestionVersion, 'v', [
  ...(['id', 'questionId', 'number', 'type', 'prompt', 'promptHtml', 'createdAt'] as const),
]).andExpressions<AuthorRow>(AUTHOR);
const REVISION = columnsOf(KeyRevision, 'k', [
  ...(['number', 'answerKey', 'points', 'feedback', 'feedbackHtml', 'guidance', 'voided'] as const),
  'createdAt',
])
  .and(columnsOf(QuestionVersion, 'v', ['content']))
  .andExpressions<AuthorRow>(AUTHOR);
const OF_COURSE = VERSION.and(columnsOf(QuestionBank, 'b', { bankId: 'id', courseId: 'courseId' }));

/** What questions asked, and with which keys. */
@Injectable()
export class VersionsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first, from before the given number on; one more than `limit` if there are more. */
  async page(questionId: string, limit: number, before: number | undefined): Promise<VersionRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${VERSION.sql} FROM question_versions v FORCE INDEX (uq_question_versions_number)
         LEFT JOIN users u ON u.id = v.created_by
       WHERE v.question_id = ? ${before === undefined ? '' : 'AND v.number < ?'} ORDER BY v.number DESC LIMIT ?`,
      [toBinary(questionId), ...(before === undefined ? [] : [before]), limit + 1],
      VERSION,
    );
    return rows.map(withAuthor);
  }

  async count(questionId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT v.id FROM question_versions v WHERE v.question_id = ?', [
      toBinary(questionId),
    ]);
  }

  async find(versionId: string): Promise<(VersionRecord & { bankId: string; courseId: string }) | undefined> {
    const row = await this.database.row(
      `SELECT ${OF_COURSE.sql} FROM question_versions v JOIN questions q ON q.id = v.question_id
         JOIN question_banks b ON b.id = q.bank_id LEFT JOIN users u ON u.id = v.created_by
       WHERE v.id = ?`,
      [toBinary(versionId)],
      OF_COURSE,
    );
    return row && withAuthor(row);
  }

  /** All of a version, the newest first. */
  async keyRevisions(versionId: string): Promise<KeyRevisionRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${REVISION.sql} FROM key_revisions k JOIN question_versions v ON v.id = k.version_id
         LEFT JOIN users u ON u.id = k.created_by
       WHERE k.version_id = ? ORDER BY k.number DESC`,
      [toBinary(versionId)],
      REVISION,
    );
    return rows.map(({ content, answerKey, points, guidance, ...row }) => ({
      ...withAuthor(row),
      points: plainDecimal(points),
      guidance: guidance ?? NO_GUIDANCE,
      definition: wholeDefinition(content, answerKey),
    }));
  }
}
