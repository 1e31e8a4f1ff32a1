import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { QuestionBank } from '../banks/question-bank.entity';
import { QuestionsSearch } from '../banks/questions-search';
import { TagsRepository } from '../banks/tags.repository';
import { Likenesses } from '../likeness/likenesses';
import { definitionParts, wholeDefinition } from '../question-types/definition-parts';
import { QuizSlot } from '../slots/quiz-slot.entity';
import { ASKED_NOW } from '../slots/slots.repository';
import { KeyRevision, type Voided } from './key-revision.entity';
import { NO_GUIDANCE, storedGuidance } from './guidance';
import { type Filing, guidanceIn, type QuestionContent } from './question-content';
import { Question } from './question.entity';
import { QuestionVersion } from './question-version.entity';

/** A question with one of its versions and the newest key revision of that. */
export interface QuestionRecord extends QuestionContent, Filing {
  id: string;
  bankId: string;
  courseId: string;
  /** A quiz that asks it; null if none does. */
  activityId: string | null;
  version: number;
  versionId: string;
  versionNumber: number;
  /** The number of the key revision. */
  keyRevision: number;
  voided: Voided | null;
}

/** A question with one of its versions, whether or not that is the latest, also when it was taken out of its bank. */
export interface VersionedRecord extends QuestionRecord {
  /** Authors see it as the question: the latest version of one that is in its bank. */
  isLatest: boolean;
}

/** Who changes a question, null for no person, and when. */
export interface Authorship {
  createdBy: string | null;
  createdAt: Date;
}

export const QUESTION = columnsOf(Question, 'q', ['id', 'version', 'folderId', 'tags'])
  .and(columnsOf(QuestionBank, 'b', { bankId: 'id', courseId: 'courseId' }))
  .and(
    columnsOf(QuestionVersion, 'v', {
      versionId: 'id',
      versionNumber: 'number',
      type: 'type',
      prompt: 'prompt',
      promptHtml: 'promptHtml',
      content: 'content',
    }),
  )
  .and(
    columnsOf(KeyRevision, 'k', {
      keyRevision: 'number',
      answerKey: 'answerKey',
      points: 'points',
      feedback: 'feedback',
      feedbackHtml: 'feedbackHtml',
      guidance: 'guidance',
      voided: 'voided',
    }),
  )
  .and(columnsOf(Question, 'q', ['activityId']));
const OF_VERSION = QUESTION.and(columnsOf(Question, 'q', ['latestVersionId', 'archivedAt']));
const PLACED = QUESTION.and(columnsOf(QuizSlot, 's', ['position']));
/**
 * Joins to each question `q` its bank `b`, its latest version `v` and the newest revision `k` of its key. While these tables are
 * small, the optimizer would read them whole, which loses the order of the list, so that a page would read the whole bank.
 */
export const WITH_LATEST = `STRAIGHT_JOIN question_banks b FORCE INDEX (PRIMARY) ON b.id = q.bank_id
  STRAIGHT_JOIN question_versions v FORCE INDEX (PRIMARY) ON v.id = q.latest_version_id
  STRAIGHT_JOIN key_revisions k FORCE INDEX (PRIMARY) ON k.id = v.key_revision_id`;
const IN_BANK = `questions q JOIN question_banks b ON b.id = q.bank_id
  JOIN question_versions v ON v.id = q.latest_version_id JOIN key_revisions k ON k.id = v.key_revision_id`;

const NEW_QUESTION = insertOf(Question, [
  ...(['id', 'bankId', 'latestVersionId', 'edits', 'createdAt', 'updatedAt'] as const),
  ...(['activityId', 'position', 'type', 'prompt', 'promptHtml', 'points', 'definition'] as const),
  ...(['feedback', 'feedbackHtml', 'folderId', 'tags'] as const),
]);
const NEW_VERSION = insertOf(QuestionVersion, [
  ...(['id', 'questionId', 'number', 'type', 'prompt', 'promptHtml', 'content', 'keyRevisionId'] as const),
  ...(['createdBy', 'createdAt'] as const),
]);
const NEW_KEY = insertOf(KeyRevision, [
  ...(['id', 'versionId', 'number', 'answerKey', 'points', 'feedback', 'feedbackHtml'] as const),
  ...(['guidance', 'voided', 'createdBy', 'createdAt'] as const),
]);

/** A question that is about to be stored, where the build before looks for it. */
export interface PlacedQuestion extends QuestionContent, Filing {
  id: string;
  activityId: string | null;
  position: number;
}

/** A version that was written, or of which the key was. */
export type WrittenVersion = Pick<
  QuestionContent,
  'prompt' | 'feedback' | 'definition' | 'scoreFeedback' | 'hints'
> & {
  versionId: string;
};

/** The questions of banks as authors see them. Callers that write must have locked the bank. */
@Injectable()
export class QuestionsRepository {
  constructor(
    private readonly database: Database,
    private readonly tags: TagsRepository,
    private readonly search: QuestionsSearch,
    private readonly likenesses: Likenesses,
  ) {}

  /** With its latest version. Undefined for a question that was taken out of its bank. */
  async find(questionId: string): Promise<QuestionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${QUESTION.sql} FROM ${IN_BANK} WHERE q.id = ? AND q.archived_at IS NULL`,
      [toBinary(questionId)],
      QUESTION,
    );
    return row && toRecord(row);
  }

  /** By one of its versions, with the newest key of that; in the bank or not. */
  async findVersion(versionId: string): Promise<VersionedRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${OF_VERSION.sql} FROM question_versions v JOIN questions q ON q.id = v.question_id
         JOIN question_banks b ON b.id = q.bank_id JOIN key_revisions k ON k.id = v.key_revision_id
       WHERE v.id = ?`,
      [toBinary(versionId)],
      OF_VERSION,
    );
    if (!row) return undefined;
    const { latestVersionId, archivedAt, ...record } = row;
    return { ...toRecord(record), isLatest: latestVersionId === versionId && archivedAt === null };
  }

  /** Those that a quiz asks, in its order, each with the version that it asks now. */
  async ofQuiz(activityId: string): Promise<QuestionRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${PLACED.sql} FROM quiz_slots s ${ASKED_NOW} JOIN question_banks b ON b.id = q.bank_id
       WHERE s.activity_id = ?`,
      [toBinary(activityId)],
      PLACED,
    );
    // Sorted here: the server would copy all rows, with their texts, into a temporary table to sort them.
    return rows
      .sort((one, other) => one.position - other.position)
      .map(({ position: _position, ...row }) => ({ ...toRecord(row), activityId }));
  }

  /**
   * Adds questions, each with its first version and key revision, with one statement for each table. Returns the versions, in
   * the same order.
   */
  async insert(
    bankId: string,
    questions: readonly PlacedQuestion[],
    by: Authorship,
  ): Promise<WrittenVersion[]> {
    const parts = questions.map((question) => ({ question, ...newVersion(question, 1, by) }));
    const { createdAt } = by;
    await this.database.insert(
      NEW_QUESTION,
      parts.map(({ question, version }) => ({
        ...question,
        ...{ bankId, latestVersionId: version.id, edits: 1, createdAt, updatedAt: createdAt },
      })),
    );
    await this.database.insert(
      NEW_VERSION,
      parts.map(({ version }) => version),
    );
    await this.database.insert(
      NEW_KEY,
      parts.map(({ revision }) => revision),
    );
    await this.tags.add(bankId, questions);
    await this.search.add(questions);
    await this.likenesses.refresh(questions.map(({ id }) => id));
    return parts.map(({ version: { id: versionId }, question }) => ({ ...question, versionId }));
  }

  /** Makes what the question asks another version. Returns its id. */
  async addVersion(
    { id, versionNumber }: QuestionRecord,
    content: QuestionContent,
    by: Authorship,
  ): Promise<string> {
    const { version, revision } = newVersion({ id, ...content }, versionNumber + 1, by);
    await this.database.insert(NEW_VERSION, [version]);
    await this.database.insert(NEW_KEY, [revision]);
    return version.id;
  }

  /** Makes a revision of the key of the version that was read with the question. A question that was voided stays so unless told. */
  async reviseKey(
    { versionId, keyRevision, voided: wasVoided }: QuestionRecord,
    content: QuestionContent,
    by: Authorship,
    voided: Voided | null = wasVoided,
  ): Promise<void> {
    const revision = { ...newRevision(versionId, keyRevision + 1, content, by), voided };
    await this.database.insert(NEW_KEY, [revision]);
    await this.database.run('UPDATE question_versions SET key_revision_id = ? WHERE id = ?', [
      toBinary(revision.id),
      toBinary(versionId),
    ]);
  }

  /** Notes a change: the latest version, and all of it once more for the build before. */
  async update(
    { id: questionId, bankId }: QuestionRecord,
    latestVersionId: string,
    content: QuestionContent & Filing,
    now: Date,
  ): Promise<void> {
    await this.database.run(
      `UPDATE questions SET latest_version_id = ?, type = ?, prompt = ?, prompt_html = ?, points = ?, definition = ?,
         feedback = ?, feedback_html = ?, folder_id = ?, tags = ?, version = version + 1, edits = edits + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id = ?`,
      [
        toBinary(latestVersionId),
        content.type,
        content.prompt,
        content.promptHtml,
        content.points,
        JSON.stringify(content.definition),
        content.feedback,
        content.feedbackHtml,
        content.folderId === null ? null : toBinary(content.folderId),
        JSON.stringify(content.tags),
        now,
        toBinary(questionId),
      ],
    );
    await this.tags.replace(bankId, [{ id: questionId, tags: content.tags }]);
    await this.search.refresh([questionId]);
    await this.likenesses.refresh([questionId]);
  }

  /** Takes it out of its bank, and out of what is found by its tags. Versions stay: they may have been asked. */
  async archive({ id: questionId, bankId }: QuestionRecord, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE questions SET archived_at = ?, activity_id = NULL, edits = edits + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id = ?`,
      [now, now, toBinary(questionId)],
    );
    await this.tags.replace(bankId, [{ id: questionId, tags: [] }]);
    await this.likenesses.refresh([questionId]);
  }

  /**
   * Shows the build before which questions a quiz asks, as far as it can: it knows one quiz for each question, so that a question
   * of several quizzes stays where it is.
   */
  async placeInQuiz(activityId: string, questionIds: readonly string[]): Promise<void> {
    const quizId = toBinary(activityId);
    const ids = questionIds.map(toBinary);
    const listed = ids.length === 0 ? 'FALSE' : 'id IN (?)';
    const place = ids.length === 0 ? 'position' : 'FIELD(id, ?)';
    await this.database.execute(
      `UPDATE questions SET position = ${place}, activity_id = ${ids.length === 0 ? 'NULL' : 'IF(id IN (?), ?, NULL)'},
         edits = edits + 1
       WHERE activity_id = ? OR (activity_id IS NULL AND ${listed})`,
      ids.length === 0 ? [quizId] : [ids, ids, quizId, quizId, ids],
    );
  }

  /** Gives questions the places that the build before shows them at, in the order of the list. */
  async place(questionIds: readonly string[]): Promise<void> {
    const ids = questionIds.map(toBinary);
    await this.database.execute(
      'UPDATE questions SET position = FIELD(id, ?), edits = edits + 1 WHERE id IN (?)',
      [ids, ids],
    );
  }
}

function newVersion(
  content: QuestionContent & { id: string },
  number: number,
  by: Authorship,
): { version: Omit<QuestionVersion, 'question'>; revision: Omit<KeyRevision, 'version'> } {
  const { id: questionId, type, prompt, promptHtml } = content;
  const id = newId();
  const revision = newRevision(id, 1, content, by);
  const asked = definitionParts(content.definition).content;
  return {
    version: {
      ...{ id, questionId, number, type, prompt, promptHtml, content: asked, keyRevisionId: revision.id },
      ...by,
    },
    revision,
  };
}

function newRevision(
  versionId: string,
  number: number,
  { definition, points, feedback, feedbackHtml, ...content }: QuestionContent,
  by: Authorship,
): Omit<KeyRevision, 'version'> {
  const { key: answerKey } = definitionParts(definition);
  return {
    ...{ id: newId(), versionId, number, answerKey, points, feedback, feedbackHtml, voided: null, ...by },
    guidance: storedGuidance(guidanceIn(content)),
  };
}

export function toRecord({
  content,
  answerKey,
  points,
  tags,
  guidance,
  ...row
}: RowOf<typeof QUESTION>): QuestionRecord {
  const definition = wholeDefinition(content, answerKey);
  return {
    ...{ ...row, ...(guidance ?? NO_GUIDANCE) },
    ...{ points: plainDecimal(points), definition, tags: tags ?? [] },
  };
}
